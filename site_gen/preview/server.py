"""Preview's web server: the site with its host's headers, the forms' inbox, and its own pages below /_preview/."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Final
from urllib.parse import quote, unquote

from livereload.handlers import LiveReloadHandler
from tornado import web

from site_gen.inbox.exchange import Answer
from site_gen.inbox.exchange import Request as FormRequest
from site_gen.messages import m, said
from site_gen.model.host_rules import CACHE, SECURE_ONLY
from site_gen.model.media_types import media_type
from site_gen.preview.guard import Guard
from site_gen.preview.home import home_page, read_instant
from site_gen.preview.inbox import LocalInbox
from site_gen.preview.local_forms import SERVICES
from site_gen.preview.session import Session
from site_gen.preview.snapshot import NOT_SERVED, Snapshot
from site_gen.problems import Location, Problem, ProjectError
from site_gen.render.artifact import (
    FromFont,
    FromLetters,
    FromLocked,
    FromLockedFile,
    FromMark,
    FromPicture,
    FromPlainPicture,
    FromTypst,
)

OWN: Final = "/_preview/"
CLIENT: Final = f"{OWN}client.js"
BODY_LIMIT: Final = 1_000_000
_NOT_HERE: Final = (CACHE, SECURE_ONLY)
"""A browser must ask for every page anew, or it would miss a change; and this machine speaks no HTTPS."""
_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_OWN_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Served:
    """What the handlers need."""

    session: Session
    inbox: LocalInbox
    guard: Guard
    typesetting: asyncio.Lock = field(default_factory=asyncio.Lock)
    spare: list[Callable[[], Snapshot | None]] = field(default_factory=list)
    """Where pictures are looked for that the site doesn't have: those of drafts."""


def application(served: Served) -> web.Application:
    """Return the web application."""
    return web.Application(
        [
            (rf"{OWN}live", _Live, {"served": served}),
            (rf"{OWN}state\.json", _State, {"served": served}),
            (rf"{OWN}clock", _Clock, {"served": served}),
            (rf"{OWN}(client\.js|preview\.css)", _Own, {"served": served}),
            (OWN, _Home, {"served": served}),
            (OWN.rstrip("/"), web.RedirectHandler, {"url": OWN}),
            (rf"{SERVICES}.*", _Service, {"served": served}),
            (rf"{OWN}.*", _NothingHere, {"served": served}),
            (r"/inbox/.*", _Forms, {"served": served}),
            (r".*", _Page, {"served": served}),
        ],
        log_function=lambda _: None,
        websocket_ping_interval=20,
    )


