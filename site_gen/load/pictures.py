"""Reads the sizes and hashes of the photos below content/images, without decoding them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

from site_gen.hashing import content_hash
from site_gen.load.discovery import has_folder, relative, unreadable
from site_gen.load.read_cache import ReadCache
from site_gen.model.content_kinds import ARTICLE, PAGE
from site_gen.model.site import PictureFile
from site_gen.problems import Location, Problem, Severity
from site_gen.sources.text import excerpt

FOLDER: Final = "content/images"
SUFFIXES: Final = frozenset({".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"})
_LARGEST: Final = 100_000_000
_TURNED: Final = frozenset({5, 6, 7, 8})
"""EXIF orientations that swap width and height."""


def read_pictures(project: Path, read_cache: ReadCache) -> tuple[Mapping[str, PictureFile], list[Problem]]:
    """Return every photo by its path below content/images, and the problems of the files."""
    pictures: dict[str, PictureFile] = {}
    problems = unreadable(project, FOLDER)
    folder = project / FOLDER
    for path in sorted(folder.rglob("*")) if has_folder(folder) else ():
        file = relative(path, project)
        if has_folder(path) or any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if path.suffix.lower() not in SUFFIXES:
            problems.append(Problem(Location(file), "this file is not read", _FORMATS, Severity.WARNING))
            continue
        picture = read_cache.recall(("picture", file), [path], None, partial(_read, path, relative(path, folder)))
        if isinstance(picture, str):
            problems.append(Problem(Location(file), picture, _FORMATS))
        else:
            pictures[picture.name] = picture
    for path in _beside_texts(project):
        file = relative(path, project)
        picture = read_cache.recall(
            ("picture", file), [path], None, partial(_read, path, file.removeprefix("content/"))
        )
        if isinstance(picture, str):
            problems.append(Problem(Location(file), picture, _FORMATS))
        else:
            pictures[picture.name] = picture
    return pictures, problems


def _beside_texts(project: Path) -> list[Path]:
    """Return the pictures that lie beside a text, in folders inside those of articles and pages."""
    folders = [project / kind.place for kind in (ARTICLE, PAGE)]
    found = (path for folder in folders if has_folder(folder) for path in folder.glob("*/**/*"))
    return sorted(path for path in found if path.suffix.lower() in SUFFIXES and not path.name.startswith("."))


_FORMATS: Final = "pictures are JPEG, PNG, WebP, AVIF or GIF files"


def _read(path: Path, name: str) -> PictureFile | str:
    from PIL import Image, UnidentifiedImageError

    try:
        data = path.read_bytes()
    except OSError as error:
        return f"the picture can't be read: {excerpt((error.strerror or type(error).__name__).lower())}"
    try:
        with Image.open(io.BytesIO(data)) as image:
            width, height = image.size
            turned = image.getexif().get(0x0112) in _TURNED
            animated = getattr(image, "is_animated", False)
    except UnidentifiedImageError:
        return "this is not a picture, or a damaged one"
    except Image.DecompressionBombError:
        return "the picture is too large to be safe"
    except Exception as error:  # noqa: BLE001  # a damaged picture makes Pillow raise almost anything
        return f"the picture is damaged: {excerpt(str(error))}"
    if width * height > _LARGEST:
        return f"the picture has {width} × {height} pixels, more than fits in memory: make it smaller"
    if turned:
        width, height = height, width
    return PictureFile(name, path, width, height, content_hash(data), bool(animated))
