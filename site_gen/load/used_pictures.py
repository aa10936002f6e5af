"""Checks the pictures that files name, in keys and in Markdown: whether they exist and have alternative text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, get_args

from site_gen.load.references import find_references, is_external, picture_name, picture_of
from site_gen.model.base import Model
from site_gen.model.case import Photo
from site_gen.model.site import PictureFile
from site_gen.problems import Location, Problem, Severity, nearest
from site_gen.sources.text import excerpt
from site_gen.sources.yaml import Document

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """A Markdown text and its place: `first_line` in its file, or None for the `body` of a YAML document."""

    text: str
    document: Document
    first_line: int | None

    def location(self, offset: int) -> Location:
        """Return the place in the file for an offset in the text."""
        before = self.text[:offset]
        line, column = before.count("\n"), offset - before.rfind("\n")
        if self.first_line is not None:
            return Location(self.document.file, self.first_line + line, column)
        start = self.document.locate(("body",))
        source = self.document.text.split("\n")
        opening = source[start.line - 1][start.column - 1 :]
        first = next((text for text in source[start.line :] if text.strip()), "")
        if opening[:1] == "|" and not any(c.isdigit() for c in opening):
            return Location(start.file, start.line + line + 1, column + len(first) - len(first.lstrip(" ")))
        return start  # other YAML styles fold lines: the text's beginning is close enough


@dataclass
class UsedPictures:
    """Collects uses of pictures while files are read, and checks them at the end."""

    _photos: list[tuple[Document, Path, Photo]] = field(default_factory=list)
    _bodies: list[Body] = field(default_factory=list)

    def note(self, document: Document, value: Model) -> None:
        """Collect the photos in a model."""
        self._photos += [(document, path, photo) for path, photo in _photos(value, ())]

    def note_text(self, body: Body) -> None:
        """Collect a text if it may contain a picture; most contain none."""
        if "![" in body.text or "]:" in body.text:
            self._bodies.append(body)

    def add(self, other: UsedPictures) -> None:
        """Add what another instance collected."""
        if other._photos or other._bodies:
            self._photos += other._photos
            self._bodies += other._bodies

    def problems(self, pictures: Mapping[str, PictureFile]) -> Iterator[Problem]:
        """Yield an error for each picture that doesn't exist, and a warning for each without alternative text."""
        for document, path, photo in self._photos:
            location = document.locate((*path, "image"))
            yield from _check(
                location, photo.image, picture_name(photo.image), pictures, has_words=photo.alt is not None
            )
        for body in self._bodies:
            for reference in find_references(body.text):
                if reference.is_picture and not is_external(reference.target):
                    location = body.location(reference.offset)
                    name = picture_of(reference.target, body.document.file, pictures)
                    yield from _check(
                        location, reference.target, name, pictures, has_words=bool(reference.text.strip())
                    )


def _check(
    location: Location, written: str, name: str, pictures: Mapping[str, PictureFile], *, has_words: bool
) -> Iterator[Problem]:
    if name not in pictures:
        near = nearest(name, pictures)
        hint = near or "pictures lie in content/images and are named by their path in it"
        yield Problem(location, f"there is no picture '{excerpt(written)}'", hint)
    elif not has_words:
        hint = 'write alt: what can be seen, for those who don\'t see it (alt: "" for mere decoration)'
        yield Problem(location, "the picture has no alt text", hint, Severity.WARNING)


def _photos(value: object, path: Path) -> Iterator[tuple[Path, Photo]]:
    if isinstance(value, Photo):
        yield path, value
    elif isinstance(value, Model):
        for name, key in _fields_with_photos(type(value)):
            yield from _photos(getattr(value, name), (*path, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _photos(item, (*path, index))


@cache
def _fields_with_photos(model: type[Model]) -> tuple[tuple[str, str], ...]:
    """Return the fields that can contain a photo, with their keys in a file."""
    fields = model.model_fields.items()
    return tuple((name, info.alias or name) for name, info in fields if _holds_photo(info.annotation))


def _holds_photo(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation is Photo or bool(_fields_with_photos(annotation))
    return any(_holds_photo(inner) for inner in get_args(annotation))
