"""Keeps what was typed into a form and not saved yet, so that neither a closed tab nor a power cut loses it."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from site_gen.actions.editing.private_files import digest, private_folder, read_if_there, write_private

Pairs = tuple[tuple[str, str], ...]
"""A form's fields as a browser sends them: names with values, in order."""

DRAFTS_KEPT: Final = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed for a file, and the bytes of the file that the form was made from."""

    file: str
    base: bytes
    pairs: Pairs


class Drafts:
    """The drafts of a project, one for each file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, draft: Draft) -> None:
        """Keep a draft in place of the file's last one. Raises OSError."""
        private_folder(self._folder)
        data = {"file": draft.file, "base": b64encode(draft.base).decode(), "pairs": draft.pairs}
        write_private(self._path(draft.file), json.dumps(data, ensure_ascii=False).encode(errors="backslashreplace"))
        kept = sorted(self._folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for path in kept[DRAFTS_KEPT:]:
            path.unlink(missing_ok=True)

    def of(self, file: str) -> Draft | None:
        """Return a file's draft; None if there is none."""
        return _read(self._path(file))

    def forget(self, file: str) -> None:
        """Remove a file's draft, if there is one."""
        with suppress(FileNotFoundError):
            self._path(file).unlink()

    def files(self) -> Sequence[str]:
        """Return the files that have drafts."""
        found = (_read(path) for path in sorted(self._folder.glob("*.json")))
        return sorted(draft.file for draft in found if draft is not None)

    def _path(self, file: str) -> Path:
        return self._folder / f"{digest(file.encode())}.json"


def _read(path: Path) -> Draft | None:
    try:
        data = json.loads(read_if_there(path) or b"")
        pairs = tuple((str(name), str(value)) for name, value in data["pairs"])
        return Draft(str(data["file"]), b64decode(data["base"]), pairs)
    except (ValueError, KeyError, TypeError):
        return None
