"""The facts of an offer: worked out once, and right for every kind of offer at every instant."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from site_gen.load import load_site
from site_gen.model.facts import OfferFacts, OfferStatus, PriceFacts, offer_facts
from tests.conftest import ProjectFactory
from tests.support import AUDIT, DIRECT, NOW, SECOND

STARTS, ENDS = (datetime.fromisoformat(f"2026-{day}+01:00") for day in ("11-20T09:00:00", "12-20T18:00:00"))
MOMENT = timedelta(microseconds=1)
SOLD_OUT = DIRECT + "seats: {total: 3, taken: 3}\n"


def facts(project: ProjectFactory, text: str, now: datetime = NOW, *, drafts: bool = False, **files: str) -> OfferFacts:
    folder = project({"offers/it.yaml": text, **{f"offers/{name}.yaml": content for name, content in files.items()}})
    site = load_site(folder).site
    source = next(source for source in site.offers if source.slug == "it")
    return offer_facts(site, source, "en", now, drafts=drafts)


STATUSES = {
    "before its start": (DIRECT, STARTS - MOMENT, OfferStatus.SCHEDULED),
    "at its start": (DIRECT, STARTS, OfferStatus.LIVE),
    "just before its end": (DIRECT, ENDS - MOMENT, OfferStatus.LIVE),
    "at its end": (DIRECT, ENDS, OfferStatus.CLOSED),
    "sold out": (SOLD_OUT, NOW, OfferStatus.SOLD_OUT),
    "sold out and not open yet": (SOLD_OUT, STARTS - MOMENT, OfferStatus.SCHEDULED),
    "sold out and over": (SOLD_OUT, ENDS, OfferStatus.CLOSED),
    "a draft": (DIRECT + "draft: true\n", NOW, OfferStatus.DRAFT),
}


@pytest.mark.parametrize("case", STATUSES)
def test_where_an_offer_stands(project: ProjectFactory, case: str) -> None:
    text, now, status = STATUSES[case]
    assert facts(project, text, now).status is status


def test_drafts_are_seen_as_they_will_be(project: ProjectFactory) -> None:
    assert facts(project, DIRECT + "draft: true\n", STARTS - MOMENT, drafts=True).status is OfferStatus.LIVE


def tiers(*prices: str) -> str:
    rows = "".join(f"  - {{name: Tier {number}, price: {price}}}\n" for number, price in enumerate(prices))
    return f"kind: second-step\ntitle: All of it\ncall_to_action: Ask\ntiers:\n{rows}"


HEADLINES = {
    "its own": (SECOND, PriceFacts(Decimal(2900), "EUR")),
    "of one tier": (tiers("{amount: 340, per: month}"), PriceFacts(Decimal(340), "EUR", "month")),
    "of one tier from": (
        tiers("{amount: 340, from: true, per: month}"),
        PriceFacts(Decimal(340), "EUR", "month", starting=True),
    ),
    "of the lowest tier": (tiers("520", "340", "760"), PriceFacts(Decimal(340), "EUR", starting=True)),
    "of tiers that can't be compared": (
        tiers("{amount: 520, per: month}", "{amount: 50, per: hour}", "{amount: 90, currency: USD}"),
        PriceFacts(Decimal(520), "EUR", "month", starting=True),
    ),
    "of tiers with one unit in two languages": (
        tiers("{amount: 520, per: month}", "{amount: 340, per: mes}"),
        PriceFacts(Decimal(340), "EUR", "mes", starting=True),
    ),
    "in a currency of its own": (tiers("{amount: 9000, currency: UAH}"), PriceFacts(Decimal(9000), "UAH")),
}


@pytest.mark.parametrize("case", HEADLINES)
def test_the_price_that_an_offer_is_named_with(project: ProjectFactory, case: str) -> None:
    text, price = HEADLINES[case]
    assert facts(project, text).price == price


def test_the_second_step_counts_while_it_can_be_taken(project: ProjectFactory) -> None:
    first = AUDIT.replace("next: plan", "next: then")
    for then, found in {
        SECOND: True,
        SECOND + "draft: true\n": False,
        SECOND + "starts: 2026-12-01T09:00\n": False,
        SECOND + "seats: {total: 1, taken: 1}\n": False,
    }.items():
        assert (facts(project, first, then=then).second_step is not None) == found, then
