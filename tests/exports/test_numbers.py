"""Numbers of a column: the same in every language's writing, or refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import pytest
from babel import numbers as babel_numbers
from hypothesis import given
from hypothesis import strategies as st

from site_gen.exports.numbers import COMMA, POINT, bare, decide, number, odd_ones, possible_marks

LOCALES: Final = ("en", "es", "ru", "uk", "ca", "de", "fr", "de_CH")
DECISIVE: Final = Decimal("1234567.25")

amounts = st.decimals(-(10**9), 10**9, places=2) | st.integers(-(10**9), 10**9).map(Decimal)


@given(st.lists(amounts, min_size=1, max_size=8), st.sampled_from(LOCALES))
def test_numbers_come_back_from_the_writing_of_each_locale(values: list[Decimal], locale: str) -> None:
    """A user would lose or gain three digits. One number with thousands and decimals decides the column."""
    texts = [
        babel_numbers.format_decimal(value, locale=locale, decimal_quantization=False) for value in (*values, DECISIVE)
    ]
    found = [each.digits for text in texts if (each := bare(text))]
    mark = decide(found).mark
    assert mark is not None
    assert [number(digits, mark) for digits in found] == [*values, DECISIVE]


@given(st.lists(st.integers(1000, 999_999), min_size=1, max_size=8), st.sampled_from(("en", "es", "de")))
def test_thousands_alone_decide_nothing(values: list[int], locale: str) -> None:
    """15,000 would go online as fifteen."""
    texts = [babel_numbers.format_decimal(value, locale=locale, group_separator=True) for value in values]
    decision = decide(texts)
    assert decision.is_open == any("," in text or "." in text for text in texts)
    assert decision.mark is None


@pytest.mark.parametrize(
    ("texts", "mark", "is_open"),
    [
        (["15,000"], None, True),
        (["15.000"], None, True),
        (["15,000", "15,5"], COMMA, False),
        (["15,000", "1,234,567"], POINT, False),
        (["15,000", "0.5"], POINT, False),
        (["0,625"], COMMA, False),
        (["1234,567"], COMMA, False),
        (["1.234,56"], COMMA, False),
        (["15", "160"], None, False),
        ([], None, False),
    ],
)
def test_the_whole_column_decides(texts: list[str], mark: str | None, is_open: bool) -> None:
    decision = decide(texts)
    assert (decision.mark, decision.is_open) == (mark, is_open)


def test_a_column_of_two_writings_is_none() -> None:
    assert decide(["15,5", "15.5"]).marks == frozenset()
    assert odd_ones(["7", "15,5", "15.5"]) == ("15.5", "15,5")
    assert odd_ones(["15,000", "15.000"], is_whole=True) == ("15,000", "15.000")


@pytest.mark.parametrize(
    ("text", "digits", "is_percent"),
    [
        ("62.5%", "62.5", True),
        ("62,5 %", "62,5", True),
        ("1 234", "1234", False),
        ("1\u202f234,5", "1234,5", False),
        ("1’234", "1234", False),
        ("€12.50", "12.50", False),
        ("12,50 €", "12,50", False),
        ("1 500 руб.", "1500", False),
        ("−1", "-1", False),
    ],
)
def test_signs_around_a_number_are_no_part_of_it(text: str, digits: str, is_percent: bool) -> None:
    found = bare(text)
    assert found is not None
    assert (found.digits, found.is_percent) == (digits, is_percent)


@pytest.mark.parametrize("text", ["", "NA", "n/a", "undefined", "-", "—", "null"])
def test_where_there_is_no_number_none_is_read(text: str) -> None:
    assert bare(text) is None


@pytest.mark.parametrize("text", ["1,23,456", "12a", "1.2.3", "1 23", "0:00:20", "1e9", "9" * 40, "٣"])
def test_what_is_no_number_is_not_taken_for_one(text: str) -> None:
    found = bare(text)
    assert found is not None
    assert not possible_marks(found.digits)
