"""Makes photos in the sizes and formats of pages, and the site's icons. EXIF data, including locations, is removed."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageDraw, ImageFont, ImageOps, UnidentifiedImageError

from site_gen.problems import Location, Problem, ProjectError
from site_gen.render.artifact import Format
from site_gen.sources.text import excerpt

_OPTIONS: Final[dict[Format, dict[str, int | bool | str]]] = {
    "avif": {"quality": 50, "speed": 7, "max_threads": 1},  # with threads the bytes would depend on the machine
    "webp": {"quality": 78, "method": 4},
    "jpeg": {"quality": 80, "optimize": True, "progressive": True},
    "png": {"optimize": True},
}


def make_picture(content: bytes, width: int, height: int, format_: Format, file: str) -> bytes:
    """Return the photo in `width` × `height` pixels, cropped around its centre if the ratio differs.

    `content` is the photo's file. Raises ProjectError, with `file` as its name, for a damaged file, and for a size that
    the format doesn't support.
    """
    image = _plain(_decoded(content, file), format_)
    if image.size != (width, height):
        image = ImageOps.fit(image, (width, height), Image.Resampling.LANCZOS)
    try:
        return _encode(image, format_)
    except (OSError, ValueError, RuntimeError) as error:
        said = f"the picture can't become a {format_} of {width} × {height} pixels: {excerpt(str(error))}"
        raise ProjectError([Problem(Location(file), said, "make it smaller, or crop it")]) from error


def _decoded(content: bytes, file: str) -> Image.Image:
    """Return a photo's pixels, rotated as EXIF says."""
    try:
        with Image.open(io.BytesIO(content)) as source:
            return ImageOps.exif_transpose(source)
    except MemoryError:
        raise
    except UnidentifiedImageError as error:
        raise _damaged("this is not a picture, or a damaged one", file) from error
    except Exception as error:  # a damaged picture makes Pillow raise almost anything
        raise _damaged(f"the picture is damaged: {excerpt(str(error))}", file) from error


def _damaged(message: str, file: str) -> ProjectError:
    return ProjectError([Problem(Location(file), message, "save it anew, or copy it once more from where it came")])


def _plain(image: Image.Image, format_: Format) -> Image.Image:
    """Return the pixels in RGB (or RGBA if the format has transparency), without metadata."""
    if image.mode.startswith("I"):
        # 16-bit grey: without scaling, all but the darkest pixels would become white.
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    transparent = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    if transparent and format_ != "jpeg":
        return image.convert("RGBA")
    if transparent:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, image).convert("RGB")
    return image.convert("RGB")


def _encode(image: Image.Image, format_: Format) -> bytes:
    image.info.clear()
    out = io.BytesIO()
    image.save(out, format=format_.upper(), **_OPTIONS[format_])
    return out.getvalue()


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
