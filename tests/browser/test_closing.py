"""An offer is no longer shown after its end: neither by a new build, nor on a page built or opened before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Builder
from tests.browser.server import SiteServer
from tests.browser.site import ROOT, BuiltSite, structured_data

pytestmark = pytest.mark.browser

Visit = Callable[[datetime, str], Page]
HOURS_20 = timedelta(hours=20)
SOON = timedelta(minutes=5)
"""Visitors' clocks go on by themselves: so long before its end an offer is still open when a slow machine looks."""

SECOND = timedelta(seconds=1)


@pytest.fixture
def offer(example_site: BuiltSite) -> str:
    """The path of the live direct offer's page."""
    return example_site.page("direct offer, live").path


@pytest.fixture
def ends(example_site: BuiltSite, offer: str) -> datetime:
    """When the live direct offer ends, as its page says."""
    document = example_site.documents[f"{offer.removeprefix(example_site.base)}index.html"]
    return datetime.fromisoformat(next(e.get("data-ends") for e in document.all() if e.get("data-ends")))


@pytest.fixture
def visit(browser: Browser, host: SiteServer) -> Iterator[Visit]:
    """Opens a page as a visitor whose own clock shows a moment, and goes on from there."""
    contexts: list[BrowserContext] = []

    def open_page(own_clock: datetime, path: str) -> Page:
        context = browser.new_context(base_url=host.origin, viewport={"width": 390, "height": 800})
        contexts.append(context)
        context.clock.install(time=own_clock)
        page = context.new_page()
        page.goto(path, wait_until="networkidle")  # the server has been asked for the time
        return page

    yield open_page
    for context in contexts:
        context.close()


def expect_live(page: Page) -> None:
    """The offer of an offer page can be taken."""
    expect(page.locator("main [data-when=live]").first).to_be_visible()
    expect(page.locator("main article > [data-when=closed]")).to_be_hidden()


def expect_closed(page: Page) -> None:
    """The offer of an offer page says that it is over, and no part of the page invites to take it."""
    expect(page.locator("main article > [data-when=closed]")).to_be_visible()
    expect(page.locator("main [data-when=live]").first).to_be_hidden()
    expect(page.locator("main form")).to_have_count(0)


def test_open_page_closes_itself_at_the_end(visit: Visit, host: SiteServer, offer: str, ends: datetime) -> None:
    host.now = ends - SOON
    page = visit(host.now, offer)
    expect_live(page)
    page.clock.run_for("05:01")
    expect_closed(page)


def test_page_left_open_for_days_closes_itself(visit: Visit, host: SiteServer, offer: str, ends: datetime) -> None:
    host.now = ends - timedelta(days=3)
    page = visit(host.now, offer)
    expect_live(page)
    host.now = ends
    page.clock.fast_forward(3 * 86_400_000)
    expect_closed(page)


def test_clock_that_is_ahead_does_not_close_an_offer(
    visit: Visit, host: SiteServer, offer: str, ends: datetime
) -> None:
    host.now = ends - HOURS_20 / 2
    page = visit(ends + HOURS_20 / 2, offer)
    expect_live(page)
    page.clock.run_for(120_000)
    expect_live(page)


def test_clock_that_is_behind_does_not_keep_an_offer_open(
    visit: Visit, host: SiteServer, offer: str, ends: datetime
) -> None:
    host.now = ends + SECOND
    expect_closed(visit(ends - HOURS_20, offer))


def test_clock_that_is_behind_closes_an_open_page_in_time(
    visit: Visit, host: SiteServer, offer: str, ends: datetime
) -> None:
    host.now = ends - SOON
    page = visit(host.now - HOURS_20, offer)
    expect_live(page)
    page.clock.run_for("05:01")
    expect_closed(page)


@pytest.mark.parametrize(("late", "expected"), [(-SOON, expect_live), (SECOND, expect_closed)])
def test_own_clock_decides_where_the_server_does_not_answer(
    late: timedelta,
    expected: Callable[[Page], None],
    browser: Browser,
    host: SiteServer,
    offer: str,
    ends: datetime,
) -> None:
    with browser.new_context(base_url=host.origin) as context:
        context.clock.install(time=ends + late)
        context.route("**/*", lambda route: route.abort() if route.request.method == "HEAD" else route.continue_())
        page = context.new_page()
        page.goto(offer)
        expected(page)


def test_server_is_not_asked_while_the_end_is_far(visit: Visit, host: SiteServer, offer: str, ends: datetime) -> None:
    host.now = ends - timedelta(days=10)
    page = visit(host.now, offer)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method))
    page.clock.run_for(120_000)
    assert "HEAD" not in asked


