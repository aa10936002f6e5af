"""The facts beside a case, an article and an offer fill their rows on every screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.server import SiteServer
from tests.browser.site import BuiltSite

pytestmark = pytest.mark.browser

ROWS = """() => [...document.querySelectorAll("dl.facts")].flatMap((list) => {
  const width = list.getBoundingClientRect().right;
  const last = new Map();
  for (const fact of list.children) {
    const box = fact.getBoundingClientRect();
    last.set(Math.round(box.top), Math.max(last.get(Math.round(box.top)) || 0, box.right));
  }
  return [...last.values()].map((right) => Math.round(width - right));
})"""


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_row_of_facts_ends_in_a_hole(
    browser: Browser, host: SiteServer, example_site: BuiltSite, width: int
) -> None:
    """A fact alone in half a row leaves a line that stops in the middle of the page."""
    with browser.new_context(base_url=host.origin, viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        for kind in ("case", "article", "direct offer, live"):
            page.goto(example_site.page(kind).path)
            gaps = page.evaluate(ROWS)
            assert gaps, kind
            assert max(gaps) <= 1, (kind, gaps)
