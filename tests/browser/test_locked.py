"""Locked pages in a real browser: only the password opens them, and the page inside works."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from site_gen.builder.pipeline import build
from tests.browser.conftest import NOW
from tests.browser.server import SiteServer, serve
from tests.browser.test_accessibility import violations_in_all_modes
from tests.browser.test_markup import complaints
from tests.browser.test_pages import Watch
from tests.support import BASE, write_files
from tests.support_audit import CLIENT, FILE, PASSWORD, TOKEN, VARIABLE, audit_text
from tests.support_build import request
from tests.support_proposals import PROPOSAL
from tests.support_proposals import TOKEN as PROPOSAL_TOKEN

pytestmark = pytest.mark.browser

AUDIT = f"/audit/{TOKEN}/"
OFFER = f"/proposal/{PROPOSAL_TOKEN}/"
ENDS = datetime.fromisoformat("2026-12-11T18:00:00+01:00")
SECOND = timedelta(seconds=1)
SOON = timedelta(minutes=5)


@pytest.fixture(scope="module")
def locked_host(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteServer]:
    """A site with an audit and a proposal that have a password."""
    folder = tmp_path_factory.mktemp("locked")
    lines = f"password: {VARIABLE}"
    files = {
        FILE: audit_text(more=f"{lines}\nnext: plan"),
        "offers/proposals/casa-roja.yaml": f"{PROPOSAL}{lines}\n",
    }
    project = write_files(folder / "project", {**BASE, **files})
    build(request(project, folder / "output", cache, secrets={VARIABLE: PASSWORD}))
    with serve(folder / "output", "/", NOW) as server:
        yield server


@pytest.fixture
def visitor(browser: Browser, locked_host: SiteServer) -> Iterator[BrowserContext]:
    """A client with a phone, who comes at NOW."""
    locked_host.now = NOW
    context = browser.new_context(
        base_url=locked_host.origin, viewport={"width": 390, "height": 800}, reduced_motion="reduce"
    )
    context.clock.install(time=NOW)
    yield context
    context.close()


def open_with(page: Page, password: str) -> None:
    """Type the password and send the form."""
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Open the page").click()


def opened(context: BrowserContext, path: str) -> Page:
    page = context.new_page()
    page.goto(path)
    open_with(page, PASSWORD)
    expect(page.locator("form[data-locked]")).to_have_count(0)
    return page


def test_the_password_opens_the_page_and_the_heading_has_the_focus(visitor: BrowserContext) -> None:
    page = opened(visitor, AUDIT)
    expect(page.get_by_role("heading", level=1)).to_have_text(CLIENT)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert page.title() == f"Audit: {CLIENT} · Mara Vidal"
    expect(page.get_by_text("Repaint the fascia")).to_be_visible()


def test_the_password_may_come_with_the_spaces_that_copying_puts_around_it(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    page.goto(AUDIT)
    open_with(page, f"  {PASSWORD} ")
    expect(page.get_by_role("heading", level=1)).to_have_text(CLIENT)


def test_a_wrong_password_is_said_so_and_can_be_typed_again(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    page.goto(AUDIT)
    open_with(page, "four-random-words-43")
    expect(page.get_by_role("status")).to_have_text(
        "That is not the password. Copy the whole of it from the message and try again."
    )
    field = page.get_by_label("Password")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    open_with(page, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text(CLIENT)


def test_before_it_is_opened_nothing_on_the_page_tells_of_the_client(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    page.goto(AUDIT)
    assert CLIENT not in page.content()
    assert "Zanzibar" not in page.title()


def test_nothing_is_kept_and_nothing_but_the_sites_files_is_asked_for(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.post_data or ''}{request.url}"))
    page.goto(AUDIT)
    open_with(page, "wrong wrong wrong")
    open_with(page, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text(CLIENT)
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert not [line for line in asked if "wrong" in line or PASSWORD in line]
    page.reload()
    expect(page.get_by_label("Password")).to_have_value("")
    assert CLIENT not in page.content()


def test_no_request_from_the_opened_page_tells_its_address(visitor: BrowserContext, locked_host: SiteServer) -> None:
    page = visitor.new_page()
    referrers: list[str] = []
    page.on("request", lambda request: referrers.append(request.headers.get("referer", "")))
    page.goto(AUDIT)
    open_with(page, PASSWORD)
    page.locator("a.brand").click()
    page.wait_for_url(f"{locked_host.origin}/")
    assert set(referrers) <= {"", f"{locked_host.origin}/"}
    assert page.evaluate("document.referrer") == ""


def test_opening_shows_nothing_wrong_to_the_developer_tools(visitor: BrowserContext, locked_host: SiteServer) -> None:
    for path in (AUDIT, OFFER):
        page, watch = visitor.new_page(), Watch(locked_host.origin)
        watch.attach(page)
        page.goto(path)
        open_with(page, PASSWORD)
        expect(page.locator("form[data-locked]")).to_have_count(0)
        page.wait_for_load_state("networkidle")
        assert watch.complaints == []


def test_an_opened_proposal_closes_itself_at_its_end(visitor: BrowserContext, locked_host: SiteServer) -> None:
    locked_host.now = ENDS - SOON
    visitor.clock.set_system_time(locked_host.now)
    page = opened(visitor, OFFER)
    expect(page.locator("main [data-when=live]").first).to_be_visible()
    expect(page.locator("main article > [data-when=closed]")).to_be_hidden()
    expect(page.locator("main [data-remaining]").first).to_be_visible()  # the server has been asked for the time
    visitor.clock.run_for("05:01")
    expect(page.locator("main article > [data-when=closed]")).to_be_visible()
    expect(page.locator("main [data-when=live]:visible")).to_have_count(0)


def test_the_form_of_an_opened_proposal_is_handled_by_its_script(visitor: BrowserContext) -> None:
    page = opened(visitor, OFFER)
    form = page.locator("main form.form")
    expect(form).to_have_attribute("novalidate", "")
    form.get_by_role("button").last.click()
    expect(page.locator(".alarm[data-errors]")).to_be_visible()


def test_the_pdf_of_a_locked_proposal_is_decrypted_when_it_is_asked_for(
    visitor: BrowserContext, locked_host: SiteServer, tmp_path: Path
) -> None:
    sealed = next((locked_host.folder / OFFER.strip("/")).glob("*.locked"))
    assert sealed.read_bytes()[:4] == b"SGL\x01"
    page = opened(visitor, OFFER)
    with page.expect_download() as coming:
        page.locator("a[data-locked-type]").first.click()
    coming.value.save_as(tmp_path / "saved.pdf")
    assert coming.value.suggested_filename.endswith(".pdf")
    assert (tmp_path / "saved.pdf").read_bytes()[:5] == b"%PDF-"


def test_without_scripts_the_page_says_what_it_needs(browser: Browser, locked_host: SiteServer) -> None:
    with browser.new_context(base_url=locked_host.origin, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(AUDIT)
        # Playwright turns scripts off too late for the parser, which so takes this for text; browsers show it.
        assert "which needs JavaScript to be on" in (page.locator("noscript").text_content() or "")
        expect(page.locator("form[data-locked]")).to_be_hidden()
        expect(page.get_by_role("link", name="hello@mara.example")).to_be_visible()


def test_over_a_connection_that_is_not_secure_it_says_so(visitor: BrowserContext, locked_host: SiteServer) -> None:
    # Browsers trust http://127.0.0.1, so the site is shown under a name of its own.
    def answer(route: Route) -> None:
        route.fulfill(response=route.fetch(url=route.request.url.replace("http://mara.example", locked_host.origin)))

    visitor.route("http://mara.example/**", answer)
    page = visitor.new_page()
    page.goto(f"http://mara.example{AUDIT}")
    assert page.evaluate("isSecureContext") is False
    expect(page.get_by_role("status")).to_contain_text("it needs a secure connection")
    expect(page.get_by_role("button", name="Open the page")).to_be_disabled()


def test_keyboard_alone_is_enough(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    page.goto(AUDIT)
    expect(page.get_by_label("Password")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(CLIENT)


def test_axe_finds_nothing_before_and_after_it_is_opened(visitor: BrowserContext, checkers: Path) -> None:
    page = visitor.new_page()
    page.goto(AUDIT)
    page.evaluate((checkers / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found = violations_in_all_modes(page)
    open_with(page, "wrong wrong wrong")
    expect(page.get_by_label("Password")).to_have_attribute("aria-invalid", "true")
    found += violations_in_all_modes(page)
    open_with(page, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text(CLIENT)
    found += violations_in_all_modes(page)
    assert not found, "\n".join(found)


def test_nu_checker_has_nothing_to_say_of_a_locked_page(locked_host: SiteServer, checkers: Path) -> None:
    assert complaints(checkers, [f"{locked_host.origin}{AUDIT}"]) == []


def test_a_page_that_did_not_arrive_whole_is_not_called_a_wrong_password(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    page.goto(AUDIT)
    page.locator("form[data-locked]").evaluate("form => { form.dataset.locked = form.dataset.locked.slice(40) }")
    open_with(page, PASSWORD)
    expect(page.get_by_role("status")).to_contain_text("did not load completely")
