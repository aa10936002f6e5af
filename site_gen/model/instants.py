"""Moments and days. A wall time is read in the site's time zone; a window is half-open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from site_gen.messages import m
from site_gen.model.base import mistake, shown
from site_gen.model.likely_dates import day_hint, moment_hint

_INSTANT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2}))?\s*(Z|[+-]\d{2}:?\d{2})?", re.ASCII | re.IGNORECASE
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEARS = range(1900, 2200)
_INSTANT_FORM = m(
    "write day and time as 2026-11-30T18:00, in the site's time zone (an offset such as +01:00 may follow)"
)
_DAY_FORM = m("write the day as 2026-11-30")


def wall_to_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the only instant at which a wall clock in `zone` shows `wall`.

    Raises a mistake for a time that the change to summer time skips or the change back repeats (PEP 495: the two folds
    then have different offsets).
    """
    first, second = wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first
    exists = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall
    shown = wall.isoformat(timespec="minutes")
    if exists:
        raise mistake(
            m("{shown} exists twice in {key}: the clocks go back in that hour", shown=shown, key=zone.key),
            m(
                "add the offset you mean: {shown}{offset} or {shown}{offset_2}",
                shown=shown,
                offset=_offset(first),
                offset_2=_offset(second),
            ),
        )
    raise mistake(
        m("{shown} does not exist in {key}: the clocks go forward over it", shown=shown, key=zone.key),
        m(
            "choose a time before or after the change, or add an offset: {shown}{offset}",
            shown=shown,
            offset=_offset(first),
        ),
    )


def _offset(instant: datetime) -> str:
    return instant.isoformat()[-6:]


def zone_of(info: ValidationInfo) -> ZoneInfo:
    """Return the site's zone that the loader put into the validation context."""
    zone = (info.context or {}).get("zone")
    return zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC")


def read_instant(value: Any, info: ValidationInfo) -> Any:
    """Return a text of day and time as an instant in the site's zone. Raises a mistake."""
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise mistake(m("'{value}' is not a moment", value=shown(value)), _INSTANT_FORM)
    text = value.strip()
    if _DAY.fullmatch(text):
        raise mistake(
            m("'{text}' is a day, a moment is needed: say the hour too", text=shown(text)),
            m("for example {text}T18:00", text=text),
        )
    found = _INSTANT.fullmatch(text)
    if not found:
        raise mistake(m("'{text}' is not a moment", text=shown(text)), moment_hint(text) or _INSTANT_FORM)
    zone = zone_of(info)
    try:
        day, minutes, seconds, offset = found.groups()
        wall = datetime.fromisoformat(f"{day}T{minutes}:{seconds or '00'}")
        _in_our_time(wall.date())
        if offset is None:
            return wall_to_instant(wall, zone)
        return datetime.fromisoformat(f"{wall.isoformat()}{offset.upper()}").astimezone(zone)
    except PydanticCustomError:
        raise
    except (ValueError, OverflowError) as error:
        raise mistake(
            m("there is no such moment: '{text}'", text=shown(text)), moment_hint(text) or _INSTANT_FORM
        ) from error


def _in_our_time(day: date) -> date:
    """Refuse a mistyped year; calendars also end near the years 1 and 9999."""
    if day.year not in _YEARS:
        raise mistake(
            m("the year {year} is not of our time", year=f"{day.year:04}"),
            m("write a year from {years} to {years_2}", years=_YEARS[0], years_2=_YEARS[-1]),
        )
    return day


def read_day(value: Any) -> Any:
    """Return a text such as 2026-11-30 as a day. Raises a mistake."""
    if isinstance(value, date):
        return value
    text = value.strip() if isinstance(value, str) else str(value)
    if _DAY.fullmatch(text):
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            month = day_hint(text[:7]).partition(", or ")[2].partition(" ")[0]
            hint = (
                m("the last day of that month is {month}", month=month)
                if month
                else m("months go from 01 to 12: 2026-11-30")
            )
            raise mistake(m("there is no such day: '{text}'", text=shown(text)), hint) from error
        return _in_our_time(day)
    raise mistake(m("'{text}' is not a day", text=shown(text)), day_hint(text) or _DAY_FORM)


def _read_published(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, str) and _DAY.fullmatch(value.strip()):
        return start_of_day(read_day(value), zone_of(info))
    if isinstance(value, str) and _INSTANT.fullmatch(value.strip()):
        return read_instant(value, info)
    likely = day_hint(value) or moment_hint(value) if isinstance(value, str) else ""
    raise mistake(
        m("'{value}' is not a day", value=shown(value)),
        likely or m("write it as 2026-11-30 (or with a time: 2026-11-30T09:00)"),
    )


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Return the first instant of `day` in `zone`, even if a clock change skips midnight."""
    midnight = datetime.combine(day, time(), tzinfo=zone)
    return midnight.astimezone(UTC).astimezone(zone)


def fixed(instant: datetime) -> datetime:
    """Return an instant with a fixed offset instead of a zone with clock changes.

    Python compares and subtracts two times of the same zone by their wall clocks, which is an hour off across a clock
    change.
    """
    return datetime.fromisoformat(instant.isoformat())


Instant = Annotated[datetime, BeforeValidator(read_instant)]
"""A moment: a wall time in the site's zone, or with an offset. Always aware."""

Day = Annotated[date, BeforeValidator(read_day)]

Published = Annotated[datetime, BeforeValidator(_read_published)]
"""A day (its first instant in the site's zone) or a moment."""


class State(StrEnum):
    """The state of a window at an instant."""

    SCHEDULED = "scheduled"
    LIVE = "live"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open time span [starts, ends); a missing bound means no limit."""

    starts: datetime | None
    ends: datetime | None

    def state(self, now: datetime) -> State:
        """Return the state at `now`: at `starts` the window is live, at `ends` it is closed."""
        if self.ends is not None and now >= self.ends:
            return State.CLOSED
        if self.starts is not None and now < self.starts:
            return State.SCHEDULED
        return State.LIVE


SOON = timedelta(days=7)
"""`check` warns about offers that end within this time."""
