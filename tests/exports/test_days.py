"""Days of a column: the same in every language's writing, or refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from site_gen.exports.days import LANGUAGES, fitting_years, month_names, possible_orders, read_day, with_years

WRITINGS: Final = (
    *((language, style) for language in LANGUAGES for style in ("medium", "long")),
    *((language, "dd/MM/yyyy") for language in ("es", "fr", "it", "pt")),
    ("en_US", "MM/dd/yyyy"),
    ("en_US", "M/d/yy"),
    ("ru", "dd.MM.yyyy"),
    ("uk", "dd.MM.yy"),
    ("en", "yyyy-MM-dd"),
    ("en", "yyyyMMdd"),
    ("en", "yyyy/MM/dd"),
)
some_days = st.dates(date(2000, 1, 1), date(2049, 12, 31))


@given(some_days, st.sampled_from(WRITINGS), st.sampled_from(("", " 18:00", "T06:08:00", " 6:08 PM", "T00:00:00.000Z")))
def test_a_day_comes_back_from_the_writing_of_each_locale(day: date, writing: tuple[str, str], time: str) -> None:
    """A user's March would be their April. The thirteenth of a month decides which part is the day."""
    language, style = writing
    texts = [format_date(each, style, locale=language) + time for each in (day, day.replace(day=13))]
    readings = [reading for text in texts if (reading := read_day(text))]
    orders = possible_orders(readings)
    assert len(readings) == 2
    assert {reading.by_order[order] for order in orders for reading in readings[:1]} == {day}


@given(st.integers(1, 12), st.integers(1, 12), st.integers(2000, 2049))
def test_day_and_month_that_could_be_either_are_open(day: int, month: int, year: int) -> None:
    reading = read_day(f"{day:02}/{month:02}/{year}")
    assert reading is not None
    assert reading.is_open == (day != month)


@pytest.mark.parametrize(
    "text",
    ["Lifetime", "Total", "", "undefined", "31/31/2026", "2026-13-01", "May", "12", "9" * 99, "1/2/3/4", "0:00:20"],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize("text", ["2026-05", "202605", "May 2026", "mayo de 2026", "май 2026 г."])
def test_a_month_is_its_first_day(text: str) -> None:
    reading = read_day(text)
    assert reading is not None
    assert (reading.is_month, set(reading.by_order.values())) == (True, {date(2026, 5, 1)})


@given(some_days, st.integers(1, 365), st.booleans())
def test_days_without_a_year_come_back_by_that_of_the_last(end: date, length: int, is_reversed: bool) -> None:
    """TikTok's files name no year, and a period may run over a New Year, the newest day first or last."""
    days = [end - timedelta(days=number) for number in range(min(length, 300))]
    if not is_reversed:
        days.reverse()
    assert with_years([(day.month, day.day) for day in days], end.year) == tuple(days)


def test_the_period_of_a_case_names_the_year_if_only_one_fits() -> None:
    days = [(12, 31), (1, 1)]
    assert list(fitting_years(days, date(2025, 10, 1), date(2026, 3, 1))) == [2026]
    assert list(fitting_years(days, date(2024, 10, 1), date(2026, 3, 1))) == [2025, 2026]
    assert with_years([(2, 29)], 2026) is None


def test_months_are_known_in_each_language_and_mean_one_month_only() -> None:
    names = month_names()
    assert [names[word] for word in ("octubre", "october", "октября", "жовтня", "d’octubre"[2:])] == [10] * 5
