"""The numbers of a case study: no change, return or headline that isn't in them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

import pytest
from pydantic import ValidationError

from site_gen.model.case import Budget, Case
from site_gen.model.metrics import Metric
from site_gen.sources.yaml import read_yaml
from tests.support import CASE


def _metric(before: float, after: float, **values: Any) -> Metric:
    return Metric.model_validate({"name": "A", "before": before, "after": after, "source": "till", **values})


@pytest.mark.parametrize(
    ("before", "after", "growth"),
    [(1200, 4800, "3"), (100, 100, "0"), (6.4, 2.1, "-0.671875"), (10, 0, "-1"), (0, 5, None), (-5, 5, None)],
)
def test_growth_is_the_change_in_parts_of_what_was_before(before: float, after: float, growth: str | None) -> None:
    assert _metric(before, after).growth == (None if growth is None else Decimal(growth))


@pytest.mark.parametrize(
    ("better", "before", "after", "good"),
    [
        ("higher", 1, 2, True),
        ("higher", 2, 1, False),
        ("lower", 6.4, 2.1, True),
        ("lower", 1, 2, False),
        ("higher", 1, 1, True),
        ("lower", 1, 1, True),
    ],
)
def test_a_change_is_good_by_what_is_better(better: str, before: float, after: float, *, good: bool) -> None:
    assert _metric(before, after, better=better).is_good is good


@pytest.mark.parametrize(
    ("amount", "revenue", "romi"),
    [(900, 5200, Decimal(4300) / 900), (900, 900, Decimal(0)), (900, 0, Decimal(-1)), (900, None, None), (0, 5, None)],
)
def test_romi_is_what_came_back_beyond_the_cost(amount: int, revenue: int | None, romi: Decimal | None) -> None:
    assert Budget.model_validate({"amount": amount, "revenue": revenue}).romi == romi


def test_a_series_is_read_by_month_and_by_day() -> None:
    metric = _metric(1, 3, series={"2026-02": 1, "2026-02-15": 2, "2026-03": 3})
    assert [(f"{day}", int(value)) for day, value in metric.points] == [
        ("2026-02-01", 1),
        ("2026-02-15", 2),
        ("2026-03-01", 3),
    ]


SERIES: Final = {
    "one value": ({"2026-02": 1}, "at least two"),
    "out of order": ({"2026-03": 1, "2026-02": 2}, "not in the order of time"),
    "no month": ({"2026-02": 1, "spring": 2}, "'spring' is not a month or a day"),
    "a month too many": ({"2026-12": 1, "2026-13": 2}, "'2026-13' is not a month"),
    "a text": ({"2026-02": 1, "2026-03": "2"}, "'2' is not a number"),
    "too many": ({f"{1900 + n // 12}-{n % 12 + 1:02}": n for n in range(401)}, "401 values"),
}


@pytest.mark.parametrize(("series", "message"), SERIES.values(), ids=SERIES)
def test_a_series_that_no_chart_can_show_is_refused(series: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        _metric(1, 2, series=series)


def _case(**values: Any) -> Case:
    data = read_yaml(CASE, "case.yaml").data
    assert isinstance(data, dict)
    return Case.model_validate({**data, **values})


def test_the_headline_is_the_marked_metric_else_the_first() -> None:
    first, second = ({"name": name, "before": 1, "after": 2, "source": "till"} for name in "AB")
    assert _case(metrics=[first, second]).headline.name == "A"
    assert _case(metrics=[first, {**second, "headline": True}]).headline.name == "B"


@pytest.mark.parametrize("value", [True, None, "12", []])
def test_only_a_number_is_a_number(value: object) -> None:
    with pytest.raises(ValidationError):
        Metric.model_validate({"name": "A", "before": value, "after": 1, "source": "till"})


@pytest.mark.parametrize(
    ("formula", "inputs", "result", "unit", "better"),
    [
        ("engagement-rate", {"interactions": 120, "reach": 4000}, "3", "%", "higher"),
        ("engagement-rate", {"interactions": 640, "reach": 9100}, "7.03", "%", "higher"),
        ("engagement-rate-by-followers", {"interactions": 5, "followers": 40}, "12.5", "%", "higher"),
        ("engagement-rate-by-views", {"interactions": 0, "views": 3}, "0", "%", "higher"),
        ("cost-per-lead", {"spent": 320, "leads": 50}, "6.4", "EUR", "lower"),
        ("romi", {"revenue": 5200, "spent": 900}, "477.78", "%", "higher"),
        ("romi", {"revenue": 0, "spent": 900}, "-100", "%", "higher"),
    ],
)
def test_a_formula_works_out_what_the_page_states(
    formula: str, inputs: dict[str, int], result: str, unit: str, better: str
) -> None:
    """The page states the formula: a reader who works it out has to come to the same number."""
    values = {"formula": formula} | ({"unit": "EUR"} if unit == "EUR" else {})
    metric = Metric.model_validate({"name": "A", "before": inputs, "after": inputs, "source": "till", **values})
    assert (metric.before, metric.after) == (Decimal(result), Decimal(result))
    assert (metric.unit, metric.better) == (unit, better)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (3, "'3' is a result, and formula: works it out"),
        ({"interactions": 3}, "the formula needs 'reach'"),
        ({"interactions": 3, "reach": 0}, "nothing can be divided by 'reach: 0'"),
        ({"interactions": -3, "reach": 5}, "'interactions' is below zero"),
        ({"interactions": "3%", "reach": 5}, "'3%' is not a number"),
        ({"interaction": 3, "reach": 5}, "the formula doesn't take 'interaction'"),
    ],
)
def test_a_formula_without_its_inputs_is_a_mistake(before: object, said: str) -> None:
    values = {"name": "A", "source": "till", "formula": "engagement-rate", "after": {"interactions": 1, "reach": 5}}
    with pytest.raises(ValidationError, match=re.escape(said)):
        Metric.model_validate({**values, "before": before})


def test_what_a_lead_costs_needs_its_currency_and_inputs_a_formula() -> None:
    costs = {"name": "A", "source": "till", "before": {"spent": 1, "leads": 1}, "after": {"spent": 1, "leads": 1}}
    with pytest.raises(ValidationError, match="needs its currency"):
        Metric.model_validate({**costs, "formula": "cost-per-lead"})
    with pytest.raises(ValidationError, match="numbers with names need a formula"):
        Metric.model_validate(costs)
