"""Writes texts as one-line YAML scalars, for files that a command creates. The text may come from a stranger."""

from __future__ import annotations

import re
from typing import Final

_PLAIN: Final = re.compile(r"[^\W\d_][\w’,;.()/ €+-]*", re.UNICODE)
"""Texts that need no quotes in YAML if the value is alone on its line."""

_WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""Words that YAML doesn't read as text, or didn't in version 1.1, which other programs still use."""


def quoted(text: str) -> str:
    """Return a text in double quotes, on one line; unprintable characters become spaces, and spaces are collapsed."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    escaped = " ".join(printable.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def plain_or_quoted(text: str) -> str:
    """Return a text without quotes if YAML then reads the same text, else in quotes. Not for lists in brackets, where a
    comma ends a value."""
    is_plain = _PLAIN.fullmatch(text) and text == " ".join(text.split()) and text.casefold() not in _WORDS
    return text if is_plain else quoted(text)
