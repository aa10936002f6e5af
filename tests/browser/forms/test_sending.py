"""When sending fails, nothing is lost, nothing is stored twice, and the visitor reads what happened."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from site_gen.inbox.exchange import json_answer
from tests.browser.conftest import NOW
from tests.browser.forms.host import FormServer
from tests.browser.forms.visitor import LANGUAGES, OFFER, THANKS, WORDS, Open, failure, fill, submit

pytestmark = pytest.mark.browser


@LANGUAGES
def test_form_waits_for_the_connection_and_is_stored_once(language: str, inbox: FormServer, visit: Open) -> None:
    page = visit(inbox, OFFER if language == "ca" else f"/ru{OFFER}")
    fill(page)
    page.context.set_offline(True)
    submit(page)
    assert WORDS[language]["kept"] in failure(page)
    page.context.set_offline(False)
    expect(page.locator("[name=name]")).to_have_value("Anna Puig")
    expect(page.locator("[name=consent]")).to_be_checked()
    submit(page)
    page.wait_for_url(THANKS)
    assert len(inbox.leads) == 1


def test_browser_is_not_sent_away_while_there_is_no_connection(plain: FormServer, visit: Open) -> None:
    page = visit(plain)
    fill(page)
    page.context.set_offline(True)
    submit(page)
    assert "No tens connexió" in failure(page)
    page.context.set_offline(False)
    submit(page)
    page.wait_for_url(THANKS)
    assert len(plain.leads) == 1


def test_page_that_was_put_away_while_sending_can_send_again(inbox: FormServer, visit: Open) -> None:
    page = visit(inbox)
    fill(page)
    inbox.open.clear()
    submit(page)
    expect(page.locator(".form")).to_have_attribute("aria-busy", "true")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")  # as from a browser's cache
    expect(page.locator(".form [type=submit]")).to_have_text("Envia")
    submit(page)
    inbox.open.set()
    page.wait_for_url(THANKS)
    assert len(inbox.leads) == 1


def test_lost_answer_and_a_second_try_are_one_lead(inbox: FormServer, visit: Open) -> None:
    page = visit(inbox)
    page.clock.install(time=NOW)
    fill(page)
    inbox.open.clear()
    submit(page)
    expect(page.locator(".form")).to_have_attribute("aria-busy", "true")
    page.clock.fast_forward(20_000)
    assert "20 segons" in failure(page)
    expect(page.locator(".form")).to_have_attribute("aria-busy", "false")
    inbox.open.set()  # the first one arrives after all
    submit(page)
    page.wait_for_url(THANKS)
    assert len(inbox.bodies) == 2
    assert len(inbox.leads) == 1


def test_changed_answer_after_a_failure_is_another_submission(inbox: FormServer, visit: Open) -> None:
    page = visit(inbox)
    fill(page)
    inbox.answer = json_answer(503, {"ok": False, "errors": [], "message": "busy"})
    submit(page)
    failure(page)
    submit(page)
    failure(page)
    page.locator("[name=name]").fill("Anna Puig Soler")
    inbox.answer = None
    submit(page)
    page.wait_for_url(THANKS)
    first, again, changed = (parse_qs(body.decode())["submission"] for body in inbox.bodies)
    assert first == again
    assert changed != first


def test_second_submission_after_success_is_a_new_one(inbox: FormServer, visit: Open) -> None:
    page = visit(inbox)
    for _ in range(2):
        fill(page)
        submit(page)
        page.wait_for_url(THANKS)
        page.goto(OFFER)
    assert len(inbox.leads) == 2


@pytest.mark.parametrize("host", ["inbox", "plain"])
def test_double_click_sends_once(host: str, visit: Open, request: pytest.FixtureRequest) -> None:
    server: FormServer = request.getfixturevalue(host)
    page = visit(server)
    fill(page)
    server.open.clear()
    button = page.locator(".form [type=submit]")
    button.dblclick(no_wait_after=True)
    if host == "inbox":  # of a page that is being left, nothing can be asked
        expect(button).to_have_text("S’està enviant…")
        expect(button).to_have_attribute("aria-disabled", "true")
        button.evaluate("button => button.click()")
    server.open.set()
    page.wait_for_url(THANKS)
    assert len(server.bodies) == 1
    assert len(server.leads) == 1


FAILURES: Final = {
    "the inbox fails": (500, "ha fallat pel camí"),
    "too many requests": (429, "massa formularis"),
    "refused as a whole": (403, "paraules de la bústia"),
}


@pytest.mark.parametrize(("status", "words"), FAILURES.values(), ids=FAILURES)
def test_failure_is_said_and_everything_is_still_there(status: int, words: str, inbox: FormServer, visit: Open) -> None:
    page = visit(inbox)
    fill(page)
    inbox.answer = json_answer(status, {"ok": False, "errors": [], "message": "paraules de la bústia"})
    submit(page)
    assert words in failure(page)
    expect(page.locator(".form [type=submit]")).to_have_text("Torna-ho a enviar")
    inbox.answer = None
    submit(page)
    page.wait_for_url(THANKS)
    assert inbox.leads[0].values["name"] == "Anna Puig"


def test_host_that_is_gone_is_said(inbox: FormServer, visit: Open) -> None:
    page = visit(inbox)
    fill(page)
    page.route("**/inbox/**", lambda route: route.abort("connectionrefused"))
    submit(page)
    assert "ha fallat pel camí" in failure(page)


def test_form_that_arrives_after_the_end_is_told_so(inbox: FormServer, visit: Open) -> None:
    page = visit(inbox)
    fill(page)
    inbox.now = NOW + timedelta(days=60)
    submit(page)
    assert "s’ha tancat" in failure(page)
    expect(page.locator(".form [type=submit]")).to_be_hidden()
    assert inbox.leads == []


def test_closed_offers_form_sends_nothing(inbox: FormServer, browser: Browser) -> None:
    with browser.new_context(base_url=inbox.origin) as context:
        context.clock.install(time=NOW)
        page = context.new_page()
        page.goto(OFFER, wait_until="networkidle")
        fill(page)
        inbox.now = NOW + timedelta(days=60)
        page.clock.fast_forward(60 * 86_400_000)
        expect(page.locator("main article > [data-when=closed]")).to_be_visible()
        expect(page.locator(".form")).to_be_hidden()
        # Neither a script nor an extension that revives the fields gets it off.
        page.evaluate("""() => {
            for (const field of document.querySelectorAll('.form *')) field.disabled = false
            document.querySelector('.form').requestSubmit()
        }""")
        page.wait_for_timeout(300)
    assert inbox.bodies == []


def test_browser_sends_what_scripts_cannot_with_all_they_know(plain: FormServer, visit: Open) -> None:
    page = visit(plain, f"{OFFER}?utm_source=vk")
    page.locator("[name=email]").fill("anna@")
    submit(page)
    expect(page.locator("[data-errors]")).to_be_focused()
    assert plain.bodies == []
    fill(page)
    submit(page)
    page.wait_for_url(THANKS)
    (lead,) = plain.leads
    assert lead.campaign == {"utm_source": "vk"}
    assert lead.key
    assert "elapsed" in parse_qs(plain.bodies[0].decode())


def test_page_that_comes_back_after_a_failure_can_send_again(plain: FormServer, visit: Open) -> None:
    page = visit(plain)
    fill(page)
    plain.answer = json_answer(500, {})
    submit(page)
    page.wait_for_url("**/inbox/audit")
    plain.answer = None
    page.go_back()
    expect(page.locator("[name=name]")).to_have_value("Anna Puig")
    expect(page.locator(".form [type=submit]")).to_have_text("Envia")
    page.locator("[name=consent]").check()
    submit(page)
    page.wait_for_url(THANKS)
    assert len(plain.leads) == 1


def rewritten(page: Page, **changes: str) -> None:
    """Serve the offer's page with other attributes of the form, as another delivery would have it."""

    def change(route: Route) -> None:
        answer = route.fetch()
        text = answer.text()
        for name, value in changes.items():
            before = text.partition(f'data-{name}="')[2].partition('"')[0]
            assert f'data-{name}="{before}"' in text
            text = text.replace(f'data-{name}="{before}"', f'data-{name}="{value}"', 1)
        route.fulfill(response=answer, body=text)

    page.route(f"**{OFFER}", change)
    page.goto(OFFER)


