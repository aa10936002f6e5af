"""Cuts a text into its sentences, in any language that ends them with . ! ? or …"""

from __future__ import annotations

from typing import Final

import regex

_END: Final = regex.compile(r"(?:[.!?…]+|[。！？])[)\]»”’“\"']*(?=\s)")
_BEFORE: Final = regex.compile(r"[\w.’'-]+(?=[.!?…]+[)\]»”’“\"']*$)")
_BEGINS: Final = regex.compile(r"\s+[^\p{Ll}\s]")
_SHORTENED: Final = frozenset(
    """
    mr mrs ms dr st no vs etc inc ltd e.g i.e approx fig p pp vol
    sr sra srta dra ud uds núm pág págs aprox p.ej ej avda av c núms pàg pl
    г гг ул д стр руб коп тыс млн млрд им см т.д т.п т.е т.к напр обл пр кв вул грн буд ін тис
    """.split()  # noqa: SIM905  # to be read by eye
)
"""Words that end in a full stop within a sentence."""


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text on one line, in order, without the spaces between them.

    A full stop after the number that a text begins with ("1. A call"), after an initial ("K. S.") or a shortened word,
    or before a small letter, ends none. Joined with spaces the sentences are the text again, with single spaces between
    them.
    """
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if _ends(text, start, end):
            found.append(text[start : end.end()].strip())
            start = end.end()
    rest = text[start:].strip()
    return (*filter(None, found), rest) if rest else tuple(filter(None, found))


def _ends(text: str, start: int, end: regex.Match[str]) -> bool:
    """Whether a mark ends a sentence that begins at `start`."""
    if not _BEGINS.match(text, end.end()):
        return not text[end.end() :].strip()
    if not end[0].startswith(".") or end[0].startswith(".."):
        return True
    if text[start : end.start()].strip().isdecimal():
        return False
    before = _BEFORE.search(text[start : end.end()])
    word = before[0].casefold() if before else ""
    return not (word in _SHORTENED or (len(word) == 1 and word.isalpha()))
