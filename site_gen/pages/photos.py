"""The site's photos: their views, and the files that views name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final

from slugify import slugify

from site_gen.model.case import Photo
from site_gen.model.site import PictureFile
from site_gen.pages.views.parts import PictureSourceView, PictureView
from site_gen.pages.views.site import SocialImageView
from site_gen.render.artifact import TYPES, Artifact, Format, FromFile, FromPicture

FOLDER: Final = "images/"
WIDTHS: Final = (400, 800, 1200, 1600)
"""The widths that the layout uses; none is larger than the photo."""

FALLBACK_WIDTH: Final = 800
SHARED: Final = (1200, 630)
"""The size of the picture shown when a page is shared (see networks.md, Images)."""

_NAMED: Final = re.compile(rf"{FOLDER}[^\s,\"')]+")


class PhotoCatalogue:
    """Provides pictures for views, and the artifacts of the files that finished views name.

    Results depend only on the project's pictures, never on earlier calls.
    """

    def __init__(self, pictures: Mapping[str, PictureFile], base: str, origin: str) -> None:
        self._pictures = pictures
        self._base = base
        self._origin = origin
        self._views: dict[str, PictureView] = {}

    def view(self, photo: Photo | None, name: str | None = None) -> PictureView | None:
        """Return a photo's view, or None for none. `name` is its path below content/images."""
        if photo is None:
            return None
        view = self._view(name or photo.image)
        return PictureView(**{**view, "alt": photo.alt or "", "caption": photo.caption}) if view else None

    def shared(self, photo: Photo | None, name: str | None = None) -> SocialImageView | None:
        """Return a photo cropped for link previews of networks."""
        picture = self._pictures.get(name or photo.image) if photo else None
        if picture is None or photo is None:
            return None
        width, height = SHARED
        url = self._origin + self._base + _shared_path(picture)
        return SocialImageView(url=url, width=width, height=height, alt=photo.alt or "")

    def named_in(self, views: Iterable[object]) -> Iterator[Artifact]:
        """Yield the artifact of every photo that one of these views names, without duplicates, by path."""
        if not self._pictures:
            return
        found = {path for text in _texts(views) for path in _NAMED.findall(text)}
        yield from (self._files[path] for path in sorted(found & self._files.keys()))

    def find(self, path: str) -> Artifact | None:
        """Return the artifact of a photo's output file; None for any other path."""
        return self._files.get(path)

    @cached_property
    def _files(self) -> Mapping[str, Artifact]:
        """All possible output files of the project's photos, by path."""
        return {file.path: file for picture in self._pictures.values() for file in _files_of(picture)}

    def _view(self, name: str) -> PictureView | None:
        if name not in self._views:
            picture = self._pictures.get(name)
            if picture is None:
                return None
            self._views[name] = self._copied(picture) if picture.animated else self._made(picture)
        return self._views[name]

    def _copied(self, picture: PictureFile) -> PictureView:
        src = self._base + _copy_path(picture)
        return PictureView(src=src, width=picture.width, height=picture.height, alt="", caption=None, sources=[])

    def _made(self, picture: PictureFile) -> PictureView:
        widths = _widths(picture)
        width = max((w for w in widths if w <= FALLBACK_WIDTH), default=widths[0])
        return PictureView(
            src=self._base + _path(picture, width, _fallback(picture)),
            width=picture.width,
            height=picture.height,
            alt="",
            caption=None,
            sources=[self._source(picture, widths, "avif"), self._source(picture, widths, "webp")],
        )

    def _source(self, picture: PictureFile, widths: list[int], format_: Format) -> PictureSourceView:
        files = (f"{self._base}{_path(picture, width, format_)} {width}w" for width in widths)
        return PictureSourceView(type=TYPES[format_], srcset=", ".join(files))


def _texts(views: Iterable[object]) -> Iterator[str]:
    """Yield the texts in views that can name a photo; parts that several views share are searched once."""
    seen: set[int] = set()
    waiting = list(views)
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            if FOLDER in value:
                yield value
        elif isinstance(value, dict | list) and id(value) not in seen:
            seen.add(id(value))
            waiting.extend(value.values() if isinstance(value, dict) else value)


# --- the files of one photo -------------------------------------------------------------------------------------------


def _files_of(picture: PictureFile) -> Iterator[Artifact]:
    yield _artifact(picture, _shared_path(picture), FromPicture(picture.path, picture.digest, *SHARED, "jpeg"))
    if picture.animated:
        yield _artifact(picture, _copy_path(picture), FromFile(picture.path, picture.digest))
        return
    for format_ in dict.fromkeys((_fallback(picture), "avif", "webp")):
        for width in _widths(picture):
            maker = FromPicture(picture.path, picture.digest, width, _height(picture, width), format_)
            yield _artifact(picture, _path(picture, width, format_), maker)


def _artifact(picture: PictureFile, path: str, maker: FromPicture | FromFile) -> Artifact:
    return Artifact(path, maker, f"content/images/{picture.name}")


def _widths(picture: PictureFile) -> list[int]:
    widths = [width for width in WIDTHS if width < picture.width]
    return [*widths, picture.width] if picture.width <= WIDTHS[-1] else widths


def _fallback(picture: PictureFile) -> Format:
    return "png" if picture.name.lower().endswith(".png") else "jpeg"


def _path(picture: PictureFile, mark: int | str, format_: Format) -> str:
    return f"{_stem(picture)}-{mark}.{'jpg' if format_ == 'jpeg' else format_}"


def _shared_path(picture: PictureFile) -> str:
    return _path(picture, "share", "jpeg")


def _copy_path(picture: PictureFile) -> str:
    return f"{_stem(picture)}{PurePosixPath(picture.name).suffix.lower()}"


def _stem(picture: PictureFile) -> str:
    name = slugify(str(PurePosixPath(picture.name).with_suffix("")))
    return f"{FOLDER}{name}-{picture.digest[:8]}"


def _height(picture: PictureFile, width: int) -> int:
    return max(1, round(picture.height * width / picture.width))
