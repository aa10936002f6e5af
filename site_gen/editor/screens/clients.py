"""An audit or a proposal for one client, begun from a request or from nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from slugify import slugify

from site_gen.actions.audit import AuditRequest, audit_source
from site_gen.actions.audit_file import client_of
from site_gen.actions.editing.saving import Wish, save
from site_gen.actions.errors import BadAddressError, UnknownNameError
from site_gen.actions.proposal import ProposalRequest, proposal_source
from site_gen.editor.desk import Desk
from site_gen.editor.things import FOR_CLIENTS
from site_gen.editor.web import Answer, Asked, redirect
from site_gen.editor.words import words_in
from site_gen.inbox.records import Kind, Lead, LeadFilter
from site_gen.inbox.store import Store
from site_gen.load.discovery import RESERVED_NAMES
from site_gen.model.content_kinds import AUDIT, ContentKind
from site_gen.model.site import Site
from site_gen.sources.edits.files import Content, edited, read_content

SHOWN = 100


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was chosen."""

    kind: ContentKind
    client: str
    lead: Lead | None
    page: str
    language: str
    audit: str
    offer: str
    is_short: bool


def screen(desk: Desk, asked: Asked) -> Answer:
    """Ask for whom it is and what it rests on; begin it as a draft."""
    kind = next((each for each in FOR_CLIENTS if each.name == asked.query.get("kind", "")), None)
    if kind is None:
        return desk.message(asked, 404, "missing")
    if desk.site is None or desk.session.engine.problems:
        return desk.message(asked, 409, "broken")
    wanted = _wanted(desk, asked, kind)
    if asked.method != "POST":
        return _form(desk, asked, desk.site, wanted)
    return _written(desk, asked, desk.site, wanted)


def _written(desk: Desk, asked: Asked, site: Site, wanted: _Wanted) -> Answer:
    if not slugify(wanted.client):
        return _form(desk, asked, site, wanted, "name")
    try:
        file, text = _begun(desk, site, wanted)
    except BadAddressError:
        return _form(desk, asked, site, wanted, "page")
    except UnknownNameError:
        return desk.message(asked, 404, "missing")
    number = save(desk.work, "new", {file: Wish("", text)})
    return redirect("write", wrote=(file,), file=file, **({"saved": number} if number else {}))


def _wanted(desk: Desk, asked: Asked, kind: ContentKind) -> _Wanted:
    store, is_sent = desk.inbox.store(), asked.method == "POST"
    id_ = asked.field("lead") if is_sent else asked.query.get("lead", "")
    lead = store.lead(id_) if store and id_ else None
    name = asked.field("client").strip() if is_sent else client_of(lead.values, "") if lead else ""
    return _Wanted(
        kind,
        name[:300],
        lead,
        asked.field("page").strip(),
        asked.field("language"),
        asked.field("audit") if is_sent else _audit_of(desk, lead),
        asked.field("offer"),
        bool(asked.field("short")),
    )


def _audit_of(desk: Desk, lead: Lead | None) -> str:
    """Return the audit that was made for a lead."""
    audits = desk.site.audits if desk.site else ()
    return next((audit.slug for audit in audits if lead and audit.original.lead == lead.id), "")


def _begun(desk: Desk, site: Site, wanted: _Wanted) -> tuple[str, bytes]:
    """Return the file and its text, with the client's name as it was written."""
    name = _free(desk, wanted.kind, slugify(wanted.client, max_length=60, word_boundary=True))
    lead = wanted.lead.id if wanted.lead else None
    if wanted.kind is AUDIT:
        audit = AuditRequest(name, lead, wanted.page or None, (), wanted.language or None, wanted.is_short)
        file, text = audit.file, audit_source(site, audit, wanted.lead, desk.now)
    else:
        proposal = ProposalRequest(name, wanted.audit or None, lead, wanted.offer or None)
        store = desk.inbox.store()
        text = proposal_source(site, proposal, store.lead if store else lambda _: None, desk.now)
        file = proposal.file
    raw = text.encode()
    data = read_content(raw, is_markdown=False).data
    return file, edited(raw, Content({**data, "client": wanted.client})) if isinstance(data, dict) else raw


def _free(desk: Desk, kind: ContentKind, slug: str) -> str:
    """Return a name that no file has: cafe, cafe-2, cafe-3 …"""
    number = 1
    while True:
        name = slug if number == 1 else f"{slug}-{number}"
        if name not in RESERVED_NAMES and desk.work.read(f"{kind.folder}/{name}{kind.suffix}") is None:
            return name
        number += 1


def _form(desk: Desk, asked: Asked, site: Site, wanted: _Wanted, wrong: str = "") -> Answer:
    store = desk.inbox.store()
    view: dict[str, Any] = {
        "leads": [(lead.id, f"{client_of(lead.values, lead.id)} · {lead.title}") for lead in _requests(store)],
        "audits": [(audit.slug, audit.original.client) for audit in site.audits],
        "offers": [(each.slug, each.original.title) for each in site.offers if each.original.kind == "second-step"],
        "tongues": list(site.settings),
    }
    say = words_in(asked.language).say
    message = say(f"client_wrong_{wrong}") if wrong else ""
    shown = {"kind": wanted.kind.name, "wanted": wanted, "wrong": wrong, "message": message}
    return desk.page(asked, "client.html", 422 if wrong else 200, **view, **shown)


def _requests(store: Store | None) -> list[Lead]:
    return [each for each in store.leads(LeadFilter(limit=SHOWN)) if each.kind is not Kind.ACCEPTANCE] if store else []
