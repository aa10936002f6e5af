"""What the commands of `site-gen leads` share: the store, the filter for leads, and their output."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from site_gen.cli.options import database_option, find_project, project_option, resolve_database, resolve_now
from site_gen.cli.terminal import say
from site_gen.files import read_regular
from site_gen.inbox.database import shown_url
from site_gen.inbox.erased import erased_file
from site_gen.inbox.kept import kept_file
from site_gen.inbox.marking import existing_store
from site_gen.inbox.query import Wanted, find_leads
from site_gen.inbox.records import Lead, LeadFilter, Status
from site_gen.inbox.store import Store
from site_gen.inert import inert_line
from site_gen.messages import listed, m, plural
from site_gen.nearest import nearest
from site_gen.sources.yaml import read_yaml

F = TypeVar("F", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class LeadStoreOptions:
    """The store of the leads, from the options."""

    project: Path | None
    database: str | None

    @property
    def url(self) -> str:
        return resolve_database(self.database, self.project)

    @contextmanager
    def store(self) -> Iterator[Store | None]:
        """Open the store of leads; print a line and return None if nothing was ever stored. Raises WorldError."""
        with existing_store(self.url) as store:
            if store is None:
                url = shown_url(self.url)
                say(m("no leads yet: there is no database at {url}; site-gen inbox makes it", url=url))
            yield store

    @property
    def kept_file(self) -> Path:
        """The file with the leads that were deleted by age, where the inbox of this project keeps it."""
        return kept_file(self.url, self._project)

    @property
    def erased_file(self) -> Path:
        """The list of the leads that the owner deleted, where the inbox of this project looks for it."""
        return erased_file(self.url, self._project)

    @property
    def _project(self) -> Path | None:
        try:
            return find_project(self.project)
        except click.UsageError:
            return None

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone; UTC if there is no project or it has no valid zone."""
        try:
            source = read_regular(find_project(self.project) / "site.yaml").decode()
            data = read_yaml(source, "site.yaml").data
            name = data.get("time_zone") if isinstance(data, dict) else None
            return ZoneInfo(name if isinstance(name, str) else "UTC")
        except (click.UsageError, OSError, ValueError, KeyError):  # KeyError: no such zone
            return ZoneInfo("UTC")


def place_options(function: F) -> F:
    """Add --project and --database; the command gets a `place`."""

    @database_option
    @project_option
    @functools.wraps(function)
    def command(*args: Any, project: Path | None, database: str | None, **options: Any) -> object:
        return function(*args, place=LeadStoreOptions(project, database), **options)

    return command  # type: ignore[return-value]  # click passes the options by name


@dataclass(frozen=True, slots=True)
class LeadFilterOptions:
    """The filter for leads, from the options."""

    status: str | None
    form: str | None
    campaign: str | None
    network: str | None
    since: str | None
    suspect: bool | None

    def wanted(self, zone: ZoneInfo, **more: Any) -> Wanted:
        """Return the search criteria."""
        return Wanted(
            status=Status(self.status) if self.status else None,
            form=self.form,
            campaign=self.campaign,
            network=self.network.lower() if self.network else None,
            since=read_since(self.since, zone) if self.since else None,
            suspect=self.suspect,
            **more,
        )


def choice_options(function: F) -> F:
    """Add the options that choose leads; the command gets a `choice`."""

    @click.option("--status", type=click.Choice([status.value for status in Status]), help="Those that stand there.")
    @click.option("--form", metavar="NAME", help="Those of a form: the name of an offer's file.")
    @click.option("--campaign", metavar="NAME", help="Those of a campaign: utm_campaign, else the short link.")
    @click.option("--network", metavar="ID", help="Those that a network brought, such as instagram, vk or direct.")
    @click.option("--since", metavar="WHEN", help="Those received since 2026-11-01, 2026-11-01T09:00 or 30d ago.")
    @click.option("--suspect/--no-suspect", default=None, help="Only those perhaps sent by a machine; only the others.")
    @functools.wraps(function)
    def command(*args: Any, **options: Any) -> object:
        choice = LeadFilterOptions(**{name: options.pop(name) for name in LeadFilterOptions.__slots__})
        return function(*args, choice=choice, **options)

    return command  # type: ignore[return-value]


def read_since(text: str, zone: ZoneInfo) -> datetime:
    """Return the instant of --since, in `zone`: the beginning of a day, a moment, or a number of days ago."""
    days = re.fullmatch(r"(\d{1,5})\s*d", text.strip(), re.ASCII)
    try:
        if days:
            return present() - timedelta(days=int(days[1]))
        instant = datetime.fromisoformat(text.strip())
        return instant if instant.tzinfo else instant.replace(tzinfo=zone)
    except (ValueError, OverflowError) as error:
        message = m("'{text}' is no day; write 2026-11-01, 2026-11-01T09:00 or 30d", text=inert_line(text))
        raise click.BadParameter(message, param_hint="--since") from error


def present() -> datetime:
    """Return the present instant (SOURCE_DATE_EPOCH, else the clock)."""
    return resolve_now(None, Path())


def find_chosen(store: Store, wanted: Wanted) -> list[Lead]:
    """Return the matching leads; if there are none, print what exists instead."""
    found = find_leads(store, wanted)
    if not found:
        there = store.count(LeadFilter())
        none_of_them = plural("the one lead doesn't fit", "none of {count:,} leads fits", count=there)
        say(none_of_them if there else m("no leads yet"))
        _say_known_forms(store, wanted)
    return found


def _say_known_forms(store: Store, wanted: Wanted) -> None:
    """Print the known forms if the form's name is unknown."""
    forms = {lead.form for lead in store.leads(LeadFilter())} if wanted.form else set()
    if forms and wanted.form not in forms:
        hint = nearest(wanted.form or "", forms) or m("there are {names}", names=", ".join(sorted(forms)))
        name = inert_line(wanted.form or "")
        say(m("  hint: no lead came by the form '{name}': {hint}", name=name, hint=hint), dim=True)


def known_leads(store: Store | None, ids: Sequence[str]) -> list[Lead]:
    """Return the leads with these ids, without duplicates. Raises a usage error naming every unknown id."""
    found = {id_: store.lead(id_.strip().lower()) if store else None for id_ in ids}
    unknown = [id_ for id_, lead in found.items() if lead is None]
    if unknown:
        known = [lead.id for lead in store.leads(LeadFilter())] if store else []
        raise click.UsageError(listed((_unknown(id_, known) for id_ in unknown), "; "))
    return list({lead.id: lead for lead in found.values() if lead is not None}.values())


def _unknown(id_: str, known: Iterable[str]) -> str:
    hint = nearest(id_, known) or m("see site-gen leads")
    return m("there is no lead '{name}': {hint}", name=inert_line(id_), hint=hint)


def show(lines: Iterable[str]) -> None:
    """Write lines to standard output; with colours on a terminal, unless NO_COLOR is set."""
    color = False if os.environ.get("NO_COLOR") else None
    for line in lines:
        click.echo(line, color=color)
