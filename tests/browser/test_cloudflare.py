"""The site and its function in the runtime of Cloudflare Pages, with a real database and a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import httpx
import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext

from site_gen.builder.pipeline import build
from tests.browser.wrangler import CONFIGURATION, Pages, Services, install, services, wait_until
from tests.conftest import Cli
from tests.model.submissions import CASES, SCHEMA_DATA, Case
from tests.support import BASE, SITE, write_files
from tests.support_build import request

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PLAIN: Final = SITE.partition("form:")[0].replace("languages: [en, es]", "languages: [en, ru]")
TOKEN: Final = "123456789:AAE-" + "x" * 31
NOTIFY: Final = '{telegram: "12345678", email: me@mara.example, sender: "Site <forms@mara.example>"}'
SITE_KEY: Final = "1x00000000000000000000AA"


def _first_step(title: str, fields: list[dict[str, Any]], more: str = "") -> str:
    form = {"fields": fields, "consent": SCHEMA_DATA["consent"]}
    form["marketing_consent"] = SCHEMA_DATA["marketing_consent"]
    offer = {"kind": "first-step", "title": title, "price": 0, "next": "plan", "form": form, "call_to_action": "Ask"}
    return yaml.safe_dump(offer, allow_unicode=True, sort_keys=False) + more


def _table_fields() -> list[dict[str, Any]]:
    """Return the fields of the table of submissions as an offer's file has them."""
    return [{key: value for key, value in field.items() if value} for field in SCHEMA_DATA["fields"]]


def _project(folder: Path, form: str, secrets: Mapping[str, str], cache: Path) -> Path:
    """Return a project whose site is built."""
    simple = [{"name": "email", "label": "E-mail", "type": "email", "required": True}]
    files = {
        **{name: text for name, text in BASE.items() if ".es." not in name},
        "site.yaml": f"{PLAIN}form: {form}\n",
        "site.ru.yaml": "role: SMM для кафе\n",
        "offers/audit.yaml": _first_step(SCHEMA_DATA["title"], _table_fields()),
        "offers/audit.ru.yaml": "title: Бесплатный аудит\nform: {consent: Согласие на обработку данных.}\n",
        "offers/past.yaml": _first_step("Past", simple, "starts: 2020-01-01T09:00\nends: 2020-02-01T09:00\n"),
        "offers/future.yaml": _first_step("Future", simple, "starts: 2199-01-01T09:00\n"),
        "wrangler.toml": CONFIGURATION,
        ".dev.vars": "".join(f'{name}="{value}"\n' for name, value in secrets.items()),
    }
    write_files(folder, files)
    build(request(folder, folder / "output", cache))
    return folder


@pytest.fixture(scope="module")
def called() -> Iterator[Services]:
    with services() as state:
        yield state


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, called: Services, cache: Path) -> Iterator[Pages]:
    secrets = {
        "SITE_GEN_TELEGRAM_TOKEN": TOKEN,
        "SITE_GEN_TELEGRAM_API": called.origin,
        "SITE_GEN_RESEND_KEY": "re_test",
        "SITE_GEN_RESEND_API": called.origin,
    }
    folder = tmp_path_factory.mktemp("cloudflare")
    site = Pages(_project(folder, f"{{delivery: cloudflare, notify: {NOTIFY}}}", secrets, cache), install())
    site.make_table()
    with site.served():
        yield site


@pytest.fixture
def services_well(called: Services) -> Iterator[Services]:
    """The services when all is well with them. Notices of an earlier test's lead may still come: look at one's own."""
    called.asked.clear()
    yield called
    called.refusing = ""
    called.open.set()


Send = Callable[..., httpx.Response]


@pytest.fixture
def send(pages: Pages, services_well: Services) -> Iterator[Send]:
    """Send a form as a script does; `headers` and other arguments go to the request."""
    with httpx.Client(base_url=pages.origin, timeout=60) as client:

        def post(form: str = "audit", *, headers: Mapping[str, str] | None = None, **body: Any) -> httpx.Response:
            asked = {"Accept": "application/json", "Origin": pages.origin, **(headers or {})}
            return client.post(f"/api/leads/{form}", headers=asked, **body)

        yield post


