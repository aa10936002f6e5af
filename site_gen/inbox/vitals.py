"""What is known of a running inbox: when its parts last worked, and what failed. Health and log both tell from it."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import Final

from site_gen.inert import inert_line
from site_gen.problems import ProjectError, WorldError

SAID_AGAIN: Final = 600.0
"""Seconds after which a failure that lasts is said again."""

_LONGEST: Final = 300


class Part(StrEnum):
    """A part of the inbox that can fail by itself."""

    PROJECT = "project"
    DATABASE = "database"
    CLEANING = "clean-up"
    NOTICES = "notices"


@dataclass(slots=True)
class _Trouble:
    """A part that has failed and hasn't worked since. Times are monotonic seconds."""

    reason: str
    since: float
    said: float
    unsaid: int = 0


class Vitals:
    """Remembers successes and failures, and says each failure once, then every SAID_AGAIN seconds while it lasts.

    Safe for several threads. `log` may fail: a closed terminal must not end the thread that wanted to say something.
    """

    def __init__(self, log: Callable[[str], None], monotonic: Callable[[], float] = time.monotonic) -> None:
        self._log = log
        self._monotonic = monotonic
        self._lock = Lock()
        self._troubles: dict[Part, _Trouble] = {}
        self._last: tuple[Part, float] | None = None
        self._read: float | None = None
        self._is_current = False

    def say(self, line: str) -> None:
        """Write a line to the log."""
        with suppress(OSError, ValueError, RuntimeError):  # a full disk, a closed stream
            self._log(line)

    # --- the project ----------------------------------------------------------------------------------------------

    def looked(self, *, is_current: bool) -> None:
        """Record that the project was looked at, and whether the forms are those of its present files."""
        with self._lock:
            self._read, self._is_current = self._monotonic(), is_current

    @property
    def read_age(self) -> float | None:
        """Seconds since the project was last looked at; None if it never was."""
        with self._lock:
            return None if self._read is None else self._monotonic() - self._read

    @property
    def is_current(self) -> bool:
        return self._is_current

    # --- all parts ------------------------------------------------------------------------------------------------

    def failed(self, part: Part, reason: str, *, count: int = 1) -> None:
        """Record and say a failure. `count` is how many leads it concerns, for the log."""
        now = self._monotonic()
        with self._lock:
            self._last = part, now
            known = self._troubles.get(part)
            if known is not None and known.reason == reason and now - known.said < SAID_AGAIN:
                known.unsaid += count
                return
            unsaid = known.unsaid if known is not None else 0
            self._troubles[part] = _Trouble(reason, known.since if known is not None else now, now)
        self.say(f"{reason} ({unsaid} times more since it was last said)" if unsaid else reason)

    def noted(self, part: Part) -> None:
        """Record that a part doesn't work, where another one has said why."""
        with self._lock:
            self._last = part, self._monotonic()

    def worked(self, part: Part) -> None:
        """Record that a part works, and say so if it had failed."""
        if part not in self._troubles:
            return
        with self._lock:
            known = self._troubles.pop(part, None)
        if known is not None:
            self.say(f"the {part} works again, after {self._monotonic() - known.since:.0f} seconds")

    def trouble(self, part: Part) -> str | None:
        """Return why a part doesn't work; None if it does, as far as is known."""
        known = self._troubles.get(part)
        return known.reason if known is not None else None

    @property
    def last_failure(self) -> tuple[Part, float] | None:
        """The part that failed last, and how many seconds ago; None if nothing has failed."""
        with self._lock:
            return None if self._last is None else (self._last[0], self._monotonic() - self._last[1])


def reason_of(error: BaseException) -> str:
    """Return an error in one line. Of an error that nobody expected only its kind: its text may hold an answer."""
    if isinstance(error, (WorldError, ProjectError)):
        lines = str(error).splitlines()
        return inert_line(lines[0] if lines else type(error).__name__)[:_LONGEST]
    if isinstance(error, OSError):
        named = f" ({error.filename})" if error.filename else ""
        return inert_line(f"{error.strerror or type(error).__name__}{named}")[:_LONGEST]
    return f"a mistake of site-gen's own: {type(error).__name__}"
