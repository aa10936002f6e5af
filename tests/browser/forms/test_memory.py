"""What a form and a campaign keep, for how long, and where."""

from __future__ import annotations

import json
from typing import Final
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, expect

from site_gen.inbox.exchange import json_answer
from tests.browser.conftest import NOW
from tests.browser.forms.host import FormServer
from tests.browser.forms.visitor import OFFER, THANKS, WORDS, Open, failure, fill, submit

pytestmark = pytest.mark.browser


def test_typed_answers_survive_a_reload_consent_does_not(inbox: FormServer, visit: Open) -> None:
    page = visit(inbox)
    fill(page)
    page.locator("[name=context]").fill("Som dues.\nObrim de dimarts a dissabte.")
    page.locator("[name=shop]").check()
    page.locator("[name=marketing_consent]").check()
    page.goto("/")
    page.goto(OFFER)
    expect(page.locator("[name=name]")).to_have_value("Anna Puig")
    expect(page.locator("[name=goal]")).to_have_value("Menys feina")
    expect(page.locator("[name=size]").first).to_be_checked()
    expect(page.locator("[name=shop]")).to_be_checked()
    expect(page.locator("[name=context]")).to_have_value("Som dues.\nObrim de dimarts a dissabte.")
    expect(page.locator("[name=consent]")).not_to_be_checked()
    expect(page.locator("[name=marketing_consent]")).not_to_be_checked()
    kept = page.evaluate("JSON.stringify(sessionStorage)")
    assert "acord" not in kept
    assert "carta mensual" not in kept


@pytest.mark.parametrize("host", ["inbox", "plain"])
def test_nothing_is_kept_once_it_is_sent(host: str, visit: Open, request: pytest.FixtureRequest) -> None:
    server: FormServer = request.getfixturevalue(host)
    page = visit(server, f"{OFFER}?via=bio")
    fill(page)
    assert "Anna Puig" in page.evaluate("JSON.stringify(sessionStorage)")
    submit(page)
    page.wait_for_url(THANKS)
    expect(page.locator("h1")).to_have_text(WORDS["ca"]["thanks"])
    assert page.evaluate("Object.keys(sessionStorage)") == ["campaign"]


def test_neither_cookies_nor_lasting_storage_are_used(inbox: FormServer, visit: Open) -> None:
    page = visit(inbox, "/?utm_source=vk")
    page.goto(OFFER)
    fill(page)
    submit(page)
    page.wait_for_url(THANKS)
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0
    assert page.evaluate("indexedDB.databases().then(all => all.length)") == 0


def test_forbidden_storage_hinders_nothing(inbox: FormServer, browser: Browser) -> None:
    with browser.new_context(base_url=inbox.origin) as context:
        context.add_init_script("""Object.defineProperty(window, 'sessionStorage', {
            get() { throw new DOMException('forbidden', 'SecurityError') }
        })""")
        context.clock.set_fixed_time(NOW)
        page, errors = context.new_page(), list[str]()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{OFFER}?utm_source=vk")
        fill(page)
        inbox.answer = json_answer(500, {})
        submit(page)
        failure(page)
        inbox.answer = None
        submit(page)
        page.wait_for_url(THANKS)
    assert errors == []
    (lead,) = inbox.leads
    assert lead.campaign == {"utm_source": "vk"}  # read from the address of the page
    first, again = (parse_qs(body.decode())["submission"] for body in inbox.bodies)
    assert first == again


def test_of_the_page_before_only_the_host_is_known(inbox: FormServer, visit: Open) -> None:
    page = visit(inbox, "/", referer="https://l.instagram.com/p/secret?token=1")
    assert page.evaluate("document.referrer").startswith("https://l.instagram.com")
    assert json.loads(page.evaluate("sessionStorage.campaign")) == {"referrer": "l.instagram.com"}


CAMPAIGNS: Final = {
    "the first one stays": ((("/?via=bio", None), ("/", "https://other.example/")), {"via": "bio"}),
    "a page of the site is none": ((("/", None), (OFFER, "own")), None),
    "a new marked link wins": (
        (("/?utm_source=vk&utm_medium=post", "https://vk.com/"), (f"{OFFER}?utm_source=ok", None)),
        {"utm_source": "ok"},
    ),
    "marks and host together": (
        (("/?utm_term=%D0%BA%D0%BE%D1%84%D0%B5&x=1", "https://ya.ru/"),),
        {"utm_term": "кофе", "referrer": "ya.ru"},
    ),
    "an empty mark is none": ((("/?utm_source=&via=", None),), None),
    "a long mark is cut": ((("/?via=" + "v" * 500, None),), {"via": "v" * 200}),
}


@pytest.mark.parametrize(("visits", "known"), CAMPAIGNS.values(), ids=CAMPAIGNS)
@pytest.mark.sampled(3)
def test_first_touch_is_remembered(
    visits: tuple[tuple[str, str | None], ...], known: dict[str, str] | None, inbox: FormServer, visit: Open
) -> None:
    (path, before), *more = visits
    page = visit(inbox, path, referer=before or "")
    for path, before in more:
        page.goto(path, referer=f"{inbox.origin}/" if before == "own" else before or "")
    stored = page.evaluate("sessionStorage.getItem('campaign')")
    assert (json.loads(stored) if stored else None) == known
    assert page.url == f"{inbox.origin}{visits[-1][0]}"  # nothing is taken out of the address
