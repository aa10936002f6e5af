"""Parses running text of one language: prices, former prices, moments, seats, and the offer's state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from tests.truth.reader import words
from tests.truth.reader.facts import FREE, Former, Moment, Price, Seats, Told

STRUCK, UNSTRUCK = "⟦", "⟧"
"""Stand around what is struck out, in text taken from a page."""

_SPACES: Final = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'", "ʼ": "'", "\u2011": "-"})
_NUMBER: Final = r"\d{1,3}(?:[ .,]\d{3})+(?:[.,]\d{1,2})?(?![\d])|\d+(?:[.,]\d{1,2})?(?!\d)"
_SIGN: Final = "|".join(re.escape(sign) for sign in sorted(words.SIGNS, key=len, reverse=True))
_MONEY: Final = re.compile(
    rf"(?<![\w])(?P<before>{_SIGN}) ?(?P<first>{_NUMBER})|(?<![\d.,:])(?P<last>{_NUMBER}) ?(?P<after>{_SIGN})(?![\w])"
)
_BREAK: Final = re.compile(rf"(?<![ \d])\.(?= )|(?<=\d)\.(?= )|[\n•;{STRUCK}{UNSTRUCK}]")
_OWN_END: Final = re.compile(rf"[.,;:!?()\n•{STRUCK}{UNSTRUCK}]| — | – ")
_FAR: Final = re.compile(r"(?:utc|gmt)\s?([+−-])(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)


def tidy(text: str) -> str:
    """Return a text with plain spaces, straight apostrophes and without doubled spaces; line breaks stay."""
    return re.sub(r"[ \t]+", " ", text.translate(_SPACES)).strip()


@dataclass(frozen=True, slots=True)
class _Money:
    """An amount in a text: where it stands, the rest of its sentence before and behind it, and what it is."""

    amount: Decimal
    currency: str
    lead: str
    rest: str
    sentence: str
    struck: bool
    listed: bool


@cache
def read(text: str, language: str) -> Told:
    """Return everything that a text tells of one offer. Tiers are items of a list, of the form 'NAME: PRICE'."""
    text = tidy(text)
    moneys = list(_moneys(text, language))
    tiers, plain = [], []
    former: dict[str, Decimal] = {}
    currency: str | None = None
    for money in moneys:
        role = _role(money, language)
        if role == "price":
            name = _tier_name(money, language)
            (tiers.append((name, _price(money, language))) if name else plain.append(_price(money, language)))
            continue
        currency = money.currency
        former[role] = money.amount
        if role == "was" and re.search(words.LOWEST[language], money.sentence, re.IGNORECASE):
            former.setdefault("lowest", money.amount)
    if not plain and not tiers and says_free(text, language):
        plain.append(FREE)
    return Told(
        state=state_of(text, language),
        prices=tuple(plain),
        tiers=tuple(tiers),
        former=(Former(former.get("was"), former.get("lowest"), currency, _days(text, language)),) if former else (),
        ends=tuple(moments(text, language)),
        seats=tuple(seats(text, language)),
    )


# --- money ------------------------------------------------------------------------------------------------------------


def number(text: str, language: str) -> Decimal:
    """Return a number as it is written in a language: '1.234,50', '1,234.50', '1 234,50'."""
    plain = text.replace(" ", "")
    group, point = (",", ".") if language == "en" else (".", ",")
    return Decimal(plain.replace(group, "").replace(point, "."))


def _moneys(text: str, language: str) -> Iterator[_Money]:
    last = 0
    for found in _MONEY.finditer(text):
        start, end = found.span()
        begin = max((each.end() for each in _BREAK.finditer(text, 0, start)), default=0)
        stop = next((each.start() for each in _BREAK.finditer(text, end)), len(text))
        yield _Money(
            number(found["first"] or found["last"], language),
            words.SIGNS[found["before"] or found["after"]],
            text[max(begin, last) : start],
            text[end:],
            text[begin:stop],
            text.rfind(STRUCK, 0, start) > text.rfind(UNSTRUCK, 0, start),
            text[max(begin - 1, 0) : begin] in {"•", ";"},
        )
        last = end


def _role(money: _Money, language: str) -> str:
    """Return whether an amount is the price, what it was before, or the lowest of the 30 days."""
    if money.struck or re.search(rf"\b(?:{words.WAS[language]})\b\s*:?\s*$", money.lead, re.IGNORECASE):
        return "was"
    return "lowest" if re.search(words.LOWEST[language], money.sentence, re.IGNORECASE) else "price"


def _price(money: _Money, language: str) -> Price:
    starting = re.search(rf"(?:^|[\s(:])(?:{words.FROM[language]})\s*$", money.lead, re.IGNORECASE) is not None
    unit, phrase = unit_of(money.rest, language)
    return Price(money.amount, money.currency, unit, starting, phrase=phrase)


def _tier_name(money: _Money, language: str) -> str | None:
    """Return the name before an amount that is an item of a list: '• Small: 340 €', 'Prices: Small: 340 €; Big: …'."""
    head, colon, rest = money.lead.rpartition(":")
    if not colon or not re.fullmatch(rf"\s*(?:{words.FROM[language]})?\s*", rest, re.IGNORECASE):
        return None
    _, second, name = head.rpartition(":")
    return name.strip() if second or money.listed else None


def unit_of(rest: str, language: str) -> tuple[str | None, str]:
    """Return the unit that follows an amount, with the words it is said in; (None, '') where none does."""
    rest = re.sub(r"^[ \n]", "", rest)
    for unit, nouns in words.UNITS[language].items():
        found = re.match(rf"(?:{words.PER[language]})(?:{nouns})\b", rest, re.IGNORECASE)
        if found:
            return unit, found[0].casefold()
    own = re.match(words.OWN_PER[language], rest, re.IGNORECASE)
    if own is None:
        return None, ""
    end = _OWN_END.search(rest, own.end())
    word = rest[own.end() : end.start() if end else None].strip()
    return (word or None), rest[: own.end() + len(word)].casefold()


def unit_named(word: str, language: str) -> str:
    """Return what a unit's own name means: 'mes' → 'month'; a word of the owner's stays."""
    for unit, nouns in words.UNITS[language].items():
        if re.fullmatch(nouns, word.strip(), re.IGNORECASE):
            return unit
    return word.strip()


def says_free(text: str, language: str) -> bool:
    """Return whether a text says that something costs nothing."""
    return re.search(rf"\b(?:{words.FREE[language]})\b", text, re.IGNORECASE) is not None


def _days(text: str, language: str) -> str:
    if re.search(words.DAYS_LAST[language], text, re.IGNORECASE):
        return "last"
    return "before" if re.search(words.DAYS_BEFORE[language], text, re.IGNORECASE) else ""


# --- moments ----------------------------------------------------------------------------------------------------------


def _date(language: str) -> str:
    clock = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?: ?(?P<half>[AP]M))?"
    day_first = (
        r"(?P<day>\d{1,2}) (?:de |d')?(?P<month>[^\W\d_]+)\.?(?: de| del)? (?P<year>\d{4})(?: ?[гр]\.)?"
        rf",? (?:at |a las |a les |в |о )?{clock}"
    )
    month_first = rf"(?P<month>[^\W\d_]+)\.? (?P<day>\d{{1,2}}), (?P<year>\d{{4}}),? (?:at )?{clock}"
    return month_first if language == "us" else day_first


def moments(text: str, language: str) -> Iterator[Moment]:
    """Yield the moments that a text names, each with its zone where that follows."""
    text = tidy(text)
    for form in (language, "us") if language == "en" else (language,):
        for found in re.finditer(_date(form), text, re.IGNORECASE):
            month = _month(found["month"], language)
            if month is None:
                continue
            hour = int(found["hour"])
            if found["half"]:
                hour = hour % 12 + (12 if found["half"].upper() == "PM" else 0)
            wall = datetime(int(found["year"]), month, int(found["day"]), hour, int(found["minute"]))  # noqa: DTZ001
            yield Moment(wall, _offset(text[found.end() :], wall, language))


def _month(name: str, language: str) -> int | None:
    starts = sorted(enumerate(words.MONTHS[language], 1), key=lambda each: -len(each[1]))
    return next((number for number, start in starts if name.casefold().startswith(start)), None)


def _offset(rest: str, wall: datetime, language: str) -> timedelta | None:
    """Return how far from Greenwich the zone is that `rest` begins with; None where it names none, or leaves open
    which of two equal wall times is meant.
    """
    begin = re.sub(r"^[ ,(]+", "", rest).casefold()
    far = _FAR.match(begin)
    if far:
        ahead = timedelta(hours=int(far[2]), minutes=int(far[3] or 0))
        return ahead if far[1] == "+" else -ahead
    names = sorted(words.ZONES[language], key=len, reverse=True)
    name = next((name for name in names if begin.startswith(name)), None)
    if name is None:
        return None
    zone = words.ZONES[language][name]
    if isinstance(zone, str):
        there = [wall.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() for fold in (0, 1)]
        return there[0] if there[0] == there[1] else None
    return timedelta(hours=zone)


# --- places and states ------------------------------------------------------------------------------------------------


def seats(text: str, language: str) -> Iterator[Seats]:
    """Yield how many places a text says are left."""
    for pattern in words.SEATS[language]:
        for found in re.finditer(rf"\b{pattern}\b", tidy(text), re.IGNORECASE):
            said = found.groupdict()
            every = said.get("all")
            left, total = every or said["left"], every or said["total"]
            yield Seats(int(left or 0), int(total) if total else None)


def state_of(text: str, language: str) -> str:
    """Return the state that a text speaks of: closed, sold-out, or '' where it doesn't."""
    if re.search(words.OVER[language], tidy(text), re.IGNORECASE):
        return "closed"
    return "sold-out" if re.search(words.SOLD_OUT[language], tidy(text), re.IGNORECASE) else ""


def leads_elsewhere(text: str, language: str) -> bool:
    """Return whether a text leads to where the open offers are."""
    return re.search(rf"/offers/(?:\s|$)|{words.IN_BIO[language]}", tidy(text), re.IGNORECASE) is not None
