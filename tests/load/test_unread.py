"""What nothing reads though it looks like a project's own: it is named with the name that it should have."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Final

import pytest

from site_gen.load import load_site
from site_gen.model.folder_names import CONTENT_NAMES, OFFER_NAMES, SINGLE_NAMES, TOP_NAMES
from site_gen.problems import Problem, ProjectError, Severity
from tests.conftest import Cli, ProjectFactory
from tests.support import ARTICLE, CASE, DIRECT, ROOT, SERVICES, SITE


def said(folder: Path) -> list[Problem]:
    """Return the errors of a project."""
    try:
        load_site(folder)
    except ProjectError as error:
        return [problem for problem in error.problems if problem.severity is Severity.ERROR]
    return []


def everything(folder: Path) -> list[Problem]:
    """Return the errors and warnings of a project."""
    try:
        return [*load_site(folder).warnings]
    except ProjectError as error:
        return [*error.problems]


RENAMED: Final = (
    ("offers", "ofertas"), ("offers", "ofertes"), ("offers", "productos"), ("offers", "Offers"), ("offers", "ofers"),
    ("offers", "предложения"), ("offers", "Пропозиції"), ("offers", "promociones"), ("cases", "casos"),
    ("cases", "case studies"), ("cases", "кейсы"), ("cases", "кейси"), ("cases", "portfolio"), ("content", "contenido"),
    ("content", "contingut"), ("content", "Контент"), ("content", "вміст"), ("content/articles", "content/articulos"),
    ("content/articles", "content/blog"), ("content/articles", "articles"), ("content/articles", "content/статьи"),
    ("offers", "content/offers"),
)  # fmt: skip


@pytest.mark.parametrize(("right", "name"), RENAMED)
def test_a_renamed_folder_is_the_one_thing_that_is_said(right: str, name: str, project: ProjectFactory) -> None:
    """Everything in it would vanish from the site, or its references would be called wrong until they are deleted."""
    folder = project()
    count = len([path for path in (folder / right).rglob("*.*") if path.is_file()])
    (folder / right).rename(folder / name)
    (problem,) = said(folder)
    assert str(problem.location) == f"{name}:1:1"
    assert f"is without its {count} file{'' if count == 1 else 's'}" in problem.message
    assert f"{right}/" in problem.hint


@pytest.mark.parametrize(
    ("file", "right"),
    [
        ("cases/two.yml", "cases/two.yaml"),
        ("cases/two.yaml.txt", "cases/two.yaml"),
        ("cases/two.YAML", "cases/two.yaml"),
        ("cases/two.yml.txt", "cases/two.yaml"),
        ("cases/two.yaml.yaml", "cases/two.yaml"),
        ("content/articles/two.md.md", "content/articles/two.md"),
        ("site.es.yaml.yaml", "site.es.yaml"),
        ("offers/two.es.yml", "offers/two.es.yaml"),
        ("content/articles/two.md.txt", "content/articles/two.md"),
        ("content/articles/two.MD", "content/articles/two.md"),
        ("content/reviews.yml", "content/reviews.yaml"),
        ("content/reviews.yaml.txt", "content/reviews.yaml"),
        ("content/resenas.yaml", "content/reviews.yaml"),
        ("content/отзывы.yaml", "content/reviews.yaml"),
        ("content/privacidad.md", "content/privacy.md"),
        ("reviews.yaml", "content/reviews.yaml"),
        ("site.es.yml", "site.es.yaml"),
        ("Site.ES.yaml.txt", "site.es.yaml"),
    ],
)
def test_a_file_with_another_ending_is_named_with_the_right_one(file: str, right: str, project: ProjectFactory) -> None:
    """A case, a price list or a translation would be missing, and nobody would know why."""
    text = ARTICLE if ".md" in file.lower() else CASE
    (problem,) = said(project({file: text, "site.es.yaml": None}))
    assert str(problem.location) == f"{file}:1:1"
    assert problem.message == "this file is not read under this name"
    assert problem.hint.partition(";")[0] == f"rename it to {right}"


def test_a_second_site_file_is_named_beside_the_one_that_is_read(project: ProjectFactory) -> None:
    """Somebody would change site.yml for ever, and nothing would happen."""
    (problem,) = said(project({"site.yml": SITE}))
    assert problem.hint == "there is site.yaml too, and that one is read: put what is right into it"


@pytest.mark.parametrize("name", ["site.yml", "site.yaml.txt", "Site.yaml", "SITE.YML"])
@pytest.mark.parametrize("option", [(), ("--project", ".")])
def test_a_project_without_site_yaml_is_told_what_its_file_should_be_called(
    name: str, option: tuple[str, ...], project: ProjectFactory, cli: Cli
) -> None:
    """'There is no site.yaml' says nothing to somebody whose system hides endings."""
    done = cli("build", *option, cwd=project({"site.yaml": None, name: SITE}))
    assert done.code == 2
    assert f"{name} is not read under this name: rename it to site.yaml" in " ".join(done.err.split())


def test_what_refers_to_things_in_unread_files_is_not_blamed(project: ProjectFactory) -> None:
    """Whoever follows such a message deletes what is right."""
    files = {
        "cases/cafe.yaml": None,
        "cases/cafe.yml": CASE,
        "content/services.yaml": None,
        "content/servicios.yml": SERVICES,
    }
    assert [problem.location.file for problem in said(project(files))] == ["cases/cafe.yml", "content/servicios.yml"]


def test_a_folder_among_yaml_files_is_an_error_if_things_are_in_it(project: ProjectFactory) -> None:
    folder = project({"offers/2026/old.yaml": DIRECT, "cases/pictures/x.txt": "x"})
    (problem,) = said(folder)
    assert str(problem.location) == "offers/2026:1:1"
    assert "move its .yaml files up into offers/" in problem.hint
    (folder / "offers/2026").rename(folder / "offers/_2026")
    assert said(folder) == []


def test_other_folders_and_copies_are_nobodys_business(project: ProjectFactory) -> None:
    """A project may hold notes, tools and copies of its own."""
    files = {
        "docs/plan.md": "x", "notes/cases.yaml": "x", "clips/a.mp4": "x", "ofertas/readme.pdf": "x",
        "_casos/x.yaml": "x", "site.yaml.bak": "x", "cases/cafe.yaml.bak": "x", "tests/a.yaml": "x",
    }  # fmt: skip
    assert said(project(files)) == []
    assert said(ROOT) == []


def test_no_table_calls_a_right_name_wrong() -> None:
    """A folder as the documents have it would be refused."""
    for table, parent in ((TOP_NAMES, ""), (CONTENT_NAMES, "content/"), (OFFER_NAMES, "offers/")):
        for name, right in table.items():
            assert f"{parent}{name}" != right
    assert not set(SINGLE_NAMES) & set(SINGLE_NAMES.values())


OFFER_JSON: Final = '{\n\t"kind": "direct",\n\t"title": "A month",\n\t"price": 290,\n\t"call_to_action": "Book"\n}\n'
OFFER_TOML: Final = 'kind = "direct"\ntitle = "A month"\nprice = 290\n'
OFFER_RTF: Final = "{\\rtf1\\ansi\n\\f0\\fs24 \\cf0 kind: direct\\\ntitle: A month\\\nprice: 290}\n"


def in_word(text: str) -> bytes:
    """Return a document of Word with a paragraph for each line."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as parts:
        lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())
        parts.writestr("word/document.xml", f"<w:document><w:body>{lines}</w:body></w:document>")
    return held.getvalue()


