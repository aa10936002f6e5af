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
from site_gen.messages import Message, m, said_all
from site_gen.model.instants import wall_to_instant
from site_gen.model.offer import Offer
from site_gen.model.site import Site, Translated
from site_gen.preview.home_words import KINDS, STATES, WORDS, of_severity, shown_as_at, title, to_look_at
from site_gen.preview.inbox import LocalInbox
from site_gen.preview.session import Session
from site_gen.preview.snapshot import Snapshot
from site_gen.problems import Problem
from site_gen.render.artifact import FromLocked, FromTemplate

LEADS_SHOWN: Final = 20
_YEARS: Final = range(1970, 2200)


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
    name = snapshot.site.main.name if snapshot else session.project_name
    shown_at = engine.shown_at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if engine.shown_at else None
    return {
        "language": session.language,
        "words": dict(WORDS),
        "title": title(name),
        "name": name,
        "now": now.strftime("%Y-%m-%dT%H:%M"),
        "shown_at": shown_at,
        "clock": shown_as_at(shown_at, snapshot.site.main.time_zone if snapshot else "UTC"),
        "to_look_at": to_look_at(len(session.problems), len(engine.warnings)),
        "problems": [_problem(session, problem) for problem in session.problems],
        "warnings": [_problem(session, problem) for problem in engine.warnings],
        "groups": list(_groups(snapshot)) if snapshot else [],
        "offers": list(_timeline(snapshot.site, engine.now())) if snapshot else [],
        "instants": list(_instants(snapshot.site)) if snapshot else [],
        "leads": list(_leads(inbox, snapshot)) if snapshot else [],
    }


def _problem(session: Session, problem: Problem) -> dict[str, Any]:
    view = session.problem_view(problem)
    return {**view, "message": of_severity(view["severity"], view["message"])}


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
    """Yield the kinds of page with their pages, in the order of KINDS, unknown kinds last."""
    order = {kind: index for index, kind in enumerate(KINDS)}
    pages = sorted(_pages(snapshot), key=lambda page: (order.get(page["kind"], len(order)), page["kind"], page["url"]))
    for kind, group in groupby(pages, key=lambda page: page["kind"]):
        yield {"title": KINDS.get(kind, kind), "pages": list(group)}


def _pages(snapshot: Snapshot) -> Iterator[dict[str, str]]:
    for path in snapshot.paths:
        artifact = snapshot.artifact(path) if path.endswith(".html") else None
        maker = artifact.maker if artifact else None
        maker = maker.inner if isinstance(maker, FromLocked) else maker
        if isinstance(maker, FromTemplate):
            page, site = maker.view["page"], maker.view["site"]
            yield {"kind": page["kind"], "title": page["title"], "url": page["path"], "lang": site["lang"]}


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
            "state_word": STATES.get(state, state),
            "starts": _wall(value.starts, site),
            "ends": _wall(value.ends, site),
        }


def _instants(site: Site) -> Iterator[dict[str, str]]:
    """Yield the instants at which offers open and close, as links that set the clock."""
    moments = [(instant, offer, what) for offer in site.offers for instant, what in _moments(offer)]
    for instant, _offer, what in sorted(moments, key=lambda moment: (moment[0], moment[1].slug)):
        wall = instant.astimezone(site.main.zone)
        yield {
            "instant": instant.isoformat(),
            "when": wall.strftime("%Y-%m-%d %H:%M"),
            "what": what,
        }


def _moments(offer: Translated[Offer]) -> Iterator[tuple[datetime, Message]]:
    value = offer.original
    if not value.draft:
        yield from [(value.starts, m("{offer} opens", offer=value.title))] if value.starts else []
        yield from [(value.ends, m("{offer} closes", offer=value.title))] if value.ends else []


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
