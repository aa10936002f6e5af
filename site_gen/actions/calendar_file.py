"""Files for calendars (RFC 5545): entries with their instants, in the site's zone, under ids that stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Calendar, Event

_LASTS: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a calendar: its id, when it is (an instant, or a whole day), its words and what belongs to it."""

    uid: str
    at: date | datetime
    title: str
    text: str
    page: str | None = None
    categories: tuple[str, ...] = ()
    is_tentative: bool = False
    has_alarm: bool = True
    properties: tuple[tuple[str, str], ...] = ()

    def at_host(self, host: str) -> Entry:
        """Return the entry with an id that no other site has."""
        return replace(self, uid=f"{self.uid}@{host}")


def calendar_file(entries: Sequence[Entry], zone: ZoneInfo, now: datetime, what: str) -> bytes:
    """Return entries as iCalendar, with times in a zone. A file of a later `now` updates one that was read before."""
    from icalendar import Calendar

    calendar: Calendar = Calendar()
    calendar.add("prodid", f"-//site_gen//{what}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for entry in entries:
        calendar.add_component(_event(entry, zone, now))
    years = [now.year, *(entry.at.year for entry in entries)]
    calendar.add_missing_timezones(first_date=date(min(years) - 1, 1, 1), last_date=date(max(years) + 2, 1, 1))
    return bytes(calendar.to_ical())


def _event(entry: Entry, zone: ZoneInfo, now: datetime) -> Event:
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", max(0, int(now.timestamp()) // 60))
    if isinstance(entry.at, datetime):
        event.add("dtstart", _written(entry.at, zone))
        event.add("duration", _LASTS)
    else:
        event.add("dtstart", entry.at)
    event.add("summary", entry.title)
    event.add("description", entry.text)
    if entry.page:
        event.add("url", entry.page)
    if entry.categories:
        event.add("categories", list(entry.categories))
        event.add("status", "TENTATIVE" if entry.is_tentative else "CONFIRMED")
    for name, value in entry.properties:
        event.add(name, value)
    event.add("transp", "TRANSPARENT")
    if entry.has_alarm and isinstance(entry.at, datetime):
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", timedelta())
        event.add_component(alarm)
    return event


def _written(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return an instant in a zone; in UTC in the second of two equal hours in autumn: iCalendar has only the first."""
    local = instant.astimezone(zone)
    return instant.astimezone(UTC) if local.fold else local
