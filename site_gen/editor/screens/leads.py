"""Who asked: one lead after another, to mark, to note something, to answer, to delete."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from site_gen.editor.desk import Desk
from site_gen.editor.web import Answer, Asked, redirect
from site_gen.inbox.records import Event, Lead, LeadFilter, Status
from site_gen.inbox.store import Store
from site_gen.render.localize import Localizer

SHOWN = 200


def screen(desk: Desk, asked: Asked) -> Answer:
    """Show the leads that are looked for; mark or delete one."""
    store = desk.inbox.store()
    if asked.method == "POST":
        return _changed(desk, asked, store)
    wanted, status = asked.query.get("search", "").strip(), asked.query.get("status", "")
    known = next((each for each in Status if each.value == status), None)
    leads = store.leads(LeadFilter(status=known, limit=SHOWN)) if store else []
    found = [lead for lead in leads if _has(lead, wanted)]
    histories = store.histories([lead.id for lead in found]) if store and found else {}
    return desk.page(
        asked,
        "leads.html",
        leads=[_view(desk, lead, histories.get(lead.id, []), asked.language) for lead in found],
        search=wanted,
        status=status,
        statuses=[each.value for each in Status],
        is_empty=not leads and not wanted and not known,
    )


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


def _view(desk: Desk, lead: Lead, events: list[Event], language: str) -> dict[str, Any]:
    words = Localizer(language, desk.site.main.time_zone if desk.site else "UTC", {})
    mail = next((value for name, value in lead.values.items() if "@" in value and "mail" in name), "")
    mine = desk.site.main.name if desk.site else ""
    subject = quote(f"{lead.title} · {mine}" if mine else lead.title)
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
        "mail": f"mailto:{quote(mail, safe='@')}?subject={subject}" if mail else "",
        "events": [
            {
                "at": event.at.isoformat(),
                "when": words.instant_short(event.at.isoformat()),
                "what": event.what,
                "note": event.note,
            }
            for event in events
        ],
    }
