"""Writes when posts are to be pinned, looked at again and taken down, as a file for calendars (RFC 5545)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from site_gen.actions.calendar_file import Entry
from site_gen.actions.calendar_file import calendar_file as calendar_bytes
from site_gen.actions.errors import NoDatesError, NotAnOfferError
from site_gen.actions.files import writing
from site_gen.actions.pins import pinned_posts
from site_gen.actions.posts import PostRequest
from site_gen.files import write_atomically
from site_gen.model.instants import fixed
from site_gen.model.routes import offer_route, page_address
from site_gen.render.offer_words import capital
from site_gen.social.brief import phrases_of
from site_gen.social.networks import chosen_networks, social_networks
from site_gen.social.pin_dates import PinDate, PinDateKind, coming_offers, pin_dates
from site_gen.social.subjects import short_name_of

_SAID: Final[Mapping[PinDateKind, tuple[str, str]]] = MappingProxyType(
    {
        PinDateKind.PIN: ("calendar.pin", "site-gen pin {name} --out posts"),
        PinDateKind.SOON: ("calendar.soon", "site-gen pin --stale"),
        PinDateKind.LAST_DAY: ("calendar.last_day", ""),
        PinDateKind.DOWN: ("calendar.down", "site-gen pin {name}"),
    }
)
"""The words of a date, in the language of the offer, and the command that helps with it."""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One date: its id, which stays the same when the offer changes, what it is called and what is to be done."""

    uid: str
    date: PinDate
    title: str
    advice: str
    page: str


@dataclass(frozen=True, slots=True)
class PinCalendar:
    """The entries of a calendar, in order, and the names of networks on which an open offer isn't pinned yet."""

    entries: tuple[CalendarEntry, ...]
    unpinned: Mapping[str, tuple[str, ...]]


def pin_calendar(request: PostRequest) -> PinCalendar:
    """Return the dates of all offers of the coming month, or of the named one.

    Raises NotAnOfferError, NoDatesError, ProjectError for an unreadable record of pins, and what `subject` raises.
    """
    site, subject = request.site, request.subject
    if subject is not None and subject.folder != "offers":
        raise NotAnOfferError(subject.name)
    offers = coming_offers(site, request.now) if subject is None else (subject.source,)
    dates = [each for offer in offers for each in pin_dates(offer, site.main.zone, request.now)]
    if not dates:
        raise NoDatesError(request.name)
    order = sorted(dates, key=lambda each: (each.at, each.source.slug, each.kind))
    return PinCalendar(tuple(_entry(request, each) for each in order), _unpinned(request))


def _entry(request: PostRequest, due: PinDate) -> CalendarEntry:
    site, source = request.site, due.source
    languages = (*request.selection.languages, *site.main.languages)
    language = next(language for language in (*languages, *source.versions) if language in source.versions)
    offer, say = source.versions[language], phrases_of(site, language)
    key, command = _SAID[due.kind]
    this_year = request.now.astimezone(site.main.zone).year
    advice = say.text(
        f"{key}.advice",
        networks=", ".join(_networks(request).values()),
        command=command.format(name=short_name_of(site, "offers", source.slug)),
        until=capital(say.until_wall_time(offer.ends, this_year)).rstrip(".") if offer.ends else "",
    )
    return CalendarEntry(
        uid=f"{source.slug}-{due.kind}@{urlsplit(site.main.origin).hostname}",
        date=due,
        title=say.text(key, title=say.title(offer.title)),
        advice=advice,
        page=page_address(site.main, language, offer_route(source.slug)),
    )


def _networks(request: PostRequest) -> dict[str, str]:
    """Return the names of the networks that are asked for, by id."""
    networks = social_networks(request.site.main)
    return {id_: networks[id_].name for id_ in request.selection.networks or chosen_networks(request.site.main)}


def _unpinned(request: PostRequest) -> Mapping[str, tuple[str, ...]]:
    """Return, for offers that are open, the networks on which the record says nothing of them."""
    done = {(pin.network, pin.offer) for pin in pinned_posts(request.project) if pin.folder == "offers"}
    found = {
        source.slug: tuple(name for id_, name in _networks(request).items() if (id_, source.slug) not in done)
        for source in coming_offers(request.site, request.now)
        if request.name in {None, source.slug} and fixed(source.original.starts or request.now) <= request.now
    }
    return MappingProxyType({slug: names for slug, names in found.items() if names})


# --- the file ---------------------------------------------------------------------------------------------------------


def write_calendar(request: PostRequest, calendar: PinCalendar, path: Path) -> None:
    """Write a calendar's file, whole or not at all. Raises WorldError."""
    content = calendar_file(calendar.entries, request.site.main.zone, request.now)
    with writing(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content)


def calendar_file(entries: Sequence[CalendarEntry], zone: ZoneInfo, now: datetime) -> bytes:
    """Return entries as iCalendar, with times in a zone. A file of a later `now` updates one that was read before."""
    made = [Entry(entry.uid, entry.date.at, entry.title, entry.advice, entry.page) for entry in entries]
    return calendar_bytes(made, zone, now, "pin")
