"""Finds the elements of raw HTML in a text that show a picture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Final

_TAG: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|"
    r"(?<!\]\()(?<!\]: )<(?P<name>img|source|video)(?=[\s/>])(?P<rest>(?:[^>\"']|\"[^\"]*+\"|'[^']*+')*+)>",
    re.DOTALL | re.IGNORECASE,
)
"""A name in angles behind a Markdown picture's brackets is none: ![cup](<IMG 0001.JPG>)."""

_ATTRIBUTE: Final = re.compile(r"([^\s\"'>/=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'=<>`]++)))?")


@dataclass(frozen=True, slots=True)
class RawTag:
    """A start tag: its name and attributes in lower case, values without entities, and its place in the text."""

    name: str
    attributes: Mapping[str, str]
    start: int
    end: int


def picture_tags(text: str) -> Iterator[RawTag]:
    """Yield the `img`, `source` and `video` tags of a text in order, except those in comments."""
    if "<" not in text:
        return
    for found in _TAG.finditer(text):
        if found["name"]:
            yield RawTag(found["name"].lower(), _attributes(found["rest"]), found.start(), found.end())


def _attributes(text: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, *quoted in _ATTRIBUTE.findall(text):
        values.setdefault(name.lower(), unescape("".join(quoted)).strip())
    return values
