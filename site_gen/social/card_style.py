"""The common style of all of a site's drawn pictures: colours, typeface, and the letters that the typeface has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
"""One pixel per Typst point."""

_SHADES: Final = {
    "paper": ("#ffffff", "#141310"),
    "ink": ("#191713", "#f2ede3"),
    "muted": ("#524d45", "#b9b2a5"),
    "line": ("#d8d1c4", "#38352e"),
}
"""The light and the dark shade of each colour, where the theme doesn't say."""

_APART: Final = 1.25
"""The minimum contrast with the paper at which a field in the accent colour is visible."""

_NO_TYPEFACE: Final = "Libertinus Serif"


@dataclass(frozen=True, slots=True)
class CardStyle:
    """The look of a site's cards; `short_words` are those that end no line, by language."""

    typesetting: Typesetting
    font: str
    colors: Mapping[str, str]
    letters: Letters
    short_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def picture(self, template: str, size: Size, language: str, said: Mapping[str, Any]) -> FromTypst:
        """Return a card of a template in the theme's cards/.

        `said` is the template's data besides size, colours and font; its texts are adapted to the typeface. Raises
        UnwritableError for a text with letters that the typeface lacks.
        """
        data = {
            "width": size.width,
            "height": size.height,
            "safe": {"top": size.safe[0], "bottom": size.safe[1]},
            "lang": language,
            "short": list(self.short_words.get(language, ())),
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


def card_style_of(site: Site, *, dark: bool = False) -> CardStyle:
    """Return the card style of a site, on the light paper of its theme or on the dark one."""
    theme = site.theme
    files = tuple(theme.documents[name] for name in sorted(theme.documents) if name.startswith(FOLDER))
    return CardStyle(
        typesetting=Typesetting(files, theme.font),
        font=theme.font.family if theme.font else _NO_TYPEFACE,
        colors=MappingProxyType(_colors(theme, site.theme.accent, dark=dark)),
        letters=letters_of(theme.font),
        short_words=MappingProxyType({language: _short_words(theme, language) for language in site.settings}),
    )


def _short_words(theme: ThemeFiles, language: str) -> tuple[str, ...]:
    """Return the words that end no line of a card; () for a language without them."""
    return tuple(str(theme.strings.get(language, {}).get("card.short_words", "")).split())


def _colors(theme: ThemeFiles, accent: str, *, dark: bool) -> dict[str, str]:
    """Return the theme's light or dark colours, and the accent as text on paper and as a field with text on it.

    The field has the exact accent colour, unless text on it or its edge would have too little contrast.
    """
    shades = {name: theme.colors.get(name, pair)[dark] for name, pair in _SHADES.items()}
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
