"""The list of offers as `site-gen offers` shows it: as a table, and as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from rich.table import Column
from rich.text import Text

from site_gen.actions.change_words import change_words
from site_gen.actions.offers import ListedOffer, OfferList
from site_gen.cli.language import in_words
from site_gen.cli.tables import cell, fixed, flexible, table_lines, whole_cell
from site_gen.cli.terminal import moment
from site_gen.messages import joined, m
from site_gen.model.facts import OfferFacts, OfferStatus, PriceFacts
from site_gen.render.plain_prices import prices_words

_WITH_KIND: Final = 76
"""The width from which there is room for the kinds of offers."""

_STATES: Final[Mapping[OfferStatus, str]] = {
    OfferStatus.DRAFT: m("draft"),
    OfferStatus.SCHEDULED: m("scheduled"),
    OfferStatus.LIVE: m("live"),
    OfferStatus.SOLD_OUT: m("sold-out"),
    OfferStatus.CLOSED: m("closed"),
}


def offers_data(found: OfferList) -> dict[str, Any]:
    """Return the list as plain data; instants as ISO 8601 text in the site's zone."""
    zone = found.site.main.zone
    return {
        "now": found.now.astimezone(zone).isoformat(),
        "offers": [_offer_data(listed, zone) for listed in found.offers],
        "changes": [
            {"at": change.at.isoformat(), "offer": change.slug, "change": change.kind.value} for change in found.changes
        ],
    }


def _offer_data(listed: ListedOffer, zone: ZoneInfo) -> dict[str, Any]:
    """Return an offer's facts, its price both in words and in figures."""
    offer, facts = listed.offer, listed.facts
    return {
        "name": facts.slug,
        "file": listed.source.file,
        "kind": offer.kind,
        "title": offer.title,
        "state": facts.status.value,
        "price": prices_words(facts),
        **_price_data(facts.price),
        "tiers": [{"name": tier.name, **_price_data(tier.price)} for tier in facts.tiers],
        "starts": _iso(facts.window.starts, zone),
        "ends": _iso(facts.window.ends, zone),
        "seats": {"total": facts.seats.total, "left": facts.seats.left} if facts.seats else None,
        "recorded": listed.recorded,
    }


def _price_data(price: PriceFacts | None) -> dict[str, Any]:
    """Return a price in figures; amounts as decimal text, which is exact."""
    former = price.former if price else None
    return {
        "amount": str(price.amount) if price else None,
        "currency": price.currency if price else None,
        "per": price.per if price else None,
        "from": price.starting if price else False,
        "was": str(former.amount) if former else None,
        "lowest_30_days": str(former.lowest) if former and former.lowest is not None else None,
    }


def _iso(instant: datetime | None, zone: ZoneInfo) -> str | None:
    return instant.astimezone(zone).isoformat() if instant else None


def offer_table(found: OfferList, width: int | None) -> Iterator[str]:
    """Yield the list as text; `width` is the window's, None if there is no window."""
    main = found.site.main
    now = moment(found.now.astimezone(main.zone))
    yield in_words(m("{name}, offers at {moment} ({zone})", name=main.name, moment=now, zone=main.time_zone))
    yield ""
    yield from table_lines(*_table(found, with_kind=width is None or width >= _WITH_KIND), width)
    if found.changes:
        yield ""
    for change in found.changes:
        yield in_words(change_words(change, moment(change.at)))


def _table(found: OfferList, *, with_kind: bool) -> tuple[list[Column], list[list[Text]]]:
    kind = [fixed(m("KIND"))] if with_kind else []
    state, price, window, ledger = m("STATE"), m("PRICE"), m("WINDOW"), m("LEDGER")
    columns = [fixed(m("NAME")), fixed(state), *kind, flexible(price), flexible(window), fixed(ledger)]
    return columns, [list(_row(offer, found.site.main.zone, with_kind=with_kind)) for offer in found.offers]


def _row(listed: ListedOffer, zone: ZoneInfo, *, with_kind: bool) -> Iterator[Text]:
    yield cell(listed.facts.slug)
    yield cell(_STATES[listed.facts.status])
    if with_kind:
        yield cell(listed.offer.kind)
    yield whole_cell(prices_words(listed.facts))
    yield whole_cell(_window(listed.facts, zone))
    yield cell({None: "-", True: m("recorded"), False: m("new")}[listed.recorded])


def _window(facts: OfferFacts, zone: ZoneInfo) -> str:
    starts, ends = (
        f"{instant.astimezone(zone):%Y-%m-%d %H:%M}" if instant else None
        for instant in (facts.window.starts, facts.window.ends)
    )
    window: str = m("no end")
    if starts or ends:
        window = joined(starts or m("always"), " – ", ends or m("no end"))
    seats = facts.seats
    return m("{window}, {left} of {total} left", window=window, left=seats.left, total=seats.total) if seats else window
