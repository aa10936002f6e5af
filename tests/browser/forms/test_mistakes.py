"""Every error is named in the page's language, at its field and above the form, and disappears once corrected."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.forms.host import FormServer
from tests.browser.forms.visitor import LANGUAGES, OFFER, THANKS, WORDS, Open, fill, submit

pytestmark = pytest.mark.browser


@LANGUAGES
def test_every_mistake_is_named_at_its_field_and_above_all(language: str, inbox: FormServer, visit: Open) -> None:
    page = visit(inbox, OFFER if language == "ca" else f"/ru{OFFER}")
    page.locator("[name=phone]").fill("none")
    page.locator("[name=page]").fill("my page")
    submit(page)
    summary = page.locator("[data-errors]")
    expect(summary).to_be_focused()
    expect(summary).to_have_attribute("role", "alert")
    links = summary.locator("a")
    expect(links).to_have_count(7)  # name, email, page, phone, goal, size, consent
    for link in links.all():
        target = page.locator((link.get_attribute("href") or "").replace("#", "#"))
        named = target if target.get_attribute("type") != "radio" else page.locator("[role=radiogroup]")
        assert named.get_attribute("aria-invalid") == "true"
        described = (named.get_attribute("aria-describedby") or "").split()
        lines = [page.locator(f"[id='{id_}'].error") for id_ in described]
        (line,) = [line for line in lines if line.count()]
        assert line.inner_text().casefold() in link.inner_text().casefold()
    assert WORDS[language]["missing"] in page.locator("[id='audit-name--error']").inner_text().lower()
    assert inbox.bodies == []


def test_help_stays_connected_beside_the_mistake(inbox: FormServer, visit: Open) -> None:
    page = visit(inbox)
    email = page.locator("[name=email]")
    submit(page)
    expect(email).to_have_attribute("aria-describedby", "audit-email--help audit-email--error")
    email.fill("anna@example.com")
    expect(email).to_have_attribute("aria-describedby", "audit-email--help")


@pytest.mark.parametrize("field", ["audit-name", "audit-size", "audit-consent"])
def test_link_in_the_summary_leads_to_the_field(field: str, inbox: FormServer, visit: Open) -> None:
    page = visit(inbox)
    submit(page)
    page.locator(f"[data-errors] a[href='#{field}']").click()
    expect(page.locator(f"#{field}")).to_be_focused()
    expect(page.locator(f"[id='{field}--error']")).to_be_in_viewport()


def test_message_goes_as_soon_as_the_answer_is_right(inbox: FormServer, visit: Open) -> None:
    page = visit(inbox)
    fill(page)
    page.locator("[name=email]").fill("anna@")
    page.locator("[name=size]").first.evaluate("radio => { radio.checked = false }")
    submit(page)
    expect(page.locator("[data-errors] a")).to_have_count(2)
    page.locator("[name=email]").fill("anna@example")
    expect(page.locator("[id='audit-email--error']")).to_be_visible()
    page.locator("[name=email]").fill("anna@example.com")
    expect(page.locator("[id='audit-email--error']")).to_have_count(0)
    expect(page.locator("[name=email][aria-invalid]")).to_have_count(0)
    expect(page.locator("[data-errors] a")).to_have_count(1)
    page.locator("[name=size]").last.check()
    expect(page.locator("[role=radiogroup][aria-invalid]")).to_have_count(0)
    expect(page.locator("[data-errors]")).to_be_hidden()


def test_form_is_filled_in_corrected_and_sent_by_keyboard(inbox: FormServer, visit: Open) -> None:
    page = visit(inbox)
    page.locator("[name=name]").focus()
    for text in ("Anna", "Tab", "anna@example.com", "Tab", "cafe.cat", "Tab", "Tab", "Tab", "Tab"):
        page.keyboard.press("Tab") if text == "Tab" else page.keyboard.type(text)
    page.keyboard.press("ArrowDown")  # what is expected
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the first of the two
    page.locator("[name=email]").press("Enter")
    expect(page.locator("[data-errors] a")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=consent]")).to_be_focused()
    page.keyboard.press("Space")
    page.locator("[name=email]").press("Enter")
    page.wait_for_url(THANKS)
    assert inbox.leads[0].values["size"] == "Jo sola"


def test_what_the_inbox_refuses_is_said_at_the_field(inbox: FormServer, visit: Open) -> None:
    page = visit(inbox, f"/ru{OFFER}")
    fill(page)
    page.locator("[name=goal] option").last.evaluate("option => { option.value = 'another' }")
    submit(page)
    line = page.locator("[id='audit-goal--error']")
    expect(line).to_be_visible()
    assert line.inner_text()[0].isalpha()
    assert not line.inner_text().isascii()  # said in Russian
    expect(page.locator("[data-errors]")).to_be_focused()
    expect(page.locator("[name=name]")).to_have_value("Anna Puig")
    assert inbox.leads == []
    page.locator("[name=goal]").select_option(index=1)
    submit(page)
    page.wait_for_url(THANKS)
    assert len(inbox.leads) == 1
