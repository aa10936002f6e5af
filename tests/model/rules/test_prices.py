"""Struck-out prices are held against the ledger: what is false is refused, what is proven need not be written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.load import load_site
from site_gen.model.ledger import LEDGER_FILE, Entry, OfferState, RecordedPrice
from site_gen.model.legal import PRIOR_DAYS
from site_gen.model.rules.prices import Prior, asked_prices
from tests.conftest import ProjectFactory
from tests.support import DIRECT, SERVICES, SITE
from tests.support_ledger import ledger, price, problems, row, said, withdrawn

OPEN: Final[dict[str, object]] = {"starts": None, "ends": None}
"""An offer without a window, as in: it has been asked ever since."""

FORMERLY: Final = "\n    formerly: [care]\n    name"
LEFT_OUT: Final = DIRECT.replace(", lowest_30_days: 350", "")
START: Final = "2026-11-20"


def usual(recorded: str, amount: float, **more: object) -> str:
    """Return a line of the offer at a usual price, without an end."""
    return row(recorded, price=price(amount), **{**OPEN, **more})


# --- what is proven need not be written -------------------------------------------------------------------------------


def test_the_lowest_price_left_out_is_filled_in_from_the_ledger(project: ProjectFactory) -> None:
    text = ledger(
        usual("2026-09-01T08:00:00Z", 390), usual("2026-11-01T08:00:00Z", 370), usual("2026-11-05T08:00:00Z", 390)
    )
    site = load_site(project({"offers/month.yaml": LEFT_OUT, LEDGER_FILE: text})).site
    (month,) = (offer for offer in site.offers if offer.slug == "month")
    assert {v.price.lowest_30_days for v in month.versions.values() if v.price} == {Decimal(370)}
    assert month.original.price is not None
    assert month.original.price.percent_off == 21


def test_a_tiers_lowest_price_is_filled_in_by_its_name(project: ProjectFactory) -> None:
    tiers = [{"name": "One", "price": price(240)}, {"name": "Two", "price": price(420)}]
    rows = [
        row(
            f"2026-{month}-01T08:00:00Z",
            "plan",
            kind="second-step",
            title="x",
            service=None,
            price=None,
            tiers=tiers,
            **OPEN,
        )
        for month in ("09",)
    ]
    plan = """\
kind: second-step
title: The whole year
starts: 2026-11-20T09:00
tiers:
  - {name: One, price: {amount: 200, was: 240, per: month}}
  - {name: Two, price: {amount: 420, per: month}}
