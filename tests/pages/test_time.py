"""What is shown when: windows are half-open, what is scheduled or a draft is nowhere, what is closed says so."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import ProjectFactory
from tests.support import ARTICLE, CASE, DIRECT, NOW, write_files
from tests.support_build import Rendered, render

STARTS = datetime.fromisoformat("2026-11-20T09:00:00+01:00")
ENDS = datetime.fromisoformat("2026-12-20T18:00:00+01:00")
MOMENT = timedelta(microseconds=1)
PAGE = "offers/month/index.html"

STATES = {
    "just before the start": (STARTS - MOMENT, None),
    "at the start": (STARTS, "live"),
    "just before the end": (ENDS - MOMENT, "live"),
    "at the end": (ENDS, "closed"),
    "long after": (ENDS + timedelta(days=900), "closed"),
}


@pytest.mark.parametrize(("now", "state"), STATES.values(), ids=STATES)
def test_an_offer_is_live_from_its_start_until_before_its_end(
    project: ProjectFactory, cache: Path, now: datetime, state: str | None
) -> None:
    site = render(project(), cache, now)
    assert (site.view(PAGE)["offer"]["state"] if PAGE in site.pages else None) == state
    in_lists = {offer["slug"] for offer in site.view("links/index.html")["offers"]}
    assert ("month" in in_lists) == (state == "live")
    assert (site.view("index.html")["site"]["current_offer"] is not None) == (state == "live")


@pytest.mark.parametrize("language", ["", "es/"])
def test_a_closed_offers_page_says_so_and_names_no_price(project: ProjectFactory, cache: Path, language: str) -> None:
    folder = project({"offers/month.es.yaml": "title: Un mes de Instagram\n"})
    site = render(folder, cache, ENDS)
    page = site.text(f"{language}{PAGE}")
    assert site.nodes(f"{language}{PAGE}", "Offer") == []
    assert "2900" not in page
    for text in ("290", "350", "390", "data-ends", "Book your month"):
        assert text not in page
    ended = {
        "": "This offer has ended. It ran until 20 December 2026, 6\N{NO-BREAK SPACE}pm",
        "es/": "20 de diciembre de 2026 a las 18:00",
    }
    assert ended[language] in page
    assert 'data-when="closed">' in page


def test_a_live_offers_page_can_close_itself(project: ProjectFactory, cache: Path) -> None:
    page = render(project(), cache).document(PAGE)
    ends = {element.get("data-ends") for element in page.all() if "data-ends" in element.attributes}
    assert ends == {ENDS.isoformat()}
    closed = [element for element in page.all() if element.get("data-when") == "closed"]
    assert len(closed) == 2  # what is open instead, and below it the ways to write
    assert all("hidden" in element.attributes for element in closed)


WORD = "Xyzzyplugh"
HIDDEN = {
    "a draft case": {"cases/hidden.yaml": CASE.replace("Casa Blau", WORD).replace("Coffee", WORD)},
    "a draft offer": {"offers/hidden.yaml": DIRECT.replace("A month", WORD)},
    "a draft article": {"content/articles/hidden.md": ARTICLE.replace("The first", WORD).replace("start", WORD)},
    "a draft page": {"content/pages/hidden.md": f"---\ntitle: {WORD}\nmenu: true\n---\n{WORD}\n"},
    "a scheduled offer": {
        "offers/hidden.yaml": DIRECT.replace("A month", WORD).replace("2026-11-20T09:00", "2026-11-23T12:00:01")
    },
    "a scheduled article": {
        "content/articles/hidden.md": ARTICLE.replace("The first", WORD)
        .replace("start", WORD)
        .replace("2026-06-01", "2026-11-23T12:01")
    },
}


def _as_draft(text: str) -> str:
    return text.replace("title:", "draft: true\ntitle:", 1)


@pytest.mark.parametrize(("what", "files"), HIDDEN.items(), ids=HIDDEN)
def test_a_draft_or_scheduled_thing_is_nowhere(
    project: ProjectFactory, cache: Path, what: str, files: dict[str, str]
) -> None:
    if "draft" in what:
        files = {path: _as_draft(text) for path, text in files.items()}
    with_it, without = render(project(files), cache), render(project(dict.fromkeys(files)), cache)
    assert not any("hidden" in path for path in with_it.artifacts)
    for path, text in with_it.texts():
        assert WORD.casefold() not in text.casefold(), path
        assert "/hidden/" not in text, path
    assert set(with_it.artifacts) == set(without.artifacts)
    shown = render(project(files), cache, drafts=True)
    assert any(WORD in text for _, text in shown.texts())  # or the test looks for what is never there


def test_a_scheduled_article_is_there_from_its_instant(project: ProjectFactory, cache: Path) -> None:
    date = datetime.fromisoformat("2026-12-01T00:00:00+01:00")
    folder = project({"content/articles/next.md": ARTICLE.replace("2026-06-01", "2026-12-01")})
    path = "articles/next/index.html"
    assert path not in render(folder, cache, date - MOMENT).pages
    site = render(folder, cache, date)
    assert path in site.pages
    everywhere = ("index.html", "articles/index.html", "feed.xml", "feed.json", "sitemap.xml")
    assert [name for name in everywhere if "/articles/next/" not in site.text(name)] == []


def test_the_first_step_leads_to_the_second_only_while_it_is_live(project: ProjectFactory, cache: Path) -> None:
    folder = project()
    assert render(folder, cache).view("offers/audit/index.html")["offer"]["next"]["slug"] == "plan"
    second = (folder / "offers/plan.yaml").read_text(encoding="utf-8")
    write_files(folder, {"offers/plan.yaml": second + "starts: 2027-01-01T00:00\n"})
    assert render(folder, cache).view("offers/audit/index.html")["offer"]["next"] is None


def test_the_live_direct_offer_that_ends_first_is_the_current_one(project: ProjectFactory, cache: Path) -> None:
    sooner = DIRECT.replace("2026-12-20", "2026-12-01")
    site = render(project({"offers/sooner.yaml": sooner, "offers/zlater.yaml": DIRECT}), cache)
    assert site.view("index.html")["site"]["current_offer"]["slug"] == "sooner"
    assert _slugs(site) == ["sooner", "month", "zlater", "audit", "plan"]
    assert _slugs(render(project(), cache, NOW - timedelta(days=90))) == ["audit", "plan"]


def _slugs(site: Rendered) -> list[str]:
    slugs: list[str] = [offer["slug"] for offer in site.view("offers/index.html")["offers"]]
    return [slug for slug in slugs if slug in {"sooner", "month", "zlater", "audit", "plan"}]


def test_a_page_that_gets_a_translation_later_changes_then(project: ProjectFactory, cache: Path) -> None:
    text = ARTICLE.replace("2026-06-01", "2026-12-01").replace("tags:", "language: es\ntags:")
    folder, date = project({"content/articles/primero.md": text}), datetime.fromisoformat("2026-12-01T00:00:00+01:00")
    before, after = render(folder, cache), render(folder, cache, date)
    page = "articles/index.html"  # its articles are the same
    assert before.view(page)["page"]["alternates"] == []
    assert [view["lang"] for view in after.view(page)["page"]["alternates"]] == ["en", "es"]
