"""The editor in preview's server: who may come in, how much may be sent, which screen answers.

Everything is refused that doesn't show the session's key, comes from another origin, or under another host name.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Final
from urllib.parse import parse_qsl, unquote

from tornado import httputil, web

from site_gen.editor.desk import Desk, Reception
from site_gen.editor.look import page_file
from site_gen.editor.screens import POSTED, UNORDERED
from site_gen.editor.web import LANGUAGE_COOKIE, ROOT, Answer, Asked, Upload, redirect
from site_gen.editor.words import LANGUAGES, preferred_language, words_in
from site_gen.messages import joined, m
from site_gen.model.media_types import media_type
from site_gen.preview.guard import Guard
from site_gen.preview.server import with_script
from site_gen.problems import WorldError

HOST: Final = "localhost"
FORM_LIMIT: Final = 6_000_000
UPLOAD_LIMIT: Final = 60_000_000
_UNREAD: Final = 1 << 40
"""How much is taken in and thrown away, so that a browser that sends too much gets an answer in words."""

_NOTHING: Final = "'none'"


@dataclass(frozen=True, slots=True)
class Editor:
    """What the handlers need."""

    desk: Reception
    screens: Mapping[str, Callable[[Any, Asked], Answer]]
    guard: Guard
    port: int
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def cookie(self) -> str:
        """The cookie's name; browsers don't tell ports apart."""
        return f"site-gen-edit-{self.port}"

    @property
    def start(self) -> str:
        """The address to begin at: it has the session's key."""
        return f"{self.origin}{ROOT}start?key={self.desk.key}"

    @property
    def policy(self) -> str:
        return (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            f"form-action 'self'; frame-src {self.desk.site_origin or _NOTHING}; base-uri 'none'; "
            "frame-ancestors 'none'"
        )


def attach(app: web.Application, editor: Editor) -> None:
    """Let the server answer for the editor, under its own host name; under others lead there."""
    inside: dict[str, Any] = {"editor": editor}
    begin = inside | {"origin": editor.origin, "path": ROOT}
    app.add_handlers(
        HOST,
        [
            (rf"{ROOT}start", _Start, inside),
            (rf"{ROOT}assets/([a-z]+\.(?:css|js|svg))", _Asset, inside),
            (rf"{ROOT}(.*)", _Screen, inside),
            (r".*", _Elsewhere, inside | {"origin": editor.desk.site_origin} if editor.desk.site_origin else begin),
        ],
    )
    others: list[Any] = [(rf"{ROOT}.*", _Elsewhere, inside | {"origin": editor.origin})]
    if isinstance(editor.desk, Desk):
        others.append((rf"{editor.desk.look_path}(.*)", _Look, inside | {"desk": editor.desk}))
    else:
        others.append((r".*", _Elsewhere, begin))
    app.add_handlers(r".*", others)


class _Base(web.RequestHandler):
    def initialize(self, editor: Editor) -> None:
        self.editor = editor

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("X-Frame-Options", "DENY")

    def prepare(self) -> None:
        if self.request.host.lower() != f"{HOST}:{self.editor.port}":
            self.refuse(403, "host")

    def write_error(self, status_code: int, **_: Any) -> None:
        name = {404: "missing", 405: "missing"}.get(status_code, "failed")
        self.refuse(status_code, name)

    @property
    def language(self) -> str:
        """The language that was chosen, else the site's, else the browser's."""
        chosen = self.get_cookie(LANGUAGE_COOKIE) or ""
        if chosen in LANGUAGES:
            return chosen
        site = self.editor.desk.site
        if site is not None and site.main.language in LANGUAGES:
            return site.main.language
        return preferred_language(self.request.headers.get("Accept-Language", ""))

    def refuse(self, status: int, name: str) -> None:
        """Say in plain words why there is nothing here."""
        words = words_in(self.language)
        self.set_status(status)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("Content-Security-Policy", "default-src 'none'")
        self.finish(f"{words.say(f'{name}_title')}\n\n{words.say(f'{name}_text')}\n")


