"""Locates things in a project's files: a key or value by its path of keys, a text by its words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from site_gen.load.files import YAML_LIMIT
from site_gen.load.markdown import MARKDOWN_LIMIT
from site_gen.load.references import find_references
from site_gen.model.finding import Finding
from site_gen.model.finding import Path as Keys
from site_gen.problems import Location, Problem
from site_gen.sources.front_matter import split_front_matter
from site_gen.sources.text import Lines, read_source
from site_gen.sources.yaml import Data, Document, read_yaml
from site_gen.sources.yaml_values import written_values

_HTML_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Passage:
    """A value or a Markdown body: its source text (`written`), its value, and its start in the text of `lines`."""

    lines: Lines
    start: int
    written: str
    value: str

    def link(self, is_wanted: Callable[[str], bool]) -> Location | None:
        """Return the place of the first link whose target is wanted."""
        for reference in find_references(self.written):
            if is_wanted(reference.target):
                at = self.written.find(reference.target, reference.offset)  # written otherwise where it has escapes
                return self.lines.place(self.start + (at if at >= 0 else reference.offset))
        return None

    def links(self) -> Iterator[tuple[str, Location]]:
        """Yield the targets of all links with their places."""
        for reference in find_references(self.written):
            if not reference.is_picture:
                at = self.written.find(reference.target, reference.offset)
                yield reference.target, self.lines.place(self.start + max(at, reference.offset))

    def words(self, text: str) -> Location | None:
        """Return the first place of a text; the passage's start if the text is written with escapes or line breaks."""
        index = self.written.find(text)
        if index < 0 and text not in self.value:
            return None
        return self.lines.place(self.start + max(index, 0))


@dataclass
class Locator:
    """Finds places in the files of a project, and reads each file at most once.

    `documents` are those already read, by file; None for one that has to be read again.
    """

    project: Path
    documents: Mapping[str, Document | None] = field(default_factory=dict)
    _read: dict[str, Document] = field(default_factory=dict)
    _passages: dict[str, tuple[_Passage, ...]] = field(default_factory=dict)
    _names: dict[str, list[str]] = field(default_factory=dict)

    def data(self, file: str) -> Data:
        """Return a file's data as they are written; None if there are none, or they can't be read."""
        return self.document(file).data

    def problem(self, finding: Finding) -> Problem:
        """Return a finding as a problem with its place."""
        find = self.key if finding.at_key else self.value
        return Problem(find(finding.file, finding.path), finding.message, finding.hint, finding.severity)

    def problems(self, findings: Iterable[Finding]) -> Iterator[Problem]:
        """Yield findings as problems with their places."""
        return map(self.problem, findings)

    def value(self, file: str, path: Keys) -> Location:
        """Return where the value at a path of keys is, or its nearest existing ancestor."""
        return self.document(file).locate(path)

    def key(self, file: str, path: Keys) -> Location:
        """Return where the last key of a path is, or its nearest existing ancestor."""
        return self.document(file).locate(path, key=True)

    def text(self, file: str, text: str) -> Location | None:
        """Return the first place of a text in a file's values or Markdown body, else in those of its translations.

        None if none of them contains the text.
        """
        return self._first(file, lambda passage: passage.words(text))

    def link(self, file: str, address: str) -> Location | None:
        """Return where a file, or a translation of it, links to an address of the site.

        A link can be written differently, such as '../cases/cafe.yaml' for '/es/cases/cafe/': then only the last part
        is compared. A link in Markdown takes precedence over the same words elsewhere. None if there is no such link.
        """
        last = _last_part(address) or address
        return (
            self._first(file, lambda passage: passage.link(address.__eq__))
            or self.text(file, address)
            or self._first(file, lambda passage: passage.link(lambda target: _last_part(target) == last))
            or self.text(file, last)
        )

    def links(self, file: str) -> Iterator[tuple[str, Location]]:
        """Yield the targets of the links that stand in a file, with their places."""
        for passage in self._texts(file):
            yield from passage.links()

    def _first(self, file: str, find: Callable[[_Passage], Location | None]) -> Location | None:
        passages = (passage for name in (file, *self._translations(file)) for passage in self._texts(name))
        return next((place for passage in passages if (place := find(passage)) is not None), None)

    def document(self, file: str) -> Document:
        """Return a file as it is read: a YAML file, or the front matter of a text."""
        found = self.documents.get(file) or self._read.get(file)
        if found is None:
            self._load(file)
            found = self._read[file]
        return found

    def _texts(self, file: str) -> tuple[_Passage, ...]:
        if file not in self._passages:
            self._load(file)
        return self._passages[file]

    def _load(self, file: str) -> None:
        """Read a file: a Markdown file's front matter and body, or a whole YAML file; other files are skipped."""
        suffix = PurePosixPath(file).suffix
        limit = {".md": MARKDOWN_LIMIT, ".markdown": MARKDOWN_LIMIT, ".yaml": YAML_LIMIT}.get(suffix)
        text = read_source(self.project / file, file, limit)[0] if limit else ""
        if suffix in {".md", ".markdown"}:
            split = split_front_matter(text, file)
            document = read_yaml(split.yaml or "", file, split.yaml_line)
            body = [_body(Lines(split.body, file, split.body_line))]
        else:
            document, body = read_yaml(text, file), []
        self._read[file] = document
        self._passages[file] = (*_values(document), *body)

    def _translations(self, file: str) -> list[str]:
        path = PurePosixPath(file)
        begin, end = f"{path.stem}.", path.suffix
        names = self._names_in(path.parent.as_posix())
        at, found = bisect_left(names, begin), []
        while at < len(names) and names[at].startswith(begin):
            if names[at].endswith(end) and len(names[at]) > len(begin + end):
                found.append((path.parent / names[at]).as_posix())
            at += 1
        return found

    def _names_in(self, folder: str) -> list[str]:
        """Return the sorted names of a folder's entries, listed once."""
        if folder not in self._names:
            self._names[folder] = sorted(found.name for found in (self.project / folder).glob("*"))
        return self._names[folder]


def _last_part(target: str) -> str:
    """Return the last name in an address or path: 'cafe' for '../cases/cafe.yaml'."""
    name = target.partition("#")[0].rstrip("/").rpartition("/")[2]
    return name.removesuffix(".md").removesuffix(".yaml")


def _values(document: Document) -> Iterator[_Passage]:
    lines = Lines(document.text, document.file, document.first_line)
    for value in written_values(document.text):
        yield _Passage(lines, value.start, document.text[value.start : value.end], value.value)


def _body(lines: Lines) -> _Passage:
    shown = _HTML_COMMENT.sub(lambda comment: " " * len(comment[0]), lines.text)
    return _Passage(lines, 0, shown, shown)
