"""Each delivery: what it sets in the HTML, which settings it takes, and what it says is missing."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from pydantic import TypeAdapter, ValidationError

from site_gen.model.deliveries import DELIVERIES, FormDelivery
from site_gen.model.deliveries.base import Delivery, FormContext, Missing, Setup
from site_gen.model.deliveries.mailto import LONGEST, mail_address
from site_gen.model.deliveries.netlify import FILLED_BY_SCRIPT
from site_gen.model.form import HONEYPOT, Form
from site_gen.model.secrets import secret_kind
from site_gen.problems import Severity
from tests.support import ROOT

KEY: Final = "8f14e45f-ceea-467f-a9d0-3b1c2d4e5f60"
SITE_KEY: Final = "0x4AAAAAAADnPIDROrmt1Wwj"
TOKEN: Final = "123456789:AAE-" + "x" * 31
TURNSTILE_SECRET: Final = "0x4AAAAAAADnPIDROrmt1Wwj" + "x" * 11

SETTINGS: Final[Mapping[str, Mapping[str, Any]]] = {
    "inbox": {"url": "https://inbox.mara.example"},
    "cloudflare": {"turnstile": SITE_KEY},
    "netlify": {},
    "formspree": {"id": "xwkgpqrd"},
    "web3forms": {"access_key": KEY},
    "formsubmit": {"to": "0123456789abcdef0123456789abcdef"},
    "basin": {"id": "4f1d2c3b5a69"},
    "url": {"url": "https://forms.mara.example/audit"},
    "mailto": {},
}
CONTEXT: Final = FormContext(
    form="audit",
    title="A free audit",
    language="es",
    page_url="https://mara.example/es/offers/audit/",
    thanks_path="/es/thanks/audit/",
    thanks_url="https://mara.example/es/thanks/audit/",
    reply_field="email",
    labels=("Your name", "E-mail"),
    email="hello@mara.example",
)
FORM: Final = Form.model_validate(
    {"fields": [{"name": "email", "label": "E-mail", "type": "email"}], "consent": "I agree."}
)
WRANGLER: Final = """\
name = "mara"
pages_build_output_dir = "output"
compatibility_date = "2026-01-01"

