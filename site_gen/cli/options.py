"""Options that several commands share, and how they are resolved: the project, the instant, the cache."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeVar

import click

from site_gen.files import real_path
from site_gen.messages import m
from site_gen.problems import ProjectError

_YEARS = range(1970, 2200)


class Number(click.IntRange):
    """A whole number: what is asked for in words, and not as 'INTEGER RANGE'."""

    name = "number"


F = TypeVar("F", bound=Callable[..., object])


def project_option(function: F) -> F:
    """Add --project DIR."""
    return click.option(
        "--project",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="The project's folder (default: the nearest folder up with a site.yaml).",
    )(function)


def now_option(function: F) -> F:
    """Add --now INSTANT."""
    return click.option(
        "--now",
        metavar="INSTANT",
        help="The instant to show the site at, such as 2026-11-30T18:00+01:00 (default: SOURCE_DATE_EPOCH, else now).",
    )(function)


DATABASE_VARIABLE: Final = "SITE_GEN_INBOX_DATABASE"


def database_option(function: F) -> F:
    """Add --database URL."""
    return click.option(
        "--database",
        metavar="URL",
        help=f"The inbox's database: a file, or postgresql://… (default: {DATABASE_VARIABLE}, else "
        ".inbox/leads.sqlite3 in the project).",
    )(function)


def resolve_database(given: str | None, project: Path | None) -> str:
    """Return the inbox's database: --database, else the environment's, else that of the project, which must exist.

    A server that only has the database needs no project.
    """
    named = given or os.environ.get(DATABASE_VARIABLE)
    if named:
        return named
    from site_gen.inbox.database import default_database

    return str(default_database(find_project(project)))


def find_project(given: Path | None) -> Path:
    """Return the project's folder. Raises a usage error if there is none."""
    if given is not None:
        if not given.is_dir():
            raise click.BadParameter(m("Directory '{given}' does not exist.", given=given), param_hint="'--project'")
        if not _is_project(given):
            raise click.UsageError(_misnamed(given) or m("there is no site.yaml in {given}", given=given))
        return real_path(given)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if _is_project(folder):
            return folder
    if said := _misnamed(here):
        raise click.UsageError(said)
    raise click.UsageError(
        m(
            "there is no site.yaml here or in a folder above; start a project with 'site-gen new DIR', "
            "or name one with --project"
        )
    )


def _is_project(folder: Path) -> bool:
    """Whether a folder has a site.yaml; what else has that name is said when the project is read."""
    return os.path.lexists(folder / "site.yaml")  # a link to nowhere, too


def _misnamed(folder: Path) -> str | None:
    """Return what to say of a folder whose site.yaml has another name, or that can't be read; None for others."""
    from site_gen.load.unread import site_file_slip

    if not os.access(folder, os.R_OK | os.X_OK):
        return m("{folder} can't be read: allow it, or run this as its owner", folder=folder)
    name = site_file_slip(folder)
    return m("{folder} is not read under this name: rename it to site.yaml", folder=folder / name) if name else None


def resolve_now(given: str | None, project: Path) -> datetime:
    """Return the instant of the build: --now, else SOURCE_DATE_EPOCH, else the clock. Whole seconds.

    An instant without an offset is a wall time in the site's zone.
    """
    if given is not None:
        return _parse(given, project)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            instant = datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise click.UsageError(m("SOURCE_DATE_EPOCH is not a number of seconds: '{epoch}'", epoch=epoch)) from error
        if instant.year not in _YEARS:
            raise click.UsageError(
                m("SOURCE_DATE_EPOCH is a moment of the year {year}, not of our time", year=instant.year)
            )
        return instant
    return datetime.now(UTC).replace(microsecond=0)  # noqa: TID251  # the one place that reads the clock


def _parse(text: str, project: Path) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(
            m("'{text}' is not an instant; write 2026-11-30T18:00+01:00", text=text), param_hint="--now"
        ) from error
    if instant.year not in _YEARS:
        raise click.BadParameter(m("the year {year} is not of our time", year=instant.year), param_hint="--now")
    instant = instant.replace(microsecond=0)
    return instant if instant.tzinfo is not None else _in_zone_of(project, instant)


def _in_zone_of(project: Path, wall: datetime) -> datetime:
    from pydantic_core import PydanticCustomError

    from site_gen.load import load_settings
    from site_gen.model.instants import wall_to_instant

    try:
        zone = load_settings(project).zone
    except ProjectError:
        return wall.replace(tzinfo=UTC)  # the command tells of the errors itself, with those of all other files
    try:
        return wall_to_instant(wall, zone)
    except PydanticCustomError as error:
        raise click.BadParameter(str(error), param_hint="--now") from error


def cache_folder(project: Path) -> Path:
    """Return the cache folder for slow results: SITE_GEN_CACHE, else .cache in the project."""
    given = os.environ.get("SITE_GEN_CACHE")
    return Path(given) if given else project / ".cache" / "site-gen"
