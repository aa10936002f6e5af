"""The turns of speech of posts in one language: prices, deadlines, seats. Dates and money come from the Localizer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from site_gen.model.case import Case
from site_gen.model.money import PriceModel
from site_gen.model.offer import Seats
from site_gen.render.localize import Localizer
from site_gen.sources.yaml import read_yaml

_DATA: Final = Path(__file__).parent / "data" / "words"
_FALLBACK: Final = "en"
_ENDED: Final = re.compile(r"[.!?…][)»”’\"']*$")
_VOWEL_DAY: Final = re.compile(r"(?:1|11)\b")


@cache
def words(language: str) -> Mapping[str, object]:
    """Return the words of posts in a language; those in English where it has none here."""
    path = _DATA / f"{language}.yaml"
    data: Any = read_yaml(path.read_text(encoding="utf-8"), path.name).data if path.is_file() else words(_FALLBACK)
    return MappingProxyType(dict(data))


def one_line(text: str) -> str:
    """Return a text without line breaks and doubled spaces; no-break spaces stay."""
    return re.sub(r"[ \t\r\n\v\f\x85\u2028\u2029]+", " ", text).strip()


def sentence(text: str) -> str:
    """Return a text in one line that ends as a sentence does."""
    text = one_line(text)
    return text if _ENDED.search(text) else f"{text}."


def without_stop(text: str) -> str:
    """Return a title in one line without a full stop at its end."""
    text = one_line(text)
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def amount_text(amount: Decimal) -> str:
    """Return an amount as plain text: '290', '6.4'."""
    return format(amount.normalize(), "f")


class Phrases:
    """Says things in one language, with moments in one time zone."""

    def __init__(self, language: str, time_zone: str, currency: str) -> None:
        self._localizer = Localizer(language, time_zone, {language: words(language), _FALLBACK: words(_FALLBACK)})
        self._units: Any = words(language)["per.words"]
        self._currency = currency
        self.text = self._localizer.text

    def money(self, amount: Decimal, price: PriceModel) -> str:
        return self._localizer.money(amount_text(amount), price.currency or self._currency)

    def price(self, price: PriceModel) -> str:
        """Return a price as it is said: '290 € al mes', 'des de 340 € al mes'."""
        said = self.money(price.amount, price)
        if price.starting:
            said = self.text("price.from", price=said)
        if price.per is None:
            return said
        unit = one_line(price.per)
        key = f"per.{self._units.get(unit.lower(), unit.lower())}"
        if key in {"per.words", "per.other"} or key not in words(_FALLBACK):
            return self.text("per.other", price=said, unit=unit)
        return self.text(key, price=said)

    def was(self, price: PriceModel) -> str | None:
        """Return the former price with its evidence; None without either (98/6/EC Art. 6a)."""
        if price.was is None or price.lowest_30_days is None:
            return None
        was, lowest = self.money(price.was, price), self.money(price.lowest_30_days, price)
        return self.text("price.was_lowest" if was == lowest else "price.was", was=was, lowest=lowest)

    def instant(self, moment: datetime) -> str:
        """Return a moment in full with the name of its zone."""
        return self._localizer.instant(moment.isoformat())

    def wall_time(self, moment: datetime) -> str:
        """Return a moment's day and time in words, without its zone."""
        return self.instant(moment).rpartition(" (")[0]

    def wall_time_short(self, moment: datetime) -> str:
        """Return a moment's day and time in short words."""
        return self._localizer.instant_short(moment.isoformat())

    def dated(self, key: str, when: str, **values: object) -> str:
        """Return a phrase about a moment, with the article that its day asks for."""
        vowel = "_vowel" if _VOWEL_DAY.match(when) else ""
        return self.text(f"{key}{vowel}", when=when, **values)

    def seats(self, seats: Seats) -> str:
        """Return how many places are left."""
        if seats.left == 0:
            return self.text("seats.none", total=self._localizer.number(str(seats.total)))
        if seats.taken == 0:
            return self.text("seats.all", count=seats.total)
        return self.text("seats", count=seats.left, total=self._localizer.number(str(seats.total)))

    def evidence(self, case: Case) -> str:
        """Return the case's best number with its period and where it was read."""
        metric, period = case.headline, case.headline.period or case.period
        before, after = (
            self._localizer.quantity(amount_text(value), metric.unit) for value in (metric.before, metric.after)
        )
        span = {"start": period.start.isoformat(), "end": period.end.isoformat()}
        said = self.text(
            "evidence",
            name=one_line(metric.name),
            before=before,
            after=after,
            period=self._localizer.period(span).rstrip("."),
            source=one_line(metric.source),
        )
        return sentence(said)
