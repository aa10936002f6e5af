"""Parses running text of one language: prices, former prices, moments, seats, and the offer's state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Final

from tests.truth.reader import words
from tests.truth.reader.facts import FREE, YEARLESS, Former, Moment, Price, Seats, Told, offset_at

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
    clock = r"(?:(?P<noon>12 noon)|(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?: ?(?P<half>[AP]M)\b| h\b|(?<=:\d\d)))"
    year = r"(?:,?(?: de| del)? (?P<year>\d{4})(?: ?[гр]\.)?)?"
    if language == "us":
        return rf"(?P<month>[^\W\d_]+)\.? (?P<day>\d{{1,2}}){year},? (?:at )?{clock}"
    if language == "figures":
        return rf"(?P<day>\d{{1,2}})[./](?P<month>\d{{1,2}})(?:[./](?P<year>\d{{4}}))?, {clock}"
    day = rf"(?P<day>\d{{1,2}}) (?:de |d')?(?P<month>[^\W\d_]+)\.?{year}"
    if language == "time first":
        return rf"{clock} {day}"
    return rf"{day},? (?:at |a las? |a les |a la |в |о )?{clock}"


_LAST_DAY: Final[Mapping[str, str]] = {
    "en": r"the end of {day}",
    "es": r"{day} inclusive",
    "ca": r"{day} inclòs",
    "ru": r"{day} включительно",
    "uk": r"{day} включно",
}
"""How the end of a day is said, which is midnight of the next."""


def moments(text: str, language: str) -> Iterator[Moment]:
    """Yield the moments that a text names, each with its zone where that follows; YEARLESS stands for no year."""
    text = tidy(text)
    forms = {"en": (language, "us"), "ru": (language, "time first"), "uk": (language, "time first")}
    seen = set()
    for form in (*forms.get(language, (language,)), "figures"):
        for found in re.finditer(_date(form), text, re.IGNORECASE):
            month = int(found["month"]) if form == "figures" else _month(found["month"], language)
            if month is None or month > len(words.MONTHS[language]):
                continue
            hour = 12 if found["noon"] else int(found["hour"])
            if found["half"]:
                hour = hour % 12 + (12 if found["half"].upper() == "PM" else 0)
            begins = datetime(int(found["year"] or YEARLESS), month, int(found["day"]))  # noqa: DTZ001
            wall = begins + timedelta(hours=hour, minutes=int(found["minute"] or 0))  # 24:00 is the next day
            if (found["day"], found.start("day")) not in seen:
                seen.add((found["day"], found.start("day")))
                yield Moment(wall, *_offset(text[found.end() :], wall, language))
    for day in _DAYS if language == "en" else _DAYS[:1]:
        for found in re.finditer(_LAST_DAY[language].format(day=day), text, re.IGNORECASE):
            month = _month(found["month"], language)
            if month is not None:
                last = datetime(int(found["year"] or YEARLESS), month, int(found["day"]))  # noqa: DTZ001
                wall = last + timedelta(days=1)
                yield Moment(wall, *_offset(text[found.end() :], wall, language))


_DAYS: Final = (
    r"(?P<day>\d{1,2}) (?:de |d')?(?P<month>[^\W\d_]+)\.?(?:(?: de| del)? (?P<year>\d{4})(?: ?[гр]\.)?)?",
    r"(?P<month>[^\W\d_]+)\.? (?P<day>\d{1,2})(?:, (?P<year>\d{4}))?",
)


def last_day(text: str, language: str) -> date | None:
    """Return the day, with its year, on which a text says that something ended."""
    day = r"(?P<day>\d{1,2}) (?:de |d')?(?P<month>[^\W\d_]+)\.?(?: de| del)? (?P<year>\d{4})"
    forms = [day, r"(?P<month>[^\W\d_]+) (?P<day>\d{1,2}), (?P<year>\d{4})"] if language == "en" else [day]
    for form in forms:
        for found in re.finditer(form, tidy(text)):
            month = _month(found["month"], language)
            if month is not None:
                return date(int(found["year"]), month, int(found["day"]))
    return None


def _month(name: str, language: str) -> int | None:
    starts = sorted(enumerate(words.MONTHS[language], 1), key=lambda each: -len(each[1]))
    return next((number for number, start in starts if name.casefold().startswith(start)), None)


def _offset(rest: str, wall: datetime, language: str) -> tuple[timedelta | None, str | None]:
    """Return how far from Greenwich the zone is that `rest` begins with, and the zone if its distance changes with the
    year, which isn't said; (None, None) where it names none, or leaves open which of two equal wall times is meant.
    """
    begin = re.sub(r"^[ ,(]+", "", rest).casefold()
    far = _FAR.match(begin)
    if far:
        ahead = timedelta(hours=int(far[2]), minutes=int(far[3] or 0))
        return (ahead if far[1] == "+" else -ahead), None
    if re.match(r"utc\b", begin):
        return timedelta(), None
    names = sorted(words.ZONES[language], key=len, reverse=True)
    name = next((name for name in names if begin.startswith(name)), None)
    if name is None:
        return None, None
    zone = words.ZONES[language][name]
    if not isinstance(zone, str):
        return timedelta(hours=zone), None
    return (None, zone) if wall.year == YEARLESS else (offset_at(zone, wall), None)


# --- places and states ------------------------------------------------------------------------------------------------


def seats(text: str, language: str) -> Iterator[Seats]:
    """Yield how many places a text says are left."""
    for pattern in words.SEATS[language]:
        for found in re.finditer(rf"\b{pattern}\b", tidy(text), re.IGNORECASE):
            said = found.groupdict()
            every = "1" if said.get("one") else said.get("all")
            left, total = every or said["left"], every or said["total"]
            yield Seats(int(left or 0), int(total) if total else None)


def state_of(text: str, language: str) -> str:
    """Return the state that a text speaks of: closed, sold-out, or '' where it doesn't."""
    if re.search(words.OVER[language], tidy(text), re.IGNORECASE):
        return "closed"
    return "sold-out" if re.search(words.SOLD_OUT[language], tidy(text), re.IGNORECASE) else ""


def leads_elsewhere(text: str, language: str) -> bool:
    """Return whether a text leads to where the open offers are: the list, or the page of what is over."""
    return (
        re.search(rf"/offers/(?:\?\S*)?(?:\s|$)|/go/\S+|{words.IN_BIO[language]}", tidy(text), re.IGNORECASE)
        is not None
    )
