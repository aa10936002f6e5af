"""Tells kinds of files apart by their first bytes: names are often wrong (a phone's HEIC sent as .jpg)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from site_gen.messages import m


class Kind(StrEnum):
    """The kinds of pictures that are read."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    AVIF = "avif"
    GIF = "gif"
    HEIC = "heic"
    SVG = "svg"


class UnfitPictureError(Exception):
    """A file can't be used as a picture: what it is or what is wrong with it, and in `hint` what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


ANEW: Final = m("save it anew, or copy it once more from where it came")
EXPORT: Final = m("export it as JPEG or PNG")
FORMATS: Final = m("pictures are JPEG, PNG, WebP, AVIF, GIF, SVG or HEIC files")

SUFFIXES: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        **dict.fromkeys((".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".pjpeg", ".mpo"), Kind.JPEG),
        **dict.fromkeys((".png", ".apng"), Kind.PNG),
        **dict.fromkeys((".heic", ".heif", ".hif"), Kind.HEIC),
        ".webp": Kind.WEBP,
        ".avif": Kind.AVIF,
        ".avifs": Kind.AVIF,
        ".gif": Kind.GIF,
        ".svg": Kind.SVG,
    }
)
"""Endings of pictures' names. What a file is its bytes decide."""

_SIGNATURES: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
)
_BRANDS: Final[tuple[tuple[Kind, frozenset[bytes]], ...]] = (
    (Kind.AVIF, frozenset({b"avif", b"avis"})),
    (Kind.HEIC, frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})),
)
"""Brands in the `ftyp` box of ISO base media files (ISO 14496-12, 23008-12; AV1 Image File Format 1.1)."""

_FOREIGN: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%!PS", m("this is an EPS (PostScript) file")),
    (b"\xc5\xd0\xd3\xc6", m("this is an EPS (PostScript) file")),
    (b"8BPS", m("this is a Photoshop file")),
    (b"II*\0", m("this is a TIFF or camera RAW file")),
    (b"MM\0*", m("this is a TIFF or camera RAW file")),
    (b"II+\0", m("this is a TIFF or camera RAW file")),
    (b"MM\0+", m("this is a TIFF or camera RAW file")),
    (b"IIU\0", m("this is a camera RAW file")),
    (b"IIRO", m("this is a camera RAW file")),
    (b"FUJIFILMCCD-RAW", m("this is a camera RAW file")),
    (b"\0\0\1\0", m("this is an ICO file")),
    (b"\0\0\2\0", m("this is an ICO file")),
    (b"icns", m("this is an ICNS file")),
    (b"BM", m("this is a BMP file")),
    (b"%PDF", m("this is a PDF file")),
    (b"\xff\x0a", m("this is a JPEG XL file")),
    (b"\0\0\0\x0cJXL ", m("this is a JPEG XL file")),
    (b"\0\0\0\x0cjP  ", m("this is a JPEG 2000 file")),
    (b"\xff\x4f\xff\x51", m("this is a JPEG 2000 file")),
    (b"\x1aE\xdf\xa3", m("this is a video")),
    (b"PK\x03\x04", m("this is a ZIP file")),
    (b"version https://git-lfs", m("this is a pointer of Git LFS, not the file itself")),
    (b"Rar!", m("this is a RAR file")),
    (b"gimp xcf", m("this is a GIMP file")),
    (b"\x1f\x8b", m("this is a compressed file (gzip)")),
)
_MARKUP: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_SVG: Final = re.compile(rb"<(?:\w+:)?svg[\s>]")
_SVG_WITHIN: Final = 100_000
"""Editors write comments and long entities before the first element, but not more."""

_VIDEO: Final = frozenset({b"qt  ", b"mp41", b"mp42", b"isom", b"iso2", b"M4V ", b"avc1"})


def kind_of(data: bytes) -> Kind:
    """Return what a file is. Raises UnfitPictureError, naming the kind where it is known, for one that isn't read."""
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind.WEBP
    if data[4:8] == b"ftyp":
        return _of_brands(data)
    if _MARKUP.match(data[:100]) and _SVG.search(data[:_SVG_WITHIN]):
        return Kind.SVG
    raise _foreign(data)


def _of_brands(data: bytes) -> Kind:
    length = min(int.from_bytes(data[:4], "big"), 512)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, length, 4))}
    for kind, known in _BRANDS:
        if brands & known:
            return kind
    if data[8:12] == b"crx ":
        raise UnfitPictureError(m("this is a camera RAW file"), EXPORT)
    if brands & _VIDEO or data[8:11] == b"3gp":
        raise UnfitPictureError(m("this is a video"), m("save one picture of it as JPEG"))
    raise UnfitPictureError(m("this is not a picture, or a damaged one"), FORMATS)


def _foreign(data: bytes) -> UnfitPictureError:
    if not data:
        return UnfitPictureError(m("the file is empty"), ANEW)
    for signature, message in _FOREIGN:
        if data.startswith(signature):
            return UnfitPictureError(message, EXPORT)
    if data[:4] == b"RIFF" and data[8:12] == b"AVI ":
        return UnfitPictureError(m("this is a video"), m("save one picture of it as JPEG"))
    if not any(data[:4096]):
        return UnfitPictureError(m("the file has zeros only: it was never copied whole"), ANEW)
    if _MARKUP.match(data[:100]):
        return UnfitPictureError(
            m("this is a web page or other markup, no picture"), m("save the picture, not its page")
        )
    return UnfitPictureError(m("this is not a picture, or a damaged one"), FORMATS)
