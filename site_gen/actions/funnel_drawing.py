"""The content of a drawing of the funnel, as boxes with a few lines each, for both text and SVG."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from site_gen.actions.change_words import change_words
from site_gen.actions.check_funnel import fault_words
from site_gen.messages import ENGLISH, joined, m, plural, said
from site_gen.model.facts import OfferFacts, OfferStatus, offer_facts
from site_gen.model.funnel import Break, Fault, Funnel, leads_to_an_answer
from site_gen.model.instants import State
from site_gen.model.offer import Offer
from site_gen.model.routes import thanks_route
from site_gen.model.site import Site, Translated
from site_gen.render.plain_prices import prices_words


@dataclass(frozen=True, slots=True)
class Box:
    """A box: `label` says what it is, `lines` give details; `tone` is plain, live, waiting or broken."""

    label: str
    lines: tuple[str, ...]
    tone: str = "plain"

    def said(self, language: str) -> Box:
        """Return the box in a language."""
        return Box(said(self.label, language), tuple(said(line, language) for line in self.lines), self.tone)


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """A step with what follows it: three boxes in a row."""

    boxes: tuple[Box, Box, Box]

    def said(self, language: str) -> FunnelRow:
        """Return the row in a language."""
        first, second, third = self.boxes
        return FunnelRow((first.said(language), second.said(language), third.said(language)))


@dataclass(frozen=True, slots=True)
class FunnelGroup:
    """First steps that lead to one second step; `onward` is the row of that step, None if they lead nowhere."""

    ways: tuple[FunnelRow, ...]
    onward: FunnelRow | None

    def said(self, language: str) -> FunnelGroup:
        """Return the group in a language."""
        onward = self.onward.said(language) if self.onward else None
        return FunnelGroup(tuple(way.said(language) for way in self.ways), onward)


@dataclass(frozen=True, slots=True)
class FunnelDrawing:
    """A drawing: a title, where visitors come from, groups of steps, breaks, and coming changes; its `language`."""

    title: str
    entry: Box
    parts: tuple[FunnelGroup, ...]
    breaks: tuple[str, ...]
    changes: tuple[str, ...]
    language: str = ENGLISH

    def said(self, language: str) -> FunnelDrawing:
        """Return the drawing in a language."""
        return FunnelDrawing(
            said(self.title, language),
            self.entry.said(language),
            tuple(part.said(language) for part in self.parts),
            tuple(said(line, language) for line in self.breaks),
            tuple(said(line, language) for line in self.changes),
            language,
        )


def notes(drawing: FunnelDrawing) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the notes below the drawing: a title and its lines."""
    broken = m("Broken:") if drawing.breaks else m("Nothing is broken in the coming year.")
    yield broken.said(drawing.language), drawing.breaks
    nothing = m("No step of it opens or closes in the coming year.")
    changes = m("Changes in the coming year:") if drawing.changes else nothing
    yield changes.said(drawing.language), drawing.changes


def funnel_drawing(site: Site, found: Funnel) -> FunnelDrawing:
    """Return the drawing of a funnel, with times in the site's zone."""
    zone = site.main.zone
    entry = Box(m("Visitors"), (m("home page and link page"), site.main.url.partition("://")[2].rstrip("/")))
    parts = []
    for group in found.groups:
        faults = [fault for fault in found.faults if fault.at <= found.now]
        ways = [_first_way(first, site, found.now, [f for f in faults if f.first is first]) for first in group.firsts]
        onward = _second_way(group.second, site, found.now, faults) if group.second else None
        parts.append(FunnelGroup(tuple(ways), onward))
    title = m("The funnel of {name} at {moment}", name=site.main.name, moment=_moment(found.now, zone))
    breaks = tuple(joined(fault.first.file, ": ", fault_words(fault, found.now, zone)) for fault in found.faults)
    changes = tuple(change_words(change, _moment(change.at, zone)) for change in found.changes)
    return FunnelDrawing(title, entry, tuple(parts), breaks, changes)


