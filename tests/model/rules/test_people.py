"""Consents, reviews, advertising, and where data go: what each profile asks for, and what it leaves alone."""

from __future__ import annotations

from typing import Final

import pytest

from site_gen.problems import Severity
from tests.conftest import ProjectFactory
from tests.support import AUDIT, CASE, DIRECT, SITE
from tests.support_ledger import problems, said

CONSENT: Final = "I agree that my data is used to answer this request."


def with_profile(profile: str, site: str = SITE) -> str:
    return site.replace("controller: Mara Vidal", f"controller: Mara Vidal\n  profile: {profile}")


# --- consents ---------------------------------------------------------------------------------------------------------

MIXED: Final = (
    "I agree to an answer and to your newsletter.", "D’acord amb la resposta i amb el butlletí.",
    "Acepto la respuesta y recibir publicidad.", "Согласен на ответ и на рассылку.",
    "Згода на відповідь і на розсилку.",
)  # fmt: skip
APART: Final = (
    CONSENT, "I agree to an answer, and not to any newsletter.", "D’acord amb la resposta, sense publicitat.",
    "Acepto la respuesta, sin publicidad.", "Даю согласие на ответ, но не на рассылку.", "Лише відповідь, без реклами.",
)  # fmt: skip


@pytest.mark.parametrize("text", MIXED)
def test_a_consent_to_two_things_is_refused(text: str, project: ProjectFactory) -> None:
    (found,) = problems(project({"offers/audit.yaml": AUDIT.replace(CONSENT, text)}))
    assert (str(found.location), found.severity) == ("offers/audit.yaml:8:12", Severity.ERROR)
    assert "marketing_consent" in found.hint
    assert "GDPR Art. 7(2)" in found.hint


@pytest.mark.parametrize("text", APART)
def test_a_consent_to_one_thing_is_fine(text: str, project: ProjectFactory) -> None:
    assert said(project({"offers/audit.yaml": AUDIT.replace(CONSENT, text)})) == []


def test_a_translated_consent_is_read_too(project: ProjectFactory) -> None:
    (found,) = said(project({"offers/audit.es.yaml": "form: {fields: [{}], consent: Acepto el boletín}\n"}))
    assert found.startswith("offers/audit.es.yaml:1:31: the consent covers 'boletín'")


# --- reviews ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["Mara Vidal", "mara  VIDAL"])
def test_nobody_reviews_themselves(by: str, project: ProjectFactory) -> None:
    (found,) = said(project({"content/reviews.yaml": f"reviews:\n  - {{by: {by}, text: Splendid}}\n"}))
    assert found.startswith("content/reviews.yaml:2:10: 'mara" if by[0] == "m" else "content/reviews.yaml:2:10: 'Mara")


@pytest.mark.parametrize(("profile", "count"), [("uk", 2), ("us", 2), ("eu", 0), ("ua", 0)])
def test_a_review_that_nobody_can_verify_is_named_where_the_law_asks(
    profile: str, count: int, project: ProjectFactory
) -> None:
    files = {
        "site.yaml": with_profile(profile),
        "content/reviews.yaml": "reviews:\n  - {by: Pau, text: Good}\n  - {by: Ona, text: Good, date: 2026-06-03}\n",
        "cases/cafe.yaml": f"{CASE}review: {{by: Pere, text: Very good}}\n",
    }
    found = said(project(files))
    assert [line.partition(": the review")[0] for line in found] == [
        "cases/cafe.yaml:12:9: warning", "content/reviews.yaml:2:5: warning"
    ][:count]  # fmt: skip


# --- advertising in Russia --------------------------------------------------------------------------------------------

MARKS: Final = {
    "nothing of it": ("Partner offer", "the disclosure lacks the word «Реклама»"),
    "no token": ("Реклама. ИП Иванова А. А., ИНН 123456789012", "the disclosure lacks the token (erid)"),
    "a token to come": ("Реклама. ИП Иванова А. А., erid: ...", "the disclosure lacks the token (erid)"),
    "nobody": ("Реклама. erid: 2VtzqvKzXYZ", "the disclosure lacks the name of who advertises"),
    "all of it": ("Реклама. ИП Иванова А. А., ИНН 123456789012, erid: 2VtzqvKzXYZ", None),
}


@pytest.mark.parametrize(("text", "message"), MARKS.values(), ids=MARKS)
def test_an_advertisement_in_russia_has_its_mark_and_token(
    text: str, message: str | None, project: ProjectFactory
) -> None:
    site = with_profile("ru").replace("instagram: mara", "vk: mara")
    found = said(project({"site.yaml": site, "offers/month.yaml": f'{DIRECT}ad_disclosure: "{text}"\n'}))
    assert len(found) == (1 if message else 0)
    assert all(line.startswith(f"offers/month.yaml:9:16: {message}") for line in found)


def test_elsewhere_a_disclosure_is_free(project: ProjectFactory) -> None:
    assert said(project({"offers/month.yaml": f"{DIRECT}ad_disclosure: Partner offer\n"})) == []


def test_networks_closed_in_russia_are_no_place_for_its_advertising(project: ProjectFactory) -> None:
    networks = "networks:\n  vk: mara\n  instagram: mara\n  facebook: mara\n"
    site = with_profile("ru").replace("networks:\n  instagram: mara\n", networks)
    assert said(project({"site.yaml": site})) == [
        "site.yaml:10:14: warning: advertising on Instagram is forbidden to those who follow these rules",
        "site.yaml:11:13: warning: advertising on Facebook is forbidden to those who follow these rules",
    ]
    assert said(project({"site.yaml": site.replace("profile: ru", "profile: ua")})) == []


# --- where data go ----------------------------------------------------------------------------------------------------

FORMSPREE: Final = SITE.partition("form:")[0] + "form: {delivery: formspree, id: xyzabcde}\n"


def test_data_of_people_in_russia_are_first_stored_there(project: ProjectFactory) -> None:
    site = with_profile("ru", FORMSPREE).replace("instagram: mara", "vk: mara")
    (found,) = problems(project({"site.yaml": site}))
    assert str(found).startswith("site.yaml:15:18: warning: Formspree, Inc. keeps answers in US")
    assert "152-FZ art. 18 part 5" in found.hint
    assert said(project({"site.yaml": FORMSPREE})) == []


# --- the owner's own privacy page -------------------------------------------------------------------------------------


def privacy(text: str) -> dict[str, str]:
    return {"content/privacy.md": f"---\ntitle: Privacy\n---\n{text}\n"}


def test_an_own_privacy_page_names_who_receives_the_data(project: ProjectFactory) -> None:
    (found,) = problems(project({"site.yaml": FORMSPREE, **privacy("I keep what you send.")}))
    assert str(found).startswith("content/privacy.md:2:1: warning: the page doesn't name Formspree")
    assert said(project({"site.yaml": FORMSPREE, **privacy("Forms go through Formspree, Inc.")})) == []


def test_an_own_privacy_page_names_nobody_who_no_longer_does(project: ProjectFactory) -> None:
    (found,) = said(project(privacy("Forms go through Netlify.")))
    assert found == "content/privacy.md:2:1: warning: the page names Netlify, which site.yaml doesn't use"


def test_an_own_privacy_page_names_notices_and_tests_too(project: ProjectFactory) -> None:
    form = "form: {delivery: inbox, notify: {telegram: '123456'}}\n"
    site = SITE.partition("form:")[0] + form
    (found,) = said(project({"site.yaml": site, **privacy("I keep it on my server.")}))
    assert "the page doesn't name Telegram" in found
