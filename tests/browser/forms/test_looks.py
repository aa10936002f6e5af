"""A form in each of its states, and the page after it: axe finds nothing, nothing is too wide, nothing is covered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from site_gen.inbox.exchange import json_answer
from tests.browser.forms.host import FormServer
from tests.browser.forms.visitor import OFFER, THANKS, Open, failure, fill, submit
from tests.browser.test_accessibility import RULES, SCHEMES
from tests.browser.test_markup import complaints

pytestmark = pytest.mark.browser

WIDTHS: Final = (320, 390, 1280)
_RUN: Final = "rules => axe.run({runOnly: {type: 'tag', values: rules}, resultTypes: ['violations'], preload: false})"


def _mistaken(page: Page, _: FormServer) -> None:
    page.locator("[name=phone]").fill("none")
    submit(page)
    expect(page.locator("[data-errors]")).to_be_visible()


def _sending(page: Page, inbox: FormServer) -> None:
    fill(page)
    inbox.open.clear()
    submit(page)
    expect(page.locator(".form")).to_have_attribute("aria-busy", "true")


def _failed(page: Page, inbox: FormServer) -> None:
    fill(page)
    inbox.answer = json_answer(500, {})
    submit(page)
    failure(page)


def _thanked(page: Page, _: FormServer) -> None:
    fill(page)
    submit(page)
    page.wait_for_url(THANKS)


STATES: Final[dict[str, Callable[[Page, FormServer], None]]] = {
    "empty": lambda page, _: page.locator("[name=name]").focus(),
    "mistaken": _mistaken,
    "sending": _sending,
    "failed": _failed,
    "sent": _thanked,
}
EACH_STATE: Final = pytest.mark.parametrize("reach", STATES.values(), ids=STATES)


@pytest.mark.sampled(1)
@pytest.mark.parametrize(
    "language", ["ca", *(pytest.param(language, marks=pytest.mark.laws) for language in ("ru", "es", "en"))]
)
@EACH_STATE
@pytest.mark.sampled(2)
def test_axe_finds_nothing_and_nothing_is_too_wide(
    language: str, reach: Callable[[Page, FormServer], None], inbox: FormServer, visit: Open, checkers: Path
) -> None:
    page = visit(inbox, OFFER if language == "ca" else f"/ru{OFFER}")
    reach(page, inbox)
    page.evaluate((checkers / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found: list[str] = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found += [f"{scheme} {width} px: {violation}" for violation in _violations(page)]
            if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
                found.append(f"{width} px: wider than the screen")
    assert not found, "\n".join(found)


@EACH_STATE
@pytest.mark.sampled(2)
def test_what_has_the_focus_is_never_covered(
    reach: Callable[[Page, FormServer], None], inbox: FormServer, visit: Open
) -> None:
    page = visit(inbox)
    page.set_viewport_size({"width": 320, "height": 640})
    reach(page, inbox)
    covered: list[str] = []
    page.locator("h1").evaluate("heading => { heading.tabIndex = -1; heading.focus() }")
    for _ in range(page.locator("main :is(a, button, input, select, textarea, summary)").count()):
        page.keyboard.press("Tab")
        covered += page.evaluate(_COVERED)
    assert not covered, "\n".join(covered)


_COVERED: Final = """() => {
    const focused = document.activeElement
    if (!focused || focused === document.body) return []
    const seen = box => [.1, .5, .9].some(part => {
        const found = document.elementFromPoint(box.left + box.width * part, box.top + box.height / 2)
        const labelled = found?.closest('label')?.control === focused
        return labelled || focused.contains(found) || found?.contains(focused)
    })
    return [...focused.getClientRects()].some(seen) ? [] : [focused.outerHTML.slice(0, 120)]
}"""


def test_thumbs_bar_stands_aside_while_the_form_is_on_the_screen(inbox: FormServer, visit: Open) -> None:
    page = visit(inbox)
    bar = page.locator(".bar")
    expect(bar).to_be_visible()
    page.locator("[name=goal]").evaluate("field => field.scrollIntoView({block: 'center'})")
    expect(bar).to_be_hidden()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(bar).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    expect(bar).to_be_visible()


def test_decoy_is_neither_seen_nor_reached(inbox: FormServer, visit: Open) -> None:
    page = visit(inbox)
    decoy = page.locator("[name=website_2]")
    expect(decoy).not_to_be_in_viewport()
    page.locator(".decoy").scroll_into_view_if_needed()
    assert decoy.evaluate("field => field.getBoundingClientRect().right < 0")
    assert decoy.get_attribute("tabindex") == "-1"


def test_pages_load_the_scripts_they_need_and_no_others(inbox: FormServer, visit: Open) -> None:
    def scripts(path: str) -> list[str]:
        page = visit(inbox, path)
        sources: list[str] = page.evaluate("[...document.scripts].filter(s => s.src).map(s => s.src)")
        return sorted(source.rpartition("/")[2].partition("-")[0] for source in sources)

    assert scripts("/") == ["campaign", "offer"]
    assert scripts(OFFER) == ["campaign", "form", "offer"]
    assert scripts("/thanks/audit/") == ["campaign", "form", "offer"]


def test_nu_checker_has_nothing_to_say(inbox: FormServer, checkers: Path) -> None:
    found = complaints(checkers, [f"{inbox.origin}{path}" for path in (OFFER, f"/ru{OFFER}", "/thanks/audit/")])
    assert not found, "\n".join(found)


def _violations(page: Page) -> list[str]:
    result: dict[str, Any] = page.evaluate(_RUN, RULES)
    return [
        f"{violation['id']}: {node['target']}: {' '.join(node.get('failureSummary', '').split())}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
