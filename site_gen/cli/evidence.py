"""What the ledger proves about an offer, as a document for an authority, and as data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from site_gen.actions.evidence import Evidence
from site_gen.cli.language import in_words
from site_gen.messages import joined, listed, m
from site_gen.model.evidence import LedgerProof, ProvenPrice
from site_gen.model.facts import recorded_price_facts
from site_gen.model.ledger import LEDGER_FILE, Entry, OfferState
from site_gen.render.plain_prices import price_words

_LEAST_WIDTH: Final = 12
_NAMES: Final = (
    m("Site"), m("Controller"), m("Contact"), m("Ledger"), m("Printed"), m("Time zone"), m("Recorded"), m("State"),
    m("Held until"), m("Checksum"), m("Title"), m("Kind"), m("Price"), m("Starts"), m("Ends"), m("Places"),
    m("Extended"),
)  # fmt: skip
"""What stands before the values, in one column."""


def entry_words(entry: Entry, zone: ZoneInfo) -> str:
    """Return a line of the ledger in a few words: 'EUR 290 / month, until 2026-11-30 18:00 CET'."""
    state = entry.state
    if state is None:
        return m("withdrawn")
    prices = [state.price] if state.price else [tier.price for tier in state.tiers]
    words: list[str] = [listed(price_words(recorded_price_facts(price)) for price in prices)]
    words += [m("until {moment}", moment=_local(state.ends, zone))] if state.ends else []
    words += (
        [m("places left: {left} of {total}", left=state.seats.left, total=state.seats.total)] if state.seats else []
    )
    return listed(words)


def evidence_lines(evidence: Evidence) -> Iterator[str]:
    """Yield the document: who, which file with which checksum, then every state in chronological order."""
    main, zone, ledger = evidence.site.main, evidence.site.main.zone, evidence.site.ledger
    legal = main.legal
    yield in_words(m("RECORD OF THE OFFER '{offer}'", offer=evidence.offer))
    yield ""
    yield _pair(m("Site"), f"{main.name}, {main.url}")
    yield _pair(m("Controller"), ", ".join(filter(None, (legal.controller, legal.tax_id, legal.address))))
    yield _pair(m("Contact"), legal.email or main.contact.email)
    yield _pair(
        m("Ledger"),
        m(
            "{file}, lines: {all}, of this offer: {number}",
            file=LEDGER_FILE, all=len(ledger.entries), number=len(evidence.proofs),
        ),
    )  # fmt: skip
    yield _pair("SHA-256", ledger.digest)
    yield _pair(m("Printed"), _both(evidence.now, zone))
    yield _pair(m("Time zone"), main.time_zone)
    yield ""
    explained = m(
        "Each state was written down when it went public, and holds until the next one or the offer's end. The lowest\n"
        "price of the 30 days before is that of the time before the price was first asked, by the line that is named."
    )
    yield from in_words(explained).split("\n")
    for number, proof in enumerate(evidence.proofs, start=1):
        yield ""
        yield from _section(number, proof, zone)


def _section(number: int, proof: LedgerProof, zone: ZoneInfo) -> Iterator[str]:
    entry = proof.entry
    yield in_words(m("{number}. Line {line}", number=number, line=entry.number))
    yield _pair(m("Recorded"), _both(entry.recorded, zone), 3)
    if entry.state is None:
        yield _pair(m("State"), m("withdrawn: the offer is no longer on the site"), 3)
    else:
        yield from _state(entry.state, proof.prices, zone)
    if entry.state is not None:
        yield _pair(m("Held until"), _both(proof.until, zone) if proof.until else m("now, as far as is recorded"), 3)
    yield _pair(
        m("Checksum"), m("holds") if entry.sealed else m("none: the line can't be told from one written by hand"), 3
    )


def _state(state: OfferState, prices: tuple[ProvenPrice, ...], zone: ZoneInfo) -> Iterator[str]:
    yield _pair(m("Title"), state.title, 3)
    yield _pair(
        m("Kind"),
        m("{kind}, of the service {service}", kind=state.kind, service=state.service) if state.service else state.kind,
        3,
    )
    for proven in prices:
        yield _pair(
            m("Price"),
            joined(f"{proven.tier}: " if proven.tier else "", price_words(recorded_price_facts(proven.price))),
            3,
        )
        if proven.price.lowest_30_days is not None:
            stated = f"{proven.price.lowest_30_days} {proven.price.currency}"
            yield _pair("", m("stated as the lowest price of the 30 days before: {price}", price=stated), 3)
        yield _pair("", _lowest(proven, zone), 3)
    yield _pair(m("Starts"), _both(state.starts, zone) if state.starts else m("no start"), 3)
    yield _pair(m("Ends"), _both(state.ends, zone) if state.ends else m("no end"), 3)
    if state.seats:
        yield _pair(
            m("Places"), m("{total}, of which taken: {taken}", total=state.seats.total, taken=state.seats.taken), 3
        )
    if state.extended:
        yield _pair(m("Extended"), state.extended, 3)


def _lowest(proven: ProvenPrice, zone: ZoneInfo) -> str:
    before = m("recorded in the 30 days before {day}", day=f"{proven.begins.astimezone(zone):%Y-%m-%d}")
    part = "" if proven.whole else m(" (the ledger doesn't reach back over all of them)")
    if proven.lowest is None:
        return m("{before}: no price{part}", before=before, part=part)
    price = proven.lowest.price
    lowest = f"{price.amount} {price.currency}"
    line = proven.lowest.line
    return m("{before}: {price} as the lowest, line {line}{part}", before=before, price=lowest, line=line, part=part)


def _widest() -> int:
    return max(_LEAST_WIDTH, *(len(in_words(name)) + 2 for name in _NAMES))


def _pair(name: str, value: str, indent: int = 0) -> str:
    return f"{' ' * indent}{in_words(name).ljust(_widest())}{in_words(value)}"


def _both(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC = {_local(instant, zone)}"


def _local(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M:%S %Z}"


# --- as data ----------------------------------------------------------------------------------------------------------


def evidence_data(evidence: Evidence) -> dict[str, Any]:
    """Return the same as plain data; instants as ISO 8601 text in UTC and in the site's zone."""
    site, main, zone = evidence.site, evidence.site.main, evidence.site.main.zone
    return {
        "offer": evidence.offer,
        "site": {"name": main.name, "url": main.url},
        "controller": {
            "name": main.legal.controller,
            "tax_id": main.legal.tax_id,
            "address": main.legal.address,
            "email": main.legal.email or main.contact.email,
        },
        "ledger": {"file": LEDGER_FILE, "sha256": site.ledger.digest, "lines": len(site.ledger.entries)},
        "printed": _instants(evidence.now, zone),
        "time_zone": main.time_zone,
        "states": [_proof_data(proof, zone) for proof in evidence.proofs],
    }


