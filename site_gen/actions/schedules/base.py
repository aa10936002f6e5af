"""What every scheduler is told: when to run, what, and where."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Final

from site_gen.actions.schedules.programs import machine_notes
from site_gen.messages import ENGLISH, Message, joined, m, said

_LATE: Final = timedelta(minutes=2)
"""Queues of hosts are longest at the start of an hour, when offers end."""

_NONE: Final = "00000000"
_UNSIGNED: Final = f"{_NONE} {_NONE}"
_MARK: Final = re.compile(r"site-gen schedule (?P<kind>\w+) \((?P<sum>[0-9a-f]{8})(?: (?P<basis>[0-9a-f]{8}))?\)")
_TARGET: Final = re.compile(r"  site-gen schedule \w+ (?:--|- -)target (\S+)")

DAILY: Final = "17 3 * * *"
"""Once a day at 03:17: what a late or dropped run left is put right by then."""


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
    def cron(self) -> str:
        """When a host's scheduler had better run for it, in UTC: minute, hour, day, month. cron knows no years."""
        at = self.utc + _LATE
        return f"{at.minute} {at.hour} {at.day} {at.month} *"

    @property
    def label(self) -> Message:
        return joined(f"{self.at:%Y-%m-%d %H:%M %Z}: ", self.why)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a site is to be built and put online again, by a scheduler of `kind`.

    `name` tells this site and target from others on a machine. `target` is None for the site itself, whose deploys are
    recorded. `moments` are those that the scheduler holds, `later` the ones beyond. `folder` is the project's,
    `program` the words that run this program on this machine; `package` is what is installed elsewhere, `programs` are
    what the target needs beside it. `secrets` and `passwords` are the environment variables that the target and the
    locked pages need. `language` is that of the notes in its files.
    """

    kind: str
    name: str
    target: str | None
    moments: tuple[Moment, ...]
    later: tuple[Moment, ...]
    folder: str
    program: tuple[str, ...]
    package: str
    secrets: tuple[str, ...] = ()
    passwords: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    language: str = ENGLISH

    @property
    def variables(self) -> tuple[str, ...]:
        """Every environment variable that a deploy needs."""
        return (*self.secrets, *self.passwords)

    @property
    def words(self) -> str:
        """The command on a host, where the project's folder is the working folder and the shell is a Unix one."""
        return shlex.join(("site-gen", "deploy", *filter(None, [self.target])))

    @property
    def command(self) -> tuple[str, ...]:
        """What is run on this machine: it does nothing where nothing is due. A refusal of deploy stays one."""
        return (*self.program, "deploy", *filter(None, [self.target]), "--if-due", "--quiet", "--project", self.folder)

    @property
    def secrets_file(self) -> str:
        """Where secrets are for what runs on this machine, below the home folder: shell assignments, one a line."""
        return f".config/site-gen/{self.name}.env"


@dataclass(frozen=True, slots=True)
class ScheduleFile:
    """A file that a scheduler reads: its place in the project, its text, and how it is encoded."""

    path: str
    text: str
    encoding: str = field(default="utf-8")

    @property
    def content(self) -> bytes:
        return self.text.encode(self.encoding)

    def is_ours(self, content: bytes) -> bool:
        """Whether the content of a file with this name was written by us, and not changed since."""
        mark = mark_in(content)
        return mark is not None and mark.is_unchanged


@dataclass(frozen=True, slots=True)
class Mark:
    """What a file of ours says of itself: for which kind and target it was written, and whether nobody changed it.

    `basis` stands for all that is in it beside the moments and this machine's paths; '' in files of older versions.
    `text` is the file's, `line` that of what it says of itself.
    """

    kind: str
    target: str | None
    basis: str
    is_unchanged: bool
    text: str
    line: int


def mark_in(content: bytes) -> Mark | None:
    """Return what a file says of itself; None for one that isn't ours."""
    try:
        text = content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8")
    except UnicodeDecodeError:
        return None
    text = text.replace("\r\n", "\n")
    mark = _MARK.search(text)
    if mark is None:
        return None
    unsigned = text[: mark.start("sum")] + _NONE + text[mark.end("sum") :]
    target = _TARGET.search(text, mark.end())
    return Mark(
        mark["kind"],
        target[1] if target else None,
        mark["basis"] or "",
        mark["sum"] == _checksum(unsigned),
        text,
        text.count("\n", 0, mark.start()) + 1,
    )


@dataclass(frozen=True, slots=True)
class Scheduler:
    """A kind of scheduler. `holds` is how many moments fit (None: it doesn't need them, since it asks all the time);
    `has_years` whether it knows years; a host's reaches no folder of this machine. `where` is a pattern of its files'
    paths in a project."""

    about: str
    where: str
    files: Callable[[Schedule], tuple[ScheduleFile, ...]]
    steps: Callable[[Schedule], tuple[str, ...]]
    holds: int | None
    is_host: bool = False
    has_years: bool = True


