"""From the campaign to the lead and the page after it, in Catalan and Russian, with and without scripts."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import NOW
from tests.browser.forms.host import FormServer
from tests.browser.forms.visitor import LANGUAGES, THANKS, WORDS, Open, fill, submit

pytestmark = pytest.mark.browser

SCRIPTS: Final = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@LANGUAGES
@SCRIPTS
@pytest.mark.sampled(2)
def test_visitor_of_a_campaign_becomes_a_lead(language: str, inbox: FormServer, visit: Open, *, scripts: bool) -> None:
    words, home = WORDS[language], "/" if language == "ca" else "/ru/"
    marks = "?utm_source=instagram&utm_campaign=tardor&via=bio"
    # Without scripts the marks are read from the address of the form's own page.
    page = visit(inbox, f"{home}{marks}" if scripts else f"{home}offers/audit/{marks}", scripts=scripts)
    if scripts:
        page.locator(f"main a[href='{home}offers/audit/']").first.click()
    fill(page)
    page.locator("[name=email]").fill("anna@")
    submit(page)
    if scripts:
        expect(page.locator("[data-errors]")).to_contain_text(words["errors"])
        expect(page.locator("[data-errors]")).to_contain_text(words["email"])
    else:
        expect(page.locator("[name=email]:invalid")).to_have_count(1)  # the browser says it in its own language
    assert inbox.bodies == []
    page.locator("[name=email]").fill("anna@example.com")
    page.locator("[name=reach_network]").select_option("telegram")
    page.locator("[name=reach]").fill("@annapuig")
    page.locator("[name=marketing_consent]").check()
    submit(page)
    page.wait_for_url(THANKS)
    expect(page.locator("h1")).to_have_text(words["thanks"])
    (lead,) = inbox.leads
    assert lead.language == language
    assert lead.values == {
        "name": "Anna Puig",
        "email": "anna@example.com",
        "page": "@cafe.blau",
        "reach": "@annapuig",
        "reach_network": "telegram",
        "goal": words["goal"],
        "size": lead.values["size"],
        "list": "tardor",
    }
    assert lead.consent == words["consent"]
    assert lead.marketing_consent
    assert lead.campaign == {"utm_source": "instagram", "utm_campaign": "tardor", "via": "bio"}
    assert (lead.key is not None) == scripts


def test_sending_changes_no_page_and_says_that_it_went_well(inbox: FormServer, visit: Open) -> None:
    page = visit(inbox)
    page.evaluate("window.stillHere = true")
    fill(page)
    submit(page)
    page.wait_for_url(THANKS)
    heading = page.locator("h1")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    assert page.evaluate("scrollY") == 0
    expect(page.locator("[role=status]")).to_have_text(heading.inner_text())
    expect(page).to_have_title("La teva petició ha arribat · Auditoria gratuïta de la teva pàgina · Mara Vidal")
    assert page.locator("body").get_attribute("class") == "thanks-page"
    assert page.locator(".bar").count() == 0
    assert page.evaluate("window.stillHere")


def test_back_from_the_thank_you_page_leads_to_an_empty_form_and_forward_again(inbox: FormServer, visit: Open) -> None:
    page = visit(inbox)
    fill(page)
    submit(page)
    page.wait_for_url(THANKS)
    page.go_back()
    expect(page.locator("[name=name]")).to_have_value("")
    expect(page.locator(".form")).to_have_js_property("noValidate", value=True)  # the scripts are there
    page.go_forward()
    expect(page.locator("h1")).to_have_text(WORDS["ca"]["thanks"])


def test_thank_you_page_that_cannot_be_put_in_place_is_gone_to(inbox: FormServer, visit: Open) -> None:
    page = visit(inbox)
    page.route(THANKS, lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_())
    page.evaluate("window.stillHere = true")
    fill(page)
    submit(page)
    expect(page.locator("h1")).to_have_text(WORDS["ca"]["thanks"])
    assert not page.evaluate("window.stillHere || false")


def test_offer_on_the_thank_you_page_closes_itself(inbox: FormServer, visit: Open) -> None:
    page = visit(inbox)
    fill(page)
    over = (NOW - timedelta(days=2)).isoformat()

    def end_earlier(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r'data-ends="[^"]+"', f'data-ends="{over}"', answer.text()))

    page.route(THANKS, end_earlier)
    submit(page)
    page.wait_for_url(THANKS)
    line = page.locator("main .deal")
    expect(line.locator("[data-when=closed]")).to_be_visible()
    expect(line.locator("[data-when=live]")).to_be_hidden()
