"""The meaning of unquoted scalars."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.sources.scalars import Scalar, ScalarError, resolve, resolve_as

TEXTS = (
    "no yes on off y n No YES Off 12:30 1:2:3 1_000 2026-11-20 2026-11-20T09:00 tRue nULL None - + . -. +. "
    "0o8 0xg 0b1 -0x1 -0o7 1e 1e+ e5 .e5 1.2.3 1,5 ١٢ ½ infinity nan .iNF -.nan 5% +5-5 0o 0x = << ..."
)
VALUES: dict[str, Scalar] = {
    **{text: text for text in TEXTS.split()},
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    "0": 0,
    "-0": 0,
    "+5": 5,
    "007": 7,
    "-19": -19,
    "0o17": 15,
    "0x1F": 31,
    "0xff": 255,
    "1.": 1.0,
    ".5": 0.5,
    "-.5": -0.5,
    "+1.50": 1.5,
    "1e3": 1000.0,
    "1E-2": 0.01,
    "0.": 0.0,
}


@pytest.mark.parametrize(("text", "value"), VALUES.items())
def test_scalars_follow_the_core_schema(text: str, value: Scalar) -> None:
    assert resolve(text) == value
    assert type(resolve(text)) is type(value)


@pytest.mark.parametrize("text", [".inf", "-.INF", "+.Inf", ".nan", ".NaN", "1e999", "-1e999"])
def test_a_number_must_be_finite(text: str) -> None:
    with pytest.raises(ScalarError, match="not a finite number"):
        resolve(text)


@pytest.mark.parametrize("text", ["9" * 5000, "-" + "9" * 5000, "0x" + "f" * 5000, "0." + "1" * 5000])
def test_a_number_of_thousands_of_digits_is_refused(text: str) -> None:
    with pytest.raises(ScalarError, match=r"a number of 5,00\d characters is too long"):
        resolve(text)


TAGGED: dict[tuple[str, str], Scalar] = {
    ("str", "12"): "12",
    ("str", ""): "",
    ("int", "12"): 12,
    ("float", "12"): 12.0,
    ("float", "0x" + "f" * 198): float(16**198 - 1),
    ("bool", "true"): True,
    ("null", ""): None,
}


@pytest.mark.parametrize(("tagged", "value"), TAGGED.items())
def test_a_tag_says_what_a_scalar_is(tagged: tuple[str, str], value: Scalar) -> None:
    assert resolve_as(*tagged) == value
    assert type(resolve_as(*tagged)) is type(value)


@pytest.mark.parametrize("tagged", [("int", "x"), ("int", "1.5"), ("bool", "yes"), ("null", "0"), ("float", "")])
def test_a_tag_that_does_not_fit_is_refused(tagged: tuple[str, str]) -> None:
    with pytest.raises(ScalarError, match=f"not what the tag '!!{tagged[0]}'"):
        resolve_as(*tagged)


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_what_python_writes_is_read_back(number: float) -> None:
    assert resolve(repr(number)) == number
