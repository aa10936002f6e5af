"""One run of preview: collects changes, reads the project again, notifies browsers. Runs in one event loop."""

from __future__ import annotations

import asyncio
import gc
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol

from site_gen.file_states import NOTHING, State, state_of
from site_gen.files import is_temporary
from site_gen.load import Loaded
from site_gen.messages import ENGLISH, m, plural, said, said_all
from site_gen.preview.engine import Engine, Refreshed
from site_gen.preview.excerpts import excerpt_of
from site_gen.problems import Problem, Severity

QUIET: Final = 0.005
"""Seconds without a change after which a burst of changes is over."""

LONGEST_BURST: Final = 0.5
LOOK_EVERY: Final = 1.0
"""Seconds between two checks of all files: the folder watcher may miss a file in a new folder."""

SLICE: Final = 0.01
"""Seconds of uninterrupted work on pages that nobody has requested."""

PATIENCE: Final = 0.1
"""Seconds without a request after which preview counts as idle."""

MUCH_GARBAGE: Final = 200_000
"""Collect garbage when this many new objects are alive since the last collection: some megabytes."""

LONGEST_TIMER: Final = 3600.0


class BrowserWindow(Protocol):
    """A browser window that is notified of changes."""

    def tell(self, message: dict[str, Any]) -> None: ...


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The result of a change, for the terminal. `paths` are the pages that differ."""

    changed: tuple[str, ...]
    paths: tuple[str, ...]
    seconds: float
    problems: tuple[Problem, ...]


class Session:
    """Keeps the served site up to date with the project's files and with time."""

    def __init__(
        self,
        engine: Engine,
        project: Path,
        report: Callable[[Rebuilt], None],
        sign: Callable[[], dict[str, State]],
        language: str = ENGLISH,
    ) -> None:
        self.engine = engine
        self.language = language
        self.windows: set[BrowserWindow] = set()
        self.page_problems: tuple[Problem, ...] = ()
        self._run = secrets.token_hex(4)
        self._project = project
        self._report = report
        self._sign = sign
        self._signature = sign()
        self.read_already: Callable[[set[str]], Loaded | None] = lambda _: None
        """Returns the project as somebody else has just read it, where these files are all that changed since."""
        self._looking: asyncio.TimerHandle | None = None
        self._changed: set[str] = set()
        self._first = self._last = self._asked = 0.0
        self._requests = 0
        self.changes: Counter[str] = Counter()
        self._waiting: asyncio.TimerHandle | None = None
        self._turning: asyncio.TimerHandle | None = None
        self._completing: asyncio.Task[None] | None = None
        self._settled = asyncio.Event()
        self._settled.set()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The errors because of which the site shown differs from the files."""
        return self.engine.problems or self.page_problems

    @property
    def generation(self) -> str:
        """The identifier of the served build, unique across runs."""
        return f"{self._run}-{self.engine.generation}"

    def begin(self, first: Refreshed) -> None:
        """Start with the result of the first reading.

        Until `end`, collect garbage only while idle: Python's own collector would run during an edit and double its
        time.
        """
        gc.disable()
        self._look_again()
        if first.is_good:
            self._complete((), first.seconds)
            self.watch_the_clock()

    def end(self) -> None:
        """Cancel everything that is scheduled."""
        for handle in (self._waiting, self._turning, self._looking, self._completing):
            if handle is not None:
                handle.cancel()
        gc.enable()

    # --- changes --------------------------------------------------------------------------------------------------

    def notice(self, path: str) -> None:
        """Record a change; the project is read when no further change follows at once."""
        if is_temporary(path):
            return  # it is renamed into the place of a file, which is a change of that file
        loop = asyncio.get_running_loop()
        self._settled.clear()
        self._last = loop.time()
        if not self._changed:
            self._first = self._last
        self._changed.add(path)
        if self._waiting is None:
            self._waiting = loop.call_later(QUIET, self._look)

    async def settled(self) -> None:
        """Wait until all known changes are read, so that no outdated page is served."""
        self._asked = asyncio.get_running_loop().time()
        await self._settled.wait()

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Let what can wait do so while a request is answered in another thread: both would take twice as long."""
        self._requests += 1
        try:
            yield
        finally:
            self._requests -= 1
            self._asked = asyncio.get_running_loop().time()

    @property
    def _is_quiet(self) -> bool:
        """Whether no request is being answered, and none came recently."""
        return not self._requests and self._asked + PATIENCE < asyncio.get_running_loop().time()

    @property
    def _is_idle(self) -> bool:
        """Whether there are no requests, and all pages are made."""
        return self._is_quiet and (self._completing is None or self._completing.done())

    async def _idle(self) -> None:
        """Wait until there are no requests."""
        await asyncio.sleep(0)
        while not self._is_quiet:
            wait = self._asked + PATIENCE - asyncio.get_running_loop().time()
            await asyncio.sleep(max(wait, PATIENCE / 10))

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        self._waiting = None
        now, quiet_at = loop.time(), self._last + QUIET
        if now - self._first < LONGEST_BURST and (now < quiet_at or self._is_being_saved()):
            self._waiting = loop.call_at(max(quiet_at, now + QUIET), self._look)
            return
        changed, self._changed = tuple(sorted(self._changed)), set()
        try:
            before = self._signature.keys()
            files = self._sign_again(changed)
            self.changes.update(files)
            given = self.read_already(files) if files <= before else None  # what is new may change what others mean
            self._refreshed(changed, self.engine.refresh(files, self._signature, given=given))
        finally:
            if not self._changed:
                self._settled.set()

    def _is_being_saved(self) -> bool:
        """Whether a file has just become empty: many editors truncate a file before they write it."""
        for path in self._changed:
            before, now = self._signature.get(path), state_of(path)
            if now != NOTHING and not now[2] and (before is None or before[2]):
                return True
        return False

    def _sign_again(self, changed: Iterable[str]) -> set[str]:
        """Update the signature, and return the changed files: reported ones that exist or existed, and others that are
        found to have changed."""
        before = self._signature
        states = {path: state_of(path) for path in changed if path in before}
        if all(states.get(path, NOTHING) != NOTHING for path in changed):  # only contents changed: skip other files
            self._signature = {**before, **states}
            return set(states)
        self._signature = now = self._sign()
        found = {path for path, _ in before.items() ^ now.items()}
        return found | {path for path in changed if path in now}

    def _look_again(self) -> None:
        """Find changes that the watcher didn't report."""
        self._looking = asyncio.get_running_loop().call_later(LOOK_EVERY, self._look_again)
        if not self._changed:
            before, now = self._signature, self._sign()
            for path in {path for path, _ in before.items() ^ now.items()}:
                self.notice(path)
        self._turn()  # also after the clock was set or the machine slept
        if not self._changed and self._is_idle and gc.get_count()[0] > MUCH_GARBAGE:
            gc.collect()

    def _refreshed(self, changed: tuple[str, ...], result: Refreshed) -> None:
        if not result.is_good:
            self._report(Rebuilt(self._names(changed), (), result.seconds, self.engine.problems))
            self.tell(self.state())
            return
        self.page_problems = ()
        self.tell({**self.state(), "command": "styles" if result.only_styles else "reload", "path": "*"})
        self._complete(changed, result.seconds)
        self.watch_the_clock()

    def tell(self, message: dict[str, Any]) -> None:
        """Send every window a message."""
        for window in tuple(self.windows):
            window.tell(message)

    # --- pages that nobody has asked for yet ----------------------------------------------------------------------

    def _complete(self, changed: tuple[str, ...], seconds: float) -> None:
        if self._completing is not None:
            self._completing.cancel()
        self._completing = asyncio.ensure_future(self._make_all(changed, seconds))

    async def _make_all(self, changed: tuple[str, ...], seconds: float) -> None:
        """Make every page, a few at a time, to find errors in templates and report them in the terminal."""
        snapshot, loop = self.engine.snapshot, asyncio.get_running_loop()
        if snapshot is None:
            return
        different: list[str] = []
        problems: set[Problem] = set()
        await self._idle()
        self.engine.let_go()
        until = loop.time() + SLICE
        for path, is_different in snapshot.complete(problems):
            if is_different:
                different.append(path)
            if loop.time() > until:
                await self._idle()
                until = loop.time() + SLICE
        self._report(Rebuilt(self._names(changed), tuple(different), seconds, tuple(sorted(problems))))
        if problems:
            self.page_problems = tuple(sorted(problems))
            self.tell(self.state())

    def found(self, problems: Iterable[Problem]) -> None:
        """Record problems of a page that was requested."""
        self.page_problems = tuple(sorted({*self.page_problems, *problems}))
        self.tell(self.state())

    # --- time -----------------------------------------------------------------------------------------------------

    def watch_the_clock(self) -> None:
        """Schedule an update for when something opens or closes, and looks at the clock, which may be set back."""
        if self._turning is not None:
            self._turning.cancel()
            self._turning = None
        if self.engine.shown_at is not None:
            return
        following = self.engine.next_change()
        wait = (following - self.engine.now()).total_seconds() if following is not None else LONGEST_TIMER
        self._turning = asyncio.get_running_loop().call_later(min(max(wait, 0.05), LONGEST_TIMER), self._turn)

    def _turn(self) -> None:
        try:
            if self.engine.shown_at is None and self.engine.is_past():
                self._turned()
        finally:
            self.watch_the_clock()

    def show_at(self, instant: datetime | None) -> None:
        """Show the site at another instant; None means the current time."""
        self.engine.show_at(instant)
        self._after_turning()
        self.watch_the_clock()

    def _turned(self) -> None:
        self.engine.turn()
        self._after_turning()

    def _after_turning(self) -> None:
        self.tell({**self.state(), "command": "reload", "path": "*"})
        self._complete((), 0.0)

    # --- what browsers and the terminal are told ------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """Return the state for a window: the problems with their lines, the instant shown, the style sheet."""
        engine = self.engine
        theme = engine.snapshot.plan.theme if engine.snapshot else None
        return {
            "command": "state",
            "generation": self.generation,
            "shown_at": engine.shown_at.isoformat() if engine.shown_at else None,
            "styles": theme.assets["css"] if theme else "",
            "problems": [self.problem_view(problem) for problem in self.problems],
            "words": said_all(self._words(), self.language),
        }

    def _words(self) -> dict[str, str]:
        """Return what the overlay of problems says beside them."""
        errors = sum(problem.severity is Severity.ERROR for problem in self.problems)
        shown_at = self.engine.shown_at.isoformat(" ", "minutes")[:16] if self.engine.shown_at else ""
        return {
            "title": plural("One thing to mend", "{count} things to mend", count=errors),
            "close": m("Close"),
            "below": m("Below is the site as it was before. This goes away when the files are right again."),
            "shown_at": m("Shown as at {moment}", moment=shown_at),
            "clock": m("Clock"),
            "language": self.language,
        }

    @property
    def project_name(self) -> str:
        return self._project.name

    def problem_view(self, problem: Problem) -> dict[str, Any]:
        """Return a problem as plain data, with the lines around its place."""
        place = problem.location
        return {
            "file": place.file,
            "line": place.line,
            "column": place.column,
            "message": said(problem.message, self.language),
            "hint": said(problem.hint, self.language),
            "severity": problem.severity.value,
            "lines": excerpt_of(self._project, place),
        }

    def _names(self, paths: tuple[str, ...]) -> tuple[str, ...]:
        """Return changed paths for display: relative to the project, without folders whose files are listed."""
        names = [path.removeprefix(f"{self._project}/") for path in paths]
        folders = {parent for name in names for parent in _parents(name)}
        return tuple(name for name in names if name not in folders)


def _parents(name: str) -> Iterator[str]:
    while name := name.rpartition("/")[0]:
        yield name
