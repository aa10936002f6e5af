"""A folder of a host over WebDAV. A file is written beside its place and moved over the old one by the server."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import quote, unquote, urlsplit

from site_gen.deploy.store import FileMeta, NoPasswordError, StoredFile, StoreError, walked
from site_gen.deploy.stores.extra import imports_of
from site_gen.deploy.stores.partial import folders, is_partial, own_partial, partial
from site_gen.deploy.stores.webdav_errors import answered, failed
from site_gen.model.targets.webdav import WebdavTarget

_SECONDS: Final = 60
"""How long a server may say nothing."""

_PROPERTIES: Final = '<propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/></prop></propfind>'


class WebdavStore:
    """A place on a WebDAV server. It keeps files' bytes alone: types and how long to cache are the web server's."""

    def __init__(self, target: WebdavTarget, secrets: Mapping[str, str]) -> None:
        self._root, self._folder = target.endpoint.rstrip("/"), target.path.strip("/")
        self.label = f"{target.user} at {self._root}/{self._folder}".rstrip("/")
        self._user = target.user
        self._password = secrets.get("SITE_GEN_WEBDAV_PASSWORD", "")

    def __enter__(self) -> Self:
        if not self._password:
            raise NoPasswordError(self.label, "SITE_GEN_WEBDAV_PASSWORD")
        with imports_of("webdav"):
            from webdav4.http import Client
        with self._errors():
            self._client = Client(auth=(self._user, self._password), timeout=_SECONDS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        self._client.close()

    def files(self) -> Iterator[StoredFile]:
        """Return the files at the place."""
        return walked(self.entries)

    def entries(self, folder: str) -> tuple[list[StoredFile], list[str]]:
        """Return the files in a folder, and the folders in it."""
        found = list(self._listed(folder))
        files = [(path, size) for path, size in found if not is_partial(posixpath.basename(path))]
        return (
            [StoredFile(path, size) for path, size in files if size is not None],
            [path for path, size in found if size is None],
        )

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes; None where there is no such file."""
        response = self._ask("GET", self._at(path), fine=(404,))
        return None if response.status_code == 404 else bytes(response.content)

    def put(self, path: str, content: bytes, meta: FileMeta) -> None:
        """Write a file, whole or not at all."""
        part = partial(path)
        self._write(part, content, meta.content_type)
        self._move(part, path, "T")

    def put_new(self, path: str, content: bytes) -> bool:
        """Write a file that isn't there yet: the server moves it there only where nothing is."""
        if self._ask("HEAD", self._at(path), fine=(404,)).status_code != 404:
            return False
        part = own_partial(path)
        self._write(part, content, "application/octet-stream")
        return self._move(part, path, "F")

    def delete(self, path: str) -> None:
        """Remove a file, and folders that are empty by it. The protocol removes folders with all that is in them, so
        each is looked into just before."""
        self._ask("DELETE", self._at(path), fine=(404,))
        for folder in folders(path):
            if list(self._listed(folder)):
                return
            self._ask("DELETE", self._at(f"{folder}/"), fine=(404,))

    def _listed(self, folder: str) -> Iterator[tuple[str, int | None]]:
        """Yield what a folder holds: paths with sizes, None for a folder; nothing where it isn't there."""
        path = f"{folder}/" if folder else ""
        response = self._ask("PROPFIND", self._at(path), fine=(404,), content=_PROPERTIES, headers={"Depth": "1"})
        if response.status_code == 404:
            return
        from webdav4.multistatus import MultiStatusResponse

        with self._errors():
            found = MultiStatusResponse(response.text).responses.values()
        own = unquote(urlsplit(self._at(path)).path).rstrip("/")
        for entry in found:
            at = unquote(urlsplit(entry.href).path).rstrip("/")
            if at == own or posixpath.dirname(at) != own:
                continue
            size = None if entry.properties.collection else int(entry.properties.content_length or 0)
            yield posixpath.join(folder, posixpath.basename(at)), size

    def _write(self, part: str, content: bytes, media_type: str) -> None:
        sent: dict[str, Any] = {"content": content, "headers": {"Content-Type": media_type}}
        try:
            response = self._ask("PUT", self._at(part), fine=(404, 409), **sent)
            if response.status_code in {404, 409}:
                self._make_folders(part)
                self._ask("PUT", self._at(part), **sent)
        except StoreError:
            with suppress(StoreError):
                self._ask("DELETE", self._at(part), fine=(404,))
            raise

    def _make_folders(self, path: str) -> None:
        names = posixpath.join(self._folder, posixpath.dirname(path)).strip("/").split("/")
        for depth in range(1, len(names) + 1):
            url = f"{self._root}/{quote('/'.join(names[:depth]))}/"
            self._ask("MKCOL", url, fine=(405,))  # 405: it is there

    def _move(self, part: str, path: str, overwrite: str) -> bool:
        headers = {"Destination": self._at(path), "Overwrite": overwrite}
        if self._ask("MOVE", self._at(part), fine=(412,), headers=headers).status_code != 412:
            return True
        self._ask("DELETE", self._at(part), fine=(404,))
        return False

    def _at(self, path: str) -> str:
        return f"{self._root}/{quote(posixpath.join(self._folder, path))}"

    def _ask(self, method: str, url: str, *, fine: tuple[int, ...] = (), **sent: Any) -> Any:
        """Return an answer: one that is a success, or has a status that is `fine` here."""
        with self._errors():
            response = self._client.request(method, url, **sent)
        if not response.is_success and response.status_code not in fine:
            raise answered(response, self.label, method, urlsplit(url).path)
        return response

    @contextmanager
    def _errors(self) -> Iterator[None]:
        import httpx

        try:
            yield
        except (httpx.HTTPError, httpx.InvalidURL, SyntaxError, ValueError) as error:
            raise failed(error, self.label) from error
