"""What was offered publicly and when: the lines of offers/ledger.jsonl, and the offer states that they record.

Knows the format of a line, not how the file is read or written.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from site_gen.messages import m
from site_gen.model.base import Model, Name, Slug, mistake, shown
from site_gen.model.instants import Instant, State, Window, fixed
from site_gen.model.money import Amount, Currency, PriceModel
from site_gen.model.offer import Offer

LEDGER_FILE: Final = "offers/ledger.jsonl"
"""The ledger's path in a project."""

SEAL: Final = "sha256"
"""The last key of a line: the SHA-256 of all other keys, which reveals a line that was changed by hand."""


def _exact(value: Any) -> Any:
    if isinstance(value, datetime):
        return value
    has_offset = isinstance(value, str) and (value.endswith(("Z", "z")) or value[-6:-5] in {"+", "-"})
    if not has_offset:
        raise mistake(
            m("'{value}' is not a moment with its offset", value=shown(value)),
            m("write it as 2026-11-30T18:00:00+01:00"),
        )
    return value


Moment = Annotated[Instant, BeforeValidator(_exact), AfterValidator(fixed)]
"""An instant with its offset, so that the ledger means the same in every zone."""


class RecordedPrice(Model):
    """A price as it was shown, always with its currency because the one in site.yaml may change."""

    amount: Amount
    currency: Currency
    per: Name | None = None
    starting: bool = Field(False, alias="from")
    was: Amount | None = None
    lowest_30_days: Amount | None = None

    @property
    def terms(self) -> tuple[Decimal, str, str | None, bool]:
        """What a client pays, without the former prices."""
        return (self.amount, self.currency, self.per, self.starting)


class RecordedTier(Model):
    """A tier's name and price."""

    name: Name
    price: RecordedPrice


class RecordedSeats(Model):
    """How many places there were, and how many were taken."""

    total: int = Field(ge=1)
    taken: int = Field(0, ge=0)

    @property
    def left(self) -> int:
        return self.total - self.taken


class OfferState(Model):
    """Everything in an offer that is a promise. Texts are in the site's first language."""

    kind: Literal["direct", "first-step", "second-step"]
    title: Name
    service: Name | None = None
    price: RecordedPrice | None = None
    tiers: tuple[RecordedTier, ...] = ()
    starts: Moment | None = None
    ends: Moment | None = None
    seats: RecordedSeats | None = None
    extended: Name | None = None

    @property
    def window(self) -> Window:
        return Window(self.starts, self.ends)

    @property
    def terms(self) -> tuple[object, ...]:
        """What is offered at which price: equal for an offer that is repeated."""
        tiers = tuple((tier.name, tier.price.terms) for tier in self.tiers)
        return (self.kind, self.price.terms if self.price else None, tiers)

    def price_of(self, tier: str | None) -> RecordedPrice | None:
        """Return the price of a tier by its name, or of the offer itself for None."""
        if tier is None:
            return self.price
        return next((known.price for known in self.tiers if known.name == tier), None)


class Head(Model):
    """The keys of a line beside the state: when, which offer, its name until then, and whether it was withdrawn."""

    recorded: Moment
    offer: Slug
    formerly: Slug | None = None
    withdrawn: bool = False
    sha256: Name | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: at `recorded` the offer was in this state; None as `state` means that it was withdrawn.

    `number` is the line number, from 1; `sealed` says whether the line has a checksum (a line with a wrong checksum is
    no entry). With `formerly`, what was recorded of that name until then is of this offer, which was renamed.
    """

    number: int
    recorded: datetime
    offer: str
    state: OfferState | None
    sealed: bool = True
    formerly: str | None = None


@dataclass(frozen=True)
class Ledger:
    """Every line, in chronological order. `digest` is the SHA-256 of the file; '' if there is no file.

    Lines keep the service that they recorded. `services` says what it is called today, by its former names.
    """

    entries: tuple[Entry, ...] = ()
    digest: str = ""
    services: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _by_offer(self) -> Mapping[str, tuple[Entry, ...]]:
        sorted_: dict[str, list[Entry]] = {}
        for entry in self.entries:
            before = sorted_.pop(entry.formerly, []) if entry.formerly else []
            sorted_.setdefault(entry.offer, []).extend([*before, entry])
        return {offer: tuple(entries) for offer, entries in sorted_.items()}

    @property
    def offers(self) -> tuple[str, ...]:
        """The names of all offers that were ever recorded, including offers that no longer exist."""
        return tuple(self._by_offer)

    @property
    def begins(self) -> datetime | None:
        return self.entries[0].recorded if self.entries else None

    def of(self, offer: str) -> tuple[Entry, ...]:
        """Return the lines of an offer."""
        return self._by_offer.get(offer, ())

    def service_of(self, state: OfferState) -> str | None:
        """Return what the service of a recorded state is called today."""
        return self.services.get(state.service, state.service) if state.service is not None else None

    def last(self, offer: str) -> Entry | None:
        entries = self.of(offer)
        return entries[-1] if entries else None


NO_LEDGER: Final = Ledger()


# --- what an offer's state is -----------------------------------------------------------------------------------------


def recorded_price(price: PriceModel, currency: str) -> RecordedPrice:
    """Return a price for the ledger; `currency` is the site's."""
    values = {"from": price.starting, "per": price.per, "was": price.was, "lowest_30_days": price.lowest_30_days}
    return RecordedPrice.model_validate({"amount": price.amount, "currency": price.currency or currency, **values})