class _Start(_Base):
    """Takes the key from the start address into a cookie."""

    def get(self) -> None:
        if not hmac.compare_digest(self.get_query_argument("key", "").encode(), self.editor.desk.key.encode()):
            self.refuse(403, "key")
            return
        self.set_cookie(self.editor.cookie, self.editor.desk.key, path=ROOT, httponly=True, samesite="Strict")
        self.redirect(ROOT, status=303)


class _Asset(_Base):
    def get(self, name: str) -> None:
        found = files("site_gen.editor") / "assets" / name
        if not found.is_file():
            raise web.HTTPError(404)
        self.set_header("Content-Type", media_type(name))
        self.finish(found.read_bytes())


class _Elsewhere(_Base):
    """Leads what was asked for under the wrong name to the right one; the site and the editor share no origin."""

    def initialize(self, editor: Editor, origin: str = "", path: str = "") -> None:
        super().initialize(editor)
        self._origin, self._to = origin, path

    def prepare(self) -> None:
        if not self.editor.guard.is_known_host(self.request.host) and self.request.host_name != HOST:
            self.refuse(403, "host")

    def get(self) -> None:
        self.redirect(f"{self._origin}/{(self._to or self.request.path).lstrip('/')}")

    head = get


@web.stream_request_body
class _Screen(_Base):
    """Serves a screen, to whom has the key."""

    def prepare(self) -> None:
        self._body, self._is_too_much = bytearray(), False
        if self.editor.desk.has_moved:  # a connection that the browser had opened before
            self.set_header("Connection", "close")
            self.redirect(str(self.request.uri), status=307)
            return
        super().prepare()
        if not self._finished and self.request.method not in {"GET", "HEAD"}:
            self._check_origin()
        if not self._finished and not self._has_key():
            self.refuse(403, "key")
        connection: Any = self.request.connection
        if not self._finished:
            connection.set_max_body_size(_UNREAD)

    def _check_origin(self) -> None:
        is_own = self.request.headers.get("Origin") == self.editor.origin
        if not is_own or self.request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            self.refuse(403, "origin")

    def _has_key(self) -> bool:
        sent = self.get_cookie(self.editor.cookie) or ""
        return hmac.compare_digest(sent.encode(), self.editor.desk.key.encode())

    def data_received(self, chunk: bytes) -> None:
        if self._finished:
            return
        limit = UPLOAD_LIMIT if "multipart/" in self.request.headers.get("Content-Type", "") else FORM_LIMIT
        if len(self._body) + len(chunk) > limit:
            self._is_too_much = True
            self._body.clear()
        if not self._is_too_much:
            self._body += chunk

    async def get(self, path: str) -> None:
        await self._answer(Asked("GET", path, self.language, self._query()))

    head = get

    async def post(self, path: str) -> None:
        if self._is_too_much:
            self.refuse(413, "too_much")
            return
        found = _read_form(bytes(self._body), self.request.headers.get("Content-Type", ""))
        if found is None:
            self.refuse(400, "failed")
            return
        asked = Asked("POST", path, self.language, self._query(), *found)
        if not hmac.compare_digest(asked.field("token").encode(), self.editor.desk.token.encode()):
            self.refuse(403, "origin")
            return
        if path == "language":
            if asked.field("language") in LANGUAGES:
                self.set_cookie(
                    LANGUAGE_COOKIE, asked.field("language"), path=ROOT, samesite="Strict", expires_days=365
                )
            back = asked.field("back")
            self._send(redirect(back if back in self.editor.screens else ""))
            return
        await self._answer(asked)

    def _query(self) -> dict[str, str]:
        return {name: self.get_query_argument(name) for name in self.request.query_arguments}

    async def _answer(self, asked: Asked) -> None:
        screen = self.editor.screens.get(asked.path)
        if screen is None or (asked.path in POSTED and asked.method != "POST"):
            self._send(self.editor.desk.message(asked, 404, "missing"))
            return
        desk = self.editor.desk
        await desk.ready()
        try:
            with desk.answering():
                if asked.path in UNORDERED:
                    answer = await asyncio.to_thread(screen, desk, asked)
                else:
                    async with self.editor.turn:  # one after another: a draft's look is made by one thread at a time
                        answer = await asyncio.to_thread(screen, desk, asked)
        except (WorldError, OSError) as error:  # a full disk, a folder that may not be written
            words = words_in(asked.language)
            said = error if isinstance(error, WorldError) else _of_disk(error)
            text = joined(str(said), ". ", said.hint)
            answer = desk.page(asked, "message.html", 500, title=words.say("failed_title"), text=text)
        desk.wrote(answer.wrote)
        self._send(answer)

    def on_finish(self) -> None:
        self.editor.desk.answered()

    def _send(self, answer: Answer) -> None:
        self.set_status(answer.status)
        self.set_header("Content-Type", answer.type_)
        self.set_header("Content-Security-Policy", self.editor.policy)
        for name, value in answer.headers:
            self.set_header(name, value)
        self.finish(None if self.request.method == "HEAD" else answer.body)


