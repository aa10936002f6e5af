"""A site at Netlify: a deploy is made of digests, the files that Netlify lacks are sent, and all goes live at once.

Source: docs.netlify.com, "Get started with the Netlify API" (file digest method), and netlify/open-api on GitHub.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Final
from urllib.parse import quote

from site_gen.deploy.guards import names
from site_gen.deploy.store import BusyError, StoreError
from site_gen.deploy.stores.http_api import Hints, HttpApi
from site_gen.deploy.stores.whole import WholeStore
from site_gen.messages import joined, m, plural

API: Final = "https://api.netlify.com/api/v1"

_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MANY: Final = 500
"""From so many files on Netlify compares them after it has answered; its own client does the same."""

_POLLS: Final = 130
"""How often a deploy is asked for: about ten minutes."""

_RAW: Final = "application/vnd.bitballoon.v1.raw"
_FAILED: Final = frozenset({"error", "rejected"})
_SEE: Final = m("the site that is online stays; see Deploys at app.netlify.com")
_COMPARED: Final = frozenset({"prepared", "uploading", "uploaded", "processing", "processed", "ready"})

_HINTS: Final = Hints(
    m("set NETLIFY_AUTH_TOKEN to a token of app.netlify.com, User settings, Applications, of whoever owns the site"),
    m("make the site at app.netlify.com first, or correct 'site'"),
    m("look at Billing at app.netlify.com: a deploy takes credits, and without them the site goes offline"),
)


class NetlifyStore(WholeStore):
    """The published deploy of a site, and the next one."""

    def __init__(self, site: str, token: str, sleep: Callable[[float], None], base: str = "") -> None:
        super().__init__(sleep)
        self._site = site if "." in site or _ID.fullmatch(site) else f"{site}.netlify.app"
        self._api = HttpApi(base or API, token, self.label, _HINTS)
        self._live: str | None = None
        self._id = self._page = ""
        self._listed: dict[str, tuple[str, int | None]] = {}

    @property
    def label(self) -> str:
        return f"netlify {self._site}"

    def _open(self) -> None:
        self._api.__enter__()
        try:
            site = self._looked_up(self._site)
            self._id, self._live = str(site["id"]), _published(site)
        except BaseException:
            self._close()
            raise

    def _close(self) -> None:
        self._api.__exit__(None, None, None)

    def _looked_up(self, site: str) -> Any:
        found = self._api.table("GET", f"/sites/{quote(site, safe='')}")
        if "id" not in found:
            raise self._api.unexpected()
        return found

    def _list(self) -> Mapping[str, tuple[str, int | None]]:
        if self._live is None:
            return {}
        first = f"/sites/{self._id}/files"
        page: str | None = self._page or first
        while page:
            self._page = page  # the next attempt goes on here: among many pages one or the other comes to a busy moment
            ask = partial(self._api.ask, "GET", page)
            response = ask() if page == first else self._retry.call(ask)
            for file in self._api.data(response):
                self._listed[str(file["path"]).lstrip("/")] = (str(file["sha"]), file.get("size"))
            page = response.links.get("next", {}).get("url")
        return self._listed

    def _fetch(self, path: str) -> bytes | None:
        address = f"/sites/{self._id}/files/{quote(path)}"
        response = self._api.ask("GET", address, fine=(404,), headers={"Content-Type": _RAW})
        return None if response.status_code == 404 else bytes(response.content)

    def _publish(self, files: Mapping[str, tuple[str, int | None]]) -> None:
        _refuse_names(files, self.label)
        self._refuse_other_deploy(self._live, self._retry.call(lambda: _published(self._looked_up(self._id))))
        body = {
            "files": {f"/{path}": digest for path, (digest, _) in sorted(files.items())},
            "async": len(files) >= _MANY,
            "draft": False,
        }
        title = {"title": "Published by site-gen"}
        self._doing(plural("Netlify compares {count:,} file", "Netlify compares {count:,} files", count=len(files)))
        deploy = self._retry.call(lambda: self._api.json("POST", f"/sites/{self._id}/deploys", json=body, params=title))
        try:
            if len(files) >= _MANY:
                deploy = self._awaited(deploy, _COMPARED)
            self._upload(str(deploy["id"]), frozenset(deploy.get("required") or ()), files)
            self._doing(m("waiting until Netlify has published it"))
            self._awaited(deploy, frozenset({"ready"}))
        except BaseException:
            with suppress(StoreError):
                self._api.ask("POST", f"/deploys/{deploy['id']}/cancel", fine=(404, 422))
            raise
        self._refuse_unpublished(str(deploy["id"]))

    def _upload(self, deploy: str, required: frozenset[str], files: Mapping[str, tuple[str, int | None]]) -> None:
        """Send each of the required files once. Netlify asks for nothing that it has."""
        paths = {digest: path for path, (digest, _) in sorted(files.items()) if digest in required}
        self._send_all(partial(self._send, deploy, path, digest) for digest, path in paths.items())

    def _send(self, deploy: str, path: str, digest: str) -> None:
        content = self._content(digest)
        if content is None:
            content = self._fetch(path) or b""
        headers = {"Content-Type": "application/octet-stream"}
        address = f"/deploys/{deploy}/files/{quote(path)}"
        self._retry.call(lambda: self._api.ask("PUT", address, content=content, headers=headers))

    def _awaited(self, deploy: Any, states: frozenset[str]) -> Any:
        """Return a deploy once it is in one of these states. Raises StoreError where it fails."""
        for poll in range(_POLLS):
            if deploy.get("state") in states:
                return deploy
            if deploy.get("state") in _FAILED:
                said = deploy.get("error_message") or m("the deploy is in the state '{deploy}'", deploy=deploy["state"])
                raise StoreError(joined(self.label, ": ", said), _SEE)
            self._retry.sleep(min(5.0, 0.5 * 1.2**poll))
            deploy = self._retry.call(partial(self._api.json, "GET", f"/deploys/{deploy['id']}"))
        raise BusyError(m("{label}: the deploy is not ready yet", label=self.label), _SEE)

    def _refuse_unpublished(self, deploy: str) -> None:
        """Raise StoreError for a deploy that is ready, but not what visitors get."""
        if self._retry.call(lambda: _published(self._looked_up(self._id))) != deploy:
            raise StoreError(
                m("{label}: the deploy is ready, but Netlify didn't publish it", label=self.label),
                m("see Deploys at app.netlify.com: is automatic publishing locked there? Unlock it, and deploy again"),
            )


def _published(site: Any) -> str | None:
    deploy = site.get("published_deploy")
    return str(deploy["id"]) if deploy else None


def _refuse_names(files: Mapping[str, tuple[str, int | None]], label: str) -> None:
    wrong = names(sorted(path for path in files if "#" in path or "?" in path))
    if wrong:
        raise StoreError(
            m("{label}: Netlify takes no file with # or ? in its name: {wrong}", label=label, wrong=", ".join(wrong)),
            m("rename what it is made from"),
        )
