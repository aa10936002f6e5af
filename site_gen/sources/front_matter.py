"""Splits a text into front matter and body. Does not parse the YAML, only finds where it begins and ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from site_gen.messages import m
from site_gen.problems import Location, Problem

_OPENING: Final = re.compile(r"---[ \t]*(?:\n|\Z)")
_CLOSING: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_TOML: Final = re.compile(r"\+\+\+[ \t]*(?:\n|\Z)")
_JSON: Final = re.compile(r"\{\s*[\"}]")


@dataclass(frozen=True)
class Split:
    """The two parts of a source, and the line of the file where each begins, from 1.

    `yaml` is None when there is no front matter; then `body` is the whole text.
    """

    yaml: str | None
    yaml_line: int
    body: str
    body_line: int
    problems: tuple[Problem, ...] = ()


def split_front_matter(text: str, file: str) -> Split:
    """Split `text` at its fences: a first line `---`, and the next line that is `---` or `...`."""
    opening = _OPENING.match(text)
    if opening is None:
        return _whole(text, *_foreign(text, file))
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        return _whole(text, _unclosed(file))
    yaml = text[opening.end() : closing.start()]
    return Split(yaml, 2, text[closing.end() + 1 :], yaml.count("\n") + 3)


def _whole(text: str, *problems: Problem) -> Split:
    return Split(None, 1, text, 1, problems)


def _unclosed(file: str) -> Problem:
    hint = m("add a line '---' below the last key; for a horizontal rule at the top write '***'")
    return Problem(Location(file), m("the front matter opened here is not closed"), hint)


def _foreign(text: str, file: str) -> tuple[Problem, ...]:
    for pattern, name, fence in ((_TOML, "TOML", "'+++'"), (_JSON, "JSON", "braces")):
        if pattern.match(text):
            hint = m("write it as YAML: 'key: value' lines between two lines '---', without {fence}", fence=fence)
            return (Problem(Location(file), m("the front matter is {name}, and only YAML is read", name=name), hint),)
    return ()
