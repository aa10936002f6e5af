"""The words of posts: in every language, with its plurals, and only what is asked for."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from babel import Locale

import site_gen.social
from site_gen.model.money import PriceModel
from site_gen.model.offer import Seats
from site_gen.model.settings import LANGUAGES
from site_gen.social.phrases import Phrases, one_line, sentence, without_stop, words

EACH = pytest.mark.parametrize("language", LANGUAGES)
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in Path(site_gen.social.__path__[0]).glob("*.py"))


def say(language: str, zone: str = "Europe/Madrid") -> Phrases:
    return Phrases(language, zone, "EUR")


@EACH
def test_every_language_has_the_same_words_and_placeholders(language: str) -> None:
    english = words("en")
    assert set(words(language)) == set(english)
    for key, text in words(language).items():
        if key != "per.words":
            assert set(re.findall(r"\{(\w+)\}", str(text))) == set(re.findall(r"\{(\w+)\}", str(english[key]))), key


@EACH
def test_plurals_are_those_of_the_language(language: str) -> None:
    needed = {Locale(language).plural_form(count) for count in range(200)} | {"other"}
    for key, text in words(language).items():
        if isinstance(text, dict) and key != "per.words":
            assert needed <= set(text), key


def test_every_word_that_is_asked_for_is_there_and_every_word_is_asked_for() -> None:
    asked = set(re.findall(r"\b(?:say|self)\.(?:text|dated)\(\s*\"([a-z._]+)\"", SOURCES))
    assert len(asked) > 20
    assert asked <= set(words("en"))
    chosen = re.compile(r"^(per\.|link\.|terms|tier|gets|includes|price\.was|closed\.offers)|_vowel$")
    assert {key for key in words("en") if not chosen.search(key)} <= asked


def test_a_language_without_words_has_those_of_english() -> None:
    assert words("de") == words("en")
    assert say("de").price(price(per="month")).endswith(" a month")


def price(**values: object) -> PriceModel:
    return PriceModel.model_validate({"amount": 290, **values})


PRICES = {
    ("ca", "mes"): "290 € al mes",
    ("es", "month"): "290 € al mes",
    ("en", "month"): "€290 a month",
    ("ru", "месяц"): "290 € в месяц",
    ("uk", "місяць"): "290 € на місяць",
    ("ca", "sessió"): "290 € per sessió",
    ("en", "Other"): "€290 / Other",
    ("en", "words"): "€290 / words",
    ("ca", "quilo"): "290 € / quilo",
}


@pytest.mark.parametrize(("language", "per"), PRICES)
def test_a_price_is_said_as_people_say_it(language: str, per: str) -> None:
    assert one_line(say(language).price(price(per=per))).replace("\xa0", " ") == PRICES[language, per]


def test_a_former_price_is_never_said_without_its_evidence() -> None:
    assert say("en").was(price(was=390)) is None
    assert say("en").was(price(was=390, lowest_30_days=390)) == "Before: €390 (the lowest price of the last 30 days)."
    said = say("en").was(price(was=390, lowest_30_days=350))
    assert said == "Before: €390. The lowest price of the last 30 days: €350."


SEATS = {
    ("ca", 1): "Queda 1 plaça de 30.",
    ("es", 2): "Quedan 2 plazas de 30.",
    ("en", 1): "1 place left of 30.",
    ("ru", 1): "Осталось 1 место из 30.",
    ("ru", 3): "Осталось 3 места из 30.",
    ("ru", 11): "Осталось 11 мест из 30.",
    ("ru", 21): "Осталось 21 место из 30.",
    ("uk", 22): "Залишилося 22 місця з 30.",
    ("uk", 5): "Залишилося 5 місць із 30.",
    ("uk", 30): "Усього 30 місць.",
    ("en", 0): "All 30 places are taken.",
}


@pytest.mark.parametrize(("language", "left"), SEATS)
def test_seats_have_the_plural_of_their_number(language: str, left: int) -> None:
    assert say(language).seats(Seats(total=30, taken=30 - left)) == SEATS[language, left]


def test_catalan_days_take_their_article() -> None:
    first, eleventh, twelfth = (datetime.fromisoformat(f"2026-06-{day}T18:00:00+02:00") for day in ("01", "11", "12"))
    phrases = say("ca")
    said = [phrases.dated("until", phrases.wall_time(moment)) for moment in (first, eleventh, twelfth)]
    assert said == [
        "fins a l’1 de juny del 2026, 18:00",
        "fins a l’11 de juny del 2026, 18:00",
        "fins al 12 de juny del 2026, 18:00",
    ]


@pytest.mark.parametrize("zone", ["Europe/Kyiv", "Europe/Madrid", "Europe/Moscow", "America/Argentina/Buenos_Aires"])
@EACH
def test_a_deadline_names_its_zone_in_words(language: str, zone: str) -> None:
    said = say(language, zone).instant(datetime.fromisoformat("2026-11-30T18:00:00+01:00"))
    assert "GMT" not in said
    assert re.search(r"\((?:[^\W\d]|’|-| |,)+\)$", said), said


def test_sentences_end_once() -> None:
    assert [sentence(text) for text in ("A", "A.", "A!", "«A?»", "A…", "A\n b")] == [
        "A.",
        "A.",
        "A!",
        "«A?»",
        "A…",
        "A b.",
    ]
    assert [without_stop(text) for text in ("A.", "A...", "A?", " A ")] == ["A", "A...", "A?", "A"]


def test_amounts_are_written_whole() -> None:
    assert say("en").money(Decimal(1000), price()) == "€1,000"
    assert say("en").money(Decimal("6.4"), price(currency="USD")) == "US$6.40"