@pytest.mark.parametrize(
    ("encoding", "type_"),
    [("urlencoded", b"name=Anna"), ("multipart", b"form-data; name="), ("json", b'{"list":')],
)
@pytest.mark.sampled(2)
def test_form_is_encoded_as_the_delivery_asks(encoding: str, type_: bytes, inbox: FormServer, visit: Open) -> None:
    page = visit(inbox, "/")
    rewritten(page, encoding=encoding, omit="consent_version elapsed")
    fill(page)
    submit(page)
    page.wait_for_url(THANKS)
    (lead,) = inbox.leads
    assert lead.values["name"] == "Anna Puig"
    assert type_ in inbox.bodies[0]
    assert b"consent_version" not in inbox.bodies[0]
    assert b"elapsed" not in inbox.bodies[0]


@pytest.mark.parametrize(
    ("answer", "well"),
    [
        ({"success": True}, True),
        ({"success": "true", "message": "ok"}, True),
        ({"body": {"success": True}}, True),
        ({"success": False, "message": "no"}, False),
        ({"message": "no"}, False),
    ],
)
@pytest.mark.sampled(2)
def test_success_is_read_from_the_answer_where_the_status_says_nothing(
    answer: dict[str, object], inbox: FormServer, visit: Open, *, well: bool
) -> None:
    page = visit(inbox, "/")
    rewritten(page, success="success-field")
    fill(page)
    inbox.answer = json_answer(200, answer)
    submit(page)
    if well:
        page.wait_for_url(THANKS)
    else:
        assert "no s’ha acceptat" in failure(page)
