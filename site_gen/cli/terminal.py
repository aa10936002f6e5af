"""Output on a terminal; in a pipe, plain text without progress."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import click

from site_gen.problems import WorldError

LONG_WORK = 40
"""The number of files from which a progress bar is shown."""


def make_output_safe() -> None:
    """Make a console escape characters that it can't show, instead of failing (Windows code pages)."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def print_json(data: object) -> None:
    """Write a result to standard output as one JSON document, even if the stream can't show every character."""
    is_utf8 = (sys.stdout.encoding or "").lower().replace("-", "") in {"utf8", "utf8sig"}
    click.echo(json.dumps(data, ensure_ascii=not is_utf8, indent=2))


def say(text: str = "", **style: bool | str) -> None:
    """Write a line to standard error: messages are not results."""
    click.secho(text, err=True, **style)  # type: ignore[arg-type]  # click's styles


def show_world_error(error: WorldError) -> None:
    say(f"error: {error}", fg="red")
    if error.hint:
        say(f"  hint: {error.hint}", dim=True)


def window() -> int | None:
    """Return the width of the terminal; None if the output goes elsewhere."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def counted(number: int, noun: str) -> str:
    """Return '1 page', '3 pages'."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def moment(instant: datetime) -> str:
    """Return an instant for people: 2026-11-30 18:00 CET."""
    return f"{instant:%Y-%m-%d %H:%M %Z}"


class _Bar:
    """A progress bar that appears only if the work is long."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._progress: object | None = None

    def __call__(self, done: int, total: int) -> None:
        if total < LONG_WORK:
            return
        if self._progress is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            columns = (TextColumn(self._label), BarColumn(), MofNCompleteColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._progress = self._bar
            self._task = self._bar.add_task("", total=total)
        self._bar.update(self._task, completed=done)

    def close(self) -> None:
        if self._progress is not None:
            self._bar.stop()


@contextmanager
def progress_bar(label: str = "Rendering") -> Iterator[_Bar | None]:
    """Give a progress bar on a terminal, None elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    bar = _Bar(label)
    try:
        yield bar
    finally:
        bar.close()
