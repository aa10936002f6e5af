"""Text in columns, as wide as a terminal shows it: wide characters count two, and nothing is wider than the window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import click
from rich.cells import cell_len, set_cell_size

GAP: Final = 2
NARROWEST: Final = 6
"""Below this a column says nothing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A text without control characters, and how click is to style it."""

    text: str
    style: Mapping[str, Any] | None = None

    @property
    def width(self) -> int:
        return cell_len(self.text)


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title; `least` is how narrow it may get before others do, in a narrow window (None: never cut)."""

    title: str
    least: int | None = None
    right: bool = False


def table(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int | None) -> Iterator[str]:
    """Yield a line of titles and a line for each row; `width` is the window's, None where there is none."""
    titles = [Cell(column.title, {"dim": True}) for column in columns]
    widths = [max(row[index].width for row in (titles, *rows)) for index in range(len(columns))]
    if width is not None:
        _narrow(widths, columns, width - GAP * (len(columns) - 1))
    for row in (titles, *rows):
        yield _line(row, columns, widths)


def _narrow(widths: list[int], columns: Sequence[Column], width: int) -> None:
    """Take from the widest columns that may be cut until all fit: first what they can spare, then what hurts."""
    can_spare = [column.least for column in columns]
    at_most = [None if column.least is None else NARROWEST for column in columns]
    for least in (can_spare, at_most):
        while sum(widths) > width:
            wide = [i for i, narrow in enumerate(least) if narrow is not None and widths[i] > narrow]
            if not wide:
                break
            widths[max(wide, key=lambda i: widths[i])] -= 1


def _line(row: Sequence[Cell], columns: Sequence[Column], widths: Sequence[int]) -> str:
    parts = []
    for index, (cell, column, width) in enumerate(zip(row, columns, widths, strict=True)):
        text = shortened(cell.text, width)
        space = " " * (width - cell_len(text))
        styled = click.style(text, **cell.style) if cell.style and text else text
        is_last = index == len(columns) - 1
        parts.append(f"{space}{styled}" if column.right else styled if is_last else f"{styled}{space}")
    return (" " * GAP).join(parts).rstrip(" ")


def shortened(text: str, width: int) -> str:
    """Return as much of a text as fits, with an ellipsis where something is missing."""
    if cell_len(text) <= width:
        return text
    return f"{set_cell_size(text, max(width - 1, 0)).rstrip()}…"


def wrapped(lines: Iterable[str], width: int | None, hang: int = 0) -> Iterator[str]:
    """Yield lines no wider than that, broken between words, and inside those that don't fit on a line.

    What is broken off a line is indented by `hang`.
    """
    for line in lines:
        if width is None or cell_len(line) <= width:
            yield line
        else:
            first, *others = _broken(line, max(width - hang, 2))
            yield first
            yield from (f"{' ' * hang}{other}" for other in others)


def _broken(line: str, width: int) -> Iterator[str]:
    current = ""
    for word in line.split(" "):
        joined = f"{current} {word}" if current else word
        if cell_len(joined) <= width:
            current = joined
            continue
        if current:
            yield current
        current = word
        while cell_len(current) > width:
            head = _head(current, width)
            yield head
            current = current[len(head) :]
    if current:
        yield current


def _head(text: str, width: int) -> str:
    """Return the longest beginning that fits, at least one character."""
    end = 1
    while end < len(text) and cell_len(text[: end + 1]) <= width:
        end += 1
    return text[:end]
