"""The theme's typeface, split into a file for each script that the site uses."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LATIN: Final = (range(0x20, 0x7F), range(0xA0, 0x100))
_SIGNS: Final = "ŒœŸŠšŽž–—‘’‚“”„†•…‰‹›€₽₴№™→←↗↩−×≥≤≈·\u202f\u2009\u2011ʼ"
_FEATURES: Final = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "calt", "tnum", "lnum", "case"]
_TEXT_FEATURES: Final = ["onum", "pnum"]
"""Figures for running text. A typeface without old-style figures needs no proportional ones beside its tabular ones."""
_CYRILLIC: Final = range(0x400, 0x530)


@dataclass(frozen=True, slots=True)
class Script:
    """A part of a typeface in its own file: its name and its characters."""

    name: str
    characters: str

    @property
    def unicode_range(self) -> str:
        """The characters as CSS's unicode-range, which tells a browser not to load what a page doesn't need."""
        points = sorted(map(ord, self.characters))
        spans: list[list[int]] = []
        for point in points:
            if spans and point == spans[-1][1] + 1:
                spans[-1][1] = point
            else:
                spans.append([point, point])
        return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in spans)


def scripts_for(characters: Iterable[str]) -> tuple[Script, ...]:
    """Return the parts needed for a site's characters.

    Whole blocks are used, so that a new word doesn't change the font: Latin of western and central Europe always,
    Cyrillic if any Cyrillic letter is used, other characters one by one.
    """
    used = {ord(character) for character in characters if character.isprintable()}
    latin = {point for block in _LATIN for point in block} | set(map(ord, _SIGNS))
    cyrillic = set(_CYRILLIC)
    parts = [Script("latin", _text(latin | (used - latin - cyrillic)))]
    if used & cyrillic:
        parts.append(Script("cyrillic", _text(cyrillic)))
    return tuple(parts)


def _text(points: set[int]) -> str:
    return "".join(map(chr, sorted(points)))


def subset(path: Path, characters: str) -> bytes:
    """Return a subset of the font with these characters, as WOFF2. The same input gives the same bytes."""
    from fontTools import subset as tool

    options = tool.Options(flavor="woff2", layout_features=_FEATURES, hinting=False, recalc_timestamp=False)
    options.name_IDs = [*range(7), 13, 14]  # including the licence, as the licence requires
    out = io.BytesIO()
    with tool.load_font(str(path), options) as font:
        if "GSUB" in font and any(each.FeatureTag == "onum" for each in font["GSUB"].table.FeatureList.FeatureRecord):
            options.layout_features = [*_FEATURES, *_TEXT_FEATURES]
        worker = tool.Subsetter(options)
        worker.populate(text=characters)
        worker.subset(font)
        tool.save_font(font, out, options)
    return out.getvalue()
