"""QR codes: only the address, with the quiet zone that phones need, and the same bytes each time."""

from __future__ import annotations

import re
from io import BytesIO

import segno
from PIL import Image

from site_gen.render.qr import qr_png, qr_svg

ADDRESS = "https://www.claravidal.example/go/vk-three-months-ru/"
QUIET = 4


def modules() -> list[list[bool]]:
    """Return the dark modules of the code by the standard's own numbers: byte mode, level M, the smallest version."""
    code = segno.make_qr(ADDRESS, error="m", mode="byte", boost_error=False)
    return [[bool(module) for module in row] for row in code.matrix]


def test_the_picture_is_the_code_with_quiet_around_it() -> None:
    with Image.open(BytesIO(qr_png(ADDRESS))) as opened:
        picture = opened.convert("1")
        matrix = modules()
        count = len(matrix) + 2 * QUIET
        scale = picture.width // count
        assert picture.size == (count * scale, count * scale)
        assert scale >= 10
        for y in range(count):
            for x in range(count):
                inside = QUIET <= x < count - QUIET and QUIET <= y < count - QUIET
                dark = inside and matrix[y - QUIET][x - QUIET]
                assert (picture.getpixel((x * scale + scale // 2, y * scale + scale // 2)) == 0) == dark


def test_the_drawing_says_the_same() -> None:
    svg = qr_svg(ADDRESS).decode()
    matrix = modules()
    count = len(matrix) + 2 * QUIET
    assert f'viewBox="0 0 {count} {count}"' in svg
    assert "<style" not in svg
    drawn = re.search(r'class="qrline"[^>]*d="([^"]+)"', svg)
    assert drawn is not None
    assert _dark(drawn[1]) == {
        (x + QUIET, y + QUIET) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    }


def _dark(path: str) -> set[tuple[int, int]]:
    """Return the modules that a path of horizontal lines goes through."""
    found: set[tuple[int, int]] = set()
    x, y = 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([^Mmh]*)", path):
        values = [float(value) for value in re.findall(r"-?\d*\.?\d+", numbers)]
        if command == "h":
            found |= {(int(x) + step, int(y)) for step in range(int(values[0]))}
            x += values[0]
        elif command == "m":
            x, y = x + values[0], y + values[1]
        else:
            x, y = values
    return found


def test_the_same_address_gives_the_same_bytes() -> None:
    assert qr_svg(ADDRESS) == qr_svg(ADDRESS)
    assert qr_png(ADDRESS) == qr_png(ADDRESS)
    assert qr_svg(ADDRESS) != qr_svg(ADDRESS + "x")
