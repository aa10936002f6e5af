"""Reading a whole project: one run reports everything, and no mistake is reported twice."""

from __future__ import annotations

from typing import Final

import pytest

from site_gen.load import load_site
from site_gen.problems import Problem, ProjectError
from tests.conftest import ProjectFactory
from tests.load.rich import RICH
from tests.support import AUDIT, BASE, CASE, DIRECT, SERVICES, SITE


def _problems(project: ProjectFactory, files: dict[str, str]) -> list[Problem]:
    try:
        return list(load_site(project(files)).warnings)
    except ProjectError as error:
        return list(error.problems)


def _places(project: ProjectFactory, files: dict[str, str]) -> list[str]:
    return [str(problem.location) for problem in _problems(project, files)]


def test_a_project_without_problems_has_no_warnings(project: ProjectFactory) -> None:
    assert _problems(project, {}) == []


NO_ECHO: Final = {
    "a case with a mistake": {"cases/cafe.yaml": CASE.replace("1200", "many")},
    "a case that can't be read": {"cases/cafe.yaml": CASE.replace("Casa", '"Casa')},
    "an offer with a mistake": {"offers/plan.yaml": "kind: second-step\ntitle: A\nprice: 1 €\ncall_to_action: B\n"},
    "services with a mistake": {"content/services.yaml": SERVICES.replace("390", "390 €")},
    "a key written twice": {"cases/cafe.yaml": CASE + "title: Again\n"},
    "a misspelt key that is needed": {"cases/cafe.yaml": CASE.replace("client:", "cleint:")},
    "a metric with a mistake, of one": {"cases/cafe.yaml": CASE.replace("    before: 1200\n", "")},
    "a form's field with a mistake, of one": {"offers/audit.yaml": AUDIT.replace("type: email", "type: mail")},
    "a file in another encoding": {"offers/plan.yaml": "\0"},
    "no front matter": {"content/articles/first.md": "Only text.\n"},
}


@pytest.mark.parametrize("files", NO_ECHO.values(), ids=NO_ECHO)
def test_one_mistake_is_one_problem(files: dict[str, str], project: ProjectFactory) -> None:
    """What refers to a file with a mistake is right; a list isn't short for want of its broken item."""
    assert [place.partition(":")[0] for place in _places(project, files)] == list(files)


SITE_BROKEN: Final = SITE.replace("currency: EUR", "currency: euro")


def test_a_mistake_in_site_yaml_hides_no_other(project: ProjectFactory) -> None:
    files = {
        "site.yaml": SITE_BROKEN,
        "cases/cafe.yaml": CASE.replace("management", "ads"),
        "cases/cafe.es.yaml": "title: Uno\n",
        "offers/month.yaml": DIRECT.replace("2026-12-20T18:00", "2027-03-28T02:30"),
        "content/articles/first.md": BASE["content/articles/first.md"] + "![a](b.png)\n",
    }
    assert _places(project, files) == [
        "cases/cafe.yaml:6:10",
        "content/articles/first.md:7:1",
        "offers/month.yaml:7:7",
        "site.yaml:7:11",
    ]


@pytest.mark.parametrize("languages", ["", "languages: english\n", "languages: []\n", "languages: [../x, 1, es]\n"])
def test_translations_are_not_blamed_for_a_broken_list_of_languages(languages: str, project: ProjectFactory) -> None:
    files = {"site.yaml": SITE.replace("languages: [en, es]\n", languages), "cases/cafe.es.yaml": "title: Uno\n"}
    assert {place.partition(":")[0] for place in _places(project, files)} == {"site.yaml"}


STRAY: Final = {
    "content/profile.yaml": "did you mean 'profile.md'?",
    "content/notes.md": "files here: profile.md, privacy.md, services.yaml, reviews.yaml, rubric.yaml, plan.yaml",
    "cases/2026/x.txt": "files lie side by side here; pictures belong in content/images",
    "cases/photo.jpg": "files here end in .yaml; pictures belong in content/images",
    "content/articles/x.txt": "files here end in .md; pictures belong in content/images",
}


@pytest.mark.parametrize(("file", "hint"), STRAY.items(), ids=list(STRAY))
def test_a_file_that_nothing_reads_is_named(file: str, hint: str, project: ProjectFactory) -> None:
    """A page that stays away without a word costs its owner an evening."""
    (problem,) = _problems(project, {file: "x"})
    assert problem.message in {"this file is not read", "this folder is not read"}
    assert (problem.severity, problem.hint) == ("warning", hint)


@pytest.mark.parametrize("file", ["cases/.hidden.yaml", "cases/_draft.yaml", "content/.DS_Store", "content/_notes.md"])
def test_hidden_files_are_left_alone(file: str, project: ProjectFactory) -> None:
    assert _problems(project, {file: "x"}) == []


PICTURE_PLACES: Final = {
    "an article": ("content/articles/first.md", "---\ntitle: A\ndate: 2026-06-01\n---\n\n\nA\n  ![a](b.png)\n", "8:3"),
    "a page of another system's line ends": (
        "content/pages/a.md", "---\r\ntitle: A\r\n---\r\nText\r\n![a](b.png)\r\n", "5:1",
    ),
    "a case's block": ("cases/cafe.yaml", CASE + "body: |\n    One\n\n    two ![a](b.png)\n", "15:9"),
    "a block without a line end": ("cases/cafe.yaml", CASE + "body: |-\n  ![a](b.png)", "13:3"),
    "a text in quotes": ("cases/cafe.yaml", CASE + 'body: "![a](b.png)"\n', "12:7"),
    "a folded text": ("cases/cafe.yaml", CASE + "body: >\n  One\n  ![a](b.png)\n", "12:7"),
    "a cover": ("cases/cafe.yaml", CASE + "cover: b.png\n", "12:8"),
    "a cover with words": ("cases/cafe.yaml", CASE + "cover:\n  alt: A\n  image: b.png\n", "14:10"),
}  # fmt: skip


@pytest.mark.parametrize(("file", "text", "place"), PICTURE_PLACES.values(), ids=PICTURE_PLACES)
def test_a_missing_picture_is_named_where_it_stands(file: str, text: str, place: str, project: ProjectFactory) -> None:
    assert _places(project, {file: text}) == [f"{file}:{place}"]


def test_characters_of_every_text_are_known_to_the_font(project: ProjectFactory) -> None:
    """A letter that isn't in the font's subset is shown in another face."""
    site = load_site(project({"cases/cafe.yaml": CASE.replace("Casa Blau", "Ґанок")})).site
    assert set("Ґанок") <= site.characters


def test_pictures_are_read_with_their_size(project: ProjectFactory) -> None:
    site = load_site(project(base=RICH)).site
    sizes = {name: (picture.width, picture.height) for name, picture in site.pictures.items()}
    assert sizes == {"mara.png": (1, 1), "logo.svg": (8, 4)}
