"""When a month has room for topics: within each network's rhythm, and around what is planned already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from site_gen.actions.planning.ahead import monday_of
from site_gen.model.content_plan import ContentPlan, planned_moment
from site_gen.model.instants import fixed
from site_gen.model.settings import Settings
from site_gen.social.networks import social_networks

MOST_A_WEEK: Final = 7
"""A proposal plans one topic a day at most, whatever a network can take."""

_DAYS: Final[Mapping[int, tuple[int, ...]]] = {
    1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4), 6: (0, 1, 2, 3, 4, 5),
    7: (0, 1, 2, 3, 4, 5, 6),
}  # fmt: skip
"""The days of a week by how many topics it has, from Monday (0) on: spread, working days first."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Room for a topic: an instant in the site's zone, and the networks that have room then."""

    at: datetime
    networks: tuple[str, ...]


def rhythms(settings: Settings, plan: ContentPlan) -> dict[str, int]:
    """Return how many posts a week are proposed by network: those of the plan, else what is usual; in the order of
    site.yaml. Networks of the plan's own rhythm come in even if site.yaml doesn't name them."""
    known = social_networks(settings)
    own = dict.fromkeys([*settings.networks, *settings.network_facts])
    found = {id_: known[id_].rules.week or 0 for id_ in own}
    found |= {id_: number for id_, number in plan.rhythm.items() if id_ in known}
    return {id_: min(number, MOST_A_WEEK) for id_, number in found.items() if number}


@dataclass
class Room:
    """The room that is left in weeks; it gets less as slots are taken."""

    plan: ContentPlan
    rhythm: Mapping[str, int]
    zone: ZoneInfo
    _used: Counter[tuple[str, date]] = field(default_factory=Counter)
    _days: set[date] = field(default_factory=set)
    _moments: set[tuple[str, datetime]] = field(default_factory=set)

    def __post_init__(self) -> None:
        for topic in self.plan.topics:
            self._note(topic.day, topic.networks, topic.moment)

    def _note(self, day: date, networks: Iterable[str], at: datetime | None) -> None:
        self._days.add(day)
        for network in networks:
            self._used[network, monday_of(day)] += 1
            if at is not None:
                self._moments.add((network, fixed(at)))

    def left(self, network: str, day: date) -> int:
        """Return how many more posts a network takes in a day's week."""
        return max(0, self.rhythm[network] - self._used[network, monday_of(day)])

    def take(self, slot: Slot) -> None:
        self._note(slot.at.astimezone(self.zone).date(), slot.networks, slot.at)

    def at(self, choices: Iterable[datetime], spare: int = 0) -> Slot | None:
        """Return the first of several instants at which a network has room and no other post, and keeps room for
        `spare` others; None if none has."""
        for at in choices:
            networks = [id_ for id_ in self.rhythm if self.left(id_, at.astimezone(self.zone).date()) > spare]
            free = tuple(id_ for id_ in networks if (id_, fixed(at)) not in self._moments)
            if networks and free == tuple(networks):
                return Slot(at, free)
        return None

    def month(self, first: date, clock: time, after: date) -> Iterator[Slot]:
        """Yield the slots that are left in a month, on days later than `after`, and take them."""
        monday = monday_of(first)
        while monday <= _last_of(first):
            days = [day for day in _week(monday) if _is_in(day, first) and day > after]
            for slot in self._week_slots(monday, days, clock):
                self.take(slot)
                yield slot
            monday += timedelta(days=7)

    def _week_slots(self, monday: date, days: Sequence[date], clock: time) -> list[Slot]:
        most = max(self.rhythm.values(), default=0)
        left = {network: self.left(network, monday) for network in self.rhythm}
        wanted = [day for day in days if most and day.weekday() in _DAYS[most] and day not in self._days]
        busy = [day for day in _week(monday) if day in self._days]
        while len(wanted) > max(left.values(), default=0):
            wanted.remove(max(wanted, key=lambda day: (_nearness(day, busy), day)))
        chosen: dict[date, list[str]] = {day: [] for day in wanted}
        for network, count in left.items():
            for day in _spread(wanted, min(count, len(wanted))):
                chosen[day].append(network)
        return [
            Slot(planned_moment(day, clock, self.zone), tuple(networks)) for day, networks in chosen.items() if networks
        ]


def _nearness(day: date, busy: Sequence[date]) -> int:
    """Return how near a day is to one that has a topic: 0 where there is none."""
    return max((7 - abs((day - other).days) for other in busy), default=0)


def _spread(days: Sequence[date], count: int) -> list[date]:
    """Return so many of some days, evenly spread."""
    return [days[int((number + 0.5) * len(days) / count)] for number in range(count)]


def _week(monday: date) -> list[date]:
    return [monday + timedelta(days=number) for number in range(7)]


def _last_of(first: date) -> date:
    """Return the last day of a month."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _is_in(day: date, first: date) -> bool:
    return (day.year, day.month) == (first.year, first.month)
