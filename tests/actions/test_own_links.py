"""Links to the site's own pages, written in every way that a browser understands."""

from __future__ import annotations

import pytest

from tests.conftest import Cli, ProjectFactory

HEAD = "---\ntitle: T\ndate: 2026-01-01\n---\n"
GOOD = ["https://mara.example/cases/", "//mara.example/cases/", "../first/", "./", "?a=1", "#here", "../first", "#top"]
BAD = ["https://mara.example/case/", "//mara.example/case/", "../firsts/", "./x/", "#there", "/articles/first/#nowhere"]


def said(cli: Cli, project: ProjectFactory, link: str) -> str:
    folder = project({"content/articles/x.md": f'{HEAD}## Here\n\n<a href="{link}">y</a>\n'})
    return cli("check", "--now", "2026-06-01T12:00Z", cwd=folder).err


@pytest.mark.parametrize("link", GOOD)
def test_a_link_that_a_browser_follows_is_fine(cli: Cli, project: ProjectFactory, link: str) -> None:
    """False warnings make people stop reading them."""
    assert "x.md" not in said(cli, project, link)


@pytest.mark.parametrize("link", BAD)
def test_a_link_to_nothing_is_found_however_it_is_written(cli: Cli, project: ProjectFactory, link: str) -> None:
    """Visitors would meet an error page."""
    assert "content/articles/x.md:7" in said(cli, project, link)


GUESSES = {
    "cafe": "did you mean '/cases/cafe/'?",
    "cases/cafe": "did you mean '/cases/cafe/'?",
    "../../cases/cafe.yaml": "did you mean '/cases/cafe/'?",
    "first.md": "did you mean '/articles/first/'?",
    "https://mara.example/case/": "did you mean '/cases/'?",
    "www.google.es": "write it whole: https://www.google.es",
    "google.es/maps": "write it whole: https://google.es/maps",
    "offers/navidad": "an address of the site itself begins with a slash, as /articles/ does; another site's with https://",
    "/offers/navidad/": "",
}


@pytest.mark.parametrize("link", GUESSES)
def test_the_hint_at_a_broken_link_is_what_was_meant(cli: Cli, project: ProjectFactory, link: str) -> None:
    """Who follows it to the letter has a link that works; the home page is what nobody meant."""
    lines = said(cli, project, link).splitlines()
    at = next(number for number, line in enumerate(lines) if "x.md:7" in line)
    hint = lines[at + 1].removeprefix("  hint: ") if lines[at + 1].startswith("  hint") else ""
    assert hint == GUESSES[link]