def test_closing_takes_the_offer_from_structured_data_too(
    visit: Visit, host: SiteServer, offer: str, ends: datetime
) -> None:
    host.now = ends
    page = visit(ends, offer)
    expect_closed(page)
    assert not any(re.search(r'"InStock|InStock"', text) for text in _json_ld(page))


def test_closing_leaves_structured_data_that_is_not_the_offers(
    visit: Visit, host: SiteServer, offer: str, ends: datetime
) -> None:
    host.now = ends
    page = visit(ends, offer)
    expect_closed(page)
    assert any("BreadcrumbList" in text for text in _json_ld(page))


@pytest.mark.parametrize("kind", ["home", "offers", "services", "links", "not-found", "article"])
@pytest.mark.sampled(3)
def test_other_pages_stop_naming_the_offer_at_its_end(
    kind: str, visit: Visit, host: SiteServer, example_site: BuiltSite, offer: str, ends: datetime
) -> None:
    host.now = ends - SOON
    page = visit(host.now, example_site.page(kind).path)
    expect(page.locator(f"a[href='{offer}']:visible").first).to_be_attached()
    page.clock.run_for("05:01")
    expect(page.locator(f"a[href='{offer}']:visible")).to_have_count(0)


def test_remaining_time_is_said_in_every_language(visit: Visit, host: SiteServer, example_site: BuiltSite) -> None:
    for language in example_site.languages:
        path = example_site.page("direct offer, live", language).path
        page = visit(host.now, path)
        said = page.locator("[data-countdown]").first.inner_text()
        assert re.search(r"\d", said), f"{path} says '{said}'"
        assert "NaN" not in said, path


def test_remaining_time_is_the_same_for_every_visitor(
    visit: Visit, host: SiteServer, offer: str, ends: datetime
) -> None:
    host.now = ends - timedelta(hours=3, minutes=30, seconds=30)  # "30 minutes", for the next half minute
    said = {_remaining(visit(host.now + wrong, offer)) for wrong in (-HOURS_20, timedelta(), HOURS_20)}
    assert len(said) == 1, said


def _remaining(page: Page) -> str:
    shown = page.locator("[data-countdown]").first
    expect(shown).to_have_text(re.compile(r"\d"))
    return shown.inner_text()


def test_build_at_the_end_says_closed_without_scripts(built_at: Builder, offer: str, ends: datetime) -> None:
    site = built_at(ends)
    page = next(page for page in site.pages if page.path == offer)
    assert page.kind == "direct offer, closed"
    assert _pages_naming(site, offer) == {offer}


def test_build_a_second_before_the_end_says_live(built_at: Builder, example_site: BuiltSite) -> None:
    path, moment = _closed_offer(example_site)
    before, at = built_at(moment - SECOND), built_at(moment)
    kinds = [page.kind for site in (before, at) for page in site.pages if page.path == path]
    assert kinds == ["direct offer, live", "direct offer, closed"]


def test_closed_offer_is_named_on_no_other_page_and_never_said_to_be_available(
    example_site: BuiltSite,
) -> None:
    path, _ = _closed_offer(example_site)
    assert _pages_naming(example_site, path) == {path}
    document = example_site.documents[f"{path.removeprefix(example_site.base)}index.html"]
    assert "InStock" not in str([item for item in structured_data(document) if path in str(item)])


def test_scheduled_offer_is_nowhere(built_at: Builder, example_site: BuiltSite, offer: str) -> None:
    moment = _closed_offer(example_site)[1]
    assert moment < _moment(offer, "starts"), "the example's offers overlap now: choose another moment"
    site = built_at(moment)
    named = [file for file in site.files if offer.encode() in (site.folder / file).read_bytes()]
    assert not named, "\n".join(named)


def _closed_offer(site: BuiltSite) -> tuple[str, datetime]:
    path = site.page("direct offer, closed").path
    return path, _moment(path, "ends")


def _moment(path: str, key: str) -> datetime:
    """Return a moment of an offer's source file."""
    source = (ROOT / "offers" / f"{path.split('/')[-2]}.yaml").read_text(encoding="utf-8")
    found = re.search(rf"^{key}: (\S+)", source, re.MULTILINE)
    assert found, f"{path} has no {key}"
    return datetime.fromisoformat(found[1]).replace(tzinfo=ZoneInfo("Europe/Madrid")).astimezone(UTC)


def _pages_naming(site: BuiltSite, path: str) -> set[str]:
    """Return the pages in the default language that link to an offer's page, and that page itself."""
    return {
        page.path
        for page, document in zip(site.pages, site.html.values(), strict=True)
        if page.language == "ca" and any(e.get("href") == path for e in document.all("a"))
    } | {path}


def _json_ld(page: Page) -> list[str]:
    return page.locator("script[type='application/ld+json']").all_text_contents()
