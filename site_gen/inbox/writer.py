"""One thread writes the leads of all requests: everything waiting goes into one transaction, with one disk sync."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import Future
from queue import Empty, Full, Queue
from threading import Thread
from typing import Final

from site_gen.inbox.records import NewLead, Stored
from site_gen.inbox.store import Store

MOST_WAITING: Final = 2000
MOST_AT_ONCE: Final = 250
GATHER_SECONDS: Final = 0.004
"""How long the first lead waits for others: a transaction of ten costs about as much as one of one."""

_Task = tuple[NewLead, Future[Stored]]


class BusyError(Exception):
    """The queue is too long to be stored soon."""


class Writer:
    """Stores leads in order of arrival. A future with a result means that its lead is committed."""

    def __init__(self, store: Store, most_waiting: int = MOST_WAITING) -> None:
        self._store = store
        self._queue: Queue[_Task | None] = Queue(most_waiting)
        self._closed = False
        self._thread = Thread(target=self._run, name="inbox-writer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def is_running(self) -> bool:
        return self._thread.is_alive()

    def put(self, lead: NewLead) -> Future[Stored]:
        """Enqueue a lead to be stored. Raises BusyError; the future raises WorldError if storing fails."""
        if self._closed:
            raise BusyError
        future: Future[Stored] = Future()
        future.set_running_or_notify_cancel()  # from here on the lead is stored even if the visitor disconnects
        try:
            self._queue.put_nowait((lead, future))
        except Full as error:
            raise BusyError from error
        return future

    def close(self) -> None:
        """Store the waiting leads, and stop."""
        self._closed = True
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join()
        while not self._queue.empty():  # arrived while closing
            task = self._queue.get_nowait()
            if task is not None:
                task[1].set_exception(BusyError())

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            time.sleep(GATHER_SECONDS)
            batch, ended = self._take([first])
            self._write(batch)
            if ended:
                return

    def _take(self, batch: list[_Task]) -> tuple[list[_Task], bool]:
        """Return everything in the queue, and whether the queue was closed."""
        while len(batch) < MOST_AT_ONCE:
            try:
                task = self._queue.get_nowait()
            except Empty:
                break
            if task is None:
                return batch, True
            batch.append(task)
        return batch, False

    def _write(self, batch: Sequence[_Task]) -> None:
        try:
            stored = self._store.add([lead for lead, _ in batch])
        except Exception as error:  # noqa: BLE001  # the loop continues, and waiting callers get the error
            for _, future in batch:
                future.set_exception(error)
            return
        for (_, future), one in zip(batch, stored, strict=True):
            future.set_result(one)
