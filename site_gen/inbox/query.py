"""Finds leads by what people know about them, and returns leads as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from site_gen.inbox.lead_origin import campaign_of, network_of
from site_gen.inbox.people import has_email
from site_gen.inbox.records import Event, Lead, LeadFilter, NoticeDelivery, Status
from site_gen.inbox.store import Store


@dataclass(frozen=True, slots=True)
class Wanted:
    """Search criteria; None means any. `email` must be one of the answers; `since` is inclusive."""

    status: Status | None = None
    form: str | None = None
    campaign: str | None = None
    network: str | None = None
    since: datetime | None = None
    suspect: bool | None = None
    email: str | None = None
    limit: int | None = None


def find_leads(store: Store, wanted: Wanted) -> list[Lead]:
    """Return the matching leads, the newest first; for a person's e-mail also the proposals that they accepted."""
    found = store.leads(LeadFilter(form=wanted.form, status=wanted.status, suspect=wanted.suspect, since=wanted.since))
    chosen = _with_acceptances(found, wanted.email) if wanted.email is not None else found
    return list(islice((lead for lead in chosen if _is_from(lead, wanted)), wanted.limit))


def _is_from(lead: Lead, wanted: Wanted) -> bool:
    return wanted.campaign in {None, campaign_of(lead.campaign)} and wanted.network in {None, network_of(lead.campaign)}


def _with_acceptances(leads: Iterable[Lead], email: str) -> list[Lead]:
    leads = list(leads)
    own = {lead.id for lead in leads if has_email(lead.values, email)}
    return [lead for lead in leads if lead.id in own or lead.about in own]


def lead_data(lead: Lead) -> dict[str, object]:
    """Return a lead as plain data; instants as ISO 8601 text in UTC."""
    return {
        "id": lead.id,
        "received": lead.received.isoformat(),
        "kind": lead.kind.value,
        "status": lead.status.value,
        "suspect": lead.suspect,
        "form": lead.form,
        "title": lead.title,
        "language": lead.language,
        "values": dict(lead.values),
        "network": network_of(lead.campaign),
        "campaign": dict(lead.campaign),
        "consent": {"text": lead.consent, "version": lead.consent_version, "at": lead.consent_at.isoformat()},
        "marketing_consent": lead.marketing_consent,
        "about": lead.about,
    }


def whole_data(lead: Lead, events: Iterable[Event], notices: Iterable[NoticeDelivery]) -> dict[str, object]:
    """Return a lead as plain data with its history and the state of its notices."""
    return lead_data(lead) | {
        "events": [{"at": event.at.isoformat(), "what": event.what, "note": event.note} for event in events],
        "notices": [
            {
                "channel": notice.channel.value,
                "state": notice.state.value,
                "tries": notice.tries,
                "next_at": _iso(notice.next_at),
                "sent_at": _iso(notice.sent_at),
                "last_error": notice.last_error,
            }
            for notice in notices
        ],
    }


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def answers_of(leads: Iterable[Lead]) -> list[str]:
    """Return the names of all answers, in order of first appearance from the oldest lead on."""
    names: Mapping[str, None] = {name: None for lead in reversed(list(leads)) for name in lead.values}
    return list(names)
