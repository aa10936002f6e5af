"""The sections that site.yaml fills, and the question about statistics, as browsers and checkers see them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import NOW, build_project
from tests.browser.server import SiteServer, serve
from tests.browser.test_accessibility import axe, violations_in_all_modes  # noqa: F401  # axe is a fixture
from tests.browser.test_markup import complaints
from tests.browser.test_statistics import ASKED
from tests.pages.test_sections import ANNOUNCED, ENDS, PICTURES, SITE_WITH_ALL
from tests.support import BASE, write_files

pytestmark = pytest.mark.browser

PATHS: Final = ("/", "/profile/", "/services/", "/privacy/")
REVIEWS: Final = "reviews: [{by: Anna, text: Good, date: 2026-06-03, photo: {image: pau.png, alt: Anna}}]\n"
SHOWN: Final = ANNOUNCED.replace("starts: 2026-12-20T09:00, ", "")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteServer]:
    """A site with every section, an announcement, portraits, and services that need consent."""
    folder = tmp_path_factory.mktemp("sections")
    files = {**BASE, **PICTURES, "site.yaml": SITE_WITH_ALL + SHOWN + ASKED, "content/reviews.yaml": REVIEWS}
    built = build_project(write_files(folder / "project", files), folder / "output", NOW)
    with serve(built.folder, built.base, NOW) as server:
        yield server


@pytest.mark.sampled(1)
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.sampled(2)
def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(
    path: str,
    browser: Browser,
    site: SiteServer,
    axe: str,  # noqa: F811  # the fixture
) -> None:
    with browser.new_context(base_url=site.origin, reduced_motion="reduce") as context:
        context.clock.set_fixed_time(NOW)
        page = context.new_page()
        page.goto(path)
        page.evaluate(axe)
        found = violations_in_all_modes(page)
        assert not found, "\n".join(found)
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.laws
def test_nu_checker_has_nothing_to_say(site: SiteServer, checkers: Path) -> None:
    styles = [str(path) for path in (site.folder / "assets").rglob("*.css")]
    assert any("sections" in path for path in styles)
    assert any("statistics" in path for path in styles)
    found = complaints(checkers, [f"{site.origin}{path}" for path in PATHS])
    found += complaints(checkers, ["--also-check-css", *styles])
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("before", "shown"), [(timedelta(hours=1), True), (timedelta(seconds=-1), False)])
def test_an_announcement_goes_away_on_a_page_built_before_its_end(
    browser: Browser, site: SiteServer, before: timedelta, *, shown: bool
) -> None:
    """Hosts aren't rebuilt on the minute: who comes at seven would read of what ended at six."""
    now: datetime = ENDS - before
    site.now = now
    with browser.new_context(base_url=site.origin) as context:
        context.clock.set_fixed_time(now)
        page = context.new_page()
        page.goto("/cases/", wait_until="networkidle")
        bar = page.locator(".announcement")
        expect(bar).to_be_visible() if shown else expect(bar).to_be_hidden()
