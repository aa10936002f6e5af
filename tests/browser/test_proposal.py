"""A proposal in a real browser: it closes at its end, it can be accepted, and the page after it is accessible."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect

from site_gen.builder.pipeline import build
from tests.browser.conftest import NOW
from tests.browser.server import SiteServer, serve
from tests.browser.site import BuiltSite
from tests.browser.test_accessibility import violations_in_all_modes
from tests.browser.test_pages import Watch
from tests.support import BASE, write_files
from tests.support_build import request
from tests.support_proposals import PROPOSAL, TOKEN, pdf_facts, pdf_text, squeezed

pytestmark = pytest.mark.browser

PATH: Final = f"/proposal/{TOKEN}/"
ENDS: Final = datetime.fromisoformat("2026-12-11T18:00:00+01:00")
SECOND: Final = timedelta(seconds=1)
SOON: Final = timedelta(minutes=5)
"""Long enough for a slow machine to see what is still open: the client's clock goes on by itself."""
ACTION: Final = "https://forms.mara.example/audit"


@pytest.fixture(scope="module")
def shop(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteServer]:
    """A site with one proposal."""
    folder = tmp_path_factory.mktemp("proposal")
    project = write_files(folder / "project", {**BASE, "offers/proposals/casa-roja.yaml": PROPOSAL})
    build(request(project, folder / "output", cache))
    with serve(folder / "output", "/", NOW) as server:
        yield server


@pytest.fixture
def client(browser: Browser, shop: SiteServer) -> Iterator[BrowserContext]:
    """A client with a phone, whose clock goes on from what a test sets."""
    shop.now = NOW
    context = browser.new_context(
        base_url=shop.origin, viewport={"width": 390, "height": 800}, reduced_motion="reduce", accept_downloads=True
    )
    yield context
    context.close()


def open_at(client: BrowserContext, shop: SiteServer, moment: datetime) -> Page:
    """Open the proposal at a moment, which the server's clock shows too."""
    shop.now = moment
    client.clock.install(time=moment)
    page = client.new_page()
    page.goto(PATH, wait_until="networkidle")
    return page


def expect_open(page: Page) -> None:
    expect(page.locator("form[data-form]")).to_be_visible()
    expect(page.locator(".closed")).to_be_hidden()
    expect(page.get_by_role("link", name="Accept the proposal").first).to_be_visible()


def expect_over(page: Page) -> None:
    """The page says that the proposal is over, and nothing on it can accept it any more."""
    expect(page.get_by_text("This proposal was valid until 11 December 2026, 6 pm")).to_be_visible()
    expect(page.locator("form[data-form]:visible")).to_have_count(0)
    expect(page.get_by_role("link", name="Accept the proposal")).to_have_count(0)
    for field in page.locator("form[data-form] :is(input, textarea, button):not([type=hidden])").all():
        expect(field).to_be_disabled()
    expect(page.get_by_text("hello@mara.example").first).to_be_visible()
    expect(page.get_by_text("You sell well over the counter")).to_be_visible()


def test_open_page_closes_itself_at_the_end(client: BrowserContext, shop: SiteServer) -> None:
    page = open_at(client, shop, ENDS - SOON)
    expect_open(page)
    page.clock.run_for("05:01")
    expect_over(page)


def test_page_built_before_the_end_is_over_after_it(client: BrowserContext, shop: SiteServer) -> None:
    expect_over(open_at(client, shop, ENDS + timedelta(days=3)))


def test_clock_that_is_behind_does_not_keep_it_open(client: BrowserContext, shop: SiteServer) -> None:
    shop.now = ENDS + SECOND
    client.clock.install(time=ENDS - timedelta(hours=20))
    page = client.new_page()
    page.goto(PATH, wait_until="networkidle")
    expect_over(page)


def test_deadline_stands_there_without_scripts(browser: Browser, shop: SiteServer) -> None:
    with browser.new_context(base_url=shop.origin, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(PATH)
        said = page.locator(".proposal > .facts time.until")
        expect(said).to_have_text("11 December 2026, 6 pm (Madrid time)")
        expect(page.locator("form[data-form]")).to_be_visible()
        expect(page.locator(".remaining")).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False])
