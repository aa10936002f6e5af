"""site-gen preview"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import warnings
import webbrowser
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_gen.cli.options import cache_folder, find_project, now_option, project_option, resolve_now
from site_gen.cli.problem_list import show_problems
from site_gen.cli.terminal import counted, moment, say

if TYPE_CHECKING:
    from site_gen.preview.run import Started
    from site_gen.preview.session import Rebuilt, Session

PORT = 8000
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PATIENCE = 0.8
"""Seconds that preview gets to finish its current work."""

NAMED = 3
"""How many changed files a line lists."""


@click.command(
    "preview",
    epilog="Example: site-gen preview --open --now 2026-11-30T17:59   (the site a minute before a deadline)",
)
@project_option
@now_option
@click.option("--port", type=click.IntRange(0, 65535), help=f"Where to listen (default: {PORT}, or the next free one).")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--drafts", is_flag=True, help="Also what is a draft or scheduled.")
@click.option("--open", "open_", is_flag=True, help="Open the site in the browser.")
def command(project: Path | None, now: str | None, port: int | None, host: str, *, drafts: bool, open_: bool) -> None:
    """Show the site while you write it: each change at once, each mistake with its line.

    Forms work: what is sent arrives in an inbox on this machine ('site-gen leads'). Its own page, with all pages, the
    offers' timeline and a clock, is at /_preview/. Nothing is written to output/. Ctrl-C ends it.
    """
    folder = find_project(project)
    # watchdog warns about a folder that was removed and created again at once; we poll every second anyway.
    warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")
    from site_gen.preview.engine import PreviewedProject
    from site_gen.preview.run import Options, PreviewListener, preview

    if host not in LOOPBACK:
        say(f"Others in your network can see this preview and its leads: it listens on {host}.", fg="yellow")
    place = PreviewedProject(folder, cache_folder(folder), dict(os.environ), drafts=drafts)
    shown_at = resolve_now(now, folder) if now is not None or "SOURCE_DATE_EPOCH" in os.environ else None
    options = Options(host, PORT if port is None else port, is_fixed=port is not None, shown_at=shown_at)

    def started(found: Started, session: Session) -> None:
        _show_start(found, session, wished=options.port)
        if open_:
            webbrowser.open(found.url)

    async def run() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        _end_on_signals(lambda: loop.call_soon_threadsafe(stop.set))
        await preview(place, options, _clock, PreviewListener(started, _show_rebuilt, say), stop)

    with suppress(KeyboardInterrupt):
        asyncio.run(run())


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


def _clock() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  # the one place that reads the clock


def _show_start(found: Started, session: Session, *, wished: int) -> None:
    if wished not in {0, found.port}:
        say(f"Port {wished} is taken, so this is on {found.port}.", fg="yellow")
    say()
    say(f"  {found.url}", bold=True)
    say(f"  {counted(found.pages, 'page')} read in {found.seconds:.2f} s; all about them at {_own(found)}")
    shown_at, following = session.engine.shown_at, session.engine.next_change()
    zone = session.engine.snapshot.site.main.zone if session.engine.snapshot else UTC
    if shown_at is not None:
        say(f"  shown as at {moment(shown_at.astimezone(zone))}, until you set the clock there back", fg="yellow")
    elif following is not None:
        say(f"  next change by itself: {moment(following.astimezone(zone))}")
    if not found.is_watching:
        say("  the system can't watch so many folders: they are looked at every second instead", fg="yellow")
    say("  Ctrl-C ends it")
    say()
    if session.problems:
        show_problems(session.problems)
        say("the site is shown when these are mended")


def _own(found: Started) -> str:
    return f"{found.url.split('/', 3)[0]}//{found.url.split('/', 3)[2]}/_preview/"


def _show_rebuilt(rebuilt: Rebuilt) -> None:
    what = _listed(rebuilt.changed)
    time = f"{timedelta(seconds=rebuilt.seconds) / timedelta(milliseconds=1):.0f} ms"
    if rebuilt.problems:
        show_problems(rebuilt.problems)
        say(f"{what or 'as it is'} → the site stays as it was", fg="red")
    elif rebuilt.changed:
        pages = [f"/{path.removesuffix('index.html')}" for path in rebuilt.paths if path.endswith(".html")]
        say(f"{what} → {_listed(pages) or 'nothing that shows'}  {click.style(time, dim=True)}")


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    more = len(found) - NAMED
    return ", ".join(found[:NAMED]) + (f" and {more:,} more" if more > 0 else "")
