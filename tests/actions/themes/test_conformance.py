"""The conformance run: the program's own themes pass it, and what is wrong with a theme is found and named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_gen.actions.themes.browser import Tools
from site_gen.actions.themes.check import Asked, check_theme
from site_gen.actions.themes.findings import Check, Conformance
from site_gen.actions.themes.sample import write_sample
from site_gen.builder.plan import plan
from site_gen.load import load_site
from site_gen.load.theme_places import PACKAGED
from site_gen.model.setting_values import LANGUAGES
from site_gen.pages.templates import TEMPLATES
from site_gen.render.artifact import FromLocked, FromTemplate
from tests.conftest import ProjectFactory
from tests.support import NOW

NO_TOOLS = Tools(None, None, None, {})
OWN = ("studio", "gallery", "letter")

BAD = {
    "themes/bad/theme.yaml": 'extends: studio\ncolors: {muted: ["#cccccc", "#b9b2a5"]}\n',
    "themes/bad/strings/en.yaml": 'own.word: "A {thing}"\n',
    "themes/bad/strings/es.yaml": 'menu: "Menú {x}"\n',
    "themes/bad/templates/partials/price.html": (
        "{% macro price(p, old=True) %}Ask me{% endmacro %}{% macro price_evidence(p) %}{% endmacro %}\n"
    ),
    "themes/bad/templates/partials/offer-terms.html": "<p>Ask me.</p>\n",
    "themes/bad/templates/partials/deadline.html": (
        "{% macro deadline(ends) %}Soon{% endmacro %}{% macro deadline_short(ends) %}Soon{% endmacro %}"
        "{% macro closes(ends) %}{% endmacro %}\n"
    ),
    "themes/bad/templates/partials/form-control.html": (
        '{% macro control(field) %}<input name="{{ field.name }}">{% endmacro %}\n'
    ),
    "themes/bad/templates/partials/footer.html": (
        '<footer style="color: red" onclick="x()"><a href="/nowhere/">x</a><img src="/none.png"></footer>\n'
    ),
    "themes/bad/templates/search.html": (
        '{% extends "base.html" %}{% block main %}<h1>a</h1><h1>b</h1><script>1</script>{% endblock %}\n'
    ),
}


def _checked(theme: str, folder: Path, *languages: str, project: Path | None = None) -> Conformance:
    return check_theme(Asked({"name": theme}, project, NOW, folder, NO_TOOLS, languages))


@pytest.mark.parametrize(
    ("theme", "languages"),
    [
        pytest.param("studio", ("es",), marks=pytest.mark.laws),
        ("gallery", ("ru",)),
        *(pytest.param(theme, LANGUAGES, marks=pytest.mark.laws) for theme in OWN),
    ],
)
def test_the_programs_own_themes_pass(theme: str, languages: tuple[str, ...], tmp_path: Path) -> None:
    found = _checked(theme, tmp_path, *languages)
    assert found.findings == []
    assert found.pages > 50 * len(languages)


def test_the_sample_has_every_kind_of_page(tmp_path: Path) -> None:
    """A kind that it lacks would be tried by nobody before a client sees it."""
    write_sample(tmp_path / "sample", None, {"name": "studio"}, "en", NOW)
    made = set()
    for artifact in plan(load_site(tmp_path / "sample").site, NOW).artifacts:
        maker = artifact.maker
        for each in (maker.shell, maker.inner) if isinstance(maker, FromLocked) else (maker,):
            made |= {each.template} if isinstance(each, FromTemplate) else set()
    assert {template.file for template in TEMPLATES if template.is_page} <= made


def test_what_is_wrong_is_found(project: ProjectFactory, tmp_path: Path) -> None:
    found = _checked("bad", tmp_path / "cache", "en", project=project(BAD))
    said = {(each.check, each.message) for each in found.findings}
    words = "\n".join(f"{check}: {message}" for check, message in said)
    for expected in (
        "strings: 'own.word' is missing",
        "strings: 'menu' has other placeholders than in English: {x}",
        "contrast: muted #cccccc on paper #faf7f1 in the light look has",
        "pages: it doesn't say the price",
        "pages: it doesn't say until when",
        "pages: it doesn't close itself at its end",
        "pages: the field 'name' has no label",
        "pages: /nowhere/ leads nowhere",
        "pages: the picture /none.png has no alt",
        "pages: the picture /none.png has no width and height",
        "pages: it has 2 headings h1",
        "policy: <footer> has an attribute 'style'",
        "policy: <footer> has an attribute 'onclick'",
        "policy: it has a script without a file",
    ):
        assert expected in words, expected


def test_no_line_begins_with_the_dot_between_two_facts() -> None:
    """On a phone a caption breaks there, and a line begins with a sign that belongs to the one above."""
    lines = [
        f"{file.parent.name}/{file.name}: {line}"
        for file in PACKAGED.glob("*/templates/**/*.html")
        for line in file.read_text(encoding="utf-8").splitlines()
        if " · " in line and "<title>" not in line
    ]
    assert lines == []


def test_missing_templates_are_named(project: ProjectFactory, tmp_path: Path) -> None:
    bare = {"themes/bare/theme.yaml": "extends: none\n", "themes/bare/templates/home.html": "<p>x</p>\n"}
    found = _checked("bare", tmp_path / "cache", "en", project=project(bare))
    missing = {each.place for each in found.findings if each.check is Check.FILES}
    assert "templates/case.html" in missing
    assert "templates/home.html" not in missing
    assert Check.PAGES in found.skipped


def test_a_mistake_in_a_template_has_its_file_and_line(project: ProjectFactory, tmp_path: Path) -> None:
    broken = {"themes/bad/theme.yaml": "name: bad\n", "themes/bad/templates/links.html": "x\n{{ nothing.here }}\n"}
    found = _checked("bad", tmp_path / "cache", "en", project=project(broken))
    assert [each.place.rpartition("themes/")[2] for each in found.findings] == ["bad/templates/links.html:2:1"]


def _asked(theme: str, page: str, view: str) -> set[str]:
    """Return the fields of a page's own view that its template asks for, with all that it is made of."""
    seen, waiting, asked = set[str](), [f"{page}.html"], set[str]()
    while waiting:
        name = waiting.pop()
        places = (PACKAGED / each / "templates" / name for each in (theme, "studio", "base"))
        file = next((place for place in places if place.exists()), None)
        if file is None or name in seen:
            continue
        seen.add(name)
        text = file.read_text(encoding="utf-8")
        waiting += re.findall(r'"([\w/.-]+\.html)"', text)
        asked |= set(re.findall(rf"(?<![\w.'])({view}\.[a-z_]+)", text))
    return asked


@pytest.mark.parametrize("theme", OWN[1:])
@pytest.mark.parametrize(
    "page", ["case", "offer", "article", "profile", "thanks", "audit", "proposal", "text", "search"]
)
def test_no_theme_leaves_out_what_the_first_one_shows(theme: str, page: str) -> None:
    """Who changes the theme would lose what they wrote, in silence."""
    asked = _asked("studio", page, page)
    assert len(asked) > 1
    assert asked - _asked(theme, page, page) == set()
