"""A store that is tried again: where a connection breaks or a host is busy, it waits, opens anew and goes on."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Protocol, Self, TypeVar, runtime_checkable

from site_gen.deploy.store import BusyError, ListsFolders, LostConnectionError, Store, StoredFile, walked

T = TypeVar("T")

ATTEMPTS: Final = 6
"""How often an operation is tried; the waits between come to about half a minute."""

_FIRST_WAIT: Final = 1.0
_LONGEST_WAIT: Final = 120.0


def wait_after(error: LostConnectionError, attempt: int) -> float:
    """Return how many seconds to wait after an attempt (the first is 0) that came to this error."""
    asked = error.wait if isinstance(error, BusyError) else None
    return min(_LONGEST_WAIT, max(asked or 0.0, _FIRST_WAIT * float(2**attempt)))


@dataclass(frozen=True, slots=True)
class Place:
    """How a place is reached: `open` makes a store, of which at most `parallel` are used at once.

    `lists_quickly` is whether all its files can be listed in no time, however many folders they are in.
    `finish` does what is left when all files are there, such as telling a cache before the host; it may be repeated.

    A place that takes a site `whole` is given all its files at each deploy, those that stay the same too; where it
    doesn't list its files either, it has those of its manifest. One that `gathers` sends nothing before the end.
    `unused` are files that mean nothing to the host.
    """

    open: Callable[[], Store]
    label: str
    parallel: int = 4
    lists_quickly: bool = True
    finish: Callable[[], None] = lambda: None
    whole: bool = False
    lists: bool = True
    gathers: bool = False
    unused: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Patience:
    """How to wait: `sleep` for some seconds, after telling `waiting` how long and for what. Where a host takes all at
    once, `doing` is told what is going on, and `progress` how many files are sent of how many."""

    sleep: Callable[[float], None] = time.sleep
    waiting: Callable[[float, str], None] = lambda _seconds, _why: None
    doing: Callable[[str], None] = lambda _what: None
    progress: Callable[[int, int], None] = lambda _done, _total: None


@runtime_checkable
class Gathering(Protocol):
    """A store that gathers files and publishes them on leaving, which takes a while."""

    def tell(self, patience: Patience) -> None:
        """Wait, and tell how it goes, in this way from now on."""


def _entries(store: Store, folder: str, look: Callable[[StoredFile], None]) -> tuple[list[StoredFile], list[str]]:
    """Return what a folder holds; of a store that lists all at once, all that it holds."""
    files, inner = store.entries(folder) if isinstance(store, ListsFolders) else (store.files(), [])
    found = []
    for file in files:
        look(file)
        found.append(file)
    return found, inner


@dataclass
class Connection:
    """A store that is opened when it is first needed. Operations that are asked for must be harmless when repeated."""

    place: Place
    patience: Patience
    _store: Store | None = field(default=None, init=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        store, self._store = self._store, None
        if store is not None:
            store.__exit__(kind, error, trace)

    def call(self, operation: Callable[[Store], T]) -> T:
        """Return what an operation returns, trying it again where that may help. Raises StoreError."""
        return self._try(lambda: operation(self._opened()))

    def files(self, look: Callable[[StoredFile], None]) -> list[StoredFile]:
        """Return every file at the place. Each is shown to `look` first: what it raises ends the listing. Raises
        StoreError."""
        return list(walked(lambda folder: self.call(lambda store: _entries(store, folder, look))))

    def finish(self) -> None:
        """Do what is left when all files are there, trying it again where that may help. Raises StoreError."""
        self._try(self.place.finish)

    def _opened(self) -> Store:
        if self._store is None:
            store = self.place.open()
            if isinstance(store, Gathering):
                store.tell(self.patience)
            self._store = store.__enter__()
        return self._store

    def _try(self, operation: Callable[[], T]) -> T:
        for attempt in range(ATTEMPTS):
            try:
                return operation()
            except LostConnectionError as error:
                self._drop(error)
                if attempt == ATTEMPTS - 1:
                    raise
                self._wait(error, attempt)
        raise AssertionError

    def _wait(self, error: LostConnectionError, attempt: int) -> None:
        seconds = wait_after(error, attempt)
        self.patience.waiting(seconds, str(error))
        self.patience.sleep(seconds)

    def _drop(self, error: LostConnectionError) -> None:
        """Leave a store that isn't of use any more; a busy one may be used again."""
        if isinstance(error, BusyError):
            return
        store, self._store = self._store, None
        if store is not None:
            try:
                store.__exit__(type(error), error, error.__traceback__)
            except LostConnectionError:
                return