def _proof_data(proof: LedgerProof, zone: ZoneInfo) -> dict[str, Any]:
    return {
        **entry_data(proof.entry, zone),
        "until": _instants(proof.until, zone) if proof.until else None,
        "sealed": proof.entry.sealed,
        "prices": [_price_data(proven, zone) for proven in proof.prices],
    }


def _price_data(proven: ProvenPrice, zone: ZoneInfo) -> dict[str, Any]:
    price = proven.price
    return {
        "tier": proven.tier,
        "amount": str(price.amount),
        "currency": price.currency,
        "per": price.per,
        "from": price.starting,
        "was": _text(price.was),
        "since": _instants(proven.begins, zone),
        "lowest_30_days_stated": _text(price.lowest_30_days),
        "lowest_30_days_recorded": str(proven.lowest.price.amount) if proven.lowest else None,
        "lowest_30_days_line": proven.lowest.line if proven.lowest else None,
        "ledger_covers_30_days": proven.whole,
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def entry_data(entry: Entry, zone: ZoneInfo) -> dict[str, Any]:
    """Return a line of the ledger as plain data."""
    data: dict[str, Any] = {"line": entry.number, "recorded": _instants(entry.recorded, zone), "offer": entry.offer}
    state = entry.state
    if state is None:
        return {**data, "withdrawn": True}
    return {
        **data,
        "withdrawn": False,
        "kind": state.kind,
        "title": state.title,
        "service": state.service,
        "starts": _instants(state.starts, zone) if state.starts else None,
        "ends": _instants(state.ends, zone) if state.ends else None,
        "seats": {"total": state.seats.total, "taken": state.seats.taken} if state.seats else None,
        "extended": state.extended,
    }


def _instants(instant: datetime, zone: ZoneInfo) -> dict[str, str]:
    return {"utc": instant.astimezone(UTC).isoformat(), "local": instant.astimezone(zone).isoformat()}
