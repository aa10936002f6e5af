"""Languages, lists, links and the folder that a site lives under."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from site_gen.pages.listing import PAGE_SIZE
from tests.conftest import ProjectFactory
from tests.support import ARTICLE, CASE, SITE, write_files
from tests.support_build import Rendered, render

OVERLAY = "title: Seguidores de 1200 a 4800\nniche: Cafetería\nmetrics: [{name: Seguidores}]\n"
ORIGIN = "https://mara.example"


def alternates(site: Rendered, path: str) -> dict[str, str]:
    links = site.document(path).all("link")
    return {link.get("hreflang"): link.get("href") for link in links if "hreflang" in link.attributes}


def test_hreflang_names_existing_translations_alone(project: ProjectFactory, cache: Path) -> None:
    folder = project({"cases/cafe.es.yaml": OVERLAY, "cases/other.yaml": CASE})
    site = render(folder, cache)
    both = {"en": f"{ORIGIN}/cases/cafe/", "x-default": f"{ORIGIN}/cases/cafe/", "es": f"{ORIGIN}/es/cases/cafe/"}
    assert alternates(site, "cases/cafe/index.html") == both
    assert alternates(site, "es/cases/cafe/index.html") == both
    assert alternates(site, "cases/other/index.html") == {}
    assert "es/cases/other/index.html" not in site.pages
    named = {link.removeprefix(f"{ORIGIN}/") for path in site.pages for link in alternates(site, path).values()}
    assert {f"{path}index.html" for path in named} <= site.pages


def test_the_language_switch_leads_home_where_a_page_is_not_translated(project: ProjectFactory, cache: Path) -> None:
    site = render(project({"cases/other.yaml": CASE}), cache)
    switch = {view["lang"]: view["path"] for view in site.view("cases/other/index.html")["page"]["switch"]}
    assert switch == {"en": "/cases/other/", "es": "/es/"}


def test_a_site_in_one_language_names_no_alternates(project: ProjectFactory, cache: Path) -> None:
    folder = project({"site.yaml": SITE.replace("[en, es]", "[en]"), "site.es.yaml": None})
    site = render(folder, cache)
    assert all(alternates(site, path) == {} for path in site.pages)
    assert not any(path.startswith("es/") for path in site.artifacts)


# --- lists ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def many(project: ProjectFactory, cache: Path) -> Callable[..., Rendered]:
    """Render a site with this many cases, each with these lines more."""

    def make(number: int, more: str = "") -> Rendered:
        files: dict[str, str | None] = {f"cases/case-{n:03}.yaml": CASE + more for n in range(number)}
        return render(project(files | {"cases/cafe.yaml": None, "offers/month.yaml": None}), cache)

    return make


def list_paths(site: Rendered, folder: str) -> list[str]:
    return sorted(path for path in site.pages if path.startswith(folder) and site.view(path)["page"]["kind"] == "cases")


@pytest.mark.parametrize(("cases", "pages"), [(1, 1), (12, 1), (13, 2), (25, 3)])
def test_a_list_has_twelve_on_a_page(many: Callable[..., Rendered], cases: int, pages: int) -> None:
    site = many(cases)
    for folder in ("cases/", "cases/network/instagram/", "cases/niche/coffee-shop/"):
        paths = [f"{folder}index.html", *(f"{folder}page/{n}/index.html" for n in range(2, pages + 1))]
        assert [path for path in paths if path not in site.pages] == []
        assert f"{folder}page/{pages + 1}/index.html" not in site.pages
        shown = [case["url"] for path in paths for case in site.view(path)["cases"]]
        assert len(shown) == len(set(shown)) == cases
        assert all(len(site.view(path)["cases"]) == PAGE_SIZE for path in paths[:-1])


WINDOWS = {
    1: (3, "1 2 3"),
    2: (3, "1 2 3"),
    3: (7, "1 2 3 4 5 6 7"),
    5: (9, "1 2 3 4 5 6 7 8 9"),
    6: (12, "1 … 4 5 6 7 8 … 12"),
    12: (12, "1 … 10 11 12"),
}


@pytest.mark.parametrize(("current", "window"), WINDOWS.items())
def test_page_numbers_show_the_neighbours_and_the_ends(
    many: Callable[..., Rendered], current: int, window: tuple[int, str]
) -> None:
    total, numbers = window
    site = many(total * PAGE_SIZE)
    path = "cases/index.html" if current == 1 else f"cases/page/{current}/index.html"
    pagination = site.view(path)["pagination"]
    assert " ".join(link["title"] for link in pagination["pages"]) == numbers
    assert (pagination["number"], pagination["total"]) == (current, total)
    assert pagination["previous"] == {1: None, 2: "/cases/"}.get(current, f"/cases/page/{current - 1}/")
    assert pagination["next"] == (None if current == total else f"/cases/page/{current + 1}/")


def test_filters_are_networks_niches_and_tags_in_use_with_their_counts(many: Callable[..., Rendered]) -> None:
    site = many(2, "tags: [Regulars, Late hours, regulars]\n")
    filters = site.view("cases/index.html")["filters"]
    assert [(view["taxonomy"], [(t["title"], t["url"], t["count"]) for t in view["terms"]]) for view in filters] == [
        ("network", [("Instagram", "/cases/network/instagram/", 2)]),
        ("niche", [("Coffee shop", "/cases/niche/coffee-shop/", 2)]),
        ("tag", [("Late hours", "/cases/tag/late-hours/", 2), ("Regulars", "/cases/tag/regulars/", 2)]),
    ]
    assert [term["current"] for term in site.view("cases/tag/regulars/index.html")["filters"][2]["terms"]] == [
        False,
        True,
    ]


def test_translated_terms_keep_the_address_of_the_original(project: ProjectFactory, cache: Path) -> None:
    site = render(project({"cases/cafe.es.yaml": OVERLAY}), cache)
    (term,) = site.view("es/cases/index.html")["filters"][1]["terms"]
    assert (term["title"], term["url"]) == ("Cafetería", "/es/cases/niche/coffee-shop/")


# --- links ------------------------------------------------------------------------------------------------------------

LINKS = {
    "a path": ("/cases/cafe/", "/cases/cafe/", "/es/cases/cafe/"),
    "a path without its slash": ("/cases/cafe", "/cases/cafe/", "/es/cases/cafe/"),
    "a path with an anchor": ("/cases/cafe/#work", "/cases/cafe/#work", "/es/cases/cafe/#work"),
    "what isn't translated": ("/offers/month/", "/offers/month/", "/offers/month/"),
    "a list": ("/articles/", "/articles/", "/es/articles/"),
    "home": ("/", "/", "/es/"),
    "a Markdown file beside": ("first.md", "/articles/first/", "/articles/first/"),
    "a file of another folder": ("../../cases/cafe.yaml#work", "/cases/cafe/#work", "/es/cases/cafe/#work"),
    "a page": ("../pages/terms.md", "/terms/", "/terms/"),
    "another site": ("https://other.example/x.md", "https://other.example/x.md", "https://other.example/x.md"),
    "an anchor": ("#here", "#here", "#here"),
    "mail": ("mailto:a@b.example", "mailto:a@b.example", "mailto:a@b.example"),
    "a feed": ("/feed.xml", "/feed.xml", "/feed.xml"),
}


@pytest.mark.parametrize("base", ["/", "/mara/"])
@pytest.mark.parametrize(("written", "english", "spanish"), LINKS.values(), ids=LINKS)
def test_a_link_in_a_text_leads_to_the_page_in_the_texts_language(
    project: ProjectFactory, cache: Path, base: str, written: str, english: str, spanish: str
) -> None:
    text = f"---\ntitle: Links\ndate: 2026-01-01\n---\n[here]({written})\n"
    folder = project(
        {
            "site.yaml": SITE.replace("mara.example/\n", f"mara.example{base}\n"),
            "cases/cafe.es.yaml": OVERLAY,
            "content/pages/terms.md": "---\ntitle: Terms\n---\n",
            "content/articles/links.md": text,
            "content/articles/links.es.md": text.replace("Links", "Enlaces").replace("date: 2026-01-01\n", ""),
        }
    )
    site = render(folder, cache)
    found = [
        re.findall(r'<a href="([^"]*)">here</a>', site.text(f"{prefix}articles/links/index.html"))
        for prefix in ("", "es/")
    ]
    assert found == [[_below(base, english)], [_below(base, spanish)]]


def _below(base: str, address: str) -> str:
    return f"{base}{address[1:]}" if address.startswith("/") else address


ADDRESS = re.compile(r"""(?:href|src|srcset|action|url)(?:="|\(")(/[^"]*)""")


def test_a_site_in_a_folder_keeps_every_address_in_it(project: ProjectFactory, cache: Path) -> None:
    folder = project({"site.yaml": SITE.replace("mara.example/\n", "mara.example/web/mara/\n")})
    site = render(folder, cache)
    assert {path for path in site.artifacts if path.startswith("web/")} == set()
    for path, text in site.texts():
        assert [address for address in ADDRESS.findall(text) if not address.startswith("/web/mara/")] == [], path
        absolute = re.findall(r"https://mara\.example(/[^\s<\"']*)", text)
        assert [address for address in absolute if not address.startswith("/web/mara/")] == [], path
    assert site.text("_headers").startswith("/web/mara/*\n")
    assert '"start_url": "/web/mara/es/"' in site.text("es/manifest.webmanifest")


def test_previous_and_next_lead_through_the_cases_in_their_order(many: Callable[..., Rendered]) -> None:
    site = many(3)
    ways = {
        path: tuple((site.view(path)["case"][way] or {}).get("url") for way in ("previous", "next"))
        for path in sorted(site.pages)
        if re.fullmatch(r"cases/case-\d+/index.html", path)
    }
    assert list(ways.values()) == [
        (None, "/cases/case-001/"),
        ("/cases/case-000/", "/cases/case-002/"),
        ("/cases/case-001/", None),
    ]


def test_related_articles_share_the_most_tags(project: ProjectFactory, cache: Path) -> None:
    def article(*tags: str) -> str:
        return ARTICLE.replace("[start]", f"[{', '.join(tags)}]")

    files = {f"content/articles/{name}.md": article(*name.split("-")) for name in ("a-b-c", "a-b", "c", "d")}
    site = render(project(files), cache)
    related: list[Any] = site.view("articles/a-b-c/index.html")["article"]["related"]
    assert [card["url"] for card in related] == ["/articles/a-b/", "/articles/c/"]


def test_an_overlay_that_is_added_makes_the_page(project: ProjectFactory, cache: Path) -> None:
    folder = project()
    assert "es/cases/cafe/index.html" not in render(folder, cache).pages
    write_files(folder, {"cases/cafe.es.yaml": OVERLAY})
    assert "es/cases/cafe/index.html" in render(folder, cache).pages
