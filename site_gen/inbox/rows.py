"""Turns rows of the inbox's tables into records, and filters into conditions."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, RowMapping

from site_gen.inbox.records import Channel, Kind, Lead, LeadFilter, NoticeDelivery, NoticeState, Status
from site_gen.inbox.tables import leads


def conditions(wanted: LeadFilter) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions of a filter, to be taken together."""
    for name in ("form", "status", "kind", "language", "suspect", "about"):
        value = getattr(wanted, name)
        if value is not None:
            yield leads.c[name] == value
    if wanted.since is not None:
        yield leads.c.received >= wanted.since
    if wanted.until is not None:
        yield leads.c.received < wanted.until
    for mark, value in wanted.campaign.items():
        yield leads.c.campaign[mark].as_string() == value


def lead_of_row(row: RowMapping) -> Lead:
    """Return the lead of a row of its table."""
    return Lead(**{**dict(row), "kind": Kind(row["kind"]), "status": Status(row["status"])})


def delivery_of_row(row: RowMapping) -> NoticeDelivery:
    """Return the state of a notice, from a row of the outbox."""
    state = NoticeState(row["state"])
    return NoticeDelivery(
        channel=Channel(row["channel"]),
        state=state,
        tries=row["tries"],
        next_at=row["next_at"] if state is NoticeState.WAITING else None,
        last_error=row["last_error"],
        sent_at=row["sent_at"],
    )
