"""Checks the pictures that files name, in keys and in Markdown: whether they exist and have alternative text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from site_gen.load.pictures import Gallery
from site_gen.load.references import find_picture, find_references, is_external, picture_name
from site_gen.messages import m
from site_gen.model.base import Model
from site_gen.model.pictures import Mark
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
        return _placed(self.document, self.place(offset))

    def place(self, offset: int) -> _InText:
        """Return where an offset in the text is, from which `_placed` finds it in the file."""
        before = self.text[:offset]
        return _InText(self.document.file, self.path, self.first_line, before.count("\n"), offset - before.rfind("\n"))


@dataclass(frozen=True, slots=True)
class _InText:
    """A place in a Markdown text, `line` (from 0) and `column` (from 1) in it; the rest as in a `Body`."""

    file: str
    path: Path
    first_line: int | None
    line: int
    column: int


def _placed(document: Document | None, place: _InText) -> Location:
    """Return a place in a text as one in its file; a text whose first line is known needs no document."""
    if place.first_line is not None or document is None:
        return Location(place.file, (place.first_line or 1) + place.line, place.column)
    start = document.locate(place.path)
    source = document.text.split("\n")
    opening = source[start.line - 1][start.column - 1 :]
    first = next((text for text in source[start.line :] if text.strip()), "")
    if opening[:1] == "|" and not any(c.isdigit() for c in opening):
        return Location(start.file, start.line + place.line + 1, place.column + len(first) - len(first.lstrip(" ")))
    return start  # other YAML styles fold lines: the text's beginning is close enough


@dataclass(frozen=True, slots=True)
class _Use:
    """The name of a picture as it is written, whether it has words, and where it stands: at a path of keys in a file,
    or in a text."""

    name: str
    has_words: bool
    place: tuple[str, Path] | _InText


@dataclass
class UsedPictures:
    """Collects uses of pictures while files are read, and checks them at the end.

    Only places of problems are looked up in the files: most uses are right.
    """

    _uses: list[_Use] = field(default_factory=list)

    def note(self, document: Document, value: Model) -> None:
        """Collect the photos in a model."""
        for path, photo in named_pictures(value):
            has_words = isinstance(photo, Mark) or photo.alt is not None
            self._uses.append(_Use(photo.image, has_words, (document.file, (*path, "image"))))

    def note_text(self, body: Body) -> None:
        """Collect the pictures in a text; most contain none."""
        if "![" in body.text or "]:" in body.text or _RAW.search(body.text):
            for reference in find_references(body.text):
                if reference.is_picture and not is_external(reference.target):
                    has_words = reference.is_decoration or bool(reference.text.strip())
                    self._uses.append(_Use(reference.target, has_words, body.place(reference.offset)))

    def add(self, other: UsedPictures) -> None:
        """Add what another instance collected."""
        self._uses += other._uses

    def problems(self, gallery: Gallery, document: Callable[[str], Document]) -> Iterator[Problem]:
        """Yield an error for each use of a picture that doesn't exist or can't be shown, a warning for each picture
        without alternative text, and one for each file that can't be shown and that nothing uses; `document` returns
        that of a file."""
        used: set[str] = set()
        for use in self._uses:
            file = use.place.file if isinstance(use.place, _InText) else use.place[0]
            found = find_picture(use.name, gallery.names, file)
            used.add(found or "")
            said = _check(use.name, found, gallery, has_words=use.has_words)
            if said is not None:
                message, hint, severity = said
                if severity is Severity.WARNING and not isinstance(use.place, _InText):
                    hint = _hint_of_short_form(document(file), use.place[1], use.name) or hint
                yield Problem(_location(use.place, document), message, hint, severity)
        yield from (problem for name, problem in gallery.unfit.items() if name not in used)


def _hint_of_short_form(document: Document, path: Path, name: str) -> str | None:
    """Return what to write where the picture's name alone stands for it (picture: a.jpg); None where it has keys."""
    *outer, _ = path
    value: object = document.data
    for key in outer:
        value = value.get(key) if isinstance(value, dict) else None
    if not isinstance(value, str) or not outer:
        return None
    example = f"{outer[-1]}: {{image: {name}, alt: …}}"
    return m(
        "write '{example}': what can be seen, for those who don't see it (alt: \"\" for mere decoration)",
        example=example,
    )


def _location(place: tuple[str, Path] | _InText, document: Callable[[str], Document]) -> Location:
    if isinstance(place, _InText):
        return _placed(None if place.first_line is not None else document(place.file), place)
    file, path = place
    return document(file).locate(path)


def _check(name: str, found: str | None, gallery: Gallery, *, has_words: bool) -> tuple[str, str, Severity] | None:
    """Return what is wrong with the use of a picture, with a hint; None for a right one."""
    if not name:
        return m("the picture has no name"), m("write its path in content/images between the brackets"), Severity.ERROR
    if found is None:
        hint = _meant_picture(name, gallery) or nearest(picture_name(name), gallery.names)
        hint = hint or m("pictures lie in content/images and are named by their path in it")
        return m("there is no picture '{name}'", name=excerpt(name)), hint, Severity.ERROR
    if found in gallery.unfit:
        unfit = gallery.unfit[found]
        return (
            m("'{name}' can't be shown: {message}", name=excerpt(name), message=unfit.message),
            unfit.hint,
            Severity.ERROR,
        )
    if not has_words:
        hint = m('write alt: what can be seen, for those who don\'t see it (alt: "" for mere decoration)')
        return m("the picture has no alt text"), hint, Severity.WARNING
    return None


def _meant_picture(name: str, gallery: Gallery) -> str:
    """Return what to write for a picture that is named by its place on a computer, or in other letters; else ''."""
    if "://" in name or name.startswith("//"):
        return m("download the picture, put it into content/images, and write the name of its file")
    last = re.split(r"[\\/]", name)[-1].casefold()
    same = [known for known in gallery.names if known.rpartition("/")[2].casefold() == last]
    return m("did you mean '{name}'?", name=same[0]) if len(same) == 1 else ""


def pictures_elsewhere(body: Body) -> Iterator[Problem]:
    """Find raw HTML that names pictures where they aren't looked for."""
    if not _RAW.search(body.text):
        return
    for tag in picture_tags(without_code(body.text)):
        for attribute in _ELSEWHERE.get(tag.name, ()):
            value = tag.attributes.get(attribute)
            if value and not is_external(value):
                message = m(
                    "the picture in {attribute}= of <{name}> is not made: {value}",
                    attribute=attribute,
                    name=tag.name,
                    value=excerpt(value),
                )
                hint = m('write <img src="NAME" alt="…"> alone: every size and format is made of it')
                yield Problem(body.location(tag.start), message, hint)


_RAW: Final = re.compile("<(?:img|source|video)", re.IGNORECASE)
_ELSEWHERE: Final = {"img": ("srcset",), "source": ("srcset",), "video": ("poster",)}
"""Attributes of raw HTML that name further pictures."""
