"""Fonts with the characters that a site uses."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import font_manrope
import font_source_serif_pro
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from site_gen.render.fonts import scripts_for, subset

FONT = Path(font_manrope.__file__).parent / "files" / "Manrope-VariableFont_wght.ttf"

SERIF = Path(font_source_serif_pro.__file__).parent / "files" / "SourceSerifPro-Regular.ttf"


@cache
def made(characters: str) -> bytes:
    return subset(FONT, characters)


def test_a_font_keeps_its_characters_weights_and_licence_and_nothing_else() -> None:
    with TTFont(io.BytesIO(made("Aéж€"))) as font:
        assert font.flavor == "woff2"
        assert set(font.getBestCmap()) == set(map(ord, "Aéж€"))
        assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in font["fvar"].axes] == [("wght", 200, 800)]
        names = {record.nameID: str(record) for record in font["name"].names}
    assert "Open Font License" in names[13]
    assert names[1].startswith("Manrope")


def test_a_text_face_keeps_its_old_style_figures_and_a_typeface_without_them_gets_none() -> None:
    """Figures would stand in running text like capitals, or a site would load what it never shows."""

    def features(content: bytes) -> set[str]:
        with TTFont(io.BytesIO(content)) as font:
            return {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}

    assert {"onum", "pnum", "tnum"} <= features(subset(SERIF, "0123456789"))
    assert "pnum" not in features(made("0123456789"))


def test_the_same_characters_give_the_same_bytes() -> None:
    assert subset(FONT, "abc") == made("abc")


@given(st.text())
def test_every_printable_character_of_a_site_is_in_one_of_its_fonts(text: str) -> None:
    scripts = scripts_for(text)
    kept = "".join(script.characters for script in scripts)
    assert set(filter(str.isprintable, text)) <= set(kept)
    assert len(kept) == len(set(kept))
    assert ("cyrillic" in {script.name for script in scripts}) == any("\u0400" <= c < "\u0530" for c in text)


@given(st.text(min_size=1))
def test_a_unicode_range_covers_the_characters_and_no_others(text: str) -> None:
    for script in scripts_for(text):
        covered = set[str]()
        for start, end in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", script.unicode_range):
            covered |= set(map(chr, range(int(start, 16), int(end or start, 16) + 1)))
        assert covered == set(script.characters)
