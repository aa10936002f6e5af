"""Draws measurements as SVG: bars of several tools on a logarithmic scale, and lines over the number of pages."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

COLOURS: Final = ("#1f4fd8", "#d1495b", "#2a9d8f", "#e9a23b", "#7b5ea7", "#6c757d", "#0b3954")
_STYLE: Final = (
    "text{font:12px system-ui,sans-serif;fill:#222}.t{font-size:15px;font-weight:600}.n{fill:#555}"
    ".g{stroke:#ddd}svg{background:#fff}"
)
_ROW: Final = 15
_LEFT: Final = 150
_WIDTH: Final = 860


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart: its name, and its points by the number of pages."""

    name: str
    points: Mapping[int, float]


def bars(title: str, groups: Mapping[str, Mapping[str, float]], unit: str) -> str:
    """Return a chart with a group of bars for each kind of build, and a bar in it for each tool that has a value."""
    tools = list(dict.fromkeys(tool for values in groups.values() for tool in values))
    values = [value for group in groups.values() for value in group.values() if value > 0]
    low, high = 10 ** math.floor(math.log10(min(values))), 10 ** math.ceil(math.log10(max(values) * 1.01))

    def x(value: float) -> float:
        share = math.log10(max(value, low) / low) / math.log10(high / low)
        return _LEFT + share * (_WIDTH - _LEFT - 80)

    parts, y = list(_legend(title, tools)), 74
    top = y
    for group, found in groups.items():
        parts.append(
            f'<text x="{_LEFT - 8}" y="{y + _ROW * len(found) / 2 + 4:g}" text-anchor="end">{escape(group)}</text>'
        )
        for tool, value in found.items():
            colour = COLOURS[tools.index(tool) % len(COLOURS)]
            parts.append(
                f'<rect x="{_LEFT}" y="{y}" width="{x(value) - _LEFT:.1f}" height="{_ROW - 3}" fill="{colour}"/>'
                f'<text class="n" x="{x(value) + 5:.1f}" y="{y + 10}">{value:.3g} {escape(unit)}</text>'
            )
            y += _ROW
        y += 12
    decades = range(round(math.log10(low)), round(math.log10(high)) + 1)
    grid = [_rule(x(10.0**power), top - 6, y, f"{10.0**power:g}") for power in decades]
    return _svg(y + 26, [*grid, *parts])


def lines(title: str, charts: Mapping[str, Sequence[Line]], what: str) -> str:
    """Return a chart for each heading, beside each other, over the number of pages; both scales are logarithmic."""
    names = list(dict.fromkeys(line.name for found in charts.values() for line in found))
    parts, panel = list(_legend(title, names)), (_WIDTH - 40) / len(charts)
    for number, (heading, found) in enumerate(charts.items()):
        parts += _panel(heading, found, names, what, number * panel + 60, panel - 80)
    return _svg(400, parts)


def _panel(
    heading: str, found: Sequence[Line], names: Sequence[str], what: str, left: float, width: float
) -> Iterator[str]:
    top, height = 96, 230
    pages = sorted({count for line in found for count in line.points})
    values = [value for line in found for value in line.points.values() if value > 0]
    low, high = 10 ** math.floor(math.log10(min(values))), 10 ** math.ceil(math.log10(max(values) * 1.01))
    wide = math.log10(pages[-1] / pages[0]) or 1.0

    def at(count: int, value: float) -> tuple[float, float]:
        share = math.log10(max(value, low) / low) / math.log10(high / low)
        return left + width * math.log10(count / pages[0]) / wide, top + height * (1 - share)

    yield f'<text x="{left:.1f}" y="{top - 14}">{escape(heading)}</text>'
    for power in range(round(math.log10(low)), round(math.log10(high)) + 1):
        y = at(pages[0], 10.0**power)[1]
        yield f'<line class="g" x1="{left:.1f}" x2="{left + width:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text class="n" x="{left - 6:.1f}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'
    for count in pages:
        yield _below(at(count, low)[0], top + height + 18, f"{count:,}")
    yield _below(left + width / 2, top + height + 38, what)
    for line in found:
        colour = COLOURS[names.index(line.name) % len(COLOURS)]
        points = [at(count, value) for count, value in sorted(line.points.items())]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points)


def _legend(title: str, names: Sequence[str]) -> Iterator[str]:
    yield f'<text class="t" x="16" y="24">{escape(title)}</text>'
    x = 16.0
    for number, name in enumerate(names):
        yield f'<rect x="{x:g}" y="38" width="11" height="11" fill="{COLOURS[number % len(COLOURS)]}"/>'
        yield f'<text x="{x + 16:g}" y="48">{escape(name)}</text>'
        x += 34 + 7.2 * len(name)


def _rule(x: float, top: float, bottom: float, text: str) -> str:
    return (
        f'<line class="g" x1="{x:.1f}" x2="{x:.1f}" y1="{top:g}" y2="{bottom:g}"/>'
        f'<text class="n" x="{x:.1f}" y="{bottom + 14:g}" text-anchor="middle">{text}</text>'
    )


def _below(x: float, y: float, text: str) -> str:
    return f'<text class="n" x="{x:.1f}" y="{y:g}" text-anchor="middle">{escape(text)}</text>'


def _svg(height: float, parts: Sequence[str]) -> str:
    size = f'width="{_WIDTH}" height="{height:g}" viewBox="0 0 {_WIDTH} {height:g}"'
    body = "\n".join(parts)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">\n<style>{_STYLE}</style>\n{body}\n</svg>\n'
