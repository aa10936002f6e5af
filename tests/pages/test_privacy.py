"""The privacy page says what the project really does, in each language, and changes when that changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pytest

from site_gen.load import load_site
from site_gen.model.authorities import AUTHORITIES
from site_gen.model.deliveries import DELIVERIES
from site_gen.model.legal import PROFILES
from site_gen.model.setting_values import LANGUAGES
from site_gen.pages.privacy import LAWS, notice_text
from tests.conftest import Cli, ProjectFactory
from tests.support import AUDIT, NOW, SITE

FORMS: Final = {
    "inbox": "form: {delivery: inbox}",
    "cloudflare": "form: {delivery: cloudflare}",
    "netlify": "form: {delivery: netlify}",
    "formspree": "form: {delivery: formspree, id: xyzabcde}",
    "web3forms": "form: {delivery: web3forms, access_key: 01234567-89ab-4cde-8f01-23456789abcd}",
    "formsubmit": "form: {delivery: formsubmit, to: 0123456789abcdef0123456789abcdef}",
    "basin": "form: {delivery: basin, id: 0123456789ab}",
    "url": "form: {delivery: url, url: https://forms.mara.example/audit}",
    "mailto": "form: {delivery: mailto}",
}


def site_with(form: str = FORMS["url"], *, profile: str = "eu", languages: str = "en", legal: str = "") -> str:
    site = SITE.partition("form:")[0].replace("[en, es]", f"[{languages}]").replace("instagram: mara", "vk: mara")
    return site.replace("controller: Mara Vidal", f"controller: Mara Vidal\n  profile: {profile}{legal}") + form + "\n"


def text_of(project: ProjectFactory, site: str, files: dict[str, str | None] | None = None, language: str = "") -> str:
    folder = project({"site.es.yaml": None, "site.yaml": site, **(files or {})})
    loaded = load_site(folder).site
    return notice_text(loaded, language or loaded.main.language, NOW)[1]


def test_every_delivery_has_a_way_to_be_set_up_here() -> None:
    assert set(FORMS) == set(DELIVERIES)
    assert set(LAWS) == set(PROFILES)


@pytest.mark.parametrize("name", FORMS)
def test_who_receives_the_forms_is_named(name: str, project: ProjectFactory) -> None:
    text = text_of(project, site_with(FORMS[name]))
    recipient = DELIVERIES[name].facts.recipient
    assert recipient is None or recipient in text
    assert ("United States" in text) == (DELIVERIES[name].facts.country == "US")
    assert "{" not in text


def test_an_own_address_is_named_by_its_host(project: ProjectFactory) -> None:
    assert "Forms are received by forms.mara.example, which" in text_of(project, site_with())


def test_data_that_leave_the_area_of_the_law_are_said_to(project: ProjectFactory) -> None:
    abroad = "outside the European Economic Area"
    assert f"Formspree, Inc. is {abroad}" in text_of(project, site_with(FORMS["formspree"]))
    assert abroad not in text_of(project, site_with(FORMS["inbox"]))
    assert "outside the United Kingdom" in text_of(project, site_with(FORMS["formspree"], profile="uk"))
    assert "is outside" not in text_of(project, site_with(FORMS["formspree"], profile="us"))
    assert "outside Russia" in text_of(project, site_with(FORMS["formspree"], profile="ru"))


def test_what_the_forms_ask_for_is_listed_with_what_may_be_left_out(project: ProjectFactory) -> None:
    more = AUDIT.replace("  consent:", "    - {name: page, label: 'Your page_[x]*', type: url}\n  consent:")
    text = text_of(project, site_with(), {"offers/audit.yaml": more})
    assert r"- [A free audit of your page](/offers/audit/): E-mail; Your page\_\[x\]\* (optional)." in text


def test_what_is_not_public_is_not_told_of(project: ProjectFactory) -> None:
    later = f"{AUDIT}starts: {(NOW + timedelta(days=1)).isoformat()}\n"
    assert "A free audit" not in text_of(project, site_with(), {"offers/audit.yaml": later})
    assert "A free audit" not in text_of(project, site_with(), {"offers/audit.yaml": f"{AUDIT}draft: true\n"})
    over = f"{AUDIT}ends: {(NOW - timedelta(days=1)).isoformat()}\n"
    assert "A free audit" in text_of(project, site_with(), {"offers/audit.yaml": over})


def test_notices_and_tests_of_visitors_are_told_of(project: ProjectFactory) -> None:
    plain = text_of(project, site_with(FORMS["inbox"]))
    assert not {"Telegram", "Turnstile", "by e-mail."} & set(plain.split())
    notify = "form: {delivery: inbox, notify: {email: me@mara.example, telegram: '123456'}}"
    told = text_of(project, site_with(notify))
    assert "is told of each form by e-mail." in told
    assert "is told of each form through Telegram" in told
    tested = "form: {delivery: cloudflare, turnstile: 0x4AAAAAAABkMYinukE8nzYS}"
    text = text_of(project, site_with(tested))
    assert "Turnstile by Cloudflare, Inc." in text
    assert "loads nothing from third parties except the check" in text


def test_marketing_is_told_of_where_it_is_asked_for(project: ProjectFactory) -> None:
    assert "news now and then" not in text_of(project, site_with())
    asked = AUDIT.replace("call_to_action", "  marketing_consent: Send me your letter\ncall_to_action")
    assert "news now and then" in text_of(project, site_with(), {"offers/audit.yaml": asked})


def test_how_long_is_what_site_yaml_says(project: ProjectFactory) -> None:
    text = text_of(project, site_with(FORMS["inbox"], legal="\n  retention_days: 90"))
    assert "90 days after the last message" in text
    assert "is deleted automatically" in text
    assert "is deleted automatically" not in text_of(project, site_with(FORMS["formspree"]))


def test_without_forms_nothing_is_said_of_them(project: ProjectFactory) -> None:
    text = text_of(project, site_with(""))
    assert "with no form service in between" in text
    assert "What the forms ask for" not in text
    assert "remembers in this tab" not in text


@pytest.mark.parametrize(
    ("profile", "legal", "said"),
    [
        ("eu", "", "Agencia Española de Protección de Datos (aepd.es)"),
        ("eu", "\n  country: FR", "Commission nationale de l’informatique et des libertés (cnil.fr)"),
        ("eu", "\n  country: US", "the country you live in.\n"),
        ("eu-b2b", "\n  country: IE", "Data Protection Commission (dataprotection.ie)"),
        ("pl", "", "Prezes Urzędu Ochrony Danych Osobowych (uodo.gov.pl)"),
        ("uk", "", "Information Commissioner’s Office (ico.org.uk)"),
        ("us", "", "Federal Trade Commission (ftc.gov)"),
        ("ru", "", "Roskomnadzor (rkn.gov.ru)"),
        ("ua", "", "Ukrainian Parliament Commissioner for Human Rights (ombudsman.gov.ua)"),
    ],
)
def test_the_authority_is_that_of_the_profile_and_country(
    profile: str, legal: str, said: str, project: ProjectFactory
) -> None:
    assert said in text_of(project, site_with(profile=profile, legal=legal))


def test_catalans_learn_whom_to_turn_to(project: ProjectFactory) -> None:
    text = text_of(project, site_with(languages="ca"))
    assert "Agència Espanyola de Protecció de Dades (aepd.es)" in text
    assert "apdcat.gencat.cat" in text
    assert "apdcat" not in text_of(project, site_with(languages="es"))


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.sampled(12)
def test_every_law_is_told_in_every_language(profile: str, language: str, project: ProjectFactory) -> None:
    text = text_of(project, site_with(FORMS["cloudflare"], profile=profile, languages=language))
    assert text.count("\n## ") == 9
    assert "{" not in text
    assert "hello@mara.example" in text


def test_every_country_of_the_union_has_its_authority() -> None:
    union = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905  # easier to read
    assert set(union) <= set(AUTHORITIES)
    assert all("." in known.site and "/" not in known.site for known in AUTHORITIES.values())


# --- pages ------------------------------------------------------------------------------------------------------------


def page(folder_files: dict[str, str | None], project: ProjectFactory, cli: Cli, path: str) -> str | None:
    folder = project(folder_files)
    assert cli("build", "--jobs", "1", cwd=folder).code == 0
    file = folder / "output" / path
    return file.read_text(encoding="utf-8") if file.exists() else None


def test_the_page_of_the_owner_wins_and_other_languages_have_the_written_one(project: ProjectFactory, cli: Cli) -> None:
    files: dict[str, str | None] = {"content/privacy.md": "---\ntitle: My own words\n---\nI keep nothing.\n"}
    own = page(files, project, cli, "privacy/index.html")
    assert own is not None
    assert "I keep nothing." in own
    spanish = page(files, project, cli, "es/privacy/index.html")
    assert spanish is not None
    assert "sin letra pequeña" in spanish


def test_the_written_page_links_to_the_offers_of_its_language(project: ProjectFactory, cli: Cli) -> None:
    html = page({}, project, cli, "privacy/index.html")
    assert html is not None
    assert '<a href="/offers/audit/">A free audit of your page</a>: E-mail.' in html


def test_where_the_law_asks_for_it_the_consent_is_a_document_of_its_own(project: ProjectFactory, cli: Cli) -> None:
    assert page({}, project, cli, "privacy/consent/index.html") is None
    files: dict[str, str | None] = {"site.es.yaml": None, "site.yaml": site_with(FORMS["inbox"], profile="ru")}
    document = page(files, project, cli, "privacy/consent/index.html")
    assert document is not None
    assert "Consent to the processing of personal data</h1>" in document
    offer = page(files, project, cli, "offers/audit/index.html")
    assert offer is not None
    assert '<a href="/privacy/consent/">' in offer