_made: Final = iter(range(10**6))


def answers(**changes: str) -> dict[str, str]:
    """Return answers that are in order, each time with another key."""
    key = f"00000000-0000-4000-8000-{next(_made):012}"
    return {
        "name": "Ada",
        "email": "ada@cafe.cat",
        "consent": "yes",
        "website_2": "",
        "language": "en",
        "submission": key,
        "elapsed": "9000",
    } | changes


def rows(pages: Pages, key: str) -> list[dict[str, Any]]:
    return [row for row in pages.leads() if row["submission_key"] == key]


# --- a person and a browser -------------------------------------------------------------------------------------------

VISIT: Final = "?utm_source=instagram&utm_campaign=autumn"


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def visitor(request: pytest.FixtureRequest, browser: Browser, pages: Pages) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=pages.origin, java_script_enabled=request.param, locale="ru-RU")
    yield context
    context.close()


def test_from_a_campaign_s_link_to_a_stored_lead(visitor: BrowserContext, pages: Pages) -> None:
    before = len(pages.leads())
    page = visitor.new_page()
    page.goto(f"/ru/offers/audit/{VISIT}")
    page.fill("[name=name]", "Ада")
    page.fill("[name=email]", "ада")  # a mistake
    page.check("[name=consent]")
    page.click("button[type=submit]")
    assert page.url.endswith(f"/ru/offers/audit/{VISIT}")
    page.fill("[name=email]", "ada@cafe.cat")
    page.click("button[type=submit]")
    page.wait_for_url("**/ru/thanks/audit/")
    (row,) = pages.leads()[before:]
    assert json.loads(row["values_json"]) == {"name": "Ада", "email": "ada@cafe.cat", "source_page": "landing"}
    assert json.loads(row["campaign_json"]) == {"utm_source": "instagram", "utm_campaign": "autumn"}
    assert (row["form"], row["language"], row["title"]) == ("audit", "ru", "Бесплатный аудит")
    assert row["consent"] == "Согласие на обработку данных."
    assert row["marketing_consent"] is None


def test_a_mistake_that_only_the_function_sees_is_shown_without_scripts(browser: Browser, pages: Pages) -> None:
    before = len(pages.leads())
    context = browser.new_context(base_url=pages.origin, java_script_enabled=False)
    page = context.new_page()
    page.goto("/offers/audit/")
    page.fill("[name=name]", "Ada")
    page.fill("[name=email]", "ada@cafe.cat")
    page.locator("[name=note]").evaluate("note => { note.removeAttribute('maxlength'); note.value = 'x'.repeat(61) }")
    page.check("[name=consent]")
    page.click("button[type=submit]")
    assert page.locator("li").all_inner_texts() == ["Note: this is too long"]
    assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"  # its own policy lets its style through
    page.click("text=Back to the form")
    assert page.url == f"{pages.origin}/offers/audit/"
    context.close()
    assert len(pages.leads()) == before


# --- what is taken ----------------------------------------------------------------------------------------------------


def test_the_form_of_the_table_is_the_one_that_is_deployed(pages: Pages) -> None:
    text = (pages.project / "output" / "_worker.js" / "forms.js").read_text(encoding="utf-8")
    data = json.loads(text.removeprefix("export default ").rstrip().removesuffix(";"))
    assert data["forms"]["audit"]["en"] == SCHEMA_DATA


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_the_function_takes_and_keeps_what_the_table_says(case: Case, send: Send, pages: Pages) -> None:
    key = answers()["submission"]
    posted = {"submission": [key], **case.posted, "language": ["en"]}
    before = len(pages.leads())
    headers = {"Referer": case.page} if case.page else {}
    done = send(json=posted, headers=headers)
    if "errors" in case.expect:
        assert done.status_code == 422
        assert [[error["field"], error["code"]] for error in done.json()["errors"]] == case.expect["errors"]
        assert all(error["message"] for error in done.json()["errors"])
    else:
        assert (done.status_code, done.json()["ok"]) == (200, True)
    new = pages.leads()[before:]
    if "values" not in case.expect:
        assert new == []
        return
    (row,) = new
    assert {
        "values": json.loads(row["values_json"]),
        "campaign": json.loads(row["campaign_json"]),
        "suspect": bool(row["suspect"]),
        "marketing": row["marketing_consent"] == SCHEMA_DATA["marketing_consent"],
    } == {name: value for name, value in case.expect.items() if name != "key"}
    assert row["id"] == done.json()["id"]
    if case.expect["key"] or "submission" not in case.posted:
        assert row["submission_key"] == (case.expect["key"] or key)


