"""Pictures as people have them come out right: what they are, which side is up, in which colours, without a place."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pytest
from PIL import Image

from site_gen.imaging.films import plain_film
from site_gen.imaging.icc import ADOBE, D65, matrix_profile, power
from site_gen.imaging.kinds import Kind, UnfitPictureError
from site_gen.imaging.opening import inspect
from site_gen.imaging.photos import working_copy
from tests.imaging.samples import P3_SHOWN, SECRET, STORED, encoded, exif, film, p3_profile, plain, with_chunk


def pixel(data: bytes, at: tuple[int, int] = (5, 5)) -> tuple[int, ...]:
    found = working_copy(data).convert("RGB").getpixel(at)
    assert isinstance(found, tuple)
    return tuple(int(value) for value in found)


def close(one: tuple[int, ...], other: tuple[int, ...], by: int = 3) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


PNG: Final = encoded(plain(), "PNG")
CHRM_P3: Final = struct.pack(">8I", 31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000)
IN_P3: Final = {
    "jpeg": encoded(plain(), "JPEG", quality=98, icc_profile=p3_profile()),
    "png": encoded(plain(), "PNG", icc_profile=p3_profile()),
    "webp": encoded(plain(), "WEBP", lossless=True, icc_profile=p3_profile()),
    "avif": encoded(plain(), "AVIF", quality=95, icc_profile=p3_profile()),
    "transparent": encoded(plain().convert("RGBA"), "PNG", icc_profile=p3_profile()),
    "png by its code points": with_chunk(PNG, b"cICP", bytes([12, 13, 0, 1])),
    "png by its primaries": with_chunk(PNG, b"cHRM", CHRM_P3),
}


@pytest.mark.parametrize("data", IN_P3.values(), ids=IN_P3)
def test_display_p3_becomes_srgb(data: bytes) -> None:
    """Without conversion every photo of a recent phone would be pale."""
    assert close(pixel(data), P3_SHOWN)


OTHERS: Final = {
    "adobe rgb": (encoded(plain(), "PNG", icc_profile=matrix_profile(ADOBE, D65, power(563 / 256))), (226, 100, 44)),
    "linear light": (with_chunk(PNG, b"gAMA", struct.pack(">I", 100_000)), (229, 168, 122)),
    "the usual gamma": (with_chunk(PNG, b"gAMA", struct.pack(">I", 45_455)), STORED),
    "sRGB by its chunk": (with_chunk(with_chunk(PNG, b"cHRM", CHRM_P3), b"sRGB", b"\0"), STORED),
    "CMYK": (encoded(plain().convert("CMYK"), "JPEG", quality=98), STORED),
    "a profile of other pixels": (
        encoded(plain().convert("CMYK"), "JPEG", quality=98, icc_profile=p3_profile()),
        STORED,
    ),
    "a damaged profile": (encoded(plain(), "JPEG", quality=98, icc_profile=b"x" * 300), STORED),
    "16 bits of grey": (encoded(Image.new("I;16", (64, 48), 0x8080), "PNG"), (128, 128, 128)),
    "grey with a profile of colours": (
        encoded(plain((120, 120, 120)).convert("L"), "PNG", icc_profile=p3_profile()),
        (120, 120, 120),
    ),
}


@pytest.mark.parametrize(("data", "shown"), OTHERS.values(), ids=OTHERS)
def test_other_colours_become_srgb(data: bytes, shown: tuple[int, int, int]) -> None:
    """Cameras, printers and scanners have colours of their own; a page shows what their owner saw."""
    assert close(pixel(data), shown)


def test_a_cameras_adobe_rgb_without_a_profile_is_known_by_its_index() -> None:
    """Some cameras only write "R03" into the EXIF data."""
    notes = Image.Exif()
    notes[0x8769] = {0x9000: b"0230", 0xA005: {1: "R03"}}
    assert close(pixel(encoded(plain(), "JPEG", quality=98, exif=notes)), (226, 100, 44))


CORNERS: Final = {1: 0, 2: 1, 3: 3, 4: 2, 5: 0, 6: 1, 7: 3, 8: 2}
"""Where the stored upper left corner is shown: 0 upper left, 1 upper right, 2 lower left, 3 lower right (Exif 3.0)."""


@pytest.mark.parametrize(("orientation", "corner"), CORNERS.items())
@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_every_orientation_is_turned_upright(format_: str, orientation: int, corner: int) -> None:
    """A phone held sideways turns the picture by a number in the EXIF data."""
    image = plain((0, 0, 0), (64, 48))
    image.paste((255, 255, 255), (0, 0, 16, 12))
    data = encoded(image, format_, exif=exif(orientation), quality=95)
    facts, made = inspect(data), working_copy(data)
    assert (facts.width, facts.height) == made.size == ((48, 64) if orientation > 4 else (64, 48))
    x, y = (4 if corner in {0, 2} else made.width - 5), (4 if corner in {0, 1} else made.height - 5)
    assert close(pixel(data, (x, y)), (255, 255, 255), 20)


def test_a_phones_jpeg_with_further_pictures_is_one_photo() -> None:
    """Depth and gain maps behind a photo are no film: it is made in all sizes, and the rest is left out."""
    behind = plain((0, 0, 255), (16, 16))
    data = encoded(plain(size=(3200, 2400)), "MPO", save_all=True, append_images=[behind], exif=exif(6), quality=95)
    facts = inspect(data)
    assert (facts.kind, facts.animated, facts.width, facts.height) == (Kind.JPEG, False, 2400, 3200)
    assert close(pixel(data), STORED)


def test_heic_is_read() -> None:
    """iPhones save HEIC unless told otherwise."""
    heif = pytest.importorskip("pillow_heif")
    heif.register_heif_opener()
    data = encoded(plain(), "HEIF", quality=95, icc_profile=p3_profile(), exif=exif(6).tobytes())
    facts = inspect(data)
    assert (facts.kind, facts.width, facts.height) == (Kind.HEIC, 48, 64)
    assert close(pixel(data), P3_SHOWN)


def test_large_photos_are_decoded_at_the_size_that_is_needed() -> None:
    """108 megapixels are a phone's; decoded whole they take half a gigabyte."""
    data = encoded(plain(size=(12_000, 9_000)), "JPEG", quality=30)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert inspect(data).width == 12_000
        assert working_copy(data).size == (3000, 2250)


