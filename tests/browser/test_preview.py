"""Preview in a real browser: the page follows the files, and scroll position and form input are kept."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.test_accessibility import violations_in_all_modes
from tests.browser.test_markup import complaints
from tests.conftest import ProjectFactory
from tests.preview.running import Running, previewing
from tests.support import CASE

pytestmark = pytest.mark.browser

TALL = "body: |\n" + "".join(f"  Paragraph {number}.\n\n" for number in range(120))

PROFILE = "themes/studio/templates/profile.html"


@pytest.fixture
def running(request: pytest.FixtureRequest, project: ProjectFactory, cache: Path) -> Iterator[Running]:
    files = {"cases/cafe.yaml": CASE + TALL}
    if "styled" in request.fixturenames:
        files[PRINT] = spaced(1)
    with previewing(project(files), cache) as found:
        yield found


@pytest.fixture
def window(running: Running, browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(base_url=running.origin, viewport={"width": 800, "height": 600}) as context:
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
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if page.evaluate(condition):
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"it didn't come: {condition}")


def edit(running: Running, name: str, old: str, new: str) -> None:
    """Replace a text in a file of the project."""
    file = running.project / name
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def write(running: Running, name: str, text: str) -> None:
    """Write a file of the project."""
    file = running.project / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def show(running: Running, body: str) -> None:
    """Make this the page about the person, and wait until it is there."""
    write(running, PROFILE, f'{{% extends "base.html" %}}\n{{% block main %}}\n{body}\n{{% endblock %}}\n')
    running.shows("/profile/", body)


def follow(page: Page, running: Running, body: str) -> None:
    """Change the page about the person, and wait until the browser shows it, with its scripts run."""
    with page.expect_event("load"):
        show(running, body)


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
    expect(page.locator("main h1")).to_have_text("A free audit of your whole page")
    expect(page.get_by_label("E-mail")).to_have_value("ana@bar.example")


CHOICES = """<form name="wishes">
<label><input type="radio" name="size" value="small" id="size-1"> Small</label>
<label><input type="radio" name="size" value="large" id="size-2"> Large</label>
<label><input type="checkbox" name="extras" value="reels" id="extras-1"> Reels</label>
<label><input type="checkbox" name="extras" value="stories" id="extras-2"> Stories</label>
</form>"""


def chosen(page: Page) -> list[str]:
    """Return the values of what is ticked and chosen."""
    found = page.eval_on_selector_all(":checked", "all => all.map((one) => one.value)")
    return [str(value) for value in found]


def test_a_choice_stays_the_persons_when_an_option_is_added_before_it(running: Running, window: BrowserContext) -> None:
    show(running, CHOICES)
    page, _ = open_page(window, "/profile/")
    page.get_by_label("Large").check()
    page.get_by_label("Stories").check()
    new = CHOICES.replace("-2", "-3").replace("-1", "-2")
    new = new.replace(
        "\n", '\n<label><input type="radio" name="size" value="tiny" id="size-1" checked> Tiny</label>\n', 1
    )
    new = new.replace(
        '<label><input type="checkbox"',
        '<label><input type="checkbox" name="extras" value="ads" id="extras-1" checked> Ads</label>\n'
        '<label><input type="checkbox"',
        1,
    )
    follow(page, running, new)
    assert chosen(page) == ["large", "ads", "stories"]


def test_a_choice_that_is_gone_leaves_the_page_as_written(running: Running, window: BrowserContext) -> None:
    written = CHOICES.replace('value="small"', 'value="small" checked')
    show(running, written + '<select name="city"><option>Girona</option><option>Reus</option></select>')
    page, _ = open_page(window, "/profile/")
    page.get_by_label("Large").check()
    page.get_by_label("Reels").check()
    page.locator("select").select_option("Reus")
    new = written.replace('value="large"', 'value="huge"').replace("Large", "Huge")
    new = new.replace('value="reels"', 'value="films"')
    follow(page, running, new + '<select name="city"><option>Girona</option><option>Vic</option></select>')
    assert chosen(page) == ["small", "Girona"]


@pytest.mark.parametrize("named", ['id="{}"', 'name="{}"', 'action="/{}"'], ids=["id", "name", "action"])
def test_a_form_added_above_does_not_take_anothers_answers(
    running: Running, window: BrowserContext, named: str
) -> None:
    # A field called "name" or "id" hides what the form itself is called.
    fields = '<input name="name" aria-label="Name {0}"><input name="id" aria-label="Id {0}">'
    below = f"<form {named.format('below')}>{fields.format('below')}</form>"
    show(running, below)
    page, _ = open_page(window, "/profile/")
    page.get_by_label("Name below").fill("Ana")
    page.get_by_label("Id below").fill("A1")
    follow(page, running, f"<form {named.format('above')}>{fields.format('above')}</form>{below}")
    values = page.eval_on_selector_all("form input", "all => all.map((one) => one.value)")
    assert values == ["", "", "Ana", "A1"]


def test_forms_without_a_name_are_told_by_their_number(running: Running, window: BrowserContext) -> None:
    show(running, '<form><input name="a"></form><form><input name="b"><input name="b"></form>')
    page, _ = open_page(window, "/profile/")
    for number, text in enumerate(("one", "two", "three")):
        page.locator("main input").nth(number).fill(text)
    new = '<form id="new"><input name="a"></form><form><input name="a"></form>'
    new += '<form><textarea name="c"></textarea><input name="b"><input name="b"></form>'
    follow(page, running, new)
    values = page.eval_on_selector_all("main :is(input, textarea)", "all => all.map((one) => one.value)")
    assert values == ["", "one", "", "two", "three"]


def test_all_that_was_chosen_in_a_list_stays_chosen(running: Running, window: BrowserContext) -> None:
    options = ["Instagram", "TikTok", "VK", "Telegram"]
    lists = '<select name="networks" multiple>{}</select>'
    show(running, lists.format("".join(f"<option>{one}</option>" for one in options)))
    page, _ = open_page(window, "/profile/")
    page.locator("select").select_option(["TikTok", "Telegram"])
    follow(page, running, lists.format("".join(f"<option>{one}</option>" for one in ["YouTube", *options])))
    assert chosen(page) == ["TikTok", "Telegram"]


def test_what_is_secret_or_hidden_is_not_kept(running: Running, window: BrowserContext) -> None:
    body = """<form><input type="password" name="a"><input type="hidden" name="b" value="written">
