"""Search in a real browser: every page is found by its title's words in any form, with a keyboard, under the policy."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from benchmarks.corpus import studies
from site_gen.model.search_words import SearchEntry, words
from site_gen.pages.search_index import SearchText, search_files
from tests.browser.conftest import NOW, build_project
from tests.browser.server import SiteServer, serve
from tests.browser.site import BuiltSite
from tests.browser.word_pairs import PAIRS
from tests.support import BASE, SITE, write_files

pytestmark = pytest.mark.browser

LANGUAGES: Final = ("en", "es", "ca", "ru", "uk")
TITLES: Final = 20
ASK: Final = """async (questions) => {
  const form = document.querySelector("form[data-search]");
  const { Index } = await import(document.querySelector("script[type=module]").src);
  const index = new Index(form.dataset.search, document.documentElement.lang);
  const found = [];
  for (const question of questions) {
    const { numbers } = await index.search(question + " ");
    found.push(await Promise.all(numbers.map(async (number) => (await index.shown(number)).title)));
  }
  return found;
}"""
"""Returns the titles that each question finds. The space says that the last word is whole."""


def pairs(language: str) -> list[tuple[str, str]]:
    """Return a language's pairs of forms."""
    found = [pair.split() for pair in PAIRS[language].replace("\n", " ").split(",")]
    return [(first, second) for first, second in found]


def titles(language: str) -> list[str]:
    """Return titles that hold one form of every pair, in turn the first and the second."""
    said = [pair[number % 2] for number, pair in enumerate(pairs(language))]
    return [" ".join(said[at::TITLES]) for at in range(TITLES)]


def bare(text: str) -> str:
    """Return a text without diacritics, as people type on any keyboard."""
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteServer]:
    """Twenty articles in five languages."""
    files: dict[str, str | bytes | None] = {
        **BASE,
        "site.yaml": SITE.replace("languages: [en, es]", f"languages: [{', '.join(LANGUAGES)}]"),
    }
    for language in LANGUAGES:
        for number, title in enumerate(titles(language)):
            name = f"a{number:02}" if language == "en" else f"a{number:02}.{language}"
            head = f"title: {json.dumps(title, ensure_ascii=False)}\ndate: 2026-06-{number + 1:02}\nsummary: Whatever"
            files[f"content/articles/{name}.md"] = f"---\n{head}\n---\n## Zebras\n\nQuokkas live in text {number}.\n"
    folder = tmp_path_factory.mktemp("search")
    built = build_project(write_files(folder / "project", files), folder / "output", NOW)
    with serve(built.folder, built.base, NOW) as server:
        yield server


@pytest.fixture
def visit(browser: Browser, site: SiteServer) -> Iterator[Page]:
    with browser.new_context(base_url=site.origin) as context:
        yield context.new_page()


def opened(page: Page, language: str) -> Page:
    page.goto("/search/" if language == "en" else f"/{language}/search/")
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_title_is_found_by_any_form_of_its_words_with_and_without_diacritics(visit: Page, language: str) -> None:
    """Visitors would be told that there is nothing about gifts, as the title says gift."""
    asked, expected = [], []
    made = titles(language)
    for number, pair in enumerate(pairs(language)):
        for form in pair:
            for question in dict.fromkeys((form, bare(form), form.upper())):
                asked.append(question)
                expected.append(made[number % TITLES])
    found = opened(visit, language).evaluate(ASK, asked)
    missed = [question for question, title, got in zip(asked, expected, found, strict=True) if title not in got]
    assert missed == []


@pytest.mark.laws
def test_every_page_of_the_example_is_found_by_every_word_of_its_title(
    example_site: BuiltSite, context: BrowserContext
) -> None:
    """A page would be lost to those who remember its title."""
    for language in example_site.languages:
        index = next(
            file for file in example_site.files if file.endswith("search/index.json") and _of(file) == language
        )
        shelves = [f for f in example_site.files if f.startswith(f"{index.removesuffix('index.json')}t")]
        data = [json.loads((example_site.folder / file).read_text("utf-8")) for file in shelves]
        known = [shown[2] for shelf in data for shown in shelf.values()]
        assert len(known) > 10
        asked = [(title, word) for title in known for word in {*title.split(), *bare(title).split()} if words(word)]
        page = context.new_page()
        page.goto(f"/{index.removesuffix('index.json')}")
        found = page.evaluate(ASK, [word for _, word in asked])
        assert [word for (title, word), got in zip(asked, found, strict=True) if title not in got] == []


def _of(file: str) -> str:
    return file.split("/", maxsplit=1)[0] if file.count("/") == 2 else "ca"


def test_words_are_the_same_in_the_browser_and_in_the_build(visit: Page) -> None:
    """A word that the two write differently would never be found."""
    odd = "об'єкт сім’я L'estratègia col·legi d’Instagram Ñandú STRASSE Straße 1.200 ½ reels_2 Ёлка Й за\u0301дача ŀl"
    texts = [
        odd,
        *odd.split(),
        "İstanbul Σίσυφος ΣΑΣ",
        "ﬁne ²",
        "naïve\u200bword soft\u00adhyphen",
        "日本語 テスト",
        "a–b/c",
    ]
    ask = "async (texts) => { const { words } = await import(document.querySelector('script[type=module]').src);"
    found = opened(visit, "en").evaluate(f"{ask} return texts.map(words); }}", texts)
    assert found == [words(text) for text in texts]


