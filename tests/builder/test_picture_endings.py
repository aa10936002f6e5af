"""Photos whose names lie about what they are: programs that send and convert them leave the old ending on."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any, Final

import pytest
from PIL import Image

from tests.conftest import Cli, ProjectFactory
from tests.imaging.samples import P3_SHOWN, SECRET, encoded, exif, p3_profile, plain

ENDINGS: Final = ("HEIC", "jpg", "png")
FORMATS: Final[dict[str, dict[str, Any]]] = {
    "HEIF": {"quality": 95},
    "JPEG": {"quality": 98},
    "PNG": {},
    "WEBP": {"lossless": True},
}


def test_a_photo_is_shown_whatever_its_ending_says(project: ProjectFactory, cli: Cli) -> None:
    """A JPEG named .heic would be refused or published with the place where it was taken, or pale, or on its side."""
    pytest.importorskip("pillow_heif").register_heif_opener()
    notes = {"exif": exif(6).tobytes(), "icc_profile": p3_profile()}
    photos = {
        f"{format_}.{ending}": encoded(plain(size=(400, 300)), format_, **options, **notes)
        for format_, options in FORMATS.items()
        for ending in ENDINGS
    }
    text = "\n\n".join(f"![{name}]({name})" for name in photos)
    files = {f"content/images/{name}": data for name, data in photos.items()}
    folder = project({**files, "content/articles/photos.md": f"---\ntitle: Photos\ndate: 2026-06-01\n---\n{text}\n"})
    done = cli("build", cwd=folder)
    assert done.code == 0, done.err
    page = (folder / "output/articles/photos/index.html").read_text()
    shown = {re.search('alt="([^"]*)"', tag)[1]: re.search('src="/([^"]*)"', tag)[1]  # type: ignore[index]
             for tag in re.findall("<img[^>]*>", page)}  # fmt: skip
    assert photos.keys() <= shown.keys()
    for name in photos:
        data = (folder / "output" / shown[name]).read_bytes()
        with Image.open(io.BytesIO(data)) as image:
            assert image.width < image.height, name
            pixel = image.convert("RGB").getpixel((9, 9))
        assert isinstance(pixel, tuple)
        assert max(abs(a - b) for a, b in zip(pixel, P3_SHOWN, strict=True)) <= 3, name
    for path in filter(Path.is_file, (folder / "output/images").iterdir()):
        data = path.read_bytes()
        assert SECRET not in data
        with Image.open(io.BytesIO(data)) as image:
            assert not dict(image.getexif())


def test_a_text_named_like_a_photo_is_told(project: ProjectFactory, cli: Cli) -> None:
    """A half sent or renamed file would be a hole in the page."""
    files = {"content/images/a.heic": b"ftyp, but a text", "content/articles/a.md": "---\ntitle: A\ndate: 2026-06-01\n"
             "---\n![A cup](a.heic)\n"}  # fmt: skip
    done = cli("build", cwd=project(files))
    assert done.code == 1
    assert "this is not a picture, or a damaged one" in " ".join(done.err.split())
