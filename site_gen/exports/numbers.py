"""Texts of one column → numbers. Which mark stands before the decimals is decided by the column as a whole.

A text may be a number with a decimal point, with a decimal comma, with both ('15' is the same in either) or with
neither. What all texts of a column have in common decides; '15,000' alone is fifteen or fifteen thousand, and nobody
guesses: the caller says which, or asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

POINT: Final = "."
COMMA: Final = ","
MARKS: Final = frozenset({POINT, COMMA})

_MISSING: Final = frozenset(
    {"", "-", "–", "—", "na", "n/a", "n.a.", "undefined", "null", "none", "nan", "н/д", "нет данных", "s/d", "--"}
)
"""What exports write where there is no number."""

_AROUND: Final = re.compile(r"^[€$£₽₴₸]\s*|\s*(?:[€$£₽₴₸]|руб\.?|грн\.?|EUR|USD|GBP|RUB|UAH)$")
_SPACE: Final = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f'’](?=\d{3}(?!\d))")
"""Between groups of three digits: spaces of four kinds, and the apostrophes of Switzerland."""

_UNDER: Final[Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {
        POINT: re.compile(r"[-+]?(?:\d*\.\d+|(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d*)?)", re.ASCII),
        COMMA: re.compile(r"[-+]?(?:\d*,\d+|(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+)(?:,\d*)?)", re.ASCII),
    }
)
"""A number where the decimals follow a point; where they follow a comma."""

_LONGEST: Final = 30


@dataclass(frozen=True, slots=True)
class Bare:
    """A text without what isn't part of the number; `is_percent` where a percent sign was there."""

    digits: str
    is_percent: bool


def bare(text: str) -> Bare | None:
    """Return the bare number of a text; None where an export says that there is none ('NA', 'undefined', '')."""
    text = text.strip().strip("\u200e\u200f\u202a\u202c")
    if text.casefold() in _MISSING:
        return None
    is_percent = text.endswith(("%", "٪"))
    text = _AROUND.sub("", text.rstrip("%٪").strip())
    return Bare(_SPACE.sub("", text.replace("−", "-")), is_percent)


def possible_marks(digits: str) -> frozenset[str]:
    """Return the decimal marks with which a bare text is a number; an empty set if it is none."""
    if len(digits) > _LONGEST:
        return frozenset()
    return frozenset(mark for mark, pattern in _UNDER.items() if pattern.fullmatch(digits))


def number(digits: str, mark: str) -> Decimal:
    """Return the number of a bare text; `mark` must be one of its possible ones."""
    group = COMMA if mark == POINT else POINT
    return Decimal(digits.replace(group, "").replace(mark, "."))


@dataclass(frozen=True, slots=True)
class Decision:
    """What a column says about its decimals: the marks that fit every text, and whether they give different numbers."""

    marks: frozenset[str]
    is_open: bool

    @property
    def mark(self) -> str | None:
        """The mark, if only one fits."""
        return next(iter(self.marks)) if len(self.marks) == 1 else None


def decide(texts: Iterable[str]) -> Decision:
    """Decide a column by its bare texts; those that are no numbers don't count."""
    marks, is_open = MARKS, False
    for digits in texts:
        fitting = possible_marks(digits)
        if not fitting:
            continue
        marks &= fitting
        is_open = is_open or (fitting == MARKS and number(digits, POINT) != number(digits, COMMA))
    return Decision(marks, is_open and marks == MARKS)


def odd_ones(texts: Iterable[str], *, is_whole: bool = False) -> tuple[str, str]:
    """Return two texts of a column whose decimals can't be read the same way, one with a decimal point and one with a
    comma; '' where there is none. Where numbers are whole, thousands tell: '15,000' needs a point."""
    first: dict[str, str] = {}
    for digits in texts:
        marks = possible_marks(digits)
        if is_whole and marks == MARKS and not digits.isdigit():
            marks = frozenset({POINT if COMMA in digits else COMMA} if POINT in digits or COMMA in digits else ())
        if len(marks) == 1:
            first.setdefault(next(iter(marks)), digits)
    return first.get(POINT, ""), first.get(COMMA, "")
