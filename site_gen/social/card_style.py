"""What all drawn pictures of a site share: its name, its colours, its typeface, and which letters that has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from site_gen.model.site import Site, ThemeFiles
from site_gen.render import colors
from site_gen.render.artifact import FromTypst
from site_gen.render.letters import Letters, letters_of
from site_gen.render.typst import Typesetting
from site_gen.social.networks import Size

FOLDER: Final = "cards/"
PIXELS_AN_INCH: Final = 72
"""So that Typst's point is a pixel."""

_LIGHT: Final = {"paper": "#ffffff", "ink": "#191713", "muted": "#524d45", "line": "#d8d1c4"}
_APART: Final = 1.25
"""Contrast with the paper that a field of the accent needs to be seen as one."""

_NO_TYPEFACE: Final = "Libertinus Serif"


@dataclass(frozen=True, slots=True)
class CardStyle:
    """How cards of a site look."""

    typesetting: Typesetting
    font: str
    colors: Mapping[str, str]
    letters: Letters

    def picture(self, template: str, size: Size, language: str, said: Mapping[str, Any]) -> FromTypst:
        """Return a card of a template in the theme's cards/.

        `said` is what the template finds besides size, colours and font; its texts are made ready for the typeface.
        Raises UnwritableError for a text with letters that it lacks.
        """
        data = {
            "width": size.width,
            "height": size.height,
            "safe": {"top": size.safe[0], "bottom": size.safe[1]},
            "lang": language,
            "font": self.font,
            "colors": dict(self.colors),
            **{key: self._written(value) for key, value in said.items()},
        }
        return FromTypst(f"{FOLDER}{template}", self.typesetting, data, "png", PIXELS_AN_INCH)

    def _written(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.letters.write(value)
        if isinstance(value, Mapping):
            return {key: self._written(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self._written(each) for each in value]
        return value


def card_style_of(site: Site) -> CardStyle:
    """Return how cards of a site look."""
    theme = site.theme
    files = tuple(theme.documents[name] for name in sorted(theme.documents) if name.startswith(FOLDER))
    return CardStyle(
        typesetting=Typesetting(files, theme.font),
        font=theme.font.family if theme.font else _NO_TYPEFACE,
        colors=MappingProxyType(_colors(theme, site.main.theme.accent)),
        letters=letters_of(theme.font),
    )


def _colors(theme: ThemeFiles, accent: str) -> dict[str, str]:
    """Return the theme's light colours, the accent as text on paper and as a field with what is written on it.

    The field is the accent as it is chosen, unless nothing on it or beside it could be told apart.
    """
    shades = {**_LIGHT, **{name: pair[0] for name, pair in theme.colors.items() if name in _LIGHT}}
    paper = shades["paper"]
    text = colors.readable(accent, paper)
    is_field = (
        colors.contrast(accent, paper) >= _APART and colors.contrast(colors.on(accent), accent) >= colors.READABLE
    )
    field = accent if is_field else text
    return {
        "paper": paper,
        "ink": colors.readable(shades["ink"], paper),
        "muted": colors.readable(shades["muted"], paper),
        "line": shades["line"],
        "accent": text,
        "field": field,
        "on_field": colors.on(field),
    }
