"""The content of a drawing of the funnel, as boxes with a few lines each, for both text and SVG."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from site_gen.actions.check_funnel import fault_words
from site_gen.model.facts import OfferFacts, OfferStatus, offer_facts
from site_gen.model.funnel import Break, Fault, Funnel, leads_to_an_answer
from site_gen.model.instants import State
from site_gen.model.offer import Offer
from site_gen.model.routes import thanks_route
from site_gen.model.site import Site, Translated
from site_gen.model.timeline import Change
from site_gen.render.plain_prices import prices_words


@dataclass(frozen=True, slots=True)
class Box:
    """A box: `label` says what it is, `lines` give details; `tone` is plain, live, waiting or broken."""

    label: str
    lines: tuple[str, ...]
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """A step with what follows it: three boxes in a row."""

    boxes: tuple[Box, Box, Box]


@dataclass(frozen=True, slots=True)
class FunnelGroup:
    """First steps that lead to one second step; `onward` is the row of that step, None if they lead nowhere."""

    ways: tuple[FunnelRow, ...]
    onward: FunnelRow | None


@dataclass(frozen=True, slots=True)
class FunnelDrawing:
    """A drawing: a title, where visitors come from, groups of steps, breaks, and coming changes."""

    title: str
    entry: Box
    parts: tuple[FunnelGroup, ...]
    breaks: tuple[str, ...]
    changes: tuple[str, ...]


def notes(drawing: FunnelDrawing) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the notes below the drawing: a title and its lines."""
    yield ("Broken:" if drawing.breaks else "Nothing is broken in the coming year."), drawing.breaks
    yield (
        ("Changes in the coming year:" if drawing.changes else "No step of it opens or closes in the coming year."),
        drawing.changes,
    )


def funnel_drawing(site: Site, found: Funnel) -> FunnelDrawing:
    """Return the drawing of a funnel, with times in the site's zone."""
    zone = site.main.zone
    entry = Box("Visitors", ("home page and link page", site.main.url.partition("://")[2].rstrip("/")))
    parts = []
    for group in found.groups:
        faults = [fault for fault in found.faults if fault.at <= found.now]
        ways = [_first_way(first, site, found.now, [f for f in faults if f.first is first]) for first in group.firsts]
        onward = _second_way(group.second, site, found.now, faults) if group.second else None
        parts.append(FunnelGroup(tuple(ways), onward))
    title = f"The funnel of {site.main.name} at {_moment(found.now, zone)}"
    breaks = tuple(f"{fault.first.file}: {fault_words(fault, found.now, zone)}" for fault in found.faults)
    return FunnelDrawing(
        title, entry, tuple(parts), breaks, tuple(_change_line(change, zone) for change in found.changes)
    )


def _change_line(change: Change, zone: ZoneInfo) -> str:
    return f"{_moment(change.at, zone)}  {change.slug} {change.kind}"


def _moment(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def _first_way(first: Translated[Offer], site: Site, now: datetime, faults: list[Fault]) -> FunnelRow:
    lost = {fault.kind for fault in faults} - {Break.NO_ANSWER, Break.UNTRANSLATED}
    offer = _offer_box("First step", first, site, now, broken=bool(lost))
    answer, thanks = _answer_boxes(first, site)
    if lost and thanks.tone == "live":
        thanks = Box(thanks.label, (thanks.lines[0], "leads on to nothing"), "broken")
    return FunnelRow((offer, answer, thanks))


def _answer_boxes(first: Translated[Offer], site: Site) -> tuple[Box, Box]:
    """Return boxes for how a visitor asks for a first step, and what they see then."""
    offer, way = first.original, leads_to_an_answer(first, site)
    if way == "booking":
        host = urlsplit(offer.book or "").hostname or ""
        return Box("Booking", (host,), "live"), Box("Thank-you", ("the booking service’s own",))
    if way == "form" and offer.form is not None and site.main.form is not None:
        delivery = site.main.form
        asked = f"{len(offer.form.fields)} field{'' if len(offer.form.fields) == 1 else 's'}, consent"
        form = Box("Form", (delivery.goes, asked), "live")
        if delivery.opens_mail_program:
            return form, Box("Thank-you", ("none: the visitor’s mail program opens",), "waiting")
        return form, Box("Thank-you", (f"/{thanks_route(first.slug)}", "shows the second step"), "live")
    if way == "contacts":
        return Box("Form", ("goes nowhere: site.yaml", "has no form:"), "broken"), Box("Thank-you", ("none",), "broken")
    return Box("Form", ("none",), "broken"), Box("Thank-you", ("none",), "broken")


def _second_way(second: Translated[Offer], site: Site, now: datetime, faults: list[Fault]) -> FunnelRow:
    kinds = {Break.DRAFT, Break.NOT_OPEN, Break.CLOSED, Break.SOLD_OUT}
    broken = any(fault.second is second and fault.kind in kinds for fault in faults)
    offer = _offer_box("Second step", second, site, now, broken=broken)
    return FunnelRow((offer, _proposal_box(second, site, now), _acceptance_box(site)))


def _proposal_box(second: Translated[Offer], site: Site, now: datetime) -> Box:
    made = [p.original for p in site.proposals if p.original.offer in {None, second.slug} and not p.original.draft]
    valid = sum(proposal.window.state(now) is State.LIVE for proposal in made)
    written = f"{len(made)} written, {valid} valid" if made else "none written yet"
    return Box("Proposal", (written, "site-gen proposal NAME"), "live" if valid else "plain")


def _acceptance_box(site: Site) -> Box:
    link, delivery = site.main.proposals.accept_url, site.main.form
    if link:
        return Box("Yes", (f"at {urlsplit(link).hostname or link}",), "live")
    if delivery is None or delivery.opens_mail_program:
        return Box("Yes", ("by writing to you",))
    return Box("Yes", ("by form", delivery.goes), "live")


def _offer_box(label: str, source: Translated[Offer], site: Site, now: datetime, *, broken: bool) -> Box:
    facts = offer_facts(site, source, site.main.language, now)
    tone = "broken" if broken else _TONES.get(facts.status, "broken")
    lines = (source.original.title, prices_words(facts), *_window_lines(facts, site.main.zone), source.file)
    return Box(label, lines, tone)


_TONES: Final = {OfferStatus.LIVE: "live", OfferStatus.SCHEDULED: "waiting"}


def _window_lines(facts: OfferFacts, zone: ZoneInfo) -> tuple[str, ...]:
    status, window = facts.status, facts.window
    if status is OfferStatus.DRAFT:
        return ("draft",)
    if status is OfferStatus.SCHEDULED and window.starts:
        return (f"opens {_moment(window.starts, zone)}",)
    said = status.value.replace("-", " ")
    if window.ends is None:
        return (f"{said}, no end",)
    return (said, f"{'since' if status is OfferStatus.CLOSED else 'until'} {_moment(window.ends, zone)}")
