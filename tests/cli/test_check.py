"""`check`: what is found, in three forms; the same as `build` would say, and more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from site_gen.cli.problem_list import annotation, problem_data
from site_gen.problems import Location, Problem, Severity
from tests.conftest import Cli, ProjectFactory
from tests.support import ARTICLE, AUDIT, BASE, CASE, DIRECT, SITE, tree

PROBLEM: Final = Problem(Location("cases/a, b: c.yaml", 3, 7), "50% off:\nnow\r", "write, 'x: y'", Severity.WARNING)


def test_a_project_without_problems_is_fine(project: ProjectFactory, cli: Cli) -> None:
    done = cli("check", "--strict", cwd=project())
    assert (done.code, done.out, done.err) == (0, "", "no problems\n")


def test_check_writes_nothing(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    before = tree(folder)
    cli("check", cwd=folder)
    assert tree(folder) == before


ENDING: Final = {"offers/month.yaml": DIRECT.replace("2026-12-20T18:00", "2026-11-30T12:00")}
FOUND: Final = {
    "an offer that ends within a week": (
        ENDING, "offers/month.yaml:7:1: warning: the offer ends on 2026-11-30 at 12:00",
    ),
    "an offer that is sold out": (
        {"offers/month.yaml": DIRECT + "seats: {total: 3, taken: 3}\n"},
        "offers/month.yaml:9:26: warning: all places are taken: the offer is shown as sold out, with nothing to press",
    ),
    "a form that leads nowhere": (
        {"site.yaml": SITE.partition("form:")[0]},
        "offers/audit.yaml:5:1: warning: the form has no place to send to",
    ),
    "a link to a page that isn't there": (
        {"content/articles/first.md": BASE["content/articles/first.md"].replace("/cafe/", "/caffe/")},
        "content/articles/first.md:6:39: warning: the link leads to a page that doesn't exist: /cases/caffe/",
    ),
    "a placeholder": (
        {"site.yaml": SITE.replace("https://mara.example/", "https://example.com")},
        "site.yaml:4:6: warning: 'https://example.com' is a placeholder",
    ),
}  # fmt: skip


PLAIN: Final = SITE.partition("form:")[0]
WRONG: Final = {
    "a form that can't work": (
        {"site.yaml": f"{PLAIN.replace('mara.example', 'mara.surge.sh')}form: {{delivery: netlify}}\n"},
        "Netlify Forms work on Netlify alone",
    ),
    "a first step that leads to a draft": (
        {"offers/plan.yaml": BASE["offers/plan.yaml"] + "draft: true\n"},
        "the first step leads to a draft",
    ),
}  # fmt: skip


def problems_said(text: str) -> list[str]:
    """Return the lines that name a place in a file."""
    return [line for line in text.splitlines() if line.startswith(("site", "cases", "offers", "content"))]


@pytest.mark.parametrize(("files", "line"), (FOUND | WRONG).values(), ids=FOUND | WRONG)
def test_a_build_says_what_check_says(files: dict[str, str], line: str, project: ProjectFactory, cli: Cli) -> None:
    """Who only builds would put a site online whose form loses every request."""
    folder = project(files)
    built, checked = cli("build", cwd=folder), cli("check", cwd=folder)
    assert problems_said(built.err) == problems_said(checked.err) != []
    assert line.partition("warning: ")[2] in built.err
    assert built.code == checked.code


@pytest.mark.parametrize(("files", "line"), WRONG.values(), ids=WRONG)
def test_an_error_of_any_kind_stops_a_build_before_anything_is_written(
    files: dict[str, str], line: str, project: ProjectFactory, cli: Cli
) -> None:
    folder = project({**files, "output/yesterday.html": "yesterday"})
    done = cli("build", cwd=folder)
    assert done.code == 1
    assert line in done.err
    assert [path.name for path in (folder / "output").glob("**/*.html")] == ["yesterday.html"]


@pytest.mark.parametrize(("files", "line"), FOUND.values(), ids=FOUND)
def test_what_a_client_would_find_first_is_found(
    files: dict[str, str], line: str, project: ProjectFactory, cli: Cli
) -> None:
    folder = project(files)
    done = cli("check", cwd=folder)
    assert done.code == 0
    assert any(found.startswith(line) for found in done.err.splitlines()), done.err
    assert cli("check", "--strict", cwd=folder).code == 1


def test_a_week_before_its_end_an_offer_is_named_and_not_a_moment_before(project: ProjectFactory, cli: Cli) -> None:
    folder = project(ENDING)
    assert "no problems" in cli("check", "--now", "2026-11-23T11:59:59+01:00", cwd=folder).err
    assert "the offer ends" in cli("check", "--now", "2026-11-23T12:00:00+01:00", cwd=folder).err
    assert "no problems" in cli("check", "--now", "2026-11-30T12:00:00+01:00", cwd=folder).err


@pytest.mark.parametrize("change", [{}, {"offers/audit.yaml": AUDIT.replace("price: 0", "price: ничего")}])
def test_json_is_one_document_on_standard_output(change: dict[str, str], project: ProjectFactory, cli: Cli) -> None:
    done = cli("check", "--format", "json", cwd=project(change))
    problems = json.loads(done.out)
    assert (done.code, done.err) == (1 if change else 0, "")
    assert [(p["file"], p["line"], p["column"], p["severity"]) for p in problems] == (
        [("offers/audit.yaml", 3, 8, "error")] if change else []
    )
    assert not change or "ничего" in problems[0]["message"]


def test_github_annotations_escape_what_would_end_them() -> None:
    assert annotation(PROBLEM) == (
        "::warning file=cases/a%2C b%3A c.yaml,line=3,col=7::50%25 off:↵now\\r (write, 'x: y')"
    )


def test_github_annotations_are_one_a_line(project: ProjectFactory, cli: Cli) -> None:
    done = cli(
        "check", "--format", "github", cwd=project({"offers/audit.yaml": AUDIT.replace("price: 0", "price: x%")})
    )
    assert done.code == 1
    assert done.out.startswith("::error file=offers/audit.yaml,line=3,col=8::'x%25' is not an amount (")
    assert done.out.count("\n") == 1


def test_a_problem_as_data_has_all_its_parts() -> None:
    assert problem_data(PROBLEM) == {
        "file": "cases/a, b: c.yaml",
        "line": 3,
        "column": 7,
        "severity": "warning",
        "message": PROBLEM.message,
        "hint": PROBLEM.hint,
    }


WEEKENDS: Final = '# ends: soon\nsummary: "On weekends: nothing. And title: nothing"\nshort_title: Weeks\n'
LINKED: Final = "content/articles/first.md:10:5: warning: the link leads to a page that doesn't exist: /cases/caffe/"
SHOWN: Final = {
    "the key of a window": (
        {"offers/month.yaml": WEEKENDS + ENDING["offers/month.yaml"]},
        "offers/month.yaml:10:1: warning: the offer ends on 2026-11-30 at 12:00",
    ),
    "a link below the same words": (
        {
            "content/articles/first.md": "---\ntitle: One\ndate: 2026-06-01\n# /cases/caffe/\ntags: [caffe]\n---\n"
            "<!-- /cases/caffe/ -->\n`/cases/caffe/` is code.\n\n[x](/cases/caffe/)\n"
        },
        LINKED,
    ),
    "a link of a translation": (
        {"cases/cafe.es.yaml": "title: Caso\nbody: |\n  Uno.\n\n  [Ir](/es/nada/)\n"},
        "cases/cafe.es.yaml:5:8: warning: the link leads to a page that doesn't exist: /es/nada/",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("files", "line"), SHOWN.values(), ids=SHOWN)
def test_what_is_found_is_shown_where_it_stands(
    files: dict[str, str], line: str, project: ProjectFactory, cli: Cli
) -> None:
    found = cli("check", cwd=project(files)).err.splitlines()
    assert any(said.startswith(line) for said in found), found


def test_links_of_things_with_errors_are_told_in_the_same_run(project: ProjectFactory, cli: Cli) -> None:
    """Who mends hundreds of errors would get as many broken links only afterwards."""
    article = (
        ARTICLE.replace("tags: [start]", "related: [nobody]") + "\n[x](/articles/gone/) and [x](/articles/gone/)\n"
    )
    case = (
        CASE.replace("before: 1200", "before: many")
        + "body: |\n  See [that](/offers/lost/), [this](/articles/first/).\n"
    )
    folder = project({"content/articles/first.md": article, "cases/cafe.yaml": case})
    said = cli("check", cwd=folder).err
    gone, lost = "/articles/gone/", "/offers/lost/"
    assert f"content/articles/first.md:8:5: warning: the link leads to a page that doesn't exist: {gone}\n" in said
    assert f"cases/cafe.yaml:13:14: warning: the link leads to a page that doesn't exist: {lost}\n" in said
    assert said.count("the link leads to a page that doesn't exist") == 2


@pytest.mark.parametrize(
    ("link", "hint"),
    [
        ("ana@shop.example", "write mailto:ana@shop.example"),
        ("+34%20600%20000%20000", "write tel:+34600000000"),
        ("file:///C:/me/prices.pdf", "put the file into static/, and link to it by its name: /prices.pdf"),
        ("", "write it between the round brackets: [words](/articles/NAME/)"),
        ("www.shop.example", "write it whole: https://www.shop.example"),
    ],
)
def test_a_link_without_its_beginning_is_told_with_it(link: str, hint: str, project: ProjectFactory, cli: Cli) -> None:
    """Visitors who want to write, ring or read the price list would click on a link that leads nowhere."""
    said = cli("check", cwd=project({"content/articles/first.md": f"{ARTICLE}\n[here]({link})\n"})).err
    assert f"hint: {hint}\n" in said


@pytest.mark.parametrize(
    ("url", "is_taken"),
    [
        ("https://docs.google.com/forms/d/e/1FAIpQL/viewform", False), ("https://mara.typeform.com/to/abc", False),
        ("https://wa.me/34600000000", False), ("https://docs.google.com/forms/d/e/1FAIpQL/formResponse", True),
        ("https://forms.mara.example/audit", True),
    ],
)  # fmt: skip
def test_a_page_to_be_filled_in_takes_no_form(url: str, *, is_taken: bool, project: ProjectFactory, cli: Cli) -> None:
    """Every request would be sent to a page that throws it away, and nobody would know."""
    said = cli("check", cwd=project({"site.yaml": SITE.replace("https://forms.mara.example/audit", url)}))
    assert (said.code == 0) is is_taken
    assert ("would be lost" in said.err) is not is_taken


@pytest.mark.parametrize("way", ["/articles/../cases/cafe/", "/./cases/cafe/", "/cases/../cases/./cafe/"])
def test_a_link_with_a_detour_leads_where_a_browser_goes(way: str, project: ProjectFactory, cli: Cli) -> None:
    """The owner would be told that a right link is broken."""
    article = BASE["content/articles/first.md"].replace("/cases/cafe/", way)
    assert way in article
    assert "doesn't exist" not in cli("check", cwd=project({"content/articles/first.md": article})).err


def test_one_hint_for_what_stands_together_is_said_once(tmp_path: Path, cli: Cli) -> None:
    """What a new project has to say eight times would hide the one line that stops it."""
    cli("new", "site", "--no-questions", "--language", "en")
    said = cli("check", cwd=tmp_path / "site").err
    lines = [line for line in said.splitlines() if line.startswith("cases/")]
    assert len(lines) > 5
    assert said.count("made-up results and reviews are against the law") == 1
    in_full = cli("check", "--all", cwd=tmp_path / "site").err
    assert in_full.count("made-up results and reviews are against the law") == len(lines)


def test_the_basis_of_a_rule_is_in_the_readers_language(project: ProjectFactory, cli: Cli) -> None:
    """Half of a sentence in another one makes the whole hard to trust."""
    folder = project({"offers/month.yaml": DIRECT.replace(", lowest_30_days: 350", "")})
    site = SITE.replace("  controller: Mara Vidal\n", "  controller: Mara Vidal\n  profile: eu-b2b\n")
    (folder / "site.yaml").write_text(site, encoding="utf-8")
    said = cli("--ui-language", "es", "check", cwd=folder).err
    assert "con el criterio del art. 6 bis de la Directiva 98/6/CE" in said
    assert "by the measure" not in said