def _of_disk(error: OSError) -> WorldError:
    return WorldError(
        m("{path} can't be read: {strerror}", path=error.filename or "", strerror=error.strerror or error),
        m("put a file in its place"),
    )


def _read_form(body: bytes, type_: str) -> tuple[tuple[tuple[str, str], ...], tuple[Upload, ...]] | None:
    """Return a form's fields in their order, and its files; None for what is no form."""
    if type_.startswith("application/x-www-form-urlencoded"):
        try:
            return tuple(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=20_000)), ()
        except ValueError:
            return None
    if not type_.startswith("multipart/form-data"):
        return None
    fields: dict[str, list[bytes]] = {}
    sent: dict[str, list[httputil.HTTPFile]] = {}
    try:
        httputil.parse_body_arguments(type_, body, fields, sent)
        pairs = tuple((name, value.decode()) for name, values in fields.items() for value in values)
    except (ValueError, httputil.HTTPInputError):
        return None
    return pairs, tuple(Upload(one["filename"], one["body"]) for found in sent.values() for one in found)


class _Look(_Base):
    """Shows a page of the last draft, in the site's own origin, inside the editor's frame alone."""

    def initialize(self, editor: Editor, desk: Desk | None = None) -> None:
        super().initialize(editor)
        assert desk is not None  # noqa: S101  # given by attach
        self._desk = desk

    def prepare(self) -> None:
        if not self.editor.guard.is_known_host(self.request.host):
            self.refuse(403, "host")

    async def get(self, path: str) -> None:
        self.clear_header("X-Frame-Options")
        if path == _FOLLOW:
            self.set_header("Content-Type", media_type(path))
            self.finish(_FOLLOWER % self.editor.origin.encode())
            return
        desk = self._desk
        with desk.session.answering():
            async with self.editor.turn:
                found = await asyncio.to_thread(desk.look.page, page_file(unquote(path)))
        snapshot = desk.look.snapshot
        if found is None or snapshot is None:
            raise web.HTTPError(404)
        for name, value in snapshot.host_rules.headers_for(f"/{path}").items():
            if name.lower() == "content-security-policy":
                self.set_header(name, value.replace("frame-ancestors 'none'", f"frame-ancestors {self.editor.origin}"))
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(with_script(found, f"{desk.look_path}{_FOLLOW}"))


_FOLLOW: Final = "follow.js"
_FOLLOWER: Final = (
    b'addEventListener("message", (event) => {\n'
    b'  if (event.origin === "%s" && event.data === "site-gen: look again") location.reload();\n'
    b"});\n"
)
"""Reloads the page where it is when the form says so: the form, being of another origin, can't."""
