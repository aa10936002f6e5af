"""Reads the interface texts of the packaged themes like the program does, for tests of wording."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from site_gen.load.theme_places import PACKAGED
from site_gen.model.setting_values import LANGUAGES
from site_gen.sources.yaml import read_yaml


@cache
def strings() -> Mapping[str, Mapping[str, object]]:
    """Return the texts of every language by their keys; the theme's own stand over those that every theme has."""
    return {language: {**_read("base", language), **_read("studio", language)} for language in LANGUAGES}


def _read(theme: str, language: str) -> dict[str, object]:
    path = PACKAGED / theme / "strings" / f"{language}.yaml"
    data = read_yaml(path.read_text(encoding="utf-8"), path.name).data
    assert isinstance(data, dict)
    return dict(data)
