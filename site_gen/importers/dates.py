"""Dates as people write them in front matter: ISO in all its forms, with slashes, with the names of months."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from site_gen.importers.foreign import Published

_NUMBERS: Final = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:\D.*)?", re.ASCII)
_YEAR_FIRST: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_MONTH_ONLY: Final = re.compile(r"(\d{4})-(\d{1,2})", re.ASCII)
_NAMED_OFFSET: Final = re.compile(r"\b(?:UTC|GMT)\s*([+-]\d)")
"""dateutil reads UTC+2 as POSIX has it, two hours behind; people mean two hours ahead."""
_TIME: Final = re.compile(r"\d{1,2}:\d{2}")
_YEAR: Final = re.compile(r"\d{4}")
_YEARS: Final = range(1900, 2200)
_LONGEST: Final = 60
_ZONES: Final = {
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "UTC": 0,
    "GMT": 0,
    "Z": 0,
    "CET": 1,
    "CEST": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "BST": 1,
    "WET": 0,
    "WEST": 1,
}
"""Abbreviations with one usual meaning in dates of posts, in hours; others are unknown to dateutil and fail."""


def zone_named(name: object) -> str | None:
    """Return a time zone's key if there is such a zone."""
    text = str(name or "").strip()
    try:
        return ZoneInfo(text).key if text and not text.startswith(("/", ".")) else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def is_ambiguous(value: object) -> bool:
    """Whether day and month of a date can be taken for each other: 05/06/2013."""
    found = _NUMBERS.fullmatch(str(value).strip())
    return bool(found) and found is not None and found[1] != found[2] and int(found[1]) <= 12 and int(found[2]) <= 12


def read_date(value: Any) -> Published | None:
    """Return the moment that a value means; None if it is no date of our time.

    Where day and month can be taken for each other the month comes first, as in JavaScript and in Go's usual layouts.
    """
    if isinstance(value, datetime):
        return _checked(value, has_time=True)
    if isinstance(value, date):
        return _checked(datetime(value.year, value.month, value.day), has_time=False)  # noqa: DTZ001  # a wall clock's
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if len(text) > _LONGEST or not _YEAR.search(text):
        return None
    text = _NAMED_OFFSET.sub(r"\1", text)
    text = _YEAR_FIRST.sub(_two_digits, text, count=1)
    if found := _MONTH_ONLY.fullmatch(text):
        text = f"{found[1]}-{int(found[2]):02}-01"
    return _parsed(text)


def _two_digits(found: re.Match[str]) -> str:
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"


def _parsed(text: str) -> Published | None:
    from dateutil import parser

    numbers = _NUMBERS.fullmatch(text)
    try:
        moment = parser.parse(
            text,
            default=datetime(1, 1, 1),  # noqa: DTZ001  # a wall clock's
            dayfirst="." in text[:6] or bool(numbers and int(numbers[1]) > 12),
            tzinfos=_offset,
        )
    except (ValueError, OverflowError, TypeError, AttributeError):
        return None
    return _checked(moment, has_time=bool(_TIME.search(text)) or "T" in text)


def _offset(name: str | None, seconds: int | None) -> tzinfo | None:
    if seconds is not None:
        return timezone(timedelta(seconds=seconds))
    hours = _ZONES.get((name or "").upper())
    return timezone(timedelta(hours=hours)) if hours is not None else None


def _checked(moment: datetime, *, has_time: bool) -> Published | None:
    if moment.year not in _YEARS:
        return None
    offset = moment.utcoffset()
    if offset is not None:
        if abs(offset) >= timedelta(hours=24):
            return None
        moment = moment.replace(tzinfo=timezone(offset))
    return Published(moment.replace(microsecond=0), has_time)


def written(published: Published, source: ZoneInfo | None, own: ZoneInfo) -> str:
    """Return a moment as front matter here has it: a day, or a moment with the offset that holds for it.

    A wall time is one of the `source`'s zone if that is known, else of our `own`: then it needs no offset, unless the
    clocks were changed in that hour.
    """
    moment = published.moment
    is_midnight = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    if not published.has_time or (moment.tzinfo is None and is_midnight):
        return moment.date().isoformat()
    if moment.tzinfo is None:
        aware = moment.replace(tzinfo=source or own)
        is_plain = aware.utcoffset() == aware.replace(fold=1).utcoffset()
        if is_plain and (source is None or source.key == own.key):
            return moment.isoformat(timespec="seconds" if moment.second else "minutes")
        moment = aware
    text = moment.isoformat(timespec="seconds" if moment.second else "minutes")
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text
