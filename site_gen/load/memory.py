"""What an earlier reading of the same project found, kept for the next one: only files that changed are read again.

A file counts as unchanged while its size, its time of change and its place on the disk are the same. A change within
one tick of the disk's clock that keeps the size would go unseen, so whoever watches the folder says what changed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
Stamp = tuple[int, int, int] | None
"""Time of change in nanoseconds, size in bytes and number on the disk; None for a file that isn't there."""


@dataclass(slots=True)
class Memory:
    """Results by what they are of, each with the state in which it found its files. `is_new` until the first reading
    has ended."""

    _kept: dict[object, tuple[tuple[object, ...], Any]] = field(default_factory=dict)
    _asked: set[object] = field(default_factory=set)
    _changed: set[str] = field(default_factory=set)
    is_new: bool = True

    def begin(self, changed: Iterable[str]) -> None:
        """Begin a reading; `changed` are absolute paths known to have changed, with all that is below them."""
        self._changed = set(changed)

    def recall(self, key: object, files: Iterable[Path], also: object, make: Callable[[], T]) -> T:
        """Return what `make` returns, or returned when these files, and `also`, were the same."""
        names = [str(file) for file in files]
        state = (also, tuple(map(stamp, names)))
        kept = self._kept.get(key)
        self._asked.add(key)
        if kept is not None and kept[0] == state and not (self._changed and any(map(self._has_changed, names))):
            result: T = kept[1]
            return result
        result = make()
        self._kept[key] = (state, result)
        return result

    def end(self) -> None:
        """End a reading: what it didn't ask for is forgotten."""
        for key in self._kept.keys() - self._asked:
            del self._kept[key]
        self._changed, self._asked, self.is_new = set(), set(), False

    def _has_changed(self, name: str) -> bool:
        while name not in self._changed:
            name, _, last = name.rpartition("/")
            if not last or not name:
                return False
        return True


def stamp(name: str) -> Stamp:
    """Return the state of a file."""
    try:
        found = os.stat(name)  # noqa: PTH116  # thousands of files
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
