"""Bounds for the marks in a Markdown text: some that are never closed make reading it take minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from site_gen.messages import m

OPEN: Final = 100
"""How many brackets of one paragraph may be open, one inside another or never closed."""

MARKS: Final = 5_000
"""How many marks one paragraph may have: a page-long table has a thousand."""

_PARAGRAPH: Final = re.compile(r"(?:[^\n]+(?:\n|$))+")
_MARK: Final = re.compile(r"[\[\]*_`<!(~\\&]")


@dataclass(frozen=True, slots=True)
class Excess:
    """Too much of something, at an offset in a text: what it is, and what to do."""

    offset: int
    message: str
    hint: str


def excesses(text: str) -> Iterator[Excess]:
    """Yield the first excess of each paragraph that has one."""
    if len(_MARK.sub("", text)) > len(text) - OPEN:
        return
    for found in _PARAGRAPH.finditer(text):
        excess = _brackets(found[0], found.start()) or _marks(found[0], found.start())
        if excess:
            yield excess


def _brackets(paragraph: str, start: int) -> Excess | None:
    plain = re.sub(r"\\.", "  ", paragraph)
    if plain.count("[") <= OPEN and plain.count("](") <= OPEN:
        return None
    depth = parts = 0
    for offset, sign in enumerate(plain):
        depth = depth + 1 if sign == "[" else max(0, depth - (sign == "]"))
        parts = parts + 1 if sign == "(" and plain[offset - 1 : offset] == "]" else max(0, parts - (sign == ")"))
        if depth > OPEN or parts > OPEN:
            message = m("more than {open} brackets of a paragraph are open", open=OPEN)
            return Excess(start + offset, message, m("close them, or write \\[ for a bracket that is no link"))
    return None


def _marks(paragraph: str, start: int) -> Excess | None:
    for number, mark in enumerate(_MARK.finditer(paragraph), 1):
        if number > MARKS:
            message = m("a paragraph has more than {marks} marks of Markdown", marks=MARKS)
            return Excess(
                start + mark.start(), message, m("divide it by empty lines, or put it between ``` if it is code")
            )
    return None