def test_client_says_yes_to_one_tier_by_the_form(browser: Browser, shop: SiteServer, *, scripts: bool) -> None:
    shop.now = NOW
    with browser.new_context(base_url=shop.origin, java_script_enabled=scripts) as context:
        sent: list[Request] = []
        context.route(f"{ACTION}**", lambda route: _receive(route, sent, shop))
        page = context.new_page()
        page.goto(PATH)
        page.get_by_role("radio", name="Two networks: €520 a month").check()
        page.get_by_label("Your name").fill("Núria Puig")
        page.get_by_label("E-mail").fill("nuria@casaroja.example")
        page.get_by_role("checkbox", name="I accept this proposal").check()
        page.get_by_role("button", name="Accept the proposal").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Accepted, thank you")
        expect(page.get_by_text("The Monday after your yes")).to_be_visible()
    posted = parse_qs(sent[0].post_data or "", keep_blank_values=True)
    assert (posted["tier"], posted["name"], posted["website_2"]) == (["2"], ["Núria Puig"], [""])
    assert posted["consent"][0].startswith("I accept this proposal (version ")
    assert posted["offer"][0].startswith("p-")
    assert "Casa Roja" not in str(posted)
    assert TOKEN not in str({name: value for name, value in posted.items() if name != "redirect"})


def _receive(route: Route, sent: list[Request], shop: SiteServer) -> None:
    if route.request.method == "POST":
        sent.append(route.request)
    thanks = f"{shop.origin}{PATH}accepted/"
    headers = {"Access-Control-Allow-Origin": shop.origin, "Location": thanks}
    route.fulfill(status=303, headers=headers)


def test_form_says_what_is_missing_before_it_is_sent(client: BrowserContext, shop: SiteServer) -> None:
    page = open_at(client, shop, NOW)
    page.get_by_role("button", name="Accept the proposal").click()
    expect(page.locator("[data-errors]")).to_be_visible()
    assert page.url.endswith(PATH) or f"{PATH}#" in page.url


def test_pdf_is_saved_under_its_name_and_says_the_same(client: BrowserContext, shop: SiteServer) -> None:
    page = open_at(client, shop, NOW)
    with page.expect_download() as started:
        page.get_by_role("link", name="Download as PDF").click()
    assert started.value.suggested_filename == "proposal.pdf"
    content = Path(started.value.path()).read_bytes()
    assert pdf_facts(content)["Title"] == page.get_by_role("heading", level=1).inner_text()
    for line in page.locator(".reckoning td").all_inner_texts():
        assert squeezed(line) in squeezed(pdf_text(content))


def test_page_can_be_printed_too(client: BrowserContext, shop: SiteServer) -> None:
    page = open_at(client, shop, NOW)
    printed = page.pdf(prefer_css_page_size=True)
    text = squeezed(pdf_text(printed))
    for words in ("Proposal for Casa Roja", "Two networks", "+28%", "Valid until 11 December 2026, 6 pm"):
        assert words in text
    assert "Your name" not in text
    assert int(pdf_facts(printed)["Pages"]) <= 4


@pytest.mark.sampled(1)
@pytest.mark.parametrize("language", ["ca", "ru"])
def test_page_after_accepting_is_quiet_narrow_and_for_everybody(
    language: str, example_site: BuiltSite, context: BrowserContext, host: SiteServer, checkers: Path
) -> None:
    path = next(page.path for page in example_site.pages if page.kind == "accepted" and page.language == language)
    page, watch = context.new_page(), Watch(host.origin)
    watch.attach(page)
    page.goto(path, wait_until="networkidle")
    assert watch.complaints == []
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    page.evaluate((checkers / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    assert violations_in_all_modes(page) == []


def test_axe_finds_nothing_when_it_is_over(client: BrowserContext, shop: SiteServer, checkers: Path) -> None:
    page = open_at(client, shop, ENDS + SECOND)
    page.evaluate((checkers / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    assert violations_in_all_modes(page) == []
