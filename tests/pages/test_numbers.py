"""Numbers that are computed: changes, multiples, return, and the geometry of charts."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.model.metrics import Metric, Period
from site_gen.pages.chart import HEIGHT, SIDE, TOP, WIDTH, line_chart, plain
from site_gen.pages.shared_views import metric_view
from tests.conftest import ProjectFactory
from tests.support import CASE
from tests.support_build import render

YEAR = Period.model_validate({"from": "2026-01-01", "to": "2026-12-31"})

CHANGES = {
    "growth": ({"before": 1200, "after": 4800}, "300", "percent", "4", True),
    "a twofold growth": ({"before": 10, "after": 20}, "100", "percent", "2", True),
    "less than twofold": ({"before": 10, "after": 19}, "90", "percent", None, True),
    "a multiple with a decimal": ({"before": 4, "after": 14}, "250", "percent", "3.5", True),
    "a large multiple": ({"before": 3, "after": 40}, "1233", "percent", "13", True),
    "a fall": ({"before": 100, "after": 40}, "-60", "percent", None, False),
    "a fall that is meant": ({"before": 6.40, "after": 2.10, "better": "lower"}, "-67", "percent", None, True),
    "from nothing": ({"before": 0, "after": 40}, None, "percent", None, True),
    "no change": ({"before": 7, "after": 7}, "0", "percent", None, True),
    "a share": ({"before": 2.5, "after": 6, "unit": "%"}, "3.5", "points", None, True),
    "a share that falls": ({"before": 6, "after": 2, "unit": "%"}, "-4", "points", None, False),
}


@pytest.mark.parametrize(("values", "change", "unit", "times", "good"), CHANGES.values(), ids=CHANGES)
def test_a_metrics_change_is_computed(
    values: dict[str, object], change: str | None, unit: str, times: str | None, *, good: bool
) -> None:
    view = metric_view(Metric.model_validate({"name": "N", "source": "S", **values}), YEAR)
    assert (view["change"], view["change_unit"], view["times"], view["good"]) == (change, unit, times, good)


BUDGETS = {
    "with revenue": ("{amount: 900, revenue: 5200}", "478"),
    "at a loss": ("{amount: 900, revenue: 450}", "-50"),
    "without revenue": ("{amount: 900}", None),
    "without cost": ("{amount: 0, revenue: 5200}", None),
}


@pytest.mark.parametrize(("budget", "romi"), BUDGETS.values(), ids=BUDGETS)
def test_return_on_marketing_investment_is_computed(
    project: ProjectFactory, cache: Path, budget: str, romi: str | None
) -> None:
    site = render(project({"cases/cafe.yaml": f"{CASE}budget: {budget}\n"}), cache)
    assert site.view("cases/cafe/index.html")["case"]["budget"]["romi"] == romi


Points = tuple[tuple[date, Decimal], ...]


def series(*values: int | str) -> tuple[Points, tuple[str, ...]]:
    months = [date(2026, month, 1) for month in range(1, len(values) + 1)]
    return (
        tuple(zip(months, map(Decimal, values), strict=True)),
        tuple(f"{month:%Y-%m}" for month in months),
    )


def test_a_chart_goes_from_side_to_side_and_from_the_baseline_up() -> None:
    chart = line_chart(*series(0, 50, 100))
    assert chart is not None
    first, middle, last = chart["points"]
    assert (first["x"], first["y"]) == (SIDE, HEIGHT)
    assert (last["x"], last["y"]) == (WIDTH - SIDE, TOP)
    assert middle["x"] == pytest.approx(SIDE + (WIDTH - 2 * SIDE) * 31 / 59, abs=0.1)  # as days lie in time
    assert middle["y"] == (HEIGHT + TOP) / 2
    assert chart["from_zero"]
    assert [point["at"] for point in chart["points"]] == ["2026-01", "2026-02", "2026-03"]
    assert chart["line"] == f"M{SIDE} {HEIGHT}L{middle['x']:g} {middle['y']:g}L{WIDTH - SIDE} {TOP}"
    assert chart["area"] == f"{chart['line']}L{WIDTH - SIDE} {HEIGHT}L{SIDE} {HEIGHT}Z"


@pytest.mark.parametrize(("lowest", "from_zero"), [(60, True), (61, False), (-1, False), (0, True)])
def test_an_axis_starts_elsewhere_than_at_zero_where_zero_would_hide_the_movement(
    lowest: int, *, from_zero: bool
) -> None:
    chart = line_chart(*series(lowest, 100))
    assert chart is not None
    assert chart["from_zero"] is from_zero
    assert chart["lowest"]["value"] == str(lowest)
    assert chart["highest"]["y"] == TOP


@pytest.mark.parametrize("values", [[], [5]])
def test_fewer_than_two_points_are_no_chart(values: list[int]) -> None:
    assert line_chart(*series(*values)) is None


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=2, max_size=12))
def test_every_point_of_a_chart_lies_in_its_box(values: list[Decimal]) -> None:
    chart = line_chart(*series(*map(str, values)))
    assert chart is not None
    for point, value in zip(chart["points"], values, strict=True):
        assert SIDE <= point["x"] <= WIDTH - SIDE
        assert TOP <= point["y"] <= HEIGHT
        assert Decimal(point["value"]) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12))
def test_plain_text_of_a_decimal_is_the_decimal(value: Decimal) -> None:
    assert re.fullmatch(r"-?\d+(\.\d*[1-9])?", plain(value))
    assert Decimal(plain(value)) == value
