"""The posts that an offer's dates ask for: announce it, remind, the last day, thank."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from site_gen.actions.planning.about import About
from site_gen.model.content_plan import STEPS, ContentPlan, PostKind, Step, planned_moment
from site_gen.model.facts import OfferStatus, offer_status
from site_gen.model.instants import fixed
from site_gen.model.offer import Offer
from site_gen.render.moments import last_day

_MORNING: Final = time(9)
"""When the last day is posted: pinned posts are looked at then, too (site-gen pin --calendar)."""

_REMIND: Final = timedelta(days=2)
_SHORTEST: Final = timedelta(days=4)
"""An offer that is open for less needs no reminder between its announcement and its last day."""

_ORDER: Final[tuple[Step, ...]] = ("last-day", "announce", "remind", "thank")
"""What goes first where a week has no room for all."""


@dataclass(frozen=True, slots=True)
class OfferDate:
    """A post for one of an offer's dates, with the instants at which it may be posted, the best first."""

    about: About
    step: Step
    choices: tuple[datetime, ...]
    day: datetime
    """What it is about: when the offer opens, or its last day, which is the day before an end at midnight."""

    @property
    def kind(self) -> PostKind:
        return "proof" if self.step == "thank" else "selling"


def offer_dates(about: About, clock: time, zone: ZoneInfo) -> Iterator[OfferDate]:
    """Yield the posts of an offer that opens or closes; nothing for a draft and one whose seats are all taken."""
    offer = about.offer.original if about.offer is not None else None
    if offer is None or offer.draft or offer.is_sold_out:
        return
    starts, ends = (fixed(at).astimezone(zone) if at is not None else None for at in (offer.starts, offer.ends))
    if starts is not None:
        first = [planned_moment(starts.date() + timedelta(days=day), clock, zone) for day in (0, 1)]
        yield OfferDate(about, "announce", _open(offer, [*_hours(first[0]), *_hours(first[1])]), starts)
    if ends is None:
        return
    last = last_day(ends)
    day = last.date()
    if starts is None or ends - starts >= _SHORTEST:
        reminded = planned_moment(day - _REMIND, clock, zone)
        yield OfferDate(about, "remind", _open(offer, _hours(reminded)), last)
    morning = planned_moment(day, _MORNING, zone)
    hour_before = fixed(ends) - timedelta(hours=1)
    yield OfferDate(about, "last-day", _open(offer, [*_hours(morning), hour_before.astimezone(zone)]), last)
    thanks = [planned_moment(day + timedelta(days=number), clock, zone) for number in (1, 2)]
    after = [at for moment in thanks for at in _hours(moment) if at >= ends]
    yield OfferDate(about, "thank", tuple(after), last)


def by_urgency(date: OfferDate) -> tuple[int, str, str]:
    """Return the order in which dates take the room that there is."""
    return _ORDER.index(date.step), min(map(str, date.choices), default=""), date.about.path


def is_planned(date: OfferDate, plan: ContentPlan, things_called: str) -> bool:
    """Whether the plan has a date's post already: the same step of the offer, for the same opening or end."""
    near = timedelta(days=14)
    return any(
        topic.step == date.step
        and topic.about in {date.about.path, things_called}
        and abs(topic.day - date.day.date()) <= near
        for topic in plan.topics
    )


def _hours(at: datetime) -> list[datetime]:
    """Return an instant, and others of the same day in case it is taken: by the hour, later ones first."""
    others = [at + timedelta(hours=hours) for hours in (1, 2, -1, -2, -3)]
    return [at, *(other for other in others if other.date() == at.date())]


def _open(offer: Offer, choices: list[datetime]) -> tuple[datetime, ...]:
    return tuple(at for at in choices if offer_status(offer, at) is OfferStatus.LIVE)


__all__ = ["STEPS", "OfferDate", "by_urgency", "is_planned", "offer_dates"]
