"""What counts visits: the policy lets in exactly that, the privacy page says it, and pages for one client have none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from site_gen.load import load_site
from site_gen.model.counters import CONSENT_TO_KEEP, COUNTERS
from site_gen.model.legal import PROFILES
from site_gen.model.setting_values import LANGUAGES
from site_gen.pages.privacy import LAWS, notice_text
from tests.conftest import Cli, ProjectFactory
from tests.support import NOW, SITE
from tests.support_audit import FILE, TOKEN, audit_text
from tests.support_build import render

IDS: Final = {
    "goatcounter": "id: mara",
    "plausible": "id: mara.example",
    "umami": "id: 94db1cb1-74f4-4a40-ad6c-962362670409",
    "matomo": "id: 3, url: https://stats.mara.example/matomo/",
    "yandex-metrica": "id: 12345678",
    "google-analytics": "id: G-AB12CD34EF",
    "meta-pixel": "id: 123456789012345",
    "vk-pixel": "id: 3512345",
}


def site_with(*names: str, profile: str = "eu", languages: str = "en", more: str = "") -> str:
    rows = "".join(f"  - {{service: {name}, {IDS[name]}{more}}}\n" for name in names)
    site = SITE.replace("[en, es]", f"[{languages}]")
    site = site.replace("controller: Mara Vidal", f"controller: Mara Vidal\n  profile: {profile}")
    return f"{site}statistics:\n{rows}"


def test_every_service_has_an_example_here_and_its_own_id_is_one() -> None:
    """A row whose own example is no id of it would send owners round in circles."""
    assert set(IDS) == set(COUNTERS)
    for counter in COUNTERS.values():
        assert counter.pattern.fullmatch(counter.example), counter.name


@pytest.mark.parametrize("name", IDS)
def test_the_policy_lets_in_the_service_and_nothing_else(name: str, project: ProjectFactory, cache: Path) -> None:
    """A service that the policy bars counts nothing; one let in too far could load anything."""
    site = render(project({"site.yaml": site_with(name), "site.es.yaml": None}), cache)
    plain = render(project({"site.yaml": SITE.replace("[en, es]", "[en]"), "site.es.yaml": None}), cache)
    policy, before = (each.view("index.html")["site"]["csp"] for each in (site, plain))
    assert f"  Content-Security-Policy: {policy}; frame-ancestors 'none'\n" in site.text("_headers")
    assert "'unsafe" not in policy
    added = {source for part in policy.split("; ") for source in part.split()[1:]}
    added -= {source for part in before.split("; ") for source in part.split()[1:]}
    assert added
    assert all(source.startswith(("https://", "wss://")) and source.count("/") == 2 for source in added)
    scripts = [script.get("data-counters") for script in site.document("index.html").all("script")]
    (counter,) = json.loads(next(filter(None, scripts)))
    assert counter["service"] == name
    host = counter["script"].split("/")[2]
    allowed = next(part for part in policy.split("; ") if part.startswith("script-src")).split()
    assert f"https://{host}" in allowed or f"https://*.{host.partition('.')[2]}" in allowed


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.sampled(12)
def test_the_privacy_page_names_each_service_in_each_language_under_each_law(
    language: str, profile: str, project: ProjectFactory
) -> None:
    """A page that says that nothing is counted would be false, and its owner liable for it."""
    folder = project({"site.yaml": site_with(*IDS, profile=profile, languages=language), "site.es.yaml": None})
    text = notice_text(load_site(folder).site, language, NOW)[1]
    for counter in COUNTERS.values():
        assert counter.title in text
        assert counter.recipient in text
    assert "{" not in text
    assert "stats.mara.example" in text


@pytest.mark.parametrize("profile", PROFILES)
def test_visitors_are_asked_where_the_law_asks_for_it(profile: str, project: ProjectFactory, cache: Path) -> None:
    """A banner that is missing breaks the law; one that isn't needed drives visitors away."""
    site = render(project({"site.yaml": site_with(*IDS, profile=profile), "site.es.yaml": None}), cache)
    view = site.view("index.html")["site"]["statistics"]
    asked = {service for each in view["asked"] for service in each["services"]}
    keeping = {"Yandex Metrica", "Google Analytics", "Meta Pixel", "VK Pixel"}
    assert asked == (keeping if profile in CONSENT_TO_KEEP else set())
    assert ('data-visits="question"' in site.text("index.html")) == bool(asked)
    assert 'data-visits="choice"' in site.text("privacy/index.html")


def test_what_keeps_nothing_can_be_asked_for_too(project: ProjectFactory, cache: Path) -> None:
    site = render(project({"site.yaml": site_with("plausible", more=", ask: true"), "site.es.yaml": None}), cache)
    assert site.view("index.html")["site"]["statistics"]["asked"] == [
        {"purpose": "statistics", "services": ["Plausible"]}
    ]
    assert "only after you have agreed" in site.text("privacy/index.html")


def test_a_server_of_ones_own_takes_the_place_of_the_company(project: ProjectFactory, cache: Path) -> None:
    """The company would learn of visits that were meant for nobody but the owner."""
    statistics = "statistics: {service: goatcounter, id: mara, url: https://stats.mara.example/}\n"
    site = render(project({"site.yaml": SITE + statistics}), cache)
    policy = site.view("index.html")["site"]["csp"]
    assert "https://stats.mara.example" in policy
    assert "zgo.at" not in policy + site.text("index.html")
    assert "on a server of our own (stats.mara.example)" in site.text("privacy/index.html")


def test_pages_for_one_client_have_no_statistics(project: ProjectFactory, cache: Path) -> None:
    """The address of such a page is its key: a service that counts would learn it."""
    files = {"site.yaml": site_with("plausible", "google-analytics", languages="en"), "site.es.yaml": None}
    site = render(project({**files, FILE: audit_text()}), cache)
    (page,) = [path for path in site.pages if TOKEN in path]
    assert "data-counters" not in site.text(page)
    assert "data-visits" not in site.text(page)
    assert "data-counters" in site.text("index.html")


def test_the_owners_own_privacy_page_has_to_name_them(project: ProjectFactory, cli: Cli) -> None:
    """Owners who wrote the page themselves would forget it when they begin to count."""
    page = "---\ntitle: Privacy\n---\nWe use the forms of mara.example.\n"
    folder = project({"site.yaml": site_with("plausible"), "site.es.yaml": None, "content/privacy.md": page})
    assert "the page doesn't name Plausible, which receives data by site.yaml" in cli("check", cwd=folder).err


@pytest.mark.parametrize(("profile", "name"), [("ru", "meta-pixel"), ("ru", "google-analytics"), ("ua", "vk-pixel")])
def test_services_that_a_law_makes_a_risk_are_told(profile: str, name: str, project: ProjectFactory, cli: Cli) -> None:
    folder = project({"site.yaml": site_with(name, profile=profile), "site.es.yaml": None})
    assert f"{COUNTERS[name].title} is a risk under the rules of {profile}" in cli("check", cwd=folder).err


def test_every_law_has_its_words() -> None:
    """A profile without an answer would be taken for one that asks for no consent."""
    assert set(CONSENT_TO_KEEP) == set(LAWS) - {"us"}
