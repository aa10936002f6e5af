"""`site-gen theme`: a theme begun works at once, and a run over one says what is wrong and what wasn't looked at."""

from __future__ import annotations

import json

import pytest

from site_gen.load.theme_places import PACKAGED
from tests.conftest import Cli, ProjectFactory
from tests.support import SITE


@pytest.mark.parametrize("extends", ["studio", "gallery"])
def test_a_new_theme_builds_at_once(project: ProjectFactory, cli: Cli, extends: str) -> None:
    folder = project({"site.yaml": f"{SITE}theme: {{name: warm}}\n"})
    made = cli("theme", "new", "warm", "--extends", extends, "--project", str(folder))
    assert made.code == 0
    assert "theme: {name: warm}" in made.err
    assert str(PACKAGED / extends) in made.err  # else nobody finds the template that they want to change
    assert {file.name for file in (folder / "themes/warm").iterdir()} >= {"theme.yaml", "README.md", "assets"}
    assert cli("build", "--project", str(folder)).code == 0
    css = next((folder / "output/assets").glob("site-*.css")).read_text(encoding="utf-8")
    assert "@layer warm" in css


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Warm Theme",), "can't be the name of a theme"),
        (("none",), "can't be the name of a theme"),
        (("studio",), "there is a theme 'studio' already"),
        (("warm", "--extends", "galery"), "did you mean 'gallery'?"),
        (("warm", "--extends", "../../themes/studio"), "there is no theme"),
        (("con",), "can't be the name of a theme"),
    ],
)
def test_a_theme_that_cannot_be_begun(project: ProjectFactory, cli: Cli, words: tuple[str, ...], said: str) -> None:
    folder = project()
    ran = cli("theme", "new", *words, "--project", str(folder))
    assert ran.code == 2
    assert said in ran.err
    assert not (folder / "themes/warm").exists()


def test_a_run_says_what_is_wrong_and_what_was_not_looked_at(project: ProjectFactory, cli: Cli) -> None:
    bare = {"themes/bare/theme.yaml": "extends: none\n", "themes/bare/templates/home.html": "<p>x</p>\n"}
    folder = project(bare)
    options = ("--project", str(folder), "--checkers", str(folder), "--language", "en")
    ran = cli("theme", "check", "bare", *options)
    assert ran.code == 1
    assert "templates/case.html: there is no such template" in ran.out
    assert "Accessibility (axe-core): not looked at" in ran.out
    data = json.loads(cli("theme", "check", "bare", *options, "--json").out)
    assert any(row["place"] == "templates/case.html" for row in data["findings"])
    assert "axe" in data["skipped"]


def test_a_theme_that_there_is_not(project: ProjectFactory, cli: Cli) -> None:
    ran = cli("theme", "check", "galery", "--project", str(project()), "--language", "en")
    assert ran.code == 1
    assert "there is no theme 'galery'" in ran.out
    assert "did you mean 'gallery'?" in ran.out
    assert "nothing found" not in ran.out


@pytest.mark.parametrize(
    "manifest",
    [
        "colors: [1]",
        "colors: {paper: 3}",
        "stylesheets: 7",
        'stylesheets: ["a\\n  - b"]',
        'accent: "x\\nevil: 1"',
        "extends: ../../../etc",
        "a: &a [*a]",
    ],
)
def test_a_theme_is_not_begun_on_one_with_mistakes(project: ProjectFactory, cli: Cli, manifest: str) -> None:
    """The mistakes of a theme that somebody gave you are named in its own file, and nothing of them is copied."""
    folder = project({"themes/theirs/theme.yaml": f"{manifest}\n"})
    ran = cli("theme", "new", "warm", "--extends", "theirs", "--project", str(folder))
    assert ran.code == 1
    assert "themes/theirs/theme.yaml:1" in ran.err
    assert not (folder / "themes/warm").exists()