def test_enough_is_left_of_a_panorama_for_the_picture_that_networks_show() -> None:
    assert working_copy(encoded(plain(size=(9600, 1000)), "JPEG")).height == 1000


# --- films ------------------------------------------------------------------------------------------------------------

FILMS: Final = ("GIF", "PNG", "WEBP", "AVIF")


@pytest.mark.parametrize("format_", FILMS)
def test_a_film_says_nothing_of_its_place_and_still_moves(format_: str) -> None:
    """README promises that places are removed; films are published nearly as they are."""
    data = film(format_)
    assert SECRET in data
    made = plain_film(data)
    assert SECRET not in made
    assert inspect(data).animated
    assert inspect(made).animated
    with Image.open(io.BytesIO(made)) as shown:
        assert getattr(shown, "n_frames", 1) == 3
        assert dict(shown.getexif()) == {}
        for index, color in enumerate(((200, 0, 0), (0, 200, 0), (0, 0, 200))):
            shown.seek(index)
            found = shown.convert("RGB").getpixel((9, 9))
            assert isinstance(found, tuple)
            assert close(found, color, 12)
            assert shown.info["duration"] == 70


def test_a_gif_is_repeated_as_often_as_before() -> None:
    with Image.open(io.BytesIO(plain_film(film("GIF")))) as shown:
        assert shown.info["loop"] == 0


