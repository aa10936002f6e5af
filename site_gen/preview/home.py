"""Preview's own page: the site's pages by kind, problems, coming changes, the clock, received leads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files
from itertools import groupby
from typing import Any, Final

import jinja2
from pydantic_core import PydanticCustomError

from site_gen.inbox.records import LeadFilter
from site_gen.messages import Message, m, plural, said_all
from site_gen.model.instants import wall_to_instant
from site_gen.model.offer import Offer
from site_gen.model.site import Site, Translated
from site_gen.preview.inbox import LocalInbox
from site_gen.preview.session import Session
from site_gen.preview.snapshot import Snapshot
from site_gen.render.artifact import FromLocked, FromTemplate

LEADS_SHOWN: Final = 20
_YEARS: Final = range(1970, 2200)
_KINDS: Final = (
    ("home", m("Home")),
    ("offer", m("Offers")),
    ("offers", m("List of offers")),
    ("thanks", m("After the form")),
    ("case", m("Cases")),
    ("cases", m("Lists of cases")),
    ("article", m("Articles")),
    ("articles", m("Lists of articles")),
    ("services", m("Services")),
    ("profile", m("Profile")),
    ("links", m("Link page")),
    ("search", m("Search")),
    ("audit", m("Audits (unlisted)")),
    ("proposal", m("Proposals (unlisted)")),
    ("accepted", m("After accepting")),
    ("text", m("Texts")),
    ("privacy", m("Privacy")),
    ("not-found", m("No such page")),
    ("go", m("Short links")),
)


def home_page(session: Session, inbox: LocalInbox) -> bytes:
    """Return the page as HTML."""
    environment = jinja2.Environment(
        loader=jinja2.BaseLoader(), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    template = (files("site_gen.preview") / "templates" / "home.html").read_text(encoding="utf-8")
    view = said_all(home_view(session, inbox), session.language)
    return environment.from_string(template).render(view).encode(errors="backslashreplace")


def home_view(session: Session, inbox: LocalInbox) -> dict[str, Any]:
    """Return the view of the page."""
    engine = session.engine
    snapshot = engine.snapshot
    zone = snapshot.site.main.zone if snapshot else None
    now = engine.now().astimezone(zone)
    shown_at = engine.shown_at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if engine.shown_at else None
    return {
        "language": session.language,
        "words": _words(session, shown_at),
        "name": snapshot.site.main.name if snapshot else session.project_name,
        "zone": snapshot.site.main.time_zone if snapshot else "UTC",
        "now": now.strftime("%Y-%m-%dT%H:%M"),
        "shown_at": shown_at,
        "problems": [session.problem_view(problem) for problem in session.problems],
        "warnings": [session.problem_view(problem) for problem in engine.warnings],
        "groups": list(_groups(snapshot)) if snapshot else [],
        "offers": list(_timeline(snapshot.site, engine.now())) if snapshot else [],
        "instants": list(_instants(snapshot.site)) if snapshot else [],
        "leads": list(_leads(inbox, snapshot)) if snapshot else [],
    }


def _words(session: Session, shown_at: str | None) -> dict[str, str]:
    """Return the texts of the page."""
    snapshot = session.engine.snapshot
    name = snapshot.site.main.name if snapshot else session.project_name
    zone = snapshot.site.main.time_zone if snapshot else "UTC"
    problems, warnings = len(session.problems), len(session.engine.warnings)
    heading = m("No errors")
    if problems:
        heading = plural("{count:,} to mend", "{count:,} to mend", count=problems)
    elif warnings:
        heading = plural("{count:,} to look at", "{count:,} to look at", count=warnings)
    clock = m("The site is shown as it is now ({zone}).", zone=zone)
    if shown_at:
        clock = m("The site is shown as at {moment} ({zone}).", moment=shown_at, zone=zone)
    return {
        "title": m("Preview of {name}", name=name),
        "preview": m("Preview"),
        "open": m("Open the site"),
        "problems": heading,
        "before": m("The site below is as it was before."),
        "fine": m(
            "All files can be read. {command} looks at more: placeholders, links, where forms go.",
            command="site-gen check",
        ),
        "error": m("Error"),
        "warning": m("Warning"),
        "clock": m("Clock"),
        "shown": clock,
        "show_at": m("Show it as at"),
        "show": m("Show"),
        "now": m("Back to now"),
        "offers": m("Offers"),
        "offer_table": m("Table of offers"),
        "offer": m("Offer"),
        "state": m("Now"),
        "opens": m("Opens"),
        "closes": m("Closes"),
        "moments": m("See the site at the moment when …"),
        "no_offers": m("There are no offers yet."),
        "leads": m("Leads"),
        "about_leads": m(
            "What came in through the forms of this preview and of an inbox with the same database; {command} tells "
            "more.",
            command="site-gen leads",
        ),
        "lead_table": m("Table of leads"),
        "when": m("When"),
        "form": m("Form"),
        "answers": m("Answers"),
        "from": m("From"),
        "status": m("Status"),
        "no_leads": m("No form has been sent yet. Fill one in on the site: it arrives here."),
        "pages": m("Pages"),
    }


def read_instant(session: Session, text: str) -> datetime | None:
    """Return an instant that a person typed, in the site's time zone if it has no offset."""
    snapshot = session.engine.snapshot
    try:
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is None and snapshot is not None:
            instant = wall_to_instant(instant, snapshot.site.main.zone)
    except (ValueError, PydanticCustomError):
        return None
    # Like --now: outside these years time zones are uncertain, and adding an offset may overflow.
    return instant if instant.tzinfo is not None and instant.year in _YEARS else None


