"""Text of strangers, made harmless for a terminal, a mail or a chat: it can say anything and do nothing."""

from __future__ import annotations

import unicodedata
from typing import Final

_JOINER: Final = "\u200d"
"""Joins the parts of one emoji, and moves nothing."""

_CLUSTER: Final = 8
"""More marks than this on one letter are there to cover the lines above and below."""


def inert_line(text: str) -> str:
    """Return a text on one line: line ends as ↵, and escaped what controls a terminal, hides or turns other text."""
    return "↵".join(_inert(line) for line in _lines(text))


def inert_lines(text: str) -> list[str]:
    """Return the lines of a text, each harmless."""
    return [_inert(line) for line in _lines(text)]


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").split("\n")


def _inert(line: str) -> str:
    if line.isascii() and line.isprintable():
        return line
    shown, marks = [], 0
    for character in line:
        marks = marks + 1 if unicodedata.combining(character) else 0
        shown.append(character if _is_harmless(character) and marks <= _CLUSTER else _escaped(character))
    return "".join(shown)


def _is_harmless(character: str) -> bool:
    """Whether a character only shows itself: no control, format, surrogate or private one.

    Pictographs that this Python's Unicode doesn't know yet may stay.
    """
    category = unicodedata.category(character)
    if category == "Cn":
        return "\U0001f000" <= character <= "\U0001fbff"
    return character == _JOINER or (category[0] != "C" and category not in {"Zl", "Zp"})


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode()


def inert_json(text: str) -> str:
    """Return a JSON document that says the same, with what could act on a terminal written as \\u escapes.

    Such characters stand in its strings alone; those that lay it out are spaces and line ends.
    """
    return "".join(c if c == "\n" or _is_harmless(c) else _json_escaped(c) for c in text)


def _json_escaped(character: str) -> str:
    units = character.encode("utf-16-be", errors="surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))
