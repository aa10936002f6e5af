"""A place in memory that fails when it is told to: the twin of every host, for what stands above the stores."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from site_gen.deploy.connection import Place
from site_gen.deploy.store import FileMeta, FullError, StoredFile

Fault = Callable[[int, str, str], None]
"""Is told the number of each operation, its name and its path; what it raises is what the operation comes to."""


@dataclass
class Memory:
    """The files of a place, all that was done there, and what goes wrong. `room` is how many bytes it takes."""

    files: dict[str, bytes] = field(default_factory=dict)
    fault: Fault = lambda _number, _operation, _path: None
    room: int | None = None
    watcher: Callable[[dict[str, bytes]], None] = lambda _files: None
    done: list[tuple[str, str]] = field(default_factory=list)
    metas: dict[str, FileMeta] = field(default_factory=dict)
    opened: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)

    def place(self, parallel: int = 1, *, lists_quickly: bool = True) -> Place:
        return Place(lambda: MemoryStore(self), "memory", parallel, lists_quickly)

    def names(self, operation: str) -> list[str]:
        """Return the paths of an operation, in the order in which they were done."""
        return [path for name, path in self.done if name == operation]

    @property
    def site(self) -> dict[str, bytes]:
        """The files, without those that are the deploy's own."""
        return {path: content for path, content in self.files.items() if not path.startswith(".site-gen/")}


class MemoryStore:
    """One connection to a place in memory."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    @property
    def label(self) -> str:
        return "memory"

    def __enter__(self) -> Self:
        self._do("open", "")
        self._memory.opened += 1
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        self._memory.opened -= 1

    def files(self) -> Iterator[StoredFile]:
        with self._memory.lock:
            self._do("files", "")
            found = [StoredFile(path, len(content)) for path, content in self._memory.files.items()]
        yield from found

    def read(self, path: str) -> bytes | None:
        with self._memory.lock:
            self._do("read", path)
            return self._memory.files.get(path)

    def put(self, path: str, content: bytes, meta: FileMeta) -> None:
        memory = self._memory
        with memory.lock:
            self._do("put", path)
            if memory.room is not None and sum(map(len, memory.files.values())) + len(content) > memory.room:
                raise FullError("memory: no room left")
            memory.files[path], memory.metas[path] = content, meta
            memory.watcher(memory.files)

    def put_new(self, path: str, content: bytes) -> bool:
        with self._memory.lock:
            self._do("put_new", path)
            if path in self._memory.files:
                return False
            self._memory.files[path] = content
            return True

    def delete(self, path: str) -> None:
        with self._memory.lock:
            self._do("delete", path)
            self._memory.files.pop(path, None)
            self._memory.watcher(self._memory.files)

    def _do(self, operation: str, path: str) -> None:
        memory = self._memory
        with memory.lock:
            number = len(memory.done)
            memory.done.append((operation, path))
            memory.fault(number, operation, path)
