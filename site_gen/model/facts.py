"""What is true of an offer at an instant, computed once. Every medium formats these facts and uses nothing else.

The page, its structured data, feeds, posts, cards, PDFs, tables and the terminal differ in wording and in detail. The
facts are the same: price, former price, status, window, seats, next step, proof and address.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from site_gen.model.case import Case
from site_gen.model.instants import State, Window
from site_gen.model.ledger import RecordedPrice
from site_gen.model.money import PriceModel
from site_gen.model.offer import Offer, Seats
from site_gen.model.routes import offer_route
from site_gen.model.site import Site, Translated
from site_gen.model.units import unit_of


class OfferStatus(StrEnum):
    """The status of an offer from a client's point of view."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    LIVE = "live"
    SOLD_OUT = "sold-out"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class FormerPrice:
    """A struck-out price. `lowest` is the lowest price of the 30 days before the reduction (98/6/EC Art. 6a), None if
    no law requires it; `percent_off` is computed from it.

    The 30 days are counted back from the reduction, not from today, so the statement stays true while the offer runs.
    """

    amount: Decimal
    lowest: Decimal | None
    percent_off: int | None


@dataclass(frozen=True, slots=True)
class PriceFacts:
    """A price with its currency (a three-letter code). `starting` means "from": the amount is the lowest price.

    `per` is the owner's word for the unit, None for a one-off price; `unit` is the known unit for that word (see
    model.units).
    """

    amount: Decimal
    currency: str
    per: str | None = None
    starting: bool = False
    former: FormerPrice | None = None

    @property
    def unit(self) -> str | None:
        return unit_of(self.per)

    @property
    def is_free(self) -> bool:
        return self.amount == 0


@dataclass(frozen=True, slots=True)
class TierFacts:
    """A price tier: its name, its price, and whether the owner recommends it."""

    name: str
    price: PriceFacts
    advised: bool


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """An offer in one language at an instant.

    `price` is the headline price. `second_step` is the offer that follows this one, if it can be taken now; `proof`
    is a case that proves it, in this language; `route` is the address of its page, below the language.
    """

    slug: str
    language: str
    status: OfferStatus
    price: PriceFacts | None
    tiers: tuple[TierFacts, ...]
    window: Window
    seats: Seats | None
    second_step: Translated[Offer] | None
    proof: Translated[Case] | None

    @property
    def route(self) -> str:
        return offer_route(self.slug)

    @property
    def can_be_taken(self) -> bool:
        """Whether a client can take the offer now."""
        return self.status is OfferStatus.LIVE

    @property
    def is_public(self) -> bool:
        """Whether it has a page. An offer keeps its page after it closes or sells out; the page then says so."""
        return self.status not in {OfferStatus.DRAFT, OfferStatus.SCHEDULED}


def offer_facts(
    site: Site, source: Translated[Offer], language: str, now: datetime, *, drafts: bool = False
) -> OfferFacts:
    """Return what is true of an offer at `now` in one of its languages.

    With `drafts`, an offer that is a draft or not open yet counts as open, for a preview.
    """
    offer, currency = source.versions[language], site.main.currency
    return OfferFacts(
        slug=source.slug,
        language=language,
        status=offer_status(offer, now, drafts=drafts),
        price=_headline(offer, currency),
        tiers=tuple(
            TierFacts(tier.name, price_facts(tier.price, currency), tier.advised) for tier in offer.price_tiers
        ),
        window=offer.window,
        seats=offer.seats,
        second_step=_second_step(site, offer, language, now, drafts=drafts),
        proof=fitting_case(site, source, language, drafts=drafts),
    )


def offer_status(offer: Offer, now: datetime, *, drafts: bool = False) -> OfferStatus:
    """Return the status of an offer at `now`; with `drafts`, a draft or an offer not open yet counts as open."""
    if offer.draft and not drafts:
        return OfferStatus.DRAFT
    state = offer.window.state(now)
    if state is State.CLOSED:
        return OfferStatus.CLOSED
    if state is State.SCHEDULED and not drafts:
        return OfferStatus.SCHEDULED
    return OfferStatus.SOLD_OUT if offer.is_sold_out else OfferStatus.LIVE


# --- prices -----------------------------------------------------------------------------------------------------------


def price_facts(price: PriceModel, currency: str) -> PriceFacts:
    """Return a price from a file; `currency` is the site's, for a price without one."""
    former = FormerPrice(price.was, price.lowest_30_days, price.percent_off) if price.was is not None else None
    return PriceFacts(price.amount, price.currency or currency, price.per, price.starting, former)


def recorded_price_facts(price: RecordedPrice) -> PriceFacts:
    """Return a price as the ledger recorded it."""
    former = FormerPrice(price.was, price.lowest_30_days, None) if price.was is not None else None
    return PriceFacts(price.amount, price.currency, price.per, price.starting, former)


def _headline(offer: Offer, currency: str) -> PriceFacts | None:
    """Return the headline price: the offer's own, else that of its cheapest tier.

    Only tiers with the first tier's currency and unit are compared. With several tiers the price is a starting price.
    """
    if offer.price is not None:
        return price_facts(offer.price, currency)
    prices = [price_facts(tier.price, currency) for tier in offer.price_tiers]
    if not prices:
        return None
    comparable = [price for price in prices if _kind(price) == _kind(prices[0])]
    lowest = min(comparable, key=lambda price: price.amount)
    return PriceFacts(lowest.amount, lowest.currency, lowest.per, lowest.starting or len(prices) > 1, lowest.former)


def _kind(price: PriceFacts) -> tuple[str, str | None]:
    return price.currency, price.unit or price.per


# --- what is around it ------------------------------------------------------------------------------------------------


def _second_step(site: Site, offer: Offer, language: str, now: datetime, *, drafts: bool) -> Translated[Offer] | None:
    for source in site.offers:
        if source.slug == offer.second_step and language in source.versions:
            status = offer_status(source.original, now, drafts=drafts)
            return source if status is OfferStatus.LIVE else None
    return None


def fitting_case(
    site: Site, source: Translated[Offer], language: str, *, drafts: bool = False
) -> Translated[Case] | None:
    """Return the case that proves an offer: the one it names, else the best case of its service with a good result.

    Cases are sorted by higher `order`, then later period, then name. None if no such case is written in `language`.
    """
    offer = source.original
    named = [case for case in site.cases if case.slug == offer.proof]
    return next(_shown(named or _of_service(site, offer), language, drafts=drafts), None)


def _of_service(site: Site, offer: Offer) -> list[Translated[Case]]:
    cases = [case for case in site.cases if offer.service is not None and case.original.service == offer.service]
    return sorted((case for case in cases if case.original.headline.is_good), key=_best_first)


def _shown(cases: list[Translated[Case]], language: str, *, drafts: bool) -> Iterator[Translated[Case]]:
    return (case for case in cases if language in case.versions and (drafts or not case.original.draft))


def _best_first(case: Translated[Case]) -> tuple[int, int, str]:
    return -case.original.order, -case.original.period.end.toordinal(), case.slug
