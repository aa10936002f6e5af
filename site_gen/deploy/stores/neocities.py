"""A site at Neocities: files are sent and removed one by one. Its API lists them, with a digest, but doesn't give their
content: that is read from the public site, and believed where the digest fits.

Source: neocities.org/api, and the program itself: neocities/neocities on GitHub (app/api.rb, models/site.rb).
"""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import quote

from site_gen.builder.manifest import FOLDER
from site_gen.deploy.guards import names
from site_gen.deploy.store import FileMeta, FullError, LostConnectionError, StoredFile, StoreError
from site_gen.deploy.stores.http_api import Hints, HttpApi
from site_gen.deploy.stores.whole import sha1
from site_gen.messages import m

API: Final = "https://neocities.org/api"
PUBLIC: Final = "https://{}.neocities.org"

UNUSED: Final = frozenset({"_headers", "_redirects"})
"""Files without an ending, which free accounts refuse and Neocities has no use for."""

_HINTS: Final = Hints(
    m("set NEOCITIES_API_KEY to the key of neocities.org: Settings, Manage Site Settings, API Key"),
    m("is 'site' right, and does the site exist?"),
    m("remove files, or become a supporter at neocities.org"),
)
_NOT_THERE: Final = "missing_files"


class NeocitiesStore:
    """A site at Neocities."""

    def __init__(self, site: str, key: str, base: str = "", public: str = "") -> None:
        self._site = site
        self._public = public or PUBLIC.format(site)
        self._api = HttpApi(base or API, key, self.label, _HINTS)
        self._digests: dict[str, tuple[str, int]] | None = None

    @property
    def label(self) -> str:
        return f"{self._site}.neocities.org"

    def __enter__(self) -> Self:
        self._api.__enter__()
        try:
            self._refuse_other_account()
        except BaseException:
            self._api.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        self._api.__exit__(kind, error, trace)

    def _refuse_other_account(self) -> None:
        """Raise StoreError where the key is that of another site: a key alone says where files go."""
        info = self._api.table("GET", "/info").get("info") or {}
        if info.get("sitename") != self._site.lower():
            raise StoreError(
                m(
                    "{label}: the key in NEOCITIES_API_KEY is that of the site '{other}'",
                    label=self.label,
                    other=info.get("sitename"),
                ),
                m("nothing was changed; set the other site's key, or correct 'site'"),
            )

    def files(self) -> Iterator[StoredFile]:
        """Yield the files."""
        yield from (StoredFile(path, size) for path, (_, size) in self._known().items())

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes, as the public site has them; None where there is none, or visitors get another."""
        known = self._known().get(path)
        if known is None:
            return None
        digest, size = known
        content = self._api.public(f"{self._public}/{quote(path)}?{digest[:12]}", size)
        if content is not None and sha1(content) == digest:
            return content
        if path.startswith(f"{FOLDER}/"):
            raise LostConnectionError(
                m("{label}: the public site still has an older {path}", label=self.label, path=path),
                m("deploy again later"),
            )
        return None

    def put(self, path: str, content: bytes, meta: FileMeta) -> None:
        """Write a file."""
        self._send("/upload", path, files={path: (path.rpartition("/")[2], content, meta.content_type)})
        if self._digests is not None:
            self._digests[path] = (sha1(content), len(content))

    def put_new(self, path: str, content: bytes) -> bool:
        """Write a file that isn't there yet. Two that look at the same moment both write it."""
        self._digests = None
        if path in self._known():
            return False
        self.put(path, content, FileMeta("application/json"))
        return True

    def delete(self, path: str) -> None:
        """Remove a file."""
        self._send("/delete", path, data={"filenames[]": path})
        if self._digests is not None:
            self._digests.pop(path, None)

    def _known(self) -> dict[str, tuple[str, int]]:
        if self._digests is None:
            listed = self._api.table("GET", "/list").get("files", [])
            self._digests = {
                str(file["path"]).lstrip("/"): (str(file.get("sha1_hash", "")), int(file.get("size", 0)))
                for file in listed
                if not file.get("is_directory")
            }
        return self._digests

    def _send(self, call: str, path: str, **sent: Any) -> None:
        response = self._api.ask("POST", call, fine=(400,), **sent)
        if response.status_code == 400:
            data, told = self._api.data(response), names([path])[0]
            kind = data.get("error_type", "")
            if kind == _NOT_THERE and call == "/delete":
                return
            raise self._refused(str(kind), told)

    def _refused(self, kind: str, told: str) -> StoreError:
        if kind == "invalid_file_type":
            ending = told.rpartition("/")[2].rpartition(".")[2]
            return StoreError(
                m(
                    "{label}: {told}: a free account takes no such files ({ending})",
                    label=self.label,
                    told=told,
                    ending=ending,
                ),
                m("leave it out, or become a supporter at neocities.org, who may send all kinds"),
            )
        if kind in {"too_large", "too_many_files"}:
            return FullError(m("{label}: {told}: no room is left", label=self.label, told=told), _HINTS.plan)
        if kind == "cannot_delete_index":
            return StoreError(
                m("{label}: index.html can't be removed there", label=self.label), m("put another one in its place")
            )
        return StoreError(
            m("{label}: {told}: {kind}", label=self.label, told=told, kind=kind or "refused"), m("see neocities.org")
        )
