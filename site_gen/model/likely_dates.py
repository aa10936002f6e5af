"""Days and moments as people write them → the form that is needed, for messages alone: nothing is read by guess."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, time, timedelta
from functools import cache
from typing import Final

from site_gen.messages import m, one_of

_NUMBERS: Final = re.compile(
    r"(?P<a>\d{1,4})\s*(?P<sign>[./\-‐‑‒–—−])\s*(?P<b>\d{1,2})\s*[./\-‐‑‒–—−]\s*(?P<c>\d{1,4})(?!\d)",  # as typed
    re.ASCII,
)
_TOGETHER: Final = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)", re.ASCII)
"""Eight digits in a row, as calendars of programs have a day: 20261130."""
_DAY_FIRST: Final = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.|º)?\s+(?:de\s+|d['’])?(?P<month>[^\W\d]{3,})\.?,?"
    r"\s+(?:de\s+|del\s+)?(?P<year>\d{4})"
)
_MONTH_FIRST: Final = re.compile(r"(?P<month>[^\W\d]{3,})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})")
_MONTH: Final = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})", re.ASCII)
_TIME: Final = re.compile(
    r"[\sT,]*(?:at|a las|a les|в|о)?\s*(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?::\d{2}(?:[.,]\d+)?)?)?"
    r"\s*(?:h|hs|hrs|ч|год)?\.?\s*(?P<half>[ap]\.?\s?m\.?)?"
    r"\s*(?P<zone>Z|(?:GMT|UTC)(?:(?P<sign>[+\-−])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?)?)?",
    re.IGNORECASE,
)
_LANGUAGES: Final = ("en", "es", "ca", "ru", "uk")


def day_hint(text: str) -> str:
    """Return what to write for a day, or a part of it, in another form; '' if it isn't clear which day is meant."""
    if found := _MONTH.fullmatch(text.strip()):
        year, month = int(found["year"]), int(found["month"])
        if not 1 <= month <= 12:
            return ""
        last = monthrange(year, month)[1]
        return m(
            "say the day too: {date}, or {date_2} for the end of the month",
            date=date(year, month, 1),
            date_2=date(year, month, last),
        )
    days = [day.isoformat() for day, _ in _days(text)]
    return m("write year, month and day: {one_of}", one_of=_one_of(days)) if days else ""


def moment_hint(text: str) -> str:
    """Return what to write for a day with a time in another form; '' if it isn't clear which one is meant."""
    moments = []
    days = list(_days(text))
    if days and not any(text[end:].strip() for _, end in days):
        examples = [f"{day}T18:00" for day, _ in days]
        return m("say the hour too, for example {one_of}", one_of=_one_of(examples))
    for day, end in days:
        found = _TIME.fullmatch(text[end:].strip())
        clock = _clock(found) if found else None
        if found is None or clock is None:
            return ""
        clock_time, is_next_day = clock
        moments.append(f"{day + timedelta(is_next_day)}T{clock_time:%H:%M}{_offset(found)}")
    return m("write {one_of}", one_of=_one_of(moments)) if moments else ""


def clock_hint(text: str) -> str:
    """Return what to write for a time of the day in another form; '' if it isn't clear which one is meant."""
    found = _TIME.fullmatch(text.strip())
    clock = _clock(found) if found and not found["zone"] else None
    return m("write hours and minutes: {time}", time=f"{clock[0]:%H:%M}") if clock else ""


def _one_of(forms: list[str]) -> str:
    return forms[0] if len(forms) == 1 else m("{forms}, whichever you mean", forms=one_of(forms))


def _days(text: str) -> Iterator[tuple[date, int]]:
    """Yield the days that a text may begin with, each with where it ends."""
    if found := _NUMBERS.match(text):
        a, b, c = found["a"], int(found["b"]), found["c"]
        if len(a) == 3 or len(c) == 3 or (len(c) == 1 and len(a) != 4):
            return
        if len(a) == 4:
            orders = [(int(a), b, int(c))]
        else:
            year = int(c) if len(c) == 4 else 2000 + int(c)
            orders = [(year, b, int(a))]
            if found["sign"] == "/" and int(a) != b:  # the United States put the month first
                orders.append((year, int(a), b))
    elif found := _TOGETHER.match(text):
        orders = [(int(found["year"]), int(found["month"]), int(found["day"]))]
    elif found := _DAY_FIRST.match(text) or _MONTH_FIRST.match(text):
        month = _month(found["month"])
        orders = [(int(found["year"]), month, int(found["day"]))] if month else []
    else:
        return
    for year, month, day in orders:
        with suppress(ValueError):
            yield date(year, month, day), found.end()


def _month(word: str) -> int | None:
    return next((number for name, number in _months() if name.startswith(word.lower()[:4])), None) or next(
        (number for name, number in _months() if name.startswith(word.lower()[:3])), None
    )


@cache
def _months() -> tuple[tuple[str, int], ...]:
    from babel.dates import get_month_names

    names = (get_month_names("wide", locale=language) for language in _LANGUAGES)
    return tuple(
        (re.sub(r"^(?:de |d['’])", "", name.lower()), number) for each in names for number, name in each.items()
    )


def _clock(found: re.Match[str]) -> tuple[time, bool] | None:
    """Return a time of the day, and whether it is the next day's: 24:00 is the midnight at the end of a day."""
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), (found["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half.startswith("p") else 0) if half else hour
    if (hour, minute) == (24, 0):
        return time(0), True
    with suppress(ValueError):
        return time(hour, minute), False
    return None


def _offset(found: re.Match[str]) -> str:
    """Return the offset that a time is followed by, as ISO 8601 has it; '' for none."""
    if not found["zone"]:
        return ""
    sign = "-" if (found["sign"] or "+") in "-−" else "+"  # as typed
    return f"{sign}{int(found['hours'] or 0):02}:{int(found['minutes'] or 0):02}"
