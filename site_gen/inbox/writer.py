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
from site_gen.inbox.vitals import Part, Vitals, reason_of
from site_gen.problems import WorldError

MOST_WAITING: Final = 2000
MOST_AT_ONCE: Final = 250
GATHER_SECONDS: Final = 0.004
"""How long the first lead waits for others: a transaction of ten costs about as much as one of one."""

_Task = tuple[NewLead, Future[Stored]]


class BusyError(Exception):
    """The queue is too long to be stored soon."""


class Writer:
    """Stores leads in order of arrival. A future with a result means that its lead is committed."""

    def __init__(self, store: Store, vitals: Vitals | None = None, most_waiting: int = MOST_WAITING) -> None:
        self._store = store
        self._vitals = vitals or Vitals(lambda _: None)
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
        ended = False
        while not ended:
            batch: list[_Task] = []
            try:
                ended = self._take(batch)
                self._write(batch)
            except BaseException as error:  # noqa: BLE001  # the loop goes on, and waiting callers get the error
                self._refuse(batch, error)

    def _take(self, batch: list[_Task]) -> bool:
        """Wait for a lead, add everything in the queue to the batch, and return whether the queue was closed."""
        task = self._queue.get()
        if task is None:
            return True
        batch.append(task)
        time.sleep(GATHER_SECONDS)
        while len(batch) < MOST_AT_ONCE:
            try:
                task = self._queue.get_nowait()
            except Empty:
                return False
            if task is None:
                return True
            batch.append(task)
        return False

    def _write(self, batch: Sequence[_Task]) -> None:
        if not batch:
            return
        stored = self._store.add([lead for lead, _ in batch])
        for (_, future), one in zip(batch, stored, strict=True):
            future.set_result(one)
        self._vitals.worked(Part.DATABASE)

    def _refuse(self, batch: Sequence[_Task], error: BaseException) -> None:
        """Tell waiting callers that their leads couldn't be stored, and the log why."""
        told = error if isinstance(error, WorldError) else WorldError(reason_of(error))
        waiting = [future for _, future in batch if not future.done()]
        for future in waiting:
            future.set_exception(told)
        self._vitals.failed(Part.DATABASE, f"leads can't be stored: {reason_of(error)}", count=len(waiting))
