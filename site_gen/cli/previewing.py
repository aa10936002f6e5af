"""Runs preview, with the editor in it, for the commands preview and edit."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import warnings
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from site_gen.cli.language import spoken
from site_gen.cli.machine import show_in_browser, who
from site_gen.cli.options import cache_folder, find_project, resolve_now
from site_gen.cli.problem_list import show_problems
from site_gen.cli.terminal import counted, moment, say
from site_gen.messages import joined, m

if TYPE_CHECKING:
    from site_gen.editor.starting import Begun
    from site_gen.preview.run import Started
    from site_gen.preview.session import Rebuilt, Session

PORT = 8000
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PATIENCE = 0.8
"""Seconds that preview gets to finish its current work."""

NAMED = 3
"""How many changed files a line lists."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a command asks for; `opens` in the browser: '', 'site' or 'editor'; which of the two is told of `first`."""

    project: Path | None
    now: str | None
    port: int | None
    host: str = "127.0.0.1"
    drafts: bool = False
    opens: str = ""
    first: str = "site"


def run_preview(wanted: Wanted) -> None:
    """Serve the project until Ctrl-C. The editor is there only where nobody else can reach it."""
    folder = find_project(wanted.project)
    run_until_ended(lambda stop: serve(wanted, folder, stop))


def run_until_ended(work: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> None:
    """Run what serves until Ctrl-C; it gets what is set then."""
    # watchdog warns about a folder that was removed and created again at once; we poll every second anyway.
    warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")

    async def run() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        _end_on_signals(lambda: loop.call_soon_threadsafe(stop.set))
        await work(stop)

    with suppress(KeyboardInterrupt):
        asyncio.run(run())


async def serve(wanted: Wanted, folder: Path, stop: asyncio.Event, begun: Begun | None = None) -> None:
    """Serve a project until `stop` is set; one that was just begun, where its questions were asked."""
    from site_gen.editor.run import EditorExtension
    from site_gen.preview.engine import PreviewedProject
    from site_gen.preview.run import Options, PreviewListener, preview

    if wanted.host not in LOOPBACK:
        say(
            m("Others in your network can see this preview and its leads: it listens on {host}.", host=wanted.host),
            fg="yellow",
        )
    place = PreviewedProject(folder, cache_folder(folder), dict(os.environ), drafts=wanted.drafts)
    is_set = wanted.now is not None or "SOURCE_DATE_EPOCH" in os.environ
    shown_at = resolve_now(wanted.now, folder) if is_set else None
    port = PORT if wanted.port is None else wanted.port
    options = Options(wanted.host, port, is_fixed=wanted.port is not None, shown_at=shown_at, language=spoken())
    editor = EditorExtension(place, clock, who()) if wanted.host == "127.0.0.1" else None
    if begun is not None and editor is not None:
        options, editor.key = replace(options, port=begun.port, listening=begun.listening), begun.key

    def started(found: Started, session: Session) -> None:
        wished = found.port if begun else port
        _show_start(found, session, wished=wished, edit_at=editor.start if editor else "", first=wanted.first)
        if wanted.opens:
            show_in_browser(editor.start if wanted.opens == "editor" and editor else found.url, found.port)

    listener = PreviewListener(started, _show_rebuilt, say)
    await preview(place, options, clock, listener, stop, editor.extension() if editor else None)


def _end_on_signals(stop: Callable[[], object]) -> None:
    """Let Ctrl-C end preview within a second, even if a template never ends or a photo takes long."""

    def end(*_: object) -> None:
        with suppress(RuntimeError):  # it has ended
            stop()
        last = threading.Timer(PATIENCE, os._exit, (0,))
        last.daemon = True
        last.start()

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, end)


def clock() -> datetime:
    """Return the time."""
    return datetime.now(UTC)  # noqa: TID251  # the one place that reads the clock


def _show_start(found: Started, session: Session, *, wished: int, edit_at: str, first: str) -> None:
    if wished not in {0, found.port}:
        say(m("Port {wished} is taken, so this is on {port}.", wished=wished, port=found.port), fg="yellow")
    say()
    say(f"  {edit_at if first == 'editor' else found.url}", bold=True)
    if first == "editor":
        say(m("  the site itself is at {url}", url=found.url))
    elif edit_at:
        say(m("  the editor is at {edit_at}", edit_at=edit_at))
    say(
        m(
            "  {counted} read in {seconds} s; all about them at {own}",
            counted=counted(found.pages, "page"),
            seconds=f"{found.seconds:.2f}",
            own=_own(found),
        )
    )
    shown_at, following = session.engine.shown_at, session.engine.next_change()
    zone = session.engine.snapshot.site.main.zone if session.engine.snapshot else UTC
    if shown_at is not None:
        say(
            m("  shown as at {moment}, until you set the clock there back", moment=moment(shown_at.astimezone(zone))),
            fg="yellow",
        )
    elif following is not None:
        say(m("  next change by itself: {moment}", moment=moment(following.astimezone(zone))))
    if not found.is_watching:
        say(m("  the system can't watch so many folders: they are looked at every second instead"), fg="yellow")
    say(m("  Ctrl-C ends it"))
    say()
    if session.problems:
        show_problems(session.problems)
        say(m("the site is shown when these are mended"))


def _own(found: Started) -> str:
    return f"{found.url.split('/', 3)[0]}//{found.url.split('/', 3)[2]}/_preview/"


def _show_rebuilt(rebuilt: Rebuilt) -> None:
    what = _listed(rebuilt.changed)
    time = f"{timedelta(seconds=rebuilt.seconds) / timedelta(milliseconds=1):.0f} ms"
    if rebuilt.problems:
        show_problems(rebuilt.problems)
        say(m("{what} → the site stays as it was", what=what or m("as it is")), fg="red")
    elif rebuilt.changed:
        pages = [f"/{path.removesuffix('index.html')}" for path in rebuilt.paths if path.endswith(".html")]
        say(joined(what, " → ", _listed(pages) or m("nothing that shows"), f"  {click.style(time, dim=True)}"))


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    more = len(found) - NAMED
    return ", ".join(found[:NAMED]) + (m(" and {more:,} more", more=more) if more > 0 else "")
