"""Output on a terminal; in a pipe, plain text without progress."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Final

import click

from site_gen.inert import inert_json, inert_lines
from site_gen.problems import WorldError

if TYPE_CHECKING:
    from rich.progress import Progress

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
    click.echo(inert_json(json.dumps(data, ensure_ascii=not is_utf8, indent=2)))


_STYLE: Final = re.compile(r"(\x1b\[[0-9;]*m)")
"""What `click.style` writes: colours, and nothing that moves, clears or answers."""


def say(text: str = "", **style: bool | str) -> None:
    """Write a line to standard error: messages are not results.

    Names of files and texts of others may be in it: whatever could do something to a terminal is escaped.
    """
    pieces = _STYLE.split(text)
    pieces[::2] = ("\n".join(inert_lines(piece)) for piece in pieces[::2])
    click.secho("".join(pieces), err=True, **style)  # type: ignore[arg-type]  # click's styles


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
        if done >= total:
            self.close()  # another may follow

    def close(self) -> None:
        if self._progress is not None:
            self._bar.stop()
            self._progress = None


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


class _Activity:
    """What is going on, for as long as it takes: on a terminal a line that moves, elsewhere a line for each thing."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._line: Progress | None = None

    def progress(self, done: int, total: int) -> None:
        """Show how much is done of how much, of what was last told."""
        if sys.stderr.isatty():
            self._show(None, completed=done, total=total, count=f"{done:,}/{total:,}")

    def doing(self, what: str) -> None:
        """Show what begins now."""
        if sys.stderr.isatty():
            self._show(what, completed=0, total=None, count="")
        else:
            say(f"{what} …")

    def pause(self) -> None:
        """Take the line away, until there is more to show: other lines come now."""
        if self._line is not None:
            self._line.stop()
            self._line = None

    def _show(self, what: str | None, *, completed: int, total: int | None, count: str) -> None:
        if self._line is None:
            self._line = _moving_line()
            self._line.add_task(self._label, count="")
            self._line.start()
        (task,) = self._line.tasks
        task.total = total  # None, for what has no end in sight, would mean "as it was" to update
        self._line.update(task.id, description=what or task.description, completed=completed, count=count)

    def close(self) -> None:
        if self._line is not None:
            self._line.stop()


def _moving_line() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    words, count = TextColumn("{task.description}", markup=False), TextColumn("{task.fields[count]}")
    columns = (SpinnerColumn(), words, BarColumn(bar_width=20), count, TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


@contextmanager
def activity(label: str) -> Iterator[_Activity]:
    """Give what shows how a long work goes, called `label` until it is told better."""
    shown = _Activity(label)
    try:
        yield shown
    finally:
        shown.close()