def test_a_submission_sent_again_is_stored_once(send: Send, pages: Pages) -> None:
    sent = answers()
    first, again = send(data=sent), send(data=sent)
    assert first.json() == again.json()
    assert len(rows(pages, sent["submission"])) == 1


def test_a_browser_without_scripts_that_sends_twice_is_one_lead(send: Send, pages: Pages) -> None:
    sent = answers(name="Twice")
    del sent["submission"]
    ids = {send(data=sent).json()["id"] for _ in range(3)}
    assert len(ids) == 1
    assert sum("Twice" in row["values_json"] for row in pages.leads()) == 1


def test_a_filled_decoy_is_kept_and_marked(send: Send, pages: Pages) -> None:
    """Without this a client whose password manager fills in every field would be thanked and lost."""
    done = send(data=answers(name="Decoyed", website_2="http://spam.example"))
    assert sorted(done.json()) == ["id", "ok", "thanks"]
    assert [row["suspect"] for row in pages.leads() if "Decoyed" in row["values_json"]] == [1]


@pytest.mark.parametrize(
    ("form", "says"), [("past", "has closed"), ("future", "isn’t open yet")], ids=["closed", "scheduled"]
)
def test_outside_its_window_a_form_takes_nothing(form: str, says: str, send: Send, pages: Pages) -> None:
    before = len(pages.leads())
    done = send(form, data=answers())
    assert done.status_code == 410
    assert says in done.json()["message"]
    page = send(form, data=answers(), headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["content-type"]) == (410, "text/html; charset=utf-8")
    assert len(pages.leads()) == before


REFUSED: Final[Mapping[str, tuple[int, dict[str, Any]]]] = {
    "another site's page": (403, {"data": answers(), "headers": {"Origin": "https://evil.example"}}),
    "a page of no origin": (403, {"data": answers(), "headers": {"Origin": "null"}}),
    "no form": (404, {"form": "constructor", "data": answers()}),
    "too large": (413, {"data": answers(note="x" * 70_000)}),
    "plain text": (415, {"content": b"email=a@b.cat", "headers": {"Content-Type": "text/plain"}}),
    "a file": (415, {"data": answers(), "files": {"note": ("a.txt", b"x")}}),
    "broken JSON": (400, {"content": b"{", "headers": {"Content-Type": "application/json"}}),
    "a list": (400, {"json": []}),
    "an answer in an answer": (400, {"json": {"email": {"a": 1}}}),
    "half a multipart": (400, {"content": b"--x", "headers": {"Content-Type": "multipart/form-data; boundary=x"}}),
    "agreement to other words": (422, {"data": answers(consent_version="0" * 12)}),
}


@pytest.mark.parametrize(("status", "request_"), REFUSED.values(), ids=REFUSED)
def test_what_no_form_of_ours_sends_is_refused(status: int, request_: dict[str, Any], send: Send, pages: Pages) -> None:
    before = len(pages.leads())
    done = send(**request_)
    assert done.status_code == status
    assert done.json()["message"]
    assert len(pages.leads()) == before


def test_a_form_s_address_has_nothing_to_read(pages: Pages) -> None:
    done = httpx.get(f"{pages.origin}/api/leads/audit", headers={"Accept-Language": "ru"})
    assert (done.status_code, done.headers["allow"]) == (405, "POST")
    assert '<html lang="ru">' in done.text


