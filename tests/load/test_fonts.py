"""A theme's typeface: its current metrics, so that a local fallback font causes no layout jump."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import font_manrope
import pytest
from fontTools.ttLib import TTFont

from site_gen.load.fonts import read_measures
from site_gen.load.project import load_site
from site_gen.load.read_cache import ReadCache
from tests.conftest import Cli, ProjectFactory
from tests.support import SITE
from tests.support_build import render

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


FACES = "font: {family: Mine, file: mine.ttf, more: [{file: MORE, weight: '700'}]}\n"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("none.ttf", "there is no font none.ttf in themes/mine/assets"),
        ("bad.ttf", "bad.ttf is not a font, or a damaged one"),
        ("../mine.ttf", "../mine.ttf leads out of its folder"),
    ],
)
def test_another_file_of_a_typeface_that_cant_be_used_is_said_with_its_line(
    project: ProjectFactory, cli: Cli, more: str, message: str
) -> None:
    """Bold words would be drawn by each browser in its own way, and nobody would know why."""
    theme = f"name: mine\nextends: studio\n{FACES.replace('MORE', more)}"
    files = {"themes/mine/assets/mine.ttf": FONT.read_bytes(), "themes/mine/assets/bad.ttf": b"no font at all"}
    folder = project({"site.yaml": f"{SITE}theme: {{name: mine}}\n", "themes/mine/theme.yaml": theme, **files})
    done = cli("check", cwd=folder)
    assert done.code == 1
    assert "themes/mine/theme.yaml:3:" in done.err
    assert message in done.err


def test_italics_are_asked_for_where_they_have_letters_and_are_never_preloaded(
    project: ProjectFactory, cache: Path
) -> None:
    """A Russian page would load letters that aren't there, or show its stressed words in Arial."""
    folder = project(
        {"site.yaml": f"{SITE}theme: {{name: letter}}\n", "content/profile.md": "---\ntitle: Обо мне\n---\nПривет\n"}
    )
    site = render(folder, cache)
    css = next(site.text(path) for path in site.artifacts if re.fullmatch(r"assets/site-\w+\.css", path))
    faces = re.findall(r'@font-face{font-family:"Source Serif Pro";[^}]*}', css)
    italics = [face for face in faces if "italic" in face]
    assert len(faces) == 5
    assert len(italics) == 1
    assert "U+430" not in italics[0]
    files = {found[1] for face in italics if (found := re.search(r'url\("([^"]+)"', face))}
    assert files
    assert not any(file in site.text("index.html") for file in files)
