"""The site's words speak to a client as its owner does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from site_gen.load import load_site
from site_gen.load.address import addressed
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
    small = addressed(TEXTS, "вы")
    assert small["ru"] == {
        "one": "Как вам удобнее, на вашей странице. Вы решаете сами. «Вас» и (вам): ваши слова, Вашингтон",
        "some": {"one": "{count} письмо вам", "other": "{count} письма вам"},
    }
    assert small["uk"] == {"one": "Ваше ім’я, яке ви обрали: вами"}
    assert small["en"] == TEXTS["en"]
    assert addressed(TEXTS, "Вы") is TEXTS


@pytest.mark.parametrize("language", ["ru", "uk"])
def test_every_text_of_the_theme_takes_the_owners_address(tmp_path: Path, language: str) -> None:
    """One text left out would be the other voice."""
    settings = SITE.replace("languages: [en, es]", f"languages: [en, es, {language}]") + "address: вы\n"
    site = load_site(
        write_files(tmp_path, {**BASE, "site.yaml": settings, f"site.{language}.yaml": "role: СММ\n"})
    ).site
    texts = [text for value in site.theme.strings[language].values() for text in _flat(value)]
    large = [text for text in texts if re.search(r"[\w,;:] В(?:ы|и|ас|ам|ами|аш)\b", text)]
    assert not large
    assert any(re.search(r"\bв(?:ы|и|ас|ам)\b", text) for text in texts)


def _flat(value: object) -> list[str]:
    return [str(text) for text in value.values()] if isinstance(value, dict) else [str(value)]
