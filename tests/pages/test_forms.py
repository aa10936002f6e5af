"""Forms as pages show them: what they ask, what they carry, how light they are, what an answer may be."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import brotli
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from site_gen.builder.pipeline import template_set
from site_gen.model.form import FormField, consent_version
from site_gen.model.form_schema import FormSchema, field_schema
from site_gen.model.instants import Window
from site_gen.model.submission import RefusedError, read_submission
from site_gen.pages.forms import PATTERNS
from site_gen.render.templates import TemplateRenderer
from tests.browser.site import Document, parse
from tests.conftest import ProjectFactory
from tests.support import AUDIT, NOW, ROOT
from tests.support_build import Rendered, render

PAGE = "offers/audit/index.html"
THANKS = "thanks/audit/index.html"


KINDS = """\
form:
  fields:
    - {name: email, label: E-mail, type: email, required: true, help: The answer comes here.}
    - {name: account, label: Profile, type: handle, required: true, networks: [instagram, vk]}
    - {name: one, label: Just Instagram, type: handle, networks: [instagram]}
    - {name: size, label: How many, type: radio, options: [One, More], required: true}
    - {name: goal, label: What for, type: select, options: [Sales, Calm]}
    - {name: shop, label: A shop, type: checkbox}
    - {name: more, label: More, type: textarea, max_length: 500}
    - {name: list, label: List, type: hidden, value: autumn}
  consent: I agree.
"""


def with_kinds(text: str = AUDIT) -> str:
    return text.partition("form:")[0] + KINDS + "call_to_action: Ask\n"


def controls(document: Document) -> list[Any]:
    return [e for e in document.all("input", "select", "textarea") if e.get("type") != "hidden"]


def test_every_control_has_a_label_and_its_help(project: ProjectFactory, cache: Path) -> None:
    document = render(project({"offers/audit.yaml": with_kinds()}), cache).document(PAGE)
    labelled = {label.get("for") for label in document.all("label")}
    alone = [
        e for e in controls(document) if e.get("id") not in labelled and e.get("type") not in {"radio", "checkbox"}
    ]
    assert alone == []
    pointed = {id_ for e in document.all() for id_ in e.get("aria-describedby").split()}
    assert pointed
    assert pointed <= document.ids


def test_a_handle_is_asked_for_with_its_network(project: ProjectFactory, cache: Path) -> None:
    document = render(project({"offers/audit.yaml": with_kinds()}), cache).document(PAGE)
    named = {e.get("name"): e for e in document.all("input", "select")}
    assert named["account_network"].tag == "select"
    assert {e.get("value") for e in document.all("option")} >= {"instagram", "vk"}
    assert named["one_network"].get("type") == "hidden"  # there is nothing to choose
    assert named["one_network"].get("value") == "instagram"


def test_names_on_a_page_with_two_forms_differ(project: ProjectFactory, cache: Path) -> None:
    site = render(project({"offers/audit.yaml": with_kinds(), "offers/other.yaml": with_kinds()}), cache)
    renderer = TemplateRenderer(template_set(site.site))
    ids = []
    for path in (PAGE, "offers/other/index.html"):
        view = {**site.view(path), "form": site.view(path)["offer"]["form"]}
        document = parse(renderer.render("partials/form.html", view).decode())
        own = [e.get("id") for e in document.all() if e.get("id")]
        assert len(own) == len(set(own))
        ids.append(set(own))
    assert ids[0]
    assert ids[0] & ids[1] == set()


def test_form_carries_what_the_receiver_needs(project: ProjectFactory, cache: Path) -> None:
    document = render(project({"offers/audit.yaml": with_kinds()}), cache).document(PAGE)
    hidden = {e.get("name"): e.get("value") for e in document.all("input") if e.get("type") == "hidden"}
    assert (
        hidden.items()
        >= {
            "offer": "audit",
            "language": "en",
            "list": "autumn",
            "consent_version": consent_version("I agree."),
        }.items()
    )
    boxes = [e for e in document.all("input") if e.get("type") == "checkbox"]
    assert not any("checked" in box.attributes for box in boxes)  # nothing is agreed to in advance
    assert [box.get("value") for box in boxes if box.get("name") == "consent"] == ["I agree."]


def _form_as(site: Rendered, **changes: Any) -> Document:
    """Return the offer's page with a form that a delivery has set up otherwise."""
    view = copy.deepcopy(site.view(PAGE))
    view["offer"]["form"] |= changes
    return parse(TemplateRenderer(template_set(site.site)).render("offer.html", view).decode())


