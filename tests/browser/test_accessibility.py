"""axe-core finds nothing on any kind of page, in light and dark, on a phone, a tablet and a desktop."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import NOW, build_project
from tests.browser.server import SiteServer, serve
from tests.browser.site import KINDS, ROOT, BuiltSite
from tests.support import BASE, write_files

pytestmark = pytest.mark.browser

SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
WIDTHS: Final = (320, 768, 1280)
Mode = tuple[Literal["light", "dark"], int]
MODES: Final[tuple[Mode, ...]] = tuple((scheme, width) for scheme in SCHEMES for width in WIDTHS)
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN: Final = "rules => axe.run({runOnly: {type: 'tag', values: rules}, resultTypes: ['violations'], preload: false})"


@pytest.fixture(scope="session")
def axe(checkers: Path) -> str:
    """The source of axe-core."""
    return (checkers / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


LIKE_OTHERS: Final = frozenset({"cases by niche", "cases by tag", "articles by tag"})
"""Lists as "cases by network" and "articles" are."""


@pytest.mark.sampled(5)
@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=pytest.mark.laws if kind in LIKE_OTHERS else ()) for kind in KINDS]
)
@pytest.mark.sampled(9)
def test_axe_finds_nothing_in_any_scheme_or_width(
    kind: str, example_site: BuiltSite, context: BrowserContext, axe: str
) -> None:
    page = _open(context, example_site.page(kind).path, axe)
    found = violations_in_all_modes(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "language", [*(pytest.param(language, marks=pytest.mark.laws) for language in ("es", "en")), "ru"]
)
def test_axe_finds_nothing_in_the_other_languages(
    language: str, example_site: BuiltSite, context: BrowserContext, axe: str
) -> None:
    found: list[str] = []
    for kind in ("home", "case", "first-step offer, live", "article", "links"):
        page = _open(context, example_site.page(kind, language).path, axe)
        found += [f"{kind}: {violation}" for violation in _violations(page)]
    assert not found, "\n".join(found)


@pytest.mark.laws
def test_axe_finds_nothing_in_a_further_page_of_a_list(
    large_site: BuiltSite, large_host: SiteServer, browser: Browser, axe: str
) -> None:
    with browser.new_context(base_url=large_host.origin, reduced_motion="reduce") as context:
        page = _open(context, large_site.page("cases, further page").path, axe)
        found = violations_in_all_modes(page)
    assert not found, "\n".join(found)


def test_axe_finds_nothing_in_an_open_menu(example_site: BuiltSite, context: BrowserContext, axe: str) -> None:
    page = _open(context, example_site.page("home").path, axe)
    page.locator("[popovertarget]:visible").first.click()
    found = _violations(page)
    assert not found, "\n".join(found)


def _open(context: BrowserContext, path: str, axe: str) -> Page:
    page = context.new_page()
    page.goto(path)
    page.evaluate(axe)
    return page


def violations_in_all_modes(page: Page, modes: Sequence[Mode] = MODES) -> list[str]:
    """Return what axe finds, each thing once, with the schemes and widths it is found in."""
    found: dict[str, list[str]] = {}
    for scheme, width in modes:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        for violation in _violations(page):
            found.setdefault(violation, []).append(f"{scheme} {width} px")
    return [f"{violation} ({', '.join(found_in)})" for violation, found_in in found.items()]


def _violations(page: Page) -> list[str]:
    result: dict[str, Any] = page.evaluate(_RUN, RULES)
    return [
        f"{violation['id']}: {node['target']}: {' '.join(node.get('failureSummary', '').split())}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def test_axe_finds_nothing_in_results_of_a_search(context: BrowserContext, example_site: BuiltSite, axe: str) -> None:
    page = _open(context, example_site.page("search").path, axe)
    page.get_by_role("searchbox").fill("xarxes")
    page.locator("[data-search-results] mark").first.wait_for()
    found = violations_in_all_modes(page)
    assert not found, "\n".join(found)


@pytest.mark.laws
def test_axe_finds_nothing_in_a_text_with_code_contents_cards_and_a_series(
    browser: Browser, tmp_path: Path, axe: str
) -> None:
    articles = ROOT / "tests" / "projects" / "small" / "content" / "articles"
    texts = {f"content/articles/{name}": (articles / name).read_text("utf-8") for name in ("first.md", "second.md")}
    site = build_project(write_files(tmp_path / "project", {**BASE, **texts}), tmp_path / "output", NOW)
    with serve(site.folder, site.base, NOW) as host, browser.new_context(base_url=host.origin) as context:
        page = _open(context, "/articles/second/", axe)
        found = violations_in_all_modes(page)
    assert not found, "\n".join(found)
