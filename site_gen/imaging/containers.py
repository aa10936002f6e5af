"""The structure of picture files: whether one is whole, how many frames it has, and a copy without its notes.

Works on bytes and decodes no pixel. Sources: GIF89a; PNG Third Edition (W3C); WebP Container (RFC 9649); ISO 14496-12;
JPEG (ITU-T T.81, annex B).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from site_gen.imaging.kinds import Kind

Span = tuple[bytes, int, int]
"""A part of a file: its type, where it begins (with its header), where it ends."""


class CutOffError(Exception):
    """A file ends before its picture does."""


def check_whole(data: bytes, kind: Kind) -> None:
    """Raise CutOffError for a file that ends too early."""
    if kind is Kind.JPEG:
        _check_jpeg(data)
    elif kind is Kind.PNG:
        _every(png_chunks(data))
    elif kind is Kind.GIF:
        _every(gif_blocks(data))
    elif kind is Kind.WEBP:
        if len(data) < 20 or int.from_bytes(data[4:8], "little") + 8 > len(data):
            raise CutOffError
    elif kind in {Kind.AVIF, Kind.HEIC}:
        _check_boxes(data)


def frames(data: bytes, kind: Kind) -> int:
    """Return how many frames a GIF, PNG or WebP has that is shown as a film; 1 for every other picture.

    Further pictures in a JPEG (depth, gain map, the same once more) are no film.
    """
    if kind is Kind.GIF:
        return max(1, sum(name == b"," for name, _, _ in gif_blocks(data)))
    if kind is Kind.WEBP:
        return max(1, sum(name == b"ANMF" for name, _, _ in webp_chunks(data)))
    if kind is Kind.PNG:
        for name, start, _ in png_chunks(data):
            if name == b"acTL":
                return max(1, int.from_bytes(data[start + 8 : start + 12], "big"))
    return 1


def _every(parts: Iterator[Span]) -> None:
    for _ in parts:
        pass


# --- JPEG and ISO boxes -----------------------------------------------------------------------------------------------

_MARKER: Final = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""A marker inside compressed data: neither a stuffed byte, a restart nor a fill byte."""

_END: Final = b"\xff\xd9"
_SCAN: Final = b"\xff\xda"


def _check_jpeg(data: bytes) -> None:
    # Nearly all files end with the marker of the end, and then nothing has to be searched.
    if data.rstrip(b"\0\r\n").endswith(_END):
        return
    at = 2
    while found := _MARKER.search(data, at):
        if found.group() == _END:
            return
        at = found.end()
        length = int.from_bytes(data[at : at + 2], "big")
        at += max(2, length)
    raise CutOffError


def scans(data: bytes) -> int:
    """Return about how many scans a JPEG has; each is a pass over all of its pixels."""
    return data.count(_SCAN)


def _check_boxes(data: bytes) -> None:
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        if size == 0:  # reaches to the end
            return
        if size < 8 or at + size > len(data):
            # Some programs leave a few bytes behind the last box.
            if len(data) - at < 8 and at:
                return
            raise CutOffError
        at += size
    if b"mdat" not in data and b"idat" not in data:
        raise CutOffError


# --- PNG --------------------------------------------------------------------------------------------------------------

_PNG_START: Final = 8
_PNG_KEPT: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"sBIT", b"bKGD", b"IDAT", b"acTL", b"fcTL", b"fdAT", b"IEND"})


def png_chunks(data: bytes) -> Iterator[Span]:
    """Yield the chunks of a PNG up to its end. Raises CutOffError if the end is missing."""
    at = _PNG_START
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if end > len(data):
            break
        name = data[at + 4 : at + 8]
        yield name, at, end
        if name == b"IEND":
            return
        at = end
    raise CutOffError


def plain_png(data: bytes) -> bytes:
    """Return a PNG with its pixels and nothing else; a film stays one."""
    kept = (data[start:end] for name, start, end in png_chunks(data) if name in _PNG_KEPT)
    return data[:_PNG_START] + b"".join(kept)


# --- GIF --------------------------------------------------------------------------------------------------------------

_LOOPS: Final = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
"""Application extensions that say how often a film is repeated."""


def gif_blocks(data: bytes) -> Iterator[Span]:
    """Yield the blocks of a GIF: ',' is a frame, '!' + label an extension, ';' the end. Raises CutOffError if it is
    missing."""
    at = _gif_start(data)
    while at < len(data):
        start, mark = at, data[at : at + 1]
        if mark == b";":
            yield mark, start, start + 1
            return
        if mark == b",":
            if start + 10 >= len(data):
                break
            at = _after_blocks(data, start + 10 + _colours(data[start + 9]) + 1)
            yield mark, start, at
        elif mark == b"!":
            at = _after_blocks(data, start + 2)
            yield data[start : start + 2], start, at
        else:  # bytes between blocks, which decoders skip
            at += 1
    raise CutOffError


def _gif_start(data: bytes) -> int:
    if len(data) < 13:
        raise CutOffError
    return 13 + _colours(data[10])


def _colours(packed: int) -> int:
    """Return the size in bytes of the colour table that a packed field announces."""
    return 3 * 2 ** ((packed & 7) + 1) if packed & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    while at < len(data):
        size = data[at]
        at += 1 + size
        if size == 0:
            return at
    raise CutOffError


def plain_gif(data: bytes) -> bytes:
    """Return a GIF without comments, texts and what applications added."""
    parts = [data[: _gif_start(data)]]
    for name, start, end in gif_blocks(data):
        if name in {b",", b";", b"!\xf9"}:
            parts.append(data[start:end])
        elif name == b"!\xff" and data[start + 3 : start + 14] in _LOOPS:
            parts.append(data[start : start + 19] if data[start + 18 : start + 19] == b"\0" else b"")
    return b"".join(parts)


# --- WebP -------------------------------------------------------------------------------------------------------------

_WEBP_KEPT: Final = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"})
_WEBP_NOTES: Final = 0x20 | 0x08 | 0x04
"""The bits of VP8X that announce a profile, EXIF and XMP."""


def webp_chunks(data: bytes) -> Iterator[Span]:
    """Yield the chunks of a WebP."""
    at, whole = 12, min(len(data), int.from_bytes(data[4:8], "little") + 8)
    while at + 8 <= whole:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        yield data[at : at + 4], at, min(end, whole)
        at = end


def webp_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height as the header of an extended WebP says, None for a simple one (at most 16383 each)."""
    if data[12:16] != b"VP8X":
        return None
    return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1


def plain_webp(data: bytes) -> bytes:
    """Return a WebP with its pixels and nothing else; a film stays one."""
    parts = []
    for name, start, end in webp_chunks(data):
        if name == b"VP8X":
            parts.append(data[start : start + 8] + bytes([data[start + 8] & ~_WEBP_NOTES]) + data[start + 9 : end])
        elif name in _WEBP_KEPT:
            parts.append(data[start:end])
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + len(body).to_bytes(4, "little") + body
