"""Checks a theme's font file before it is subset, and reads its metrics."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

Measures = tuple[float, float, float, float]
"""CSS's size-adjust, ascent-override, descent-override and line-gap-override, in percent."""

_NEEDED: Final = frozenset({"head", "hhea", "hmtx", "maxp", "OS/2"})

ARIAL_MEAN_WIDTH: Final = 0.4884
"""Mean advance of a-z in Arial, in ems, weighted by letter frequency in western European texts (measured)."""

_FREQUENT: Final = "etaoinsrhldcumfpgwybvk" + "aeiosrnltd" * 2


def _fallback_measures(font: TTFont) -> Measures:
    """Return how to adapt a local Arial so that the layout doesn't jump when the font arrives."""
    units = font["head"].unitsPerEm
    cmap, advances, line = font.getBestCmap(), font["hmtx"], font["hhea"]
    widths = [advances[cmap[ord(letter)]][0] for letter in _FREQUENT if ord(letter) in cmap]
    adjust = sum(widths) / len(widths) / units / ARIAL_MEAN_WIDTH if widths else 1.0
    vertical = (line.ascent, -line.descent, line.lineGap)
    ascent, descent, gap = (round(part / units / adjust * 100, 2) for part in vertical)
    return round(adjust * 100, 2), ascent, descent, gap


def read_measures(path: Path) -> Measures | None:
    """Return a font's metrics; None if the file is no font or is damaged."""
    from fontTools.ttLib import TTFont

    try:
        with TTFont(path) as font:
            if font.getBestCmap() and set(font.keys()) >= _NEEDED:
                return _fallback_measures(font)
    except Exception:  # noqa: BLE001  # a damaged font makes fontTools raise almost anything
        return None
    return None
