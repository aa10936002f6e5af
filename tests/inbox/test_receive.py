"""A submission becomes a lead by the form's schema, or an answer with the reason in the visitor's language."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from site_gen.inbox.exchange import Answer, Request
from site_gen.inbox.forms import Forms
from site_gen.inbox.limits import RateLimit
from site_gen.inbox.receive import Pending, Receiver
from site_gen.inbox.records import Channel, NewLead, Stored
from site_gen.inbox.writer import BusyError
from site_gen.problems import WorldError
from tests.inbox.support import CONSENT, GOOD, JSON_ANSWER, KEY, ORIGIN, VALUES, asked, raw
from tests.support import NOW

JSON = "application/json"
THANKS = "https://mara.example/thanks/audit/"


class Desk:
    """A receiver whose leads end in a list."""

    def __init__(self, forms: Forms, now: datetime = NOW, per_minute: int = 0, shown_at: str | None = None) -> None:
        limit = RateLimit(per_minute, lambda: 0.0)
        self.receiver = Receiver(
            lambda: forms, lambda: now, limit, origins=["https://www.mara.example/"], shown_at=shown_at
        )
        self.leads: list[NewLead] = []

    def put(self, lead: NewLead) -> Future[Stored]:
        self.leads.append(lead)
        done: Future[Stored] = Future()
        done.set_result(Stored("lead2222", is_new=True))
        return done

    def ask(self, request: Request) -> Answer:
        return self.receiver.receive(request, self.put)


@pytest.fixture
def desk(forms: Forms) -> Desk:
    return Desk(forms)


def header(answer: Answer, name: str) -> str | None:
    return dict(answer.headers).get(name)


def data(answer: Answer) -> dict[str, object]:
    read = json.loads(answer.body)
    assert isinstance(read, dict)
    return read


def without(*names: str, **changed: str) -> dict[str, str]:
    return {name: value for name, value in {**GOOD, **changed}.items() if name not in names}


# --- what is in order -------------------------------------------------------------------------------------------------


def test_a_visitor_without_scripts_is_led_to_the_thank_you_page(desk: Desk) -> None:
    answer = desk.ask(asked())
    assert (answer.status, header(answer, "Location"), answer.body) == (303, THANKS, b"")


def test_a_script_is_told_the_id_and_the_thank_you_page(desk: Desk) -> None:
    answer = desk.ask(asked(headers=JSON_ANSWER))
    assert answer.status == 200
    assert data(answer) == {"ok": True, "id": "lead2222", "thanks": THANKS}
    assert header(answer, "Access-Control-Allow-Origin") == ORIGIN


def test_the_lead_is_what_was_sent_as_far_as_the_form_has_it(desk: Desk) -> None:
    desk.ask(asked({**GOOD, "admin": "1", "status": "won", "id": "x", "received": "1970"}))
    (lead,) = desk.leads
    assert dict(lead.values) == VALUES
    assert (lead.form, lead.language, lead.title, lead.received) == ("audit", "en", "A free audit of your page", NOW)
    assert (lead.consent, lead.marketing_consent) == (CONSENT, None)
    assert dict(lead.campaign) == {"utm_source": "vk", "utm_campaign": "autumn", "referrer": "vk.com"}
    assert (lead.key, lead.digest, lead.suspect, lead.about) == (KEY, None, False, None)


def test_json_and_multipart_say_the_same_as_a_plain_form(desk: Desk) -> None:
    parts = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in GOOD.items()]
    desk.ask(asked())
    desk.ask(raw(json.dumps(GOOD).encode(), JSON))
    desk.ask(raw(("".join(parts) + "--b--\r\n").encode(), "multipart/form-data; boundary=b"))
    assert desk.leads[0] == desk.leads[1] == desk.leads[2]


def test_the_texts_agreed_to_are_those_of_the_visitors_language(desk: Desk) -> None:
    answer = desk.ask(asked({**GOOD, "language": "es", "niche": "Ropa", "marketing_consent": "on"}))
    assert header(answer, "Location") == "https://mara.example/es/thanks/audit/"
    (lead,) = desk.leads
    assert (lead.language, lead.title) == ("es", "Una auditoría gratis")
    assert (lead.consent, lead.marketing_consent) == (
        "Acepto que se usen mis datos para responder.",
        "Quiero la carta mensual.",
    )


def test_a_language_that_the_form_has_not_is_that_of_the_original(desk: Desk) -> None:
    desk.ask(asked({**GOOD, "language": "ru"}))
    assert desk.leads[0].language == "en"


def test_without_scripts_the_campaign_is_read_from_the_forms_own_address(desk: Desk) -> None:
    sent = without("utm_source", "utm_campaign", "referrer", "submission", "elapsed")
    desk.ask(asked(sent, headers={"referer": "https://mara.example/offers/audit/?utm_source=tg&via=pin&x=1"}))
    assert dict(desk.leads[0].campaign) == {"utm_source": "tg", "via": "pin"}


def test_without_a_key_the_same_answers_within_ten_minutes_are_the_same(desk: Desk) -> None:
    desk.ask(asked(without("submission")))
    desk.ask(asked(without("submission", "elapsed", "utm_source")))
    desk.ask(asked(without("submission", wish="Another one")))
    first, again, other = desk.leads
    assert first.digest == again.digest != other.digest
    assert first.same_since == NOW - timedelta(minutes=10)


def test_what_is_filled_in_faster_than_a_person_can_is_marked_and_not_told(forms: Forms) -> None:
    desk = Desk(_telling(forms))
    desk.ask(asked())
    desk.ask(asked({**GOOD, "elapsed": "700"}))
    person, machine = desk.leads
    assert (person.suspect, person.channels) == (False, (Channel.EMAIL,))
    assert (machine.suspect, machine.channels) == (True, ())


def test_accepting_a_proposal_may_be_quick(forms: Forms) -> None:
    desk = Desk(_telling(_accepting(forms, lead="lead7777")))
    desk.ask(asked({**GOOD, "elapsed": "700"}))
    (lead,) = desk.leads
    assert (lead.about, lead.suspect, lead.channels) == ("lead7777", False, (Channel.EMAIL,))


def _telling(forms: Forms) -> Forms:
    return replace(forms, channels=(Channel.EMAIL,))


def _accepting(forms: Forms, lead: str) -> Forms:
    versions = {language: replace(one, lead=lead) for language, one in forms.declared["audit"].items()}
    return replace(forms, declared={"audit": versions})


def test_a_filled_or_absent_decoy_is_kept_and_marked_without_a_notice(forms: Forms) -> None:
    """Without this a client whose password manager fills in every field would be thanked and lost."""
    desk = Desk(_telling(forms))
    filled, absent = asked({**GOOD, "website_2": "http://spam.example"}), asked(without("website_2"))
    assert [header(desk.ask(request), "Location") for request in (filled, absent)] == [THANKS, THANKS]
    answer = desk.ask(asked(without("website_2"), headers=JSON_ANSWER))
    assert (answer.status, data(answer)["ok"], data(answer)["thanks"]) == (200, True, THANKS)
    assert [(lead.suspect, lead.channels, dict(lead.values)["email"]) for lead in desk.leads] == [
        (True, (), GOOD["email"])
    ] * 3


# --- what is not ------------------------------------------------------------------------------------------------------


def test_every_error_of_a_form_is_told_at_once(desk: Desk) -> None:
    wrong = without("consent", email="ana", page="no page", niche="Cars", wish="x" * 301, account_network="myspace")
    answer = desk.ask(asked(wrong, headers=JSON_ANSWER))
    assert answer.status == 422
    assert data(answer) == {
        "ok": False,
        "errors": [
            {
                "field": "email",
                "code": "email",
                "message": "this is not an e-mail address; write it as name@example.com",
            },
            {"field": "page", "code": "url", "message": "this is not a web address; write it as example.com/page"},
            {"field": "account_network", "code": "option", "message": "choose one of the options shown"},
            {"field": "niche", "code": "option", "message": "choose one of the options shown"},
            {"field": "wish", "code": "length", "message": "this is too long"},
            {"field": "consent", "code": "consent", "message": "we can’t answer without your consent"},
        ],
        "message": "Some answers are missing or need a change. Go back with your browser’s Back button: "
        "what you typed is still there.",
    }
    assert desk.leads == []


def test_errors_are_a_page_in_the_forms_language_without_scripts(desk: Desk) -> None:
    answer = desk.ask(asked(without("consent", language="es", niche="Ropa", account_network="x", email="<b>@x")))
    page = answer.body.decode()
    assert (answer.status, header(answer, "Content-Type")) == (422, "text/html; charset=utf-8")
    assert '<html lang="es">' in page
    assert "<li>Correo: no es una dirección de correo; escríbela así: nombre@ejemplo.es</li>" in page
    assert "<li>Tu cuenta: elige una de las opciones que se muestran</li>" in page
    assert "<li>Consentimiento: sin tu consentimiento no podemos responderte</li>" in page
    assert '<a href="https://mara.example/es/offers/audit/">Volver al formulario</a>' in page
    assert "<b>" not in page


def test_agreement_to_other_words_than_the_projects_is_not_stored_as_agreement_to_these(desk: Desk) -> None:
    version = desk_version(desk)
    assert desk.ask(asked({**GOOD, "consent_version": version})).status == 303
    answer = desk.ask(asked({**GOOD, "consent_version": "0123456789ab"}, headers=JSON_ANSWER))
    assert (answer.status, len(desk.leads)) == (422, 1)
    assert '"code": "changed"' in answer.body.decode()


def desk_version(desk: Desk) -> str:
    desk.ask(asked())
    return desk.leads.pop().consent_version


WINDOW = [
    ("2026-11-01T08:59:59+01:00", 410, "This offer isn’t open yet."),
    ("2026-11-01T09:00:00+01:00", 200, None),
    ("2026-12-24T17:59:59+01:00", 200, None),
    ("2026-12-24T18:00:00+01:00", 410, "This offer has closed, so its form takes no more requests."),
]


@pytest.mark.parametrize(("now", "status", "message"), WINDOW)
def test_a_form_is_open_exactly_as_long_as_its_offer(forms: Forms, now: str, status: int, message: str | None) -> None:
    desk = Desk(forms, datetime.fromisoformat(now))
    answer = desk.ask(asked(headers=JSON_ANSWER))
    assert (answer.status, data(answer).get("message")) == (status, message)
    assert len(desk.leads) == (status == 200)


FILE = b'--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n1\r\n--b--'
BIG = "x" * 70_000
REFUSED: list[tuple[Request, int]] = [
    (asked(method="GET"), 405),
    (asked(method="HEAD"), 405),
    (asked(method="PUT"), 405),
    (asked(method="DELETE"), 405),
    (asked(path="/"), 404),
    (asked(path="/inbox/"), 404),
    (asked(path="/inbox/unknown"), 404),
    (asked(path="/inbox/month"), 404),
    (asked(path="/inbox/../audit"), 404),
    (asked(path="/inbox/audit/more"), 404),
    (asked(path="/inbox/" + "a" * 1000), 404),
    (asked(path="/inbox/audit\n"), 404),
    (asked(headers={"origin": "https://evil.example"}), 403),
    (asked(headers={"origin": "null"}), 403),
    (asked(headers={"origin": "", "referer": "https://evil.example/"}), 403),
    (raw(b"email=a", "text/plain"), 415),
    (raw(b"email=a", ""), 415),
    (raw(FILE, "multipart/form-data; boundary=b"), 415),
    (raw(FILE, "multipart/form-data"), 400),
    (raw(b"{", JSON), 400),
    (asked({**GOOD, "wish": BIG}), 413),
    (asked(headers={"content-length": "65537"}), 413),
    (asked(headers={"content-length": "9" * 5000}), 413),
    (asked(headers={"content-length": "-1"}), 400),
    (asked(headers={"content-length": "٣"}), 400),
]  # fmt: skip


@pytest.mark.parametrize(("request_", "status"), REFUSED)
def test_what_is_no_form_of_ours_is_refused(desk: Desk, request_: Request, status: int) -> None:
    assert desk.ask(request_).status == status
    assert desk.leads == []


@pytest.mark.parametrize("path", ["/inbox/audit", "/inbox/audit/", "/some/folder/inbox/audit"])
def test_a_form_is_found_below_any_folder(desk: Desk, path: str) -> None:
    assert desk.ask(asked(path=path)).status == 303


def test_forms_may_come_from_further_origins_that_the_owner_names(desk: Desk) -> None:
    assert desk.ask(asked(headers={"origin": "https://www.mara.example"})).status == 303
    assert desk.ask(asked(headers={"origin": "https://shop.mara.example"})).status == 403


def test_a_visitor_who_sends_too_often_is_told_when_to_come_back(forms: Forms) -> None:
    desk = Desk(forms, per_minute=2)
    assert [desk.ask(asked()).status for _ in range(3)] == [303, 303, 429]
    answer = desk.ask(asked())
    assert header(answer, "Retry-After") == "31"
    assert desk.ask(asked(address="198.51.100.8")).status == 303
    assert len(desk.leads) == 3


@pytest.mark.parametrize("error", [BusyError(), WorldError("the disk is full")])
def test_what_could_not_be_stored_is_not_acknowledged(forms: Forms, error: Exception) -> None:
    def fail(_: NewLead) -> Future[Stored]:
        failed: Future[Stored] = Future()
        failed.set_exception(error)
        return failed

    answer = Desk(forms).receiver.receive(asked(headers=JSON_ANSWER), fail)
    assert (answer.status, header(answer, "Retry-After"), data(answer)["ok"]) == (503, "5", False)
    assert "disk" not in answer.body.decode()


# --- other hosts, other places ----------------------------------------------------------------------------------------


def test_a_browser_may_ask_first_whether_a_script_may_send(desk: Desk) -> None:
    answer = desk.ask(asked(method="OPTIONS", headers={"access-control-request-method": "POST"}))
    assert answer.status == 204
    assert header(answer, "Access-Control-Allow-Origin") == ORIGIN
    assert header(answer, "Access-Control-Allow-Methods") == "POST"
    assert header(answer, "Access-Control-Allow-Headers") == "accept, content-type"
    assert header(answer, "Vary") == "Origin"
    assert header(answer, "Access-Control-Allow-Credentials") is None


def test_a_foreign_page_may_neither_send_nor_read(desk: Desk) -> None:
    foreign = {"origin": "https://evil.example", **JSON_ANSWER}
    for request in (asked(method="OPTIONS", headers=foreign), asked(headers=foreign)):
        answer = desk.ask(request)
        assert answer.status == 403
        assert header(answer, "Access-Control-Allow-Origin") is None


def test_in_a_preview_the_thank_you_page_is_that_of_the_preview(forms: Forms) -> None:
    desk = Desk(forms, shown_at="http://127.0.0.1:8000/")
    answer = desk.ask(asked(headers={"origin": "http://127.0.0.1:8000"}))
    assert header(answer, "Location") == "http://127.0.0.1:8000/thanks/audit/"
    page = desk.ask(asked(without("consent"), headers={"origin": "http://127.0.0.1:8000"})).body.decode()
    assert '<a href="http://127.0.0.1:8000/offers/audit/">' in page


LANGUAGES = [
    ("es-MX,es;q=0.9,en;q=0.8", "es"),
    ("ru,en;q=0.5", "en"),
    ("de", "en"),
    ("", "en"),
    ("e", "en"),
    ("ES", "es"),
]


@pytest.mark.parametrize(("accept", "language"), LANGUAGES)
def test_where_no_form_says_it_the_browser_says_the_language(desk: Desk, accept: str, language: str) -> None:
    page = desk.ask(asked(path="/inbox/nothing", headers={"accept-language": accept})).body.decode()
    assert f'<html lang="{language}">' in page


ANSWERS: Mapping[str, Callable[[], Request]] = {
    "stored": asked,
    "stored for a script": lambda: asked(headers=JSON_ANSWER),
    "refused": lambda: asked(without("consent")),
    "refused for a script": lambda: asked(without("consent"), headers=JSON_ANSWER),
    "unknown": lambda: asked(path="/"),
    "head": lambda: asked(method="HEAD"),
    "preflight": lambda: asked(method="OPTIONS"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_no_answer_is_kept_guessed_at_or_framed(desk: Desk, name: str) -> None:
    answer = desk.ask(ANSWERS[name]())
    assert header(answer, "Cache-Control") == "no-store"
    assert header(answer, "X-Content-Type-Options") == "nosniff"
    policy = header(answer, "Content-Security-Policy") or ""
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy


def test_the_style_of_the_page_is_the_one_that_its_policy_allows(desk: Desk) -> None:
    answer = desk.ask(asked(without("consent")))
    style = answer.body.decode().partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in (header(answer, "Content-Security-Policy") or "")


def test_a_server_may_ask_in_two_steps(desk: Desk) -> None:
    request = asked()
    assert desk.receiver.head(request) is None
    found = desk.receiver.read(request)
    assert isinstance(found, Pending)
    assert desk.receiver.stored(request, found, Stored("lead2222", is_new=False)).status == 303
