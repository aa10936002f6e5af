"""YAML text → plain data, all its problems, and the position of any value on demand. Knows none of our keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from site_gen.problems import Location, Problem
from site_gen.sources.notes import CutTexts
from site_gen.sources.text import Lines
from site_gen.sources.yaml_reader import Data, YamlReader
from site_gen.sources.yaml_values import written_values

__all__ = ["Data", "Document", "read_yaml"]


@dataclass(frozen=True)
class Document:
    """A parsed YAML text; `data` is None if the text is empty or can't be read to its end.

    Aliases share their data with the anchor: treat it as read-only.
    """

    file: str
    data: Data
    problems: tuple[Problem, ...]
    text: str = field(repr=False)
    first_line: int = 1

    def locate(self, path: tuple[str | int, ...], *, key: bool = False) -> Location:
        """Return where the value at `path` is, or its key, or its nearest existing ancestor."""
        lines, reader = self._places
        return lines.place(reader.find(path, key=key))

    def place(self, index: int) -> Location:
        """Return where the character at `index` of the text stands in the file."""
        return self._places[0].place(index)

    def written(self, path: tuple[str | int, ...]) -> str:
        """Return the scalar at `path` as it stands in the text, quotes included; '' if there is none."""
        place = self.span(path)
        return self.text[place[0] : place[1]] if place else ""

    def span(self, path: tuple[str | int, ...]) -> tuple[int, int] | None:
        """Return where the scalar at `path` begins and ends in the text; None if no scalar is there."""
        _, reader = self._places
        index = reader.find(path, key=False)
        return self._spans.get(index)

    def key_index(self, path: tuple[str | int, ...]) -> int:
        """Return where the last key of `path` begins in the text."""
        _, reader = self._places
        return reader.find(path, key=True)

    @cached_property
    def _spans(self) -> Mapping[int, tuple[int, int]]:
        return {value.at: (value.start, value.end) for value in written_values(self.text)}

    @cached_property
    def _places(self) -> tuple[Lines, YamlReader]:
        # Few documents need positions, so none are stored: the text is parsed again.
        lines = Lines(self.text, self.file, self.first_line)
        return lines, YamlReader(lines)


def read_yaml(text: str, file: str, first_line: int = 1) -> Document:
    """Read one YAML document that begins at `first_line` of `file`; mistakes become problems, not errors."""
    text = text.lstrip("\ufeff")  # a byte order mark, which the parser doesn't count as a column
    lines = Lines(text, file, first_line)
    cut = CutTexts(lines)
    reader = YamlReader(lines, plain=cut.look if cut.is_needed else None)
    said = {problem.location.line for problem in reader.problems}
    problems = sorted([*reader.problems, *(each for each in cut.problems if each.location.line not in said)])
    return Document(file, reader.data, tuple(problems), text, first_line)
