"""A check for offers/proposals only: whether the PDF's typeface has all letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from site_gen.messages import m
from site_gen.model.proposal import Proposal
from site_gen.model.rules import Finding
from site_gen.model.rules import Path as KeyPath
from site_gen.model.site import FontSpec, Translated
from site_gen.problems import Severity


def check_letters(proposals: Iterable[Translated[Proposal]], font: FontSpec | None) -> Iterator[Finding]:
    """Find letters and signs that are in no typeface of the PDF."""
    known: frozenset[int] | None = None
    for source in proposals:
        for path, text in _texts(source.original.model_dump(by_alias=True), ()):
            doubtful = [character for character in text if _is_doubtful(character)]
            if doubtful and known is None:
                known = _characters(font)
            missing = next((character for character in doubtful if ord(character) not in (known or ())), None)
            if missing is not None:
                yield Finding(
                    source.file,
                    path,
                    m("the PDF has no typeface with '{missing}'; the page shows it all the same", missing=missing),
                    m("take it out, or name a typeface that has it in the theme.yaml of a theme of yours"),
                    Severity.WARNING,
                )


def _texts(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, tuple | list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*path, index))


_COVERED: Final = (range(0x530), range(0x1E00, 0x2C00))
"""Latin, Greek, Cyrillic and signs that Typst's own fonts have if the theme's font lacks them."""


def _is_doubtful(character: str) -> bool:
    if any(ord(character) in block for block in _COVERED):
        return False
    return unicodedata.category(character)[0] in "LNS"


def _characters(font: FontSpec | None) -> frozenset[int]:
    """Return the characters that a typeface contains."""
    if font is None:
        return frozenset()
    from fontTools.ttLib import TTFont

    with TTFont(font.path, lazy=True) as opened:
        return frozenset(opened.getBestCmap() or {})
