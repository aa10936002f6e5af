"""A folder of this machine as a place for a site."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Final, Self

from site_gen.deploy.store import AccessError, FileMeta, FullError, StoredFile, StoreError
from site_gen.files import write_atomically
from site_gen.messages import joined, m

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_LEFTOVER: Final = re.compile(r"\..+\.[0-9a-f]{16}\.new")
"""What a killed process leaves of a file that it was writing."""


class FolderStore:
    """Files below a folder, which is made with the first of them. Links in it are not followed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._leftovers: list[str] = []

    @property
    def label(self) -> str:
        return str(self._folder)

    def __enter__(self) -> Self:
        if self._folder.exists() and not self._folder.is_dir():
            raise StoreError(
                m("{label} is not a folder", label=self.label), m("name a folder for the site; nothing was changed")
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        """There is nothing to close."""

    def files(self) -> Iterator[StoredFile]:
        """Yield the files, those at the top first: they tell what the folder is."""
        with self._failing(""):
            if self._folder.is_dir():
                yield from self._files_in(self._folder, "")

    def _files_in(self, folder: Path, prefix: str) -> Iterator[StoredFile]:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        for entry in found:
            if _LEFTOVER.fullmatch(entry.name):
                self._leftovers.append(entry.path)
            elif not entry.is_dir(follow_symlinks=False):
                yield StoredFile(prefix + entry.name, entry.stat(follow_symlinks=False).st_size)
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                yield from self._files_in(Path(entry.path), f"{prefix}{entry.name}/")

    def read(self, path: str) -> bytes | None:
        with self._failing(path):
            try:
                return self._place(path).read_bytes()
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                return None

    def put(self, path: str, content: bytes, meta: FileMeta) -> None:  # noqa: ARG002  # a web server decides that
        with self._failing(path):
            place = self._place(path)
            place.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(place, content)
            while self._leftovers:
                Path(self._leftovers.pop()).unlink(missing_ok=True)

    def put_new(self, path: str, content: bytes) -> bool:
        with self._failing(path):
            place = self._place(path)
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                with place.open("xb") as file:
                    file.write(content)
            except FileExistsError:
                return False
            return True

    def delete(self, path: str) -> None:
        with self._failing(path):
            place = self._place(path)
            try:
                place.unlink()
            except (FileNotFoundError, NotADirectoryError):
                return
            for parent in PurePosixPath(path).parents:
                if not parent.name:
                    return
                try:
                    (self._folder / parent).rmdir()
                except OSError:
                    return

    def _place(self, path: str) -> Path:
        """Return where a file lies. Raises StoreError where a link on the way leads elsewhere."""
        for parent in PurePosixPath(path).parents:
            if parent.name and (self._folder / parent).is_symlink():
                raise StoreError(
                    m("{label}/{parent} is a link that leads elsewhere", label=self.label, parent=parent),
                    m("put a folder there, or name another place"),
                )
        return self._folder / path

    @contextmanager
    def _failing(self, path: str) -> Iterator[None]:
        """Tell of what the disk refuses in the words of a store."""
        try:
            yield
        except OSError as error:
            place = f"{self.label}/{path}" if path else self.label
            why = joined(place, ": ", (error.strerror or str(error)).lower())
            if error.errno in _FULL:
                raise FullError(why, m("make room there, and deploy again: what was sent stays")) from error
            if error.errno in _FORBIDDEN:
                raise AccessError(why, m("allow whoever deploys to write there")) from error
            raise StoreError(why, m("the site that was there stays")) from error
