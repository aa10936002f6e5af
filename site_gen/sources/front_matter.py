"""Splits a text into front matter and body. Does not parse the YAML, only finds where it begins and ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from site_gen.messages import m
from site_gen.problems import Location, Problem
from site_gen.sources.text import excerpt

_OPENING: Final = re.compile(r"[ \t\n]*---[ \t]*(?:\n|\Z)")
_OTHER_FENCE: Final = re.compile(
    r"\s*(?P<line>`{3,}[\w-]*|[-–—_=*]+|-{4,})[ \t]*\n\s*(?:---[ \t]*\n)?[ \t]*[a-z_]+:[ \t]"
)
_NO_FENCE: Final = re.compile(r"\s*(?:title|date|summary|tags)[ \t]*:[ \t]")
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
    """Split `text` at its fences: a first line `---` (empty ones may stand above it), and the next `---` or `...`."""
    opening = _OPENING.match(text)
    if opening is None:
        return _whole(text, *_foreign(text, file))
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        return _whole(text, _unclosed(file))
    yaml = text[opening.end() : closing.start()]
    first = opening[0].rstrip("\n").count("\n") + 2
    return Split(yaml, first, text[closing.end() + 1 :], first + yaml.count("\n") + 1)


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
    if other := _OTHER_FENCE.match(text):
        line = text.count("\n", 0, other.start("line")) + 1
        message = m("front matter begins with three hyphens, not with '{line}'", line=excerpt(other["line"], 20))
        hint = m("write '---' alone in this line, and in one below the last key")
        if other["line"].startswith("`"):
            hint = m("delete the line, and the one with ``` below: '---' alone begins and ends front matter")
        return (Problem(Location(file, line), message, hint),)
    if _NO_FENCE.match(text):
        hint = m("write '---' alone in the first line, and in one below the last key")
        return (Problem(Location(file), m("the keys at the beginning are not between two lines '---'"), hint),)
    return ()
