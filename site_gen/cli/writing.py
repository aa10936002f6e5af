"""How commands that take something from files end: they show what they would write, ask, write, and say so."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import click

from site_gen.cli.terminal import agrees, print_json, say, window
from site_gen.messages import m


@dataclass(frozen=True, slots=True)
class Offered:
    """What a command found. `lines` shows it in a width, `data` as JSON, given whether it is written; `write` writes
    it, and is None where nothing would change. `unchanged` and `written` are what is said then."""

    lines: Callable[[int | None], Iterable[str]]
    data: Callable[[bool], Any]
    write: Callable[[], None] | None
    unchanged: str
    written: str


def write_offered(offered: Offered, *, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Show what was found, and write it: at once with `yes`, for programs (`as_json`) and away from a terminal, else
    when asked and told to."""
    if as_json:
        is_written = offered.write is not None and not dry_run
        if offered.write is not None and is_written:
            offered.write()
        print_json(offered.data(is_written))
        return
    for line in offered.lines(window()):
        click.echo(line)
    if offered.write is None:
        say(offered.unchanged)
    elif dry_run:
        say(m("nothing was written (--dry-run)"))
    elif yes or not sys.stdin.isatty() or agrees(m("Write this?")):
        offered.write()
        say(offered.written)
    else:
        say(m("nothing was written"))