<input type="password" name="c" autocomplete="current-password"><input name="d"></form>"""
    show(running, body)
    page, _ = open_page(window, "/profile/")
    page.evaluate("for (const one of document.querySelectorAll('form input')) one.value = 'typed'")
    page.evaluate("document.querySelector('[name=c]').type = 'text'")  # "Show the password"
    follow(page, running, body + "<p>New</p>")
    values = page.eval_on_selector_all("form input", "all => all.map((one) => one.value)")
    assert values == ["", "written", "", "typed"]


def test_what_was_scrolled_within_the_page_stays_so(running: Running, window: BrowserContext) -> None:
    write(running, "themes/studio/assets/print.css", ".box { overflow: auto; block-size: 5rem; inline-size: 5rem }")
    lines = "<pre>" + "A rather long line of text.\n" * 40 + "</pre>"
    body = f'<div class="box" id="a:1">{lines}</div><section><div class="box">{lines}</div></section>'
    body += '<textarea name="wish" rows="2" cols="20"></textarea>'
    show(running, body)
    page, said = open_page(window, "/profile/")
    page.locator("textarea").fill("A line.\n" * 40)
    page.evaluate("""() => {
        const [first, second] = document.querySelectorAll('.box')
        first.scrollTo(30, 200)
        second.scrollTo(40, 300)
        document.querySelector('textarea').scrollTo(0, 100)
    }""")
    follow(page, running, f"<p>New</p><div>Above</div>{body}")
    where = "all => all.map((one) => [Math.round(one.scrollLeft), Math.round(one.scrollTop)])"
    assert page.eval_on_selector_all(".box, textarea", where) == [[30, 200], [40, 300], [0, 100]]
    assert said == []


PRINT = "themes/studio/assets/print.css"
SHEETS = """[...document.querySelectorAll('link[href*="/assets/site-"]')]"""
SPACING = "getComputedStyle(document.querySelector('h1')).letterSpacing"


@pytest.fixture
def styled(running: Running) -> Running:
    """With files of the theme's own in the project from the start, so that styles are all that changes."""
    return running


def spaced(pixels: int) -> str:
    return f"h1 {{ letter-spacing: {pixels}px }}"


