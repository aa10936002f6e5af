"""The list of offers: where each stands at an instant, and what opens and closes after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from site_gen.actions.ledger import misleading_at, new_entries
from site_gen.load import load_site
from site_gen.load.locator import Locator
from site_gen.model.funnel import Change
from site_gen.model.ledger import RecordedPrice, offer_state
from site_gen.model.offer import Offer, Seats
from site_gen.model.site import Site, Translated
from site_gen.problems import Problem


class Standing(StrEnum):
    """Where an offer stands, in the order of the list."""

    LIVE = "live"
    SCHEDULED = "scheduled"
    DRAFT = "draft"
    CLOSED = "closed"


_ORDER = tuple(Standing)


@dataclass(frozen=True, slots=True)
class ListedOffer:
    """An offer in the list, with instants in the site's zone.

    `prices` are its own price or those of its tiers. `recorded` says whether the ledger has the state that is public
    now; it is None where nothing is.
    """

    name: str
    file: str
    kind: str
    title: str
    standing: Standing
    prices: tuple[RecordedPrice, ...]
    starts: datetime | None
    ends: datetime | None
    seats: Seats | None
    recorded: bool | None


@dataclass(frozen=True, slots=True)
class OfferList:
    """All offers of a site, the live ones first; what changes after `now`, the next change first; and problems."""

    site: Site
    now: datetime
    offers: tuple[ListedOffer, ...]
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]


def list_offers(project: Path, now: datetime) -> OfferList:
    """Return the offers of a project at `now`. Raises ProjectError."""
    loaded = load_site(project)
    site = loaded.site
    problems = [*loaded.warnings, *Locator(project).problems(misleading_at(site, now))]
    return OfferList(site, now, _listed(site, now), tuple(_changes(site, now)), tuple(sorted(problems)))


def _listed(site: Site, now: datetime) -> tuple[ListedOffer, ...]:
    new = {entry.offer for entry in new_entries(site, now)}
    rows = [_row(site, source, now, is_new=source.slug in new) for source in site.offers]
    return tuple(sorted(rows, key=_place))


def _place(row: ListedOffer) -> tuple[int, float, str]:
    return (_ORDER.index(row.standing), row.ends.timestamp() if row.ends else float("inf"), row.name)


def _row(site: Site, source: Translated[Offer], now: datetime, *, is_new: bool) -> ListedOffer:
    offer, zone = source.original, site.main.zone
    state = offer_state(offer, site.main.currency)
    standing = Standing.DRAFT if offer.draft else Standing(offer.window.state(now).value)
    was_public = site.ledger.last(source.slug) is not None
    is_public = standing is Standing.LIVE or (standing is Standing.CLOSED and was_public)
    return ListedOffer(
        name=source.slug,
        file=source.file,
        kind=offer.kind,
        title=offer.title,
        standing=standing,
        prices=(state.price,) if state.price else tuple(tier.price for tier in state.tiers),
        starts=_local(offer.starts, zone),
        ends=_local(offer.ends, zone),
        seats=offer.seats,
        recorded=not is_new if is_public else None,
    )


def _local(instant: datetime | None, zone: ZoneInfo) -> datetime | None:
    return instant.astimezone(zone) if instant else None


def _changes(site: Site, now: datetime) -> Iterator[Change]:
    """Yield what opens and closes after `now`, with instants in the site's zone."""
    found = []
    for source in site.offers:
        offer = source.original
        moments = [(offer.starts, True), (offer.ends, False)] if not offer.draft else []
        found += [(instant, source.slug, opens) for instant, opens in moments if instant and instant > now]
    for instant, name, opens in sorted(found, key=lambda change: (change[0].timestamp(), change[1])):
        yield Change(instant.astimezone(site.main.zone), name, opens)
