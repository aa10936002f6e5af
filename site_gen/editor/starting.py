"""The server before there is a project: asks for a new one, and hands its place on to the editor of it."""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tornado.httpserver import HTTPServer
from tornado.web import Application

from site_gen.editor.desk import Reception
from site_gen.editor.screens import start
from site_gen.editor.screens.start import Surroundings
from site_gen.editor.server import HOST, UPLOAD_LIMIT, Editor, attach
from site_gen.preview.guard import guard_for
from site_gen.preview.run import Options, listen


@dataclass(frozen=True, slots=True)
class Begun:
    """A project that was begun: its folder, the sockets that go on listening, their port, and the session's key."""

    project: Path
    listening: tuple[socket.socket, ...]
    port: int
    key: str = field(repr=False)


@dataclass(slots=True)
class _Made:
    """What was made, whether the answer is on its way, and what no longer to take then: connections."""

    project: Path | None = None
    told: asyncio.Event = field(default_factory=asyncio.Event)
    close: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lobby(Reception):
    """Where a new project is asked for."""

    around: Surroundings
    made: _Made = field(default_factory=_Made)

    def begin(self, project: Path) -> None:
        """Take note that the project is there."""
        self.made.project = project

    @property
    def has_moved(self) -> bool:
        return self.made.told.is_set()

    def answered(self) -> None:
        if self.made.project is not None and not self.made.told.is_set():
            self.made.told.set()
            self.made.close()


async def ask_for_project(
    around: Surroundings, options: Options, started: Callable[[str, int], None], stop: asyncio.Event
) -> Begun | None:
    """Serve the questions for a new project until it is made; None if `stop` is set first.

    `started` is told the address to begin at, and the port. Raises WorldError if no port is free.
    """
    listening, port = listen(options, with_both=True)
    lobby = Lobby(key=secrets.token_urlsafe(24), around=around)
    guard = guard_for(options.address, port).without(frozenset({HOST}))
    editor = Editor(lobby, {"": start.screen}, guard, port)
    app = Application([], log_function=lambda _: None)
    attach(app, editor)
    server = HTTPServer(app, max_body_size=UPLOAD_LIMIT)
    server.add_sockets([each.dup() for each in listening])
    lobby.made.close = server.stop  # its own sockets; who connects from then on waits at the others
    started(editor.start, port)
    waiting = [asyncio.ensure_future(event.wait()) for event in (lobby.made.told, stop)]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        if lobby.made.project is not None:
            await asyncio.sleep(_LAST_BYTES)
    finally:
        server.stop()
        for task in waiting:
            task.cancel()
        await server.close_all_connections()
    if lobby.made.project is None:
        for each in listening:
            each.close()
        return None
    return Begun(lobby.made.project, tuple(listening), port, lobby.key)


_LAST_BYTES: Final = 0.05
"""Seconds in which the last answer leaves."""