def held_styles(page: Page, number: int) -> list[Route]:
    """Return the first requests for styles from now on, held back as they come."""
    held = list[Route]()

    def hold(route: Route) -> None:
        if len(held) < number:
            held.append(route)
        else:
            route.continue_()

    page.route("**/assets/site-*.css", hold)
    return held


def wait_for(page: Page, held: list[Route], number: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if len(held) == number:
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"{len(held)} requests came")


def test_styles_are_swapped_without_a_reload(styled: Running, window: BrowserContext) -> None:
    page, said = open_page(window, "/cases/cafe/")
    page.evaluate("window.kept = 'the same document'")
    write(styled, PRINT, spaced(7))
    until(page, f"{SPACING} === '7px'")
    until(page, f"{SHEETS}.length === 1")
    assert page.evaluate("window.kept") == "the same document"
    assert said == []


def test_of_two_quick_changes_of_styles_the_newer_stays(styled: Running, window: BrowserContext) -> None:
    page, said = open_page(window, "/cases/cafe/")
    page.evaluate("window.kept = 'the same document'")
    held = held_styles(page, 1)
    write(styled, PRINT, spaced(3))
    wait_for(page, held, 1)
    write(styled, PRINT, spaced(7))
    until(page, f"{SPACING} === '7px'")
    held[0].fulfill(body=spaced(3), content_type="text/css")
    until(page, f"{SHEETS}.length === 1")
    page.wait_for_timeout(200)  # the older one, were it still to come
    assert page.evaluate(SPACING) == "7px"
    assert page.evaluate("window.kept") == "the same document"
    assert said == []


def test_an_older_style_sheet_that_comes_first_is_not_kept(styled: Running, window: BrowserContext) -> None:
    page, _ = open_page(window, "/cases/cafe/")
    held = held_styles(page, 2)
    write(styled, PRINT, spaced(3))
    wait_for(page, held, 1)
    write(styled, PRINT, spaced(7))
    wait_for(page, held, 2)
    held[0].fulfill(body=spaced(3), content_type="text/css")
    until(page, f"{SHEETS}.length === 2")
    assert page.evaluate(SPACING) == "1px"
    held[1].fulfill(body=spaced(7), content_type="text/css")
    until(page, f"{SHEETS}.length === 1 && {SPACING} === '7px'")


def test_styles_changed_there_and_back_are_as_before(styled: Running, window: BrowserContext) -> None:
    page, _ = open_page(window, "/cases/cafe/")
    first = styled.session.state()["styles"]
    held = held_styles(page, 1)
    write(styled, PRINT, spaced(3))
    wait_for(page, held, 1)
    write(styled, PRINT, spaced(1))
    styled.until(lambda: styled.session.state()["styles"] == first)
    page.wait_for_timeout(200)  # the page is told
    held[0].fulfill(body=spaced(3), content_type="text/css")
    until(page, f"{SHEETS}.length === 1")
    page.wait_for_timeout(200)
    assert page.evaluate(f"{SHEETS}.map((one) => one.getAttribute('href'))") == [first]
    assert page.evaluate(SPACING) == "1px"


def test_styles_that_do_not_come_reload_the_page_with_what_was_typed(styled: Running, window: BrowserContext) -> None:
    show(styled, '<h1>Me</h1><input name="city" aria-label="City">')
    page, _ = open_page(window, "/profile/")
    page.get_by_label("City").fill("Reus")
    page.evaluate("window.kept = 'the same document'")
    held = held_styles(page, 1)
    write(styled, PRINT, spaced(7))
    wait_for(page, held, 1)
    with page.expect_event("load"):
        held[0].abort()
    assert page.evaluate(SPACING) == "7px"
    expect(page.get_by_label("City")).to_have_value("Reus")


def test_styles_that_do_not_come_and_are_old_do_not_matter(styled: Running, window: BrowserContext) -> None:
    page, _ = open_page(window, "/cases/cafe/")
    page.evaluate("window.kept = 'the same document'")
    held = held_styles(page, 2)
    write(styled, PRINT, spaced(3))
    wait_for(page, held, 1)
    write(styled, PRINT, spaced(7))
    wait_for(page, held, 2)
    held[0].abort()
    until(page, f"{SHEETS}.length === 2")
    held[1].continue_()
    until(page, f"{SHEETS}.length === 1 && {SPACING} === '7px'")
    assert page.evaluate("window.kept") == "the same document"


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
