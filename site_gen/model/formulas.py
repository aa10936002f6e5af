"""Numbers of a case that are worked out of others, by a formula that the page states."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

_HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula: the names of its inputs, the one that must be above zero, how it is worked out.

    `is_share` says that the result is in percent (else it is money), `is_cost` that less is better.
    """

    inputs: tuple[str, str]
    divisor: str
    work_out: Callable[[Decimal, Decimal], Decimal]
    is_share: bool = True
    is_cost: bool = False


def engagement_rate(interactions: Decimal, base: Decimal) -> Decimal:
    """Return interactions as a percentage of the people reached, of the followers or of the views.

    Networks and services mean different things by it, so the page says which base was taken. By reach and by followers
    as in Hootsuite, "Engagement rate: a guide with formulas" (ER by reach, ER by posts, ER by views):
    https://blog.hootsuite.com/calculate-engagement-rate/
    """
    return interactions / base * _HUNDRED


def cost_per_lead(spent: Decimal, leads: Decimal) -> Decimal:
    """Return what one lead cost: spending divided by the number of leads.

    Farris, Bendle, Pfeifer, Reibstein, "Marketing Metrics", chapter on online metrics (cost per order, cost per
    acquisition); Google Ads Help, "Cost per conversion": total cost ÷ conversions.
    """
    return spent / leads


def return_on_marketing_investment(revenue: Decimal, spent: Decimal) -> Decimal:
    """Return what came back beyond the spending, as a percentage of the spending.

    Farris, Bendle, Pfeifer, Reibstein, "Marketing Metrics": ROMI = (incremental revenue attributable to marketing ×
    contribution margin − spending) ÷ spending. Freelancers rarely know the margin, so revenue is counted whole, as in
    the case's `budget:`; the page says so.
    """
    return (revenue - spent) / spent * _HUNDRED


FORMULAS: Final[Mapping[str, Formula]] = MappingProxyType(
    {
        "engagement-rate": Formula(("interactions", "reach"), "reach", engagement_rate),
        "engagement-rate-by-followers": Formula(("interactions", "followers"), "followers", engagement_rate),
        "engagement-rate-by-views": Formula(("interactions", "views"), "views", engagement_rate),
        "cost-per-lead": Formula(("spent", "leads"), "leads", cost_per_lead, is_share=False, is_cost=True),
        "romi": Formula(("revenue", "spent"), "spent", return_on_marketing_investment),
    }
)
"""The formulas that `formula:` may name."""


def result(formula: Formula, values: Mapping[str, Decimal]) -> Decimal:
    """Return the result of a formula, with at most two decimals; the divisor must be above zero."""
    first, second = formula.inputs
    return round(formula.work_out(values[first], values[second]), 2)