[[d1_databases]]
binding = "LEADS"
database_name = "leads"
database_id = "local"
migrations_dir = "output/_worker.js/migrations"
"""
_ADAPTER: Final[TypeAdapter[Delivery]] = TypeAdapter(FormDelivery)


def read(delivery: str, **settings: Any) -> Delivery:
    return _ADAPTER.validate_python({"delivery": delivery, **settings})


def example(name: str) -> Delivery:
    return read(name, **SETTINGS[name])


def setup(**changes: Any) -> Setup:
    whole = {
        "url": "https://mara.example/",
        "base": "/",
        "email": "hello@mara.example",
        "languages": ("en",),
        "forms": (("audit", FORM),),
        "environment": (),
        "files": {"wrangler.toml": WRANGLER},
    }
    return Setup(**(whole | changes))


def missing(delivery: Delivery, **changes: Any) -> list[Missing]:
    return list(delivery.missing(setup(**changes)))


# --- all of them ------------------------------------------------------------------------------------------------------


def test_every_delivery_of_the_table_is_one_of_site_yaml() -> None:
    assert set(SETTINGS) == set(DELIVERIES)
    for name, model in DELIVERIES.items():
        delivery = example(name)
        assert type(delivery) is model
        assert delivery.name == name


@pytest.mark.parametrize("name", DELIVERIES)
def test_what_it_sets_goes_where_the_page_s_policy_allows(name: str) -> None:
    target = example(name).target(CONTEXT)
    addresses = [target.action, *([target.script.url] if target.script else [])]
    for address in addresses:
        parts = urlsplit(address)
        assert not parts.netloc or f"{parts.scheme}://{parts.netloc}" in target.origins
    assert all(origin.startswith("https://") for origin in (*target.origins, *target.script_origins))


@pytest.mark.parametrize("name", DELIVERIES)
def test_its_own_fields_are_no_field_of_the_form(name: str) -> None:
    """A declared field of that name would be two fields in one form."""
    delivery = example(name)
    target = delivery.target(CONTEXT)
    allowed = {HONEYPOT, *FILLED_BY_SCRIPT}  # refused for every form already
    names = {field for field, _ in target.hidden} | {target.honeypot}
    could_be_declared = {field for field in names if field.isidentifier() and field[0].isalpha() and field.islower()}
    assert could_be_declared - allowed <= set(delivery.reserved())


@pytest.mark.parametrize("name", DELIVERIES)
def test_an_owner_can_read_what_to_know_of_it(name: str) -> None:
    facts = DELIVERIES[name].facts
    assert facts.label
    assert facts.sets
    assert facts.keeps
    assert date.fromisoformat(facts.checked) >= date(2026, 11, 23)
    assert facts.limits
    assert (facts.recipient is None) == (facts.country is None)


def test_outside_its_file_a_delivery_is_known_to_its_own_receiver_alone() -> None:
    """What is done differently for some of them is asked of them: see `Delivery`."""
    package, classes = ROOT / "site_gen", "|".join(model.__name__ for model in DELIVERIES.values())
    by_class, compared = re.compile(rf"\b({classes})\b"), re.compile(r"delivery\.name (==|!=|in \{|not in \{)")
    found = set()
    for path in package.rglob("*.py"):
        file, text = path.relative_to(package).as_posix(), path.read_text(encoding="utf-8")
        if not file.startswith(("model/deliveries/", "inbox/emulators/")) and (
            by_class.search(text) or compared.search(text)
        ):
            found.add(file)
    assert found == {"inbox/forms.py", "pages/cloudflare.py", "preview/local_forms.py"}


def test_the_table_in_the_docs_is_that_of_the_code() -> None:
    script = "import tools.form_docs as t, sys; sys.exit(t.document() != t.DOCUMENT.read_text(encoding='utf-8'))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
    assert done.returncode == 0, "run: python -m tools.form_docs"


# --- what each sets ---------------------------------------------------------------------------------------------------


def test_netlify_finds_its_form_in_the_built_page() -> None:
    target = example("netlify").target(CONTEXT)
    hidden = dict(target.hidden)
    assert target.attributes == (("data-netlify", "true"), ("netlify-honeypot", HONEYPOT))
    assert target.action == "/es/thanks/audit/"
    assert hidden["form-name"] == target.name == "audit-es"
    assert hidden["subject"] == "A free audit"
    assert target.script is not None
    assert (target.script.url, target.script.encoding) == ("/", "urlencoded")


def test_netlify_s_page_has_every_field_that_a_script_fills_in() -> None:
    """Netlify keeps those alone that stand in the page as it was built: the campaign would be lost."""
    hidden = dict(example("netlify").target(CONTEXT).hidden)
    assert {name: hidden[name] for name in FILLED_BY_SCRIPT} == dict.fromkeys(FILLED_BY_SCRIPT, "")
    assert {"utm_source", "via", "referrer", "submission", "elapsed"} <= set(FILLED_BY_SCRIPT)


def test_formspree_gets_its_own_names() -> None:
    target = example("formspree").target(CONTEXT)
    assert target.action == "https://formspree.io/f/xwkgpqrd"
    assert dict(target.hidden) == {"_subject": "A free audit", "_next": CONTEXT.thanks_url}
    assert (target.honeypot, target.honeypot_type) == ("_gotcha", "text")
    in_project = read("formspree", id="contact", project="1234567890").target(CONTEXT)
    assert in_project.action == "https://formspree.io/p/1234567890/f/contact"


def test_web3forms_gets_its_key_and_no_redirect_from_a_script() -> None:
    target = example("web3forms").target(CONTEXT)
    assert target.action == "https://api.web3forms.com/submit"
    assert dict(target.hidden) == {"access_key": KEY, "subject": "A free audit", "redirect": CONTEXT.thanks_url}
    assert (target.honeypot, target.honeypot_type) == ("botcheck", "checkbox")
    assert target.script is not None
    assert (target.script.omit, target.script.success) == (("redirect",), "success-field")


def test_formsubmit_has_an_address_for_scripts() -> None:
    target = example("formsubmit").target(CONTEXT)
    assert target.action == "https://formsubmit.co/0123456789abcdef0123456789abcdef"
    assert target.script is not None
    assert target.script.url == "https://formsubmit.co/ajax/0123456789abcdef0123456789abcdef"
    assert (target.script.encoding, target.script.success) == ("multipart", "success-field")
    assert dict(target.hidden)["_captcha"] == "false"
    assert "_captcha" not in dict(read("formsubmit", to="me@mara.example", captcha=True).target(CONTEXT).hidden)


def test_basin_s_decoy_has_the_name_that_its_settings_say() -> None:
    assert example("basin").target(CONTEXT).honeypot == "_gotcha"
    target = read("basin", id="4f1d2c3b5a69", honeypot="fax").target(CONTEXT)
    assert (target.action, target.honeypot) == ("https://usebasin.com/f/4f1d2c3b5a69", "fax")


def test_cloudflare_loads_code_from_elsewhere_for_the_test_of_visitors_alone() -> None:
    assert read("cloudflare").target(CONTEXT).script_origins == ()
    target = example("cloudflare").target(CONTEXT)
    assert (target.action, target.turnstile_key) == ("/api/leads/audit", SITE_KEY)
    assert target.script_origins == ("https://challenges.cloudflare.com",)


def test_a_prepared_mail_asks_what_the_form_would() -> None:
    address = example("mailto").target(CONTEXT).mail
    assert address is not None
    parts = urlsplit(address)
    assert (parts.scheme, parts.path) == ("mailto", "hello@mara.example")
    assert parse_qs(parts.query) == {"subject": ["A free audit"], "body": ["Your name: \r\nE-mail: \r\n"]}
    assert read("mailto", email="me@mara.example").target(CONTEXT).mail is not None


def test_a_prepared_mail_stays_short_and_whole() -> None:
    address = mail_address("me@mara.example", "Аудит & «más»?", [f"Вопрос {n}: сколько это стоит?" for n in range(40)])
    assert len(address) <= LONGEST
    assert address.isascii()
    assert parse_qs(urlsplit(address).query)["subject"] == ["Аудит & «más»?"]
    assert all(line.endswith("стоит?: ") for line in unquote(address.partition("body=")[2]).split("\r\n")[:-1])


# --- which settings are taken -----------------------------------------------------------------------------------------

WRONG: Final = {
    "an address in place of Formspree's id": (
        "formspree", {"id": "https://formspree.io/f/xwkgpqrd"}, "id", "write id: xwkgpqrd",
    ),
    "Formspree's old forms by e-mail": ("formspree", {"id": "me@mara.example"}, "id", "make a form there"),
    "spaces in an id": ("formspree", {"id": "xw kg"}, "id", "formspree.io/f/"),
    "an access key that is no UUID": ("web3forms", {"access_key": "abc"}, "access_key", "looks like 8f14e45f"),
    "an address in place of Basin's id": ("basin", {"id": "usebasin.com/f/4f1d2c3b.json"}, "id", "write id: 4f1d2c3b"),
    "a short name at FormSubmit": ("formsubmit", {"to": "mara"}, "to", "random name"),
    "a site key that is none": ("cloudflare", {"turnstile": "yes"}, "turnstile", "begin with 0x4"),
    "a chat by its name alone": ("cloudflare", {"notify": {"telegram": "mara"}}, "telegram", "chat's number"),
    "mail without a sender": ("cloudflare", {"notify": {"email": "me@mara.example"}}, "notify", "add sender:"),
    "a sender that mails nobody": ("cloudflare", {"notify": {"sender": "me@mara.example"}}, "notify", "add email:"),
    "half a sender": (
        "cloudflare", {"notify": {"email": "a@b.cat", "sender": "Mara <a@b.cat"}}, "sender", "Site <forms@example.com>",
    ),
    "an inbox without encryption": ("inbox", {"url": "http://inbox.mara.example"}, "url", "https://"),
}  # fmt: skip


@pytest.mark.parametrize(("delivery", "settings", "place", "hint"), WRONG.values(), ids=WRONG)
def test_a_wrong_setting_is_refused_with_what_to_write(
    delivery: str, settings: dict[str, Any], place: str, hint: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        read(delivery, **settings)
    (error,) = refused.value.errors()
    assert place in [*error["loc"], *error["ctx"]["at"]]
    assert hint in error["ctx"]["hint"]


@pytest.mark.parametrize("key", ["1x00000000000000000000AA", "3x00000000000000000000FF", SITE_KEY])
def test_the_site_keys_for_tests_are_taken(key: str) -> None:
    assert read("cloudflare", turnstile=key).target(CONTEXT).turnstile_key == key


@pytest.mark.parametrize("chat", [123456789, "-1001234567890", "@mara_leads"])
def test_a_chat_is_a_number_or_a_channel(chat: object) -> None:
    assert read("inbox", notify={"telegram": chat}) == read("inbox", notify={"telegram": str(chat)})


SECRETS: Final = {
    "a bot's token": ("inbox", {"notify": {"telegram": TOKEN}}),
    "a Turnstile secret": ("cloudflare", {"turnstile": TURNSTILE_SECRET}),
    "a secret for a test": ("cloudflare", {"turnstile": "1x0000000000000000000000000000000AA"}),
}


@pytest.mark.parametrize(("delivery", "settings"), SECRETS.values(), ids=SECRETS)
def test_a_secret_is_refused_and_never_repeated(delivery: str, settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        read(delivery, **settings)
    (error,) = refused.value.errors()
    said = f"{error['msg']} {error['ctx']['hint']}"
    assert "0x4AAAAAAADnPIDROrmt1Wwj" not in said
    assert "0000" not in said
    assert "AAE-" not in said


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (TOKEN, "a Telegram bot's token"),
        (f"https://api.telegram.org/bot{TOKEN}/sendMessage", "a Telegram bot's token"),
        (TURNSTILE_SECRET, "a Turnstile secret"),
        ("re_" + "A1b2C3d4" * 4, "a key of Resend"),
        ("smtps://me:secret@mail.example:465", "a mail server's password"),
        ("postgresql+psycopg://me:secret@db/leads", "a database's password"),
        ("ghp_" + "a" * 36, "a token of GitHub"),
        ("-----BEGIN RSA PRIVATE KEY-----", "a private key"),
    ],
)
def test_a_secret_is_known_by_its_look(text: str, what: str) -> None:
    found = secret_kind(text)
    assert found is not None
    assert found[0] == what


@pytest.mark.parametrize(
    "text",
    [SITE_KEY, KEY, "https://user@mara.example/", "re_read_this", "+34 600 000 000", "smtp://mail.example", "12:30"],
)
def test_what_may_be_public_is_no_secret(text: str) -> None:
    assert secret_kind(text) is None


# --- what is missing --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in DELIVERIES if name not in {"mailto", "cloudflare"}])
def test_nothing_is_missing_where_all_is_set_up(name: str) -> None:
    assert missing(example(name)) == []


def _said(found: Collection[Missing]) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(one.message, one.path) for one in found]


@pytest.mark.parametrize("name", ["netlify", "formspree", "web3forms", "formsubmit"])
def test_an_e_mail_field_of_another_name_gets_no_answer(name: str) -> None:
    form = Form.model_validate({"fields": [{"name": "mail", "label": "x", "type": "email"}], "consent": "x"})
    (found,) = missing(example(name), forms=(("audit", form),))
    assert (found.offer, found.path, found.severity) == ("audit", ("form", "fields", 0, "name"), Severity.WARNING)
    assert "rename 'mail' to email" in found.hint


@pytest.mark.parametrize("name", ["netlify", "cloudflare"])
def test_a_host_takes_forms_for_itself_alone_and_at_its_root(name: str) -> None:
    delivery = read(name)
    elsewhere = missing(delivery, url="https://mara.github.io/site/", base="/site/")
    assert [(one.path, one.severity) for one in elsewhere] == [
        (("delivery",), Severity.ERROR),
        (("url",), Severity.ERROR),
    ]
    assert "GitHub Pages" in elsewhere[0].message
    other = "mara.pages.dev" if name == "netlify" else "mara.netlify.app"
    own = "mara.netlify.app" if name == "netlify" else "mara.pages.dev"
    assert len(missing(delivery, url=f"https://{other}/")) == 1
    assert missing(delivery, url=f"https://{own}/") == []


def test_an_inbox_beside_files_alone_needs_an_address_of_its_own() -> None:
    assert [one.path for one in missing(read("inbox"), url="https://mara.pages.dev/")] == [("delivery",)]
    assert missing(example("inbox"), url="https://mara.pages.dev/") == []
    assert missing(read("inbox")) == []


@pytest.mark.parametrize(
    ("delivery", "variables"),
    [
        (
            read(
                "cloudflare",
                turnstile=SITE_KEY,
                notify={"telegram": "123456", "email": "a@b.cat", "sender": "a@b.cat"},
            ),
            ["SITE_GEN_TURNSTILE_SECRET", "SITE_GEN_TELEGRAM_TOKEN", "SITE_GEN_RESEND_KEY"],
        ),
        (
            read("inbox", notify={"telegram": "123456", "email": "a@b.cat"}),
            ["SITE_GEN_SMTP_URL", "SITE_GEN_TELEGRAM_TOKEN"],
        ),
    ],
)
def test_a_secret_that_is_not_set_is_named(delivery: Delivery, variables: list[str]) -> None:
    found = missing(delivery)
    assert [variable for variable in variables for one in found if variable in one.message] == variables
    assert {one.severity for one in found} == {Severity.WARNING}
    assert missing(delivery, environment=variables) == []


BROKEN: Final[Mapping[str, tuple[Mapping[str, str | None], str | None, str]]] = {
    "none": ({}, None, "there is no wrangler.toml"),
    "one that can't be read": ({"wrangler.toml": None}, "wrangler.toml", "can't be read"),
    "another name": ({"wrangler.json": "["}, "wrangler.json", "can't be read"),
    "the first one counts": (
        {"wrangler.jsonc": "{}", "wrangler.json": '{"name": "x"}'},
        "wrangler.json",
        "no database",
    ),
}


@pytest.mark.parametrize(("files", "file", "message"), BROKEN.values(), ids=BROKEN)
def test_the_settings_of_cloudflare_s_tool_are_looked_into(
    files: Mapping[str, str | None], file: str | None, message: str
) -> None:
    found = missing(read("cloudflare"), files=files)
    assert found[0].file == file
    assert message in found[0].message
    assert missing(read("cloudflare"), files=files, forms=()) == []


def test_each_delivery_says_what_only_it_needs() -> None:
    assert [one.path for one in missing(example("web3forms"), url="http://mara.example/")] == [("url",)]
    assert [one.path for one in missing(read("formsubmit", to="me@mara.example"))] == [("to",)]
    assert len(missing(example("basin"), languages=("en", "es"))) == 1
    assert [one.path for one in missing(example("mailto"))] == [("delivery",)]
    assert missing(example("mailto"), forms=()) == []


def test_a_prepared_mail_that_has_no_room_for_all_questions_says_so() -> None:
    fields = [{"name": f"field_{n}", "label": "Вопрос " * 6, "type": "email"} for n in range(9)]
    form = Form.model_validate({"fields": fields, "consent": "x"})
    found = missing(example("mailto"), forms=(("audit", form),))[1]
    assert found.offer == "audit"
    assert "of 9 questions" in found.message
