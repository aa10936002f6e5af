"""The list of offers as `site-gen offers` shows it: as a table, and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from rich.table import Column
from rich.text import Text

from site_gen.actions.offers import ListedOffer, OfferList
from site_gen.cli.tables import cell, fixed, flexible, table_lines, whole_cell
from site_gen.cli.terminal import moment
from site_gen.model.ledger import RecordedPrice

_WITH_KIND: Final = 76
"""From this width on there is room for the kinds of offers."""


def offers_data(found: OfferList) -> dict[str, Any]:
    """Return the list as plain data; instants as ISO 8601 text in the site's zone."""
    return {
        "now": found.now.astimezone(found.site.main.zone).isoformat(),
        "offers": [_offer_data(offer) for offer in found.offers],
        "changes": [
            {"at": change.at.isoformat(), "offer": change.offer, "change": "opens" if change.opens else "closes"}
            for change in found.changes
        ],
    }


def _offer_data(offer: ListedOffer) -> dict[str, Any]:
    return {
        "name": offer.name,
        "file": offer.file,
        "kind": offer.kind,
        "title": offer.title,
        "state": offer.standing.value,
        "price": prices_words(offer.prices),
        "starts": _iso(offer.starts),
        "ends": _iso(offer.ends),
        "seats": {"total": offer.seats.total, "left": offer.seats.left} if offer.seats else None,
        "recorded": offer.recorded,
    }


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def price_words(price: RecordedPrice) -> str:
    """Return a price in plain words: 'from 290 EUR / month (was 390)'."""
    if price.amount == 0:
        return "free"
    words = (
        f"{'from ' if price.starting else ''}{price.amount} {price.currency}{f' / {price.per}' if price.per else ''}"
    )
    return f"{words} (was {price.was})" if price.was is not None else words


def prices_words(prices: Sequence[RecordedPrice]) -> str:
    """Return the prices of an offer or its tiers in plain words: '340, 520, 760 EUR / month'."""
    if len({(price.currency, price.per, price.starting) for price in prices}) > 1 or len(prices) == 1:
        return ", ".join(price_words(price) for price in prices)
    amounts = ", ".join(str(price.amount) for price in prices)
    return f"{amounts} {prices[0].currency}{f' / {prices[0].per}' if prices[0].per else ''}"


def offer_table(found: OfferList, width: int | None) -> Iterator[str]:
    """Yield the list as text; `width` is the window's, None where there is none."""
    main = found.site.main
    yield f"{main.name}, offers at {moment(found.now.astimezone(main.zone))} ({main.time_zone})"
    yield ""
    yield from table_lines(*_table(found, with_kind=width is None or width >= _WITH_KIND), width)
    if found.changes:
        yield ""
    for change in found.changes:
        yield f"{moment(change.at)}  {change.offer} {'opens' if change.opens else 'closes'}"


def _table(found: OfferList, *, with_kind: bool) -> tuple[list[Column], list[list[Text]]]:
    kind = [fixed("KIND")] if with_kind else []
    columns = [fixed("NAME"), fixed("STATE"), *kind, flexible("PRICE"), flexible("WINDOW"), fixed("LEDGER")]
    return columns, [list(_row(offer, with_kind=with_kind)) for offer in found.offers]


def _row(offer: ListedOffer, *, with_kind: bool) -> Iterator[Text]:
    yield cell(offer.name)
    yield cell(offer.standing.value)
    if with_kind:
        yield cell(offer.kind)
    yield whole_cell(prices_words(offer.prices))
    yield whole_cell(_window(offer))
    yield cell({None: "-", True: "recorded", False: "new"}[offer.recorded])


def _window(offer: ListedOffer) -> str:
    starts, ends = (f"{instant:%Y-%m-%d %H:%M}" if instant else None for instant in (offer.starts, offer.ends))
    window = f"{starts or 'always'} – {ends or 'no end'}" if starts or ends else "no end"
    return f"{window}, {offer.seats.left} of {offer.seats.total} left" if offer.seats else window
