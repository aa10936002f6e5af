"""Tells code from text, so that marks in code stay as they are, and knows the lines of what is found."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from typing import Final

from site_gen.sources.markdown_blocks import without_code

_OPEN, _CLOSE = "\ue000", "\ue001"
_GUARDED: Final = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_ROUNDS: Final = 8
"""Parts may hold others: code in a box in a quotation."""


class Kept:
    """A text whose parts can be taken out, and put back as they were."""

    def __init__(self, first_line: int = 1) -> None:
        self._parts: list[str] = []
        self._lines: list[int] = []
        self._first = first_line

    def keep(self, part: str, lines: int | None = None) -> str:
        """Return what stands for a part until it is put back; `lines` is how many line ends it had in the source."""
        self._parts.append(part)
        self._lines.append(sum(self._counted(part)) if lines is None else lines)
        return f"{_OPEN}{len(self._parts) - 1}{_CLOSE}"

    def hide_code(self, text: str) -> str:
        """Return a text with marks in the place of code: fenced, indented, and in a line."""
        plain = without_code(text)
        if plain == text:
            return text
        parts, at = [], 0
        for start, end in _spans(text, plain):
            parts += [text[at:start], self.keep(text[start:end])]
            at = end
        return "".join([*parts, text[at:]])

    def back(self, text: str) -> str:
        """Return a text with all its parts."""
        for _ in range(_ROUNDS):
            if _OPEN not in text:
                break
            text = _GUARDED.sub(self._part, text)
        return text.replace(_OPEN, "").replace(_CLOSE, "")

    def line(self, text: str, offset: int) -> int:
        """Return the line of the source at an offset of a text with marks in it."""
        return self._first + sum(self._counted(text[:offset]))

    def lines(self, text: str) -> int:
        """Return how many line ends a text with marks has in the source."""
        return sum(self._counted(text))

    def _counted(self, text: str) -> tuple[int, int]:
        inner = sum(self._lines[int(n)] for n in _GUARDED.findall(text) if int(n) < len(self._lines))
        return text.count("\n"), inner

    def _part(self, found: re.Match[str]) -> str:
        number = int(found[1])
        return self._parts[number] if number < len(self._parts) else ""


def nearest_line(source: str, first: int, part: str, guess: int) -> int:
    """Return the line of a source (its first one is `first`) in which a part of it stands, the nearest to a guess.

    What is made of a text has more lines or fewer; where the part stands nowhere, the guess is kept inside the source.
    """
    part = part.strip().partition("\n")[0][:60]
    rows = source.split("\n")
    found = [first + number for number, row in enumerate(rows) if part in row] if part else []
    return min(found, key=lambda line: abs(line - guess), default=max(first, min(guess, first + len(rows) - 1)))


def without_parts(text: str) -> str:
    """Return a text without the kept parts that it stands for."""
    return _GUARDED.sub("", text)


def without_marks(text: str) -> str:
    """Return a text without the signs that stand for kept parts; no keyboard writes them."""
    return text.translate({0xE000: None, 0xE001: None, 0xE002: None})


def replaced_between(
    text: str, opening: re.Pattern[str], closing: re.Pattern[str], change: Callable[[re.Match[str], str], str]
) -> str:
    """Return a text with `change`'s result for each opening mark, what follows, and the closing mark of its `name`."""
    ends: dict[str, list[re.Match[str]]] = {}
    for found in closing.finditer(text):
        ends.setdefault(found["name"], []).append(found)
    parts, at = [], 0
    for found in opening.finditer(text) if ends else ():
        closers = ends.get(found["name"], [])
        number = bisect_left(closers, found.end(), key=lambda end: end.start())
        if found.start() >= at and number < len(closers):
            parts += [text[at : found.start()], change(found, text[found.end() : closers[number].start()])]
            at = closers[number].end()
    return "".join([*parts, text[at:]])


def _spans(text: str, plain: str) -> list[tuple[int, int]]:
    """Return where code is: whole lines, and parts of lines."""
    spans: list[tuple[int, int]] = []
    start = 0
    for line, other in zip(text.split("\n"), plain.split("\n"), strict=True):
        if line != other:
            if not other.strip():
                spans.append((start, start + len(line)))
            else:
                spans += [(start + first, start + last) for first, last in _in_line(line, other)]
        start += len(line) + 1
    return spans


def _in_line(line: str, other: str) -> list[tuple[int, int]]:
    """Return the parts of a line that are spaces in the other; spaces at their ends belong to them or not."""
    found: list[tuple[int, int]] = []
    first: int | None = None
    last = 0
    for at, (left, right) in enumerate(zip(line, other, strict=True)):
        if left != right:
            first, last = (at if first is None else first), at + 1
        elif right != " " and first is not None:
            found.append((first, last))
            first = None
    return [*found, (first, last)] if first is not None else found
