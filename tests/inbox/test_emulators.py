"""The emulators of form services accept what our pages send, and refuse what the real services refuse."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

import pytest

from site_gen.inbox.emulators import SERVICES, emulate, is_emulated
from site_gen.inbox.emulators.base import Emulated
from site_gen.inbox.exchange import Request
from site_gen.model.deliveries.base import Delivery
from site_gen.model.form_schema import FormSchema, form_schemas
from site_gen.model.submission import read_submission
from tests.conftest import ProjectFactory
from tests.inbox.built_form import BuiltForm, built_form
from tests.model.test_deliveries import KEY, SETTINGS, example
from tests.support import SITE
from tests.support_build import render

PLAIN: Final = SITE.partition("form:")[0]
HOSTED: Final = sorted(SERVICES)


@dataclass(frozen=True)
class Set:
    """A site set up for a service: its Spanish form as built, and the way to the service."""

    delivery: Delivery
    form_schemas: tuple[FormSchema, ...]
    form: BuiltForm

    def send(self, request: Request) -> Emulated:
        return emulate(self.delivery, request, self.form_schemas)

    @property
    def sent(self) -> dict[str, str]:
        return self.form.filled(email="ada@cafe.cat")


SetUp = Callable[[str], Set]


@pytest.fixture
def set_up(project: ProjectFactory, cache: Path) -> SetUp:
    def make(name: str) -> Set:
        settings = json.dumps({"delivery": name, **SETTINGS[name]})
        overlay = "title: Auditoría gratis\nform: {fields: [{label: Correo}], consent: Estoy de acuerdo.}\n"
        site = render(project({"site.yaml": f"{PLAIN}form: {settings}\n", "offers/audit.es.yaml": overlay}), cache)
        form = built_form(site.text("es/offers/audit/index.html"))
        return Set(example(name), tuple(form_schemas(site.site)), form)

    return make


def _header(emulated: Emulated, name: str) -> str | None:
    return next((value for key, value in emulated.answer.headers if key == name), None)


def test_every_hosted_service_has_one() -> None:
    assert HOSTED == ["basin", "formspree", "formsubmit", "netlify", "web3forms"]
    assert not is_emulated(example("inbox"))


# --- what our pages send ----------------------------------------------------------------------------------------------

AFTER: Final = {
    "basin": "https://mara.example/thanks/audit/",  # the one page that is set in its dashboard
    "formspree": "https://mara.example/es/thanks/audit/",
    "formsubmit": "https://mara.example/es/thanks/audit/",
    "netlify": "/es/thanks/audit/",
    "web3forms": "https://mara.example/es/thanks/audit/",
}


@pytest.mark.parametrize("name", HOSTED)
def test_a_browser_without_scripts_is_taken_and_led_back(name: str, set_up: SetUp) -> None:
    site = set_up(name)
    done = site.send(site.form.by_browser(site.sent))
    assert done.refusal is None
    assert done.answer.status in {301, 302, 303}
    assert _header(done, "Location") == AFTER[name]
    assert done.posted is not None
    assert done.schema is not None
    assert done.schema.language == "es"
    read = read_submission(done.schema, done.posted, honeypot=done.honeypot)
    assert dict(read.values) == {"email": "ada@cafe.cat"}
    assert read.consent == "Estoy de acuerdo."


@pytest.mark.parametrize("name", HOSTED)
def test_a_script_is_taken_and_its_campaign_arrives(name: str, set_up: SetUp) -> None:
    site = set_up(name)
    done = site.send(site.form.by_script(site.sent))
    assert done.refusal is None
    assert _header(done, "Access-Control-Allow-Origin") == "*"
    assert done.posted is not None
    assert done.schema is not None
    read = read_submission(done.schema, done.posted, honeypot=done.honeypot)
    assert (dict(read.campaign), read.key, read.suspect) == (
        {"utm_source": "ig"},
        "123e4567-e89b-42d3-a456-426614174000",
        False,
    )
    if name != "netlify":  # which answers with a page
        assert done.answer.status == 200
        assert json.loads(done.answer.body).get("success", True) in {True, "true"}


@pytest.mark.parametrize("name", HOSTED)
def test_what_a_machine_filled_in_is_answered_like_the_rest_and_goes_nowhere(name: str, set_up: SetUp) -> None:
    site = set_up(name)
    decoy = SERVICES[name](site.delivery, site.form_schemas).honeypot
    assert decoy in {**site.form.values, **site.form.boxes}
    plain = site.send(site.form.by_browser(site.sent))
    done = site.send(site.form.by_browser({**site.sent, decoy: "on"}))
    assert (done.posted, done.refusal) == (None, None)
    assert done.answer == plain.answer


# --- what the real ones refuse ----------------------------------------------------------------------------------------


def get(request: Request, _: Set) -> Request:
    return replace(request, method="GET")


def as_json(request: Request, site: Set) -> Request:
    body = json.dumps(dict(parse_qsl(request.body.decode(), keep_blank_values=True)))
    return replace(request, headers={**request.headers, "content-type": "application/json"}, body=body.encode())


def as_text(request: Request, _: Set) -> Request:
    return replace(request, headers={**request.headers, "content-type": "text/plain"})


def as_multipart(request: Request, site: Set) -> Request:
    part = '--x\r\nContent-Disposition: form-data; name="email"\r\n\r\na@b.cat\r\n--x--\r\n'
    kind = "multipart/form-data; boundary=x"
    return replace(request, headers={**request.headers, "content-type": kind}, body=part.encode())


def with_file(request: Request, site: Set) -> Request:
    part = '--x\r\nContent-Disposition: form-data; name="f"; filename="a.png"\r\n\r\n\x89\r\n--x--\r\n'
    kind = "multipart/form-data; boundary=x"
    return replace(request, headers={**request.headers, "content-type": kind}, body=part.encode())


def to(path: str) -> Callable[[Request, Set], Request]:
    return lambda request, _: replace(request, path=path)


def setting(**fields: str | None) -> Callable[[Request, Set], Request]:
    def change(request: Request, _: Set) -> Request:
        values = {**dict(parse_qsl(request.body.decode(), keep_blank_values=True)), **fields}
        kept = {name.replace("form_name", "form-name"): value for name, value in values.items() if value is not None}
        if "form_name" in fields:
            kept.pop("form-name", None)
            kept |= {"form-name": fields["form_name"]} if fields["form_name"] else {}
        return replace(request, body=urlencode(kept).encode())

    return change


def asking_for_json(request: Request, _: Set) -> Request:
    return replace(request, headers={**request.headers, "accept": "application/json"})


def to_scripts_address(request: Request, _: Set) -> Request:
    return replace(request, path=f"/ajax{request.path}")


Change = Callable[[Request, Set], Request]
REFUSED: Final[Mapping[str, tuple[str, Change, int, str]]] = {
    "netlify, read": ("netlify", get, 405, "takes POST alone"),
    "netlify, JSON": ("netlify", as_json, 404, "this is application/json"),
    "netlify, a file": ("netlify", with_file, 404, "there is a file in it"),
    "netlify, no form's name": ("netlify", setting(form_name=None), 404, "no field 'form-name'"),
    "netlify, another form's name": ("netlify", setting(form_name="audit"), 404, "there are: audit-en, audit-es"),
    "formspree, read": ("formspree", get, 405, "takes POST alone"),
    "formspree, text": ("formspree", as_text, 415, "this is text/plain"),
    "formspree, another form": ("formspree", to("/f/zzzzzzzz"), 404, "the one in site.yaml is at /f/xwkgpqrd"),
    "formspree, an e-mail address": ("formspree", to("/hello@mara.example"), 404, "there is no form at"),
    "formspree, no address to answer to": ("formspree", setting(email="ada"), 422, "holds no e-mail address"),
    "formspree, a page on the site": ("formspree", setting(_next="/thanks/"), 400, "needs the whole address"),
    "web3forms, read": ("web3forms", get, 405, "takes POST alone"),
    "web3forms, multipart": ("web3forms", as_multipart, 400, "this is multipart/form-data"),
    "web3forms, another address": ("web3forms", to("/form"), 404, "forms go to /submit"),
    "web3forms, no key": ("web3forms", setting(access_key=None), 400, "'access_key' is missing"),
    "web3forms, another key": ("web3forms", setting(access_key=KEY.replace("8", "9")), 400, "not the one in site.yaml"),
    "web3forms, no address to answer to": ("web3forms", setting(email="ada"), 400, "address to answer to"),
    "web3forms, a page on the site": ("web3forms", setting(redirect="/thanks/"), 400, "needs the whole address"),
    "web3forms, a page without encryption": (
        "web3forms", setting(redirect="http://mara.example/thanks/"), 400, "with https://",
    ),
    "web3forms, a script that is led away": ("web3forms", asking_for_json, 400, "has to leave 'redirect' out"),
    "formsubmit, read": ("formsubmit", get, 405, "takes POST alone"),
    "formsubmit, JSON where a browser posts": ("formsubmit", as_json, 400, "this is application/json"),
    "formsubmit, a browser at the scripts' address": ("formsubmit", to_scripts_address, 400, "x-www-form-urlencoded"),
    "formsubmit, another recipient": ("formsubmit", to("/eve@mara.example"), 404, "is not the recipient in site.yaml"),
    "formsubmit, a page on the site": ("formsubmit", setting(_next="/thanks/"), 400, "needs the whole address"),
    "formsubmit, no address to answer to": ("formsubmit", setting(email="ada"), 400, "address to answer to"),
    "basin, read": ("basin", get, 405, "takes POST alone"),
    "basin, text": ("basin", as_text, 415, "this is text/plain"),
    "basin, another form": ("basin", to("/f/000000000000"), 404, "the one in site.yaml is at /f/4f1d2c3b5a69"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "change", "status", "why"), REFUSED.values(), ids=REFUSED)
def test_what_a_service_refuses_is_refused_with_the_reason(
    name: str, change: Change, status: int, why: str, set_up: SetUp
) -> None:
    site = set_up(name)
    done = site.send(change(site.form.by_browser(site.sent), site))
    assert done.answer.status == status
    assert (done.posted, done.schema) == (None, None)
    assert done.refusal is not None
    assert " would refuse this: " in done.refusal
    assert why in done.refusal


def _said(site: Set, **fields: str | None) -> tuple[int, dict[str, Any]]:
    done = site.send(asking_for_json(setting(**fields)(site.form.by_browser(site.sent), site), site))
    return done.answer.status, json.loads(done.answer.body)


def test_formspree_says_in_json_what_is_wrong_with_which_field(set_up: SetUp) -> None:
    status, said = _said(set_up("formspree"), email="ada")
    assert status == 422
    assert said["errors"] == [{"code": "TYPE_EMAIL", "message": "should be an email", "field": "email"}]


def test_web3forms_says_it_in_both_places(set_up: SetUp) -> None:
    status, said = _said(set_up("web3forms"), redirect=None, access_key=None)
    assert (status, said["success"]) == (400, False)
    assert said["message"] == said["body"]["message"] == "Access Key is required"


def test_netlify_keeps_the_fields_of_the_built_page_alone(set_up: SetUp) -> None:
    site = set_up("netlify")
    done = site.send(site.form.by_script({**site.sent, "typed_by_nobody": "x"}))
    assert done.posted is not None
    assert "typed_by_nobody" not in done.posted
    assert done.posted["utm_source"] == ("ig",) or list(done.posted["utm_source"]) == ["ig"]


def test_a_form_in_a_language_that_is_gone_is_its_original(set_up: SetUp) -> None:
    site = set_up("formspree")
    done = site.send(site.form.by_browser({**site.sent, "language": "fr"}))
    assert done.schema is not None
    assert done.schema.language == "en"
    assert site.send(site.form.by_browser({**site.sent, "offer": "gone"})).schema is None
