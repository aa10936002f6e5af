"""The choices that a theme may offer, and the typefaces that they are made from."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from site_gen.model.base import Model

Typeface = Literal["manrope", "source-sans", "source-serif"]
"""The typefaces that come with the program; all of them have Latin and Cyrillic with every letter of its languages."""

Corner = Literal["square", "soft", "round"]
Density = Literal["compact", "normal", "airy"]
Header = Literal["plain", "photo"]

DEFAULT_ACCENT: Final = "#b8321a"
"""The accent where neither site.yaml nor the theme names one."""

OPTIONS: Final = ("typeface", "corner", "density", "header")
"""The keys below `theme:` in site.yaml that a theme decides the range of; the accent is there in every theme."""

Property = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Value = Annotated[str, StringConstraints(pattern=r"^[^;{}<>\\]{1,100}$")]
"""A value of a custom property: what ends a declaration can't be in it."""

Properties = dict[Property, Value]


class ThemeOptions(Model):
    """`options` in theme.yaml: what site.yaml may choose. The first of each is what it is without a choice."""

    typeface: tuple[Typeface, ...] = Field(
        (), description="Typefaces besides that of `font`, for which the theme is drawn too"
    )
    corner: dict[Corner, Properties] = Field(
        default_factory=dict, description='Custom properties by shape: {square: {corner: "0"}, round: {corner: 1rem}}'
    )
    density: dict[Density, Properties] = Field(
        default_factory=dict, description='Custom properties by density: {normal: {air: "1"}, compact: {air: "0.7"}}'
    )
    header: tuple[Header, ...] = Field((), description="Whether the home page begins with the owner's photo")