LOOKALIKES: Final[tuple[tuple[str, str | bytes, str], ...]] = (
    ("offers/two.json", OFFER_JSON, "rename it to offers/two.yaml"),
    ("offers/two.es.json", '{"title": "Un mes", "call_to_action": "Ya"}', "rename it to offers/two.es.yaml"),
    ("offers/two.txt", DIRECT, "rename it to offers/two.yaml"),
    ("offers/two.txt", DIRECT.encode("utf-16"), "rename it to offers/two.yaml"),
    ("offers/two", DIRECT, "rename it to offers/two.yaml"),
    ("offers/two.md", f"---\n{DIRECT}---\nMore.\n", "rename it to offers/two.yaml"),
    ("offers/two.toml", OFFER_TOML, "rename it to offers/two.yaml, and write 'key: value' in place of 'key = value'"),
    ("offers/two.rtf", OFFER_RTF, "copy its text into a plain text file (made with a text editor) with the name off"),
    ("offers/two.docx", in_word(DIRECT), "copy its text into a plain text file (made with a text editor) with the na"),
    ("offers/two.csv", "kind;title;price\ndirect;A month;290\n", "write offers/two.yaml with a line 'key: value' for"),
    ("offers/proposals/two.json", '{"client": "Ana", "title": "A year"}', "rename it to offers/proposals/two.yaml"),
    ("cases/two.toml", 'client = "Casa"\nniche = "café"\n', "rename it to cases/two.yaml, and write 'key: value' in"),
    ("cases/two.conf", CASE, "rename it to cases/two.yaml"),
    ("content/services.json", '{"services": [{"id": "a"}], "title": "x"}', "there is content/services.yaml too, and"),
    ("content/servicios.toml", "services = []\n[[services]]\nid = 1\n", "there is content/services.yaml too"),
    ("content/articles/two.txt", ARTICLE, "rename it to content/articles/two.md"),
    ("content/articles/two.yaml", "title: Two\ndate: 2026-06-01\n", "rename it to content/articles/two.md, and write"),
    ("content/articles/2026/two.txt", ARTICLE, "rename it to content/articles/2026/two.md"),
    ("content/pages/two.txt", "---\ntitle: Two\n---\nx\n", "rename it to content/pages/two.md"),
    ("content/privacy.txt", "---\ntitle: Privacy\n---\nx\n", "rename it to content/privacy.md"),
    ("site.es.json", '{"role": "x", "tagline": "y"}', "rename it to site.es.yaml"),
)


