"""The site's photos: their views, and the files that views name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final

from slugify import slugify

from site_gen.imaging.kinds import Kind
from site_gen.load.references import find_picture
from site_gen.model.pictures import Photo
from site_gen.model.site import PictureFile
from site_gen.pages.views.parts import PictureSourceView, PictureView
from site_gen.pages.views.site import SocialImageView
from site_gen.render.artifact import TYPES, Artifact, Format, FromPicture, FromPlainPicture

FOLDER: Final = "images/"
WIDTHS: Final = (400, 800, 1200, 1600)
"""The widths that the layout uses; none is larger than the photo."""

FALLBACK_WIDTH: Final = 800
SHARED: Final = (1200, 630)
"""The size of the picture shown when a page is shared (see networks.md, Images)."""

_CUT: Final = re.compile(r"(?P<stem>.*-share)-(?P<x>\d{1,3})-(?P<y>\d{1,3})\.jpg")
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

    def view(self, photo: Photo | None) -> PictureView | None:
        """Return a photo's view, or None for none."""
        view = self._view(photo.image) if photo else None
        if view is None or photo is None:
            return None
        own = {"alt": photo.alt or "", "caption": photo.caption, "focus": focus_class(photo.focus)}
        return PictureView(**{**view, **own})  # type: ignore[typeddict-item]  # the keys of both

    def named(self, target: str, alt: str, file: str) -> PictureView | None:
        """Return the view of a picture that a text in `file` names; None for a name that no picture has."""
        view = self._view(target, file)
        return PictureView(**{**view, "alt": alt}) if view else None

    def file(self, photo: Photo) -> PictureFile | None:
        """Return the file of a photo."""
        return self._picture(photo.image)

    def shared(self, photo: Photo | None) -> SocialImageView | None:
        """Return a photo cropped for link previews of networks."""
        picture = self._picture(photo.image) if photo else None
        if picture is None or photo is None:
            return None
        width, height = SHARED
        url = self._origin + self._base + _shared_path(picture, photo.focus)
        return SocialImageView(url=url, width=width, height=height, alt=photo.alt or "")

    def names_in(self, views: Iterable[object]) -> list[str]:
        """Return the path of each photo that one of these views names, without duplicates, sorted."""
        if not self._pictures:
            return []
        return sorted({path for text in _texts(views) for path in _NAMED.findall(text)})

    def find(self, path: str) -> Artifact | None:
        """Return the artifact of a photo's output file; None for any other path."""
        found = self._files.get(path)
        cut = _CUT.fullmatch(path) if found is None else None
        whole = self._files.get(f"{cut['stem']}.jpg") if cut else None
        if cut is None or whole is None or not isinstance(whole.maker, FromPicture):
            return found
        focus = (int(cut["x"]), int(cut["y"]))
        return replace(whole, path=path, maker=replace(whole.maker, focus=focus)) if max(focus) <= 100 else None

    @cached_property
    def _files(self) -> Mapping[str, Artifact]:
        """All possible output files of the project's photos, by path."""
        return {file.path: file for picture in self._pictures.values() for file in _files_of(picture)}

    def _picture(self, written: str, file: str = "") -> PictureFile | None:
        """Return the picture that a name written in a file means."""
        name = find_picture(written, self._pictures, file)
        return self._pictures[name] if name is not None else None

    def _view(self, written: str, file: str = "") -> PictureView | None:
        picture = self._picture(written, file)
        if picture is None:
            return None
        if picture.name not in self._views:
            self._views[picture.name] = self._copied(picture) if _is_copied(picture) else self._made(picture)
        return self._views[picture.name]

    def _copied(self, picture: PictureFile) -> PictureView:
        src = self._base + _copy_path(picture)
        return PictureView(
            src=src, width=picture.width, height=picture.height, alt="", caption=None, focus="", large="", sources=[]
        )

    def _made(self, picture: PictureFile) -> PictureView:
        widths = _widths(picture)
        width = max((w for w in widths if w <= FALLBACK_WIDTH), default=widths[0])
        return PictureView(
            src=self._base + _path(picture, width, _fallback(picture)),
            width=picture.width,
            height=picture.height,
            alt="",
            caption=None,
            focus="",
            large=self._base + _path(picture, widths[-1], "webp") if widths[-1] > FALLBACK_WIDTH else "",
            sources=[self._source(picture, widths, "avif"), self._source(picture, widths, "webp")],
        )

    def _source(self, picture: PictureFile, widths: list[int], format_: Format) -> PictureSourceView:
        files = (f"{self._base}{_path(picture, width, format_)} {width}w" for width in widths)
        return PictureSourceView(type=TYPES[format_], srcset=", ".join(files))


def focus_class(focus: tuple[int, int] | None) -> str:
    """Return the name of the class that crops a picture around its focus; '' for the middle."""
    return f"focus-{focus[0]}-{focus[1]}" if focus else ""


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
    if _is_copied(picture):
        yield _artifact(picture, _copy_path(picture), FromPlainPicture(picture.path, picture.digest))
        return
    for format_ in dict.fromkeys((_fallback(picture), "avif", "webp")):
        for width in _widths(picture):
            maker = FromPicture(picture.path, picture.digest, width, _height(picture, width), format_)
            yield _artifact(picture, _path(picture, width, format_), maker)


def _artifact(picture: PictureFile, path: str, maker: FromPicture | FromPlainPicture) -> Artifact:
    return Artifact(path, maker, f"content/images/{picture.name}")


def _widths(picture: PictureFile) -> list[int]:
    widths = [width for width in WIDTHS if width < picture.width]
    return [*widths, picture.width] if picture.width <= WIDTHS[-1] else widths


def _fallback(picture: PictureFile) -> Format:
    return "png" if picture.kind is Kind.PNG else "jpeg"


def shown_size(picture: PictureFile) -> tuple[int, int]:
    """Return the size of a photo where one file of it is enough; of a drawing that of its print."""
    width = WIDTHS[-2] if picture.kind is Kind.SVG else min(picture.width, WIDTHS[-1])
    return width, _height(picture, width)


def _is_copied(picture: PictureFile) -> bool:
    """Whether a picture is shown as it is: other sizes of a film or of a drawing aren't made."""
    return picture.animated or picture.kind is Kind.SVG


def _path(picture: PictureFile, mark: int | str, format_: Format) -> str:
    return f"{_stem(picture)}-{mark}.{'jpg' if format_ == 'jpeg' else format_}"


def _shared_path(picture: PictureFile, focus: tuple[int, int] | None = None) -> str:
    return _path(picture, f"share-{focus[0]}-{focus[1]}" if focus else "share", "jpeg")


def _copy_path(picture: PictureFile) -> str:
    return f"{_stem(picture)}.{picture.kind}"


def _stem(picture: PictureFile) -> str:
    name = slugify(str(PurePosixPath(picture.name).with_suffix("")))
    return f"{FOLDER}{name}-{picture.digest[:8]}"


def _height(picture: PictureFile, width: int) -> int:
    return max(1, round(picture.height * width / picture.width))
