"""Missing letters of a typeface: emoji and signs are dropped, fancy letters become plain ones, others are refused."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.render.letters import Letters, UnwritableError, letters_of
from tests.social.card_kit import font

MANROPE = letters_of(font())

SHOWN = {
    "A month of Instagram": "A month of Instagram",
    "Què inclou · l·l ñ ç": "Què inclou · l·l ñ ç",
    "Їжа, ґанок, 100 ₴ і 520 ₽": "Їжа, ґанок, 100 ₴ і 520 ₽",
    "Γειά σου": "Γειά σου",
    "  two  \n lines\t": "two lines",
    "e\u0301lan": "élan",
    "🎁 A gift 🎁, really": "A gift, really",
    "Sale 👩‍👩‍👧 now": "Sale now",
    "🇪🇸 Spain": "Spain",
    "1️⃣ first": "1 first",
    "(✨ new ✨)": "(new)",
    "𝗕𝗼𝗹𝗱 words": "Bold words",
    "①②": "12",
    "за\u0301мок": "замок",
    "45 000 ₸ в месяц": "45 000 KZT в месяц",
    "₸45,000 a month": "KZT\N{NO-BREAK SPACE}45,000 a month",
    "от 300₾": "от 300\N{NO-BREAK SPACE}GEL",
    "6\u202f000 ₴": "6\N{NO-BREAK SPACE}000 ₴" if "\u202f" not in MANROPE.characters else "6\u202f000 ₴",
    "soft\u00adhyphen\u200b": "softhyphen" if "\u00ad" not in MANROPE.characters else "soft\u00adhyphen",
}


@pytest.mark.parametrize("text", SHOWN)
def test_what_is_lacking_is_left_out(text: str) -> None:
    assert MANROPE.write(text) == SHOWN[text]


@pytest.mark.parametrize(
    ("text", "letters"), [("გზა shops", "გზა"), ("日本 shops", "日本"), ("שלום", "שלום"), ("🎁🎁", "🎁🎁")]
)
def test_letters_that_are_lacking_are_named(text: str, letters: str) -> None:
    with pytest.raises(UnwritableError) as raised:
        MANROPE.write(text)
    assert raised.value.letters == letters


@given(st.text(max_size=80))
def test_what_is_written_can_be_shown(text: str) -> None:
    try:
        written = MANROPE.write(text)
    except UnwritableError as error:
        written, missing = "", set(error.letters)
    else:
        missing = set()
    assert set(written) <= MANROPE.characters
    assert MANROPE.write(written) == written
    assert missing <= set(unicodedata.normalize("NFC", text)) - MANROPE.characters or missing == set(text)


def test_without_a_typeface_there_are_latin_and_cyrillic() -> None:
    assert letters_of(None).write("Què, їжа — «100 ₴»") == "Què, їжа — «100 ₴»"


def test_a_typeface_with_nothing_shows_nothing() -> None:
    with pytest.raises(UnwritableError):
        Letters(frozenset(" ")).write("a")
