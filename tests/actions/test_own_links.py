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
