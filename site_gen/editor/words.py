"""The editor's own words, in five languages, as data in strings/."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

from site_gen.messages import translated
from site_gen.sources.yaml import Data, read_yaml

LANGUAGES: Final[Mapping[str, str]] = {
    "ca": "Català", "es": "Español", "en": "English", "ru": "Русский", "uk": "Українська"
}  # fmt: skip
"""The languages of the editor, each by its own name."""

_FORMS: Final = re.compile(r"(?::|, such as)? ?(?:\d+,? \w+ )?[\[{][^\]}]*[\]}]|\btrue (?=for|where|while|keeps)")
"""What a description says of how to write a value in a file, which a form needn't say."""


def plain_help(text: str) -> str:
    """Return a key's description without what it says about braces and brackets."""
    plain = _FORMS.sub("", text).strip(" :;")
    return plain[:1].upper() + plain[1:]


@dataclass(frozen=True, slots=True)
class Words:
    """The words in one language: texts by name, names of keys, names of choices, and what a few keys are for in the
    words of forms, by the English ones that the models say."""

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

    def help(self, english: str) -> str:
        """Return what a key is for, without what a model says of how to write it in a file; as hints say it where forms
        have no words of their own for it."""
        return self.helps.get(plain_help(english)) or plain_help(translated(english, self.language))

    def sentence(self, value: str, english: str) -> str:
        """Return what a choice does, by the English words of its model, which begin with its value."""
        told = translated(english, self.language).removeprefix(f"{value}:").strip()
        return told[:1].upper() + told[1:]

    def choice(self, value: str) -> str:
        """Return what a choice is called: itself for names of things and networks."""
        return self.choices.get(value, value)


@cache
def words_in(language: str) -> Words:
    """Return the words of a language, English for one that the editor doesn't speak."""
    language = language if language in LANGUAGES else "en"
    data = _read(f"{language}.yaml")
    texts, labels, choices = (_texts(data[part]) for part in ("texts", "labels", "choices"))
    return Words(language, texts, labels, choices, _texts(data.get("helps")))


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
