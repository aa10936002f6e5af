"""The list of offers as `site-gen offers` shows it: rows, and what changes when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from site_gen.actions.ledger import new_entries
from site_gen.cli import columns
from site_gen.cli.columns import Cell, Column
from site_gen.cli.terminal import moment
from site_gen.model.instants import State
from site_gen.model.ledger import RecordedPrice, offer_state
from site_gen.model.offer import Offer
from site_gen.model.site import Site, Translated


def listed(site: Site, now: datetime) -> list[dict[str, Any]]:
    """Return every offer as plain data, those that are live first; instants as ISO 8601 text in the site's zone.

    `recorded` says whether the ledger has the state that is public now, None where none is.
    """
    new = {entry.offer for entry in new_entries(site, now)}
    rows = [_row(site, source, now, is_new=source.slug in new) for source in site.offers]
    order = {"live": 0, "scheduled": 1, "draft": 2, "closed": 3}
    return sorted(rows, key=lambda row: (order[row["state"]], row["ends"] or "9", row["name"]))


def _row(site: Site, source: Translated[Offer], now: datetime, *, is_new: bool) -> dict[str, Any]:
    offer, zone = source.original, site.main.zone
    state = offer_state(offer, site.main.currency)
    stands = "draft" if offer.draft else offer.window.state(now).value
    public = stands == State.LIVE or (stands == State.CLOSED and site.ledger.last(source.slug) is not None)
    return {
        "name": source.slug,
        "file": source.file,
        "kind": offer.kind,
        "title": offer.title,
        "state": stands,
        "price": price_words(state.price) if state.price else tiers_words([tier.price for tier in state.tiers]),
        "starts": _iso(offer.starts, zone),
        "ends": _iso(offer.ends, zone),
        "seats": {"total": offer.seats.total, "left": offer.seats.left} if offer.seats else None,
        "recorded": not is_new if public else None,
    }


def _iso(instant: datetime | None, zone: ZoneInfo) -> str | None:
    return instant.astimezone(zone).isoformat() if instant else None


def price_words(price: RecordedPrice) -> str:
    """Return a price in plain words: 'from 290 EUR / month (was 390)'."""
    if price.amount == 0:
        return "free"
    words = (
        f"{'from ' if price.starting else ''}{price.amount} {price.currency}{f' / {price.per}' if price.per else ''}"
    )
    return f"{words} (was {price.was})" if price.was is not None else words


def tiers_words(prices: Sequence[RecordedPrice]) -> str:
    """Return the prices of several tiers in plain words: '340, 520, 760 EUR / month'."""
    if len({(price.currency, price.per, price.starting) for price in prices}) > 1 or len(prices) == 1:
        return ", ".join(price_words(price) for price in prices)
    amounts = ", ".join(str(price.amount) for price in prices)
    return f"{amounts} {prices[0].currency}{f' / {prices[0].per}' if prices[0].per else ''}"


def changes(site: Site, now: datetime) -> list[dict[str, str]]:
    """Return what opens and closes after `now`, the next first."""
    found = []
    for source in site.offers:
        offer = source.original
        moments = [(offer.starts, "opens"), (offer.ends, "closes")] if not offer.draft else []
        found += [(instant, source.slug, what) for instant, what in moments if instant and instant > now]
    zone = site.main.zone
    ordered = sorted(found, key=lambda change: (change[0].timestamp(), change[1]))
    return [{"at": at.astimezone(zone).isoformat(), "offer": slug, "change": what} for at, slug, what in ordered]


_COLUMNS: Final = (
    Column("NAME"),
    Column("STATE"),
    Column("KIND"),
    Column("PRICE", 18),
    Column("WINDOW", 22),
    Column("LEDGER"),
)


def offer_table(
    site: Site,
    now: datetime,
    rows: Sequence[dict[str, Any]],
    coming: Sequence[dict[str, str]],
    width: int | None,
) -> Iterator[str]:
    """Yield the list as text; `width` is the window's, None where there is none."""
    yield f"{site.main.name}, offers at {moment(now.astimezone(site.main.zone))} ({site.main.time_zone})"
    yield ""
    lines = [
        (row["name"], row["state"], row["kind"], row["price"], _window(row), _recorded(row["recorded"])) for row in rows
    ]
    yield from columns.table(_COLUMNS, [[Cell(text) for text in line] for line in lines], width)
    if coming:
        yield ""
        for change in coming:
            at = datetime.fromisoformat(change["at"]).astimezone(site.main.zone)
            yield f"{moment(at)}  {change['offer']} {change['change']}"


def _window(row: dict[str, Any]) -> str:
    starts, ends = (
        f"{datetime.fromisoformat(row[key]):%Y-%m-%d %H:%M}" if row[key] else None for key in ("starts", "ends")
    )
    window = f"{starts or 'always'} – {ends or 'no end'}" if starts or ends else "no end"
    return f"{window}, {row['seats']['left']} of {row['seats']['total']} left" if row["seats"] else window


def _recorded(known: bool | None) -> str:
    return {None: "-", True: "recorded", False: "new"}[known]
