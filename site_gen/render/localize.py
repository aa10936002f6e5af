"""Formats numbers, money, dates and interface texts in one language, with data from Unicode's CLDR (Babel)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers

from site_gen.messages import m
from site_gen.render.moments import FORMS, is_midnight, last_day, said_end, said_in_figures, said_moment
from site_gen.render.zones import ZoneWords, is_shared, short_zone_words, zone_words

_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
_DE: Final = re.compile(r"\b([Dd])e \{(\w+)\}")
_FROM_VOWEL: Final = re.compile(r"11(?!\d)|1(?!\d)(?!\.\d{3}(?!\.?\d))|(?![iu][aeiou])[aeiouàèéíòóúïü]", re.IGNORECASE)
"""What Catalan's "de" is shortened before: a vowel, also that of a number (1, 11, 11.000 and 1.000.000; not 1.000)."""
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_FALLBACK: Final = "en"
_APART: Final = frozenset({"words.from"})
"""Texts that are shown in pieces, the words apart from the amount."""
VARIANTS: Final = ("_vowel", "_one")
"""The ends of keys of texts that only some languages say otherwise: before l’1 and l’11, and at one o'clock."""
_SIGNS: Final[Mapping[str, str]] = {"EUR": "€", "USD": "$", "GBP": "£", "RUB": "₽", "UAH": "₴", "PLN": "zł", "KZT": "₸"}
"""Signs for currencies that CLDR's data of a language would write as three letters."""


@cache
def _is_currency(unit: str) -> bool:
    return bool(_CURRENCY.fullmatch(unit)) and numbers.is_currency(unit)


class MissingTextError(LookupError):
    """An interface text is missing both in the language and in English."""


class PeriodLike(Protocol):
    """A mapping with the ISO days `start` and `end`."""

    def __getitem__(self, key: str, /) -> str: ...


