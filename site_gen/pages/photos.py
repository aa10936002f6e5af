"""Which photos a site uses, in which sizes; planned as they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from slugify import slugify

from site_gen.model.case import Photo
from site_gen.model.site import PictureFile
from site_gen.pages.views import PictureSourceView, PictureView, SocialImageView
from site_gen.render.artifact import TYPES, Artifact, Format, FromFile, FromPicture

WIDTHS: Final = (400, 800, 1200, 1600)
"""The widths that the layout asks for; none larger than the photo is made."""

FALLBACK_WIDTH: Final = 800
SHARED: Final = (1200, 630)
"""The size of the picture shown when a page is shared (see networks.md, Images)."""


class PhotoBook:
    """Gives out pictures for views, and remembers which files they need."""

    def __init__(self, pictures: Mapping[str, PictureFile], base: str, origin: str) -> None:
        self._pictures = pictures
        self._base = base
        self._origin = origin
        self._views: dict[str, PictureView] = {}
        self._artifacts: dict[str, Artifact] = {}

    def view(self, photo: Photo | None, name: str | None = None) -> PictureView | None:
        """Return a photo's view, or None for none. `name` is its path below content/images."""
        if photo is None:
            return None
        view = self._view(name or photo.image)
        return PictureView(**{**view, "alt": photo.alt or "", "caption": photo.caption}) if view else None

    def shared(self, photo: Photo | None, name: str | None = None) -> SocialImageView | None:
        """Return a photo cut for the networks' link previews."""
        picture = self._pictures.get(name or photo.image) if photo else None
        if picture is None or photo is None:
            return None
        width, height = SHARED
        path = self._add(picture, width, height, "jpeg", "share")
        return SocialImageView(url=self._origin + self._base + path, width=width, height=height, alt=photo.alt or "")

    def draw(self, picture: Artifact) -> None:
        """Take a drawn picture in, once for all pages that show it."""
        self._artifacts[picture.path] = picture

    def artifacts(self) -> Iterator[Artifact]:
        """Yield the files of every picture given out."""
        yield from self._artifacts.values()

    def _view(self, name: str) -> PictureView | None:
        if name not in self._views:
            picture = self._pictures.get(name)
            if picture is None:
                return None
            self._views[name] = self._copied(picture) if picture.animated else self._made(picture)
        return self._views[name]

    def _copied(self, picture: PictureFile) -> PictureView:
        path = f"{_stem(picture)}{PurePosixPath(picture.name).suffix.lower()}"
        self._artifacts[path] = Artifact(path, FromFile(picture.path, picture.digest), f"content/images/{picture.name}")
        return PictureView(
            src=self._base + path, width=picture.width, height=picture.height, alt="", caption=None, sources=[]
        )

    def _made(self, picture: PictureFile) -> PictureView:
        widths = [width for width in WIDTHS if width < picture.width] or []
        if picture.width <= WIDTHS[-1]:
            widths.append(picture.width)
        fallback: Format = "png" if picture.name.lower().endswith(".png") else "jpeg"
        width = max((w for w in widths if w <= FALLBACK_WIDTH), default=widths[0])
        return PictureView(
            src=self._base + self._add(picture, width, _height(picture, width), fallback),
            width=picture.width,
            height=picture.height,
            alt="",
            caption=None,
            sources=[self._source(picture, widths, "avif"), self._source(picture, widths, "webp")],
        )

    def _source(self, picture: PictureFile, widths: list[int], format_: Format) -> PictureSourceView:
        files = [(self._base + self._add(picture, width, _height(picture, width), format_), width) for width in widths]
        return PictureSourceView(type=TYPES[format_], srcset=", ".join(f"{path} {width}w" for path, width in files))

    def _add(self, picture: PictureFile, width: int, height: int, format_: Format, mark: str = "") -> str:
        suffix = "jpg" if format_ == "jpeg" else format_
        path = f"{_stem(picture)}-{mark or width}.{suffix}"
        maker = FromPicture(picture.path, picture.digest, width, height, format_)
        self._artifacts[path] = Artifact(path, maker, f"content/images/{picture.name}")
        return path


def _stem(picture: PictureFile) -> str:
    name = slugify(str(PurePosixPath(picture.name).with_suffix("")))
    return f"images/{name}-{picture.digest[:8]}"


def _height(picture: PictureFile, width: int) -> int:
    return max(1, round(picture.height * width / picture.width))
