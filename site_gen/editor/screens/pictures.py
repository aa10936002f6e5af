"""The project's pictures: seeing them, adding some. What is no picture, or too large, is refused as a build would."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, Final
from unicodedata import normalize

from slugify import slugify

from site_gen.actions.editing.saving import Wish, save
from site_gen.editor.desk import Desk
from site_gen.editor.web import Answer, Asked, Upload, redirect
from site_gen.imaging.kinds import SUFFIXES, UnfitPictureError
from site_gen.imaging.opening import inspect
from site_gen.load.pictures import FOLDER
from site_gen.model.site import PictureFile

SMALL: Final = 320
"""The longest side of a picture in the list, in pixels."""


def screen(desk: Desk, asked: Asked) -> Answer:
    """Show the pictures; take new ones in."""
    refused: list[dict[str, str]] = []
    added: list[str] = []
    if asked.method == "POST":
        for upload in asked.uploads:
            try:
                added.append(_add(desk, upload))
            except UnfitPictureError as error:
                refused.append(
                    {"name": PurePosixPath(upload.name).name[:80], "message": str(error), "hint": error.hint}
                )
        if not refused and asked.uploads:
            return redirect("pictures", wrote=tuple(f"{FOLDER}/{name}" for name in added), added=len(added))
    site = desk.site
    files = sorted(site.pictures.values(), key=lambda each: each.name) if site else []
    return desk.page(
        asked,
        "pictures.html",
        422 if refused else 200,
        pictures=[{"name": each.name, "width": each.width, "height": each.height} for each in files],
        refused=refused,
        is_empty=asked.method == "POST" and not asked.uploads,
        added=asked.query.get("added", "") or len(added) or "",
    )


def picture(desk: Desk, asked: Asked) -> Answer:
    """Return a small version of a picture of the project."""
    found = desk.site.pictures.get(normalize("NFC", asked.query.get("name", ""))) if desk.site else None
    if found is None:
        return Answer(404, b"", "text/plain; charset=utf-8")
    return Answer(200, _small(found), "image/webp", (("Cache-Control", "private, max-age=60"),))


def _add(desk: Desk, upload: Upload) -> str:
    """Keep a picture under a name of its own; return its path below content/images. Raises UnfitPictureError."""
    facts = inspect(upload.content)
    suffix = next(suffix for suffix, kind in SUFFIXES.items() if kind is facts.kind)
    stem = slugify(PurePosixPath(upload.name.replace("\\", "/")).stem, max_length=60) or "picture"
    number = 1
    while True:
        name = f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}"
        there = desk.work.read(f"{FOLDER}/{name}")
        if there is None:
            save(desk.work, "picture", {f"{FOLDER}/{name}": Wish("", upload.content)})
            return name
        if there == upload.content:
            return name
        number += 1


def _small(found: PictureFile) -> bytes:
    from site_gen.imaging.photos import working_copy

    try:
        image: Any = working_copy(found.path.read_bytes())
    except (UnfitPictureError, OSError):  # a drawing, or it was taken away meanwhile
        from PIL import Image

        image = Image.new("RGB", (SMALL, SMALL * 2 // 3), "#888888")
    image.thumbnail((SMALL, SMALL))
    stream = BytesIO()
    image.save(stream, "WEBP", quality=70)
    return stream.getvalue()
