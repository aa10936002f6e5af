"""Keeps the results of reading a project for the next reading: only changed files are read again.

A file counts as unchanged while its size, its modification time and its inode are the same. A change within one tick of
the file system's clock that keeps the size would be missed, so the folder's watcher reports what changed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
F = TypeVar("F")
K = TypeVar("K", bound=Hashable)
Stamp = tuple[int, int, int] | None
"""Modification time in nanoseconds, size in bytes and inode; None for a missing file."""


@dataclass(slots=True)
class ReadCache:
    """Results by key, each with the state of its files when they were read. `is_new` until the first reading has
    ended."""

    _kept: dict[object, tuple[object, list[Stamp], Any]] = field(default_factory=dict)
    _asked: set[object] = field(default_factory=set)
    _changed: set[str] = field(default_factory=set)
    _stamps: Mapping[str, Stamp] = field(default_factory=dict)
    _parts: dict[object, ReadCache] = field(default_factory=dict)
    is_new: bool = True

    def begin(self, changed: Iterable[str], stamps: Mapping[str, Stamp] | None = None) -> None:
        """Begin a reading; `changed` are absolute paths of files known to have changed.

        `stamps` are current states of files, which are then not queried again.
        """
        self._changed, self._stamps = set(changed), stamps or {}

    def recall(self, key: object, files: Iterable[Path | str], also: object, make: Callable[[], T]) -> T:
        """Return the result of `make`, from the cache if these files and `also` are unchanged."""
        return self.recall_each([(key, [str(file) for file in files])], also, lambda _: make())[0]

    def recall_each(self, things: Iterable[tuple[K, Sequence[str]]], also: object, make: Callable[[K], T]) -> list[T]:
        """Return the result of `make` for the key of each thing, from the cache if the thing's files (absolute paths)
        and `also` are unchanged."""
        results: list[T] = []
        known, kept, asked = self._stamps, self._kept, self._asked
        for key, names in things:
            before, state = kept.get(key), [known[name] if name in known else stamp(name) for name in names]
            is_same = before is not None and before[1] == state and before[0] == also
            if before is None or not is_same or not self._changed.isdisjoint(names):
                before = kept[key] = (also, state, make(key))
            asked.add(key)
            results.append(before[2])
        return results

    def check_each(self, key: object, things: Iterable[T], also: object, check: Callable[[T], Iterable[F]]) -> list[F]:
        """Return the findings of `check` in all things; a thing without findings is not checked again while it is the
        same object and `also` is equal."""
        right: dict[int, T] = self.recall((key, "right"), (), also, dict)
        found: list[F] = []
        kept: dict[int, T] = {}
        for thing in things:
            new = [] if id(thing) in right else list(check(thing))
            found += new
            if not new:
                kept[id(thing)] = thing
        right.clear()
        right.update(kept)
        return found

    def part(self, key: object) -> ReadCache:
        """Return a cache for the parts of one thing. It is kept even in a reading that takes the whole thing from the
        cache."""
        part = self._parts.setdefault(key, ReadCache())
        part.begin(self._changed, self._stamps)
        return part

    def twin(self) -> ReadCache:
        """Return a cache with the same results, for other readings of the same files beside these."""
        kept = {key: (also, state, _own(value)) for key, (also, state, value) in self._kept.items()}
        return ReadCache(kept, _parts={key: part.twin() for key, part in self._parts.items()}, is_new=self.is_new)

    def end(self) -> None:
        """End a reading and drop the results that it didn't use."""
        for key in self._kept.keys() - self._asked:
            del self._kept[key]
        self._changed, self._asked, self._stamps, self.is_new = set(), set(), {}, False


def _own(value: Any) -> Any:
    """Return a result that is filled later as one of its own; others are never changed."""
    return dict(value) if isinstance(value, dict) else value


def stamp(name: str) -> Stamp:
    """Return the state of a file."""
    try:
        found = os.stat(name)  # noqa: PTH116  # thousands of files
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
