"""Finds colours of the owner's own in which text can't be read well, and works out the nearest ones that can."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from site_gen.model.rules import Finding
from site_gen.model.site import Site
from site_gen.problems import Severity
from site_gen.render.colors import READABLE, contrast, readable

_PAPER: Final = "paper"
_ON_PAPER: Final = {"ink": READABLE, "muted": READABLE, "edge": 3.0}
"""What stands on the paper, and the least contrast by WCAG 2.2 at level AA: 1.4.3 for text, 1.4.11 for what shows where
a field is."""

_LOOKS: Final = ("light", "dark")


def colour_findings(site: Site) -> Iterator[Finding]:
    """Find the colours of `theme.colors` whose contrast is too low, each at its place; the accent is made readable."""
    own, colors = site.main.theme.colors, site.theme.colors
    if _PAPER not in colors:
        return
    for name, least in _ON_PAPER.items():
        if name not in colors or not {name, _PAPER} & set(own):
            continue
        blamed, other = (name, _PAPER) if name in own else (_PAPER, name)
        for index, look in enumerate(_LOOKS):
            color, beside = colors[blamed][index], colors[other][index]
            found = contrast(color, beside)
            if found < least:
                message = (
                    f"'{blamed}' {color} and '{other}' {beside} have a contrast of {_ratio(found)} in the {look} look; "
                    f"{_ratio(least)} is the least that can be read well (WCAG 2.2 AA)"
                )
                hint = f'the nearest that can: "{readable(color, beside, least)}"'
                yield Finding("site.yaml", ("theme", "colors", blamed, index), message, hint, Severity.WARNING)


def _ratio(value: float) -> str:
    """Return a ratio of contrast, rounded down: 4.49 is not enough."""
    return f"{int(value * 100) / 100:g} : 1"
