"""When the post of an offer is to be pinned, looked at again and taken down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from site_gen.model.facts import OfferStatus, offer_status
from site_gen.model.instants import fixed
from site_gen.model.offer import Offer
from site_gen.model.site import Site, Translated
from site_gen.render.moments import last_day
from site_gen.social.pins import SOON

AHEAD: Final = timedelta(days=31)
"""How far the dates look ahead: offers that are open within this time have theirs, however late they are."""

_MORNING: Final = time(9)
_AT_LEAST: Final = timedelta(hours=1)


class PinDateKind(StrEnum):
    """What is to be done."""

    PIN = "pin"
    SOON = "48-hours"
    LAST_DAY = "last-day"
    DOWN = "take-down"


@dataclass(frozen=True, slots=True)
class PinDate:
    """An instant, with its offset, at which something is to be done about the post of an offer."""

    at: datetime
    kind: PinDateKind
    source: Translated[Offer]


def coming_offers(site: Site, now: datetime) -> tuple[Translated[Offer], ...]:
    """Return the offers that can be taken at some time within AHEAD from `now`; sold-out ones and drafts can't."""
    return tuple(source for source in site.offers if _is_coming(source.original, now))


def _is_coming(offer: Offer, now: datetime) -> bool:
    status = offer_status(offer, now)
    if status is OfferStatus.SCHEDULED:
        return offer.starts is not None and fixed(offer.starts) - now <= AHEAD and not offer.is_sold_out
    return status is OfferStatus.LIVE


def pin_dates(source: Translated[Offer], zone: ZoneInfo, now: datetime) -> tuple[PinDate, ...]:
    """Return the dates of an offer that are still to come at `now`, in order.

    It is pinned when it opens and taken down when it closes. The reminders are 48 hours before that, and at nine in
    the morning of the last day (an hour before the end, if that is earlier); none is before the offer opens.
    """
    starts = fixed(source.original.starts) if source.original.starts else None
    found = [PinDate(fixed(at), kind, source) for at, kind in _dates(source.original, zone)]
    return tuple(each for each in found if each.at >= now and (starts is None or each.at >= starts))


def _dates(offer: Offer, zone: ZoneInfo) -> Iterator[tuple[datetime, PinDateKind]]:
    if offer.starts is not None:
        yield offer.starts, PinDateKind.PIN
    if offer.ends is None:
        return
    ends = fixed(offer.ends)
    yield ends - SOON, PinDateKind.SOON
    morning = datetime.combine(last_day(ends.astimezone(zone)).date(), _MORNING, zone)
    yield min(fixed(morning), ends - _AT_LEAST), PinDateKind.LAST_DAY
    yield ends, PinDateKind.DOWN
