"""A pinned link in a real browser: it redirects at once, with and without scripts, and as a rule of a real host."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from site_gen.builder.pipeline import build
from tests.browser.server import SiteServer
from tests.browser.site import BuiltSite
from tests.browser.test_accessibility import RULES, axe
from tests.browser.wrangler import CONFIGURATION, Pages, install
from tests.support import BASE, SITE, write_files
from tests.support_build import request

pytestmark = pytest.mark.browser

__all__ = ["axe"]  # a fixture of the tests of accessibility

LINK: Final = "/go/vk-free-audit-ru/"
TARGET: Final = re.compile(r"/ru/offers/free-audit/\?utm_source=vk&.*&via=vk-free-audit-ru$")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_short_link_leads_on_at_once(browser: Browser, host: SiteServer, *, scripts: bool) -> None:
    said: list[str] = []
    with browser.new_context(base_url=host.origin, java_script_enabled=scripts) as context:
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.goto(LINK)
        expect(page).to_have_url(TARGET)
        expect(page.locator("h1")).to_contain_text("разбор")
    assert said == []


def test_the_form_knows_which_link_brought_the_visitor(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(LINK)
    expect(page).to_have_url(TARGET)
    # The address changes before the scripts have run; wait_for_function would need eval, which the policy bars.
    until = time.monotonic() + 30
    while not (kept := page.evaluate("JSON.parse(sessionStorage.campaign || 'null')")) and time.monotonic() < until:
        page.wait_for_timeout(20)
    assert kept == {
        "utm_source": "vk",
        "utm_medium": "social",
        "utm_campaign": "free-audit",
        "utm_content": "pin-ru",
        "via": "vk-free-audit-ru",
    }


def test_going_back_does_not_come_round_again(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/links/")
    page.goto(LINK)
    expect(page).to_have_url(TARGET)
    page.go_back()
    expect(page).to_have_url(re.compile("/links/$"))


@pytest.mark.parametrize("language", ["ca", "es", "en", "ru"])
@pytest.mark.sampled(1)
def test_who_stays_there_finds_the_way(
    example_site: BuiltSite, context: BrowserContext, axe: str, language: str
) -> None:
    name = "vk-free-audit" if language == "ca" else f"vk-free-audit-{language}"
    html = (example_site.folder / "go" / name / "index.html").read_text(encoding="utf-8")
    page = context.new_page()
    page.goto("/robots.txt")
    page.set_content(re.sub(r'<meta http-equiv="(?:refresh|Content-Security-Policy)"[^>]*>', "", html))
    link = page.get_by_role("main").get_by_role("link")
    path = urlsplit(str(link.get_attribute("href"))).path
    assert path == ("/offers/free-audit/" if language == "ca" else f"/{language}/offers/free-audit/")
    page.evaluate(axe)
    run = "rules => axe.run({runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})"
    assert [violation["id"] for violation in page.evaluate(run, RULES)["violations"]] == []


@pytest.mark.slow
def test_cloudflare_redirects_by_its_own_rules(tmp_path: Path, cache: Path) -> None:
    files = {**BASE, "site.yaml": f"{SITE}go:\n  call: https://cal.example/mara\n", "wrangler.toml": CONFIGURATION}
    write_files(tmp_path, files)
    build(request(tmp_path, tmp_path / "output", cache))
    with Pages(tmp_path, install()).served() as pages:
        answer = httpx.get(f"{pages.origin}/go/instagram-month/", timeout=30)
        assert answer.status_code == 302
        target = urlsplit(answer.headers["location"])
        assert target.path == "/offers/month/"
        assert parse_qs(target.query)["via"] == ["instagram-month"]
        own = httpx.get(f"{pages.origin}/go/call/", timeout=30)
        assert (own.status_code, own.headers["location"]) == (302, "https://cal.example/mara")
        page = httpx.get(f"{pages.origin}/offers/month/", timeout=30)
        assert page.status_code == 200
