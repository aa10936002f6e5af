"""The funnel as text: boxes and arrows, 78 columns wide, in box-drawing characters or in plain ASCII."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from site_gen.actions.funnel_drawing import Box, FunnelDrawing, FunnelGroup, FunnelRow, notes
from site_gen.messages import m

INNER: Final = 18
"""The width of a box's text; three boxes with their arrows and the lines at both sides make 78 columns."""

_LEFT: Final = 4
_TRUNK: Final = _LEFT + 3 * (INNER + 4) + 2 * 3 + 1
"""The column of the line on the right, where the rows of a group join."""

_NOTE: Final = 76
"""The maximum width of a line below the drawing."""

_INTO: Final = 15
"""The column at which the joined line goes down to the second step."""

_ASCII: Final = str.maketrans(
    {
        "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "+",
        "─": "-", "│": "|", "▶": ">", "▼": "v", "…": ".", "–": "-", "’": "'", "×": "x",
    }
)  # fmt: skip
_MARKS: Final = {"broken": "×"}


def funnel_lines(picture: FunnelDrawing, encoding: str) -> Iterator[str]:
    """Yield the lines of the drawing, using only characters of the output stream's `encoding`."""
    for line in _lines(picture):
        yield _shown(line.rstrip(), encoding)


def _lines(picture: FunnelDrawing) -> Iterator[str]:
    yield picture.title
    yield ""
    if not picture.parts:
        nothing = m("There is no first step and no second step yet: write offers/NAME.yaml with kind: first-step.")
        yield nothing.said(picture.language)
        return
    yield from _entry(picture.entry)
    for index, part in enumerate(picture.parts):
        if index:
            yield " │"
        yield from _part(part, is_last=index == len(picture.parts) - 1)
    for title, lines in notes(picture):
        yield ""
        yield title
        for line in lines:
            first, *others = [line] if _width(line) <= _NOTE else _wrapped(line, _NOTE - 2)
            yield f"  {first}"
            yield from (f"    {other}" for other in others)


# --- boxes ------------------------------------------------------------------------------------------------------------


def _entry(box: Box) -> Iterator[str]:
    text = " · ".join(box.lines)
    width = max(_width(text), _width(box.label)) + 2
    yield f"┌ {box.label} {'─' * (width - _width(box.label) - 2)}┐"
    yield f"│ {_padded(text, width - 2)} │"
    yield f"└┬{'─' * (width - 1)}┘"


def _part(part: FunnelGroup, *, is_last: bool) -> Iterator[str]:
    """Yield the rows of a group, one below the other: they start at the line on the left and join on the right."""
    for index, way in enumerate(part.ways):
        more_below = index < len(part.ways) - 1 or not is_last
        leads_on = part.onward is not None
        yield from _row(way, left=(" │", " ├" if more_below else " └", " │" if more_below else "  "),
                        right=_right(index, leads_on=leads_on))  # fmt: skip
    if part.onward is None:
        return
    below = "  " if is_last else " │"
    if part.ways:
        yield f"{below.ljust(_INTO)}┌{'─' * (_TRUNK - _INTO - 1)}┘"
        yield f"{below.ljust(_INTO)}▼"
        yield from _row(part.onward, left=(below, below, below), right=None)
        return
    yield from _row(part.onward, left=(" │", " └" if is_last else " ├", below), right=None)


def _right(index: int, *, leads_on: bool) -> tuple[str, str, str] | None:
    """Return what is drawn to the right of a row: above, beside and below its arrow."""
    if not leads_on:
        return None
    return ("  " if index == 0 else " │", "─┐" if index == 0 else "─┤", " │")


def _row(way: FunnelRow, *, left: tuple[str, str, str], right: tuple[str, str, str] | None) -> Iterator[str]:
    """Yield three boxes side by side. `left` and `right` are drawn above, beside and below the arrows."""
    wrapped = [[line for text in box.lines for line in _wrapped(text, INNER)] for box in way.boxes]
    height = max(len(lines) for lines in wrapped)
    arrow = 0  # beside the first line of text
    above, beside, below = right or ("", "", "")
    yield f"{left[0]}  " + "   ".join(_top(box) for box in way.boxes) + above
    for line in range(height):
        texts = [_padded(lines[line] if line < len(lines) else "", INNER) for lines in wrapped]
        if line == arrow:
            lead = f"{left[1]}─▶" if left[1].strip() in {"├", "└"} else f"{left[1]}  "
            edge = "├" if right else "│"
            yield f"{lead}│ {texts[0]} ├──▶│ {texts[1]} ├──▶│ {texts[2]} {edge}{beside}"
        else:
            yield f"{left[2]}  " + "   ".join(f"│ {text} │" for text in texts) + below
    yield f"{left[2]}  " + "   ".join(f"└{'─' * (INNER + 2)}┘" for _ in way.boxes) + below


def _top(box: Box) -> str:
    mark = f" {_MARKS[box.tone]} " if box.tone in _MARKS else ""
    label = f"┌ {box.label} "
    fill = INNER + 3 - _width(label) - _width(mark)
    return f"{label}{'─' * fill}{mark}┐"


# --- characters -------------------------------------------------------------------------------------------------------


def _wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of at most `width` columns, broken between words, and within words that are longer."""
    lines, current = [], ""
    for piece in _pieces(text, width):
        joined = current + piece
        if _width(joined.rstrip()) > width:
            lines.append(current.rstrip())
            joined = piece.lstrip()
        current = joined
    return [*lines, current.rstrip()]


def _pieces(text: str, width: int) -> Iterator[str]:
    """Yield the parts of a text that stay together: words with the space after them, pieces of long words."""
    for word in text.split():
        rest = f"{word} "
        while _width(rest.rstrip()) > width:
            head = _head(rest, width)
            yield head
            rest = rest[len(head) :]
        yield rest


def _head(word: str, width: int) -> str:
    """Return a beginning that fits: up to its last / . or -, else as much as there is room for."""
    end = len(word)
    while _width(word[:end]) > width:
        end -= 1
    marks = [word.rfind(mark, 0, end) for mark in "/.-"]
    return word[: max(marks) + 1 if max(marks) > 0 else end]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """Return how many columns a text takes in a terminal: two for wide characters, none for combining marks."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Cf", "Me", "Mn"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"F", "W"} else 1


def _shown(line: str, encoding: str) -> str:
    """Return a line of the same width that the stream can show: ASCII frames, '?' for missing letters."""
    try:
        line.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        line = line.translate(_ASCII)
    else:
        return line
    return "".join(c if _can(c, encoding) else "?" * _columns(c) for c in line)


def _can(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return character.isascii()
    return True
