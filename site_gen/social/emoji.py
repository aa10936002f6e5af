"""Finds what X counts as one emoji, with a pattern built from Unicode's data. Knows nothing about networks or posts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import regex

_DATA: Final = Path(__file__).parent / "data" / "emoji.txt"
_TONE: Final = "[\U0001f3fb-\U0001f3ff]"
_REGION: Final = 0x1F1E6 - ord("A")

_KEYCAP: Final = "[#*0-9]\ufe0f?\u20e3"
_SIGNS: Final = "[©®™♟]\ufe0f"
"""Signs that are emoji only with the variation selector."""

_SELECTABLE: Final = (
    "\u231a\u231b\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26d4"
    "\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2757\u2b1b\u2b1c\u2b50\u2b55\U0001f004\U0001f21a\U0001f22f"
)
"""Emoji by default that may also be followed by a variation selector: twemoji-parser 11.0.2, lib/regex.js."""

_OLD_BASE: Final = "\u26f7"
"""The skier, which has skin tones in that parser but not in Unicode."""

_TEXTUAL: Final = rf"[[\p{{Emoji}}--[\p{{Emoji_Presentation}}#*0-9©®™♟]]||[{_SELECTABLE}]]"
_VARIABLE: Final = "(?:\ufe0f|(?!\ufe0e))"


@cache
def emoji_pattern() -> regex.Pattern[str]:
    """Return the pattern of one emoji as X counts it, however many code points it has.

    Follows the grammar of twemoji-parser 11.0.2 (the parser of twitter-text 3.1.0) with Unicode's current sequences:
    joined emoji count as one if they are recommended for interchange and have their variation selectors.
    """
    joined, flags = _sequences()
    bases = rf"[\p{{Emoji_Modifier_Base}}{_OLD_BASE}]"
    alternatives = (
        *joined,
        "\U0001f441\u200d\U0001f5e8",  # the eye in a speech bubble, which the parser accepts without selectors
        _KEYCAP,
        _SIGNS,
        rf"(?=[{bases}&&{_TEXTUAL}]){bases}{_VARIABLE}{_TONE}?",
        rf"{bases}{_TONE}?",
        rf"{_TEXTUAL}{_VARIABLE}",
        *flags,
        r"[\p{Emoji_Presentation}\N{REGIONAL INDICATOR SYMBOL LETTER A}-\N{REGIONAL INDICATOR SYMBOL LETTER Z}]",
    )
    return regex.compile("|".join(alternatives), regex.VERSION1)


def _sequences() -> tuple[list[str], list[str]]:
    """Return the patterns of joined emoji, longest first, and of flags."""
    joined: list[str] = []
    flags: list[str] = []
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        if line.startswith("flags "):
            flags += ("".join(chr(_REGION + ord(letter)) for letter in code) for code in line.split()[1:])
        elif line and not line.startswith("#"):
            joined.append("".join(_step(step, len(joined)) for step in _numbered(line)))
    return sorted(joined, key=len, reverse=True), flags


def _numbered(line: str) -> Iterator[str]:
    """Yield a line's steps; if the second skin tone must differ, the first one is marked `=`."""
    steps = line.split()
    differing = "!" in steps
    return ("=" if step == "~" and differing else step for step in steps)


def _step(step: str, group: int) -> str:
    if step == "~":
        return _TONE
    if step == "~?":
        return f"{_TONE}?"
    if step == "=":
        return f"(?P<t{group}>{_TONE})"
    if step == "!":
        return f"(?!(?P=t{group})){_TONE}"
    return regex.escape(chr(int(step, 16)))