class _Handler(web.RequestHandler):
    """Refuses requests that the guard doesn't allow, and removes the Server header."""

    def initialize(self, served: Served) -> None:
        self.served = served

    def prepare(self) -> None:
        if not self.served.guard.is_known_host(self.request.host):
            raise web.HTTPError(403)
        if self.request.method not in {"GET", "HEAD"} and not self._is_from_here():
            raise web.HTTPError(403)

    def _is_from_here(self) -> bool:
        return self.served.guard.is_own_origin(self.request.headers.get("Origin"), self.request.host)

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")

    def write_error(self, status_code: int, **_: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        reason = _REASONS.get(status_code, str(status_code))
        self.finish(f"{said(reason, self.served.session.language)}\n")

    def set_generation(self) -> None:
        """Send the page's generation, so that the page knows when it is outdated."""
        self.set_header("Server-Timing", f'generation;desc="{self.served.session.generation}"')

    def finish_with(self, content: bytes, type_: str) -> None:
        self.set_header("Content-Type", type_)
        self.set_header("Content-Length", str(len(content)))
        self.finish(None if self.request.method == "HEAD" else content)


_REASONS: Final = {
    403: m("Preview answers to its own address alone."),
    404: m("There is nothing here."),
    405: m("This can't be done here."),
}


class _NothingHere(_Handler):
    def get(self) -> None:
        raise web.HTTPError(404)

    head = get


class _Page(_Handler):
    """Serves the site's files."""

    async def get(self) -> None:
        session = self.served.session
        await session.settled()
        snapshot = session.engine.snapshot
        if snapshot is None:
            self._show_nothing_but_problems()
            return
        path = self._path(snapshot)
        if path is None:
            return
        status = 200
        if snapshot.artifact(path) is None:
            others = (spare() for spare in self.served.spare)
            snapshot = next((other for other in others if other and other.artifact(path) is not None), snapshot)
        if snapshot.artifact(path) is None or path.startswith(NOT_SERVED):
            status, path = 404, _not_found(snapshot, path)
        self.set_generation()
        content = await self._content(snapshot, path)
        for name, value in snapshot.host_rules.headers_for(self.request.path).items():
            if name not in _NOT_HERE:
                self.set_header(name, value)
        self.set_status(status)
        self._send(path, content)

    head = get

    def _path(self, snapshot: Snapshot) -> str | None:
        """Return the output file for the address; None if the browser is redirected."""
        base = snapshot.site.main.base
        path = unquote(self.request.path, errors="replace")
        if not f"{path}/".startswith(base):
            self.redirect(base)
            return None
        tail = path.removeprefix(base) if path.startswith(base) else ""
        if not tail or tail.endswith("/"):
            return f"{tail}index.html"
        if snapshot.artifact(tail) is None and snapshot.artifact(f"{tail}/index.html") is not None:
            query = f"?{self.request.query}" if self.request.query else ""
            self.redirect(f"{quote(base + tail)}/{query}")
            return None
        return tail

    async def _content(self, snapshot: Snapshot, path: str) -> bytes:
        artifact = snapshot.artifact(path)
        if artifact is None:
            return b"There is no such page.\n"
        try:
            if isinstance(artifact.maker, FromPicture | FromMark | FromPlainPicture | FromFont | FromLetters):
                # Encoding a photo takes time; other requests are served meanwhile.
                return await asyncio.to_thread(snapshot.content, artifact)
            if isinstance(artifact.maker, FromTypst | FromLocked | FromLockedFile):
                async with self.served.typesetting:  # it can only do one thing at a time
                    return await asyncio.to_thread(snapshot.content, artifact)
            return snapshot.content(artifact)
        except ProjectError as error:
            self._found(snapshot, error.problems)
        except OSError as error:
            message = m("the file can't be made: {why}", why=error.strerror or error)
            self._found(snapshot, [Problem(Location(path), message)])
        return snapshot.last_good(path) or _EMPTY

    def _found(self, snapshot: Snapshot, problems: Iterable[Problem]) -> None:
        """Record problems, unless the files were read again in the meantime."""
        if snapshot is self.served.session.engine.snapshot:
            self.served.session.found(problems)

    def _send(self, path: str, content: bytes) -> None:
        type_ = media_type(path)
        if type_.startswith("text/html"):
            content = with_client(content)
        self.set_header("Accept-Ranges", "bytes")
        part = _part(self.request.headers.get("Range"), len(content))
        if part is not None and self.get_status() == 200:
            if part == (0, 0):
                self.set_status(416)
                self.set_header("Content-Range", f"bytes */{len(content)}")
                self.finish_with(b"", type_)
                return
            self.set_status(206)
            self.set_header("Content-Range", f"bytes {part[0]}-{part[1] - 1}/{len(content)}")
            content = content[slice(*part)]
        self.finish_with(content, type_)

    def _show_nothing_but_problems(self) -> None:
        self.set_status(500)
        self.set_generation()
        self.set_header("Content-Security-Policy", _OWN_POLICY)
        self.finish_with(with_client(_EMPTY), "text/html; charset=utf-8")


_EMPTY: Final = (
    b'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Preview</title>'
    b'<meta name="viewport" content="width=device-width"></head><body></body></html>'
)


def _not_found(snapshot: Snapshot, path: str) -> str:
    """Return the page for unknown addresses, in the language of the address."""
    language = path.partition("/")[0]
    return f"{language}/404.html" if snapshot.artifact(f"{language}/404.html") else "404.html"


def with_client(html: bytes) -> bytes:
    """Add the script that listens for changes to a page."""
    return with_script(html, CLIENT)


def with_script(html: bytes, address: str) -> bytes:
    """Add a script to a page, which may omit </head>."""
    script = f'<script src="{address}" defer></script>'.encode()
    found = _END_OF_HEAD.search(html)
    return html[: found.start()] + script + html[found.start() :] if found else html + script


_END_OF_HEAD: Final = re.compile(rb"</head\s*>", re.IGNORECASE)


def _part(header: str | None, length: int) -> tuple[int, int] | None:
    """Return the requested range as first byte and end (exclusive); (0, 0) if the range is not satisfiable.

    RFC 9110 section 14: a single range is answered, several are ignored, which the standard allows.
    """
    found = _RANGE.fullmatch(header.strip()) if header else None
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        return (max(0, length - int(last)), length) if int(last) and length else (0, 0)
    end = min(length, int(last) + 1) if last else length
    return (int(first), end) if int(first) < end else (0, 0)


class _FormHandler(_Handler):
    """Base of the handlers that receive forms."""

    def asked(self) -> FormRequest:
        """Return the request as plain data."""
        return FormRequest(
            method=str(self.request.method),
            path=self.request.path,
            headers={name.lower(): value for name, value in self.request.headers.get_all()},
            address=self.request.remote_ip or "",
            body=self.request.body,
        )

    def give(self, answer: Answer) -> None:
        """Send an answer."""
        self.set_status(answer.status)
        for name, value in answer.headers:
            self.set_header(name, value)
        self.finish(answer.body)


class _Forms(_FormHandler):
    """The inbox, which checks the origin of a form by itself."""

    def prepare(self) -> None:
        if not self.served.guard.is_known_host(self.request.host):
            raise web.HTTPError(403)

    async def post(self) -> None:
        await self.served.session.settled()
        self.give(await asyncio.to_thread(self.served.inbox.receive, self.asked()))

    get = head = options = post


class _Service(_FormHandler):
    """An emulated form service: its refusals are shown with the other problems."""

    def prepare(self) -> None:
        super().prepare()
        if self.request.headers.get("Sec-Fetch-Site") == "cross-site":
            raise web.HTTPError(403)

    async def post(self) -> None:
        await self.served.session.settled()
        found = await asyncio.to_thread(self.served.inbox.imitate, self.asked())
        if found is None:
            raise web.HTTPError(404)
        if found.refusal:
            self.served.session.found([Problem(Location("site.yaml"), found.refusal, m("see site-gen help forms"))])
        self.give(found.answer)

    get = head = options = post


class _Own(_Handler):
    """Serves preview's own scripts and styles."""

    def get(self, name: str) -> None:
        self.finish_with(_assets()[name], media_type(name))

    head = get


def _assets() -> dict[str, bytes]:
    folder = files("site_gen.preview") / "assets"
    return {item.name: item.read_bytes() for item in folder.iterdir()}


class _State(_Handler):
    async def get(self) -> None:
        await self.served.session.settled()
        self.finish(self.served.session.state())


class _Home(_Handler):
    """Serves preview's own page."""

    async def get(self) -> None:
        session = self.served.session
        await session.settled()
        self.set_header("Content-Security-Policy", _OWN_POLICY)
        self.set_generation()
        self.finish_with(with_client(home_page(session, self.served.inbox)), "text/html; charset=utf-8")

    head = get


class _Clock(_Handler):
    """Sets the instant at which the site is shown."""

    def post(self) -> None:
        session = self.served.session
        wanted = self.get_body_argument("instant", "")
        instant = read_instant(session, wanted) if wanted else None
        if wanted and instant is None:
            self.set_status(422)
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish("Write an instant as 2026-11-30T18:00.\n")
            return
        session.show_at(instant)
        back = self.get_body_argument("back", OWN)
        self.redirect(back if re.fullmatch(r"/(?!/)[^\\\s]*", back) else OWN, status=303)


class _Live(LiveReloadHandler):  # type: ignore[misc]  # untyped
    """A window's connection to preview: LiveReload's protocol, with our own messages."""

    def initialize(self, served: Served) -> None:
        self.served = served

    def prepare(self) -> None:
        if not self.served.guard.is_known_host(self.request.host):
            raise web.HTTPError(403)

    def check_origin(self, origin: str) -> bool:
        return self.served.guard.is_own_origin(origin, self.request.host)

    def on_message(self, message: str | bytes) -> None:
        super().on_message(message)
        if self in LiveReloadHandler.waiters:  # that list is process-wide; we use the session's
            LiveReloadHandler.waiters.discard(self)
            self.served.session.windows.add(self)
            self.tell(self.served.session.state())

    def on_close(self) -> None:
        self.served.session.windows.discard(self)

    def tell(self, message: dict[str, Any]) -> None:
        self.send_message(message)
