"""site-gen alone, where there is no project: the questions for a new one in the browser, then its editor."""

from __future__ import annotations

import asyncio
import os
from datetime import datetime
from pathlib import Path

from site_gen.cli.machine import own_zone, show_in_browser
from site_gen.cli.previewing import PORT, Wanted, run_until_ended, serve
from site_gen.cli.terminal import say
from site_gen.messages import m


def run_start(here: Path) -> None:
    """Ask for a new project in the browser, and go on in its editor, until Ctrl-C."""
    run_until_ended(lambda stop: _start(_writable(here), stop))


async def _start(here: Path, stop: asyncio.Event) -> None:
    from site_gen.editor.screens.start import Surroundings
    from site_gen.editor.starting import ask_for_project
    from site_gen.preview.run import Options

    around = Surroundings(here, _local_clock, own_zone(os.environ))
    begun = await ask_for_project(around, Options("127.0.0.1", PORT, is_fixed=False), _show_start, stop)
    if begun is not None:
        say(m("{project} is ready.", project=begun.project))
        await serve(Wanted(begun.project, None, None, first="editor"), begun.project, stop, begun)


def _writable(here: Path) -> Path:
    """Return the folder to begin in: a program that is started by a click may be in one that nobody writes into."""
    is_root = here == Path(here.anchor)
    return here if os.access(here, os.W_OK) and not is_root else Path.home()


def _show_start(address: str, port: int) -> None:
    say()
    say(f"  {address}", bold=True)
    say(m("  asks for your new site, and goes on in its editor"))
    say(m("  Ctrl-C ends it"))
    say()
    show_in_browser(address, port)


def _local_clock() -> datetime:
    return datetime.now().astimezone()  # noqa: TID251  # the command line may read the clock; here for the first offer's dates
