"""Makes photos in the sizes and formats of pages, and the site's icons. EXIF data, including locations, is removed."""

from __future__ import annotations

import io
from contextlib import AbstractContextManager
from typing import Final

from PIL import Image, ImageDraw, ImageFont, ImageOps

from site_gen.imaging.drawings import Drawing, read_drawing
from site_gen.imaging.films import plain_film
from site_gen.imaging.kinds import ANEW, Kind, UnfitPictureError, kind_of
from site_gen.imaging.photos import working_copy
from site_gen.messages import m
from site_gen.problems import Location, Problem, ProjectError
from site_gen.render.artifact import Format
from site_gen.sources.text import excerpt

Focus = tuple[int, int] | None
"""What a crop keeps: percent from the left and from the top; None is the middle."""

_TRANSPARENT: Final = frozenset({"avif", "webp", "png"})
_OPTIONS: Final[dict[Format, dict[str, int | bool | str]]] = {
    "avif": {"quality": 50, "speed": 7, "max_threads": 1},  # with threads the bytes would depend on the machine
    "webp": {"quality": 78, "method": 4},
    "jpeg": {"quality": 80, "optimize": True, "progressive": True},
    "png": {"optimize": True},
}


def make_picture(working: Image.Image, size: tuple[int, int], format_: Format, file: str, focus: Focus = None) -> bytes:
    """Return a photo in `size` pixels, cropped around `focus` if the ratio differs.

    `working` is the photo's working copy. Raises ProjectError, with `file` as its name, for a size that the format
    doesn't support.
    """
    image = working if format_ in _TRANSPARENT or working.mode == "RGB" else _on_paper(working)
    if image.size != size:
        x, y = focus or (50, 50)
        image = ImageOps.fit(image, size, Image.Resampling.LANCZOS, centering=(x / 100, y / 100))
    try:
        return _encode(image, format_)
    except (OSError, ValueError, RuntimeError) as error:
        width, height = size
        message = m(
            "the picture can't become a {format} of {width} × {height} pixels: {error}",
            format=format_,
            width=width,
            height=height,
            error=excerpt(str(error)),
        )
        raise ProjectError([Problem(Location(file), message, m("make it smaller, or crop it"))]) from error


def read_working_copy(content: bytes, file: str, large: AbstractContextManager[object] | None = None) -> Image.Image:
    """Return the pixels of a photo's file, upright and in sRGB, no more than its largest size on a page needs.

    For a drawing they are a print of it. `large` is entered while a large photo is in memory. Raises ProjectError, with
    `file` as its name, for a file that can't be read.
    """
    try:
        if kind_of(content) is Kind.SVG:
            return _printed(read_drawing(content))
        return working_copy(content, large)
    except UnfitPictureError as error:
        raise _unfit(error, file) from error


def make_plain_picture(content: bytes, file: str) -> bytes:
    """Return a film or a drawing without what it says of place and camera. Raises ProjectError as above."""
    try:
        return read_drawing(content).content if kind_of(content) is Kind.SVG else plain_film(content)
    except UnfitPictureError as error:
        raise _unfit(error, file) from error


def _unfit(error: UnfitPictureError, file: str) -> ProjectError:
    return ProjectError([Problem(Location(file), excerpt(str(error), 200), error.hint)])


_PRINTED: Final = 1200
_TEMPLATE: Final = b"""#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: none)
#image(bytes(sys.inputs.drawing), width: 100%, height: 100%, fit: "contain")"""


def _printed(drawing: Drawing) -> Image.Image:
    """Return a drawing in pixels, its longer side at most 1200."""
    import typst

    scale = _PRINTED / max(drawing.width, drawing.height)
    width, height = (max(1, round(side * scale)) for side in (drawing.width, drawing.height))
    source = _TEMPLATE.replace(b"{width}", b"%d" % width).replace(b"{height}", b"%d" % height)
    inputs = {"drawing": drawing.content.decode()}
    try:
        png = typst.compile(source, format="png", ppi=72, sys_inputs=inputs, ignore_system_fonts=True)
    except typst.TypstError as error:
        raise UnfitPictureError(m("the drawing is damaged: {message}", message=error.message), ANEW) from error
    return working_copy(_one(png))


def _one(pages: bytes | list[bytes] | None) -> bytes:
    """Return the only page."""
    return pages[0] if isinstance(pages, list) else pages or b""


def _on_paper(image: Image.Image) -> Image.Image:
    paper = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(paper, image).convert("RGB")


def _encode(image: Image.Image, format_: Format) -> bytes:
    out = io.BytesIO()
    image.save(out, format=format_.upper(), **_OPTIONS[format_])
    return out.getvalue()


def make_mark(working: Image.Image, size: int, paper: str | None) -> bytes:
    """Return a square PNG icon of a picture, which is shown whole; `paper` is the colour around and behind it, None for
    none."""
    inner = size if paper is None else round(size * 0.8)  # a mask leaves the middle 80 %
    shown = ImageOps.contain(working.convert("RGBA"), (inner, inner), Image.Resampling.LANCZOS)
    image = Image.new("RGBA", (size, size), paper or (0, 0, 0, 0))
    image.alpha_composite(shown, ((size - shown.width) // 2, (size - shown.height) // 2))
    return _encode(image if paper is None else image.convert("RGB"), "png")


def make_icon(letters: str, size: int, colors: tuple[str, str], font: bytes | None) -> bytes:
    """Return a square PNG icon: the letters in the second colour on the first. They fit the middle 80 % (maskable).

    `font` is a font's file; without it Pillow's own is used.
    """
    image = Image.new("RGB", (size, size), colors[0])
    draw = ImageDraw.Draw(image)
    face: ImageFont.FreeTypeFont | ImageFont.ImageFont
    if font is not None:
        face = ImageFont.truetype(io.BytesIO(font), round(size * (0.5 if len(letters) == 1 else 0.38)))
        if b"fvar" in font[:2000]:
            face.set_variation_by_axes([800])
    else:
        face = ImageFont.load_default(round(size * 0.4))
    draw.text((size / 2, size / 2), letters, fill=colors[1], font=face, anchor="mm")
    return _encode(image, "png")
