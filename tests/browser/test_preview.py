"""Preview in a real browser: the page follows the files, and what the visitor was doing stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.test_accessibility import violations_in_all_modes
from tests.browser.test_markup import complaints
from tests.conftest import ProjectFactory
from tests.preview.running import Running, previewing
from tests.support import CASE

pytestmark = pytest.mark.browser

TALL = "body: |\n" + "".join(f"  Paragraph {number}.\n\n" for number in range(120))


@pytest.fixture
def running(project: ProjectFactory, cache: Path) -> Iterator[Running]:
    with previewing(project({"cases/cafe.yaml": CASE + TALL}), cache) as found:
        yield found


@pytest.fixture
def window(running: Running, browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(base_url=running.origin, viewport={"width": 800, "height": 600}) as context:
        context.set_default_timeout(15_000)
        yield context


def open_page(window: BrowserContext, path: str) -> tuple[Page, list[str]]:
    """Return a page, and what its console says."""
    page, said = window.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path)
    until(page, "document.querySelector('site-gen-preview')")
    return page, said


def until(page: Page, condition: str) -> None:
    """Wait until an expression is true; the policy of the pages lets no text be run, so it is asked again and again."""
    for _ in range(750):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"it didn't come: {condition}")


def edit(running: Running, name: str, old: str, new: str) -> None:
    """Replace a text in a file of the project."""
    file = running.project / name
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_an_edit_reloads_the_page_where_the_reader_was(running: Running, window: BrowserContext) -> None:
    page, said = open_page(window, "/cases/cafe/")
    page.evaluate("scrollTo({top: 1500, behavior: 'instant'})")
    edit(running, "cases/cafe.yaml", "Paragraph 3.", "Paragraph three.")
    expect(page.get_by_text("Paragraph three.")).to_be_attached()
    until(page, "Math.abs(scrollY - 1500) < 5")
    assert said == []


def test_what_was_typed_survives_a_reload(running: Running, window: BrowserContext) -> None:
    page, _ = open_page(window, "/offers/audit/")
    page.get_by_label("E-mail").fill("ana@bar.example")
    edit(running, "offers/audit.yaml", "A free audit of your page", "A free audit of your whole page")
    expect(page.get_by_role("heading", level=1)).to_have_text("A free audit of your whole page")
    expect(page.get_by_label("E-mail")).to_have_value("ana@bar.example")


def test_styles_are_swapped_without_a_reload(running: Running, window: BrowserContext) -> None:
    # With files of the theme's own in the project already, so that styles are all that changes.
    styles = running.project / "themes/studio/assets/print.css"
    styles.parent.mkdir(parents=True)
    styles.write_text("@media print { p { color: red } }", encoding="utf-8")
    running.until(lambda: running.session.engine.generation > 1)
    page, said = open_page(window, "/cases/cafe/")
    page.evaluate("window.kept = 'the same document'")
    styles.write_text("h1 { letter-spacing: 7px }", encoding="utf-8")
    until(page, "getComputedStyle(document.querySelector('h1')).letterSpacing === '7px'")
    assert page.evaluate("window.kept") == "the same document"
    assert said == []


def test_mistakes_are_laid_over_the_page_and_go_when_they_are_mended(running: Running, window: BrowserContext) -> None:
    page, said = open_page(window, "/cases/cafe/")
    page.evaluate("window.kept = 'the same document'")
    edit(running, "cases/cafe.yaml", "niche:", "nishe:")
    edit(running, "offers/month.yaml", "starts:", "strats: <img src=x onerror=alert(1)>\nstarts:")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("2 things to mend")
    expect(dialog).to_contain_text("cases/cafe.yaml:3:1")
    expect(dialog).to_contain_text("did you mean 'niche'?")
    expect(dialog).to_contain_text("nishe: Coffee shop")
    expect(dialog).to_contain_text("<img src=x onerror=alert(1)>")  # as text
    expect(page.get_by_text("Paragraph 3.")).to_be_attached()  # the last good page
    edit(running, "offers/month.yaml", "strats: <img src=x onerror=alert(1)>\n", "")
    expect(dialog).to_contain_text("One thing to mend")
    edit(running, "cases/cafe.yaml", "nishe:", "niche:")
    expect(dialog).to_be_hidden()
    assert said == []


def test_the_overlay_can_be_closed_by_keyboard_and_stays_closed(running: Running, window: BrowserContext) -> None:
    page, _ = open_page(window, "/offers/audit/")
    page.get_by_label("E-mail").focus()
    edit(running, "cases/cafe.yaml", "niche:", "nishe:")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_label("E-mail")).to_be_focused()


def test_two_windows_follow_the_files(running: Running, window: BrowserContext, browser: Browser) -> None:
    first, _ = open_page(window, "/cases/cafe/")
    with browser.new_context(base_url=running.origin) as other:
        second, _ = open_page(other, "/cases/")
        edit(running, "cases/cafe.yaml", "Casa Blau", "Casa Verda")
        expect(first.get_by_text("Casa Verda").first).to_be_attached()
        expect(second.get_by_text("Casa Verda").first).to_be_attached()


def test_the_clock_closes_an_offer_in_every_window_and_says_so(running: Running, window: BrowserContext) -> None:
    site, _ = open_page(window, "/offers/month/")
    clock, _ = open_page(window, "/_preview/")
    clock.get_by_label("Show it as at").fill("2026-12-20T18:00")
    clock.get_by_role("button", name="Show", exact=True).click()
    expect(clock.get_by_text("2026-12-20 18:00").first).to_be_visible()
    expect(site.get_by_text("This offer has ended.", exact=False)).to_be_visible()
    expect(site.get_by_text("Shown as at 2026-12-20", exact=False)).to_be_visible()
    clock.get_by_role("button", name="Back to now").click()
    expect(site.get_by_text("This offer has ended.", exact=False)).to_be_hidden()


def test_a_form_arrives_on_previews_own_page(running: Running, window: BrowserContext) -> None:
    page, _ = open_page(window, "/offers/audit/?utm_source=vk&utm_campaign=autumn")
    page.get_by_label("E-mail").fill("ana@bar.example")
    page.get_by_label("I agree that my data is used", exact=False).check()
    page.get_by_role("button", name="Ask for the audit").click()
    page.wait_for_url("**/thanks/audit/")
    own, _ = open_page(window, "/_preview/")
    expect(own.get_by_text("ana@bar.example")).to_be_visible()
    expect(own.get_by_text("utm_source: vk", exact=False)).to_be_visible()


def test_previews_own_page_is_accessible_and_valid(running: Running, window: BrowserContext, checkers: Path) -> None:
    edit(running, "offers/audit.yaml", "price: 0", "price: 0\npicture: {image: none.jpg}")
    running.until(lambda: running.session.problems)
    page, _ = open_page(window, "/_preview/")
    page.get_by_role("button", name="Close").click()
    page.evaluate((checkers / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    assert violations_in_all_modes(page) == []
    assert complaints(checkers, [f"{running.origin}/_preview/"]) == []
