"""Words that mislead are found in every language, and those that only sound alike are left alone."""

from __future__ import annotations

from typing import Final

import pytest

from site_gen.problems import Severity
from tests.conftest import ProjectFactory
from tests.support import AUDIT, DIRECT, SECOND, SERVICES, SITE
from tests.support_ledger import problems, said

PRESSING: Final = (
    "Hurry, it is good", "Limited-time audit", "Only today: an audit", "While stocks last", "Act now",
    "Afanya’t i demana-la", "Darrers dies de l’auditoria", "Només avui", "Corre, que s’acaba",
    "Últimas plazas", "Solo hoy", "No te lo pierdas", "Por tiempo limitado",
    "Последний шанс", "Осталось мало мест", "Спешите за аудитом", "Только сегодня", "Успейте попросить",
    "Останній шанс", "Лише сьогодні", "Залишилося кілька місць", "Не проґавте", "Поспішайте",
)  # fmt: skip
CALM: Final = (
    "No hurry: an audit", "An audit of your page", "Timeless photographs", "Una auditoria sense presses",
    "Una auditoría con calma", "Не торопитесь: аудит", "Не спешите", "Не поспішайте, подумайте", "Останні роботи",
)  # fmt: skip


@pytest.mark.parametrize("title", PRESSING)
def test_urgency_that_nothing_stands_behind_is_an_error(title: str, project: ProjectFactory) -> None:
    (found,) = problems(project({"offers/audit.yaml": AUDIT.replace("A free audit of your page", f'"{title}"')}))
    assert (str(found.location), found.severity) == ("offers/audit.yaml:2:8", Severity.ERROR)
    assert "presses, but the offer has neither an end nor seats" in found.message


@pytest.mark.parametrize("title", CALM)
def test_words_that_only_sound_like_it_are_fine(title: str, project: ProjectFactory) -> None:
    assert said(project({"offers/audit.yaml": AUDIT.replace("A free audit of your page", f'"{title}"')})) == []


@pytest.mark.parametrize("backed", ["ends: 2026-12-20T18:00\n", "seats: {total: 5, taken: 4}\n"])
def test_urgency_with_a_date_or_places_is_information(backed: str, project: ProjectFactory) -> None:
    assert said(project({"offers/audit.yaml": AUDIT.replace("A free audit", "Last places of an audit") + backed})) == []


@pytest.mark.parametrize("key", ["audience: Those who hurry", "delivery: Act now", "includes: [Last chance]"])
def test_every_text_of_an_offer_is_read(key: str, project: ProjectFactory) -> None:
    (found,) = said(project({"offers/audit.yaml": f"{AUDIT}{key}\n"}))
    assert found.startswith("offers/audit.yaml:")


def test_today_alone_is_one_day(project: ProjectFactory) -> None:
    offer = DIRECT.replace("A month of", "Today only a month of")
    (found,) = said(project({"offers/month.yaml": offer}))
    assert "'Today only' presses, but the offer runs for 30 days" in found
    one_day = offer.replace("2026-12-20T18:00", "2026-11-21T09:00")
    assert said(project({"offers/month.yaml": one_day})) == []


FREE: Final = (
    "A free audit of your page",
    "Auditoria gratuïta",
    "Auditoría gratis",
    "Бесплатный аудит",
    "Безплатний аудит",
)


@pytest.mark.parametrize("title", FREE)
def test_what_is_free_costs_nothing(title: str, project: ProjectFactory) -> None:
    offer = AUDIT.replace("A free audit of your page", title)
    assert said(project({"offers/audit.yaml": offer})) == []
    (found,) = problems(project({"offers/audit.yaml": offer.replace("price: 0", "price: 19")}))
    assert "is said of an offer that costs 19" in found.message
    assert "Annex I no. 20" in found.hint


@pytest.mark.parametrize(
    "title", ["A risk-free audit", "Feel free to ask", "An audit free from jargon", "A freelancer’s audit"]
)
def test_free_in_another_sense_may_cost(title: str, project: ProjectFactory) -> None:
    offer = AUDIT.replace("A free audit of your page", title).replace("price: 0", "price: 19")
    assert said(project({"offers/audit.yaml": offer})) == []


def with_profile(profile: str) -> str:
    return SITE.replace("controller: Mara Vidal", f"controller: Mara Vidal\n  profile: {profile}").replace(
        "instagram: mara", "telegram: mara"
    )


TAXED: Final = ("VAT not included.", "Plus VAT.", "IVA a part.", "IVA no incluido.", "Плюс НДС.", "ПДВ не включено.")


@pytest.mark.parametrize("terms", TAXED)
def test_a_price_for_consumers_is_the_whole_price(terms: str, project: ProjectFactory) -> None:
    (found,) = problems(project({"offers/plan.yaml": f"{SECOND}terms: {terms}\n"}))
    assert (found.location.file, found.severity) == ("offers/plan.yaml", Severity.WARNING)
    assert "2011/83/EU" in found.hint


@pytest.mark.parametrize(("profile", "count"), [("eu", 1), ("pl", 1), ("uk", 1), ("ru", 1), ("eu-b2b", 0), ("us", 0)])
def test_business_clients_are_used_to_prices_without_tax(profile: str, count: int, project: ProjectFactory) -> None:
    files = {"site.yaml": with_profile(profile), "offers/plan.yaml": f"{SECOND}excludes: [VAT (21 %)]\n"}
    assert len(said(project(files))) == count


@pytest.mark.parametrize(
    "terms", ["The price is final, I am not VAT registered.", "НДС не добавляется.", "IVA incluido."]
)
def test_a_price_that_is_whole_may_say_so(terms: str, project: ProjectFactory) -> None:
    assert said(project({"offers/plan.yaml": f'{SECOND}terms: "{terms}"\n'})) == []


def test_services_say_their_whole_price_too(project: ProjectFactory) -> None:
    (found,) = said(project({"content/services.yaml": f"{SERVICES}    excludes: [Ads, VAT]\n"}))
    assert found == "content/services.yaml:6:21: warning: 'VAT': the price shown is not the whole price"