call_to_action: Talk about it
"""
    site = load_site(project({"offers/plan.yaml": plan, LEDGER_FILE: ledger(*rows)})).site
    (found,) = (offer for offer in site.offers if offer.slug == "plan")
    assert [tier.price.lowest_30_days for tier in found.original.tiers] == [Decimal(240), None]  # type: ignore[union-attr]


NOT_PROVEN: Final = {
    "no ledger": (None, "add lowest_30_days: AMOUNT, or leave 'was' out"),
    "a ledger that begins too late": (
        ledger(usual("2026-11-01T08:00:00Z", 390)),
        (
            "add lowest_30_days: AMOUNT, or leave 'was' out; "
            "the ledger begins on 2026-11-01, and the 30 days before 2026-11-20 earlier"
        ),
    ),
    "an offer that wasn't there": (
        ledger(row("2026-09-01T08:00:00Z", ends="2026-09-30T18:00:00+02:00", starts=None, price=price(390))),
        (
            "add lowest_30_days: AMOUNT, or leave 'was' out; "
            "the ledger has no price of the offer in the 30 days before 2026-11-20"
        ),
    ),
    "another currency": (
        ledger(row("2026-09-01T08:00:00Z", price={"amount": 390, "currency": "USD", "per": "month"}, **OPEN)),
        "add lowest_30_days: AMOUNT, or leave 'was' out; the ledger has no price",
    ),
    "another offer's prices": (
        ledger(row("2026-09-01T08:00:00Z", "other", service="else", price=price(390), **OPEN)),
        "add lowest_30_days: AMOUNT",
    ),
}


@pytest.mark.parametrize(("text", "hint"), NOT_PROVEN.values(), ids=NOT_PROVEN)
def test_what_the_ledger_cannot_prove_has_to_be_written(text: str | None, hint: str, project: ProjectFactory) -> None:
    (found,) = problems(project({"offers/month.yaml": LEFT_OUT, LEDGER_FILE: text}))
    assert str(found).startswith("offers/month.yaml:5:27: 'was' is struck out without the lowest price")
    assert found.hint.startswith(hint)
    assert "98/6/EC Art. 6a" in found.hint


def test_a_reduction_in_an_open_offer_has_no_beginning_that_the_file_tells(project: ProjectFactory) -> None:
    text = ledger(usual("2026-09-01T08:00:00Z", 390), usual("2026-11-21T08:00:00Z", 380))
    (found,) = problems(project({"offers/month.yaml": LEFT_OUT, LEDGER_FILE: text}))
    assert "the offer is open already and the reduction is new" in found.hint


def test_a_service_has_no_ledger_and_says_its_lowest_price(project: ProjectFactory) -> None:
    services = SERVICES.replace("amount: 390", "amount: 390, was: 500")
    assert said(project({"content/services.yaml": services})) == [
        "content/services.yaml:5:31: 'was' is struck out without the lowest price of the last 30 days"
    ]


# --- what is false is refused -----------------------------------------------------------------------------------------


def found_in(project: ProjectFactory, *rows: str, offer: str = DIRECT, profile: str = "eu") -> list[str]:
    site = SITE.replace("controller: Mara Vidal", f"controller: Mara Vidal\n  profile: {profile}")
    site = site.replace("instagram: mara", "telegram: mara")
    return said(project({"site.yaml": site, "offers/month.yaml": offer, LEDGER_FILE: ledger(*rows)}))


def test_a_lowest_price_that_is_lower_in_the_ledger_is_named_with_its_line(project: ProjectFactory) -> None:
    rows = usual("2026-09-01T08:00:00Z", 390), usual("2026-11-01T08:00:00Z", 340), usual("2026-11-05T08:00:00Z", 390)
    (found,) = found_in(project, *rows)
    assert found == (
        "offers/month.yaml:5:48: lowest_30_days is 350, but the ledger has 340 in the 30 days before 2026-11-20 "
        "(offers/ledger.jsonl:2, recorded 2026-11-01)"
    )


def test_a_price_of_more_than_thirty_days_before_no_longer_counts(project: ProjectFactory) -> None:
    rows = usual("2026-08-01T08:00:00Z", 340), usual("2026-10-20T06:59:00Z", 390)
    assert found_in(project, *rows) == []


def test_a_price_that_rises_and_falls_for_a_discount_is_found(project: ProjectFactory) -> None:
    rows = usual("2026-08-01T08:00:00Z", 290), usual("2026-11-10T08:00:00Z", 390)
    (found,) = found_in(project, *rows)
    assert found == (
        "offers/month.yaml:5:27: the price rose from 290 (offers/ledger.jsonl:1, recorded 2026-08-01) to 390 "
        "(offers/ledger.jsonl:2, recorded 2026-11-10) in the 30 days before 2026-11-20, "
        "and falls to 290 now: no reduction"
    )


@pytest.mark.parametrize("offer", [DIRECT, LEFT_OUT])
def test_a_reduction_that_is_none_is_found_also_where_the_ledger_is_left_to_say_it(
    offer: str, project: ProjectFactory
) -> None:
    (found,) = found_in(project, usual("2026-08-01T08:00:00Z", 250), offer=offer)
    assert "the price (290) is not below the lowest that the ledger has in the 30 days before 2026-11-20: 250" in found


ASKED: Final = (usual("2026-08-01T08:00:00Z", 350), usual("2026-10-25T08:00:00Z", 360))


def test_a_former_price_that_nobody_was_asked_is_found(project: ProjectFactory) -> None:
    (found,) = found_in(project, *ASKED, offer=DIRECT.replace("was: 390", "was: 490"))
    assert found.startswith("offers/month.yaml:5:27: 'was' is 490, a price that the ledger does not have")
    assert "350 (offers/ledger.jsonl:1" in found
    assert "360 (offers/ledger.jsonl:2" in found


def test_the_price_of_the_service_was_asked(project: ProjectFactory) -> None:
    assert found_in(project, *ASKED) == []  # 390 a month is what content/services.yaml says


@pytest.mark.parametrize(("profile", "count"), [("uk", 1), ("us", 1), ("eu", 0), ("pl", 0), ("ru", 0), ("eu-b2b", 0)])
def test_a_former_price_of_a_few_days_is_named_where_the_law_asks_for_a_time(
    profile: str, count: int, project: ProjectFactory
) -> None:
    rows = usual("2026-08-01T08:00:00Z", 350), usual("2026-11-10T08:00:00Z", 400)
    found = found_in(project, *rows, offer=DIRECT.replace("was: 390", "was: 400"), profile=profile)
    assert len(found) == count
    assert all("warning: 'was' is 400, which was asked for 10 days only" in line for line in found)


def test_other_offers_of_the_service_suggest_and_do_not_prove(project: ProjectFactory) -> None:
    (found,) = found_in(project, row("2026-09-01T08:00:00Z", "trial", title="A trial", price=price(300), **OPEN))
    assert found.startswith(
        "offers/month.yaml:5:48: warning: lowest_30_days is 350, but the ledger has 300 for another"
    )


def test_offers_recorded_under_a_former_name_of_the_service_count_too(project: ProjectFactory) -> None:
    """Another short name for the service would let a former price be forgotten."""
    trial = row("2026-09-01T08:00:00Z", "trial", title="A trial", service="care", price=price(300), **OPEN)
    files = {"offers/month.yaml": DIRECT, LEDGER_FILE: ledger(trial)}
    assert said(project(files)) == []
    (found,) = said(project({**files, "content/services.yaml": SERVICES.replace("\n    name", FORMERLY, 1)}))
    assert found.startswith(
        "offers/month.yaml:5:48: warning: lowest_30_days is 350, but the ledger has 300 for another"
    )


@pytest.mark.parametrize("again", ["management", "care, care"])
def test_a_former_name_is_that_of_one_service(again: str, project: ProjectFactory) -> None:
    services = SERVICES.replace("\n    name", FORMERLY.replace("care", again), 1)
    (found,) = said(project({"content/services.yaml": services}))
    assert "is also a name of another service, or of this one already" in found


def test_what_is_recorded_of_the_reduction_itself_is_not_what_came_before(project: ProjectFactory) -> None:
    assert found_in(project, usual("2026-09-01T08:00:00Z", 350, title="Before"), row("2026-11-20T08:05:00Z")) == []


def test_a_project_that_strikes_nothing_out_is_never_asked(project: ProjectFactory) -> None:
    plain = DIRECT.replace(", was: 390, lowest_30_days: 350", "")
    assert found_in(project, usual("2026-11-01T08:00:00Z", 100), offer=plain) == []


# --- the law of the lowest price --------------------------------------------------------------------------------------

ZERO: Final = datetime(2026, 1, 1, tzinfo=UTC)


def _entry(number: int, hour: int, amount: int | None, ends: int | None) -> Entry:
    recorded = ZERO + timedelta(hours=hour)
    if amount is None:
        return Entry(number, recorded, "x", None)
    state = OfferState(
        kind="direct",
        title="x",
        price=RecordedPrice(amount=Decimal(amount), currency="EUR"),
        ends=recorded + timedelta(hours=ends) if ends is not None else None,
    )
    return Entry(number, recorded, "x", state)


LINES: Final = st.lists(
    st.tuples(st.integers(0, 1500), st.none() | st.integers(1, 9), st.none() | st.integers(0, 400)), max_size=8
)


@settings(deadline=None)
@given(LINES, st.integers(0, 1600))
def test_the_lowest_price_is_what_an_hourly_look_at_the_page_would_have_found(
    lines: list[tuple[int, int | None, int | None]], begins: int
) -> None:
    entries = tuple(_entry(n, *line) for n, line in enumerate(sorted(lines, key=lambda line: line[0]), start=1))
    start = ZERO + timedelta(hours=begins)
    known = Prior(tuple(asked_prices(entries, None)), start, own=True, whole=True)
    seen = []
    for hour in range(begins - int(PRIOR_DAYS / timedelta(hours=1)), begins):
        at = ZERO + timedelta(hours=hour)
        shown = next((entry for entry in reversed(entries) if entry.recorded <= at), None)
        if shown and shown.state and shown.state.price and (shown.state.ends is None or at < shown.state.ends):
            seen.append(shown.state.price.amount)
    assert (known.lowest.price.amount if known.lowest else None) == min(seen, default=None)


def test_an_offer_that_was_taken_away_asks_nothing(project: ProjectFactory) -> None:
    rows = usual("2026-08-01T08:00:00Z", 200), withdrawn("2026-09-01T08:00:00Z"), usual("2026-10-10T08:00:00Z", 390)
    assert found_in(project, *rows) == []