@pytest.mark.parametrize("format_", ["PNG", "WEBP"])
def test_a_films_colours_are_converted_too(format_: str) -> None:
    frames = [plain(), plain((10, 10, 10))]
    options = {"lossless": True} if format_ == "WEBP" else {}
    data = encoded(frames[0], format_, save_all=True, append_images=frames[1:], icc_profile=p3_profile(), **options)
    made = plain_film(data)
    assert b"ICC" not in made[:200]
    assert close(pixel(made), P3_SHOWN, 6)


# --- what is refused --------------------------------------------------------------------------------------------------

FOREIGN: Final = {
    "EPS": (b"%!PS-Adobe-3.0 EPSF-3.0\n", "EPS"),
    "Photoshop": (b"8BPS\0\1" + bytes(40), "Photoshop"),
    "TIFF": (encoded(plain(), "TIFF"), "TIFF"),
    "ICO": (encoded(plain(), "ICO"), "ICO"),
    "BMP": (encoded(plain(), "BMP"), "BMP"),
    "PDF": (b"%PDF-1.7\n", "PDF"),
    "a video": (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "video"),
    "a web page": (b"<!doctype html><title>x</title>", "web page"),
    "nothing": (b"", "empty"),
    "zeros": (bytes(5000), "never copied whole"),
    "words": (b"a text", "not a picture"),
}


@pytest.mark.parametrize(("data", "said"), FOREIGN.values(), ids=FOREIGN)
def test_a_file_is_named_by_what_it_is(data: bytes, said: str) -> None:
    """And none of them reaches a program that would run it (Ghostscript for EPS)."""
    with pytest.raises(UnfitPictureError, match=said) as caught:
        inspect(data)
    assert caught.value.hint


LARGE: Final = {
    "a bomb": encoded(Image.new("1", (10_000, 10_000)), "PNG"),
    "a progressive JPEG": encoded(Image.new("L", (8_000, 8_000)), "JPEG", progressive=True),
    "a WebP that says so": b"RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xfe\x3f\0\xfe\x3f\0" + bytes(20),
}


@pytest.mark.parametrize("data", LARGE.values(), ids=LARGE)
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(data: bytes) -> None:
    """A small file can become a gigabyte."""
    with pytest.raises(UnfitPictureError, match=r"\d+ × \d+ pixels, more than are read: 50 million"):
        inspect(data)


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_a_cut_off_picture_is_found_without_decoding(format_: str) -> None:
    """It would otherwise be found after all the work, as the last of the photos."""
    data = encoded(Image.effect_noise((200, 150), 90).convert("RGB"), format_)
    inspect(data)
    with pytest.raises(UnfitPictureError, match="the end of the file is missing"):
        inspect(data[: len(data) * 2 // 3])


def test_bytes_behind_a_jpeg_do_no_harm() -> None:
    """Phones write data of their own behind the picture."""
    assert inspect(encoded(plain(), "JPEG") + b"SEFT" * 100).width == 64


def test_a_picture_is_not_decoded_to_learn_what_it_is() -> None:
    """A project of a thousand photos is read in a moment; decoding them would take minutes."""
    png = encoded(plain(size=(300, 200)), "PNG", exif=exif(6))
    start = png.index(b"IDAT") + 4
    broken = png[: start + 2] + bytes(20) + png[start + 22 :]
    assert (inspect(broken).width, inspect(broken).height) == (200, 300)
    with pytest.raises(UnfitPictureError, match="damaged"):
        working_copy(broken)


@pytest.mark.parametrize(("size", "times"), [((4000, 3000), 0), ((4000, 3300), 1)])
def test_a_large_picture_waits_until_no_other_one_is_in_memory(size: tuple[int, int], times: int) -> None:
    """Several at once would need more memory than a small computer has."""
    entered: list[int] = []

    @contextmanager
    def alone() -> Iterator[None]:
        entered.append(1)
        yield

    working_copy(encoded(Image.new("1", size), "PNG"), alone())
    assert len(entered) == times
