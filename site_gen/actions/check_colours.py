"""Finds colours of the owner's own in which text can't be read well, and works out the nearest ones that can."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from site_gen.messages import all_of, m
from site_gen.model.rules import Finding
from site_gen.model.site import Site
from site_gen.problems import Severity
from site_gen.render.colors import READABLE, contrast, shades

_PAPER: Final = "paper"
_ON_PAPER: Final = {"ink": READABLE, "muted": READABLE, "edge": 3.0}
"""What stands on the paper, and the least contrast by WCAG 2.2 at level AA: 1.4.3 for text, 1.4.11 for what shows where
a field is."""

_LOOKS: Final = ("light", "dark")


def colour_findings(site: Site) -> Iterator[Finding]:
    """Find the colours of `theme.colors` whose contrast is too low, each at its place; the accent is made readable.

    The paper is blamed for what the theme put on it, and the owner's own colours for standing on whatever paper.
    """
    own, colors = site.main.theme.colors, site.theme.colors
    if _PAPER not in colors:
        return
    for index, look in enumerate(_LOOKS):
        paper = colors[_PAPER][index]
        beside = {name: (colors[name][index], least) for name, least in _ON_PAPER.items() if name in colors}
        for name in [name for name in beside if name in own]:
            color, least = beside.pop(name)
            yield from _finding((name, color), {_PAPER: (paper, least)}, (index, look))
        if _PAPER in own:
            yield from _finding((_PAPER, paper), beside, (index, look))


def _finding(
    blamed: tuple[str, str], beside: Mapping[str, tuple[str, float]], look: tuple[int, str]
) -> Iterator[Finding]:
    """Find out whether a colour is too close to one of those beside it, each with the contrast that it needs."""
    name, color = blamed
    near = [
        m(
            "{other} {value} ({color}, where {least} is needed)",
            other=other,
            value=value,
            color=_ratio(contrast(color, value)),
            least=_ratio(least),
        )
        for other, (value, least) in beside.items()
        if contrast(color, value) < least
    ]
    if near:
        message = m(
            "'{name}' {color} can't be read well with {near} in the {look} look (WCAG 2.2 AA)",
            name=name,
            color=color,
            near=all_of(near),
            look=look[1],
        )
        better = next((shade for shade in shades(color) if _is_far(shade, beside)), None)
        hint = (
            m('the nearest that can: "{better}"', better=better)
            if better
            else m("no shade of it can: choose what stands on it, too")
        )
        yield Finding("site.yaml", ("theme", "colors", name, look[0]), message, hint, Severity.WARNING)


def _is_far(color: str, beside: Mapping[str, tuple[str, float]]) -> bool:
    return all(contrast(color, value) >= least for value, least in beside.values())


def _ratio(value: float) -> str:
    """Return a ratio of contrast, rounded down: 4.49 is not enough."""
    return f"{int(value * 100) / 100:g} : 1"
