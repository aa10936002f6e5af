"""Runs every rule of honesty over the whole project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from site_gen.model.content import Reviews, Service, Services, TextPage
from site_gen.model.finding import Finding
from site_gen.model.ledger import NO_LEDGER, Ledger
from site_gen.model.legal import Profile
from site_gen.model.offer import Offer
from site_gen.model.proposal import Proposal
from site_gen.model.rules.counting import check_counters
from site_gen.model.rules.notices import check_privacy
from site_gen.model.rules.people import check_advertising, check_consents, check_data_home, check_reviews
from site_gen.model.rules.prices import PriceRules, check_unproven
from site_gen.model.rules.promises import PromiseRules, check_reopened
from site_gen.model.rules.words import check_announcement, check_service_words, check_words
from site_gen.model.settings import Settings
from site_gen.model.site import Translated


@dataclass(frozen=True)
class Honest:
    """What the rules check. `settings` is site.yaml in its first language; None if it has errors.
    `stated_profile` is the legal profile that a site.yaml with errors names all the same: without one, what depends on
    it waits.

    `ledger` is None if it can't be read: rules that need it are then skipped. `listed` are the services' prices by id.
    """

    settings: Settings | None
    offers: tuple[Translated[Offer], ...] = ()
    services: Translated[Services] | None = None
    reviews: Translated[Reviews] | None = None
    privacy: Translated[TextPage] | None = None
    proposals: tuple[Translated[Proposal], ...] = ()
    ledger: Ledger | None = NO_LEDGER
    listed: Mapping[str, Decimal] = field(default_factory=dict)
    stated_profile: Profile | None = None

    @property
    def profile(self) -> Profile | None:
        return self.settings.legal.profile if self.settings else self.stated_profile

    @property
    def currency(self) -> str:
        return self.settings.currency if self.settings else "EUR"


def listed_prices(services: Iterable[Service]) -> dict[str, Decimal]:
    """Return the services' prices by their ids."""
    return {service.id: service.price.amount for service in services if service.price}


def check_honesty(what: Honest) -> Iterator[Finding]:
    """Find what misleads at any time."""
    if what.profile is not None:
        yield from _by_profile(what, what.profile)
    if what.settings is not None:
        if what.reviews is not None:
            yield from check_reviews(what.reviews, what.settings)
        yield from check_advertising(what.offers, what.settings)
        yield from check_data_home(what.settings)
        yield from check_counters(what.settings)
        yield from check_announcement(what.settings)
        yield from check_privacy(what.privacy, what.settings)
    if what.settings is not None and what.ledger is not None:
        profile = what.settings.legal.profile
        yield from _prices(what, what.settings, what.ledger, None).check(what.offers)
        yield from PromiseRules(what.ledger, what.currency, profile).check(what.offers)


def _by_profile(what: Honest, profile: Profile) -> Iterator[Finding]:
    yield from check_words(what.offers, profile)
    yield from check_consents(what.offers, profile)
    if what.services is not None:
        yield from check_service_words(what.services, profile)
        for index, service in enumerate(what.services.original.services):
            path = ("services", index, "price")
            yield from check_unproven(what.services.file, path, service.price, profile)
    for proposal in what.proposals:
        for index, tier in enumerate(proposal.original.tiers):
            yield from check_unproven(proposal.file, ("tiers", index, "price"), tier.price, profile)


def check_honesty_at(what: Honest, now: datetime) -> Iterator[Finding]:
    """Find what would mislead if it were published at `now`, except what `check_honesty` finds."""
    if what.settings is not None and what.ledger is not None:
        yield from _prices(what, what.settings, what.ledger, now).check(what.offers)
        yield from check_reopened(what.offers, what.ledger, what.currency, what.settings.legal.profile, now)


def _prices(what: Honest, settings: Settings, ledger: Ledger, at: datetime | None) -> PriceRules:
    return PriceRules(ledger, settings.currency, settings.legal.profile, what.listed, at)
