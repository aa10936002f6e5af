"""From a photo's file to the pixels that pages are made of, with little memory."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Final

from PIL import Image

from site_gen.imaging.colours import in_srgb, profile_of, without_palette
from site_gen.imaging.kinds import Kind, kind_of
from site_gen.imaging.opening import opened, turned, upright

ENOUGH_WIDTH: Final = 2000
"""A quarter more than the widest picture of a page: what is made smaller from here on stays sharp."""

ENOUGH_HEIGHT: Final = 960
"""The same for the height of the picture that networks show."""

_LARGE: Final = 13_000_000
"""Pixels, decoded, from which on a picture is opened only while no other large one is: 52 MB, and more in between. The
12 million of most phones are less."""


def working_copy(data: bytes, large: AbstractContextManager[object] | None = None) -> Image.Image:
    """Return a photo upright, in sRGB, as RGB or RGBA, with at least ENOUGH_WIDTH × ENOUGH_HEIGHT of its pixels.

    It depends on the file alone. `large` is entered while a large photo is in memory. Raises UnfitPictureError for one
    that can't be read.
    """
    kind = kind_of(data)
    with opened(data, kind) as source:
        width, factor = source.width, _factor(*source.size, turned(source, data, kind))
        if kind is Kind.JPEG and factor > 1:
            # The decoder itself leaves out what isn't needed.
            source.draft(None, (source.width // factor, source.height // factor))
            factor //= round(width / source.width)
        is_large = source.width * source.height > _LARGE
        with large if large is not None and is_large else nullcontext():
            return _read(source, data, kind, factor)


def _read(source: Image.Image, data: bytes, kind: Kind, factor: int) -> Image.Image:
    orientation, profile = turned(source, data, kind), profile_of(source, data, kind)
    source.load()
    image = without_palette(source)
    if factor > 1:
        image = image.reduce(factor)
    image = upright(in_srgb(image, profile), orientation)
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    image.info.clear()
    return image


def _factor(width: int, height: int, orientation: int) -> int:
    if orientation > 4:
        width, height = height, width
    for factor in (8, 4, 2):
        if width >= ENOUGH_WIDTH * factor and height >= ENOUGH_HEIGHT * factor:
            return factor
    return 1
