"""Texts of one column → days. Whether the day or the month comes first is decided by the column as a whole.

Names of months are those of CLDR (Babel) in the languages of `LANGUAGES`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, time, timedelta, timezone
from functools import cache
from types import MappingProxyType
from typing import Final, Literal

Order = Literal["dmy", "mdy"]
ORDERS: Final[tuple[Order, ...]] = ("dmy", "mdy")

LANGUAGES: Final = ("en", "es", "ca", "ru", "uk", "de", "fr", "it", "pt")
YEARS: Final = range(1990, 2101)

_TIME: Final = re.compile(
    r"(?:[T,]?\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[ap]\.?\s?m\.?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)$",
    re.IGNORECASE | re.ASCII,
)
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_MONTH: Final = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{4})(\d{2})", re.ASCII)
_NUMBERS: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_WORD: Final = re.compile(r"[^\W\d_]+")
_DIGITS: Final = re.compile(r"\d+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text may mean: a day by each order that fits. `is_month` where no day is named (then its first is given);
    `month_and_day` where no year is (TikTok)."""

    by_order: Mapping[Order, date]
    is_month: bool = False
    month_and_day: tuple[int, int] | None = None

    @property
    def is_open(self) -> bool:
        """Whether both orders fit and give different days."""
        return len(set(self.by_order.values())) > 1


def read_day(text: str) -> Reading | None:
    """Return what a text may mean; None if it is no day ('Lifetime', 'Total', '')."""
    text = _TIME.sub("", text.strip()).strip(" ,")
    if len(text) > 60:
        return None
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _sure(*map(int, found.groups()))
    if found := _MONTH.fullmatch(text):
        year, month = (int(part) for part in found.groups() if part)
        return _sure(year, month, 1, is_month=True)
    if found := _NUMBERS.fullmatch(text):
        return _numbers(found)
    return _words(text)


_CLOCK: Final = re.compile(
    r"(?:^|[T,\s])\s*(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))(?::(?P<second>\d{2})(?:\.\d+)?)?\s*(?:h\b)?"
    r"(?P<half>[ap]\.?\s?m\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE | re.ASCII,
)


def read_time(text: str) -> time | None:
    """Return the time of day at the end of a text ('2026-10-06 18:00', '6:30 PM'), with its offset where one is said;
    None if there is none."""
    found = _CLOCK.search(text.strip())
    if not found:
        return None
    hour, half = int(found["hour"]), (found["half"] or "").lower()[:1]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(found["minute"]), int(found["second"] or 0), tzinfo=_offset(found["zone"]))
    except ValueError:
        return None


def _offset(said: str | None) -> timezone | None:
    if not said:
        return None
    digits = re.sub(r"\D", "", said)
    if not digits:
        return UTC
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-away if said.startswith("-") else away)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _sure(year: int, month: int, day: int, *, is_month: bool = False) -> Reading | None:
    found = _date(year, month, day)
    return Reading(MappingProxyType(dict.fromkeys(ORDERS, found)), is_month) if found else None


def _numbers(found: re.Match[str]) -> Reading | None:
    """Read 03/04/2026. Where points separate, the day comes first in every language that writes so."""
    first, second = int(found[1]), int(found[3])
    year = int(found[4]) + (2000 if len(found[4]) == 2 else 0)
    days = {"dmy": _date(year, second, first), "mdy": _date(year, first, second) if found[2] != "." else None}
    fitting: dict[Order, date] = {order: day for order in ORDERS if (day := days[order])}
    return Reading(MappingProxyType(fitting)) if fitting else None


def _words(text: str) -> Reading | None:
    """Read 'Oct 3, 2026', '3 de octubre de 2026', '3 октября 2026 г.', 'May 2026', 'December 31'."""
    months = [month for word in _WORD.findall(text) if (month := month_names().get(word.casefold()))]
    numbers = _DIGITS.findall(text)
    if len(months) != 1 or len(numbers) not in {1, 2}:
        return None
    years = [int(part) for part in numbers if len(part) == 4]
    days = [int(part) for part in numbers if len(part) < 3]
    if len(years) + len(days) != len(numbers):
        return None
    if years and days:
        return _sure(years[0], months[0], days[0])
    if years:
        return _sure(years[0], months[0], 1, is_month=True) if len(numbers) == 1 else None
    if len(days) == 1 and _date(2000, months[0], days[0]):
        return Reading(MappingProxyType({}), month_and_day=(months[0], days[0]))
    return None


@cache
def month_names() -> Mapping[str, int]:
    """Return the number of a month by its names and abbreviations; a name of two different months isn't there."""
    from babel.dates import get_month_names

    found: dict[str, set[int]] = {}
    for language in LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for month, name in get_month_names(width, context, language).items():
                    for word in _WORD.findall(name):
                        found.setdefault(word.casefold(), set()).add(month)
    found |= {name: {month} for name, month in (("sept", 9), ("sep", 9), ("сент", 9), ("нояб", 11), ("февр", 2))}
    return MappingProxyType({name: next(iter(months)) for name, months in found.items() if len(months) == 1})


def possible_orders(readings: Iterable[Reading]) -> frozenset[Order]:
    """Return the orders that fit every reading of a column; those without a year don't count."""
    orders = frozenset(ORDERS)
    for reading in readings:
        if reading.month_and_day is None:
            orders &= frozenset(reading.by_order)
    return orders


def with_years(days: Sequence[tuple[int, int]], last_year: int) -> tuple[date, ...] | None:
    """Return days without a year as days of a period that ends in `last_year`, and may run over a New Year.

    The rows are in the order of time or in the reverse one, whichever makes the shorter period. None where 29 February
    falls into a wrong year.
    """
    forwards, backwards = _dated(days, last_year), _dated(days[::-1], last_year)
    if backwards is not None and (forwards is None or backwards[-1] - backwards[0] < forwards[-1] - forwards[0]):
        return tuple(reversed(backwards))
    return tuple(forwards) if forwards is not None else None


def _dated(days: Sequence[tuple[int, int]], last_year: int) -> list[date] | None:
    """Return days in the order of time, a year earlier before each New Year."""
    dated: list[date] = []
    year = last_year
    for index in range(len(days) - 1, -1, -1):
        if index + 1 < len(days) and days[index] > days[index + 1]:
            year -= 1
        day = _date(year, *days[index])
        if day is None:
            return None
        dated.append(day)
    return dated[::-1]


def fitting_years(days: Sequence[tuple[int, int]], start: date, end: date) -> Iterator[int]:
    """Yield each last year with which all days lie within a period."""
    for year in range(start.year, end.year + 1):
        dated = with_years(days, year)
        if dated and all(start <= day <= end for day in dated):
            yield year
