"""The expected return of advertising: arithmetic that a client can repeat, never rounded up."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from site_gen.model.returns import Ads, Fee, Return, expected_return

MONTHLY = Fee(Decimal(520), monthly=True)


def ads(**changes: Any) -> Ads:
    assumptions = {
        "cost_per_lead": {"value": "3.40", "source": "own ads, June"},
        "lead_to_client": {"value": 45, "source": "own count, June"},
        "client_value": {"value": 64, "source": "the till, 2025"},
        **changes.pop("assumptions", {}),
    }
    assumptions = {key: value for key, value in assumptions.items() if value is not None}
    return Ads.model_validate({"budget": 250, "months": 3, "assumptions": assumptions, **changes})


def by_click(**changes: Any) -> Ads:
    clicks = {
        "cost_per_lead": None,
        "cost_per_click": {"value": "0.45", "source": "own ads"},
        "click_to_lead": {"value": 8, "source": "own ads"},
    }
    return ads(assumptions=clicks, **changes)


def test_return_is_reckoned_as_anybody_would() -> None:
    assert expected_return(ads(), MONTHLY) == Return(
        clicks=None,
        leads=220,  # 750 ÷ 3.40 = 220.58…
        clients=99,  # 220 × 45 %
        revenue=Decimal(6336),
        spend=Decimal(750),
        fee=Decimal(1560),
        cost=Decimal(2310),
        on_ads=744,  # 5586 ÷ 750 = 7.448
        on_all=174,  # 4026 ÷ 2310 = 1.7428…
        break_even=37,  # 2310 ÷ 64 = 36.09…
    )


def test_leads_can_come_of_clicks() -> None:
    found = expected_return(by_click(), MONTHLY)
    assert (found.clicks, found.leads) == (1666, 133)  # 750 ÷ 0.45 = 1666.6…, of which 8 % = 133.28


def test_fee_asked_once_counts_once() -> None:
    assert expected_return(ads(), Fee(Decimal(900), monthly=False)).fee == 900


def test_budget_for_all_months_is_not_multiplied() -> None:
    assert expected_return(ads(per="once"), MONTHLY).spend == 250


def test_loss_is_shown_and_rounded_away_from_us() -> None:
    found = expected_return(ads(assumptions={"client_value": {"value": "7.55", "source": "x"}}), MONTHLY)
    assert found.revenue == Decimal("747.45")
    assert (found.on_ads, found.on_all) == (-1, -68)  # -0.34 % and -67.64 %


def test_budget_below_one_lead_brings_nothing() -> None:
    found = expected_return(ads(budget=1, months=1), MONTHLY)
    assert (found.leads, found.clients, found.on_ads) == (0, 0, -100)
    assert found.revenue == 0


amounts = st.decimals("0.01", "99999.99", places=2)
shares = st.decimals("0.01", "100", places=2)


@given(budget=amounts, months=st.integers(1, 36), lead=amounts, share=shares, value=amounts, fee=amounts)
def test_reckoning_never_promises_more_than_the_exact_one(
    budget: Decimal, months: int, lead: Decimal, share: Decimal, value: Decimal, fee: Decimal
) -> None:
    plan = ads(
        budget=budget,
        months=months,
        assumptions={
            "cost_per_lead": {"value": lead, "source": "x"},
            "lead_to_client": {"value": share, "source": "x"},
            "client_value": {"value": value, "source": "x"},
        },
    )
    found = expected_return(plan, Fee(fee, monthly=True))
    assert found.leads * lead <= found.spend == budget * months
    assert found.clients * 100 <= found.leads * share
    assert found.revenue == found.clients * value
    assert Decimal(found.on_ads) <= (found.revenue - found.spend) * 100 / found.spend
    assert Decimal(found.on_all) <= (found.revenue - found.cost) * 100 / found.cost
    assert found.on_all <= found.on_ads
    assert (found.break_even - 1) * value < found.cost <= found.break_even * value


REFUSED = {
    "two ways to a lead": ({"cost_per_click": {"value": 1, "source": "x"}}, "said in two ways"),
    "no way to a lead": ({"cost_per_lead": None}, "nothing says what a lead costs"),
    "clicks without their share": (
        {"cost_per_lead": None, "cost_per_click": {"value": 1, "source": "x"}},
        "nothing says what a lead costs",
    ),
    "a lead for nothing": ({"cost_per_lead": {"value": 0, "source": "x"}}, "an assumption of 0"),
    "more than all": ({"lead_to_client": {"value": 101, "source": "x"}}, "is not a share"),
    "none at all": ({"lead_to_client": {"value": 0, "source": "x"}}, "is not a share"),
    "a share as text": ({"lead_to_client": {"value": "25 %", "source": "x"}}, "is not a number"),
    "yes for a share": ({"lead_to_client": {"value": True, "source": "x"}}, "is not a share"),
    "no source": ({"client_value": {"value": 64}}, "Field required"),
}


@pytest.mark.parametrize(("assumptions", "message"), REFUSED.values(), ids=REFUSED)
def test_assumption_that_says_nothing_is_refused(assumptions: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        ads(assumptions=assumptions)


@pytest.mark.parametrize("changes", [{"budget": 0}, {"months": 0}, {"months": 37}, {"per": "week"}])
def test_budget_that_spends_nothing_or_never_ends_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ads(**changes)