class Localizer:
    """Formats for one language and one time zone. Results are cached, as a site repeats the same few hundred values."""

    def __init__(self, language: str, time_zone: str, strings: Mapping[str, Mapping[str, object]]) -> None:
        self.language = language
        self._zone = ZoneInfo(time_zone)
        self._strings = {**FORMS, **strings.get(_FALLBACK, {}), **strings.get(language, {})}
        self._kept: dict[tuple[Any, ...], str] = {}
        self._money_frames: dict[str, tuple[str, str]] = {}

    @property
    def time_zone(self) -> ZoneInfo:
        return self._zone

    @cached_property
    def locale(self) -> Locale:
        """The rules of the language; English uses European formats of days and times."""
        if self.language == "en" and not self._zone.key.startswith(("America/", "US/")):
            return Locale("en", "GB")
        return Locale.parse(self.language)

    # --- interface texts ------------------------------------------------------------------------------------------

    def text(self, key: str, **values: object) -> str:
        """Return the interface text of `key` with its {placeholders} filled in.

        `count` chooses the plural form and is formatted as a number of the language. A key that ends in one of VARIANTS
        is that of the plain text where the language makes no difference. Raises MissingTextError.
        """
        text = self._strings.get(key)
        if text is None and key.endswith(VARIANTS):
            text = self._strings.get(key.rpartition("_")[0])
        if text is None:
            raise MissingTextError(m("there is no interface text '{key}'", key=key))
        if isinstance(text, Mapping):
            text = self._plural(text, values)
        text = str(text)
        if "{" not in text:
            return text
        if isinstance(values.get("count"), int):
            values["count"] = self.number(str(values["count"]))
        if self.language == "ca" and key not in _APART:
            text = _DE.sub(lambda found: _elided(found, values), text)
        return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), text)

    def _plural(self, forms: Mapping[str, object], values: Mapping[str, object]) -> str:
        count = values.get("count", 0)
        form = self.locale.plural_form(count if isinstance(count, int | float) else 0)
        return str(forms.get(form, forms["other"]))

    # --- numbers --------------------------------------------------------------------------------------------------

    def number(self, value: str | int) -> str:
        """Format decimal text as a number of the language: '4800' → '4.800'; decimals are kept as given."""
        value = str(value)
        sign = self._minus if value.startswith("-") else ""
        return sign + self._digits(value.lstrip("-"))

    def _digits(self, value: str) -> str:
        """Group an unsigned number by thousands, as every language here does (see the tests: equal to Babel's own)."""
        whole, point, decimals = value.partition(".")
        grouped = f"{int(whole):,}".replace(",", self._group)
        return f"{grouped}{self._point}{decimals}" if point else grouped

    @cached_property
    def _group(self) -> str:
        return numbers.get_group_symbol(self.locale)

    @cached_property
    def _point(self) -> str:
        return numbers.get_decimal_symbol(self.locale)

    @cached_property
    def _minus(self) -> str:
        return numbers.get_minus_sign_symbol(self.locale)

    def money(self, amount: str, currency: str) -> str:
        """Return an amount (not below zero) with its currency: '290' EUR → '290 €'; '6.4' → '6,40 €'."""
        if currency not in self._money_frames:
            self._money_frames[currency] = self._money_frame(currency)
        before, after = self._money_frames[currency]
        whole, point, decimals = amount.partition(".")
        places = numbers.get_currency_precision(currency) or 2
        return f"{before}{self._digits(f'{whole}.{decimals:0<{places}}' if point else whole)}{after}"

    def _money_frame(self, currency: str) -> tuple[str, str]:
        """Return the text before and after an amount in this language."""
        pattern = self.locale.currency_formats["standard"].pattern.replace(".00", "")
        if numbers.get_currency_symbol(currency, self.locale) == currency:
            pattern = pattern.replace("¤", _SIGNS.get(currency, "¤"))
        shown = numbers.format_currency(1, currency, format=pattern, locale=self.locale, currency_digits=False)
        before, _, after = shown.partition("1")
        # CLDR's currencySpacing, which Babel leaves out: letters don't touch the digits (UTS 35, part 3, section 4).
        if before and before[-1].isalpha():
            before += "\u00a0"
        return before, f"\u00a0{after}" if after and after[0].isalpha() else after

    def change(self, metric: Mapping[str, Any]) -> str:
        """Return a metric's change with its sign: in percent, or in points if the metric itself is a percentage."""
        value = metric["change"]
        if metric["change_unit"] == "percent":
            return self.signed_percent(value)
        return self.text("unit.points", value=_sign(Decimal(value)) + self.number(value.lstrip("-")))

    def signed_percent(self, value: str) -> str:
        """Return a percentage with its sign: '-67' → '−67 %'."""
        return self._keep(("signed", value), lambda: self._signed_percent(Decimal(value)))

    def _signed_percent(self, value: Decimal) -> str:
        return _sign(value) + self._percent(abs(value))

    def _percent(self, value: Decimal) -> str:
        places = max(0, -int(value.normalize().as_tuple().exponent))
        pattern = self.locale.percent_formats[None].pattern
        pattern = pattern.replace("#,##0", "#,##0" + ("." + "0" * places if places else ""))
        return numbers.format_percent(value / 100, format=pattern, locale=self.locale, decimal_quantization=False)

    def quantity(self, value: str, unit: str | None) -> str:
        """Return a value with its unit: a currency code gives money, '%' a percentage, a word follows the number."""
        if unit is None:
            return self.number(value)
        if unit == "%":
            return self._keep(("percent", value), lambda: self._percent(Decimal(value)))
        if _is_currency(unit):
            return self.money(value, unit)
        return f"{self.number(value)}\N{NO-BREAK SPACE}{unit}"

    # --- days and moments -----------------------------------------------------------------------------------------

    def day(self, value: str) -> str:
        """Return an ISO day (or the day of an ISO moment) in words: '30 de novembre del 2026'."""
        return self._keep(("day", value), lambda: dates.format_date(self._day(value), "long", locale=self.locale))

    def day_short(self, value: str) -> str:
        """Return an ISO day in short words: '30 nov. 2026'; a month ('2026-11') as 'nov. 2026'."""
        return self._keep(("day_short", value), lambda: self._day_short(value))

    def _day_short(self, value: str) -> str:
        if len(value) == len("2026-11"):
            return dates.format_skeleton("yMMM", self._day(value), locale=self.locale)
        return dates.format_date(self._day(value), "medium", locale=self.locale)

    def month(self, value: str) -> str:
        """Return the month of an ISO day or of '2026-11': 'novembre del 2026'."""
        return self._keep(
            ("month", value), lambda: dates.format_skeleton("yMMMM", self._day(value), locale=self.locale)
        )

    def day_within(self, day: date, *, year: bool) -> str:
        """Return a day in full, with or without its year, as it stands within a sentence."""
        if year:
            return dates.format_date(day, "long", locale=self.locale)
        return dates.format_skeleton("MMMMd", day, locale=self.locale)

    def month_within(self, day: date, *, year: bool, ends: bool = False) -> str:
        """Return the month of a day in a span, which it may end: 'с декабря 2025 г.', 'по май 2026 г.'."""
        ends_in_russian = ends and self.language == "ru"
        name = dates.format_date(day, "LLLL" if ends_in_russian else "MMMM", locale=self.locale)
        if self.language == "ca":
            name = re.sub(r"^(?:de |d’)", "", name)
        if not year:
            return name
        return name + self.month(day.isoformat()).partition(dates.format_date(day, "LLLL", locale=self.locale))[2]

    def day_or_month(self, value: str) -> str:
        """Return the label of a point in a series: a month ('2026-11') in full, a day in short form."""
        return self.month(value) if len(value) == len("2026-11") else self.day_short(value)

    def end(self, value: str, *, this_year: int | None = None, short: bool = False) -> str:
        """Return a moment as it follows "until", without its zone: '20 December 2026, 6 pm', '18:00 20 декабря'.

        Midnight is the end of the day before. The year is left out where it is `this_year`; `short` shortens the month.
        """
        return self._keep(("end", value, this_year, short), lambda: self._end(self._moment(value), this_year, short))

    def _end(self, moment: datetime, this_year: int | None, short: bool) -> str:
        last = last_day(moment)
        if last.year == this_year:
            day = dates.format_skeleton("MMMd" if short else "MMMMd", last, locale=self.locale)
        elif short:
            day = dates.format_skeleton("yMMMd", last, locale=self.locale)
        else:
            day = dates.format_date(last, "long", locale=self.locale)
        return said_end(moment, day, self.text, self.language, self.locale)

    def end_in_figures(self, value: str, *, this_year: int | None = None) -> str:
        """Return a moment as `end` does, in figures: '20/12, 18:00'; midnight is 24:00 of the day before.

        English has the month in letters, as its readers don't agree on which figure is the month.
        """
        return self._keep(("figures", value, this_year), lambda: self._end_in_figures(self._moment(value), this_year))

    def _end_in_figures(self, moment: datetime, this_year: int | None) -> str:
        last = last_day(moment)
        month = "MMMd" if self.language == "en" else "Md"
        day = dates.format_skeleton(month if last.year == this_year else f"y{month}", last, locale=self.locale)
        return said_in_figures(moment, day, self.text, self.language, self.locale)

    def deadline(self, value: str) -> str:
        """Return a moment as it follows "until", in full, with the name of the time zone.

        '20 December 2026, 6 pm (Madrid time)'; midnight is the end of the day before, as in `end`.
        """
        return self._keep(("deadline", value), lambda: f"{self.end(value)} ({self.zone(value).text})")

    def zone(self, value: str, *, short: bool = False) -> ZoneWords:
        """Return what the time zone is called at a moment; with `short`, in at most twelve characters.

        Behind a whole day it stands in brackets: 'the end of 31 December (UK time)'.
        """
        words, moment = short_zone_words if short else zone_words, self._moment(value)
        bare = not is_midnight(moment)
        return words(moment, self._zone, self.language, self.locale, self._city_time, bare=bare)

    def _city_time(self, city: str) -> str:
        """Return how the language names the time of a city: 'Kathmandu time'."""
        return self.text("moment.zone", city=city)

    @property
    def shares_zone(self) -> bool:
        """Whether everybody who reads the language lives by this clock, so that a post needn't name it."""
        return is_shared(self.language, self._zone)

    def instant_short(self, value: str) -> str:
        """Return only a moment's day and time: '30 nov. 2026, 18:00'."""
        return self._keep(("instant_short", value), lambda: self._instant_short(self._moment(value)))

    def _instant_short(self, moment: datetime) -> str:
        day = dates.format_date(moment, "medium", locale=self.locale)
        return said_moment(moment, day, self.text, self.language, self.locale)

    def period(self, value: PeriodLike) -> str:
        """Return a span of days: whole months as 'febrer – maig del 2026', others to the day."""
        start, end = self._day(value["start"]), self._day(value["end"])
        whole = start.day == 1 and (end + timedelta(days=1)).day == 1
        skeleton = "yMMMM" if whole else "yMMMd"
        return self._keep(("period", start, end), lambda: self._interval(start, end, skeleton))

    def _interval(self, start: date, end: date, skeleton: str) -> str:
        if skeleton == "yMMMM" and (start.year, start.month) == (end.year, end.month):
            return dates.format_skeleton(skeleton, start, locale=self.locale)
        return dates.format_interval(start, end, skeleton, locale=self.locale)

    def language_name(self, code: str) -> str:
        """Return a language's name in itself, with a capital: 'Català'."""
        return self._keep(("language", code), lambda: _own_name(code))

    def _day(self, value: str) -> date:
        if len(value) == len("2026-11"):
            value = f"{value}-01"
        if len(value) > len("2026-11-30"):
            return self._moment(value).date()
        return date.fromisoformat(value)

    def _moment(self, value: str) -> datetime:
        return datetime.fromisoformat(value).astimezone(self._zone)

    def _keep(self, key: tuple[Any, ...], make: Callable[[], str]) -> str:
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = make()
        return found


def _elided(found: re.Match[str], values: Mapping[str, object]) -> str:
    """Return 'd’{name}' for 'de {name}' where what is filled in begins with a vowel."""
    shortened = _FROM_VOWEL.match(str(values.get(found[2], "")))
    return f"{found[1]}’{{{found[2]}}}" if shortened else found[0]


def _sign(value: Decimal) -> str:
    return "−" if value < 0 else "+" if value > 0 else ""


def _own_name(code: str) -> str:
    name = Locale.parse(code).get_display_name(code) or code
    return name[0].upper() + name[1:]
