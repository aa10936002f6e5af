"""Makes strangers' text harmless for a terminal, a mail or a chat: it is shown, but can't have any effect."""

from __future__ import annotations

import unicodedata
from typing import Final

_JOINER: Final = "\u200d"
"""Joins the parts of one emoji; harmless."""

_CLUSTER: Final = 8
"""More combining marks than this on one letter only serve to cover the lines above and below."""


def inert_line(text: str) -> str:
    """Return a text on one line, line ends as ↵; escape characters that control a terminal, hide or reverse text."""
    return "↵".join(_inert(line) for line in _lines(text))


def escaped(text: str) -> str:
    """Return a text on one line with every character that can't be seen, such as U+00A0, as an escape."""
    return "".join(c if c.isprintable() else _escaped(c) for c in text)


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
    """Whether a character is only displayed: no control, format, surrogate or private-use character.

    Pictographs that this Python's Unicode version doesn't know yet are allowed.
    """
    category = unicodedata.category(character)
    if category == "Cn":
        return "\U0001f000" <= character <= "\U0001fbff"
    return character == _JOINER or (category[0] != "C" and category not in {"Zl", "Zp"})


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode()


def inert_json(text: str) -> str:
    """Return an equal JSON document in which characters that could affect a terminal are written as \\u escapes.

    Such characters occur only in its strings; outside strings JSON has only spaces and line ends.
    """
    return "".join(c if c == "\n" or _is_harmless(c) else _json_escaped(c) for c in text)


def _json_escaped(character: str) -> str:
    units = character.encode("utf-16-be", errors="surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))
