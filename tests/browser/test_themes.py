"""The program's themes in a browser: no kind of page is wider than a window, and axe-core and Nu find nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, BrowserContext

from site_gen.actions.themes.browser import Tools, find_tools, served
from site_gen.actions.themes.check import Asked, check_theme
from site_gen.actions.themes.findings import Finding
from site_gen.actions.themes.sample import SECRETS, write_sample
from site_gen.builder.pipeline import build
from site_gen.builder.request import BuildRequest
from site_gen.model.setting_values import LANGUAGES
from tests.browser.conftest import NOW

pytestmark = pytest.mark.browser

OWN: Final = ("studio", "gallery")
FEW: Final = frozenset({"home.html", "case.html", "offer.html"})


@pytest.fixture(scope="session")
def tools(checkers: Path, chromium: str) -> Tools:
    """Chromium, axe-core and the Nu HTML checker."""
    found = find_tools([checkers])
    return Tools(chromium, found.axe, found.vnu, {})


def _findings(asked: Asked) -> list[Finding]:
    """Return what a run finds; in a thread of its own, as Playwright runs once in each, and in the tests' already."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(check_theme, asked).result().findings


@pytest.mark.laws
def test_nothing_is_found_in_the_pages_that_sell(tools: Tools, tmp_path: Path) -> None:
    without_nu = Tools(tools.chromium, tools.axe, None, {})
    asked = Asked({"name": "gallery"}, None, NOW, tmp_path, without_nu, ("ru",), widths=(320, 1280), kinds=FEW)
    assert _findings(asked) == []


@pytest.mark.laws
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", OWN)
def test_nothing_is_found_in_any_kind_of_page(theme: str, language: str, tools: Tools, tmp_path: Path) -> None:
    assert _findings(Asked({"name": theme}, None, NOW, tmp_path, tools, (language,))) == []


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
