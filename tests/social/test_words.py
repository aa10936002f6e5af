"""The words of posts: in every language, with its plurals, and only what is asked for."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from babel import Locale

import site_gen.social
from site_gen.model.settings import LANGUAGES
from site_gen.social.phrases import Phrases, sentence, without_stop, words
from tests.render.theme_strings import strings

EACH = pytest.mark.parametrize("language", LANGUAGES)
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in Path(site_gen.social.__path__[0]).glob("*.py"))


def say(language: str, zone: str = "Europe/Madrid") -> Phrases:
    return Phrases(language, zone, strings())


@EACH
def test_every_language_has_the_same_words_and_placeholders(language: str) -> None:
    english = words("en")
    assert set(words(language)) == set(english)
    for key, text in words(language).items():
        assert set(re.findall(r"\{(\w+)\}", str(text))) == set(re.findall(r"\{(\w+)\}", str(english[key]))), key


@EACH
def test_plurals_are_those_of_the_language(language: str) -> None:
    needed = {Locale(language).plural_form(count) for count in range(200)} | {"other"}
    for key, text in words(language).items():
        if isinstance(text, dict):
            assert needed <= set(text), key


def test_every_word_that_is_asked_for_is_there_and_every_word_is_asked_for() -> None:
    asked = set(re.findall(r"\b(?:say|self)\.(?:text|dated)\(\s*\"([a-z._]+)\"", SOURCES))
    assert len(asked) > 15
    assert asked <= set(words("en"))
    chosen = re.compile(r"^(link\.|terms|tier|gets|includes|closed\.offers)|_vowel$")
    assert {key for key in words("en") if not chosen.search(key)} <= asked


def test_a_language_without_words_has_those_of_english() -> None:
    assert words("de") == words("en")


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
