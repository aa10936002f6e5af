"""Colours that can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.load.theme_places import PACKAGED
from site_gen.render import colors
from site_gen.sources.yaml import read_yaml

COLORS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def _colors(theme: str) -> dict[str, list[str]]:
    data = read_yaml((PACKAGED / theme / "theme.yaml").read_text(encoding="utf-8"), "theme.yaml").data
    assert isinstance(data, dict)
    return data["colors"]  # type: ignore[return-value]  # the theme's own file


THEMES = {name: _colors(name) for name in ("studio", "gallery", "letter")}
PAPERS = [shade for theme in THEMES.values() for name in colors.GROUNDS if name in theme for shade in theme[name]]


@pytest.mark.parametrize("paper", PAPERS)
@given(accent=COLORS)
def test_every_accent_is_made_readable_on_paper_and_under_its_ink(paper: str, accent: str) -> None:
    shade = colors.readable(accent, paper)
    assert colors.contrast(shade, paper) >= 4.5
    assert colors.contrast(colors.on(shade), shade) >= 4.5


@pytest.mark.parametrize("paper", PAPERS)
@given(accent=COLORS)
def test_an_accent_that_can_be_read_stays_as_it_is(paper: str, accent: str) -> None:
    if colors.contrast(accent, paper) >= 4.5:
        assert colors.readable(accent, paper) == accent


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_the_themes_own_colours_can_be_read(theme: str, mode: int) -> None:
    own = THEMES[theme]
    for ground in (own[name][mode] for name in colors.GROUNDS if name in own):
        assert colors.contrast(own["ink"][mode], ground) >= 7
        assert colors.contrast(own["muted"][mode], ground) >= 7
        assert colors.contrast(own["edge"][mode], ground) >= 3


@given(COLORS)
def test_what_stands_on_any_colour_can_be_read(color: str) -> None:
    assert colors.contrast(colors.on(color), color) >= 4.5


CONTRASTS = [("#ffffff", "#000000", 21.0), ("#ffffff", "#ffffff", 1.0), ("#767676", "#ffffff", 4.54)]


@pytest.mark.parametrize(("one", "other", "ratio"), CONTRASTS)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert round(colors.contrast(one, other), 2) == round(colors.contrast(other, one), 2) == ratio


@given(COLORS)
def test_a_colour_is_read_as_it_is_written(color: str) -> None:
    assert colors.text(colors.parse(color)) == color


def test_mixing_goes_from_the_background_to_the_colour() -> None:
    mixed = [colors.mix("#ffffff", "#000000", share) for share in (0, 0.5, 1)]
    assert mixed == ["#000000", "#808080", "#ffffff"]