def signed_files(scheduler: Scheduler, schedule: Schedule) -> tuple[ScheduleFile, ...]:
    """Return the files of a schedule, with two checksums in the mark of each: by one a later run sees that nobody
    changed it, by the other that all but the moments and this machine's paths would be written the same."""
    bare = replace(schedule, moments=(), later=(), folder="/", program=("site-gen",))
    return tuple(map(_signed, scheduler.files(schedule), scheduler.files(bare)))


def _signed(file: ScheduleFile, bare: ScheduleFile) -> ScheduleFile:
    text = file.text.replace(f"({_UNSIGNED})", f"({_NONE} {_checksum(bare.text)})", 1)
    text = text.replace(f"({_NONE} ", f"({_checksum(text)} ", 1)
    return ScheduleFile(file.path, text, file.encoding)


def _checksum(text: str) -> str:
    return blake2b(text.encode(), digest_size=4).hexdigest()


def notes(schedule: Schedule, steps: Iterable[str]) -> Iterator[str]:
    """Yield what everyone should know of the file, without the signs of a comment."""
    mark = f"site-gen schedule {schedule.kind} ({_UNSIGNED})"
    yield from told(schedule, m("Written by {mark}, which replaces it as long as nobody edits it.", mark=mark))
    yield from told(schedule, m("Write it again when an offer, a proposal or an article with a date is new:"))
    yield f"  {writing_command(schedule.kind, schedule.target)}"
    yield ""
    yield from told(schedule, *steps)
    yield ""


def told(schedule: Schedule, *texts: str) -> Iterator[str]:
    """Yield the lines of texts in the language of a schedule's files."""
    for text in texts:
        yield from said(text, schedule.language).split("\n")


def writing_command(kind: str, target: str | None) -> str:
    """Return the command that writes a schedule into the project."""
    return f"site-gen schedule {kind}{f' --target {target}' if target else ''} --write"


def host_notes(schedule: Schedule) -> Iterator[str]:
    """Yield what is to be known where somebody else's scheduler runs it."""
    text = m(
        "Schedulers of hosts run late, by minutes and at times by an hour, and drop a run now and then. An open\n"
        "offer closes itself in the page at its end, whenever they run; what opens or appears waits for them.\n"
        "Times are UTC, two minutes after the change, when queues are shorter. They know no year: the runs of next\n"
        "year find nothing to do."
    )
    yield from told(schedule, text)
    yield from later_notes(schedule)


def later_notes(schedule: Schedule) -> Iterator[str]:
    """Yield what becomes of the moments that the scheduler has no room for."""
    if schedule.later:
        number, first = len(schedule.later), schedule.later[0]
        text = m(
            "Changes that have no time of their own below: {number}, from {day} on. Before that, run\n"
            "site-gen schedule {kind} again; the daily run finds them too, up to a day late.",
            number=number,
            day=f"{first.at:%Y-%m-%d}",
            kind=schedule.kind,
        )
        yield from told(schedule, text)


def comment(lines: Iterable[str]) -> str:
    """Return lines as comments of YAML, cron and systemd."""
    return "".join(f"# {line}".rstrip() + "\n" for line in lines)


def times(schedule: Schedule) -> Iterator[tuple[str, str]]:
    """Yield each time of a host's scheduler as cron writes it, and why: every day, then the moments; none twice."""
    reasons: dict[str, list[str]] = {DAILY: [said(m("every day"), schedule.language)]}
    for moment in schedule.moments:
        reasons.setdefault(moment.cron, []).append(said(moment.label, schedule.language))
    yield from ((at, "; ".join(why)) for at, why in reasons.items())


def shell_line(schedule: Schedule) -> str:
    """Return the command for a shell of this machine, with the secrets of the file that its owner keeps for it."""
    command = shlex.join(schedule.command)
    if not schedule.variables:
        return command
    file = f'"$HOME/{schedule.secrets_file}"'
    return f"set -a; [ ! -f {file} ] || . {file}; {command}"


def machine_steps(schedule: Schedule) -> Iterator[str]:
    """Yield where secrets go on this machine, and how programs are found."""
    yield from machine_notes(schedule.programs, schedule.secrets_file)
    if schedule.variables:
        yield m(
            "Secrets, where they are needed, go into ~/{file} (chmod 600),\none a line, in single quotes:",
            file=schedule.secrets_file,
        )
        yield from (f"  {variable}='…'" for variable in schedule.variables)