def test_hostile_answers_stay_answers(send: Send, pages: Pages) -> None:
    sent = answers(name="<script>'\";--", note='=HYPERLINK("x")\n\u202eEmail: evil')
    send(data=sent)
    (row,) = rows(pages, sent["submission"])
    assert json.loads(row["values_json"])["name"] == "<script>'\";--"
    assert json.loads(row["values_json"])["note"] == '=HYPERLINK("x")\nEmail: evil'
    done = send(data={**sent, "email": "<b>"}, headers={"Accept": "text/html"})
    assert "<script>'" not in done.text


def test_what_is_older_than_the_privacy_page_says_is_deleted(send: Send, pages: Pages) -> None:
    sent = answers()
    assert send(data=sent).json()["ok"]
    (row,) = rows(pages, sent["submission"])
    age = "UPDATE leads SET received = '2020-01-01T00:00:00.000Z', submission_key = 'old-key' WHERE id ="
    pages.run("d1", "execute", "leads", "--local", "--command", f"{age} '{row['id']}'")
    assert rows(pages, "old-key")
    assert send(data=answers()).json()["ok"]
    wait_until(lambda: not rows(pages, "old-key"))


def test_the_leads_are_read_back_as_the_docs_say(send: Send, pages: Pages) -> None:
    sent = answers()
    id_ = send(data=sent).json()["id"]
    words = ["d1", "execute", "leads", "--local", "--json", "--command", "SELECT * FROM leads ORDER BY received"]
    (result,) = json.loads(pages.run(*words))
    (row,) = [row for row in result["results"] if row["id"] == id_]
    assert row == rows(pages, sent["submission"])[0]


def test_the_leads_are_taken_into_the_list_of_all_leads(send: Send, pages: Pages, cli: Cli) -> None:
    assert send(data=answers(name="Listed", utm_source="vk")).json()["ok"]
    printed = pages.run("d1", "execute", "leads", "--local", "--json", "--command", "SELECT * FROM leads")
    (pages.project / "leads.json").write_text(printed, encoding="utf-8")

    def leads(*words: str) -> str:
        done = cli("leads", *words, "--project", str(pages.project))
        assert done.code == 0, done.err
        return done.out

    for _ in range(2):
        leads("import", str(pages.project / "leads.json"))
    (found,) = [lead for lead in json.loads(leads("--json")) if lead["values"]["name"] == "Listed"]
    assert (found["network"], found["form"], found["language"]) == ("vk", "audit", "en")
    assert found["consent"]["text"] == SCHEMA_DATA["consent"]


# --- what the owner is told -------------------------------------------------------------------------------------------


def test_the_owner_is_told_by_telegram_and_by_mail(send: Send, services_well: Services) -> None:
    done = send(
        data=answers(note="One\nE-mail: forged@evil.example", utm_source="tg", account="ada", account_network="vk")
    )
    wait_until(lambda: len(services_well.about(done.json()["id"])) == 2)
    notices = services_well.about(done.json()["id"])
    (chat,) = [body for path, _, body in notices if path == f"/bot{TOKEN}/sendMessage"]
    assert chat["chat_id"] == "12345678"
    assert "parse_mode" not in chat
    assert chat["text"].splitlines() == [
        "A free audit · Mara Vidal",
        "",
        "Name: Ada",
        "Email: ada@cafe.cat",
        "Note: One",
        "  E-mail: forged@evil.example",
        "Account: ada (vk)",
        "Source_Page: landing",
        "",
        "utm_source: tg",
        f"{done.json()['id']} · en",
    ]
    ((headers, mail),) = [(headers, body) for path, headers, body in notices if path == "/emails"]
    assert mail["to"] == ["me@mara.example"]
    assert (mail["from"], mail["reply_to"]) == ("Site <forms@mara.example>", "ada@cafe.cat")
    assert mail["subject"] == "A free audit · Mara Vidal"
    assert headers["authorization"] == "Bearer re_test"


def test_a_slow_service_slows_no_visitor(send: Send, services_well: Services) -> None:
    services_well.open.clear()
    done = send(data=answers()).json()
    assert done["ok"]  # though no service has answered yet
    wait_until(lambda: len(services_well.about(done["id"])) == 2)


