"""A folder of shared hosting over FTP with TLS. A file is written beside its place and renamed into it; what servers
refuse to write over in renaming is removed first, and then missing for a moment."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from ftplib import FTP_TLS, error_perm
from types import TracebackType
from typing import Final, Self

from site_gen.deploy.store import FileMeta, NoPasswordError, StoredFile, StoreError, walked
from site_gen.deploy.stores.ftp_connection import Entry, connection_for, entries, late_answer, log_in
from site_gen.deploy.stores.ftp_errors import FAILURES, no_room, store_error
from site_gen.deploy.stores.partial import folders, is_partial, own_partial, partial
from site_gen.messages import m
from site_gen.model.targets.ftps import FtpsTarget

_PROBE: Final = bytes(65_536)
"""As much as no disk has that was just filled."""


class FtpsStore:
    """A place on an FTP server. It keeps files' bytes alone: types and how long to cache are the web server's."""

    def __init__(self, target: FtpsTarget, secrets: Mapping[str, str]) -> None:
        port = "" if target.port == 21 else f":{target.port}"
        scheme = "ftp" if target.plain else "ftps"
        self.label = f"{scheme}://{target.user}@{target.host}{port}{posixpath.join('/', target.path)}"
        self._target = target
        self._password = secrets.get("SITE_GEN_FTP_PASSWORD", "")

    def __enter__(self) -> Self:
        if not self._password:
            raise NoPasswordError(self.label, "SITE_GEN_FTP_PASSWORD")
        with self._errors():
            self._ftp = connection_for(plain=self._target.plain)
        try:
            self._connect()
        except BaseException:
            self._ftp.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        if kind is None and self._ftp.sock is not None:
            with suppress(*FAILURES):
                self._ftp.quit()
        self._ftp.close()

    def files(self) -> Iterator[StoredFile]:
        """Return the files at the place."""
        return walked(self.entries)

    def entries(self, folder: str) -> tuple[list[StoredFile], list[str]]:
        """Return the files in a folder, and the folders in it."""
        with self._errors():
            found = entries(self._ftp, self._at(folder).rstrip("/") or "/")
        files = [entry for entry in found if not entry.is_folder and not is_partial(entry.name)]
        return (
            [StoredFile(posixpath.join(folder, entry.name), entry.size) for entry in files],
            [posixpath.join(folder, entry.name) for entry in found if entry.is_folder],
        )

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes; None where there is no such file."""
        content = io.BytesIO()
        with self._errors():
            try:
                self._ftp.retrbinary(f"RETR {self._at(path)}", content.write)
            except error_perm:
                if self._entry(path):
                    raise
                return None
        return content.getvalue()

    def put(self, path: str, content: bytes, meta: FileMeta) -> None:  # noqa: ARG002  # FTP keeps no types
        """Write a file, whole or not at all."""
        with self._errors():
            part = partial(path)
            self._write(part, content)
            try:
                self._rename(part, path)
            except error_perm:
                self._discard(part)
                raise

    def put_new(self, path: str, content: bytes) -> bool:
        """Write a file that isn't there yet, whole or not at all. FTP has no such condition: it is asked whether the
        file is there just before, so that of two who do this at the same moment both may write."""
        with self._errors():
            if self._entry(path):
                return False
            part = own_partial(path)
            self._write(part, content)
            if self._entry(path):
                self._discard(part)
                return False
            self._ftp.rename(self._at(part), self._at(path))
        return True

    def delete(self, path: str) -> None:
        """Remove a file, and folders that are empty by it."""
        with self._errors():
            try:
                self._ftp.delete(self._at(path))
            except error_perm:
                if self._entry(path):
                    raise
            for folder in folders(path):
                if entries(self._ftp, self._at(folder)):
                    return
                with suppress(error_perm):  # it was not there, or is not ours to remove
                    self._ftp.rmd(self._at(folder))

    def _connect(self) -> None:
        with self._errors():
            self._ftp.connect(self._target.host, self._target.port)
            if isinstance(self._ftp, FTP_TLS):
                self._encrypt(self._ftp)
            log_in(self._ftp, self._target.user, self._password)
            self._base = posixpath.join(self._ftp.pwd(), self._target.path)

    def _encrypt(self, ftp: FTP_TLS) -> None:
        try:
            ftp.auth()
        except error_perm as error:
            message = m("{label}: the server refuses to encrypt: {error}", label=self.label, error=error)
            hint = m("does the host have SFTP? If it has nothing else, plain: true sends the password for all to read")
            raise StoreError(message, hint) from error

    def _at(self, path: str) -> str:
        return posixpath.join(self._base, path)

    def _entry(self, path: str) -> Entry | None:
        folder, name = posixpath.split(path)
        found = entries(self._ftp, self._at(folder))
        return next((entry for entry in found if entry.name == name), None)

    def _write(self, part: str, content: bytes) -> None:
        try:
            try:
                self._store(part, content)
            except error_perm as error:
                if not str(error).startswith(("550", "553")):
                    raise
                self._make_folders(part)
                self._store(part, content)
        except FAILURES as error:
            is_full = not isinstance(error, error_perm) and self._is_full()
            self._discard(part)
            if is_full:
                raise no_room(self.label) from error
            raise

    def _store(self, part: str, content: bytes) -> None:
        try:
            self._ftp.storbinary(f"STOR {self._at(part)}", io.BytesIO(content))
        except OSError:
            late_answer(self._ftp)  # raises what says why data is taken no longer, where a server does
            raise

    def _is_full(self) -> bool:
        """Whether there is no room: servers say so in words of all kinds, or break off without one. So, while what was
        taken of a file fills the disk, a small one is tried."""
        if not self._is_open_again():
            return False
        probe, fits = own_partial(""), False
        with suppress(*FAILURES):
            self._store(probe, _PROBE)
            fits = True
        is_alive = fits or self._is_open_again()
        self._discard(probe)
        return is_alive and not fits

    def _is_open_again(self) -> bool:
        """Open a new connection in place of one that is perhaps out of step."""
        self._ftp.close()
        self._ftp = connection_for(plain=self._target.plain)
        try:
            self._connect()
        except StoreError:
            return False
        return True

    def _make_folders(self, path: str) -> None:
        base = self._base.strip("/").split("/")
        below = [part for part in posixpath.dirname(path).split("/") if part]
        names = [*filter(None, base), *below]
        for depth in range(1, len(names) + 1):
            with suppress(error_perm):  # it is there; if it can't be made, writing to it says so
                self._ftp.mkd("/" + "/".join(names[:depth]))

    def _rename(self, part: str, path: str) -> None:
        try:
            self._ftp.rename(self._at(part), self._at(path))
        except error_perm:  # a server that writes over nothing when it renames
            self._ftp.delete(self._at(path))
            self._ftp.rename(self._at(part), self._at(path))

    def _discard(self, part: str) -> None:
        if self._ftp.sock is None:  # nobody is there any more
            return
        with suppress(*FAILURES):
            self._ftp.delete(self._at(part))

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except FAILURES as error:
            raise store_error(error, self.label) from error
