"""Watches the file of an open SQLite database: one that was moved away or replaced still takes what nobody finds again.

An open file goes on being written after it was moved, deleted or replaced by another one of the same name.
"""

from __future__ import annotations

import os
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Final

_COMPANIONS: Final = ("-wal", "-shm")

_Identity = tuple[int, int]


class Place(Enum):
    """What lies where the open database was opened."""

    SAME = "the open file"
    GONE = "nothing"
    OTHER = "another file"


class DatabaseFile:
    """The file of a database, and its companions, by device and inode."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._identity = _identity(path)
        self._companions: dict[str, _Identity | None] = {}
        self.note()

    def note(self) -> None:
        """Remember which files are open; call it while the database is surely the open one."""
        self._identity = _identity(self.path)
        self._companions = {suffix: _identity(self._beside(suffix)) for suffix in _COMPANIONS}

    def note_companions(self) -> None:
        """Remember the companions, which come and go with connections."""
        self._companions |= {suffix: found for suffix in _COMPANIONS if (found := _identity(self._beside(suffix)))}

    def place(self) -> Place:
        """Return what lies at the database's path now."""
        found = _identity(self.path)
        return Place.GONE if found is None else Place.SAME if found == self._identity else Place.OTHER

    def set_aside(self) -> None:
        """Rename companions that belong to the former file: SQLite would take them for those of the new one."""
        for suffix in _COMPANIONS:
            companion = self._beside(suffix)
            found = _identity(companion)
            if found is not None and found == self._companions.get(suffix):
                with suppress(OSError):
                    companion.rename(f"{companion}.of-the-replaced-database")

    def _beside(self, suffix: str) -> Path:
        return Path(f"{self.path}{suffix}")


def _identity(path: Path) -> _Identity | None:
    try:
        about = os.stat(path)  # noqa: PTH116  # once for each transaction
    except OSError:
        return None
    return about.st_dev, about.st_ino