def test_a_service_that_fails_is_asked_again(send: Send, services_well: Services) -> None:
    services_well.refusing = "Refuse this once"
    done = send(data=answers(note="Refuse this once")).json()
    assert done["ok"]
    wait_until(lambda: len(services_well.about(done["id"])) == 4)
    paths = [path for path, _, _ in services_well.about(done["id"])]
    assert sorted(paths) == sorted([f"/bot{TOKEN}/sendMessage", "/emails"] * 2)


def test_nobody_is_told_of_what_a_machine_may_have_sent(send: Send, pages: Pages, services_well: Services) -> None:
    sent = answers(elapsed="300")
    assert send(data=sent).json()["ok"]
    (lead,) = rows(pages, sent["submission"])
    assert lead["suspect"] == 1
    # A lead that came after it is told of, and that one still isn't.
    later = send(data=answers()).json()["id"]
    wait_until(lambda: len(services_well.about(later)) == 2)
    assert not services_well.about(lead["id"])


# --- the site beside it -----------------------------------------------------------------------------------------------


def test_pages_keep_their_headers(pages: Pages) -> None:
    done = httpx.get(f"{pages.origin}/offers/audit/")
    assert done.status_code == 200
    assert "default-src 'none'" in done.headers["content-security-policy"]
    assert done.headers["x-content-type-options"] == "nosniff"
    style = next(path for path in (pages.project / "output" / "assets").glob("*.css"))
    assert "immutable" in httpx.get(f"{pages.origin}/assets/{style.name}").headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    [
        "_worker.js/index.js",
        "_worker.js/forms.js",
        "_worker.js/migrations/0001_leads.sql",
        "_worker.js",
        ".site-gen/manifest.json",
        "%2Esite-gen/manifest.json",
        "//.site-gen/manifest.json",
        "%5Fworker.js/forms.js",
        "_worker%2Ejs/forms.js",
    ],
)
def test_what_is_no_page_is_not_served(path: str, pages: Pages) -> None:
    assert (pages.project / "output" / unquote(path).lstrip("/")).exists()
    done = httpx.get(f"{pages.origin}/{path}")
    assert done.status_code == 404
    assert "CREATE TABLE" not in done.text
    assert "export default" not in done.text


# --- the test of visitors ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tested(tmp_path_factory: pytest.TempPathFactory, called: Services, cache: Path) -> Iterator[Pages]:
    secrets = {"SITE_GEN_TURNSTILE_SECRET": "the-secret", "SITE_GEN_TURNSTILE_API": called.origin}
    folder = tmp_path_factory.mktemp("turnstile")
    site = Pages(_project(folder, f"{{delivery: cloudflare, turnstile: {SITE_KEY}}}", secrets, cache), install())
    with site.served():
        yield site


def test_visitors_are_tested_and_without_its_table_the_function_says_so(tested: Pages, services_well: Services) -> None:
    def post(token: str | None, **changes: str) -> httpx.Response:
        sent = answers(**changes) | ({"cf-turnstile-response": token} if token is not None else {})
        headers = {"Accept": "application/json"}
        return httpx.post(f"{tested.origin}/api/leads/audit", data=sent, headers=headers, timeout=60)

    assert 'data-sitekey="1x00000000000000000000AA"' in httpx.get(f"{tested.origin}/offers/audit/").text
    lost = post("good-0")
    assert (lost.status_code, lost.json()["ok"], lost.headers["retry-after"]) == (503, False, "60")

    tested.make_table()
    assert post(None).status_code == 422
    assert post("bad").json()["errors"] == []
    assert post("x" * 3000).status_code == 422
    taken = post("good-1", name="One", submission="1" * 20)
    assert taken.json()["ok"]
    assert post("good-1", name="One", submission="1" * 20).json() == taken.json()  # sent again: not asked again
    assert post("good-1").status_code == 422  # but a used token is no other lead's
    assert post("outage").json()["ok"]
    assert [(json.loads(row["values_json"])["name"], row["suspect"]) for row in tested.leads()] == [
        ("One", 0),
        ("Ada", 1),
    ]
    asked = services_well.sent("/turnstile/v0/siteverify")
    assert {body["secret"] for body in asked} == {"the-secret"}
