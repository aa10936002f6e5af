"""A proposal holds together: its dates, its prices, its goals, and the form that accepts it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from site_gen.model.acceptance import ACCEPT_FIELDS, accept_form
from site_gen.model.instants import State
from site_gen.model.proposal import Proposal

ZONE: Final = ZoneInfo("Europe/Madrid")
TOKEN: Final = "q7m2xk4vdz5t3hcwn6rjyb2fsa"  # noqa: S105  # of an example
TIER: Final[dict[str, Any]] = {"name": "All", "price": {"amount": 520, "per": "month"}}
GOAL: Final[dict[str, Any]] = {
    "text": "Orders ahead",
    "metric": "orders a week",
    "from": 9,
    "to": 40,
    "by": "2027-02-27",
    "source": "the order sheet",
}
ADS: Final[dict[str, Any]] = {
    "budget": 250,
    "months": 3,
    "assumptions": {
        "cost_per_lead": {"value": 3.4, "source": "June"},
        "lead_to_client": {"value": 45, "source": "June"},
        "client_value": {"value": 64, "source": "the till"},
    },
}


def data(**changes: Any) -> dict[str, Any]:
    made = {
        "client": "Casa Blau",
        "date": "2026-11-20",
        "token": TOKEN,
        "valid_until": "2026-12-11T18:00",
        "understood": "You want orders.",
        "tiers": [TIER],
        **changes,
    }
    return {key: value for key, value in made.items() if value is not None}


def proposal(**changes: Any) -> Proposal:
    return Proposal.model_validate(data(**changes), context={"zone": ZONE})


def test_smallest_proposal_has_a_client_a_price_and_an_end() -> None:
    made = proposal()
    assert made.window.state(datetime(2026, 12, 11, 17, 59, tzinfo=ZONE)) is State.LIVE
    assert made.window.state(datetime(2026, 12, 11, 18, 0, tzinfo=ZONE)) is State.CLOSED
    assert made.expected is None


def without(goal: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in goal.items() if key not in keys}


REFUSED = {
    "valid until before its day": ({"valid_until": "2026-11-19T18:00"}, "which is before"),
    "a day for a moment": ({"valid_until": "2026-12-11"}, "a moment is needed"),
    "no end": ({"valid_until": None}, "valid_until"),
    "nothing understood": ({"understood": " "}, "understood"),
    "a guessable token": ({"token": "a" * 26}, "can be guessed"),
    "no token": ({"token": None}, "token"),
    "no tier": ({"tiers": []}, "tiers"),
    "four tiers": ({"tiers": [TIER | {"name": str(n)} for n in range(4)]}, "tiers"),
    "two tiers advised": (
        {"tiers": [TIER | {"name": str(n), "advised": True} for n in range(2)]},
        "more than one tier is advised",
    ),
    "two tiers of one name": ({"tiers": [TIER, TIER]}, "two tiers are named 'All'"),
    "a price of nothing": ({"tiers": [{"name": "All", "price": 0}]}, "a tier of a proposal has a price"),
    "a price from": ({"tiers": [{"name": "All", "price": {"amount": 5, "from": True}}]}, "the price that holds"),
    "a struck-out price": (
        {"tiers": [{"name": "All", "price": {"amount": 5, "was": 9, "lowest_30_days": 8}}]},
        "the price that holds",
    ),
    "a goal without its start": ({"goals": [without(GOAL, "from")]}, "has a number, but no from"),
    "a goal without end and source": ({"goals": [without(GOAL, "to", "source")]}, "but no to and no source"),
    "a goal without a day": ({"goals": [without(GOAL, "by")]}, "but no by"),
    "a goal of what alone": ({"goals": [{"text": "x", "metric": "orders"}]}, "no from, no to, no by and no source"),
    "a goal that is reached": ({"goals": [GOAL | {"to": 9}]}, "the goal is where it starts"),
    "a month without work": ({"months": [{"title": "May", "items": []}]}, "items"),
    "thirteen months": ({"months": [{"title": "May", "items": ["x"]}] * 13}, "months"),
    "a return of no tier": (
        {"ads": ADS, "tiers": [TIER, TIER | {"name": "More"}]},
        "depends on the tier, and none is advised",
    ),
    "a return of a weekly price": (
        {"ads": ADS, "tiers": [{"name": "All", "price": {"amount": 9, "per": "week"}}]},
        "asked per 'week'",
    ),
    "a return in two currencies": (
        {"ads": ADS, "tiers": [{"name": "All", "price": {"amount": 9, "currency": "USD"}}]},
        "the site's currency",
    ),
    "a link that is none": ({"accept": {"link": "pay.example"}}, "is not a web address"),
}


@pytest.mark.parametrize(("changes", "message"), REFUSED.values(), ids=REFUSED)
def test_what_misleads_a_client_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(message)):
        proposal(**changes)


def test_goal_in_words_needs_no_number() -> None:
    assert not proposal(goals=[{"text": "Answer the same day"}]).goals[0].has_number


@pytest.mark.parametrize("per", ["month", "mes", "Месяц", "mes.", "місяць"])
def test_fee_is_asked_each_month_in_any_language(per: str) -> None:
    made = proposal(ads=ADS, tiers=[{"name": "All", "price": {"amount": 520, "per": per}}])
    assert made.expected is not None
    assert made.expected.fee == 1560


def test_advised_tier_is_the_one_reckoned_with() -> None:
    tiers = [TIER, {"name": "More", "price": {"amount": 900}, "advised": True}]
    made = proposal(ads=ADS, tiers=tiers)
    assert made.expected is not None
    assert made.expected.fee == 900


def test_version_changes_with_what_the_client_reads_and_with_nothing_else() -> None:
    one = proposal()
    assert proposal().version == one.version
    assert proposal(draft=True, lead="x", password="FORN_PASSWORD").version == one.version  # noqa: S106  # a name
    changes: list[dict[str, Any]] = [{"client": "Casa Roja"}, {"valid_until": "2026-12-11T18:01"}, {"terms": "x"}]
    assert len({one.version, *(proposal(**change).version for change in changes)}) == 4


def test_name_of_the_form_tells_neither_token_nor_client() -> None:
    made = proposal()
    assert re.fullmatch(r"p-[0-9a-f]{32}", made.form_name)
    assert proposal(client="Other").form_name == made.form_name
    assert proposal(token="r7m2xk4vdz5t3hcwn6rjyb2fsa").form_name != made.form_name  # noqa: S106


def test_form_asks_for_the_tier_only_where_there_is_a_choice() -> None:
    assert [field.name for field in accept_form(proposal(), "I accept").fields] == ["name", "email", "message"]
    tiers = [TIER, TIER | {"name": "More"}, TIER | {"name": "Most"}]
    form = accept_form(proposal(tiers=tiers), "I accept")
    assert {field.name: field.options for field in form.fields}["tier"] == ("1", "2", "3")


def test_receivers_know_the_form_by_labels_that_tell_nothing() -> None:
    form = accept_form(proposal(tiers=[TIER, TIER | {"name": "More"}]), "I accept")
    assert {field.label for field in form.fields} == set(ACCEPT_FIELDS)
