"""QR codes of links, for printing. The same address gives the same bytes."""

from __future__ import annotations

import io
from typing import Final

import segno

_QUIET: Final = 4
"""Modules of white around the code (ISO/IEC 18004)."""

_SCALE: Final = 16


def qr_svg(address: str) -> bytes:
    """Return an address as a QR code in SVG: black on white, scalable; readable if up to a seventh of it is damaged."""
    out = io.BytesIO()
    _code(address).save(out, kind="svg", border=_QUIET, dark="#000", light="#fff", omitsize=True, nl=True)
    return out.getvalue()


def qr_png(address: str) -> bytes:
    """Return an address as a QR code in PNG, 16 pixels per module."""
    out = io.BytesIO()
    _code(address).save(out, kind="png", border=_QUIET, scale=_SCALE, dark="#000", light="#fff")
    return out.getvalue()


def _code(address: str) -> segno.QRCode:
    return segno.make_qr(address, error="m", boost_error=False)
