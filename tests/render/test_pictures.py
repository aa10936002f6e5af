"""Photos and icons."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from site_gen.load.pictures import read_pictures
from site_gen.load.read_cache import ReadCache
from site_gen.model.pictures import Photo
from site_gen.pages.photos import PhotoCatalogue
from site_gen.problems import ProjectError
from site_gen.render.artifact import Format, FromPlainPicture
from site_gen.render.pictures import make_icon, make_picture, read_working_copy
from tests.conftest import ProjectFactory
from tests.support import SITE
from tests.support_build import render

FORMATS: tuple[Format, ...] = ("avif", "webp", "jpeg", "png")
RED, BLUE = (220, 30, 30), (30, 30, 220)
Saved = Callable[..., Path]


@pytest.fixture
def saved(tmp_path: Path) -> Saved:
    """Save a picture under a name and return its path."""

    def save(image: Image.Image, name: str, **options: object) -> Path:
        path = tmp_path / name
        image.save(path, **options)  # type: ignore[arg-type]  # Pillow's own options
        return path

    return save


def halves(mode: str = "RGB", size: tuple[int, int] = (80, 40)) -> Image.Image:
    """Return a picture that is red on its left and blue on its right."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    return image.convert(mode)


def made_of(path: Path, width: int, height: int, format_: Format) -> bytes:
    working = read_working_copy(path.read_bytes(), path.name)
    return make_picture(working, (width, height), format_, path.name)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def near(one: object, other: tuple[int, ...]) -> bool:
    assert isinstance(one, tuple)
    return all(abs(a - b) < 40 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("format_", FORMATS)
def test_a_photo_is_turned_as_the_camera_was_and_tells_no_place(saved: Saved, format_: Format) -> None:
    image, exif = halves(), Image.Exif()
    exif[0x0112] = 6  # turned to the right
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[2] = (41.0, 59.0, 2.0)
    path = saved(image, "photo.jpg", exif=exif, quality=95, comment=b"Girona")
    assert b"A camera" in path.read_bytes()
    made = made_of(path, 40, 80, format_)
    with opened(made) as result:
        assert result.size == (40, 80)
        pixels = result.convert("RGB")
        assert near(pixels.getpixel((20, 10)), RED)
        assert near(pixels.getpixel((20, 70)), BLUE)
        assert dict(result.getexif()) == {}
    for trace in (b"Exif", b"A camera", b"Girona"):
        assert trace not in made


def test_sizes_are_of_the_turned_photo(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 8
    folder = tmp_path / "content" / "images"
    folder.mkdir(parents=True)
    halves().save(folder / "turned.jpg", exif=exif)
    gallery = read_pictures(tmp_path, ReadCache())
    assert not gallery.unfit
    pictures = gallery.files
    assert (pictures["turned.jpg"].width, pictures["turned.jpg"].height) == (40, 80)


MODES = {
    "grey": ("L", "photo.png"),
    "black and white": ("1", "photo.png"),
    "palette": ("P", "photo.png"),
    "CMYK": ("CMYK", "photo.jpg"),
    "transparent": ("RGBA", "photo.png"),
    "transparent grey": ("LA", "photo.png"),
    "YCbCr": ("YCbCr", "photo.jpg"),
}


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(("mode", "name"), MODES.values(), ids=MODES)
def test_every_mode_becomes_every_format(saved: Saved, mode: str, name: str, format_: Format) -> None:
    with opened(made_of(saved(halves(mode), name), 40, 20, format_)) as result:
        assert result.size == (40, 20)
        assert result.mode in {"RGB", "RGBA"}


@pytest.mark.parametrize("format_", FORMATS)
def test_a_sixteen_bit_picture_keeps_its_greys(saved: Saved, format_: Format) -> None:
    path = saved(Image.new("I;16", (80, 40), 0x8000), "photo.png")
    with opened(made_of(path, 80, 40, format_)) as result:
        assert near(result.convert("RGB").getpixel((40, 20)), (128, 128, 128))


TRANSPARENT: dict[Format, tuple[int, ...]] = {
    "avif": (220, 30, 30, 0),
    "webp": (220, 30, 30, 0),
    "png": (220, 30, 30, 0),
    "jpeg": (255, 255, 255),
}


@pytest.mark.parametrize(("format_", "pixel"), TRANSPARENT.items())
@pytest.mark.parametrize("mode", ["RGBA", "P"])
def test_transparency_stays_or_becomes_paper(saved: Saved, mode: str, format_: Format, pixel: tuple[int, ...]) -> None:
    image = Image.new("RGBA", (40, 40), (*RED, 0))
    image.paste((*BLUE, 255), (20, 0, 40, 40))
    path = saved(image.convert(mode), "photo.png")
    with opened(made_of(path, 40, 40, format_)) as result:
        corner, ink = result.getpixel((5, 20)), result.convert("RGB").getpixel((35, 20))
    assert isinstance(corner, tuple)
    assert near(corner[3:] or corner, pixel[3:] or pixel)
    assert near(ink, BLUE)


def test_a_cut_keeps_the_middle(saved: Saved) -> None:
    image = Image.new("RGB", (90, 30), RED)
    image.paste(BLUE, (30, 0, 60, 30))
    with opened(made_of(saved(image, "photo.png"), 30, 30, "png")) as result:
        assert near(result.getpixel((15, 15)), BLUE)


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_photo_gives_the_same_bytes(saved: Saved, format_: Format) -> None:
    path = saved(halves(), "photo.png")
    assert made_of(path, 20, 10, format_) == made_of(path, 20, 10, format_)


WIDTHS = {
    "small": (300, [300], 300),
    "between": (1000, [400, 800, 1000], 800),
    "exactly the largest": (1600, [400, 800, 1200, 1600], 800),
    "larger": (4000, [400, 800, 1200, 1600], 800),
}


@pytest.mark.parametrize(("width", "widths", "fallback"), WIDTHS.values(), ids=WIDTHS)
def test_a_photo_is_made_in_the_widths_of_the_layout_and_never_larger(
    tmp_path: Path, width: int, widths: list[int], fallback: int
) -> None:
    folder = tmp_path / "content" / "images"
    folder.mkdir(parents=True)
    Image.new("RGB", (width, width // 2)).save(folder / "My Photo.jpg")
    pictures = read_pictures(tmp_path, ReadCache()).files
    photos = PhotoCatalogue(pictures, "/base/", "https://a.example")
    view = photos.view(Photo(image="My Photo.jpg", alt="x"))
    assert view is not None
    for source in view["sources"]:
        assert [int(part.split()[1][:-1]) for part in source["srcset"].split(", ")] == widths
        assert source["srcset"].startswith("/base/images/my-photo-")
    assert f"-{fallback}.jpg" in view["src"]
    assert (view["width"], view["height"]) == (width, width // 2)
    assert len(photos.names_in([view])) == 2 * len(widths) + 1


def test_an_animated_picture_is_copied_as_it_is(project: ProjectFactory, cache: Path) -> None:
    frames, out = [halves(), halves().transpose(Image.Transpose.FLIP_LEFT_RIGHT)], io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    site_yaml = SITE + "photo: {image: moves.gif, alt: It moves}\n"
    site = render(project({"content/images/moves.gif": out.getvalue(), "site.yaml": site_yaml}), cache)
    src = site.view("index.html")["site"]["photo"]["src"].lstrip("/")
    assert isinstance(site.artifacts[src].maker, FromPlainPicture)
    assert site.bytes(src) == out.getvalue()


@pytest.mark.parametrize("letters", ["M", "MV", "ЖЩ"])
@pytest.mark.parametrize("size", [96, 512])
def test_an_icon_has_its_letters_in_the_middle(letters: str, size: int) -> None:
    from site_gen.load.theme_font import package_folder

    folder = package_folder("font_manrope")
    assert folder is not None
    font = folder / "files" / "Manrope-VariableFont_wght.ttf"
    with opened(make_icon(letters, size, ("#b8321a", "#ffffff"), font.read_bytes())) as icon:
        assert icon.size == (size, size)
        inked = [
            (x, y)
            for x in range(size)
            for y in range(0, size, 4)
            if (pixel := icon.getpixel((x, y))) == (255, 255, 255) or pixel == 255
        ]
    assert inked
    assert all(size * 0.1 <= value <= size * 0.9 for point in inked for value in point)  # what a mask leaves


# --- damaged files ----------------------------------------------------------------------------------------------------


def noise(seed: int = 0, size: tuple[int, int] = (64, 48)) -> Image.Image:
    """Return a picture that no format makes small."""
    pixels = random.Random(seed).randbytes(3 * size[0] * size[1])  # noqa: S311  # a picture
    return Image.frombytes("RGB", size, pixels)


def encoded(format_: str, **options: object) -> bytes:
    out = io.BytesIO()
    noise().save(out, format_, **options)
    return out.getvalue()


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_a_photo_that_is_cut_off_is_named_not_blamed_on_the_disk(format_: str) -> None:
    content = encoded(format_)
    with pytest.raises(ProjectError) as caught:
        read_working_copy(content[: len(content) // 2], "content/images/a.jpg")
    (problem,) = caught.value.problems
    assert str(problem.location) == "content/images/a.jpg:1:1"
    assert "damaged" in problem.message
    assert " at 0x" not in problem.message
    assert problem.hint


def test_a_photo_too_tall_for_a_format_is_named() -> None:
    out = io.BytesIO()
    Image.new("RGB", (10, 17_000)).save(out, "PNG")
    working = read_working_copy(out.getvalue(), "content/images/tall.png")
    with pytest.raises(ProjectError, match=r"can't become a webp of 10 × 17000 pixels.*16383"):
        make_picture(working, (10, 17_000), "webp", "content/images/tall.png")


MOVING: dict[str, object] = {"save_all": True, "append_images": [noise(1), noise(2)]}
KINDS = {
    "gif": ("GIF", MOVING),
    "jpg": ("JPEG", {}),
    "png": ("PNG", MOVING),
    "webp": ("WEBP", MOVING),
    "avif": ("AVIF", {}),
}


@pytest.mark.parametrize(("suffix", "format_", "options"), [(key, *kind) for key, kind in KINDS.items()], ids=KINDS)
def test_a_picture_cut_off_anywhere_is_read_or_reported(
    tmp_path: Path, suffix: str, format_: str, options: dict[str, object]
) -> None:
    """A copy that isn't finished yet must not end a preview."""
    folder = tmp_path / "content" / "images"
    folder.mkdir(parents=True)
    whole = encoded(format_, **options)
    reported = 0
    for length in {*range(1, 700), *range(700, len(whole), 97)} & set(range(len(whole))):
        (folder / f"a.{suffix}").write_bytes(whole[:length])
        gallery = read_pictures(tmp_path, ReadCache())
        assert len(gallery.files) + len(gallery.unfit) == 1
        assert all(str(problem.location).startswith("content/images/a.") for problem in gallery.unfit.values())
        reported += len(gallery.unfit)
    assert reported
