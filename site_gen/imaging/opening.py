"""The one place where a picture is opened: only as the format that its bytes are, and only within limits.

Pillow tries whatever formats it knows unless it is told, which would run other programs (Ghostscript for EPS) on a file
of anybody's.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from PIL import Image, UnidentifiedImageError

from site_gen.distribution import install_line
from site_gen.imaging.containers import CutOffError, check_whole, frames, png_chunks, scans, webp_size
from site_gen.imaging.kinds import ANEW, Kind, UnfitPictureError, kind_of
from site_gen.messages import m

LARGEST_FILE: Final = 100_000_000
"""Bytes. The photos of 200 megapixels that phones make have about half of it."""

LARGEST: Final = 50_000_000
"""Pixels of a picture that is decoded whole; 48 megapixels are the most that a phone makes besides JPEG."""

LARGEST_JPEG: Final = 200_000_000
"""Pixels of a JPEG, which is decoded at a fraction of its size."""

LARGEST_FILM: Final = 1_000_000_000
"""Pixels of all frames of a film: browsers decode them all."""

_MOST_SCANS: Final = 200
_ORIENTATION: Final = 0x0112
_FORMATS: Final = {
    Kind.JPEG: "JPEG",
    Kind.PNG: "PNG",
    Kind.WEBP: "WEBP",
    Kind.AVIF: "AVIF",
    Kind.GIF: "GIF",
    Kind.HEIC: "HEIF",
}
"""Pillow's names. It opens a JPEG with further pictures (MPO) as JPEG, too, at its first."""

# Our limits hold instead: in words, before anything is decoded, and higher for JPEG.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What a file is: its kind, its size in pixels as shown, whether it is a film."""

    kind: Kind
    width: int
    height: int
    animated: bool


def inspect(data: bytes) -> PictureFacts:
    """Return what a picture's file is, without decoding it. Raises UnfitPictureError for a file that can't be used."""
    kind = kind_of(data)
    if kind is Kind.SVG:
        from site_gen.imaging.drawings import read_drawing

        drawing = read_drawing(data)
        return PictureFacts(kind, drawing.width, drawing.height, animated=False)
    _check_cut_off(data, kind)
    with opened(data, kind) as image:
        width, height = image.size
        count = getattr(image, "n_frames", 1) if kind is Kind.AVIF else frames(data, kind)
        if turned(image, data, kind) in _SIDEWAYS:
            width, height = height, width
    if count * width * height > LARGEST_FILM:
        raise UnfitPictureError(
            m(
                "the film has {count} pictures of {width} × {height} pixels, more than browsers bear",
                count=count,
                width=width,
                height=height,
            ),
            m("make it shorter or smaller, or put it on a video service"),
        )
    return PictureFacts(kind, width, height, animated=count > 1)


def _check_cut_off(data: bytes, kind: Kind) -> None:
    try:
        check_whole(data, kind)
    except CutOffError as error:
        raise UnfitPictureError(m("the picture is damaged: the end of the file is missing"), ANEW) from error


@contextmanager
def opened(data: bytes, kind: Kind) -> Iterator[Image.Image]:
    """Open a picture of a known kind, not decoded yet.

    Raises UnfitPictureError for a damaged one, also inside the block, one that is too large, and HEIC without the
    package that reads it.
    """
    _check_header(data, kind)
    if kind is Kind.HEIC:
        _need_heic()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=(_FORMATS[kind],))
    except MemoryError:
        raise
    except UnidentifiedImageError as error:
        raise UnfitPictureError(m("this is not a picture, or a damaged one"), ANEW) from error
    except Exception as error:  # a damaged picture makes Pillow raise almost anything
        raise UnfitPictureError(m("the picture is damaged: {error}", error=error), ANEW) from error
    try:
        with image:
            _check_size(image, kind, data)
            yield image
    except (MemoryError, UnfitPictureError):
        raise
    except Exception as error:  # as above
        raise UnfitPictureError(m("the picture is damaged: {error}", error=error), ANEW) from error


def _need_heic() -> None:
    try:
        from pillow_heif import register_heif_opener
    except ImportError as error:
        raise UnfitPictureError(
            m("this is HEIC, the format of iPhones"),
            m("{command}, or export it as JPEG", command=install_line("heic")),
        ) from error
    register_heif_opener(thumbnails=False)


def _check_header(data: bytes, kind: Kind) -> None:
    # Pillow gives a WebP its canvas when it opens it.
    size = webp_size(data) if kind is Kind.WEBP else None
    if size is not None and size[0] * size[1] > LARGEST:
        raise _too_large(*size)


def _check_size(image: Image.Image, kind: Kind, data: bytes) -> None:
    width, height = image.size
    # A progressive JPEG is kept whole while it is decoded, at any fraction.
    in_parts = kind is Kind.JPEG and not image.info.get("progressive")
    if width * height > (LARGEST_JPEG if in_parts else LARGEST):
        raise _too_large(width, height)
    if kind is Kind.JPEG and not in_parts and scans(data) > _MOST_SCANS:
        raise UnfitPictureError(m("the picture is damaged: it is made of too many layers"), ANEW)


def _too_large(width: int, height: int) -> UnfitPictureError:
    return UnfitPictureError(
        m(
            "the picture has {width} × {height} pixels, more than are read: {most} million, {most_of_jpeg} million of "
            "a plain JPEG",
            width=width,
            height=height,
            most=LARGEST // 1_000_000,
            most_of_jpeg=LARGEST_JPEG // 1_000_000,
        ),
        m("make it smaller: pages show at most 1600 pixels of its width"),
    )


_SIDEWAYS: Final = frozenset({5, 6, 7, 8})
"""Orientations that swap width and height."""

_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""How to turn a picture upright (Exif 3.0, tag 0x0112)."""


def turned(image: Image.Image, data: bytes, kind: Kind) -> int:
    """Return a picture's orientation as EXIF numbers it; 1, upright, where it says nothing that can be read."""
    try:
        value = _exif(image, data, kind).get(_ORIENTATION)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # damaged notes don't make the picture unusable
        return 1
    return value if isinstance(value, int) and value in _UPRIGHT else 1


def _exif(image: Image.Image, data: bytes, kind: Kind) -> Image.Exif:
    if kind is not Kind.PNG:
        return image.getexif()
    # Pillow would decode the whole picture to find what may stand behind it.
    exif = Image.Exif()
    exif.load(next((data[start + 8 : end - 4] for name, start, end in png_chunks(data) if name == b"eXIf"), b""))
    return exif


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """Return a picture turned upright."""
    return image.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else image


_PLACE: Final = 0x8825


def tells_place(data: bytes) -> bool:
    """Whether a picture's EXIF data has the place where it was taken. Raises UnfitPictureError for no picture."""
    kind = kind_of(data)
    if kind is Kind.SVG:
        return False
    with opened(data, kind) as image:
        return bool(_exif(image, data, kind).get_ifd(_PLACE))