def test_form_is_set_up_as_the_delivery_asks(project: ProjectFactory, cache: Path) -> None:
    document = _form_as(
        render(project(), cache),
        attributes=[{"title": "data-known", "url": "yes"}, {"title": "data-bare", "url": ""}],
        enctype="multipart/form-data",
        honeypot="botcheck",
        honeypot_type="checkbox",
        script={"url": "/s", "encoding": "json", "omit": ["redirect", "offer"], "success": "success-field"},
    )
    form = document.first("form")
    assert form.get("data-known") == "yes"
    assert form.attributes["data-bare"] == ""
    assert form.get("enctype") == "multipart/form-data"
    sent = [form.get(f"data-{name}") for name in ("url", "encoding", "omit", "success")]
    assert sent == ["/s", "json", "redirect offer", "success-field"]
    (decoy,) = [e for e in document.all("input") if e.get("name") == "botcheck"]
    assert (decoy.get("type"), decoy.get("tabindex")) == ("checkbox", "-1")


def test_test_of_the_visitor_is_loaded_only_where_there_is_one(project: ProjectFactory, cache: Path) -> None:
    site = render(project(), cache)
    assert "challenges.cloudflare.com" not in site.text(PAGE)
    document = _form_as(site, turnstile_key="0x4AAAAAAA")
    sources = [script.get("src") for script in document.all("script")]
    assert [source for source in sources if source.startswith("https:")] == [
        "https://challenges.cloudflare.com/turnstile/v0/api.js"
    ]
    (widget,) = [e for e in document.all("div") if e.get("data-sitekey")]
    assert (widget.get("data-sitekey"), widget.get("data-language")) == ("0x4AAAAAAA", "en")
    assert list(document.all("noscript"))


def test_only_pages_with_a_form_load_its_script(project: ProjectFactory, cache: Path) -> None:
    site = render(project(), cache)
    loading = {
        path
        for path in site.pages
        if any("assets/forms/form-" in s.get("src") for s in site.document(path).all("script"))
    }
    assert loading == {PAGE, THANKS}
    closed = render(project({"offers/audit.yaml": f"{AUDIT}ends: 2026-11-01T00:00\n"}), cache)
    assert "assets/forms/form-" not in closed.text(PAGE)


@pytest.mark.parametrize(("name", "limit"), [("forms/form.js", 3000), ("forms/campaign.js", 500), ("offer.js", 1500)])
def test_scripts_are_light(name: str, limit: int) -> None:
    script = (ROOT / "site_gen" / "themes" / "studio" / "assets" / name).read_bytes()
    assert len(brotli.compress(script)) <= limit


# --- browsers and receivers agree on what an answer may be ------------------------------------------------------------


def is_received(type_: str, value: str) -> bool:
    field = FormField.model_validate({"name": "it", "label": "It", "type": type_, "required": True})
    window = Window(None, NOW + timedelta(days=1))
    form = FormSchema("form", "en", "Form", (field_schema(field, {}),), "Yes", None, window, "", "")
    try:
        read_submission(form, {"it": [value], "website_2": [""], "consent": ["Yes"]})
    except RefusedError:
        return False
    return True


ANSWERS: Mapping[str, tuple[str, str, bool]] = {
    "an address": ("url", "https://www.instagram.com/cafe.blau/?hl=ca", True),
    "an address without scheme": ("url", "cafe.cat", True),
    "an address with blanks around": ("url", " cafe.cat ", True),
    "a name": ("url", "@cafe_блау", True),
    "capitals": ("url", "HTTPS://CAFE.CAT", True),
    "words": ("url", "my café", False),
    "a mail address for an address": ("url", "a@b.c", False),
    "one word": ("url", "cafe", False),
    "another scheme": ("url", "javascript:alert(1)", False),
    "a number": ("tel", "+34 600-000 (00)", True),
    "a hyphen that doesn't break": ("tel", "555\u20111234", True),
    "a wide plus": ("tel", "\uff0b34 600 000 000", True),
    "an extension": ("tel", "+34 600 000 000 ext 3", True),
    "a country in brackets": ("tel", "(+34) 600\u00a0000 000", True),
    "too few digits": ("tel", "12 34", False),
    "letters": ("tel", "600 CALL ME", False),
    "a mail address": ("email", "a.b+c@mail.example.cat", True),
    "a mail address without point": ("email", "a@b", False),
    "two mail addresses": ("email", "a@b.cat, c@d.cat", False),
}


@pytest.mark.parametrize(("type_", "value", "good"), ANSWERS.values(), ids=ANSWERS)
def test_browser_and_receiver_hold_an_answer_against_the_same(type_: str, value: str, *, good: bool) -> None:
    assert bool(regex.fullmatch(PATTERNS[type_], value)) == good
    assert is_received(type_, value) == good


@given(st.sampled_from(sorted(PATTERNS)), st.text(st.sampled_from("aZé9ж5 @./:?#-_+(),;<\thtps"), max_size=20))
def test_browser_lets_through_what_the_receiver_takes_and_nothing_else(type_: str, value: str) -> None:
    assert bool(regex.fullmatch(PATTERNS[type_], value)) == is_received(type_, value)
