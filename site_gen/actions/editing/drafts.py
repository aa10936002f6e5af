"""Keeps what was typed into a form and not saved yet, so that neither a closed tab nor a power cut loses it."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from site_gen.actions.editing.private_files import digest, is_digest, private_folder, read_if_there, write_private
from site_gen.foreign_json import read_json

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
        self._bases = folder / "bases"

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

    def keep_base(self, content: bytes) -> None:
        """Keep the bytes that a form is made from, so that it can be told later what was changed in it."""
        private_folder(self._bases)
        path = self._bases / digest(content)
        if not path.exists():
            write_private(path, content)
            kept = sorted(self._bases.iterdir(), key=lambda each: each.stat().st_mtime_ns, reverse=True)
            for old in kept[DRAFTS_KEPT:]:
                old.unlink(missing_ok=True)

    def base(self, of: str) -> bytes | None:
        """Return the bytes that a form was made from, by their digest; None if they aren't kept any more."""
        return read_if_there(self._bases / of) if is_digest(of) else None

    def files(self) -> Sequence[str]:
        """Return the files that have drafts."""
        found = (_read(path) for path in sorted(self._folder.glob("*.json")))
        return sorted(draft.file for draft in found if draft is not None)

    def _path(self, file: str) -> Path:
        return self._folder / f"{digest(file.encode())}.json"


def _read(path: Path) -> Draft | None:
    try:
        data = read_json(read_if_there(path) or b"")
        pairs = tuple((str(name), str(value)) for name, value in data["pairs"])
        return Draft(str(data["file"]), b64decode(data["base"]), pairs)
    except (ValueError, KeyError, TypeError):
        return None
