"""Doing what a plan says, in an order in which visitors always get a whole site, and what is broken off is known."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue

from site_gen.deploy import target_manifest
from site_gen.deploy.connection import Connection
from site_gen.deploy.file_meta import file_meta
from site_gen.deploy.plan import DeployPlan, Phase, Upload, in_the_way
from site_gen.deploy.site_files import SiteFiles
from site_gen.deploy.target_manifest import TargetManifest, key_of

Progress = Callable[[int, int], None]


@dataclass
class Transfer:
    """One deploy to one place: `connection` is its main one; `ours` is what was there of ours before; `result` the
    manifest of the finished place. `progress` is told how many files are done of how many, from any thread;
    `must_be_mine` raises StoreError where the place is another deploy's by now."""

    connection: Connection
    site: SiteFiles
    plan: DeployPlan
    ours: TargetManifest | None
    result: TargetManifest
    progress: Progress
    must_be_mine: Callable[[], None]
    _done: int = field(default=0, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def run(self) -> None:
        """Send and remove files. Raises StoreError; what is at the place is then known to the next deploy."""
        sent: set[str] = set()
        self._write(self._unfinished(sent))
        early = in_the_way(self.plan)
        self._remove(early)
        for phase in Phase:
            uploads = [upload for upload in self.plan.uploads if upload.phase is phase]
            if uploads:
                self._send(uploads)
                sent.update(upload.path for upload in uploads)
                self._write(self._unfinished(sent))
        self._remove(path for path in self.plan.removed if path not in early)
        if self.connection.place.whole:
            for path in self.site.files.keys() - sent:
                self._put(self.connection, path)
        self.connection.finish()
        self._write(self.result)

    def _unfinished(self, sent: set[str]) -> TargetManifest:
        """Return the manifest of a place that has these uploads, and perhaps others of the plan."""
        before = self.ours or replace(self.result, files={}, unlisted={})
        return replace(
            self.result,
            files={**before.files, **self.result.files},
            unlisted={**before.unlisted, **self.result.unlisted},
            pending=frozenset(key_of(self.site, up.path) for up in self.plan.uploads if up.path not in sent),
            complete=False,
        )

    def _write(self, manifest: TargetManifest) -> None:
        """Write the manifest, between the parts of the deploy."""
        self.must_be_mine()
        content, path = manifest.to_bytes(), target_manifest.PATH
        self.connection.call(lambda store: store.put(path, content, file_meta(path, unlisted=True)))

    def _remove(self, paths: Iterable[str]) -> None:
        for path in paths:
            self.connection.call(lambda store, path=path: store.delete(path))  # type: ignore[misc]  # bound at once
            self._tell()

    def _send(self, uploads: Sequence[Upload]) -> None:
        workers = min(self.connection.place.parallel, len(uploads))
        queue: SimpleQueue[Upload] = SimpleQueue()
        for upload in uploads:
            queue.put(upload)
        if workers == 1:
            self._work(queue, self.connection, threading.Event())
        else:
            self._send_together(queue, workers)

    def _send_together(self, queue: SimpleQueue[Upload], workers: int) -> None:
        """Send with several stores at once; where one fails, the others end with the file they are at."""
        stop = threading.Event()

        def work() -> None:
            with Connection(self.connection.place, self.connection.patience) as connection:
                self._work(queue, connection, stop)

        with ThreadPoolExecutor(workers) as pool:
            try:
                for result in [pool.submit(work) for _ in range(workers)]:
                    result.result()
            finally:
                stop.set()

    def _work(self, queue: SimpleQueue[Upload], connection: Connection, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                upload = queue.get_nowait()
            except Empty:
                return
            try:
                self._put(connection, upload.path)
                self._tell()
            except BaseException:
                stop.set()
                raise

    def _put(self, connection: Connection, path: str) -> None:
        content = self.site.read(path)
        meta = file_meta(path, unlisted=self.site.files[path].unlisted)
        connection.call(lambda store: store.put(path, content, meta))

    def _tell(self) -> None:
        if self.connection.place.gathers:  # nothing is sent yet: the store tells of that itself
            return
        with self._lock:
            self._done += 1
            self.progress(self._done, len(self.plan.uploads) + len(self.plan.removed))
