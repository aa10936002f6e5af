"""What the ledger proves about an offer, line by line, in a form that can be given to others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from site_gen.model.ledger import Entry, Ledger, OfferState, RecordedPrice
from site_gen.model.legal import PRIOR_DAYS
from site_gen.model.rules.prices import Asked, asked_prices, since, unchanged_from


@dataclass(frozen=True, slots=True)
class ProvenPrice:
    """A price in a ledger line.

    `tier` is None for the offer's own price. `begins` is when the price was first charged, `lowest` the lowest price
    in the 30 days before, in the same currency and unit. `whole` says whether the ledger covers all of those days.
    """

    tier: str | None
    price: RecordedPrice
    begins: datetime
    lowest: Asked | None
    whole: bool


@dataclass(frozen=True, slots=True)
class LedgerProof:
    """A line of the ledger with what follows from earlier lines. `until` is when its state was replaced or the offer
    ended, whichever came first; None if neither has happened."""

    entry: Entry
    prices: tuple[ProvenPrice, ...]
    until: datetime | None


def proofs(ledger: Ledger, offer: str, now: datetime) -> Iterator[LedgerProof]:
    """Yield the lines of an offer in chronological order, with what follows from them until `now`."""
    entries = ledger.of(offer)
    for index, entry in enumerate(entries):
        following = entries[index + 1 : index + 2]
        prices = tuple(_prices(entry.state, entries[: index + 1], ledger)) if entry.state else ()
        ends = [entry.state.ends] if entry.state and entry.state.ends else []
        passed = [instant for instant in (*ends, *(later.recorded for later in following)) if instant <= now]
        yield LedgerProof(entry, prices, min(passed, default=None))


def _prices(state: OfferState, entries: tuple[Entry, ...], ledger: Ledger) -> Iterator[ProvenPrice]:
    """Yield the prices in `state`, which is the state of the last of `entries`."""
    own = [(None, state.price)] if state.price else []
    for tier, price in [*own, *((tier.name, tier.price) for tier in state.tiers)]:
        begins = since(entries, state, tier) or entries[-1].recorded
        window = begins - PRIOR_DAYS
        before = entries[: unchanged_from(entries, state, tier)]
        asked = [spell for spell in asked_prices(before, tier) if spell.overlaps(window, begins)]
        same = [spell for spell in asked if _unit(spell.price) == _unit(price)]
        lowest = min(same, key=lambda spell: spell.price.amount, default=None)
        yield ProvenPrice(tier, price, begins, lowest, ledger.begins is not None and ledger.begins <= window)


def _unit(price: RecordedPrice) -> tuple[str, str | None]:
    return price.currency, price.per
