"""Whether the files of `site-gen schedule` in a project still run at the moments, and with the command, of its site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from site_gen.actions.errors import ActionError
from site_gen.actions.schedules import SCHEDULERS
from site_gen.actions.schedules.base import Mark, Schedule, ScheduleFile, mark_in, signed_files, writing_command
from site_gen.messages import listed, m
from site_gen.model.instants import SOON
from site_gen.model.site import Site
from site_gen.problems import Location, Problem, Severity

_LARGEST: Final = 1_000_000
"""No file of ours is larger; others are not read."""

_LABEL: Final = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d \S+: .+?)(?=; \d{4}-\d\d-\d\d |\s*-->|\s*$)", re.MULTILINE)


def schedule_problems(project: Path, site: Site, now: datetime) -> Iterator[Problem]:
    """Yield a warning for each file of ours that `site-gen schedule` would write in another way at `now`.

    A moment that has passed makes no difference, nor does where the project lies on the machine.
    """
    here = now.astimezone(site.main.zone)
    for path, mark in _files(project):
        problem = _about(path, mark, site, here)
        if problem:
            yield problem


def _files(project: Path) -> Iterator[tuple[str, Mark]]:
    for pattern in sorted({row.where for row in SCHEDULERS.values()}):
        for path in sorted(project.glob(pattern)):
            try:
                content = path.read_bytes() if path.is_file() and path.stat().st_size <= _LARGEST else b""
            except OSError:
                continue
            mark = mark_in(content)
            if mark and mark.kind in SCHEDULERS:
                yield path.relative_to(project).as_posix(), mark


def _about(path: str, mark: Mark, site: Site, now: datetime) -> Problem | None:
    from site_gen.actions.schedule import schedule_of  # few projects have such a file, and it needs all of deploy

    line = mark.line
    try:
        schedule = schedule_of(site, mark.kind, mark.target, now, "/", ("site-gen",))
    except ActionError:
        hint = m("remove it here and at the scheduler, or put the target back into 'deploy:'")
        message = m("this schedule deploys the site, and site.yaml has no target that it can reach")
        if mark.target:
            message = m(
                "this schedule deploys to '{target}', and site.yaml has no such target, or none that it can reach",
                target=mark.target,
            )
        return Problem(Location(path, line), message, hint, Severity.WARNING)
    written = {file.path: file for file in signed_files(SCHEDULERS[mark.kind], schedule)}
    said = list(_differences(mark, _counterpart(path, written), schedule, now))
    if not said:
        return None
    return Problem(
        Location(path, line),
        m("this schedule is out of date: {said}", said=listed(said, "; ")),
        _hint(mark),
        Severity.WARNING,
    )


def _counterpart(path: str, written: Mapping[str, ScheduleFile]) -> ScheduleFile | None:
    """Return what would be written in a file's place; a single file may have been given another name."""
    return written.get(path) or (next(iter(written.values())) if len(written) == 1 else None)


def _differences(mark: Mark, new: ScheduleFile | None, schedule: Schedule, now: datetime) -> Iterator[str]:
    fresh = mark_in(new.content) if new else None
    if fresh is None or fresh.basis != mark.basis:
        yield m("target, secrets, address or the version of site-gen are others now")
    if fresh is None or SCHEDULERS[mark.kind].holds is None:
        return
    moments = _Moments(_labels(mark.text), _labels(fresh.text), schedule, now)
    missing, needless = moments.missing(), moments.needless()
    if missing:
        yield m("nothing runs at {missing}", missing=_shown(missing))
    if needless:
        yield m("nothing changes any more at {needless}", needless=_shown(needless))


@dataclass(frozen=True, slots=True)
class _Moments:
    """What a file runs for, and what the one that would be written `now`, in the site's time zone, runs for: labels."""

    there: tuple[str, ...]
    wanted: tuple[str, ...]
    schedule: Schedule
    now: datetime

    def missing(self) -> list[str]:
        """Return what the file doesn't run for. Where it was full, what came into reach since is missed when it nears:
        the file itself says from which day on that is so."""
        found = sorted(set(self.wanted) - set(self.there))
        if len(self.there) < (SCHEDULERS[self.schedule.kind].holds or 0):
            return found
        return [label for label in found if label < max(_minute(self.now + SOON), *self.there)]

    def needless(self) -> list[str]:
        """Return what the file will run for though nothing changes then."""
        known = {_plain(moment.label) for moment in (*self.schedule.moments, *self.schedule.later)}
        since = _minute(self.now)
        return sorted(label for label in set(self.there) - known if label > since)


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def _labels(text: str) -> tuple[str, ...]:
    """Return the moments that a file names, in the order of time; those for which it has no room stand elsewhere."""
    return tuple(sorted({_plain(label) for label in _LABEL.findall(text)}))


def _plain(label: str) -> str:
    """Return a label as XML has it too, which knows no two hyphens in a comment."""
    return label.replace("--", "- -")


def _shown(labels: list[str]) -> str:
    more: str = m(" and {number:,} more", number=len(labels) - 1) if len(labels) > 1 else ""
    at, _, why = labels[0].partition(": ")
    return m("{at} ({why}){more}", at=at, why=why, more=more)


def _hint(mark: Mark) -> str:
    command = writing_command(mark.kind, mark.target)
    again = m("; then do the steps that it names once more")
    if mark.is_unchanged:
        return m("write it again: {command}{then}", command=command, then="" if mark.kind == "github" else again)
    return m(
        "you changed it: see what it would be with {command}, and take over what is new",
        command=command.removesuffix(" --write"),
    )
