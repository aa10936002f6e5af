"""A folder of a server over SFTP. A file is written beside its place and renamed into it, which SSH does at once."""

from __future__ import annotations

import asyncio
import posixpath
import threading
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar, cast

from site_gen.deploy.store import (
    LOST,
    AccessError,
    FileMeta,
    FullError,
    LostConnectionError,
    StoredFile,
    StoreError,
    said_by,
)
from site_gen.deploy.stores.partial import folders, is_partial, own_partial, partial
from site_gen.deploy.stores.sftp_login import connect, label_of
from site_gen.messages import listed, m
from site_gen.model.targets.sftp import SftpTarget

if TYPE_CHECKING:
    from asyncssh import SFTPClient, SSHClientConnection

T = TypeVar("T")


_BLOCKS: Final = 8
"""How many blocks of a disk a file may need besides its bytes."""


class SftpStore:
    """A place on an SFTP server. It keeps files' bytes alone: types and how long to cache are the web server's."""

    def __init__(self, target: SftpTarget, secrets: Mapping[str, str]) -> None:
        self.label = label_of(target)
        self._target = target
        self._secrets = secrets
        self._connection: SSHClientConnection | None = None

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        # A thread of its own: whoever calls may have a loop that runs.
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        try:
            self._wait(self._connect())
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        self._close()

    def files(self) -> Iterator[StoredFile]:
        """Yield the files at the place: those to which a link leads are none of its."""
        yield from self._run(self._walk())

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes; None where there is no such file."""
        return self._run(self._read(path))

    def put(self, path: str, content: bytes, meta: FileMeta) -> None:  # noqa: ARG002  # SFTP keeps no types
        """Write a file, whole or not at all."""
        self._run(self._put(path, content))

    def put_new(self, path: str, content: bytes) -> bool:
        """Write a file that isn't there yet, whole or not at all."""
        return self._run(self._put_new(path, content))

    def delete(self, path: str) -> None:
        """Remove a file, and folders that are empty by it."""
        self._run(self._delete(path))

    async def _connect(self) -> None:
        self._connection = await connect(self._target, self._secrets)
        try:
            self._sftp: SFTPClient = await self._connection.start_sftp_client()
        except Exception as error:
            raise _store_error(error, self.label, m("SFTP can't be begun")) from error

    def _close(self) -> None:
        self._wait(self._shut())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _shut(self) -> None:
        if self._connection is not None:
            self._connection.abort()
            await self._connection.wait_closed()
        await asyncio.sleep(0)  # one more turn, in which the loop closes the sockets

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        import asyncssh

        try:
            return self._wait(work)
        except (asyncssh.Error, OSError) as error:
            raise _store_error(error, self.label, "") from error

    def _at(self, path: str) -> str:
        return posixpath.join(self._target.path, path)

    async def _walk(self) -> list[StoredFile]:
        found: list[StoredFile] = []
        level = [""]
        while level:  # all folders of a level at once: each takes a few answers from far away
            listings = await asyncio.gather(*map(self._entries, level))
            found += [file for files, _ in listings for file in files]
            level = [folder for _, inner in listings for folder in inner]
        return found

    async def _entries(self, folder: str) -> tuple[list[StoredFile], list[str]]:
        import asyncssh

        files, inner = [], []
        try:
            entries = await self._sftp.readdir(self._at(folder))
        except asyncssh.SFTPNoSuchFile:
            return [], []
        for entry in entries:
            name = str(entry.filename)
            path = posixpath.join(folder, name)
            if entry.attrs.type == asyncssh.FILEXFER_TYPE_DIRECTORY and name not in {".", ".."}:
                inner.append(path)
            elif entry.attrs.type == asyncssh.FILEXFER_TYPE_REGULAR and not is_partial(name):
                files.append(StoredFile(path, entry.attrs.size or 0))
        return files, inner

    async def _read(self, path: str) -> bytes | None:
        import asyncssh

        try:
            async with self._sftp.open(self._at(path), "rb") as file:
                return cast("bytes", await file.read())  # its types don't know that it was opened for bytes
        except asyncssh.SFTPNoSuchFile:
            return None

    async def _put(self, path: str, content: bytes) -> None:
        import asyncssh

        part = partial(path)
        await self._write(part, content)
        try:
            try:
                await self._sftp.posix_rename(self._at(part), self._at(path))
            except asyncssh.SFTPOpUnsupported:  # a server that can't write over another file when it renames
                with suppress(asyncssh.SFTPNoSuchFile):
                    await self._sftp.remove(self._at(path))
                await self._sftp.rename(self._at(part), self._at(path))
        except asyncssh.SFTPError as error:
            await self._discard(part)
            raise _store_error(error, self.label, m("{path} can't be written", path=path)) from error

    async def _put_new(self, path: str, content: bytes) -> bool:
        import asyncssh

        if await self._sftp.lexists(self._at(path)):
            return False
        part = own_partial(path)
        await self._write(part, content)
        try:
            await self._sftp.rename(self._at(part), self._at(path))  # unlike posix_rename, refused where a file is
        except asyncssh.SFTPError as error:
            await self._discard(part)
            if await self._sftp.lexists(self._at(path)):
                return False
            raise _store_error(error, self.label, m("{path} can't be written", path=path)) from error
        return True

    async def _write(self, part: str, content: bytes) -> None:
        import asyncssh

        try:
            try:
                await self._fill(part, content)
            except asyncssh.SFTPNoSuchFile:
                await self._sftp.makedirs(posixpath.dirname(self._at(part)), exist_ok=True)
                await self._fill(part, content)
        except asyncssh.SFTPError as error:
            is_full = isinstance(error, asyncssh.SFTPFailure) and await self._is_full(len(content))
            await self._discard(part)
            if is_full:
                raise FullError(
                    m("{label}: the disk is full", label=self.label), m("make room there, or ask the host for more")
                ) from error
            raise _store_error(
                error, self.label, m("nothing can be written to {folder}", folder=posixpath.dirname(part) or ".")
            ) from error

    async def _fill(self, part: str, content: bytes) -> None:
        async with self._sftp.open(self._at(part), "wb") as file:
            await file.write(content)

    async def _is_full(self, size: int) -> bool:
        """Whether a write may have failed since there is no room: the servers' answer says `Failure` alone."""
        import asyncssh

        try:
            disk = await self._sftp.statvfs(self._target.path)
        except asyncssh.SFTPError:
            return False
        # A folder, a longer list of names and the file's own entry take blocks besides.
        return disk.bavail * disk.frsize < size + _BLOCKS * disk.frsize or (disk.files > 0 and disk.favail == 0)

    async def _discard(self, part: str) -> None:
        import asyncssh

        with suppress(asyncssh.SFTPError):
            await self._sftp.remove(self._at(part))

    async def _delete(self, path: str) -> None:
        import asyncssh

        with suppress(asyncssh.SFTPNoSuchFile):
            await self._sftp.remove(self._at(path))
        with suppress(asyncssh.SFTPFailure, asyncssh.SFTPDirNotEmpty, asyncssh.SFTPNoSuchFile):
            for folder in folders(path):
                await self._sftp.rmdir(self._at(folder))


def _store_error(error: Exception, label: str, what: str) -> StoreError:
    """Return what an error of the library means for who publishes."""
    import asyncssh

    said = listed(filter(None, (label, what, said_by(error))), ": ")
    if isinstance(error, asyncssh.SFTPPermissionDenied | asyncssh.SFTPWriteProtect):
        return AccessError(said, m("may this account write there?"))
    if isinstance(error, asyncssh.SFTPNoSpaceOnFilesystem | asyncssh.SFTPQuotaExceeded):
        return FullError(said, m("make room there, or ask the host for more"))
    lost = (asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection, asyncssh.DisconnectError, OSError)
    if isinstance(error, lost):
        return LostConnectionError(said, LOST)
    return StoreError(said)
