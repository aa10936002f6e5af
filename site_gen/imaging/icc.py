"""Colour profiles made from numbers, for pictures that give their colours without one (PNG, AVIF, some cameras).

A profile of primaries and a curve is written as ICC.1:2001-04 (version 2) describes it.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Final

Point = tuple[float, float]
Matrix = tuple[tuple[float, float, float], ...]
Curve = Callable[[float], float]
"""A value between 0 and 1 as stored → its light between 0 and 1."""

D65: Final[Point] = (0.3127, 0.3290)
SRGB: Final[tuple[Point, Point, Point]] = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
ADOBE: Final[tuple[Point, Point, Point]] = ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06))

PRIMARIES: Final = {
    1: SRGB,
    9: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),  # Rec. 2020
    12: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),  # Display P3
}
"""Colour primaries by their number in ITU-T H.273, table 2; all with the white of D65."""

_D50: Final = (0.9642, 1.0, 0.8249)
_BRADFORD: Final[Matrix] = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
_STEPS: Final = 1024


def srgb_curve(value: float) -> float:
    """IEC 61966-2-1."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _rec709(value: float) -> float:
    return value / 4.5 if value < 0.081 else ((value + 0.099) / 1.099) ** (1 / 0.45)


def power(gamma: float) -> Curve:
    """Return the curve of a power function."""
    return lambda value: value**gamma


CURVES: Final[dict[int, Curve]] = {
    1: _rec709, 4: power(2.2), 5: power(2.8), 6: _rec709, 8: power(1), 13: srgb_curve, 14: _rec709, 15: _rec709,
}  # fmt: skip
"""Transfer characteristics by their number in ITU-T H.273, table 3; those of HDR aren't among them."""


def cicp_profile(primaries: int, transfer: int) -> bytes | None:
    """Return the profile of a picture's code points; None for sRGB, and for those that aren't known."""
    if primaries not in PRIMARIES or (primaries == 1 and transfer not in CURVES):
        return None
    if primaries == 1 and transfer in {1, 6, 13, 14, 15}:  # browsers show them as sRGB
        return None
    return matrix_profile(PRIMARIES[primaries], D65, CURVES.get(transfer, srgb_curve))


def matrix_profile(primaries: tuple[Point, Point, Point], white: Point, curve: Curve) -> bytes:
    """Return the bytes of an RGB profile."""
    columns = _adapted(primaries, white)
    table = b"".join(
        struct.pack(">H", round(min(1.0, max(0.0, curve(i / (_STEPS - 1)))) * 65535)) for i in range(_STEPS)
    )
    trc = b"curv" + bytes(4) + struct.pack(">I", _STEPS) + table
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", 4) + b"RGB\0" + bytes(78),
        b"cprt": b"text" + bytes(4) + b"none\0",
        b"wtpt": _xyz(_D50),
        **{name: _xyz(column) for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns, strict=True)},
        b"rTRC": trc,
    }
    return _written(tags)


def _written(tags: dict[bytes, bytes]) -> bytes:
    names = [*tags, b"gTRC", b"bTRC"]
    at, body, entries = 128 + 4 + 12 * len(names), b"", b""
    places: dict[bytes, tuple[int, int]] = {}
    for name, content in tags.items():
        places[name] = (at + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    for name in names:
        entries += name + struct.pack(">II", *places[b"rTRC" if name.endswith(b"TRC") else name])
    whole = at + len(body)
    header = struct.pack(">I4sI4s4s4s", whole, bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H", 2000, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + _xyz(_D50)[8:]
    return header.ljust(128, b"\0") + struct.pack(">I", len(names)) + entries + body


def _xyz(values: tuple[float, ...]) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(struct.pack(">i", round(value * 65536)) for value in values)


# --- colorimetry: primaries and white as XYZ, adapted to the white of profiles (D50) by Bradford ----------------------


def _adapted(primaries: tuple[Point, Point, Point], white: Point) -> tuple[tuple[float, ...], ...]:
    towards = _whole(white)
    raw = [_whole(point) for point in primaries]
    shares = _times(_inverse(_columns(raw)), towards)
    light = [tuple(part * share for part in point) for point, share in zip(raw, shares, strict=True)]
    here, there = _times(_BRADFORD, towards), _times(_BRADFORD, _D50)
    back = _inverse(_BRADFORD)
    return tuple(
        _times(back, tuple(v * t / h for v, h, t in zip(_times(_BRADFORD, point), here, there, strict=True)))
        for point in light
    )


def _whole(point: Point) -> tuple[float, float, float]:
    """Return the XYZ of a chromaticity at full luminance."""
    x, y = point
    return (x / y, 1.0, (1 - x - y) / y)


def _columns(points: list[tuple[float, float, float]]) -> Matrix:
    return tuple(zip(*points, strict=True))


def _times(matrix: Matrix, vector: tuple[float, ...]) -> tuple[float, float, float]:
    x, y, z = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return (x, y, z)


def _inverse(m: Matrix) -> Matrix:
    (a, b, c), (d, e, f), (g, h, i) = m
    det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    return (
        ((e * i - f * h) / det, (c * h - b * i) / det, (b * f - c * e) / det),
        ((f * g - d * i) / det, (a * i - c * g) / det, (c * d - a * f) / det),
        ((d * h - e * g) / det, (b * g - a * h) / det, (a * e - b * d) / det),
    )
