"""What a theme lets site.yaml choose: it reaches the pages, and a choice that there isn't is an error with its line."""

from __future__ import annotations

import pytest

from site_gen.load.project import load_site
from site_gen.model.site import ThemeFiles
from site_gen.problems import ProjectError
from tests.conftest import ProjectFactory
from tests.support import SITE

THEME = """
name: mine
extends: none
accent: "#0a6b52"
options:
  corner:
    round: {corner: 1rem, frame: 2px}
    square: {corner: "0"}
"""


def _theme(project: ProjectFactory, settings: str, theme: str = THEME) -> ThemeFiles:
    files = {"site.yaml": f"{SITE}theme: {settings}\n", "themes/mine/theme.yaml": theme}
    return load_site(project(files)).site.theme


def test_the_first_value_is_what_it_is_without_a_choice(project: ProjectFactory) -> None:
    theme = _theme(project, "{name: mine}")
    assert theme.options == {"corner": "round"}
    assert theme.properties == {"corner": "1rem", "frame": "2px"}
    assert theme.accent == "#0a6b52"


def test_site_yaml_chooses(project: ProjectFactory) -> None:
    theme = _theme(project, '{name: mine, corner: square, accent: "#112233"}')
    assert theme.properties == {"corner": "0"}
    assert theme.accent == "#112233"


def test_a_theme_that_extends_another_keeps_its_options(project: ProjectFactory) -> None:
    theme = _theme(project, "{name: mine, density: compact}", "options: {header: [plain]}\n")
    assert theme.options["header"] == "plain"
    assert theme.options["density"] == "compact"
    assert set(theme.options) == {"typeface", "corner", "density", "header"}


def test_a_typeface_with_several_weights_takes_the_place_of_the_themes_own(project: ProjectFactory) -> None:
    theme = _theme(project, "{name: studio, typeface: source-sans}")
    assert theme.font is not None
    assert theme.font.family == "Source Sans Pro"
    assert [face.weight for face in theme.font.faces] == ["400", "300", "600 900"]
    assert _theme(project, "{name: studio, typeface: manrope}").font == _theme(project, "{name: studio}").font


@pytest.mark.parametrize(
    ("settings", "said", "hint"),
    [
        ("{name: mine, density: airy}", "offers no choice of density", "it offers: accent, corner"),
        ("{name: mine, corner: soft}", "has no corner 'soft'", "choose from: round, square"),
        ("{name: mine, corner: sharp}", "sharp", ""),
    ],
)
def test_a_choice_that_there_is_not(project: ProjectFactory, settings: str, said: str, hint: str) -> None:
    """Without it a word in site.yaml would change nothing, and nobody would know why."""
    with pytest.raises(ProjectError) as error:
        _theme(project, settings)
    problem = error.value.problems[0]
    assert problem.location.file == "site.yaml"
    assert problem.location.line
    assert said in problem.message
    assert hint in problem.hint


def test_a_value_cannot_end_its_declaration(project: ProjectFactory) -> None:
    with pytest.raises(ProjectError):
        _theme(project, "{name: mine}", 'extends: none\noptions: {corner: {round: {corner: "0}body{display:none"}}}\n')
