"""Animated pictures without what they say of place and camera. Where nothing else is to be done no pixel is touched."""

from __future__ import annotations

import io
from typing import Any, Final

from PIL import Image

from site_gen.imaging.colours import in_srgb, profile_of
from site_gen.imaging.containers import plain_gif, plain_png, plain_webp
from site_gen.imaging.kinds import Kind, UnfitPictureError, kind_of
from site_gen.imaging.opening import opened, turned, upright
from site_gen.messages import m

_PLAIN: Final = {Kind.GIF: plain_gif, Kind.PNG: plain_png, Kind.WEBP: plain_webp}
_LARGEST_ANEW: Final = 250_000_000
"""Pixels of all frames of a film that has to be written anew, which takes some minutes."""

_OPTIONS: Final[dict[Kind, tuple[str, dict[str, Any]]]] = {
    Kind.PNG: ("PNG", {"blend": 0, "disposal": 0}),
    Kind.WEBP: ("WEBP", {"quality": 80, "method": 4}),
    Kind.AVIF: ("AVIF", {"quality": 60, "speed": 7, "max_threads": 1}),
}


def plain_film(data: bytes) -> bytes:
    """Return a film without EXIF, XMP, texts and comments, upright and in sRGB. Raises UnfitPictureError."""
    kind = kind_of(data)
    with opened(data, kind) as source:
        orientation, profile = turned(source, data, kind), profile_of(source, data, kind)
        if kind in _PLAIN and orientation == 1 and profile is None:
            return _PLAIN[kind](data)
        return _anew(source, kind, orientation, profile)


def _anew(source: Image.Image, kind: Kind, orientation: int, profile: bytes | None) -> bytes:
    count = getattr(source, "n_frames", 1)
    if count * source.width * source.height > _LARGEST_ANEW:
        raise UnfitPictureError(
            m("the film has {count} pictures in colours or a format that each have to be converted", count=count),
            m("make it shorter or smaller, or save it as a GIF"),
        )
    images: list[Image.Image] = []
    durations: list[int] = []
    loop = source.info.get("loop", 0)
    for index in range(count):
        source.seek(index)
        source.load()
        durations.append(round(source.info.get("duration", 100)))
        image = upright(in_srgb(source.copy(), profile), orientation)
        image.info.clear()
        images.append(image)
    if len({image.mode for image in images}) > 1:
        images = [image.convert("RGBA") for image in images]
    format_, options = _OPTIONS[kind]
    out = io.BytesIO()
    rest = {"append_images": images[1:], "save_all": True, "duration": durations, "loop": loop}
    images[0].save(out, format_, **rest, **options)
    return out.getvalue()
