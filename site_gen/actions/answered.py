"""Marks the leads whose audit or proposal is finished: it is once the site is built with it, and it is no draft."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from site_gen.inbox.marking import advance
from site_gen.inbox.records import Lead, Status
from site_gen.model.site import Site


@dataclass(frozen=True, slots=True)
class Answered:
    """A lead, as it was before it was marked, its new status, and the file with what was made for it."""

    lead: Lead
    status: Status
    file: str


def mark_answered(site: Site, database: str, at: datetime) -> tuple[Answered, ...]:
    """Mark the leads of a built site's audits and proposals, and return those that came further by it.

    `database` is the inbox's; leads that it doesn't have are passed over. Raises WorldError.
    """
    found: list[Answered] = []
    for lead_id, status, file in _finished(site):
        before = advance(database, lead_id, status, at, file)
        if before is not None:
            found.append(Answered(before, status, file))
    return tuple(found)


def _finished(site: Site) -> Iterator[tuple[str, Status, str]]:
    """Yield the lead of each audit and proposal that is no draft, with the status that follows and the file."""
    for audit in site.audits:
        if audit.original.lead and not audit.original.draft:
            yield audit.original.lead, Status.AUDITED, audit.file
    for proposal in site.proposals:
        if proposal.original.lead and not proposal.original.draft:
            yield proposal.original.lead, Status.PROPOSED, proposal.file
