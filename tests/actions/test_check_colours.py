"""Colours of one's own: where text can't be read, it is said with a colour in which it can."""

from __future__ import annotations

import re
from typing import Final

import pytest

from site_gen.render.colors import contrast
from tests.conftest import Cli, ProjectFactory
from tests.support import SITE

CASES: Final = {
    "text that is too pale": ('ink: ["#bbbbbb", "#f2ede3"]', "14:24", "ink", "#faf7f1", "light", 4.5),
    "text that is too dark in the dark": ('muted: ["#524d45", "#444444"]', "14:37", "muted", "#141310", "dark", 4.5),
    "a paper of the middle": ('paper: ["#777777", "#141310"]', "14:26", "paper", "#191713", "light", 4.5),
    "edges of fields": ('edge: ["#dddddd", "#7f786b"]', "14:25", "edge", "#faf7f1", "light", 3.0),
}


@pytest.mark.parametrize(("colors", "place", "name", "beside", "look", "least"), CASES.values(), ids=CASES)
def test_a_colour_that_cannot_be_read_is_named_with_one_that_can(
    colors: str, place: str, name: str, beside: str, look: str, least: float, project: ProjectFactory, cli: Cli
) -> None:
    """Clients with tired eyes, or in the sun, couldn't read the price."""
    text = SITE.partition("form:")[0] + f"theme: {{colors: {{{colors}}}}}\n"
    done = cli("check", cwd=project({"site.yaml": text}))
    found = [line for line in done.err.splitlines() if line.startswith(f"site.yaml:{place}: warning: '{name}' ")]
    assert len(found) == 1, done.err
    assert f"in the {look} look" in found[0]
    hint = done.err.splitlines()[done.err.splitlines().index(found[0]) + 1]
    (better,) = re.findall('"(#[0-9a-f]{6})"', hint)
    assert contrast(better, beside) >= least
    mended = text.replace(re.findall(f"'{name}' (#[0-9a-f]+)", found[0])[0], better)
    assert f"'{name}' " not in cli("check", cwd=project({"site.yaml": mended})).err


def test_the_themes_own_colours_are_readable(project: ProjectFactory, cli: Cli) -> None:
    text = SITE + 'theme: {accent: "#ffee00", colors: {ink: ["#000000", "#ffffff"]}}\n'
    assert cli("check", "--strict", cwd=project({"site.yaml": text})).err == "no problems\n"
