"""The program's themes in a browser: no kind of page is wider than a window, and axe-core and Nu find nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, BrowserContext

from site_gen.actions.themes.browser import UNROOMY, Tools, browser_findings, find_tools, served
from site_gen.actions.themes.check import Asked, check_theme
from site_gen.actions.themes.nu import nu_findings
from site_gen.actions.themes.sample import SECRETS, write_sample
from site_gen.builder.pipeline import build
from site_gen.builder.request import BuildRequest
from site_gen.processes import available_cores
from tests.actions.themes.test_conformance import OWN
from tests.browser.conftest import NOW
from tests.support import write_files

pytestmark = pytest.mark.browser

FEW: Final = frozenset({"home.html", "case.html", "offer.html"})


@pytest.fixture(scope="session")
def tools(checkers: Path, chromium: str) -> Tools:
    """Chromium, axe-core and the Nu HTML checker."""
    found = find_tools([checkers])
    return Tools(chromium, found.axe, found.vnu, {})


@pytest.mark.laws
def test_nothing_is_found_in_the_pages_that_sell(tools: Tools, tmp_path: Path) -> None:
    without_nu = Tools(tools.chromium, tools.axe, None, {})
    asked = Asked({"name": "gallery"}, None, NOW, tmp_path, without_nu, ("ru",), widths=(320, 1280), kinds=FEW)
    assert check_theme(asked).findings == []


@pytest.mark.laws
@pytest.mark.parametrize("theme", OWN)
def test_nothing_is_found_in_any_kind_of_page_in_five_languages(theme: str, tools: Tools, tmp_path: Path) -> None:
    found = check_theme(Asked({"name": theme}, None, NOW, tmp_path, tools, jobs=available_cores()))
    assert found.findings == []


SQUARE: Final = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"/>'
PAGE: Final = """\
<!doctype html><html lang="en"><title>a</title><link rel="stylesheet" href="a.css"><main><h1>a</h1>
<a class="waits" href="a.svg"><img src="a.svg" alt="a" width="300" height="300"></a><img src="b.svg" alt="b" width="300"
height="300"><p class="wide">a</p></main>
"""
STYLE: Final = (
    ".waits { display: block; width: fit-content } .waits img { width: 100%; height: auto } .wide { width: 900px }"
)


def test_what_is_too_wide_and_what_makes_the_page_jump_is_found(tools: Tools, tmp_path: Path) -> None:
    """Somebody is about to press a button, and it goes away from under the finger."""
    write_files(tmp_path, {"index.html": PAGE, "a.css": STYLE, "a.svg": SQUARE, "b.svg": SQUARE})
    with served(tmp_path) as origin:
        found = list(browser_findings(tools, origin, ["index.html"], (320, 1280), ()))
    assert [str(each.message) for each in found] == [
        "at 320 px it is wider than the window: p.wide",
        "the picture a.svg takes its room only when it has come",
    ]


def test_nu_says_what_is_wrong_in_pages_and_in_styles(tools: Tools, tmp_path: Path) -> None:
    """A run in a second language, whose styles were looked at with the first, broke off."""
    assert tools.vnu is not None
    folder = write_files(
        tmp_path / "output", {"a/index.html": PAGE.replace("<h1>", "<h1 align=left>"), "a.css": "a { colr: red }"}
    )
    english = PAGE.replace('<html lang="en">', '<html lang="ca"><meta charset="utf-8">')
    english = english.replace("</main>", f"<p>{'What there was, and what we did. ' * 40}</main>")
    write_files(folder, {"b/index.html": english})
    with served(folder) as origin:
        pages = [f"{origin}/{name}/index.html" for name in "ab"]  # in b it would guess another language: the sample's
        found = list(nu_findings(tools.vnu, pages, [folder / "a.css"]))
    assert {each.place.partition(":")[0] for each in found} == {"/a/index.html", "/a.css"}
    assert list(nu_findings(tools.vnu, [], [])) == []


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample in the theme gallery, built."""
    folder = tmp_path_factory.mktemp("gallery")
    write_sample(folder / "project", None, {"name": "gallery"}, "en", NOW)
    build(BuildRequest(folder / "project", folder / "output", NOW, 1, folder / "cache", secrets=SECRETS))
    return folder / "output"


def test_before_and_after_lie_upon_each_other_under_a_handle(gallery: Path, context: BrowserContext) -> None:
    with served(gallery) as origin:
        page = context.new_page()
        page.goto(f"{origin}/cases/long-name/")
        handle = page.get_by_role("slider", name="Compare before and after")
        handle.focus()
        handle.press("ArrowRight")
        cut = page.locator("[data-compare]").evaluate("e => e.style.getPropertyValue('--cut')")
        before, after = (page.locator("[data-compare] img").nth(index).bounding_box() for index in (0, 1))
    assert cut == "51%"
    assert before == after


@pytest.mark.parametrize("path", ["articles/everything", "cases/long-name", "cases/one-picture"])
def test_pictures_have_their_room_before_they_come(path: str, gallery: Path, browser: Browser) -> None:
    """The offer below a picture goes away from under the finger."""
    with served(gallery) as origin, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{origin}/{path}/")
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(UNROOMY) == []


def test_without_scripts_before_and_after_stand_side_by_side(gallery: Path, browser: Browser) -> None:
    with (
        served(gallery) as origin,
        browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800}) as context,
    ):
        page = context.new_page()
        page.goto(f"{origin}/cases/long-name/")
        boxes = [page.locator("[data-compare] figure").nth(index).bounding_box() for index in (0, 1)]
        assert page.get_by_role("slider").count() == 0
    before, after = boxes
    assert before is not None
    assert after is not None
    assert before["x"] + before["width"] <= after["x"]
    assert before["y"] == after["y"]
