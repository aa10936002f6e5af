"""The form of a built page as each delivery needs it, and what the page's policy lets it do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from site_gen.model.deliveries import DELIVERIES
from tests.browser.site import Document, Element
from tests.conftest import ProjectFactory
from tests.model.test_deliveries import CONTEXT, SETTINGS, SITE_KEY, example
from tests.support import AUDIT, SITE
from tests.support_build import Rendered, render

PLAIN: Final = SITE.partition("form:")[0]
PAGE: Final = "offers/audit/index.html"
WITH_FORM: Final = [name for name in DELIVERIES if name != "mailto"]

SiteWith = Callable[[str], Rendered]


@pytest.fixture
def site_with(project: ProjectFactory, cache: Path) -> SiteWith:
    def make(name: str) -> Rendered:
        form = json.dumps({"delivery": name, **SETTINGS[name]})
        files = {"site.yaml": f"{PLAIN}form: {form}\n", "offers/audit.es.yaml": "title: Auditoría\n"}
        return render(project(files), cache)

    return make


def _input(document: Document, name: str) -> Element:
    (found,) = [element for element in document.all("input", "textarea", "select") if element.get("name") == name]
    return found


@pytest.mark.parametrize("name", WITH_FORM)
def test_a_page_s_form_is_what_its_delivery_says(name: str, site_with: SiteWith) -> None:
    site, delivery = site_with(name), example(name)
    page = site.document(PAGE)
    form = page.first("form")
    target = delivery.target(CONTEXT)
    # what doesn't depend on the form itself
    assert form.get("action") == (target.action if name != "netlify" else "/thanks/audit/")
    assert form.get("method") == "post"
    for attribute, value in target.attributes:
        assert form.get(attribute) == value
    for field, _ in target.hidden:
        assert _input(page, field).get("type") == "hidden"
    assert _input(page, target.honeypot).get("type") == target.honeypot_type
    assert ("data-url" in form.attributes) == (target.script is not None)


@pytest.mark.parametrize("name", WITH_FORM)
def test_a_page_s_policy_names_the_hosts_of_its_form_and_no_others(name: str, site_with: SiteWith) -> None:
    site, target = site_with(name), example(name).target(CONTEXT)
    policies = [meta.get("content") for meta in site.document(PAGE).all("meta") if "http-equiv" in meta.attributes]
    rules = dict(rule.strip().partition(" ")[::2] for rule in policies[0].split(";"))
    for rule in ("form-action", "connect-src"):
        assert rules[rule].split() == ["'self'", *target.origins]
    assert rules.get("frame-src", "").split() == list(target.script_origins)
    assert all(origin in rules["script-src"] for origin in target.script_origins)


def test_netlify_s_forms_have_a_name_in_each_language(site_with: SiteWith) -> None:
    site = site_with("netlify")
    for page, name in ((PAGE, "audit-en"), (f"es/{PAGE}", "audit-es")):
        document = site.document(page)
        assert document.first("form").get("name") == name
        assert _input(document, "form-name").get("value") == name


def test_cloudflare_s_page_has_the_widget(site_with: SiteWith) -> None:
    text = site_with("cloudflare").text(PAGE)
    assert f'data-sitekey="{SITE_KEY}"' in text


def test_in_place_of_a_form_stands_a_prepared_mail(site_with: SiteWith) -> None:
    page = site_with("mailto").document(PAGE)
    assert list(page.all("form")) == []
    links = [link.get("href") for link in page.all("a") if link.get("href").startswith("mailto:")]
    assert "mailto:hello@mara.example" in links
    (prepared,) = {link for link in links if "?" in link}
    assert prepared == ("mailto:hello@mara.example?subject=A%20free%20audit%20of%20your%20page&body=E-mail%3A%20%0D%0A")


def test_a_closed_offer_prepares_no_mail(project: ProjectFactory, cache: Path) -> None:
    ended = AUDIT + "starts: 2026-10-01T09:00\nends: 2026-11-01T09:00\n"
    site = render(project({"site.yaml": f"{PLAIN}form: {{delivery: mailto}}\n", "offers/audit.yaml": ended}), cache)
    assert "subject=" not in site.text(PAGE)
