"""What a page that is online says of an offer, held against what the files say at this instant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from site_gen.messages import joined, m, one_of
from site_gen.model.facts import OfferFacts, OfferStatus
from site_gen.verify.expected import PublicOfferFacts
from site_gen.verify.findings import Fault, Level, LiveFinding
from site_gen.verify.reading import PageContent

_AGAIN = m("put the site online again: site-gen deploy")


@dataclass(frozen=True, slots=True)
class Terms:
    """An offer as anybody may read it: status, prices with their currencies, and the instant of its end."""

    status: OfferStatus
    prices: frozenset[tuple[Decimal, str]] = frozenset()
    ends: datetime | None = None


def terms_in_files(facts: OfferFacts) -> Terms:
    """Return the terms that an offer's page is to tell."""
    if facts.status not in {OfferStatus.LIVE, OfferStatus.SOLD_OUT}:
        return Terms(OfferStatus.CLOSED)
    prices = [tier.price for tier in facts.tiers] or ([facts.price] if facts.price else [])
    return Terms(facts.status, frozenset((price.amount, price.currency) for price in prices), facts.window.ends)


def terms_online(page: PageContent, url: str) -> Terms:
    """Return the terms that a page's structured data tell of the offer at an address: closed where they tell none."""
    nodes = [node for node in page.nodes if node.get("@type") == "Offer" and _is_at(node.get("url"), url)]
    if not nodes:
        return Terms(OfferStatus.CLOSED)
    sold_out = all(str(node.get("availability", "")).endswith("SoldOut") for node in nodes)
    ends = [end for node in nodes if (end := _instant(node)) is not None]
    return Terms(
        OfferStatus.SOLD_OUT if sold_out else OfferStatus.LIVE,
        frozenset(price for node in nodes if (price := _price(node)) is not None),
        min(ends, default=None),
    )


def offer_findings(
    offer: PublicOfferFacts, pages: tuple[PageContent, PageContent], url: str, where: str, zone: ZoneInfo
) -> Iterator[LiveFinding]:
    """Find what a page tells wrongly of its offer. `pages` are the one of the files and the one that is online.

    `url` is the offer's address in structured data, `where` the one that was asked. A theme without structured data
    tells nothing here.
    """
    expected, online = pages
    wanted, found = terms_in_files(offer.facts), terms_online(online, url)
    if terms_online(expected, url).status is not wanted.status:
        return
    if wanted.status is not found.status:
        message = joined(_shown_as(offer, found.status), "; ", _truth(offer, zone))
        yield LiveFinding(Level.ERROR, Fault.OFFER_STATE, message, _AGAIN, (where,))
    elif wanted.status is OfferStatus.CLOSED:
        return
    if found.status is OfferStatus.CLOSED or wanted.status is OfferStatus.CLOSED:
        return
    if wanted.prices != found.prices:
        message = m(
            "the offer '{title}' costs {online} online, and {wanted} in {source}",
            title=offer.title,
            online=_money(found),
            wanted=_money(wanted),
            source=offer.source,
        )
        yield LiveFinding(Level.ERROR, Fault.PRICE, message, _AGAIN, (where,))
    if wanted.ends != found.ends:
        message = m(
            "the offer '{title}' ends {online} online, and {wanted} in {source}",
            title=offer.title,
            online=_when(found.ends, zone),
            wanted=_when(wanted.ends, zone),
            source=offer.source,
        )
        yield LiveFinding(Level.ERROR, Fault.DEADLINE, message, _AGAIN, (where,))


def _shown_as(offer: PublicOfferFacts, status: OfferStatus) -> str:
    match status:
        case OfferStatus.LIVE:
            return m("the offer '{title}' is shown as open", title=offer.title)
        case OfferStatus.SOLD_OUT:
            return m("the offer '{title}' is shown as sold out", title=offer.title)
        case _:
            return m("the offer '{title}' is shown as over", title=offer.title)


def _truth(offer: PublicOfferFacts, zone: ZoneInfo) -> str:
    ends = offer.facts.window.ends
    match offer.facts.status:
        case OfferStatus.CLOSED:
            if ends:
                return m("it ended on {ends}", ends=_when(ends, zone))
            return m("by {source} it is over", source=offer.source)
        case OfferStatus.SOLD_OUT:
            return m("by {source} it is sold out", source=offer.source)
        case _:
            if ends:
                return m("it is open until {ends}", ends=_when(ends, zone))
            return m("by {source} it is open", source=offer.source)


def _when(instant: datetime | None, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M %Z}" if instant else m("never")


def _money(terms: Terms) -> str:
    prices = (f"{amount.normalize():f} {currency}" for amount, currency in sorted(terms.prices))
    return one_of(prices) if terms.prices else m("nothing that can be read")


def _is_at(address: object, url: str) -> bool:
    """Whether an address is the offer's, whatever the host's name."""
    try:
        return isinstance(address, str) and unquote(urlsplit(address).path) == unquote(urlsplit(url).path)
    except ValueError:
        return False


def _price(node: Mapping[str, Any]) -> tuple[Decimal, str] | None:
    try:
        amount = Decimal(str(node["price"]))
    except (KeyError, InvalidOperation):
        return None
    return (amount, str(node.get("priceCurrency", ""))) if amount.is_finite() else None


def _instant(node: Mapping[str, Any]) -> datetime | None:
    try:
        instant = datetime.fromisoformat(str(node["validThrough"]))
    except (KeyError, ValueError):
        return None
    return instant if instant.tzinfo is not None else None
