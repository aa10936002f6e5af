"""What calls `site-gen deploy --if-due` at the right moments: made from the timeline, and put into the project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Final

from site_gen.actions.deploy_target import chosen
from site_gen.actions.errors import AlreadyThereError, BadPathError, NamedThing, OutOfReachError, UnknownNameError
from site_gen.actions.files import writing
from site_gen.actions.schedules import SCHEDULERS
from site_gen.actions.schedules.base import Moment, Schedule, ScheduleFile, Scheduler, signed_files
from site_gen.distribution import git_origin, same_again
from site_gen.files import read_regular, write_atomically
from site_gen.load import load_site
from site_gen.messages import listed, m
from site_gen.model.settings import Settings
from site_gen.model.site import Site
from site_gen.model.timeline import Change, ChangeKind, coming

_YEAR: Final = timedelta(days=364)
"""How far ahead a time without a year means what it says."""


@dataclass(frozen=True, slots=True)
class Written:
    """A schedule as files, and what its owner does with them; `changed` are the files that were written now."""

    schedule: Schedule
    files: tuple[ScheduleFile, ...]
    steps: tuple[str, ...]
    changed: tuple[str, ...] = ()


def make_schedule(project: Path, kind: str, target: str | None, now: datetime, program: tuple[str, ...]) -> Written:
    """Return the files for a kind of scheduler (one of SCHEDULERS), with the moments after `now`.

    `program` are the words that run site-gen on this machine. Raises ProjectError, and ActionError: for a kind or a
    target that there isn't, no target at all, or one that such a scheduler can't reach.
    """
    if kind not in SCHEDULERS:
        raise UnknownNameError(NamedThing.SCHEDULER, kind, tuple(SCHEDULERS))
    if not SCHEDULERS[kind].is_host:
        _refuse_path(project, program)
    schedule = schedule_of(load_site(project).site, kind, target, now, str(project), program)
    return Written(schedule, signed_files(SCHEDULERS[kind], schedule), SCHEDULERS[kind].steps(schedule))


def schedule_of(
    site: Site, kind: str, target: str | None, now: datetime, folder: str, program: tuple[str, ...]
) -> Schedule:
    """Return what a kind of scheduler is told of a site. Raises ActionError for a target that there isn't, or that such
    a scheduler can't reach."""
    scheduler, settings = SCHEDULERS[kind], site.main
    name = chosen(settings, target)
    meant = settings.targets[name]
    if scheduler.is_host and meant.is_local:
        raise OutOfReachError(kind, name, tuple(other for other, row in SCHEDULERS.items() if not row.is_host))
    first = name == next(iter(settings.targets))
    moments = tuple(_moments(coming(site, now), settings))
    held = _held(moments, scheduler, now)
    return Schedule(
        kind=kind,
        name=_name(settings, None if first else name),
        target=None if first else name,
        moments=held,
        later=moments[len(held) :] if scheduler.holds is not None else (),
        folder=folder,
        program=program,
        package=same_again(*filter(None, [meant.extra]), origin=git_origin()),
        secrets=tuple(meant.secrets),
        passwords=_passwords(site),
        programs=meant.programs,
        language=settings.languages[0],
    )


def write_schedule(project: Path, made: Written, *, replace: bool) -> Written:
    """Put the files into the project; say which were new or different.

    Raises WorldError, and AlreadyThereError for files that aren't ours or were changed since, unless they may be
    replaced; nothing is written then.
    """
    with writing(project):
        old = {file.path: _content(project / file.path) for file in made.files}
        others = tuple(
            file.path
            for file in made.files
            if (content := old[file.path]) is not None and content != file.content and not file.is_ours(content)
        )
        if others and not replace:
            raise AlreadyThereError(others)
        new = [file for file in made.files if old[file.path] != file.content]
        for file in new:
            (project / file.path).parent.mkdir(parents=True, exist_ok=True)
            write_atomically(project / file.path, file.content)
    return Written(made.schedule, made.files, made.steps, tuple(file.path for file in new))


def _content(path: Path) -> bytes | None:
    try:
        return read_regular(path)
    except FileNotFoundError:
        return None


def _refuse_path(project: Path, program: tuple[str, ...]) -> None:
    """Refuse paths with a line break or the like, which no file of a scheduler has room for."""
    for path in (str(project), *program):
        if not path.isprintable():
            raise BadPathError(path)


_WHY: Final = {
    ChangeKind.OPENS: m("{name} opens"),
    ChangeKind.CLOSES: m("{name} closes"),
    ChangeKind.APPEARS: m("{name} appears"),
    ChangeKind.EXPIRES: m("{name} expires"),
}


def _moments(changes: tuple[Change, ...], settings: Settings) -> Iterator[Moment]:
    """Yield each instant once, in the site's time zone."""
    for at, same in groupby(changes, key=lambda change: change.at):
        why = listed(_WHY[change.kind].filled(name=change.slug) for change in same)
        yield Moment(at.astimezone(settings.zone), why)


def _held(moments: tuple[Moment, ...], scheduler: Scheduler, now: datetime) -> tuple[Moment, ...]:
    within = moments if scheduler.has_years else tuple(moment for moment in moments if moment.at - now <= _YEAR)
    return within if scheduler.holds is None else within[: scheduler.holds]


def _name(settings: Settings, target: str | None) -> str:
    """Return what tells this site and target from others on a machine, of letters that every scheduler takes."""
    address = settings.url.partition("://")[2].rstrip("/").lower()
    return re.sub(r"[^a-z0-9.]+", "-", "-".join(filter(None, (address, target)))).strip("-.") or "site"


def _passwords(site: Site) -> tuple[str, ...]:
    return tuple(sorted({source.original.password for source in site.unlisted if source.original.password}))
