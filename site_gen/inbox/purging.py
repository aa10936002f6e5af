"""Deletes leads: those that are named, and those that are too old, as far as the clock can be believed.

A server whose clock is wrong would delete everything that it acknowledged. So the time must be plausible, one purge
deletes only a share, and what it deletes is handed to the caller first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Table, delete, func, insert, select

from site_gen.inbox.adding import pieces
from site_gen.inbox.records import Status
from site_gen.inbox.tables import CLOCK, Moment, effective, events, get_moment, leads, outbox, set_meta

LONGEST_GAP: Final = timedelta(days=30)
"""A clock that is further ahead of everything known is not believed."""

SLACK: Final = timedelta(days=1)
"""A clock that is further behind a moment that has passed is not believed."""

SHARE: Final = 4
"""One purge deletes at most one lead in SHARE, or FEW, unless the owner says so."""

FEW: Final = 10

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
"""Rows of the tables, by the tables' names."""


@dataclass(frozen=True, slots=True)
class PurgeRule:
    """What to delete: all received before `before`, suspect ones before `suspect_before`; `now` is the clock's time.

    `newest_file` is the latest time of the project's files. `ahead` is by how much the clock has gone on more than time
    has passed, as far as that is known. `is_trusted` means that the clock was right for days or that the owner says so,
    `is_ordered` that the owner wants everything deleted that is due.
    """

    now: datetime
    before: datetime
    suspect_before: datetime
    newest_file: datetime | None = None
    ahead: timedelta = timedelta()
    is_trusted: bool = False
    is_ordered: bool = False


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge did: how many leads it deleted, and of these how many by age and how many as suspect ones.

    `refused` says why nothing was deleted although something is due; '' otherwise. `doubt` says why the clock isn't
    believed, whether or not something is due.
    """

    deleted: int = 0
    old: int = 0
    suspect: int = 0
    refused: str = ""
    doubt: str = ""


def purge_old(connection: Connection, rule: PurgeRule, keep: Callable[[Rows], None]) -> Purged:
    """Delete what is due in the connection's transaction, after `keep` has taken its rows."""
    doubt = "" if rule.is_trusted else _doubt(connection, rule)
    old = due(connection, rule.before)
    suspect = [id_ for id_ in due(connection, rule.suspect_before, suspect_only=True) if id_ not in set(old)]
    ids = [*old, *suspect]
    if doubt:
        return Purged(refused=doubt if ids else "", doubt=doubt)
    set_meta(connection, CLOCK, rule.now.isoformat())
    if not ids:
        return Purged()
    there = connection.scalar(select(func.count()).select_from(leads)) or 0
    most = max(FEW, there // SHARE)
    if len(ids) > most and not rule.is_ordered:
        return Purged(refused=f"{len(ids)} of {there} leads are due to be deleted; at most {most} go by themselves")
    rows = rows_of(connection, ids)
    keep(rows)
    return Purged(delete_leads(connection, ids), len(old), len(suspect))


def due(connection: Connection, before: datetime, *, suspect_only: bool = False) -> list[str]:
    """Return the leads received before `before`, except those whose proposal was accepted since.

    With `suspect_only`, those that a machine may have sent and that the owner hasn't taken further.
    """
    later = leads.alias("later")
    accepted = select(later.c.about).where(later.c.about.is_not(None), effective(later) >= before)
    old = select(leads.c.id).where(effective(leads) < before, leads.c.id.not_in(accepted))
    if suspect_only:
        old = old.where(leads.c.suspect.is_(True), leads.c.status == Status.NEW.value)
    return list(connection.scalars(old))


def _doubt(connection: Connection, rule: PurgeRule) -> str:
    """Return why the clock can't be believed; '' if it can."""
    if rule.ahead > SLACK:
        return f"the clock says {rule.now:%Y-%m-%d}, having gone on by {rule.ahead.days} days at once: it may be wrong"
    passed = _passed(connection)
    if passed is None:
        return ""
    if rule.now < passed - SLACK:
        return f"the clock says {rule.now:%Y-%m-%d}, but {passed:%Y-%m-%d} has passed already: it is wrong, or was"
    file = rule.newest_file if rule.newest_file and rule.newest_file <= rule.now else None
    latest = max(passed, file or passed)
    if rule.now > latest + LONGEST_GAP:
        return f"the clock says {rule.now:%Y-%m-%d}, but nothing is known since {latest:%Y-%m-%d}: it may be wrong"
    return ""


def _passed(connection: Connection) -> datetime | None:
    """Return a moment that has passed: of the last purge whose clock was believed, else of the newest lead.

    That lead is remembered: the next one may come while the clock is wrong, and would bear it out.
    """
    mark = get_moment(connection, CLOCK)
    if mark is not None:
        return mark
    newest: datetime | None = connection.scalar(select(func.max(leads.c.received)))
    if newest is not None:
        set_meta(connection, CLOCK, newest.isoformat())
    return newest


def rows_of(connection: Connection, ids: Collection[str]) -> Rows:
    """Return the rows of leads, with their acceptances."""
    found: dict[str, list[Mapping[str, Any]]] = {"leads": [], "events": [], "outbox": []}
    for some in pieces(with_acceptances(connection, ids)):
        for table, column in ((leads, leads.c.id), (events, events.c.lead), (outbox, outbox.c.lead)):
            rows = connection.execute(select(table).where(column.in_(some))).mappings()
            found[table.name] += [dict(row) for row in rows]
    return found


def delete_leads(connection: Connection, ids: Collection[str]) -> int:
    """Delete leads with their acceptances. Return how many submissions that were."""
    deleted = 0
    for some in pieces(with_acceptances(connection, ids)):
        connection.execute(delete(events).where(events.c.lead.in_(some)))
        connection.execute(delete(outbox).where(outbox.c.lead.in_(some)))
        deleted += connection.execute(delete(leads).where(leads.c.id.in_(some))).rowcount
    return deleted


def with_acceptances(connection: Connection, ids: Collection[str]) -> list[str]:
    """Return ids with those of the acceptances that belong to them."""
    found = dict.fromkeys(ids)
    for some in pieces(ids):
        found |= dict.fromkeys(connection.scalars(select(leads.c.id).where(leads.c.about.in_(some))))
    return list(found)


def put_rows(connection: Connection, rows: Rows) -> int:
    """Put rows back that a purge deleted. Return how many leads came back; those that are there are left alone."""
    named = [row["id"] for row in rows["leads"]]
    there = {
        id_ for some in pieces(named) for id_ in connection.scalars(select(leads.c.id).where(leads.c.id.in_(some)))
    }
    back = [row for row in rows["leads"] if row["id"] not in there]
    for table, column in ((leads, "id"), (events, "lead"), (outbox, "lead")):
        some_rows = [_values(table, row) for row in rows[table.name] if row[column] not in there]
        if some_rows:
            connection.execute(insert(table), some_rows)
    return len(back)


def _values(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row to insert: moments are read from text, and rows get new numbers where others have theirs by now."""
    values = {name: value for name, value in row.items() if name in table.c and not table.c[name].primary_key}
    moments = {name for name, value in values.items() if isinstance(table.c[name].type, Moment) and value is not None}
    return values | {name: datetime.fromisoformat(values[name]) for name in moments}
