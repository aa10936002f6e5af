"""Prices, deadlines and places in words: one way to say each, on pages, in posts, on cards and on paper."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from site_gen.model.facts import PriceFacts, price_facts
from site_gen.model.money import PriceModel
from site_gen.model.offer import Seats
from site_gen.model.setting_values import LANGUAGES
from site_gen.render.localize import Localizer
from site_gen.render.offer_words import OfferWords
from tests.render.theme_strings import strings

EACH = pytest.mark.parametrize("language", LANGUAGES)


def say(language: str, zone: str = "Europe/Madrid") -> OfferWords:
    return OfferWords(Localizer(language, zone, strings()))


def price(**values: object) -> PriceFacts:
    return price_facts(PriceModel.model_validate({"amount": 290, **values}), "EUR")


PRICES = {
    ("ca", "mes"): "290 € al mes",
    ("es", "month"): "290 € al mes",
    ("en", "month"): "€290 a month",
    ("ru", "месяц"): "290 € в месяц",
    ("uk", "місяць"): "290 € на місяць",
    ("ca", "sessió"): "290 € per sessió",
    ("en", "mes"): "€290 a month",
    ("ru", "lead"): "290 € за заявку",
    ("en", "Other"): "€290 / Other",
    ("en", "words"): "€290 / words",
    ("ca", "quilo"): "290 € / quilo",
}


@pytest.mark.parametrize(("language", "per"), PRICES)
def test_a_price_is_said_as_people_say_it(language: str, per: str) -> None:
    assert say(language).price(price(per=per)).text.replace("\xa0", " ") == PRICES[language, per]


def test_a_price_in_parts_is_the_whole_price() -> None:
    said = say("en").price(price(per="month", **{"from": True}))
    assert (said.before, said.amount, said.after, said.text) == ("from", "€290", "a month", "from €290 a month")


@EACH
def test_what_costs_nothing_is_said_in_words(language: str) -> None:
    said = say(language).price(price(amount=0, per="month"))
    assert not any(character.isdigit() for character in said.text)
    assert (said.before, said.after) == ("", "")


def test_a_former_price_is_said_with_its_evidence_so_that_it_stays_true() -> None:
    assert say("en").former(price()) is None
    assert say("en").former(price(was=390)) == "Was €390."
    of_all = say("en").former(price(was=390, lowest_30_days=390))
    assert of_all == "Was €390 (the lowest price in the 30 days before the reduction)."
    said = say("en").former(price(was=390, lowest_30_days=350))
    assert said == "Was €390. Lowest price in the 30 days before the reduction: €350."
    assert say("en").lowest(price(was=390, lowest_30_days=350)) == (
        "Lowest price in the 30 days before the reduction: €350 (−17%)"
    )


SEATS = {
    ("ca", 1): "Queda 1 plaça de 30.",
    ("es", 2): "Quedan 2 plazas de 30.",
    ("en", 1): "1 of 30 places left.",
    ("ru", 1): "Осталось 1 место из 30.",
    ("ru", 3): "Осталось 3 места из 30.",
    ("ru", 11): "Осталось 11 мест из 30.",
    ("ru", 21): "Осталось 21 место из 30.",
    ("uk", 22): "Залишилося 22 місця з 30.",
    ("uk", 5): "Залишилося 5 місць із 30.",
    ("uk", 30): "Усього 30 місць.",
    ("en", 0): "All 30 places are taken.",
    ("es", 0): "Las 30 plazas ya están ocupadas.",
}


@pytest.mark.parametrize(("language", "left"), SEATS)
def test_seats_have_the_plural_of_their_number(language: str, left: int) -> None:
    assert say(language).seats(Seats(total=30, taken=30 - left)) == SEATS[language, left]


def test_the_only_place_has_words_of_its_own() -> None:
    assert say("en").seats(Seats(total=1, taken=1)) == "The only place is taken."
    assert say("es").seats(Seats(total=1, taken=0)) == "Solo hay una plaza."
    assert say("en").seats(Seats(total=1, taken=0)) == "There’s only one place."


def test_catalan_days_take_their_article() -> None:
    moments = [datetime.fromisoformat(f"2026-06-{day}T18:00:00+02:00") for day in ("01", "11", "12")]
    assert [say("ca").until_wall_time(moment) for moment in moments] == [
        "fins a l’1 de juny del 2026 a les 18\N{NO-BREAK SPACE}h",
        "fins a l’11 de juny del 2026 a les 18\N{NO-BREAK SPACE}h",
        "fins al 12 de juny del 2026 a les 18\N{NO-BREAK SPACE}h",
    ]


def test_amounts_are_written_whole() -> None:
    assert say("en").money(Decimal(1000), "EUR") == "€1,000"
    assert say("en").money(Decimal("6.4"), "USD") == "US$6.40"
