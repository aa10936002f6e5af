"""Texts, also those of strangers, as YAML on one line."""

from __future__ import annotations

import re
from typing import Final

_PLAIN: Final = re.compile(r"[^\W\d_][\w’,;.()/ €+-]*", re.UNICODE)
"""Texts that YAML reads as they are; all others are put in quotes."""

_WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""Words that a version of YAML reads as something else."""


def quoted(text: str) -> str:
    """Return a text in double quotes; characters that can't be printed become spaces."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    escaped = " ".join(printable.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def scalar(text: str, otherwise: str = "…") -> str:
    """Return a text, in quotes only where needed; `otherwise` for one in which nothing can be read."""
    if _PLAIN.fullmatch(text) and text == text.strip() and text.casefold() not in _WORDS:
        return text
    line = quoted(text)
    return otherwise if line == '""' else line
