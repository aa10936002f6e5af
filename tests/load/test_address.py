"""The site's words speak to a client as its owner does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from site_gen.load import load_site
from site_gen.load.address import addressed
from tests.conftest import Cli, ProjectFactory
from tests.render.test_strings import strings
from tests.support import BASE, SITE, write_files

TEXTS: Final[Mapping[str, Mapping[str, object]]] = {
    "ru": {
        "one": "Как Вам удобнее, на Вашей странице. Вы решаете сами. «Вас» и (Вам): Ваши слова, Вашингтон",
        "some": {"one": "{count} письмо Вам", "other": "{count} письма Вам"},
    },
    "uk": {"one": "Ваше ім’я, яке Ви обрали: Вами"},
    "en": {"one": "You"},
}


def test_small_letters_within_sentences_alone() -> None:
    """An owner who writes вы would speak in two voices on one page."""
    small = addressed(TEXTS, "вы", {})
    assert small["ru"] == {
        "one": "Как вам удобнее, на вашей странице. Вы решаете сами. «Вас» и (вам): ваши слова, Вашингтон",
        "some": {"one": "{count} письмо вам", "other": "{count} письма вам"},
    }
    assert small["uk"] == {"one": "Ваше ім’я, яке ви обрали: вами"}
    assert small["en"] == TEXTS["en"]
    assert addressed(TEXTS, "Вы", {}) == TEXTS


def test_texts_that_say_ty_take_the_place_of_others_but_not_of_the_owners() -> None:
    """What an owner wrote would vanish behind the theme's words."""
    texts = {"ru": {"a": "Вы", "b": "Вам"}, "ru.informal": {"a": "ты", "b": "тебе"}}
    assert addressed(texts, "ты", {}) == {"ru": {"a": "ты", "b": "тебе"}}
    assert addressed(texts, "ты", {"ru": {"a": "file"}}) == {"ru": {"a": "Вы", "b": "тебе"}}
    both = {"ru": {"a": "file"}, "ru.informal": {"a": "file"}}
    assert addressed(texts, "ты", both) == {"ru": {"a": "ты", "b": "тебе"}}
    assert addressed(texts, "Вы", {}) == {"ru": {"a": "Вы", "b": "Вам"}}


def texts_of(folder: Path, language: str, address: str, theme: str = "studio") -> list[str]:
    """Return the theme's texts in a project with a form of address."""
    settings = SITE.replace("languages: [en, es]", f"languages: [en, es, {language}]") + f"address: {address}\n"
    settings += f"theme: {{name: {theme}}}\n"
    site = load_site(write_files(folder, {**BASE, "site.yaml": settings, f"site.{language}.yaml": "role: СММ\n"})).site
    assert not [code for code in site.theme.strings if "." in code]
    return [text for value in site.theme.strings[language].values() for text in _flat(value)]


@pytest.mark.parametrize(("language", "address"), [("ru", "вы"), ("uk", "вы"), ("uk", "ви")])
def test_every_text_of_the_theme_takes_the_owners_address(tmp_path: Path, language: str, address: str) -> None:
    """One text left out would be the other voice."""
    texts = texts_of(tmp_path, language, address)
    assert not [text for text in texts if re.search(r"[\w,;:] В(?:ы|и|ас|ам|ами|аш)\b", text)]
    assert any(re.search(r"\bв(?:ы|и|ас|ам)\b", text) for text in texts)


POLITE: Final = re.compile(
    r"\bв(?:ы|и|ас|ам|ами|аш\w*)\b|\w(?:ите|айте|уйте|ьте|іть|ете|ёте|єте|їте)(?:ся|сь)?\b", re.IGNORECASE
)
NAMES: Final = frozenset({"аудите", "защите", "сайте", "интернете"})


@pytest.mark.parametrize("theme", ["studio", "letter"])
@pytest.mark.parametrize(("language", "address"), [("ru", "ты"), ("uk", "ты"), ("uk", "ти")])
def test_no_text_of_the_theme_is_formal_where_the_owner_says_ty(
    tmp_path: Path, language: str, address: str, theme: str
) -> None:
    """A reader would be on first-name terms in one line and addressed like an office in the next."""
    texts = texts_of(tmp_path, language, address, theme)
    words = {found[0] for text in texts for found in re.finditer(r"\w+", text) if POLITE.search(found[0])}
    assert words <= NAMES, words
    assert any(re.search(r"\bт(?:ы|и|ебе|обі)\b", text) for text in texts)


@pytest.mark.parametrize("theme", ["base", "studio", "letter"])
@pytest.mark.parametrize("language", ["ru", "uk"])
def test_texts_that_say_ty_are_texts_of_the_language_with_its_placeholders(theme: str, language: str) -> None:
    """A deadline would be lost in one voice."""
    formal, informal = strings(theme, language), strings(theme, f"{language}.informal")
    for key, text in informal.items():
        assert re.findall(r"\{\w+\}", str(text)) == re.findall(r"\{\w+\}", str(formal[key])), key
        assert text != formal[key], key


def test_another_address_is_refused_with_those_that_there_are(project: ProjectFactory, cli: Cli) -> None:
    done = cli("check", cwd=project({"site.yaml": f"{SITE}address: you\n"}))
    assert "'you' is no form of address" in done.err
    assert "write Вы, вы or ты (in Ukrainian Ви, ви or ти)" in done.err


def _flat(value: object) -> list[str]:
    return [str(text) for text in value.values()] if isinstance(value, dict) else [str(value)]
