"""How commands that take something from files end: they show what they would write, ask, write, and say so."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import click

from site_gen.cli.terminal import print_json, say, window


@dataclass(frozen=True, slots=True)
class Offered:
    """What a command found. `lines` shows it in a width, `data` as JSON, given whether it is written; `write` writes
    it, and is None where nothing would change. `unchanged` and `written` are what is said of either."""

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
        say("nothing was written (--dry-run)")
    elif yes or not sys.stdin.isatty() or click.confirm("Write this?", default=True, err=True):
        offered.write()
        say(f"written: {offered.written}")
    else:
        say("nothing was written")