# --- pages ------------------------------------------------------------------------------------------------------------


def _groups(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    """Yield the kinds of page with their pages, in the order of _KINDS, unknown kinds last."""
    order = {kind: index for index, (kind, _) in enumerate(_KINDS)}
    titles = dict(_KINDS)
    pages = sorted(_pages(snapshot), key=lambda page: (order.get(page["kind"], len(order)), page["kind"], page["url"]))
    for kind, group in groupby(pages, key=lambda page: page["kind"]):
        yield {"title": titles.get(kind, kind), "pages": list(group)}


def _pages(snapshot: Snapshot) -> Iterator[dict[str, str]]:
    for path in snapshot.paths:
        artifact = snapshot.artifact(path) if path.endswith(".html") else None
        maker = artifact.maker if artifact else None
        maker = maker.inner if isinstance(maker, FromLocked) else maker
        if isinstance(maker, FromTemplate):
            page, site = maker.view["page"], maker.view["site"]
            yield {"kind": page["kind"], "title": page["title"], "url": page["path"], "lang": site["lang"]}


_STATES: Final = {
    "draft": m("draft"),
    "scheduled": m("not open yet"),
    "live": m("open"),
    "closed": m("closed"),
}

# --- time -------------------------------------------------------------------------------------------------------------


def _timeline(site: Site, now: datetime) -> Iterator[dict[str, Any]]:
    """Yield the offers with their windows as fractions of the year around now, for a chart."""
    offers = sorted(site.offers, key=lambda offer: (offer.original.ends is None, str(offer.original.ends), offer.slug))
    for offer in offers:
        value = offer.original
        state = "draft" if value.draft else value.window.state(now).value
        yield {
            "title": value.title,
            "url": f"{site.main.base}offers/{offer.slug}/" if state in {"live", "closed"} else None,
            "state": state,
            "state_name": _STATES[state],
            "starts": _wall(value.starts, site),
            "ends": _wall(value.ends, site),
        }


def _instants(site: Site) -> Iterator[dict[str, str]]:
    """Yield the instants at which offers open and close, as links that set the clock."""
    moments = [(instant, offer, what) for offer in site.offers for instant, what in _moments(offer)]
    for instant, offer, what in sorted(moments, key=lambda moment: (moment[0], moment[1].slug)):
        wall = instant.astimezone(site.main.zone)
        yield {
            "instant": instant.isoformat(),
            "when": wall.strftime("%Y-%m-%d %H:%M"),
            "what": what.filled(title=offer.original.title),
        }


def _moments(offer: Translated[Offer]) -> Iterator[tuple[datetime, Message]]:
    value = offer.original
    if not value.draft:
        yield from [(value.starts, m("{title} opens"))] if value.starts else []
        yield from [(value.ends, m("{title} closes"))] if value.ends else []


def _wall(instant: datetime | None, site: Site) -> str | None:
    return instant.astimezone(site.main.zone).strftime("%Y-%m-%d %H:%M") if instant else None


# --- leads ------------------------------------------------------------------------------------------------------------


def _leads(inbox: LocalInbox, snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    store = inbox.store()
    if store is None:
        return
    zone = snapshot.site.main.zone
    for lead in store.leads(LeadFilter(limit=LEADS_SHOWN)):
        yield {
            "id": lead.id,
            "when": lead.received.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
            "title": lead.title,
            "status": lead.status,
            "values": list(lead.values.items()),
            "campaign": ", ".join(f"{name}: {value}" for name, value in lead.campaign.items()),
        }
