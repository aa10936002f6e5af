"""What is shown of work that takes long: on a terminal a line that moves, elsewhere nothing of it.

Nothing is drawn in a pipe, in CI, or beside a JSON document; rich is imported when there is something to draw.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from site_gen.builder.request import BuildListener, Work
from site_gen.cli.language import in_words
from site_gen.cli.terminal import counted, say
from site_gen.messages import joined, m

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE: Final = 0.7
"""Seconds that work takes before a line is shown for it: what ends sooner would only flicker."""

REDRAW: Final = 0.1
"""Seconds between two drawings, at least."""

MANY_PHOTOS: Final = 24
"""Files of new photos from which a build says why it takes long: about four photos in all their sizes and formats."""

_WORDS: Final = {
    Work.PAGES: m("Pages"),
    Work.PHOTOS: m("Photos in all sizes"),
    Work.CARDS: m("Picture cards"),
    Work.DOCUMENTS: m("Documents"),
}


def shows_progress() -> bool:
    """Whether somebody sits at a terminal and reads along."""
    return sys.stderr.isatty() and not os.environ.get("CI") and "--json" not in sys.argv


class Steps:
    """A line for work that is counted, drawn when the counter moves: a thread that draws would keep workers from being
    forked. It appears once the work has taken a while."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun = self._drawn = clock()
        self._line: Progress | None = None
        self._now: tuple[str, int, int | None] = ("", 0, None)

    def show(self, words: str, done: int, total: int | None) -> None:
        """Show how much of what is done; with no `total`, that it is going on."""
        self._now = (in_words(words), done, total)
        self.tick()

    def tick(self) -> None:
        """Draw, if it is time to."""
        at = self._clock()
        words, done, total = self._now
        if at - self._begun < PATIENCE or at - self._drawn < REDRAW or not words:
            return
        if self._line is None:
            if total is not None and done >= total:  # nothing is left to wait for
                return
            self._line = _line(auto_refresh=False)
            self._line.add_task(words, count="")
            _update(self._line, words, done, total)
            self._line.start()
        self._drawn = at
        _update(self._line, words, done, total)
        self._line.refresh()

    def close(self) -> None:
        """Take the line away; the next work gets a new one."""
        if self._line is not None:
            self._line.stop()
            self._line = None
        self._begun = self._clock()
        self._now = ("", 0, None)


@contextmanager
def steps() -> Iterator[Callable[[str, int, int | None], None]]:
    """Give what shows work in steps: its words, how many are done, of how many. It does nothing where nobody reads."""
    if not shows_progress():
        yield lambda _words, _done, _total: None
        return
    line = Steps()
    try:
        yield line.show
    finally:
        line.close()


@contextmanager
def asking() -> Iterator[Callable[[int, int], None]]:
    """Give what shows how many questions to a site are answered, of how many."""
    with steps() as show:
        yield lambda done, total: show(m("Asking"), done, total)


@contextmanager
def building() -> Iterator[BuildListener]:
    """Give the listener of a build: what it is doing, why it takes long, and whom it waits for."""
    waiting = lambda holder: say(m("waiting for another build ({holder}) to end …", holder=holder))  # noqa: E731
    if not shows_progress():
        yield BuildListener(waiting=waiting)
        return
    line = Steps()

    def doing(work: Work, done: int, total: int) -> None:
        line.show(_WORDS[work], done, total)

    def all_done(done: int, total: int) -> None:
        if done >= total:  # more work may follow, or lines of a deploy
            line.close()

    try:
        yield BuildListener(all_done, waiting, doing, _say_why, line.tick)
    finally:
        line.close()


def _say_why(photos: int) -> None:
    if photos >= MANY_PHOTOS:
        say(
            m(
                "New photos: {counted} to make, in the sizes and formats that screens ask\nfor. That takes a "
                "while this once; they are kept, and the next build has them.",
                counted=counted(photos, "file"),
            ),
            dim=True,
        )


class _Activity:
    """What is going on, for as long as it takes: on a terminal a line that moves, elsewhere a line for each thing."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._line: Progress | None = None
        self._is_shown = shows_progress()

    def progress(self, done: int, total: int) -> None:
        """Show how much is done of how much, of what was last told."""
        if self._is_shown:
            self._show(None, done, total)

    def doing(self, what: str) -> None:
        """Show what begins now."""
        if self._is_shown:
            self._show(what, 0, None)
        else:
            say(joined(what, " …"))

    def pause(self) -> None:
        """Take the line away, until there is more to show: other lines come now."""
        if self._line is not None:
            self._line.stop()
            self._line = None

    def _show(self, what: str | None, done: int, total: int | None) -> None:
        if self._line is None:
            self._line = _line(auto_refresh=True)
            self._line.add_task(self._label, count="")
            self._line.start()
        _update(self._line, what, done, total)

    def close(self) -> None:
        if self._line is not None:
            self._line.stop()


@contextmanager
def activity(label: str) -> Iterator[_Activity]:
    """Give what shows how a long work goes that waits for others, called `label` until it is told better."""
    shown = _Activity(label)
    try:
        yield shown
    finally:
        shown.close()


def _line(*, auto_refresh: bool) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    words, count = TextColumn("{task.description}", markup=False), TextColumn("{task.fields[count]}")
    columns = (SpinnerColumn("line"), words, BarColumn(bar_width=20), count, TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=auto_refresh)


def _update(line: Progress, words: str | None, done: int, total: int | None) -> None:
    (task,) = line.tasks
    task.total = total  # None, for what has no end in sight, would mean "as it was" to update
    count = "" if total is None else f"{done:,}/{total:,}"
    line.update(task.id, description=words or task.description, completed=done, count=count)
    task.finished_time = None  # more may follow, and its time goes on
