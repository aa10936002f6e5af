"""Checks struck-out prices against the ledger: were they charged, for how long, and what was the lowest in 30 days?

The prior price of an offer is searched in its own lines; if it has no earlier ones, in those of other offers of the
same service, which are only a hint (their scope may differ).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import zip_longest
from typing import Final

from site_gen.messages import joined, listed, m
from site_gen.model.finding import Finding, KeyPath, Path, breach
from site_gen.model.ledger import (
    LEDGER_FILE,
    Entry,
    Ledger,
    OfferState,
    RecordedPrice,
    offer_state,
    recorded_price,
)
from site_gen.model.legal import PRIOR_DAYS, Profile, Rule, verdict
from site_gen.model.money import PriceModel
from site_gen.model.offer import Offer
from site_gen.model.site import Translated
from site_gen.problems import Severity

_ADD: Final = m("add lowest_30_days: AMOUNT")


@dataclass(frozen=True, slots=True)
class Asked:
    """A price that was charged publicly from `starts` to `ends` (None: as far as known, still), from line `line`."""

    price: RecordedPrice
    starts: datetime
    ends: datetime | None
    line: int

    def overlaps(self, starts: datetime, ends: datetime) -> bool:
        """Whether it was charged within [starts, ends)."""
        return self.starts < ends and (self.ends is None or self.ends > starts)


@dataclass(frozen=True, slots=True)
class Prior:
    """What the ledger knows about the time before a reduction. `asked` holds comparable prices in chronological order.

    `begins` is when the reduction begins; `own` whether the lines are the offer's own; `whole` whether the ledger
    covers all 30 days before.
    """

    asked: tuple[Asked, ...]
    begins: datetime
    own: bool
    whole: bool

    @property
    def window(self) -> tuple[Asked, ...]:
        """The prices charged in the 30 days before."""
        return tuple(asked for asked in self.asked if asked.overlaps(self.begins - PRIOR_DAYS, self.begins))

    @property
    def lowest(self) -> Asked | None:
        """The lowest price of the 30 days before, the first of several equal ones; None if none was charged."""
        return min(self.window, key=lambda asked: asked.price.amount, default=None)


@dataclass(frozen=True, slots=True)
class Priced:
    """A price in an offer's file, of a tier (by name) or of the offer itself, with its path."""

    price: PriceModel
    tier: str | None
    path: Path


def prices_of(offer: Offer) -> Iterator[Priced]:
    """Yield the prices of an offer."""
    if offer.price is not None:
        yield Priced(offer.price, None, ("price",))
    for index, tier in enumerate(offer.price_tiers):
        yield Priced(tier.price, tier.name, ("tiers", index, "price"))


# --- what the ledger knows --------------------------------------------------------------------------------------------


def asked_prices(entries: tuple[Entry, ...], tier: str | None) -> Iterator[Asked]:
    """Yield the prices charged by one offer's lines: each holds until the next line, or until its own end."""
    for entry, following in zip_longest(entries, entries[1:]):
        price = entry.state.price_of(tier) if entry.state else None
        if entry.state is None or price is None:
            continue
        bounds = [instant for instant in (following.recorded if following else None, entry.state.ends) if instant]
        ends = min(bounds, default=None)
        if ends is None or ends > entry.recorded:
            yield Asked(price, entry.recorded, ends, entry.number)


def prior(slug: str, offer: Offer, priced: Priced, ledger: Ledger, currency: str, at: datetime | None) -> Prior | None:
    """Return what is known about the time before a reduction; None if its beginning is unknown.

    `at`, the instant of publication, is used as the beginning if neither the file nor the ledger has one.
    """
    begins = reduction_begins(slug, offer, priced, ledger, currency) or at
    if begins is None:
        return None
    price = recorded_price(priced.price, currency)
    own = _comparable(asked_prices(ledger.of(slug), priced.tier), price, begins)
    asked = own or _of_service(slug, offer, priced, price, ledger, begins)
    whole = ledger.begins is not None and ledger.begins <= begins - PRIOR_DAYS
    return Prior(asked, begins, bool(own), whole)


def reduction_begins(slug: str, offer: Offer, priced: Priced, ledger: Ledger, currency: str) -> datetime | None:
    """Return when a reduction begins: at the offer's start, else when it was first recorded.

    None for a reduction in an offer that is already open, if it is not recorded yet.
    """
    return since(ledger.of(slug), offer_state(offer, currency), priced.tier)


def since(entries: tuple[Entry, ...], state: OfferState, tier: str | None) -> datetime | None:
    """Return since when a price is as in `state`; `entries` are the lines up to it. See reduction_begins."""
    first = unchanged_from(entries, state, tier)
    before = entries[first - 1].recorded if first else None
    if state.starts is not None and (before is None or state.starts > before):
        return state.starts
    return entries[first].recorded if first < len(entries) else None


def unchanged_from(entries: tuple[Entry, ...], state: OfferState, tier: str | None) -> int:
    """Return the index from which all lines have the price of `state`; the number of lines if the last one differs."""
    price, first = state.price_of(tier), len(entries)
    while first and _same_reduction(entries[first - 1], price, tier):
        first -= 1
    return first


