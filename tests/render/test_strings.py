"""The interface texts of the packaged themes: all there, in all languages, with all plural forms."""

from __future__ import annotations

import re

import pytest
from babel import Locale

from site_gen.load.theme_places import PACKAGED
from site_gen.model.setting_values import LANGUAGES
from site_gen.render.localize import VARIANTS
from site_gen.sources.yaml import read_yaml

THEMES = ("base", "studio", "gallery", "letter")
BOTH = pytest.mark.parametrize("theme", THEMES)
EACH = pytest.mark.parametrize("language", LANGUAGES)
KEY = re.compile(r"""\bt\(\s*'([^']+)'\s*(~)?""")
IN_PYTHON = re.compile(r"""\btext\(\s*f?"([^"]+)\"""")


def strings(theme: str, language: str) -> dict[str, object]:
    """Return the texts of a theme; those that only some languages say otherwise are in Catalan and Spanish alone."""
    data = read_yaml((PACKAGED / theme / "strings" / f"{language}.yaml").read_text(encoding="utf-8"), "f").data
    assert isinstance(data, dict)
    return {key: text for key, text in data.items() if not key.endswith(VARIANTS)}


@BOTH
@EACH
def test_every_language_has_the_same_texts(theme: str, language: str) -> None:
    assert set(strings(theme, language)) == set(strings(theme, "en"))


@BOTH
@EACH
def test_every_language_has_the_same_placeholders(theme: str, language: str) -> None:
    english = strings(theme, "en")
    for key, text in strings(theme, language).items():
        assert set(re.findall(r"\{(\w+)\}", str(text))) == set(re.findall(r"\{(\w+)\}", str(english[key]))), key


@BOTH
@EACH
def test_plural_forms_are_those_of_the_language(theme: str, language: str) -> None:
    # What no whole number of a site needs: Catalan and Spanish have `many` for millions, Slavic `other` for fractions.
    needed = {Locale(language).plural_form(count) for count in range(200)}
    for key, text in strings(theme, language).items():
        if isinstance(text, dict):
            assert needed | {"other"} <= set(text), key


def test_plurals_in_one_language_are_plurals_in_all() -> None:
    for theme in THEMES:
        plural = {key for key, text in strings(theme, "en").items() if isinstance(text, dict)}
        for language in LANGUAGES:
            assert {key for key, text in strings(theme, language).items() if isinstance(text, dict)} == plural


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_that_a_template_asks_for_exists(theme: str) -> None:
    known = {key for below in {"base", "studio", theme} for key in strings(below, "en")}
    templates = [path for path in (PACKAGED / theme / "templates").rglob("*") if path.is_file()]
    asked = [(path.name, *found) for path in templates for found in KEY.findall(path.read_text(encoding="utf-8"))]
    assert asked
    missing = [(name, key) for name, key, more in asked if not more and key not in known]
    missing += [(name, key) for name, key, more in asked if more and not any(k.startswith(key) for k in known)]
    assert missing == []


def test_every_text_that_the_pages_ask_for_is_in_the_base_theme() -> None:
    known = set(strings("base", "en"))
    modules = [*(PACKAGED.parent / "pages").glob("*.py"), PACKAGED.parent / "render" / "localize.py"]
    asked = {key for path in modules for key in IN_PYTHON.findall(path.read_text(encoding="utf-8"))}
    assert len(asked) > 10
    whole = {key for key in asked if "{" not in key}
    assert whole <= known
    assert all(any(k.startswith(key.partition("{")[0]) for k in known) for key in asked - whole)
