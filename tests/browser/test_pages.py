"""The pages in a real browser: no errors, no horizontal scrolling, usable by keyboard and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    Route,
    expect,
)

from tests.browser.server import SiteServer
from tests.browser.site import KINDS, BuiltSite

pytestmark = pytest.mark.browser

_SAY_VIOLATIONS = """addEventListener('securitypolicyviolation', event =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))"""


@dataclass
class Watch:
    """Everything a visitor's developer tools would show as wrong."""

    origin: str
    complaints: list[str] = field(default_factory=list)

    def attach(self, page: Page) -> None:
        """Listen to a page from now on."""
        page.add_init_script(_SAY_VIOLATIONS)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", self._on_request)
        page.on("requestfailed", self._on_failure)
        page.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        self.complaints.append(f"console: {message.type}: {message.text}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:")):
            self.complaints.append(f"elsewhere: {request.url}")

    def _on_failure(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the visitor went on before the icon was there
            self.complaints.append(f"failed: {request.url} {request.failure}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"status {response.status}: {response.url}")


@pytest.fixture
def watch(host: SiteServer) -> Watch:
    """Collects complaints of the pages it is attached to."""
    return Watch(host.origin)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab of 320 px."""
    return context.new_page()


@pytest.fixture
def without_scripts(browser: Browser, host: SiteServer) -> Iterator[Page]:
    """A tab that runs no scripts."""
    context = browser.new_context(base_url=host.origin, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.sampled(6)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "not-found"])
def test_page_is_quiet_loads_from_its_own_origin_only_and_is_no_wider_than_a_phone_of_320_px(
    kind: str, example_site: BuiltSite, page: Page, watch: Watch
) -> None:
    watch.attach(page)
    wide: list[str] = []
    for language in example_site.languages:
        address = example_site.page(kind, language).path
        page.goto(address, wait_until="load")
        _scroll_through(page)
        wide += [f"{address}: {element}" for element in page.evaluate(_WIDER_THAN_SCREEN)]
    assert not watch.complaints, "\n".join(watch.complaints)
    assert not wide, "\n".join(wide)


def test_not_found_page_is_quiet_at_any_depth(example_site: BuiltSite, page: Page, watch: Watch) -> None:
    watch.attach(page)
    page.goto("/ca/no/such/page/", wait_until="networkidle")
    assert page.evaluate(_WIDER_THAN_SCREEN) == []
    allowed = f"status 404: {watch.origin}/ca/no/such/page/"
    said = "console: error: Failed to load resource: the server responded with a status of 404 (Not Found)"
    assert [complaint for complaint in watch.complaints if complaint not in {allowed, said}] == []
    assert page.locator("body").get_attribute("class") == "not-found-page"
    assert page.evaluate("getComputedStyle(document.body).fontFamily") == _font_of_home(example_site, page)


def _font_of_home(example_site: BuiltSite, page: Page) -> str:
    page.goto(example_site.page("home").path)
    return str(page.evaluate("getComputedStyle(document.body).fontFamily"))


_WIDER_THAN_SCREEN = """() => {
    const root = document.scrollingElement
    scrollTo(1000, 0)
    if (root.scrollWidth <= innerWidth && scrollX === 0) return []
    scrollTo(0, 0)
    const all = [...document.body.querySelectorAll('*')]
    const wide = all.filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    return [`${root.scrollWidth} px: ` + wide.slice(0, 5).map(e => e.tagName + '.' + e.className).join(', ')]
}"""


@pytest.mark.parametrize("kind", ["home", "case", "first-step offer, live", "article", "links", "not-found"])
@pytest.mark.sampled(3)
def test_first_tab_reaches_the_skip_link_and_it_works(kind: str, example_site: BuiltSite, page: Page) -> None:
    page.goto(example_site.page(kind).path)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#main")
    expect(page.locator(":focus")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#main').contains(document.activeElement)")


@pytest.mark.parametrize("kind", ["home", "direct offer, live", "first-step offer, live"])
def test_what_has_the_focus_is_never_covered(kind: str, example_site: BuiltSite, page: Page) -> None:
    page.goto(example_site.page(kind).path)
    covered: list[str] = []
    for _ in range(page.locator("a, button, input, select, textarea, summary").count()):
        page.keyboard.press("Tab")
        covered += page.evaluate(_COVERED)
    assert not covered, "\n".join(covered)


_COVERED = """() => {
    const focused = document.activeElement
    if (!focused || focused === document.body) return []
    const seen = box => [.1, .5, .9].some(part => {
        const found = document.elementFromPoint(box.left + box.width * part, box.top + box.height / 2)
        if (!found) return false
        const labelled = found.closest('label')?.control === focused
        return labelled || focused.contains(found) || found.contains(focused)
    })
    return [...focused.getClientRects()].some(seen) ? [] : [focused.outerHTML.slice(0, 120)]
}"""


def test_menu_opens_and_closes_by_keyboard(example_site: BuiltSite, page: Page) -> None:
    page.goto(example_site.page("home").path)
    button = page.locator("[popovertarget]:visible").first
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[popover] a").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[popover] a").first).to_be_hidden()
    expect(button).to_be_focused()


def test_menu_opens_without_scripts(example_site: BuiltSite, without_scripts: Page) -> None:
    without_scripts.set_viewport_size({"width": 320, "height": 640})
    without_scripts.goto(example_site.page("home").path)
    without_scripts.locator("[popovertarget]:visible").first.click()
    expect(without_scripts.locator("[popover] a").first).to_be_visible()


def test_deadline_with_its_zone_is_shown_without_scripts(example_site: BuiltSite, without_scripts: Page) -> None:
    without_scripts.goto(example_site.page("direct offer, live").path)
    deadline = without_scripts.locator("main time.until").first
    expect(deadline).to_be_visible()
    day, _, hour = (deadline.get_attribute("datetime") or "").partition("T")
    expect(deadline).to_contain_text(day[:4])
    expect(deadline).to_contain_text(f"a les {hour[:2]}\N{NO-BREAK SPACE}h")
    expect(deadline).to_contain_text(re.compile(r"\(.*hora.*\)"))


def test_form_can_be_sent_without_scripts(example_site: BuiltSite, without_scripts: Page) -> None:
    sent: list[Request] = []
    without_scripts.goto(example_site.page("first-step offer, live").path)
    form = without_scripts.locator("form")
    for required in form.locator("[required]").all():
        _fill(required)

    def catch(route: Route) -> None:
        sent.append(route.request)
        route.abort()

    without_scripts.route("**/*", catch)
    form.locator("[type=submit]").click()
    assert [(request.method, request.url) for request in sent] == [("POST", form_action(example_site))]


def form_action(example_site: BuiltSite) -> str:
    """Return where the form of site.yaml goes."""
    page = example_site.page("first-step offer, live")
    file = page.path.removeprefix(example_site.base) + "index.html"
    return example_site.documents[file].first("form").get("action")


def test_form_does_not_go_without_consent(example_site: BuiltSite, page: Page) -> None:
    page.goto(example_site.page("first-step offer, live").path)
    consent = page.locator("input[name=consent]")
    expect(consent).not_to_be_checked()
    expect(consent).to_have_attribute("required", "")
    decoy = page.locator("[aria-hidden=true] input")
    expect(decoy).not_to_be_in_viewport()


def test_printed_offer_says_price_and_deadline(example_site: BuiltSite, page: Page) -> None:
    page.goto(example_site.page("direct offer, live").path)
    page.emulate_media(media="print")
    expect(page.locator("main time.until").first).to_be_visible()
    expect(page.locator("[popovertarget]").first).to_be_hidden()


def _fill(control: Locator) -> None:
    match control.get_attribute("type") or control.evaluate("e => e.localName"):
        case "checkbox" | "radio":
            control.check()
        case "select":
            control.select_option(index=1)
        case "email":
            control.fill("client@example.com")
        case _:
            control.fill("https://example.com/client")


def _scroll_through(page: Page) -> None:
    """Look at the whole page, so that what loads late is asked for."""
    page.evaluate(
        """async () => {
            for (let y = 0; y < document.body.scrollHeight; y += 600) {
                scrollTo(0, y)
                await new Promise(requestAnimationFrame)
            }
        }"""
    )
