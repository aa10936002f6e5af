"""The expected return of an advertising budget, computed from stated assumptions. Pure arithmetic in Decimal.

Leads, clients and percentages are rounded down and the number needed to break even is rounded up, so that a client is
never promised too much.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from site_gen.messages import m
from site_gen.model.base import Model, Text, mistake, shown
from site_gen.model.money import Amount


def _read_share(value: Any) -> Any:
    if isinstance(value, str) and value.strip().endswith("%"):
        raise mistake(
            m("'{value}' is not a number", value=shown(value)),
            m("write the number alone: {value}", value=value.strip(" %") or 25),
        )
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise mistake(
            m("'{value}' is not a share", value=shown(value)), m("write how many of a hundred, as a number: 25")
        )
    number = Decimal(str(value))
    if not 0 < number <= 100 or number != round(number, 2):
        raise mistake(
            m("{value} of a hundred is not a share", value=shown(value)),
            m("write a number above 0 and at most 100: 25"),
        )
    return number


Share = Annotated[
    Decimal,
    BeforeValidator(_read_share),
    Field(json_schema_extra={"type": "number", "exclusiveMinimum": 0, "maximum": 100}),
]
"""A percentage: 25 is a quarter."""


class AssumedAmount(Model):
    """An amount of money that the reckoning rests on, and where it comes from."""

    value: Amount = Field(description="The amount, digits alone: 6.40")
    source: Text = Field(description="Where the number comes from: the account's own ads of spring 2026, the till")

    @model_validator(mode="after")
    def _is_positive(self) -> AssumedAmount:
        if self.value <= 0:
            raise mistake(m("an assumption of 0 reckons nothing"), m("write an amount above zero"), at=("value",))
        return self


class AssumedShare(Model):
    """A share in percent that the reckoning rests on, and where it comes from."""

    value: Share = Field(description="The percent, digits alone: 20")
    source: Text = Field(description="Where the number comes from: your own count of September")


class Assumptions(Model):
    """What turns a budget into revenue. A lead's cost is named, or follows from the cost of a click."""

    cost_per_lead: AssumedAmount | None = Field(
        None, description="What a request costs by advertising; or name cost_per_click and click_to_lead"
    )
    cost_per_click: AssumedAmount | None = Field(None, description="What a click on an advertisement costs")
    click_to_lead: AssumedShare | None = Field(None, description="Percent of the clicks that become leads")
    lead_to_client: AssumedShare = Field(description="Percent of the leads that become clients")
    client_value: AssumedAmount = Field(description="What a client brings: an average sale, or a year of them")

    @model_validator(mode="after")
    def _one_way_to_a_lead(self) -> Assumptions:
        by_click = (self.cost_per_click, self.click_to_lead)
        if self.cost_per_lead is not None and any(by_click):
            at = ("cost_per_click" if self.cost_per_click else "click_to_lead",)
            raise mistake(
                m("what a lead costs is said in two ways"), m("keep cost_per_lead, or the two about clicks"), at=at
            )
        if self.cost_per_lead is None and not all(by_click):
            hint = m("add cost_per_lead, or both cost_per_click and click_to_lead, each as {value: …, source: …}")
            raise mistake(m("nothing says what a lead costs"), hint)
        return self


class Ads(Model):
    """What is spent on advertising, and what the expected return rests on."""

    budget: Amount = Field(description="The amount that goes to the networks, digits alone: 300; your fee is not in it")
    per: Literal["month", "once"] = Field("month", description="Whether the budget is for each month or for all")
    months: int = Field(ge=1, le=36, description="How many months are reckoned")
    assumptions: Assumptions = Field(
        description="What the expected return rests on; the proposal shows each with its source"
    )

    @property
    def spend(self) -> Decimal:
        """The budget of all months."""
        return self.budget * self.months if self.per == "month" else self.budget

    @model_validator(mode="after")
    def _spends(self) -> Ads:
        if self.budget <= 0:
            raise mistake(
                m("a budget of 0 brings nothing back"), m("write the budget, or leave ads: out"), at=("budget",)
            )
        return self


@dataclass(frozen=True, slots=True)
class Fee:
    """What the work costs: an amount, each month or once."""

    amount: Decimal
    monthly: bool

    def over(self, months: int) -> Decimal:
        """Return the fee for `months`."""
        return self.amount * months if self.monthly else self.amount


@dataclass(frozen=True, slots=True)
class Return:
    """An expected return. Counts are whole; `on_ads` and `on_all` are (revenue - cost) / cost in whole percent.

    `cost` is advertising plus fee; `break_even` is the number of clients whose revenue covers it.
    """

    clicks: int | None
    leads: int
    clients: int
    revenue: Decimal
    spend: Decimal
    fee: Decimal
    cost: Decimal
    on_ads: int
    on_all: int
    break_even: int


def expected_return(ads: Ads, fee: Fee) -> Return:
    """Return the expected return of the budget, taking the fee into account."""
    assumed, spend = ads.assumptions, ads.spend
    clicks = None
    if assumed.cost_per_lead is not None:
        leads = _down(spend / assumed.cost_per_lead.value)
    elif assumed.cost_per_click is not None and assumed.click_to_lead is not None:
        clicks = _down(spend / assumed.cost_per_click.value)
        leads = _down(clicks * assumed.click_to_lead.value / 100)
    else:
        raise AssertionError("the model asks for one of the two")
    clients = _down(leads * assumed.lead_to_client.value / 100)
    revenue = clients * assumed.client_value.value
    work = fee.over(ads.months)
    cost = spend + work
    return Return(
        clicks=clicks,
        leads=leads,
        clients=clients,
        revenue=revenue,
        spend=spend,
        fee=work,
        cost=cost,
        on_ads=_down((revenue - spend) * 100 / spend),
        on_all=_down((revenue - cost) * 100 / cost),
        break_even=int((cost / assumed.client_value.value).to_integral_value(ROUND_CEILING)),
    )


def _down(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_FLOOR))
