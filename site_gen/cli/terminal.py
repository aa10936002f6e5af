"""Output on a terminal; in a pipe, plain text without progress."""

from __future__ import annotations

import json
import re
import shutil
import sys
from datetime import datetime
from typing import Final

import click

from site_gen.cli.language import in_words
from site_gen.inert import inert_json, inert_lines
from site_gen.messages import m
from site_gen.problems import WorldError


def make_output_safe() -> None:
    """Make a console escape characters that it can't show, instead of failing (Windows code pages)."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def print_json(data: object) -> None:
    """Write a result to standard output as one JSON document, even if the stream can't show every character."""
    is_utf8 = (sys.stdout.encoding or "").lower().replace("-", "") in {"utf8", "utf8sig"}
    click.echo(inert_json(json.dumps(data, ensure_ascii=not is_utf8, indent=2)))


_STYLE: Final = re.compile(r"(\x1b\[[0-9;]*m)")
"""What `click.style` writes: colours, and nothing that moves, clears or answers."""


def say(text: str = "", **style: bool | str) -> None:
    """Write a line to standard error, in the language of the terminal: messages are not results.

    Names of files and texts of others may be in it: whatever could do something to a terminal is escaped.
    """
    pieces = _STYLE.split(in_words(text))
    pieces[::2] = ("\n".join(inert_lines(piece)) for piece in pieces[::2])
    click.secho("".join(pieces), err=True, **style)  # type: ignore[arg-type]  # click's styles


def show_world_error(error: WorldError) -> None:
    say(m("error: {text}", text=str(error)), fg="red")
    if error.hint:
        say(m("  hint: {text}", text=error.hint), dim=True)


def window() -> int | None:
    """Return the width of the terminal; None if the output goes elsewhere."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def counted(number: int, noun: str) -> str:
    """Return '1 page', '3 pages'."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def moment(instant: datetime) -> str:
    """Return an instant for people: 2026-11-30 18:00 CET."""
    return f"{instant:%Y-%m-%d %H:%M %Z}"
