"""The editor's own words, in five languages, as data in strings/."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

from site_gen.sources.yaml import Data, read_yaml

LANGUAGES: Final[Mapping[str, str]] = {
    "ca": "Català", "es": "Español", "en": "English", "ru": "Русский", "uk": "Українська"
}  # fmt: skip
"""The languages of the editor, each by its own name."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words in one language: texts by name, names of keys, names of choices, and what keys are for by the same in
    English, which the models say."""

    language: str
    texts: Mapping[str, str]
    labels: Mapping[str, str]
    choices: Mapping[str, str]
    helps: Mapping[str, str] = field(default_factory=dict)

    def say(self, name: str, /, **values: object) -> str:
        """Return a text, with values in its braces. Raises KeyError for one that there isn't."""
        return self.texts[name].format(**values)

    def label(self, key: str, within: str = "") -> str:
        """Return what a key is called, where it may be something else `within` a key; the key itself for one that has
        no name."""
        return self.labels.get(f"{within}.{key}") or self.labels.get(key) or key.replace("_", " ").capitalize()

    def choice(self, value: str) -> str:
        """Return what a choice is called: itself for names of things and networks."""
        return self.choices.get(value, value)


@cache
def words_in(language: str) -> Words:
    """Return the words of a language, English for one that the editor doesn't speak."""
    language = language if language in LANGUAGES else "en"
    data = _read(f"{language}.yaml")
    texts, labels, choices = (_texts(data[part]) for part in ("texts", "labels", "choices"))
    helps = _texts(_read(f"keys.{language}.yaml")) if language != "en" else {}
    return Words(language, texts, labels, choices, helps)


def _read(name: str) -> dict[str, Data]:
    text = (files("site_gen.editor") / "strings" / name).read_text(encoding="utf-8")
    data = read_yaml(text, name).data
    if not isinstance(data, dict):
        raise TypeError(name)
    return data


def _texts(part: object) -> Mapping[str, str]:
    return {str(name): str(value) for name, value in part.items()} if isinstance(part, dict) else {}


def preferred_language(header: str) -> str:
    """Return the first language of an Accept-Language header that the editor speaks, English where it speaks none.

    RFC 9110, section 12.5.4: what has a greater weight comes first.
    """
    wanted = sorted(_weighed(header), key=lambda each: -each[0])
    return next((language for weight, language in wanted if weight and language in LANGUAGES), "en")


def _weighed(header: str) -> Iterator[tuple[float, str]]:
    for part in header[:1000].split(","):
        name, _, rest = part.strip().partition(";")
        weight = re.search(r"q=([01](?:\.\d{1,3})?)", rest)
        yield (float(weight[1]) if weight else 1.0), name.partition("-")[0].strip().lower()
