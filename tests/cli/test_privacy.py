"""`privacy`: the notice as a file of the owner's, never over what they wrote."""

from __future__ import annotations

from tests.conftest import Cli, ProjectFactory
from tests.support import tree


def test_the_notice_is_printed_in_the_sites_first_language_or_another(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    done = cli("privacy", cwd=folder)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("This page says, without small print, what data this site collects")
    assert cli("privacy", "--language", "es", cwd=folder).out.startswith("Aquí se explica, sin letra pequeña")
    assert cli("privacy", "--language", "fr", cwd=folder).code == 2


def test_printing_writes_nothing(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    before = tree(folder)
    cli("privacy", cwd=folder)
    assert tree(folder) == before


def test_what_is_written_is_the_page_that_the_site_showed(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    page = folder / "output" / "privacy" / "index.html"
    assert cli("build", "--jobs", "1", cwd=folder).code == 0
    shown = page.read_text(encoding="utf-8")
    done = cli("privacy", "--write", cwd=folder)
    assert (done.code, done.out) == (0, "content/privacy.md\ncontent/privacy.es.md\n")
    assert (
        (folder / "content/privacy.md")
        .read_text(encoding="utf-8")
        .startswith('---\ntitle: "Privacy"\nupdated: 2026-11-23\n---\n\nThis page says')
    )
    assert cli("check", "--strict", cwd=folder).err == "no problems\n"
    assert cli("build", "--jobs", "1", cwd=folder).code == 0
    prose = shown.partition('<div class="prose">')[2].partition("</main>")[0]
    assert prose in page.read_text(encoding="utf-8")


def test_the_owners_words_are_not_written_over(project: ProjectFactory, cli: Cli) -> None:
    folder = project({"content/privacy.md": "---\ntitle: Mine\n---\nMy words.\n"})
    done = cli("privacy", "--write", cwd=folder)
    assert (done.code, done.out) == (2, "")
    assert "content/privacy.md would be written over; --replace does it" in done.err
    assert "My words." in (folder / "content/privacy.md").read_text(encoding="utf-8")
    assert not (folder / "content/privacy.es.md").exists()
    assert cli("privacy", "--write", "--replace", cwd=folder).code == 0
    assert "My words." not in (folder / "content/privacy.md").read_text(encoding="utf-8")


def test_writing_is_for_all_languages(project: ProjectFactory, cli: Cli) -> None:
    assert cli("privacy", "--write", "--language", "es", cwd=project()).code == 2
