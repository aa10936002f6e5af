"""Tables and wrapped texts by rich, as lines: no wider than the window, and whole where there is no window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Final

from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from rich.table import Column, Table
from rich.text import Text

GAP: Final = 2
NARROWEST: Final = 6
"""A column that is narrower says nothing."""

_WITHOUT_WINDOW: Final = 1_000_000
"""Wider than any line."""


def fixed(title: str, *, right: bool = False) -> Column:
    """Return a column that is never shortened."""
    return Column(cell(title, "dim"), no_wrap=True, justify="right" if right else "left")


def flexible(title: str) -> Column:
    """Return a column that gets narrower in a narrow window: its texts are shortened or take several lines."""
    return Column(cell(title, "dim"))


def cell(text: str, style: str = "") -> Text:
    """Return a text for a table that is shortened to one line; nothing in it is taken for markup."""
    return Text(no_wrap=True, overflow="ellipsis").append(text, style)


def whole_cell(text: str) -> Text:
    """Return a text for a table that takes several lines instead of being shortened."""
    return Text(text, overflow="fold")


def table_lines(columns: Sequence[Column], rows: Sequence[Sequence[Text]], width: int | None) -> Iterator[str]:
    """Yield a line of titles and the lines of each row; `width` is the window's, None where there is none.

    In a window that is too narrow for the table lines are wider than it.
    """
    table = Table(*columns, box=None, padding=(0, GAP, 0, 0), pad_edge=False, header_style="")
    for row in rows:
        table.add_row(*row)
    console = _console(max(width, _least(columns, rows)) if width is not None else _WITHOUT_WINDOW)
    with console.capture() as captured:
        console.print(table)
    yield from (line.rstrip(" ") for line in captured.get().rstrip("\n").split("\n"))


def _least(columns: Sequence[Column], rows: Sequence[Sequence[Text]]) -> int:
    """Return how wide a table is at least."""
    cells = zip(*([column.header for column in columns], *rows), strict=True)
    widths = [max(text.cell_len for text in texts if isinstance(text, Text)) for texts in cells]
    shortened = [
        width if column.no_wrap else min(width, NARROWEST) for column, width in zip(columns, widths, strict=True)
    ]
    return sum(shortened) + GAP * (len(columns) - 1)


def shortened(text: str, width: int) -> str:
    """Return as much of a text as fits, with an ellipsis where something is missing."""
    fitting = Text(text)
    fitting.truncate(width, overflow="ellipsis")
    return fitting.plain


def wrapped(lines: Iterable[str], width: int | None, hang: int = 0) -> Iterator[str]:
    """Yield lines no wider than that, broken between words, and inside words that are too long for a line.

    What is broken off a line is indented by `hang`.
    """
    for line in lines:
        text = Text(line)
        if width is None or text.cell_len <= width:
            yield line
            continue
        room = max(width - hang, 2)
        first, *others = (part.plain.rstrip(" ") for part in text.wrap(_console(room), room, overflow="fold"))
        yield first
        yield from (f"{' ' * hang}{other}" for other in others)


def styled(text: str, style: str) -> str:
    """Return a text in a style of rich's, such as 'bold cyan'."""
    return Style.parse(style).render(text, color_system=ColorSystem.STANDARD)


def _console(width: int) -> Console:
    """Return a console for texts with colours; whether these are shown is decided where they are printed."""
    return Console(
        file=StringIO(),
        width=width,
        force_terminal=True,
        color_system="standard",
        legacy_windows=False,
        highlight=False,
        _environ={},
    )
