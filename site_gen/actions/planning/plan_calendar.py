"""The plan as a file for calendars (RFC 5545), and calendars as topics."""

from __future__ import annotations

import errno
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from site_gen.actions.calendar_file import Entry, calendar_file
from site_gen.actions.planning.ahead import PlannedTopic, planned_topics
from site_gen.actions.planning.plan_file import PlanSource, TopicData, topic_data, when_text
from site_gen.actions.planning.planner_rows import FoundTopic, Said, title_of
from site_gen.exports.catalogue import plain_header
from site_gen.exports.planners import planner_words
from site_gen.files import read_regular
from site_gen.foreign_json import read_json
from site_gen.hashing import content_hash
from site_gen.messages import m
from site_gen.model.content_plan import Topic, planned_moment
from site_gen.model.networks import network_called
from site_gen.problems import Location, Problem, ProjectError

if TYPE_CHECKING:
    from icalendar import Component

_OWN: Final = "x-site-gen-topic"
"""The property in which an event of ours has its whole topic."""

_LARGEST: Final = 20_000_000
_DAY_ALONE: Final = timedelta(days=1)


def plan_calendar(source: PlanSource, now: datetime) -> bytes:
    """Return all topics of a plan as iCalendar: those with a time at their instant, others as events of a whole day."""
    host = urlsplit(source.site.main.origin).hostname or "site-gen"
    entries = [
        _entry(planned, uid, source.zone)
        for planned, uid in zip(planned_topics(source), uids(source.topics), strict=True)
    ]
    return calendar_file([entry.at_host(host) for entry in entries], source.zone, now, "plan")


def uids(topics: Sequence[Topic]) -> list[str]:
    """Return an id for each topic, of what it says: its date, networks and status may change."""
    seen: Counter[str] = Counter()
    found = []
    for topic in topics:
        said = "\0".join((topic.topic.casefold(), topic.about or "", topic.step or ""))
        name = content_hash(said.encode("utf-8", "surrogatepass"))[:20]
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return found


def _entry(planned: PlannedTopic, uid: str, zone: ZoneInfo) -> Entry:
    topic = planned.topic
    lines = [f"{', '.join(topic.networks)}: {topic.kind}, {topic.status}"]
    lines += [f"{topic.owner}"] if topic.owner else []
    lines += [planned.command] if planned.command else []
    lines += ["", topic.text] if topic.text else []
    return Entry(
        uid=f"plan-{uid}",
        at=topic.date,
        title=topic.topic,
        text="\n".join(lines),
        page=next((post.link for post in topic.posts if post.link), None),
        categories=(*topic.networks, topic.kind),
        is_tentative=topic.status == "idea",
        has_alarm=not topic.is_published,
        properties=((_OWN.upper(), json.dumps(topic_data(topic, zone), ensure_ascii=False, sort_keys=True)),),
    )


# --- reading ----------------------------------------------------------------------------------------------------------


def read_calendar(path: Path, said: Said, zone: ZoneInfo) -> list[FoundTopic]:
    """Read the events of a calendar's file as topics. Raises ProjectError with every problem of it."""
    from icalendar import Calendar

    file = str(path)
    try:
        calendars = Calendar.from_ical(read_regular(path, _LARGEST), multiple=True)
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise _refused(file, m("the file is too large for a calendar")) from error
        raise _refused(file, m("the file can't be read: {strerror}", strerror=error.strerror or error)) from error
    except (ValueError, IndexError, KeyError) as error:
        raise _refused(file, m("this is no calendar, or it is damaged"), m("export it again as .ics")) from error
    topics: list[FoundTopic] = []
    problems: list[Problem] = []
    for calendar in calendars:
        for event in calendar.walk("VEVENT"):
            try:
                topics.append(_topic(event, file, said, zone))
            except _OddEventError as odd:
                problems.append(
                    Problem(
                        Location(file),
                        m("the event '{text}' {odd}", text=_text(event, "summary")[:60], odd=odd),
                        odd.hint,
                    )
                )
    if problems:
        raise ProjectError(problems)
    return topics


def _refused(file: str, message: str, hint: str = "") -> ProjectError:
    return ProjectError([Problem(Location(file), message, hint)])


class _OddEventError(Exception):
    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def _topic(event: Component, file: str, said: Said, zone: ZoneInfo) -> FoundTopic:
    if "rrule" in event or "rdate" in event:
        raise _OddEventError(m("repeats itself"), m("write each of its dates as an event of its own, or into the plan"))
    when = _when(event, zone)
    own = _own_topic(event)
    if own is not None:
        return FoundTopic(file, 1, {**own, "date": when}, frozenset({*own, "date"}))
    words = _categories(event)
    networks = list(dict.fromkeys(filter(None, map(network_called, words)))) or list(said.networks)
    if not networks:
        hint = m("name a network in its categories, or say where it is posted: --network instagram")
        raise _OddEventError(m("names no network"), hint)
    kind = next(
        (planner_words().kinds[word] for word in map(plain_header, words) if word in planner_words().kinds), None
    )
    text = _text(event, "description")
    title = " ".join(_text(event, "summary").split()) or title_of(text)
    status = {"TENTATIVE": "idea", "CONFIRMED": "approved"}.get(_text(event, "status").upper())
    data: TopicData = {
        "date": when,
        "networks": list(networks),
        "kind": kind or "useful",
        "topic": title,
        "status": status or "idea",
    }
    if text:
        data["text"] = text
    said_keys = {"date", "networks", "topic", *(["kind"] if kind else []), *(["status"] if status else [])}
    return FoundTopic(file, 1, data, frozenset({*said_keys, *(["text"] if text else [])}))


def _when(event: Component, zone: ZoneInfo) -> str:
    """Return an event's day or moment as the plan has it."""
    try:
        return _moment(event, zone)
    except (ValueError, OverflowError) as error:  # 00000000T000000, or the last day of the year 9999
        raise _no_date() from error


def _no_date() -> _OddEventError:
    return _OddEventError(m("has no date"), m("give it one, or take it out"))


def _moment(event: Component, zone: ZoneInfo) -> str:
    start: Any = event.get("dtstart")
    value = getattr(start, "dt", None)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            if str(start.params.get("tzid", "")):
                raise _OddEventError(
                    m("has a time zone that isn't known"), m("export the calendar with its time zones")
                )
            return when_text(planned_moment(value.date(), value.time(), zone), zone)
        return when_text(value, zone)
    if isinstance(value, date):
        return value.isoformat()
    raise _no_date()


def _own_topic(event: Component) -> TopicData | None:
    try:
        data = read_json(_text(event, _OWN))
    except ValueError:
        return None
    return data if isinstance(data, dict) else None


def _categories(event: Component) -> list[str]:
    found: Any = event.get("categories", [])
    return [
        str(word) for group in (found if isinstance(found, list) else [found]) for word in getattr(group, "cats", [])
    ]


def _text(event: Component, name: str) -> str:
    return str(event.get(name, "")).strip()