def _moment(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def _first_way(first: Translated[Offer], site: Site, now: datetime, faults: list[Fault]) -> FunnelRow:
    lost = {fault.kind for fault in faults} - {Break.NO_ANSWER, Break.UNTRANSLATED}
    offer = _offer_box(m("First step"), first, site, now, broken=bool(lost))
    answer, thanks = _answer_boxes(first, site)
    if lost and thanks.tone == "live":
        thanks = Box(thanks.label, (thanks.lines[0], m("leads on to nothing")), "broken")
    return FunnelRow((offer, answer, thanks))


def _answer_boxes(first: Translated[Offer], site: Site) -> tuple[Box, Box]:
    """Return boxes for how a visitor asks for a first step, and what they see then."""
    offer, way = first.original, leads_to_an_answer(first, site)
    if way == "booking":
        host = urlsplit(offer.book or "").hostname or ""
        return Box(m("Booking"), (host,), "live"), Box(_THANKS, (m("the booking service’s own"),))
    if way == "form" and offer.form is not None and site.main.form is not None:
        delivery = site.main.form
        asked = plural("{count} field, consent", "{count} fields, consent", count=len(offer.form.fields))
        form = Box(m("Form"), (delivery.goes, asked), "live")
        if delivery.opens_mail_program:
            return form, Box(_THANKS, (m("none: the visitor’s mail program opens"),), "waiting")
        return form, Box(_THANKS, (f"/{thanks_route(first.slug)}", m("shows the second step")), "live")
    if way == "contacts":
        nowhere = (m("goes nowhere: site.yaml"), m("has no form:"))
        return Box(m("Form"), nowhere, "broken"), Box(_THANKS, (m("none"),), "broken")
    return Box(m("Form"), (m("none"),), "broken"), Box(_THANKS, (m("none"),), "broken")


_THANKS: Final = m("Thank-you")


def _second_way(second: Translated[Offer], site: Site, now: datetime, faults: list[Fault]) -> FunnelRow:
    kinds = {Break.DRAFT, Break.NOT_OPEN, Break.CLOSED, Break.SOLD_OUT}
    broken = any(fault.second is second and fault.kind in kinds for fault in faults)
    offer = _offer_box(m("Second step"), second, site, now, broken=broken)
    return FunnelRow((offer, _proposal_box(second, site, now), _acceptance_box(site)))


def _proposal_box(second: Translated[Offer], site: Site, now: datetime) -> Box:
    made = [p.original for p in site.proposals if p.original.offer in {None, second.slug} and not p.original.draft]
    valid = sum(proposal.window.state(now) is State.LIVE for proposal in made)
    written = m("{written} written, {valid} valid", written=len(made), valid=valid) if made else m("none written yet")
    return Box(m("Proposal"), (written, "site-gen proposal NAME"), "live" if valid else "plain")


def _acceptance_box(site: Site) -> Box:
    link, delivery = site.main.proposals.accept_url, site.main.form
    if link:
        return Box(m("Yes"), (m("at {host}", host=urlsplit(link).hostname or link),), "live")
    if delivery is None or delivery.opens_mail_program:
        return Box(m("Yes"), (m("by writing to you"),))
    return Box(m("Yes"), (m("by form"), delivery.goes), "live")


def _offer_box(label: str, source: Translated[Offer], site: Site, now: datetime, *, broken: bool) -> Box:
    facts = offer_facts(site, source, site.main.language, now)
    tone = "broken" if broken else _TONES.get(facts.status, "broken")
    lines = (source.original.title, prices_words(facts), *_window_lines(facts, site.main.zone), source.file)
    return Box(label, lines, tone)


_TONES: Final = {OfferStatus.LIVE: "live", OfferStatus.SCHEDULED: "waiting"}


def _window_lines(facts: OfferFacts, zone: ZoneInfo) -> tuple[str, ...]:
    status, window = facts.status, facts.window
    if status is OfferStatus.DRAFT:
        return (m("draft"),)
    if status is OfferStatus.SCHEDULED and window.starts:
        return (m("opens {moment}", moment=_moment(window.starts, zone)),)
    if window.ends is None:
        return (m("{state}, no end", state=_STATES[status]),)
    at = _moment(window.ends, zone)
    end = m("since {moment}", moment=at) if status is OfferStatus.CLOSED else m("until {moment}", moment=at)
    return (_STATES[status], end)


_STATES: Final = {
    OfferStatus.SCHEDULED: m("scheduled"),
    OfferStatus.LIVE: m("live"),
    OfferStatus.SOLD_OUT: m("sold out"),
    OfferStatus.CLOSED: m("closed"),
}