def test_typing_shows_results_with_the_words_marked_and_says_how_many(visit: Page, site: SiteServer) -> None:
    """Nobody would see why a text was found; those who hear the page wouldn't know that anything was."""
    said: list[str] = []
    asked: list[str] = []
    visit.on("console", lambda message: said.append(message.text))
    visit.on("request", lambda request: asked.append(request.url))
    page = opened(visit, "en")
    page.get_by_role("searchbox").press_sequentially("strateg")  # the beginning of a word is enough
    expect(page.get_by_role("status")).to_have_text("1 result")
    row = page.locator("[data-search-results] li")
    expect(row.locator("mark").first).to_have_text("strategies")
    page.get_by_role("searchbox").fill("zebra")  # in a heading of all
    expect(page.get_by_role("status")).to_have_text(f"{TITLES} results")
    expect(row).to_have_count(10)
    expect(row.locator("mark")).to_have_count(10)
    page.get_by_role("button", name="Show more").click()
    expect(row).to_have_count(TITLES)
    page.get_by_role("searchbox").fill("quokka")  # in the text alone: the first results quote it
    expect(row.locator("mark")).to_have_count(3)
    page.get_by_role("searchbox").fill("xyzzy")
    expect(page.get_by_role("status")).to_contain_text("Nothing found for “xyzzy”")
    assert said == []
    assert [url for url in asked if not url.startswith(site.origin)] == []


def test_a_keyboard_is_enough(visit: Page) -> None:
    """Those who use no mouse would see results and not get to them."""
    page = opened(visit, "en")
    page.keyboard.type("zebras")  # the field has the focus
    expect(page.locator("[data-search-results] li").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-search-results] a").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/articles/"))
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("zebras")


def test_results_that_come_while_one_is_among_them_keep_the_place(visit: Page) -> None:
    """On a slow line those who use no mouse would be thrown out of the results by the last letter that they typed."""
    page = opened(visit, "en")
    page.keyboard.type("zebra")
    expect(page.locator("[data-search-results] li").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.evaluate("document.querySelector('input[type=search]').value = 'zebras'")
    page.evaluate("document.querySelector('form[data-search]').requestSubmit()")
    expect(page).to_have_url(re.compile("q=zebras"))
    page.wait_for_function("document.querySelectorAll('[data-search-results] a')[1] === document.activeElement")
    page.evaluate("document.querySelector('input[type=search]').value = 'xyzzy'")
    page.evaluate("document.querySelector('form[data-search]').requestSubmit()")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_lists_have_a_field_that_leads_to_the_search_and_load_nothing_of_it(visit: Page) -> None:
    """Every page would pay for a search that few visitors use."""
    asked: list[str] = []
    visit.on("request", lambda request: asked.append(request.url))
    visit.goto("/articles/")
    assert [url for url in asked if "search" in url] == []
    visit.get_by_role("searchbox").fill("reviews")
    visit.keyboard.press("Enter")
    expect(visit.get_by_role("status")).to_have_text("1 result")


def test_without_scripts_the_page_says_so_and_leads_to_the_lists(browser: Browser, site: SiteServer) -> None:
    """A field that does nothing would be all there is."""
    with browser.new_context(base_url=site.origin, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/search/?q=reviews")
        expect(page.get_by_text("The search needs scripts")).to_be_visible()
        expect(page.locator("main").get_by_role("link", name="Articles")).to_be_visible()


def test_a_piece_that_does_not_come_is_said_and_asked_for_again(visit: Page) -> None:
    """A bad connection would look like an empty site."""
    page = opened(visit, "en")
    page.route("**/search/w*.json", lambda route: route.abort())
    page.get_by_role("searchbox").fill("reviews")
    expect(page.get_by_role("status")).to_contain_text("could not be loaded")
    page.unroute("**/search/w*.json")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_have_text("1 result")


@pytest.mark.parametrize("count", [500, pytest.param(5000, marks=pytest.mark.laws)])
def test_a_search_asks_for_little_however_many_texts_there_are(visit: Page, count: int, tmp_path: Path) -> None:
    """A search on a train would load megabytes."""
    corpus: list[dict[str, Any]] = [{"slug": s.slug, "body": s.body, **s.case} for s in studies(count)]
    texts = [
        SearchText(
            "case",
            f"cases/{c['slug']}/",
            f"/cases/{c['slug']}/",
            SearchEntry.of(c["title"], (c["client"], c["niche"]), c["summary"], c["body"]).packed(),
        )
        for c in corpus
    ]
    files = dict(search_files(texts))
    page, sizes = opened(visit, "ca"), [0]

    def answer(route: Any) -> None:
        content = files[route.request.url.rpartition("/")[2]]
        sizes[0] += len(content)
        route.fulfill(body=content, content_type="application/json")

    page.route("**/ca/search/*.json", answer)
    for question, least in (
        (corpus[7]["title"], 1),
        ("perruqueria", 3),
        ("el client publica sol", 1),
        ("pressupost", 10),
    ):
        page.reload()
        sizes[0] = 0
        page.get_by_role("searchbox").fill(question)
        expect(page.locator("[data-search-results] li").nth(least - 1)).to_be_visible()
        page.wait_for_timeout(300)
        assert 0 < sizes[0] < 170_000, f"{question}: {sizes[0]} bytes"
