"""A theme's typeface: its current metrics, so that a local fallback font causes no layout jump."""

from __future__ import annotations

import shutil
from pathlib import Path

import font_manrope
from fontTools.ttLib import TTFont

from site_gen.load.fonts import read_measures
from site_gen.load.project import load_site
from site_gen.load.read_cache import ReadCache
from tests.conftest import ProjectFactory
from tests.support import SITE

FONT = Path(font_manrope.__file__).parent / "files" / "Manrope-VariableFont_wght.ttf"
THEME = "name: mine\nextends: studio\nfont: {family: Mine, file: mine.ttf}\n"


def test_the_fallback_is_as_wide_as_the_font() -> None:
    measures = read_measures(FONT)
    assert measures is not None
    size, ascent, descent, gap = measures
    assert 90 < size < 110
    assert ascent > 90 > descent > 20 > gap >= 0


def test_what_is_no_font_has_no_measures(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(b"no font at all")
    assert read_measures(tmp_path / "a.ttf") is None


def test_a_typeface_replaced_by_another_is_measured_anew(project: ProjectFactory) -> None:
    site_yaml = SITE + "theme: {name: mine}\n"
    folder = project({"site.yaml": site_yaml, "themes/mine/theme.yaml": THEME})
    file = folder / "themes/mine/assets/mine.ttf"
    file.parent.mkdir(parents=True)
    shutil.copy(FONT, file)
    cache = ReadCache()
    before = load_site(folder, read_cache=cache).site.theme.font
    with TTFont(FONT) as font:
        font["hhea"].ascent += 500
        font.save(file)
    cache.begin([str(file)])
    after = load_site(folder, read_cache=cache).site.theme.font
    assert before is not None
    assert after is not None
    assert after.fallback[1] > before.fallback[1]
