"""Bytes that are kept apart from Python's objects, in memory that forked processes go on sharing.

To look at an object is to count that it is looked at, which is written into it: a forked process so gets a copy of all
that it looks at. Packed texts are most of a large site, and would be there once for each process.
"""

from __future__ import annotations

import mmap
import os
from dataclasses import dataclass
from threading import Lock
from typing import Final

_BLOCK: Final = 2**20
"""Bytes that are asked for at once; a system gives memory where something is written."""


@dataclass(frozen=True, slots=True, eq=False)
class KeptBytes:
    """Bytes in shared memory, of which nobody changes any. The memory is free when nobody has a part of its block."""

    _block: mmap.mmap
    _start: int
    _end: int

    @classmethod
    def of(cls, content: bytes) -> KeptBytes:
        """Keep bytes. Raises OSError if there is no memory."""
        return cls(*_place(content))

    @property
    def content(self) -> bytes:
        """The bytes."""
        return self._block[self._start : self._end]

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, KeptBytes) and self.content == other.content)

    def __hash__(self) -> int:
        return hash(self.content)

    def __getstate__(self) -> bytes:
        return self.content

    def __setstate__(self, content: bytes) -> None:
        for name, value in zip(("_block", "_start", "_end"), _place(content), strict=True):
            object.__setattr__(self, name, value)


@dataclass(slots=True)
class _Blocks:
    """Where the next bytes go: `free` is where the rest of the block begins."""

    block: mmap.mmap | None = None
    free: int = 0


_lock = Lock()
_blocks = _Blocks()


def _place(content: bytes) -> tuple[mmap.mmap, int, int]:
    """Copy bytes into a block, and return it with where they begin and end."""
    size = len(content)
    if size > _BLOCK // 4:
        own = mmap.mmap(-1, size)
        own[:] = content
        return own, 0, size
    with _lock:
        if _blocks.block is None or _blocks.free + size > _BLOCK:
            _blocks.block, _blocks.free = mmap.mmap(-1, _BLOCK), 0
        start = _blocks.free
        _blocks.free = end = start + size
        _blocks.block[start:end] = content
        return _blocks.block, start, end


def _begin_anew() -> None:
    """Let a forked process write into blocks of its own: what is free in this one is its parent's to write."""
    global _lock, _blocks  # another thread of the parent may have held the lock
    _lock, _blocks = Lock(), _Blocks()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)
