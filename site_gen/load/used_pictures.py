"""Checks the pictures that files name, in keys and in Markdown: whether they exist and have alternative text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from site_gen.load.pictures import Gallery
from site_gen.load.references import find_picture, find_references, is_external, picture_name
from site_gen.model.base import Model
from site_gen.model.pictures import Mark, NamedPicture
from site_gen.model.used_photos import Path, named_pictures
from site_gen.nearest import nearest
from site_gen.problems import Location, Problem, Severity
from site_gen.sources.markdown_blocks import without_code
from site_gen.sources.raw_html import picture_tags
from site_gen.sources.text import excerpt
from site_gen.sources.yaml import Document


@dataclass(frozen=True, slots=True)
class Body:
    """A Markdown text and its place: `first_line` in its file, or None for a value of a YAML document, at `path`."""

    text: str
    document: Document
    first_line: int | None
    path: Path = ("body",)

    def location(self, offset: int) -> Location:
        """Return the place in the file for an offset in the text."""
        before = self.text[:offset]
        line, column = before.count("\n"), offset - before.rfind("\n")
        if self.first_line is not None:
            return Location(self.document.file, self.first_line + line, column)
        start = self.document.locate(self.path)
        source = self.document.text.split("\n")
        opening = source[start.line - 1][start.column - 1 :]
        first = next((text for text in source[start.line :] if text.strip()), "")
        if opening[:1] == "|" and not any(c.isdigit() for c in opening):
            return Location(start.file, start.line + line + 1, column + len(first) - len(first.lstrip(" ")))
        return start  # other YAML styles fold lines: the text's beginning is close enough


@dataclass
class UsedPictures:
    """Collects uses of pictures while files are read, and checks them at the end."""

    _photos: list[tuple[Document, Path, NamedPicture]] = field(default_factory=list)
    _bodies: list[Body] = field(default_factory=list)

    def note(self, document: Document, value: Model) -> None:
        """Collect the photos in a model."""
        self._photos += [(document, path, photo) for path, photo in named_pictures(value)]

    def note_text(self, body: Body) -> None:
        """Collect a text if it may contain a picture; most contain none."""
        if "![" in body.text or "]:" in body.text or _RAW.search(body.text):
            self._bodies.append(body)

    def add(self, other: UsedPictures) -> None:
        """Add what another instance collected."""
        if other._photos or other._bodies:
            self._photos += other._photos
            self._bodies += other._bodies

    def problems(self, gallery: Gallery) -> Iterator[Problem]:
        """Yield an error for each use of a picture that doesn't exist or can't be shown, a warning for each picture
        without alternative text, and one for each file that can't be shown and that nothing uses."""
        used: set[str] = set()
        for name, location, has_words in self._uses():
            found = find_picture(name, gallery.names, location.file)
            used.add(found or "")
            yield from _check(location, name, found, gallery, has_words=has_words)
        for body in self._bodies:
            yield from _other_pictures(body)
        yield from (problem for name, problem in gallery.unfit.items() if name not in used)

    def _uses(self) -> Iterator[tuple[str, Location, bool]]:
        """Yield the name of each picture as written, its place, and whether it has words."""
        for document, path, photo in self._photos:
            yield photo.image, document.locate((*path, "image")), isinstance(photo, Mark) or photo.alt is not None
        for body in self._bodies:
            for reference in find_references(body.text):
                if reference.is_picture and not is_external(reference.target):
                    has_words = reference.is_decoration or bool(reference.text.strip())
                    yield reference.target, body.location(reference.offset), has_words


def _check(location: Location, name: str, found: str | None, gallery: Gallery, *, has_words: bool) -> Iterator[Problem]:
    if not name:
        yield Problem(location, "the picture has no name", "write its path in content/images between the brackets")
    elif found is None:
        hint = nearest(picture_name(name), gallery.names)
        hint = hint or "pictures lie in content/images and are named by their path in it"
        yield Problem(location, f"there is no picture '{excerpt(name)}'", hint)
    elif found in gallery.unfit:
        unfit = gallery.unfit[found]
        yield Problem(location, f"'{excerpt(name)}' can't be shown: {unfit.message}", unfit.hint)
    elif not has_words:
        hint = 'write alt: what can be seen, for those who don\'t see it (alt: "" for mere decoration)'
        yield Problem(location, "the picture has no alt text", hint, Severity.WARNING)


def _other_pictures(body: Body) -> Iterator[Problem]:
    """Find raw HTML that names pictures where they aren't looked for."""
    if not _RAW.search(body.text):
        return
    for tag in picture_tags(without_code(body.text)):
        for attribute in _ELSEWHERE.get(tag.name, ()):
            value = tag.attributes.get(attribute)
            if value and not is_external(value):
                message = f"the picture in {attribute}= of <{tag.name}> is not made: {excerpt(value)}"
                hint = 'write <img src="NAME" alt="…"> alone: every size and format is made of it'
                yield Problem(body.location(tag.start), message, hint)


_RAW: Final = re.compile("<(?:img|source|video)", re.IGNORECASE)
_ELSEWHERE: Final = {"img": ("srcset",), "source": ("srcset",), "video": ("poster",)}
"""Attributes of raw HTML that name further pictures."""