def _same_reduction(entry: Entry, price: RecordedPrice | None, tier: str | None) -> bool:
    recorded = entry.state.price_of(tier) if entry.state else None
    return recorded is not None and price is not None and _reduction(recorded) == _reduction(price)


def _reduction(price: RecordedPrice) -> tuple[object, ...]:
    return (price.terms, price.was)


def _comparable(asked: Iterable[Asked], price: RecordedPrice, before: datetime) -> tuple[Asked, ...]:
    return tuple(
        known
        for known in asked
        if (known.price.currency, known.price.per) == (price.currency, price.per) and known.starts < before
    )


def _of_service(
    slug: str, offer: Offer, priced: Priced, price: RecordedPrice, ledger: Ledger, before: datetime
) -> tuple[Asked, ...]:
    """Return the prices that other offers of the same service charged for the same unit."""
    if offer.service is None or priced.tier is not None:
        return ()
    others = [
        asked
        for other in ledger.offers
        if other != slug
        for asked in asked_prices(
            tuple(
                entry
                for entry in ledger.of(other)
                if entry.state is None or ledger.service_of(entry.state) == offer.service
            ),
            None,
        )
    ]
    return tuple(sorted(_comparable(others, price, before), key=lambda asked: (asked.starts, asked.line)))


# --- leaving it to the ledger -----------------------------------------------------------------------------------------


def with_recorded_prices(source: Translated[Offer], ledger: Ledger, currency: str) -> Translated[Offer]:
    """Return an offer with each missing `lowest_30_days` filled in, if the ledger proves it."""
    proven: dict[Path, Decimal] = {}
    for priced in prices_of(source.original):
        if priced.price.was is not None and priced.price.lowest_30_days is None:
            known = prior(source.slug, source.original, priced, ledger, currency, None)
            if known is not None and known.own and known.whole and known.lowest is not None:
                proven[priced.path] = known.lowest.price.amount
    if not proven:
        return source
    return replace(source, versions={lang: _filled(version, proven) for lang, version in source.versions.items()})


def _filled(offer: Offer, proven: Mapping[Path, Decimal]) -> Offer:
    update: dict[str, object] = {}
    if offer.price is not None and ("price",) in proven:
        update["price"] = offer.price.model_copy(update={"lowest_30_days": proven["price",]})
    if offer.price_tiers:
        update["tiers"] = tuple(
            tier.model_copy(update={"price": tier.price.model_copy(update={"lowest_30_days": proven[path]})})
            if (path := ("tiers", index, "price")) in proven
            else tier
            for index, tier in enumerate(offer.price_tiers)
        )
    return offer.model_copy(update=update)


# --- the rules --------------------------------------------------------------------------------------------------------


def check_unproven(file: str, path: Path, price: PriceModel | None, profile: Profile) -> Iterator[Finding]:
    """Find an unproven struck-out price of something that is not in the ledger: a service, a client's proposal."""
    if price is not None and price.was is not None and price.lowest_30_days is None:
        yield from _unproven(KeyPath(file, (*path, "was")), profile, m("{add}, or leave 'was' out", add=_ADD))


def _unproven(place: KeyPath, profile: Profile, hint: str) -> Iterator[Finding]:
    message = m("'was' is struck out without the lowest price of the last 30 days")
    yield from breach(Rule.PRIOR_PRICE, profile, place, message, hint)


