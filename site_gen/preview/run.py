"""Runs preview: the engine, the watcher, the inbox and the server in one event loop."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Final

from tornado.httpserver import HTTPServer
from tornado.web import Application

from site_gen.load.theme_places import PACKAGED
from site_gen.messages import ENGLISH, m
from site_gen.preview.engine import Engine, PreviewedProject, Refreshed
from site_gen.preview.guard import guard_for
from site_gen.preview.inbox import LocalInbox
from site_gen.preview.server import BODY_LIMIT, Served, application
from site_gen.preview.session import Rebuilt, Session
from site_gen.preview.watch import Watcher, signature
from site_gen.problems import WorldError

PORTS_TRIED: Final = 20


@dataclass(frozen=True, slots=True)
class Options:
    """Where preview listens, and what it shows. If the port is taken, the next one is tried, unless it `is_fixed`.

    `shown_at` is the instant shown at first; None means the current time. `listening` are sockets that listen there
    already. `language` is the one that problems are told in.
    """

    address: str
    port: int
    is_fixed: bool
    shown_at: datetime | None = None
    listening: tuple[socket.socket, ...] = ()
    language: str = ENGLISH


@dataclass(frozen=True, slots=True)
class Started:
    """What preview reports when it is ready. `port` may differ from the requested one."""

    url: str
    port: int
    pages: int
    seconds: float
    is_watching: bool


@dataclass(frozen=True)
class PreviewListener:
    """Callbacks for preview's progress. All are called in the event loop's thread."""

    started: Callable[[Started, Session], None]
    rebuilt: Callable[[Rebuilt], None]
    log: Callable[[str], None] = field(default=lambda _: None)


@dataclass(frozen=True, slots=True)
class Extension:
    """Something that preview's server also answers for. `attach` gets the application, what its handlers need, and the
    port; names in `hosts` are then no longer names of the site."""

    attach: Callable[[Application, Served, int], None]
    hosts: frozenset[str] = frozenset()


async def preview(
    place: PreviewedProject,
    options: Options,
    clock: Callable[[], datetime],
    listener: PreviewListener,
    stop: asyncio.Event,
    extension: Extension | None = None,
) -> None:
    """Serve a project until `stop` is set. Raises WorldError if no port is free."""
    engine = Engine(place, clock)
    session = Session(
        engine, place.project, listener.rebuilt, partial(signature, place.project, (PACKAGED,)), options.language
    )
    engine.shown_at = options.shown_at
    first = engine.refresh(())
    listening, port = list(options.listening), options.port
    if not listening:
        listening, port = listen(options, with_both=extension is not None)
    inbox = LocalInbox(place.project, session, clock, origin(options.address, port), listener.log)
    hosts = extension.hosts if extension else frozenset()
    served = Served(session, inbox, guard_for(options.address, port).without(hosts))
    app = application(served)
    if extension is not None:
        extension.attach(app, served, port)
    server = HTTPServer(app, max_body_size=BODY_LIMIT)
    server.add_sockets(listening)
    loop = asyncio.get_running_loop()
    watcher = Watcher(place.project, (PACKAGED,), lambda path: _in_loop(loop, session, path))
    is_watching = watcher.start()
    try:
        session.begin(first)
        listener.started(_started(options.address, port, engine, first, is_watching=is_watching), session)
        await stop.wait()
    finally:
        server.stop()
        watcher.stop()
        session.end()
        await server.close_all_connections()
        await asyncio.to_thread(inbox.stop)


def _in_loop(loop: asyncio.AbstractEventLoop, session: Session, path: str) -> None:
    with suppress(RuntimeError):  # the loop has ended in the meantime
        loop.call_soon_threadsafe(session.notice, path)


def _started(address: str, port: int, engine: Engine, first: Refreshed, *, is_watching: bool) -> Started:
    snapshot = engine.snapshot
    base = snapshot.site.main.base if snapshot else "/"
    pages = sum(path.endswith(".html") for path in snapshot.paths) if snapshot else 0
    return Started(f"{origin(address, port)}{base}", port, pages, first.seconds, is_watching)


def origin(address: str, port: int) -> str:
    """Return the scheme, host and port of preview's address."""
    host = "127.0.0.1" if address == "0.0.0.0" else f"[{address}]" if ":" in address else address  # noqa: S104
    return f"http://{host}:{port}"


def listen(options: Options, *, with_both: bool = False) -> tuple[list[socket.socket], int]:
    """Return sockets on the first free port, and the port. Raises WorldError if there is none.

    Listening on 127.0.0.1 `with_both`, it listens on ::1 too, where this machine has it: 'localhost' means either, and
    nobody else shall answer there.
    """
    tries = 1 if options.is_fixed else PORTS_TRIED
    for port in range(options.port, options.port + tries):
        try:
            found = _sockets(options.address, port, with_both=with_both)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                place = f"{options.address}:{port}"
                raise WorldError(
                    m("{place} can't be listened on: {why}", place=place, why=error.strerror), ""
                ) from error
            continue
        return found, found[0].getsockname()[1]
    raise WorldError(m("port {port} is taken", port=options.port), m("name another with --port"))


def _sockets(address: str, port: int, *, with_both: bool) -> list[socket.socket]:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = [socket.create_server((address, port), family=family)]
    found[0].setblocking(False)
    if with_both and address == "127.0.0.1" and socket.has_ipv6:
        try:
            found.append(socket.create_server(("::1", found[0].getsockname()[1]), family=socket.AF_INET6))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                found[0].close()
                raise
            return found  # this machine has no such address
        found[1].setblocking(False)
    return found
