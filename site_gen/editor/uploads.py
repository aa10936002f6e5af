"""Files that were sent to be looked at before anything is written: kept for the owner's eyes alone, the last few."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from site_gen.actions.editing.private_files import private_folder, write_private
from site_gen.editor.web import Upload

MOST: Final = 5
"""How many batches are kept; the oldest go first."""

_ID: Final = re.compile(r"[0-9a-f]{16}")
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Uploads:
    """Batches of files, each in a folder of its own below `folder`."""

    folder: Path

    def keep(self, uploads: Sequence[Upload]) -> str:
        """Keep files under the names that they had; return the batch's id. Raises OSError."""
        private_folder(self.folder)
        kept = sorted(self.folder.iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for old in kept[MOST - 1 :]:
            shutil.rmtree(old, ignore_errors=True)
        id_ = secrets.token_hex(8)
        place = private_folder(self.folder / id_)
        for number, upload in enumerate(uploads):
            part = private_folder(place / f"{number:03}")
            write_private(part / _plain(upload.name), upload.content)
        return id_

    def files(self, id_: str) -> tuple[Path, ...]:
        """Return a batch's files in their order; none where it isn't kept any more."""
        place = self.folder / id_
        return tuple(sorted(place.glob("*/*"))) if _ID.fullmatch(id_) and place.is_dir() else ()

    def forget(self, id_: str) -> None:
        if _ID.fullmatch(id_):
            with suppress(OSError):
                shutil.rmtree(self.folder / id_)


def _plain(name: str) -> str:
    """Return a file's name without folders and without what file systems don't take; its ending stays."""
    last = PurePosixPath(name.replace("\\", "/")).name
    stem, point, ending = last.rpartition(".")
    clean = re.sub(r'[\x00-\x1f<>:"|?*]', "", stem if point else last)[:_LONGEST].strip(". ") or "file"
    return f"{clean}.{ending}" if point and re.fullmatch(r"\w{1,8}", ending, re.ASCII) else clean