@dataclass(frozen=True, slots=True)
class PriceRules:
    """The rules of struck-out prices for a site. `currency` is the site's, `listed` the services' prices by id.

    `at` is the instant of publication, if known: only rules that need it are then checked. Without it only the
    other rules are checked.
    """

    ledger: Ledger
    currency: str
    profile: Profile
    listed: Mapping[str, Decimal]
    at: datetime | None

    def check(self, offers: Iterable[Translated[Offer]]) -> Iterator[Finding]:
        """Find struck-out prices that the ledger contradicts or doesn't prove."""
        for source in offers:
            for priced in prices_of(source.original):
                if priced.price.was is not None:
                    yield from self._check(source, priced)

    def _check(self, source: Translated[Offer], priced: Priced) -> Iterator[Finding]:
        begins = reduction_begins(source.slug, source.original, priced, self.ledger, self.currency)
        if self.at is not None and begins is not None:
            return
        known = prior(source.slug, source.original, priced, self.ledger, self.currency, self.at)
        if known is None:
            if priced.price.lowest_30_days is None:
                hint = m(
                    "{add}; the ledger can't tell it, as the offer is open already and the reduction is new", add=_ADD
                )
                yield from _unproven(KeyPath(source.file, (*priced.path, "was")), self.profile, hint)
            return
        findings = list(self._check_lowest(source, priced, known))
        # A price that was raised for the reduction explains the rest.
        yield from findings or self._check_asked(source, priced, known)

    def _check_lowest(self, source: Translated[Offer], priced: Priced, known: Prior) -> Iterator[Finding]:
        price, lowest = priced.price, known.lowest
        if price.lowest_30_days is None:
            place = KeyPath(source.file, (*priced.path, "was"))
            yield from _unproven(
                place, self.profile, m("{add}, or leave 'was' out{why_not}", add=_ADD, why_not=self._why_not(known))
            )
        elif lowest is not None and lowest.price.amount <= price.amount and known.own:
            yield from self._no_reduction(source, priced, known, lowest)
        elif lowest is not None and lowest.price.amount < price.lowest_30_days:
            place = KeyPath(source.file, (*priced.path, "lowest_30_days"))
            of_it = "" if known.own else m(" for another offer of the same service")
            message = m(
                "lowest_30_days is {lowest_30_days}, but the ledger has {amount}{of_it} in the 30 days "
                "before {day} ({line})",
                lowest_30_days=price.lowest_30_days,
                amount=lowest.price.amount,
                of_it=of_it,
                day=_day(known.begins),
                line=_line(lowest),
            )
            hint = m("write lowest_30_days: {amount}, or leave it to the ledger", amount=lowest.price.amount)
            hint = hint if known.own else m("{hint}, unless the two differ in what they include", hint=hint)
            yield from self._weighed(breach(Rule.PRIOR_PRICE, self.profile, place, message, hint), own=known.own)

    def _why_not(self, known: Prior) -> str:
        if self.ledger.begins is None:
            return ""
        if not known.whole:
            begins = self.ledger.begins.astimezone(known.begins.tzinfo)
            return m(
                "; the ledger begins on {day}, and the 30 days before {day_2} earlier",
                day=_day(begins),
                day_2=_day(known.begins),
            )
        return m("; the ledger has no price of the offer in the 30 days before {day}", day=_day(known.begins))

    def _no_reduction(
        self, source: Translated[Offer], priced: Priced, known: Prior, lowest: Asked
    ) -> Iterator[Finding]:
        raised = next((a for a in known.window if a.line > lowest.line and a.price.amount > lowest.price.amount), None)
        place = KeyPath(source.file, (*priced.path, "was"))
        if raised is not None:
            message = m(
                "the price rose from {lowest} ({line}) to {raised} ({raised_line}) in the 30 days before {day}, and "
                "falls to {amount} now: no reduction",
                lowest=lowest.price.amount,
                line=_line(lowest),
                raised=raised.price.amount,
                raised_line=_line(raised),
                day=_day(known.begins),
                amount=priced.price.amount,
            )
        else:
            message = m(
                "the price ({amount}) is not below the lowest that the ledger has in the 30 days before "
                "{day}: {amount_2} ({line})",
                amount=priced.price.amount,
                day=_day(known.begins),
                amount_2=lowest.price.amount,
                line=_line(lowest),
            )
        yield from breach(
            Rule.PRIOR_PRICE, self.profile, place, message, m("there is no reduction to show: leave 'was' out")
        )

    def _check_asked(self, source: Translated[Offer], priced: Priced, known: Prior) -> Iterator[Finding]:
        """Find a former price that was never charged, or only for a few days."""
        was = priced.price.was
        is_listed = self.listed.get(source.original.service or "") == was
        if is_listed or not (known.own and known.whole and known.window):
            return
        price = recorded_price(priced.price, self.currency)
        asked = [*known.asked]
        asked += _of_service(source.slug, source.original, priced, price, self.ledger, known.begins)
        at_it = [spell for spell in asked if spell.price.amount == was]
        place = KeyPath(source.file, (*priced.path, "was"))
        if not at_it:
            amounts = {spell.price.amount: spell for spell in known.window}
            prices = listed(joined(f"{amount} (", _line(spell), ")") for amount, spell in sorted(amounts.items())[:4])
            message = m(
                "'was' is {was}, a price that the ledger does not have; before {day} it has {listed}",
                was=was,
                day=_day(known.begins),
                listed=prices,
            )
            hint = m("write the price that was asked, or leave 'was' out")
            yield from breach(Rule.ASKED, self.profile, place, message, hint)
            return
        yield from self._check_long(place, at_it, known.begins)

    def _check_long(self, place: KeyPath, at_it: list[Asked], begins: datetime) -> Iterator[Finding]:
        needed = verdict(Rule.ASKED_LONG, self.profile)
        days = sum((min(spell.ends or begins, begins) - spell.starts for spell in at_it), timedelta()).days
        if needed is not None and days < needed.days:
            spell = at_it[-1]
            message = m(
                "'was' is {amount}, which was asked for {days} days only ({line})",
                amount=spell.price.amount,
                days=days,
                line=_line(spell),
            )
            hint = m("compare with a price that was asked for at least {days} days", days=needed.days)
            yield from breach(Rule.ASKED_LONG, self.profile, place, message, hint)

    def _weighed(self, findings: Iterable[Finding], *, own: bool) -> Iterator[Finding]:
        for finding in findings:
            yield finding if own else replace(finding, severity=Severity.WARNING)


def _line(asked: Asked) -> str:
    return m("{ledger_file}:{line}, recorded {day}", ledger_file=LEDGER_FILE, line=asked.line, day=_day(asked.starts))


def _day(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d}"
