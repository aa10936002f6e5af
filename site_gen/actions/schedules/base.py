"""What every scheduler is told: when to run, what, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

MARK: Final = "Written by site-gen schedule"
"""Stands in every file that is ours, which may be written again."""

_LATE: Final = timedelta(minutes=2)
"""Queues of hosts are longest at the start of an hour, when offers end."""


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant at which the site changes (in its time zone), and what changes then."""

    at: datetime
    why: str

    @property
    def utc(self) -> datetime:
        """The first full minute at or after it, in UTC."""
        at = self.at.astimezone(UTC)
        return at if at.second == at.microsecond == 0 else at.replace(second=0, microsecond=0) + timedelta(minutes=1)

    @property
    def on_a_host(self) -> datetime:
        """When a host's scheduler had better run for it, in UTC."""
        return self.utc + _LATE

    @property
    def label(self) -> str:
        return f"{self.at.isoformat(sep=' ', timespec='minutes')}: {self.why}"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a site is to be built and put online again.

    `moments` are the next ones, within a year; `more` says that there are later ones. `folder` is the project's, and
    `program` the words that run this program on this machine; `package` is what is installed elsewhere. `secrets` are the
    environment variables that a build needs.
    """

    name: str
    moments: tuple[Moment, ...]
    more: bool
    folder: str
    program: tuple[str, ...]
    package: str
    secrets: tuple[str, ...] = ()

    @property
    def command(self) -> tuple[str, ...]:
        """What is run: it does nothing where nothing is due."""
        return (*self.program, "deploy", "--if-due", "--yes")


@dataclass(frozen=True, slots=True)
class ScheduleFile:
    """A file that a scheduler reads: its place in the project, and its text."""

    path: str
    text: str
    encoding: str = field(default="utf-8")


def notes(schedule: Schedule, kind: str, *, on_a_host: bool) -> Iterator[str]:
    """Yield what everyone should know of the file, without the signs of a comment."""
    yield f"{MARK} {kind}. Write it again when offers or articles with a date are new: site-gen schedule {kind} --write"
    if on_a_host:
        yield "Schedulers of hosts run late, by minutes and at times by an hour, and drop a run now and then."
    yield "Nothing untrue is online meanwhile: an open offer closes itself in the page at its end."
    if schedule.more:
        yield "There are later changes than those below: write it again before they come. The daily run finds them too."


def cron_time(at: datetime) -> str:
    """Return minute, hour, day and month as cron writes them."""
    return f"{at.minute} {at.hour} {at.day} {at.month} *"


DAILY: Final = "17 3 * * *"
"""Once a day at 03:17: what a late or dropped run left is put right by then."""


def comment(lines: Iterator[str]) -> str:
    """Return lines as comments of YAML, cron and systemd."""
    return "".join(f"# {line}\n" for line in lines)
