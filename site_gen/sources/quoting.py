"""Texts → YAML of one line that reads as them, for files that a command begins. The text may be a stranger's."""

from __future__ import annotations

import re
from typing import Final

_PLAIN: Final = re.compile(r"[^\W\d_][\w’,;.()/ €+-]*", re.UNICODE)
"""Texts that YAML takes as they are, where a value stands alone on its line."""

_WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""Words that YAML reads as something else, or did in version 1.1, which other programs still read."""


def quoted(text: str) -> str:
    """Return a text in double quotes, on one line: what can't be printed becomes a space, many spaces one."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    escaped = " ".join(printable.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def plain_or_quoted(text: str) -> str:
    """Return a text as it is where YAML reads it so, else in quotes; not for use in brackets, where a comma ends it."""
    is_plain = _PLAIN.fullmatch(text) and text == " ".join(text.split()) and text.casefold() not in _WORDS
    return text if is_plain else quoted(text)
