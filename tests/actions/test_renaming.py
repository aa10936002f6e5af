"""A page that gets another address is found at the old one too, and nothing names it wrongly afterwards."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from site_gen.actions.editing.renaming import NotRenamedError, Refusal, renaming
from site_gen.actions.editing.saving import Workplace, save, undo
from site_gen.actions.ledger import new_entries
from site_gen.load import load_site
from site_gen.model.content_kinds import ARTICLE, CASE, OFFER, PAGE, ContentKind
from tests.support import NOW, ROOT

EXAMPLE = [
    (OFFER, "full-management"),
    (OFFER, "three-months"),
    (CASE, "rural-hotel"),
    (ARTICLE, "budget-and-return"),
]


@pytest.fixture
def work(tmp_path: Path) -> Workplace:
    """A copy of the example project, which names its pages in keys, texts, the ledger and audits."""
    project = tmp_path / "project"
    for name in ("cases", "offers", "content"):
        shutil.copytree(ROOT / name, project / name)
    for path in ROOT.glob("site*.yaml"):
        shutil.copy(path, project)
    return Workplace(project, tmp_path / "kept", lambda: NOW)


def everything(project: Path) -> dict[str, bytes]:
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in project.rglob("*") if path.is_file()}


def renamed(work: Workplace, kind: ContentKind, slug: str, new: str) -> int:
    found = renaming(work.project, load_site(work.project).site, kind, slug, new, NOW)
    number = save(work, "rename", found.wishes)
    assert number is not None
    return number


def moves_and_comes_back(work: Workplace, kind: ContentKind, slug: str) -> None:
    before = everything(work.project)
    number = renamed(work, kind, slug, "another-name")
    site = load_site(work.project).site
    things = {"offer": site.offers, "case": site.cases, "article": site.articles, "page": site.pages}[kind.name]
    moved = next(each for each in things if each.slug == "another-name")
    assert all(each.slug != slug for each in things)
    folder = {language: "" if language == site.main.language else f"{language}/" for language in moved.versions}
    assert set(moved.original.aliases) == {f"{folder[code]}{kind.route}{slug}/" for code in moved.versions}
    for name, raw in everything(work.project).items():
        if name.endswith((".yaml", ".md")) and name != moved.file:
            assert not re.search(rf"(?:\]\(|: )/?{kind.route}{slug}/|^(?:next|proof|case|offer): {slug}$", raw.decode())
    undo(work, number)
    assert everything(work.project) == before


def test_a_page_moves_with_all_that_names_it_and_comes_back_byte_for_byte(work: Workplace) -> None:
    """Links to it would be dead, and offers would lead to nothing; an undo that lost a comment would be worse."""
    moves_and_comes_back(work, *EXAMPLE[0])


@pytest.mark.laws
@pytest.mark.parametrize(("kind", "slug"), EXAMPLE[1:])
def test_any_page_moves_and_comes_back(work: Workplace, kind: ContentKind, slug: str) -> None:
    moves_and_comes_back(work, kind, slug)


def test_what_was_recorded_of_an_offer_is_its_own_under_the_new_name(work: Workplace) -> None:
    """Lowest prices and promises rest on the ledger: an offer that only moved would look withdrawn and begun anew."""
    before = load_site(work.project).site
    waiting = {entry.offer for entry in new_entries(before, NOW)} - {"three-months"}
    renamed(work, OFFER, "three-months", "winter")
    site = load_site(work.project).site
    assert [entry.state for entry in site.ledger.of("winter")[:-1]] == [
        e.state for e in before.ledger.of("three-months")
    ]
    assert not site.ledger.of("three-months")
    assert {entry.offer for entry in new_entries(site, NOW)} - {"winter"} == waiting
    assert not any(entry.offer == "winter" and entry.state is None for entry in new_entries(site, NOW))
    (work.project / "offers/ledger.jsonl").write_bytes((work.project / "offers/ledger.jsonl").read_bytes())
    with pytest.raises(NotRenamedError) as refused:
        renaming(work.project, site, OFFER, "free-audit", "winter", NOW)
    assert refused.value.reason is Refusal.TAKEN


def test_a_page_that_moves_back_has_no_alias_of_itself(work: Workplace) -> None:
    """An address that leads to itself is an error, and whoever changed their mind would be stuck with it."""
    first = load_site(work.project).site.articles[0].slug
    renamed(work, ARTICLE, first, "elsewhere")
    renamed(work, ARTICLE, "elsewhere", first)
    source = next(each for each in load_site(work.project).site.articles if each.slug == first)
    assert all("elsewhere" in alias for alias in source.original.aliases)
    assert source.original.aliases


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        ("page", Refusal.NAME),
        ("../x", Refusal.NAME),
        ("Café", Refusal.NAME),
        ("nul", Refusal.NAME),
        ("full-management", Refusal.SAME),
        ("free-audit", Refusal.TAKEN),
    ],
)
def test_an_address_that_cant_be_is_refused(work: Workplace, new: str, reason: Refusal) -> None:
    site = load_site(work.project).site
    with pytest.raises(NotRenamedError) as refused:
        renaming(work.project, site, OFFER, "full-management", new, NOW)
    assert refused.value.reason is reason


def test_a_file_that_names_the_page_and_cant_be_read_is_named(work: Workplace) -> None:
    """A reference in it would go on pointing to nothing, with nobody told."""
    site = load_site(work.project).site
    (work.project / "offers/free-audit.es.yaml").write_text("title: [full-management\n")
    with pytest.raises(NotRenamedError) as refused:
        renaming(work.project, site, OFFER, "full-management", "whole-care", NOW)
    assert (refused.value.reason, refused.value.what) == (Refusal.UNREADABLE, "offers/free-audit.es.yaml")


TEXT = """\
---
title: About
---

[One](/old-page/), [two](/old-page#more "Title"), [three](old-page.md), [four](https://x.org/old-page/),
[`/old-page/`](/old-page/?a=1) and <https://mine.example/old-page/>, [other](/old-page-2/).

    /old-page/ in code [x](/old-page/)

[five]: /es/old-page/ "x"
"""


def test_links_in_texts_follow_and_code_stays(tmp_path: Path) -> None:
    """A link in an example of code is no link; one to another site isn't ours."""
    work = Workplace(tmp_path / "project", tmp_path / "kept", lambda: NOW)
    pages = tmp_path / "project/content/pages"
    pages.mkdir(parents=True)
    settings = (
        "name: A\nrole: b\ntagline: c\nurl: https://mine.example/\nlanguages: [en, es]\ntime_zone: UTC\ncurrency: EUR\n"
    )
    (tmp_path / "project/site.yaml").write_text(settings + "legal: {controller: A}\ncontact: {email: a@b.example}\n")
    (tmp_path / "project/site.es.yaml").write_text("role: b\n")
    (pages / "old-page.md").write_text("---\ntitle: Old\n---\n\nText.\n")
    (pages / "about.md").write_text(TEXT)
    renamed(work, PAGE, "old-page", "new-page")
    expected = TEXT.replace("(/old-page", "(/new-page").replace("(old-page.md", "(new-page.md")
    expected = expected.replace("in code [x](/new-page/)", "in code [x](/old-page/)").replace(
        "/es/old-page/", "/es/new-page/"
    )
    expected = expected.replace("(/new-page-2/)", "(/old-page-2/)")
    assert (pages / "about.md").read_text() == expected
    assert (pages / "new-page.md").read_text() == "---\ntitle: Old\naliases:\n  - /old-page/\n---\n\nText.\n"
