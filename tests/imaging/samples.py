"""Pictures as phones, cameras and editors save them, made here."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any, Final

from PIL import Image

from site_gen.imaging.icc import D65, PRIMARIES, matrix_profile, srgb_curve

SECRET: Final = b"SECRET-PLACE"
STORED: Final = (200, 100, 50)
"""A colour as stored in a file."""

P3_SHOWN: Final = (215, 93, 31)
"""The same numbers in Display P3, as sRGB (CSS Color 4, sample code: lin_P3_to_XYZ, XYZ_to_lin_sRGB)."""


def p3_profile() -> bytes:
    return matrix_profile(PRIMARIES[12], D65, srgb_curve)


def plain(color: tuple[int, int, int] = STORED, size: tuple[int, int] = (64, 48)) -> Image.Image:
    return Image.new("RGB", size, color)


def encoded(image: Image.Image, format_: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """Return EXIF data with a camera, a place and an orientation."""
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = SECRET.decode()
    data.get_ifd(0x8825)[2] = (41.0, 59.0, 2.0)
    data.get_ifd(0x8825)[29] = SECRET.decode()
    return data


def with_chunk(png: bytes, name: bytes, content: bytes) -> bytes:
    """Return a PNG with a further chunk behind its header."""
    written = struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    return png[:33] + written + png[33:]


def film(format_: str, **options: Any) -> bytes:
    """Return a film of three frames with a place in everything that can hold one."""
    frames = [plain(color, (32, 32)) for color in ((200, 0, 0), (0, 200, 0), (0, 0, 200))]
    notes = {"exif": exif()} if format_ != "GIF" else {"comment": SECRET}
    xmp = {"xmp": b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"} if format_ in {"WEBP", "AVIF"} else {}
    moving = {"save_all": True, "append_images": frames[1:], "duration": 70, "loop": 0}
    made = encoded(frames[0], format_, **notes, **xmp, **moving, **options)
    return with_chunk(made, b"tEXt", b"Comment\0" + SECRET) if format_ == "PNG" else made