def offer_state(offer: Offer, currency: str) -> OfferState:
    """Return the state of an offer; `currency` is the site's."""
    return OfferState(
        kind=offer.kind,
        title=offer.title,
        service=offer.service,
        price=recorded_price(offer.price, currency) if offer.price else None,
        tiers=tuple(
            RecordedTier(name=tier.name, price=recorded_price(tier.price, currency)) for tier in offer.price_tiers
        ),
        starts=fixed(offer.starts) if offer.starts else None,
        ends=fixed(offer.ends) if offer.ends else None,
        seats=RecordedSeats(total=offer.seats.total, taken=offer.seats.taken) if offer.seats else None,
        extended=offer.extended,
    )


def news(offers: Mapping[str, Offer], ledger: Ledger, currency: str, now: datetime) -> Iterator[Entry]:
    """Yield the lines to append at `now`, with their future line numbers: what is public and not recorded yet.

    An offer is public while it is live, and if it was recorded and has closed since. A recorded offer that is no longer
    public (its file is gone, a draft, or not open yet) is recorded as withdrawn, unless it had ended.
    """
    number = len(ledger.entries)
    for slug in sorted({*offers, *ledger.offers}):
        last = ledger.last(slug)
        state = _public_state(offers.get(slug), last, currency, now)
        ended = last is None or last.state is None or last.state.window.state(now) is State.CLOSED
        if (state is None and ended) or (last is not None and state == last.state):
            continue
        number += 1
        yield Entry(number, now, slug, state)


def _public_state(offer: Offer | None, last: Entry | None, currency: str, now: datetime) -> OfferState | None:
    if offer is None or offer.draft:
        return None
    where = offer.window.state(now)
    if where is State.SCHEDULED or (where is State.CLOSED and last is None):
        return None
    return offer_state(offer, currency)


# --- the text of a line -----------------------------------------------------------------------------------------------


def entry_line(entry: Entry) -> str:
    """Return an entry as a line of the file, without the line break: JSON with a checksum of its keys."""
    data: dict[str, Any] = {"recorded": _utc(entry.recorded), "offer": entry.offer}
    data |= {"formerly": entry.formerly} if entry.formerly else {}
    data |= {"withdrawn": True} if entry.state is None else _state_data(entry.state)
    return json.dumps({**data, SEAL: seal(data)}, ensure_ascii=False)


def seal(data: Mapping[str, Any]) -> str:
    """Return the checksum of a line's keys, except the checksum itself; spaces and the order of keys don't matter."""
    kept = {key: value for key, value in data.items() if key != SEAL}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _state_data(state: OfferState) -> dict[str, Any]:
    price = _price_data(state.price) if state.price else None
    data: dict[str, Any] = {
        "kind": state.kind,
        "title": state.title,
        "service": state.service,
        "price": price,
        "tiers": [{"name": tier.name, "price": _price_data(tier.price)} for tier in state.tiers] or None,
        "starts": state.starts.isoformat() if state.starts else None,
        "ends": state.ends.isoformat() if state.ends else None,
        "seats": {"total": state.seats.total, "taken": state.seats.taken} if state.seats else None,
        "extended": state.extended,
    }
    return {key: value for key, value in data.items() if value is not None}


def _price_data(price: RecordedPrice) -> dict[str, Any]:
    data: dict[str, Any] = {
        "amount": _number(price.amount),
        "currency": price.currency,
        "per": price.per,
        "from": price.starting or None,
        "was": _number(price.was),
        "lowest_30_days": _number(price.lowest_30_days),
    }
    return {key: value for key, value in data.items() if value is not None}


def _number(amount: Decimal | None) -> int | float | None:
    """Return an amount as a JSON number; two decimals and twelve digits are exact in both types."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)
