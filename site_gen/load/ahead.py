"""Reads many things at once, in several processes, ahead of those who take them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from site_gen.load.kept_readings import as_bytes
from site_gen.processes import default_start_method, serve_parent

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

K = TypeVar("K", bound=Hashable)

WORTH_PROCESSES: Final = 60
"""Starting processes takes about as long as reading so many things."""

_BATCH: Final = 20


class Ahead(Generic[K]):
    """What is read ahead: `read` returns the result for a key, or None for one that is to be read by those who ask.

    Results are kept as bytes: they go on like that into what later processes are given. Whatever goes wrong in another
    process (a result that can't be written, an error, its end) leaves nothing, and those who ask read it themselves.
    """

    def __init__(self, read: Callable[[K], object | None], keys: Sequence[K], jobs: int) -> None:
        self._batches: Iterator[list[K]] = iter(())
        self._begun: deque[tuple[list[K], Future[list[bytes | None]]]] = deque()
        self._done: dict[K, bytes | None] = {}
        self._pool: ProcessPoolExecutor | None = None
        self._jobs = jobs
        if jobs > 1 and len(keys) >= WORTH_PROCESSES and default_start_method() == "fork":  # `read` is inherited
            import multiprocessing  # most commands need none of this
            from concurrent.futures import ProcessPoolExecutor

            forking = multiprocessing.get_context("fork")
            self._pool = ProcessPoolExecutor(jobs, forking, initializer=_start, initargs=(read,))
            self._batches = (list(keys[at : at + _BATCH]) for at in range(0, len(keys), _BATCH))

    def take(self, key: K) -> bytes | None:
        """Return the result for a key as bytes; None if it isn't here. Keys are asked for in the order given."""
        while self._pool is not None and key not in self._done:
            self._fetch(self._pool)
        return self._done.pop(key, None)

    def _fetch(self, pool: ProcessPoolExecutor) -> None:
        """Take the results of a batch, after asking for some more; after the last one, the processes end."""
        from concurrent.futures.process import BrokenProcessPool

        try:
            # A few ahead: whoever takes them may be slower, and those that wait take memory.
            while len(self._begun) < self._jobs * 3 and (batch := next(self._batches, None)):
                self._begun.append((batch, pool.submit(_read_batch, batch)))
            if self._begun:
                batch, future = self._begun.popleft()
                self._done.update(zip(batch, future.result(), strict=True))
            else:
                self.close()
        except BrokenProcessPool:
            self.close()

    def close(self) -> None:
        """Read no more."""
        self._batches = iter(())
        self._begun.clear()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


_read: Callable[[Any], object | None] | None = None  # one in each worker process, set when it starts


def _start(read: Callable[[Any], object | None]) -> None:
    serve_parent()
    global _read  # noqa: PLW0603  # the only way in which a pool's initializer can pass something on
    _read = read


def _read_batch(keys: Sequence[object]) -> list[bytes | None]:
    return [_bytes_of(key) for key in keys]


def _bytes_of(key: object) -> bytes | None:
    if _read is None:
        raise RuntimeError("a batch came before the worker was ready")
    try:
        result = _read(key)
    except Exception:  # noqa: BLE001  # who asks reads it again, and raises it there
        return None
    return None if result is None else as_bytes(result)
