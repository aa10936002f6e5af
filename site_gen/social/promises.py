"""What a post promises, as facts: records of pins compare these, since words change with every better wording."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Final

from site_gen.model.facts import PriceFacts
from site_gen.render.moments import is_midnight, last_day

_NUMBER: Final = re.compile(r"\d[\d.,'’\s\u00a0\u202f]*")
_DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Promise:
    """A price ('290 EUR month', 'from 12.50 EUR hour'; None for none), and an end as an instant in UTC."""

    price: str | None = None
    ends: datetime | None = None


NOTHING: Final = Promise()


def promise(price: PriceFacts | None, ends: datetime | None) -> Promise:
    """Return what an offer with this price and end promises."""
    return Promise(_price(price) if price else None, ends.astimezone(UTC) if ends else None)


def _price(price: PriceFacts) -> str:
    unit = None if price.is_free else price.unit or price.per
    amount = format(price.amount.normalize(), "f")
    return " ".join(filter(None, ("from" if price.starting else None, amount, price.currency, unit)))


# --- records that have words alone ------------------------------------------------------------------------------------


def names_price(words: str | None, price: PriceFacts | None) -> bool:
    """Return whether words of an older version name an amount; a price of nothing may be in words without a number."""
    if words is None or price is None:
        return words is None and price is None
    numbers = [re.sub(r"\D", "", found) for found in _NUMBER.findall(words)]
    whole = price.amount.normalize()
    forms = {f"{whole:f}", f"{whole:.2f}"} if whole == whole.to_integral_value() else {f"{price.amount:.2f}"}
    said = {form.replace(".", "") for form in forms}
    return any(number in said for number in numbers) or (price.is_free and not numbers)


def names_moment(words: str | None, moment: datetime | None, zone: tzinfo, language: str) -> bool:
    """Return whether words of an older version name the day and the time of a moment, in whatever form."""
    if words is None or moment is None:
        return words is None and moment is None
    local = moment.astimezone(zone)
    if _names_day(words, local, language) and _names_time(words, local):
        return True
    return is_midnight(local) and _names_day(words, last_day(local), language)


def _names_day(words: str, day: datetime, language: str) -> bool:
    from babel import dates

    numbers = {int(found) for found in _DIGITS.findall(words)}
    forms = {dates.format_date(day, form, locale=language).casefold() for form in ("MMMM", "LLLL", "MMM", "LLL")}
    named = any(form.rstrip(".") in words.casefold() for form in forms)
    return {day.day, day.year} <= numbers and (named or day.month in numbers)


def _names_time(words: str, moment: datetime) -> bool:
    numbers = {int(found) for found in _DIGITS.findall(words)}
    hour = moment.hour in numbers or (moment.hour % 12 or 12) in numbers  # hours of a clock
    return hour and (moment.minute == 0 or moment.minute in numbers)
