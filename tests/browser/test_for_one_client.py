"""The example's audits and proposals in a real browser: no errors, no horizontal scrolling, accessible."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.server import SiteServer
from tests.browser.site import FOR_ONE_CLIENT, BuiltSite
from tests.browser.test_accessibility import violations_in_all_modes
from tests.browser.test_pages import Watch
from tests.support_proposals import pdf_facts, pdf_text, squeezed

pytestmark = pytest.mark.browser

AUDITS = {"ca": "Llibreria El Replà", "ru": "Студия танца «Шаг»"}


def pages_of(site: BuiltSite, kind: str) -> list[str]:
    found = [page.path for page in site.pages if page.kind == kind]
    assert found, f"the example site has no {kind}"
    return found


@pytest.mark.parametrize("kind", FOR_ONE_CLIENT)
def test_the_page_is_quiet_and_loads_from_its_own_origin_only(
    kind: str, example_site: BuiltSite, context: BrowserContext, host: SiteServer
) -> None:
    for path in pages_of(example_site, kind):
        page, watch = context.new_page(), Watch(host.origin)
        watch.attach(page)
        page.goto(path, wait_until="networkidle")
        assert watch.complaints == [], path


@pytest.mark.parametrize("kind", FOR_ONE_CLIENT)
def test_nothing_is_wider_than_the_screen(kind: str, example_site: BuiltSite, context: BrowserContext) -> None:
    for path in pages_of(example_site, kind):
        page = context.new_page()
        page.goto(path)
        for width in (320, 390, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.scrollingElement.scrollWidth") <= width, f"{path} at {width} px"


@pytest.mark.sampled(1)
@pytest.mark.parametrize("kind", FOR_ONE_CLIENT)
@pytest.mark.sampled(2)
def test_axe_finds_nothing(kind: str, example_site: BuiltSite, context: BrowserContext, checkers: Path) -> None:
    axe = (checkers / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    found = []
    for path in pages_of(example_site, kind):
        page = context.new_page()
        page.goto(path)
        page.evaluate(axe)
        found += [f"{path}: {violation}" for violation in violations_in_all_modes(page)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("language", "client"), AUDITS.items())
def test_an_audit_says_score_strengths_findings_this_week_and_the_next_step_in_this_order(
    language: str, client: str, example_site: BuiltSite, context: BrowserContext
) -> None:
    page = _audit(context, example_site, language)
    expect(page.get_by_role("heading", level=1)).to_have_text(client)
    marks = [".big", ".scores", ".ticks", ".findings", ".week", ".step .deal", ".ratings"]
    places = [page.locator(f"main {mark}").first.bounding_box() for mark in marks]
    tops = [place["y"] for place in places if place]
    assert len(tops) == len(marks)
    assert tops == sorted(tops)


def test_a_thing_for_this_week_leads_to_its_finding(example_site: BuiltSite, context: BrowserContext) -> None:
    page = _audit(context, example_site, "ca")
    link = page.locator(".week a").first
    link.click()
    target = page.locator(str(link.get_attribute("href")))
    expect(target).to_be_in_viewport()
    expect(target.get_by_role("heading", level=3)).to_contain_text(link.inner_text())


def test_the_chart_is_read_out_with_name_and_score(example_site: BuiltSite, context: BrowserContext) -> None:
    page = _audit(context, example_site, "ca")
    said = page.locator(".scores").aria_snapshot()
    assert "term: Perfil" in said
    assert 'img "38 de 100"' in said
    assert "sense puntuar" in said


@pytest.mark.parametrize("language", AUDITS)
def test_an_audit_can_be_printed_on_a_few_sheets(
    language: str, example_site: BuiltSite, browser: Browser, host: SiteServer
) -> None:
    with browser.new_context(base_url=host.origin) as context:
        page = _audit(context, example_site, language)
        shown = [title.inner_text() for title in page.locator(".findings h3").all()]
        printed = page.pdf(prefer_css_page_size=True)
    text = squeezed(pdf_text(printed))
    assert all(squeezed(title) in text for title in (AUDITS[language], *shown))
    assert int(pdf_facts(printed)["Pages"]) <= 6


def _audit(context: BrowserContext, site: BuiltSite, language: str) -> Page:
    page = context.new_page()
    page.goto(site.page("audit", language).path)
    return page
