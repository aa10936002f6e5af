"""What every save changed, so that it can be undone, tomorrow too. Bounded: the oldest are forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from site_gen.actions.editing.private_files import digest, is_digest, private_folder, read_if_there, write_private
from site_gen.files import is_inside
from site_gen.foreign_json import read_json

SAVES_KEPT: Final = 500
BYTES_KEPT: Final = 200_000_000


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file's bytes before and after a save; None where it wasn't there."""

    file: str
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class KeptChange:
    """A change as it is kept: the digests of the file's bytes, '' where it wasn't there."""

    file: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Save:
    """A save. `what` is its kind: 'edit', 'new', 'copy', 'rename', 'delete', 'picture',
    'undo'."""

    number: int
    at: datetime
    what: str
    changes: tuple[KeptChange, ...]

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(change.file for change in self.changes)


class History:
    """The saves of a project, in a folder of their owner's."""

    def __init__(self, folder: Path, *, saves_kept: int = SAVES_KEPT, bytes_kept: int = BYTES_KEPT) -> None:
        self._saves = folder / "saves"
        self._contents = folder / "contents"
        self._saves_kept, self._bytes_kept = saves_kept, bytes_kept

    def record(self, at: datetime, what: str, changes: Sequence[FileChange], *, durable: bool = False) -> int:
        """Keep what a save is about to change, `durable` through a power cut; return its number. Raises OSError: then
        nothing may be changed."""
        private_folder(self._saves)
        private_folder(self._contents)
        for content in (content for change in changes for content in (change.before, change.after)):
            if content is not None and not (kept := self._contents / digest(content)).exists():
                write_private(kept, content, durable=durable)
        number = max(self._numbers(), default=0) + 1
        kept_changes = [[change.file, digest(change.before), digest(change.after)] for change in changes]
        data = {"at": at.isoformat(), "what": what, "changes": kept_changes}
        raw = json.dumps(data, ensure_ascii=False).encode()
        write_private(self._saves / f"{number:08}.json", raw, durable=durable)
        self._forget_the_oldest()
        return number

    def take_back(self, number: int) -> None:
        """Forget a save that could not be done after all."""
        (self._saves / f"{number:08}.json").unlink(missing_ok=True)

    def saves(self, limit: int = SAVES_KEPT) -> list[Save]:
        """Return the last saves, the newest first."""
        found = (self.save(number) for number in sorted(self._numbers(), reverse=True)[:limit])
        return [save for save in found if save is not None]

    def save(self, number: int) -> Save | None:
        """Return a save; None if it isn't kept, can't be read any more, or names files beyond the project (the cache
        may have come with it)."""
        raw = read_if_there(self._saves / f"{number:08}.json")
        try:
            data = read_json(raw or b"")
            changes = tuple(KeptChange(str(file), str(old), str(new)) for file, old, new in data["changes"])
            if not all(is_inside(change.file) for change in changes):
                return None
            return Save(number, datetime.fromisoformat(data["at"]), str(data["what"]), changes)
        except (ValueError, KeyError, TypeError):
            return None

    def content(self, of: str) -> bytes | None:
        """Return bytes by their digest; None if they aren't kept, or are damaged."""
        found = read_if_there(self._contents / of) if is_digest(of) else None
        return found if found is not None and digest(found) == of else None

    def _numbers(self) -> Iterable[int]:
        return (int(path.stem) for path in self._saves.glob("*.json") if path.stem.isdecimal())

    def _forget_the_oldest(self) -> None:
        """Remove saves beyond the bounds, and contents that no save names any more; the last save always stays."""
        numbers = sorted(self._numbers(), reverse=True)
        sizes = {path.name: path.stat().st_size for path in self._contents.iterdir()}
        used: set[str] = set()
        for place, number in enumerate(numbers):
            save = self.save(number)
            names = {name for change in save.changes for name in (change.before, change.after)} if save else set()
            is_too_much = sum(sizes.get(name, 0) for name in used | names) > self._bytes_kept
            if place and (place >= self._saves_kept or is_too_much or save is None):
                with suppress(FileNotFoundError):
                    (self._saves / f"{number:08}.json").unlink()
            else:
                used |= names
        if len(numbers) > 1:
            for name in sizes.keys() - used:
                with suppress(FileNotFoundError):
                    (self._contents / name).unlink()
