"""What stores have in common whose host takes a site as a whole: files are gathered, and go live together on leaving.

All files of the site are put at each deploy (`Place.whole`); what is known of those already there stays by its digest.
So a visitor never gets half a site, and a deploy that is broken off leaves the site as it was.
"""

from __future__ import annotations

import hashlib
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from site_gen.deploy.connection import Patience
from site_gen.deploy.store import FileMeta, LostConnectionError, StoredFile, StoreError
from site_gen.deploy.stores.http_api import Retry
from site_gen.messages import joined, m, plural

_PARALLEL: Final = 6


def sha1(content: bytes) -> str:
    """Return the digest by which these hosts know a file's bytes."""
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


class WholeStore(ABC):
    """Files of a host, as of when they were listed, with those that the next deploy will have."""

    def __init__(self, sleep: Callable[[float], None]) -> None:
        self.tell(Patience(sleep))
        self._there: dict[str, tuple[str, int | None]] | None = None
        self._put: dict[str, tuple[str, int]] = {}
        self._deleted: set[str] = set()
        self._read: dict[str, bytes | None] = {}
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    @property
    @abstractmethod
    def label(self) -> str: ...

    @abstractmethod
    def _open(self) -> None:
        """Look the site up, and note which deploy is live. Raises StoreError."""

    @abstractmethod
    def _close(self) -> None: ...

    @abstractmethod
    def _list(self) -> Mapping[str, tuple[str, int | None]]:
        """Return digest and size of the files of the live deploy. Raises StoreError."""

    @abstractmethod
    def _fetch(self, path: str) -> bytes | None:
        """Return a file of the live deploy. Raises StoreError."""

    @abstractmethod
    def _publish(self, files: Mapping[str, tuple[str, int | None]]) -> None:
        """Make these files, by path with digest and size, the live site. Raises StoreError; the old one then stays."""

    def tell(self, patience: Patience) -> None:
        """Wait, and tell how it goes, in this way from now on."""
        self._patience, self._retry = patience, Retry(patience)

    def _doing(self, what: str) -> None:
        self._patience.doing(joined(self.label, ": ", what))

    def _send_all(self, sends: Iterable[Callable[[], None]]) -> None:
        """Send files, some at once, and tell how many are done. Where one fails the others aren't begun."""
        with ThreadPoolExecutor(_PARALLEL) as pool:
            sent: list[Future[None]] = [pool.submit(send) for send in sends]
            if sent:
                self._doing(plural("sending {count:,} file", "sending {count:,} files", count=len(sent)))
            try:
                for done, one in enumerate(as_completed(sent), 1):
                    one.result()
                    self._patience.progress(done, len(sent))
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="site-gen-deploy-", ignore_cleanup_errors=True)
        try:
            self._open()
        except BaseException:
            self._folder.cleanup()
            raise
        return self

    @property
    def _place(self) -> Path:
        """The folder of this machine in which files are gathered, by their digest."""
        if self._folder is None:
            raise StoreError(m("{label} is not open", label=self.label))
        return Path(self._folder.name)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        try:
            if kind is None and (self._put or self._deleted):
                before, after = self._known(), self._coming()
                if {path: file[0] for path, file in before.items()} != {path: file[0] for path, file in after.items()}:
                    self._publish(after)
        finally:
            self._close()
            if self._folder is not None:
                self._folder.cleanup()

    def files(self) -> Iterator[StoredFile]:
        """Yield the files, with those that are put."""
        yield from (StoredFile(path, size) for path, (_, size) in self._coming().items())

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes; None where there is no such file."""
        if path in self._put:
            return self._content(self._put[path][0])
        if path in self._deleted or path not in self._known():
            return None
        if path not in self._read:
            try:
                self._read[path] = self._fetch(path)
            except LostConnectionError as error:
                if self._put:  # another store would know nothing of them
                    raise StoreError(str(error), error.hint) from error
                raise
        return self._read[path]

    def put(self, path: str, content: bytes, meta: FileMeta) -> None:  # noqa: ARG002  # these hosts decide that
        """Write a file, for the next deploy."""
        digest = sha1(content)
        (self._place / digest).write_bytes(content)
        self._put[path] = (digest, len(content))
        self._deleted.discard(path)

    def put_new(self, path: str, content: bytes) -> bool:
        """Write a file that isn't there yet. Who else deploys meanwhile is noticed when the deploy goes live."""
        if path in self._coming():
            return False
        self.put(path, content, _NO_META)
        return True

    def delete(self, path: str) -> None:
        """Leave a file out of the next deploy."""
        self._put.pop(path, None)
        if path in self._known():
            self._deleted.add(path)

    def _known(self) -> Mapping[str, tuple[str, int | None]]:
        if self._there is None:
            self._there = dict(self._list())
        return self._there

    def _coming(self) -> dict[str, tuple[str, int | None]]:
        stay = {path: file for path, file in self._known().items() if path not in self._deleted}
        return {**stay, **self._put}

    def _content(self, digest: str) -> bytes | None:
        """Return bytes that were put, by their digest."""
        place = self._place / digest
        return place.read_bytes() if place.exists() else None

    def _refuse_other_deploy(self, live: str | None, now: str | None) -> None:
        """Raise StoreError where another deploy went live since this one looked."""
        if live != now:
            raise StoreError(
                m("{label}: somebody else deployed meanwhile", label=self.label),
                m("nothing was changed; deploy again, which compares anew"),
            )


_NO_META: Final = FileMeta("application/octet-stream")
