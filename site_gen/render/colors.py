"""Readable colours: shades of the accent for light and dark, by WCAG 2.2's contrast."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator
from typing import Final

Rgb = tuple[float, float, float]

READABLE: Final = 4.5
"""WCAG 2.2, 1.4.3: the minimum contrast of text with its background."""

GROUNDS: Final = ("paper", "surface")
"""The colours of a theme, where it has them, that text and the accent stand on."""


def parse(color: str) -> Rgb:
    """Return '#rrggbb' as red, green and blue from 0 to 1."""
    return (int(color[1:3], 16) / 255, int(color[3:5], 16) / 255, int(color[5:7], 16) / 255)


def text(color: Rgb) -> str:
    """Return a colour as '#rrggbb'."""
    return "#" + "".join(f"{round(max(0.0, min(1.0, part)) * 255):02x}" for part in color)


def luminance(color: Rgb) -> float:
    """Return the relative luminance, 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(parse(one)), luminance(parse(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable(color: str, background: str, ratio: float = READABLE) -> str:
    """Return `color`, made darker or lighter until text in it is readable on `background`."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*parse(color))
    step = -0.01 if luminance(parse(background)) > 0.18 else 0.01
    shade = color
    while contrast(shade, background) < ratio and 0 <= lightness <= 1:
        lightness += step
        shade = text(colorsys.hls_to_rgb(hue, min(1.0, max(0.0, lightness)), saturation))
    return shade


def shades(color: str) -> Iterator[str]:
    """Yield a colour's shades, the nearest first: in turn lighter and darker, by a percent of lightness each time."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*parse(color))
    for step in range(1, 101):
        for other in (lightness + step / 100, lightness - step / 100):
            if -0.01 < other < 1.01:
                yield text(colorsys.hls_to_rgb(hue, min(1.0, max(0.0, other)), saturation))


def on(color: str) -> str:
    """Return white or near-black, whichever is more readable on `color`; black where neither can be read."""
    ink = max(("#ffffff", "#14110d"), key=lambda ink: contrast(ink, color))
    return ink if contrast(ink, color) >= READABLE else "#000000"


def mix(color: str, background: str, share: float) -> str:
    """Return a mix of `background` and `color`, with a share (0 to 1) of `color`."""
    return text(tuple(a * share + b * (1 - share) for a, b in zip(parse(color), parse(background), strict=True)))  # type: ignore[arg-type]  # three parts in, three out