@pytest.mark.parametrize(("file", "text", "hint"), LOOKALIKES)
def test_a_file_with_our_keys_under_a_foreign_ending_is_an_error(
    file: str, text: str | bytes, hint: str, project: ProjectFactory
) -> None:
    """An offer or a case would vanish from the site for its file's ending, and the build would say that all is well."""
    folder = project({file: text, "site.es.yaml": None})
    is_there = hint.startswith("there is")
    found = [each for each in everything(folder) if each.location.file == file]
    assert [each.severity for each in found] == [Severity.WARNING if is_there else Severity.ERROR]
    assert found[0].hint.startswith(hint)


def test_what_a_json_file_becomes_by_the_hint_is_read(project: ProjectFactory) -> None:
    """Whoever renames it as told gets the offer."""
    folder = project({"offers/two.yaml": OFFER_JSON.replace("direct", "second-step")})
    assert said(folder) == []
    assert [offer.slug for offer in load_site(folder).site.offers] == ["audit", "month", "plan", "two"]


def test_what_refers_to_a_file_with_a_foreign_ending_is_not_blamed(project: ProjectFactory) -> None:
    folder = project({"cases/cafe.yaml": None, "cases/cafe.txt": CASE})
    assert [str(problem.location) for problem in said(folder)] == ["cases/cafe.txt:1:1"]


@pytest.mark.parametrize(
    ("file", "message", "hint"),
    [
        (
            "content/articles/first-es.md",
            "by its name this is a translation of content/articles/first.md, and it makes a page of its own",
            "rename it to content/articles/first.es.md",
        ),
        (
            "cases/cafe_es.yaml",
            "the name 'cafe_es' can't be part of an address",
            "if it is a translation, rename it to cafe.es.yaml",
        ),
        ("cases/cafe.ES.yaml", "'ES' is not one of the site's languages", "rename it to cafe.es.yaml"),
    ],
)
def test_a_translation_with_its_language_in_another_place_is_told(
    file: str, message: str, hint: str, project: ProjectFactory
) -> None:
    """A Spanish text would stand among the English ones, as a page of its own, and its original without translation."""
    text = ARTICLE if file.endswith(".md") else CASE
    (problem,) = (problem for problem in everything(project({file: text})) if problem.location.file == file)
    assert (problem.message, problem.hint) == (message, hint)


@pytest.mark.parametrize("ending", ["doc", "docx", "odt", "rtf", "pages", "gdoc"])
def test_a_text_of_a_word_processor_among_articles_is_an_error(ending: str, project: ProjectFactory) -> None:
    """Who puts one there expects a page, and none would come."""
    (problem,) = said(project({f"content/articles/news.{ending}": b"PK\3\4 damaged"}))
    assert problem.message == f"1 of the texts here can't be read: news.{ending}"


def test_other_texts_and_copies_beside_ours_are_warnings_alone(project: ProjectFactory) -> None:
    """Notes and copies may lie there; a build must not stop for them."""
    files = {
        "offers/notes.txt": "Ask Ana about the price: 290.\nTitle: later\n", "offers/month.yaml.bak": DIRECT,
        "offers/old.bak": DIRECT, "cases/ideas.docx": b"PK\3\4 damaged", "cases/list.pdf": b"%PDF-1.7 \0",
        "content/articles/ideas.txt": "a new one\n", "offers/month.json": OFFER_JSON, "cases/list.csv": "x",
    }  # fmt: skip
    folder = project(files)
    assert [str(problem) for problem in said(folder)] == []
    warned = {problem.location.file for problem in everything(folder)}
    assert {*files} - warned == set()


@pytest.mark.parametrize(("name", "text"), [("site.json", '{"name": "x", "url": "y"}'), ("site.txt", SITE)])
def test_a_project_with_site_yaml_in_another_form_is_told(
    name: str, text: str, project: ProjectFactory, cli: Cli
) -> None:
    done = cli("build", cwd=project({"site.yaml": None, name: text}))
    assert done.code == 2
    assert f"{name} is not read under this name: rename it to site.yaml" in " ".join(done.err.split())
