"""Who asked: one lead after another, to mark, to note, to answer, to delete; all as a table; and how far they came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

from site_gen.editor.desk import Desk
from site_gen.editor.web import Answer, Asked, redirect
from site_gen.editor.words import Words, words_in
from site_gen.inbox.answering import EMAIL, PHONE, ways_to_answer
from site_gen.inbox.conversions import Conversion, conversions, total
from site_gen.inbox.lead_origin import DIRECT, NO_CAMPAIGN
from site_gen.inbox.people import name_of
from site_gen.inbox.records import Event, Kind, Lead, LeadFilter, Status
from site_gen.inbox.spreadsheet import BOM, spreadsheet
from site_gen.inbox.store import Store
from site_gen.model.networks import NETWORKS
from site_gen.render.localize import Localizer

SHOWN = 200
MOST_ROWS: Final = 20


def screen(desk: Desk, asked: Asked) -> Answer:
    """Show the leads that are looked for; mark or delete one."""
    store = desk.inbox.store()
    if asked.method == "POST":
        return _changed(desk, asked, store)
    wanted, status = asked.query.get("search", "").strip(), asked.query.get("status", "")
    found = _found(store, asked, SHOWN)
    histories = store.histories([lead.id for lead in found]) if store and found else {}
    return desk.page(
        asked,
        "leads.html",
        leads=[_view(desk, lead, histories.get(lead.id, []), asked.language) for lead in found],
        search=wanted,
        status=status,
        statuses=[each.value for each in Status],
        is_empty=not found and not wanted and not status,
    )


def export(desk: Desk, asked: Asked) -> Answer:
    """Give the leads that are looked for as a table, as `site-gen leads export --bom` does."""
    text = spreadsheet(_found(desk.inbox.store(), asked), _zone(desk))
    named = ("Content-Disposition", 'attachment; filename="leads.csv"')
    return Answer(200, (BOM + text).encode(), "text/csv; charset=utf-8", (named,))


def funnel(desk: Desk, asked: Asked) -> Answer:
    """Show how many requests came how far, by campaign and by network."""
    store, words = desk.inbox.store(), words_in(asked.language)
    leads = store.leads(LeadFilter()) if store else []
    histories = store.histories([lead.id for lead in leads]) if store and leads else {}
    tables = [{"by": by, "rows": _rows(conversions(leads, histories, by), words)} for by in ("campaign", "network")]
    return desk.page(asked, "funnel.html", tables=[table for table in tables if table["rows"]])


def _rows(found: Sequence[Conversion], words: Words) -> list[dict[str, Any]]:
    """Return the rows of a table, the sum last; each number with the share of the longest bar."""
    rows = [*found[:MOST_ROWS], *([total(found)] if found else [])]
    longest = max((row.sent for row in found), default=0) or 1
    return [
        {
            "name": words.say("funnel_total") if index == len(rows) - 1 else _origin(row.group, words),
            "is_total": index == len(rows) - 1,
            "stages": [
                {"count": count, "share": row.share(count), "width": min(100, round(100 * count / longest))}
                for count in row.stages
            ],
        }
        for index, row in enumerate(rows)
    ]


def _origin(group: str, words: Words) -> str:
    if group in {NO_CAMPAIGN, DIRECT}:
        return words.say("no_origin")
    return NETWORKS[group].name if group in NETWORKS else group


def _found(store: Store | None, asked: Asked, limit: int | None = None) -> list[Lead]:
    """Return the leads that are looked for, the newest first."""
    wanted, status = asked.query.get("search", "").strip(), asked.query.get("status", "")
    known = next((each for each in Status if each.value == status), None)
    leads = store.leads(LeadFilter(status=known, limit=limit if not wanted else None)) if store else []
    return [lead for lead in leads if _has(lead, wanted)][:limit]


def _has(lead: Lead, wanted: str) -> bool:
    texts = (lead.id, lead.title, *lead.values.values(), *lead.campaign.values())
    return not wanted or any(wanted.casefold() in text.casefold() for text in texts)


def _changed(desk: Desk, asked: Asked, store: Store | None) -> Answer:
    lead = store.lead(asked.field("lead")) if store else None
    if store is None or lead is None:
        return desk.message(asked, 404, "missing")
    status = next((each for each in Status if each.value == asked.field("status")), None)
    if asked.field("do") == "delete":
        store.delete([lead.id], desk.inbox.erased)
    elif status is not None:
        store.mark(lead.id, status, desk.work.clock(), asked.field("note").strip()[:2000])
    return redirect("leads")


def _zone(desk: Desk) -> tzinfo:
    return desk.site.main.zone if desk.site else ZoneInfo("UTC")


def _view(desk: Desk, lead: Lead, events: list[Event], language: str) -> dict[str, Any]:
    words = Localizer(language, desk.site.main.time_zone if desk.site else "UTC", {})
    return {
        "id": lead.id,
        "title": lead.title,
        "at": lead.received.isoformat(),
        "when": words.instant_short(lead.received.isoformat()),
        "kind": lead.kind.value,
        "status": lead.status.value,
        "is_suspect": lead.suspect,
        "values": list(lead.values.items()),
        "campaign": list(lead.campaign.items()),
        "consent": lead.consent,
        "marketing": lead.marketing_consent or "",
        "ways": _ways(desk, lead, words_in(language)),
        "works": _works(desk, lead) if lead.kind is not Kind.ACCEPTANCE else [],
        "events": [
            {
                "at": event.at.isoformat(timespec="seconds"),
                "when": words.instant_short(event.at.isoformat()),
                "what": event.what,
                "note": event.note,
            }
            for event in events
        ],
    }


def _ways(desk: Desk, lead: Lead, words: Words) -> list[tuple[str, str]]:
    """Return the ways to answer, each with its words and its address; the text is in the lead's own language."""
    say, name = words_in(lead.language).say, name_of(lead.values)
    is_name = name and "@" not in name and not any(sign.isdigit() for sign in name)
    text = say("answer_text", name=name, title=lead.title) if is_name else say("answer_text_unnamed", title=lead.title)
    mine = desk.site.main.name if desk.site else ""
    found = ways_to_answer(lead.values, f"{lead.title} · {mine}" if mine else lead.title, text)
    return [(_way(way.channel, words), way.address) for way in found]


def _way(channel: str, words: Words) -> str:
    if channel == EMAIL:
        return words.say("answer_mail")
    return words.label("phone") if channel == PHONE else words.say("answer_on", name=NETWORKS[channel].name)


def _works(desk: Desk, lead: Lead) -> list[dict[str, str]]:
    """Return what is made for a lead, each begun already or to be begun."""
    site = desk.site
    audits = [each.file for each in (site.audits if site else ()) if each.original.lead == lead.id]
    proposals = [each.file for each in (site.proposals if site else ()) if each.original.lead == lead.id]
    return [
        {"kind": kind, "file": next(iter(files), "")} for kind, files in (("audit", audits), ("proposal", proposals))
    ]
