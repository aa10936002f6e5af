"""Lines without 'key: ': YAML takes them for one text, so each is told by its own place and with its own words."""

from __future__ import annotations

from typing import Final

import pytest

from site_gen.load import load_site
from site_gen.problems import ProjectError
from tests.conftest import ProjectFactory
from tests.support import ARTICLE, AUDIT, CASE, DIRECT, SITE

COLON: Final = "there is no space after the colon"
HYPHEN: Final = "there is no space after the hyphen"
LIST: Final = "keys are needed here, not a list"
METRIC: Final = "  - name: Followers\n    before: 1200\n    after: 4800\n    source: Instagram Insights\n"

Said = tuple[str, str, str]
"""Place, message, hint."""

WRITTEN: Final[dict[str, tuple[str, str, list[Said]]]] = {
    "one line": ("cases/cafe.yaml", "client:Casa\n", [("1:8", COLON, "write 'client: Casa'")]),
    "all lines": (
        "offers/plan.yaml",
        "kind:second-step\ntitle:The year\n\n# note\nprice:2900\n",
        [("1:6", COLON, "write 'kind: second-step'"), ("2:7", COLON, "write 'title: The year'")],
    ),
    "front matter": (
        "content/articles/first.md",
        "---\ntitle:The first\ndate:2026-06-01\n---\nx\n",
        [("2:7", COLON, "write 'title: The first'"), ("3:6", COLON, "write 'date: 2026-06-01'")],
    ),
    "a translation": ("site.es.yaml", "role:Redes\n", [("1:6", COLON, "write 'role: Redes'")]),
    "below a key": (
        "site.yaml",
        SITE.replace("  email: h", "  email:h"),
        [("11:9", COLON, "write 'email: hello@mara.example'")],
    ),
    "all lines below a key": (
        "site.yaml",
        SITE.replace("  delivery: url\n  url: ", "  delivery:url\n  url:"),
        [("15:12", COLON, "write 'delivery: url'"), ("16:7", COLON, "write 'url: https://forms.mara.example/audit'")],
    ),
    "an item": (
        "offers/audit.yaml",
        AUDIT.replace("{name: email, label: E-mail, type: email, required: true}", "name:email"),
        [("7:12", COLON, "write 'name: email'")],
    ),
    "the first line of an item": (
        "cases/cafe.yaml",
        CASE.replace("- name: F", "- name:F"),
        [("8:10", COLON, "write 'name: Followers'")],
    ),
    "all lines of an item": (
        "cases/cafe.yaml",
        CASE.replace(METRIC, METRIC.replace(": ", ":")),
        [
            ("8:10", COLON, "write 'name: Followers'"),
            ("9:12", COLON, "write 'before: 1200'"),
            ("10:11", COLON, "write 'after: 4800'"),
            ("11:12", COLON, "write 'source: Instagram Insights'"),
        ],
    ),
    "no space after the hyphen": (
        "cases/cafe.yaml",
        CASE.replace("- name: F", "-name: F"),
        [("8:4", HYPHEN, "write '- name: Followers'")],
    ),
    "neither": ("cases/cafe.yaml", CASE.replace("- name: F", "-name:F"), [("8:4", HYPHEN, "write '- name:Followers'")]),
    "an equals sign": (
        "cases/cafe.yaml",
        "client=Casa\n",
        [("1:7", "'=' stands where a colon is needed", "write 'client: Casa'")],
    ),
    "a list without its key": (
        "content/services.yaml",
        "- id: management\n  name: Management\n",
        [("1:1", LIST, "write 'services:' in a line of its own above the list")],
    ),
    "a hyphen before each key": (
        "cases/cafe.yaml",
        "- client: Casa\n- niche: Café\n",
        [("1:1", LIST, "take out the hyphens at the beginning of the lines: 'client: …'")],
    ),
    "a list of texts": (
        "content/reviews.yaml",
        "- Great!\n",
        [("1:1", LIST, "write 'key: value' lines, without a hyphen at their beginning")],
    ),
}


@pytest.mark.parametrize(("file", "text", "expected"), WRITTEN.values(), ids=WRITTEN)
def test_a_line_without_its_sign_is_told_where_it_stands(
    file: str, text: str, expected: list[Said], project: ProjectFactory
) -> None:
    """'A mapping is needed' says nothing to somebody who only left out a space."""
    with pytest.raises(ProjectError) as caught:
        load_site(project({"site.es.yaml": None, file: text}))
    found = [each for each in sorted(caught.value.problems) if each.location.file == file]
    places = [(f"{each.location.line}:{each.location.column}", each.message, each.hint) for each in found]
    assert places[: len(expected)] == expected


def test_texts_with_a_colon_in_them_stay_texts(project: ProjectFactory) -> None:
    """An address or an hour in a list would be taken for a key."""
    includes = "includes:\n  - reels:12\n  - https://mara.example\n  - by 10:30\n"
    assert load_site(project({"offers/month.yaml": DIRECT + includes, "content/articles/a.md": ARTICLE})).site.offers


@pytest.mark.parametrize("items", ["  - 12 posts\n    - replies\n", "- 12 posts\n -replies\n"])
def test_an_item_that_runs_into_the_one_above_is_told(items: str, project: ProjectFactory) -> None:
    """The page would show one benefit, "12 posts - replies", and the build would say that all is well."""
    (warning,) = load_site(project({"offers/month.yaml": f"{DIRECT}includes:\n{items}"})).warnings
    assert str(warning.location).startswith("offers/month.yaml:11:")
    assert warning.hint == "begin it as far left as the items, with a hyphen and a space: '- replies'"


def test_a_text_that_goes_on_is_no_item(project: ProjectFactory) -> None:
    text = "summary: All of it\n  and -5 or - 3 and more\n  — with a dash\nbody: |\n  - one\n    - two\n"
    assert load_site(project({"offers/month.yaml": DIRECT + text})).warnings == ()
