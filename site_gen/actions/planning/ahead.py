"""The weeks ahead, and what is late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from site_gen.actions.planning.about import About, Things, pin_command
from site_gen.actions.planning.plan_file import PlanSource
from site_gen.model.content_plan import Topic

WEEKS = 4
"""How many weeks are shown where nobody says."""


@dataclass(frozen=True, slots=True)
class PlannedTopic:
    """A topic of the plan: its index in the file, what it is about, and the command that writes its posts."""

    index: int
    topic: Topic
    about: About | None
    command: str | None


@dataclass(frozen=True, slots=True)
class PlannedWeek:
    """A week from Monday to Sunday, with its topics in the order of time."""

    monday: date
    topics: tuple[PlannedTopic, ...]

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


@dataclass(frozen=True, slots=True)
class PlanAhead:
    """What is late at `now`, the weeks that were asked for, and how many topics come after them."""

    now: datetime
    name: str
    zone: ZoneInfo
    late: tuple[PlannedTopic, ...]
    weeks: tuple[PlannedWeek, ...]
    later: int


def monday_of(day: date) -> date:
    """Return the first day of a day's week (ISO 8601: Monday)."""
    return day - timedelta(days=day.weekday())


def is_late(topic: Topic, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a topic should have been published: its moment has passed, or its day is over."""
    if topic.is_published:
        return False
    if topic.moment is not None:
        return topic.moment < now
    return topic.day < now.astimezone(zone).date()


def in_time(topics: Sequence[PlannedTopic]) -> tuple[PlannedTopic, ...]:
    """Return topics in the order of time; those of a day without a time come first."""
    return tuple(sorted(topics, key=lambda each: (each.topic.day, _seconds(each.topic), each.index)))


def _seconds(topic: Topic) -> float:
    return topic.moment.timestamp() if topic.moment is not None else 0


def planned_topics(source: PlanSource) -> tuple[PlannedTopic, ...]:
    """Return all topics with what they are about, in the order of the file."""
    known = Things.of(source.site)
    commands: dict[str, str | None] = {}
    found = []
    for index, topic in enumerate(source.topics):
        about = known.of_topic(topic)
        if about is not None and about.path not in commands:
            commands[about.path] = pin_command(source.site, about)
        command = commands[about.path] if about is not None else None
        found.append(PlannedTopic(index, topic, about, None if topic.is_published else command))
    return tuple(found)


def plan_ahead(source: PlanSource, now: datetime, weeks: int = WEEKS, before: int = 0) -> PlanAhead:
    """Return the weeks from that of `now` on, or from so many `before` it, and what is late."""
    zone = source.zone
    first = monday_of(now.astimezone(zone).date()) - timedelta(weeks=before)
    found = planned_topics(source)
    by_week: Mapping[date, list[PlannedTopic]] = {first + timedelta(weeks=number): [] for number in range(weeks)}
    later = 0
    for each in found:
        monday = monday_of(each.topic.day)
        if monday in by_week:
            by_week[monday].append(each)
        elif monday > first:
            later += 1
    return PlanAhead(
        now,
        source.site.main.name,
        zone,
        in_time([each for each in found if is_late(each.topic, now, zone)]),
        tuple(PlannedWeek(monday, in_time(topics)) for monday, topics in by_week.items()),
        later,
    )
