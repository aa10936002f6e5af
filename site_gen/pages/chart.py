"""Computes the geometry of a line chart, for a template to draw."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from site_gen.pages.views.work import ChartPointView, ChartView

WIDTH: Final = 640
HEIGHT: Final = 240
TOP: Final = 28
SIDE: Final = 8
ZERO_SHARE: Final = Decimal("0.6")
"""If the lowest value is more than this share of the highest, an axis from zero would hide the movement."""


def plain(value: Decimal) -> str:
    """Return a decimal as text without exponent and trailing zeros."""
    text = str(value)
    text = format(value, "f") if "E" in text else text
    return text.rstrip("0").rstrip(".") if "." in text else text


def line_chart(points: tuple[tuple[date, Decimal], ...], names: tuple[str, ...]) -> ChartView | None:
    """Return the chart of a series (None for fewer than two points); the x-axis is proportional to time.

    `names` are the points as written in the file: '2026-03' or '2026-03-15'.
    """
    if len(points) < 2:
        return None
    lowest, highest = min(points, key=lambda p: p[1]), max(points, key=lambda p: p[1])
    from_zero = lowest[1] >= 0 and lowest[1] <= highest[1] * ZERO_SHARE
    floor = Decimal(0) if from_zero else lowest[1] - (highest[1] - lowest[1]) / 4
    span = (highest[1] - floor) or Decimal(1)
    first, days = points[0][0], (points[-1][0] - points[0][0]).days or 1

    name_of = dict(zip((day for day, _ in points), names, strict=True))

    def view(point: tuple[date, Decimal]) -> ChartPointView:
        day, value = point
        x = SIDE + (WIDTH - 2 * SIDE) * (day - first).days / days
        y = TOP + (HEIGHT - TOP) * float(1 - (value - floor) / span)
        return ChartPointView(x=round(x, 1), y=round(y, 1), at=name_of[day], value=plain(value))

    views = [view(point) for point in points]
    line = "M" + "L".join(f"{point['x']:g} {point['y']:g}" for point in views)
    return ChartView(
        width=WIDTH,
        height=HEIGHT,
        baseline=float(HEIGHT),
        line=line,
        area=f"{line}L{views[-1]['x']:g} {HEIGHT}L{views[0]['x']:g} {HEIGHT}Z",
        points=views,
        lowest=view(lowest),
        highest=view(highest),
        from_zero=from_zero,
    )
