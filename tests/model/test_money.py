"""Prices: what may be struck out, and by how much it may be said to be reduced."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from site_gen.model.money import Amount, Price, PriceModel, amount_said
from site_gen.model.units import unit_of

AMOUNTS: Final = {
    "a whole number": (290, "290"),
    "decimals": (6.4, "6.4"),
    "a text of digits": ("1500.50", "1500.50"),
    "nothing to pay": (0, "0"),
    "a lot": (999_999_999_999, "999999999999"),
}
HINTS: Final = {
    "290 €": "290 ",
    "€290": "290 ",
    "1.234,50": "1234.50 ",
    "1,234.50": "1234.50 ",
    "1.500": "1500 ",
    "1,500 EUR": "1500 ",
    "12.500.000": "12500000 ",
    "6,40": "6.40 ",
    "1 500,- €": "1500 ",
    "290'50": "290.50 ",
    "1'290": "1290 ",
    "15 тыс.": "15000 ",
    "12.500.000,50": "12500000.50 ",
    "free": "290 (0 for what is free",
    "": "290 ",
}


def _message(value: object, kind: Any = Amount) -> str:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    return " / ".join(f"{e['ctx']['message']} / {e['ctx']['hint']}" for e in caught.value.errors())


@pytest.mark.parametrize(("value", "amount"), AMOUNTS.values(), ids=AMOUNTS)
def test_an_amount_is_kept_to_the_cent(value: object, amount: str) -> None:
    assert TypeAdapter(Amount).validate_python(value) == Decimal(amount)


@pytest.mark.parametrize(("text", "hint"), HINTS.items())
def test_a_price_as_people_write_it_is_answered_with_the_number(text: str, hint: str) -> None:
    assert f"write the number alone: {hint}" in _message(text)


@pytest.mark.parametrize("text", ["290, 390", "12:30", "1 de 3", "٢٩٠", "9" * 60 + " €", "01.02.2026"])
def test_what_is_no_single_number_is_not_made_one(text: str) -> None:
    """Whoever follows '290390' for two prices publishes a price a thousand times too high."""
    assert "write one number alone, such as 290 " in _message(text)


@pytest.mark.parametrize("text", ["290-390", "290 – 390 €", "de 290 a 390", "€290 до 390"])
def test_a_range_begins_at_its_lower_price(text: str) -> None:
    assert "write the lower one: {amount: 290, from: true}" in _message(text, Price)


@pytest.mark.parametrize("value", [-1, -0.01, 1.005, 10**12, 1e300, True, None, [], {}, "-5", "1e3", "nan"])
def test_what_is_no_amount_is_refused(value: object) -> None:
    assert _message(value)


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text() | st.booleans() | st.none())
def test_any_value_is_an_amount_or_a_mistake_in_words(value: object) -> None:
    try:
        amount = TypeAdapter(Amount).validate_python(value)
    except ValidationError:
        assert _message(value)
    else:
        assert isinstance(amount, Decimal)
        assert 0 <= amount == round(amount, 2)


def _price(**values: Any) -> PriceModel:
    price: PriceModel = TypeAdapter(Price).validate_python(values)
    return price


MISLEADING: Final = {
    "not above the price": ({"amount": 290, "was": 290, "lowest_30_days": 300}, "is not above the price"),
    "lowest above was": ({"amount": 290, "was": 390, "lowest_30_days": 400}, "is above 'was'"),
    "no reduction": ({"amount": 290, "was": 390, "lowest_30_days": 290}, "is not below the lowest"),
    "dearer than lately": ({"amount": 290, "was": 390, "lowest_30_days": 250}, "is not below the lowest"),
}


@pytest.mark.parametrize(("values", "message"), MISLEADING.values(), ids=MISLEADING)
def test_a_struck_out_price_needs_evidence(values: dict[str, int], message: str) -> None:
    assert message in _message(values, Price)


def test_a_struck_out_price_may_leave_its_evidence_to_the_ledger() -> None:
    assert _price(amount=290, was=390).lowest_30_days is None


@pytest.mark.parametrize(
    ("amount", "lowest", "percent"),
    [(290, 350, 17), (50, 100, 50), (99.99, 100, 0), (0, 100, 100), (1, 3, 66), (290, None, None), (290, 290, None)],
)
def test_percent_off_counts_from_the_lowest_price_and_is_rounded_down(
    amount: float, lowest: float | None, percent: int | None
) -> None:
    assert _price(amount=amount, lowest_30_days=lowest).percent_off == percent


def test_percent_off_does_not_count_from_the_struck_out_price() -> None:
    assert _price(amount=290, was=390, lowest_30_days=350).percent_off == 17  # of 390 it would be 25


@given(amount=st.integers(0, 10**9), lowest=st.integers(1, 10**9))
def test_percent_off_never_says_more_than_is_true(amount: int, lowest: int) -> None:
    percent = _price(amount=amount, lowest_30_days=lowest).percent_off
    assert percent is None if amount >= lowest else percent is not None and percent * lowest <= (lowest - amount) * 100


def test_a_number_is_short_for_a_price() -> None:
    assert TypeAdapter(Price).validate_python(0).is_free
    assert _price(amount=0).is_free
    assert not _price(amount=0.01).is_free


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("month", "month"), ("/month", "month"), ("monthly", "month"), ("per month", "month"), ("al mes", "month"),
        ("в месяц", "month"), ("на місяць", "month"), ("cada semana", "week"), ("a la hora", "hour"), ("год", "year"),
        ("Posts.", "post"), ("campaign", None), ("percent", None), ("", None),
    ],
)  # fmt: skip
def test_a_unit_is_known_in_every_form_in_which_people_write_it(said: str, unit: str | None) -> None:
    """The page would say '€290 / monthly', and search engines would not know that the price recurs."""
    assert unit_of(said) == unit


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("290€", "290"), ("290 €", "290"), ("EUR 1.234,50", "1234.50"), ("290 euros", "290"), ("290", "290"),
        ("290 $", ""), ("290 USD", ""), ("290 € al mes", ""), ("desde 290", ""), ("290-390", ""), ("caro", ""),
    ],
)  # fmt: skip
def test_an_amount_is_taken_with_its_own_currency_alone(typed: str, amount: str) -> None:
    """Whoever is asked for a price writes the sign; another currency or a unit would be lost unseen."""
    assert amount_said(typed, "EUR") == amount
