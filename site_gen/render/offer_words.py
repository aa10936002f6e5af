"""Words for prices, deadlines and seats in one language, the same on pages, in posts, on cards and in PDFs.

The words are interface texts (`words.…` of the base theme, which a theme may change); facts come from model.facts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from site_gen.model.facts import PriceFacts
from site_gen.model.offer import Seats
from site_gen.render.localize import Localizer
from site_gen.render.moments import last_day

_VOWEL_DAY: Final = re.compile(r"(?:1|11)\b")
_BREAKS: Final = re.compile(r"[ \t\r\n\v\f\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class PriceWords:
    """A price in words, in three parts: 'from', '€340', 'a month'; '' for an empty part."""

    before: str
    amount: str
    after: str

    @property
    def text(self) -> str:
        """The whole price: 'from €340 a month'."""
        return " ".join(part for part in (self.before, self.amount, self.after) if part)


class OfferWords:
    """Puts the facts of offers into words of one language, with moments in one time zone."""

    def __init__(self, localizer: Localizer) -> None:
        self._localizer = localizer
        self._text = localizer.text

    # --- prices ---------------------------------------------------------------------------------------------------

    def money(self, amount: Decimal, currency: str) -> str:
        """Return an amount with its currency: '290 €'."""
        return self._localizer.money(format(amount.normalize(), "f"), currency)

    def price(self, price: PriceFacts) -> PriceWords:
        """Return a price in words; a price of zero is free, and has no unit."""
        if price.is_free:
            return PriceWords("", self._text("words.free"), "")
        amount = self.money(price.amount, price.currency)
        said = self._text("words.from", price=amount) if price.starting else amount
        before, _, after = self._per(said, price).partition(amount)
        return PriceWords(before.strip(), amount, after.strip())

    def _per(self, said: str, price: PriceFacts) -> str:
        if price.per is None:
            return said
        if price.unit is None:
            return self._text("words.per.other", price=said, unit=_BREAKS.sub(" ", price.per).strip())
        return self._text(f"words.per.{price.unit}", price=said)

    def former(self, price: PriceFacts) -> str | None:
        """Return the former price with its evidence (98/6/EC Art. 6a); None if nothing is struck out."""
        former = price.former
        if former is None or price.is_free:
            return None
        was = self.money(former.amount, price.currency)
        if former.lowest is None:
            return self._text("words.former_alone", was=was)
        lowest = self.money(former.lowest, price.currency)
        key = "words.former_is_lowest" if was == lowest else "words.former"
        return self._text(key, was=was, lowest=lowest)

    def lowest(self, price: PriceFacts) -> str | None:
        """Return the evidence for a struck-out price that is shown beside it, with the reduction in percent."""
        former = price.former
        if former is None or former.lowest is None:
            return None
        said = self._text("words.lowest", lowest=self.money(former.lowest, price.currency))
        return f"{said} ({self._localizer.signed_percent(f'-{former.percent_off}')})" if former.percent_off else said

    # --- deadlines ------------------------------------------------------------------------------------------------

    def until(self, moment: datetime | str) -> str:
        """Return 'until' with day, year, time and the zone; `moment` as an instant or its ISO text."""
        return f"{self.until_wall_time(moment)} {self._localizer.zone(_iso(moment)).after}"

    def until_short(self, moment: datetime | str, this_year: int | None = None) -> str:
        """Return 'until' with day and time in short form, without the zone; without the year where it is this one."""
        return self.dated("words.until", self.end(moment, this_year, short=True))

    def until_wall_time(self, moment: datetime | str, this_year: int | None = None) -> str:
        """Return 'until' with day and time, without the zone; without the year where it is this one."""
        return self.dated("words.until", self.end(moment, this_year))

    def end(self, moment: datetime | str, this_year: int | None = None, *, short: bool = False) -> str:
        """Return a moment as it follows 'until'; midnight is the end of the day before."""
        return self._localizer.end(_iso(moment), this_year=this_year, short=short)

    def end_in_figures(self, moment: datetime | str, this_year: int | None = None) -> str:
        """Return a moment as `end` does, in figures."""
        return self._localizer.end_in_figures(_iso(moment), this_year=this_year)

    def last_day(self, moment: datetime) -> str:
        """Return the last day of what ends at a moment, with its year."""
        local = moment.astimezone(self._localizer.time_zone)
        return self._localizer.day(last_day(local).date().isoformat())

    def zone(self, moment: datetime | str, *, short: bool = False) -> str:
        """Return the zone as it follows a time in a post; '' where all who read the language live by that clock."""
        return "" if self._localizer.shares_zone else self._localizer.zone(_iso(moment), short=short).after

    def zone_name(self, moment: datetime | str) -> str:
        """Return what the zone is called at a moment, for a line of its own."""
        return self._localizer.zone(_iso(moment)).text

    def dated(self, key: str, when: str, **values: object) -> str:
        """Return a text about a moment, with the article that its day requires."""
        vowel = "_vowel" if _VOWEL_DAY.match(when) else ""
        return self._text(f"{key}{vowel}", when=when, **values)

    # --- places ---------------------------------------------------------------------------------------------------

    def seats(self, seats: Seats) -> str:
        """Return how many seats are left, as a sentence."""
        total = self._localizer.number(str(seats.total))
        if seats.left == 0:
            return self._text("words.seats_none_single" if seats.total == 1 else "words.seats_none", total=total)
        if seats.total == 1:
            return self._text("words.seats_single")
        if seats.taken == 0:
            return self._text("words.seats_all", count=seats.total)
        return self._text("words.seats", count=seats.left, total=total)


def capital(text: str) -> str:
    """Return a text that begins with a capital letter, for the beginning of a line."""
    return text[:1].upper() + text[1:]


def _iso(moment: datetime | str) -> str:
    return moment.isoformat() if isinstance(moment, datetime) else moment
