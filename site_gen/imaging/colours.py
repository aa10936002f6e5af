"""Converts pictures to sRGB, the colours that screens show where a file says nothing else.

Recent phones use Display P3, cameras Adobe RGB, print CMYK. Without conversion the same numbers would mean other,
mostly paler colours.
"""

from __future__ import annotations

import io
import struct
from typing import Final

from PIL import Image, ImageCms

from site_gen.imaging.containers import CutOffError, png_chunks
from site_gen.imaging.icc import ADOBE, D65, SRGB, Curve, Point, cicp_profile, matrix_profile, power, srgb_curve
from site_gen.imaging.kinds import Kind

_INTEROPERABILITY: Final = 0xA005
_ADOBE_RGB: Final = "R03"
"""DCF 2.0: the interoperability index of files in Adobe RGB, which some cameras write instead of a profile."""

_NCLX: Final = b"colrnclx"
_SRGB_GAMMA: Final = 1 / 2.2


def profile_of(image: Image.Image, data: bytes, kind: Kind) -> bytes | None:
    """Return the ICC profile of a picture's colours, where needed made from numbers; None for sRGB."""
    if kind is Kind.PNG:
        profile, is_told = _png_profile(data)
        if is_told:
            return profile
    icc = image.info.get("icc_profile")
    if icc:
        return None if _is_srgb(icc) else bytes(icc)
    if kind in {Kind.AVIF, Kind.HEIC}:
        return _nclx_profile(data)
    if kind is Kind.JPEG and _index(image) == _ADOBE_RGB:
        return matrix_profile(ADOBE, D65, power(563 / 256))
    return None


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the pixels as RGB, or RGBA if some may be transparent, in sRGB. `profile` is that of the picture.

    A profile that can't be read, or isn't one of such pixels, is as none: browsers do the same.
    """
    image = without_palette(image)
    alpha = image.getchannel("A") if image.mode in {"RGBA", "LA"} else None
    solid = image.convert(image.mode.removesuffix("A")) if alpha else image
    made = _converted(solid, profile) if profile else None
    if made is None:
        made = solid.convert("RGB")
    if alpha is not None:
        made.putalpha(alpha)
    return made


def without_palette(image: Image.Image) -> Image.Image:
    """Return the pixels in a mode of 8 bits for each channel: L, LA, RGB, RGBA or CMYK."""
    if image.mode.startswith("I"):
        # 16-bit grey: without scaling, all but the darkest pixels would become white.
        image = image.convert("I").point(lambda value: value * (1 / 257) + 0.5).convert("L")
    if image.mode in {"P", "PA", "L", "RGB"} and (image.mode == "PA" or "transparency" in image.info):
        return image.convert("RGBA")
    if image.mode in {"L", "LA", "RGB", "RGBA", "CMYK"}:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _converted(image: Image.Image, profile: bytes) -> Image.Image | None:
    space = profile[16:20]
    if space == b"RGB " and image.mode == "L":
        image = image.convert("RGB")
    if {"L": b"GRAY", "RGB": b"RGB ", "CMYK": b"CMYK"}[image.mode] != space:
        return None
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


def _is_srgb(icc: bytes) -> bool:
    """Whether a profile says that it is sRGB, so that nothing need be converted."""
    try:
        name = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(icc)))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return False
    return icc[16:20] == b"RGB " and name.strip().lower().startswith("srgb")


def _index(image: Image.Image) -> str:
    try:
        found = image.getexif().get_ifd(_INTEROPERABILITY).get(1)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # damaged notes
        return ""
    text = found.decode("latin-1") if isinstance(found, bytes) else str(found)
    return text.strip("\0 ")


# --- colours told by numbers ------------------------------------------------------------------------------------------


def _png_profile(data: bytes) -> tuple[bytes | None, bool]:
    """Return the profile that a PNG's own chunks give, and whether they decide (PNG Third Edition, 4.3: cICP, then
    iCCP, sRGB, and gAMA with cHRM)."""
    found: dict[bytes, bytes] = {}
    try:
        for name, start, end in png_chunks(data):
            if name == b"IDAT":
                break
            found[name] = data[start + 8 : end - 4]
    except CutOffError:
        return None, False
    if len(found.get(b"cICP", b"")) == 4:
        return cicp_profile(found[b"cICP"][0], found[b"cICP"][1]), True
    if b"iCCP" in found:
        return None, False
    if b"sRGB" in found:
        return None, True
    return _told_profile(found.get(b"gAMA", b""), found.get(b"cHRM", b"")), True


def _told_profile(gamma: bytes, points: bytes) -> bytes | None:
    value = struct.unpack(">I", gamma)[0] / 100_000 if len(gamma) == 4 else _SRGB_GAMMA
    if not 0.05 < value < 20:
        return None
    is_usual = abs(value - _SRGB_GAMMA) < 0.01
    white, primaries = _points(points)
    if primaries is None:
        if is_usual:
            return None
        primaries = SRGB
    curve: Curve = srgb_curve if len(gamma) != 4 else power(1 / value)
    return matrix_profile(primaries, white, curve)


_SRGB_POINTS: Final = (31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)


def _points(chunk: bytes) -> tuple[Point, tuple[Point, Point, Point] | None]:
    """Return white and primaries of a cHRM chunk; None for sRGB's own and for impossible ones."""
    if len(chunk) != 32:
        return D65, None
    numbers = struct.unpack(">8I", chunk)
    white, red, green, blue = ((numbers[at] / 100_000, numbers[at + 1] / 100_000) for at in range(0, 8, 2))
    is_possible = all(0 <= x <= 1 and 0.01 < y <= 1 for x, y in (white, red, green, blue))
    area = (green[0] - red[0]) * (blue[1] - red[1]) - (blue[0] - red[0]) * (green[1] - red[1])
    if not is_possible or abs(area) < 0.001:
        return D65, None
    if all(abs(a - b) < 300 for a, b in zip(numbers, _SRGB_POINTS, strict=True)):
        return D65, None
    return white, (red, green, blue)


def _nclx_profile(data: bytes) -> bytes | None:
    """Return the profile of the code points in an AVIF or HEIC (ISO 14496-12, ColourInformationBox)."""
    at = data.find(_NCLX)
    if at < 0 or at + 12 > len(data):
        return None
    primaries, transfer = struct.unpack(">HH", data[at + 8 : at + 12])
    return cicp_profile(primaries, transfer)
