"""Tables and wrapped texts with rich, as lines: no wider than the window, and in full if there is no window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Final

from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from rich.table import Column, Table
from rich.text import Text

from site_gen.cli.language import in_words
from site_gen.inert import inert_line, inert_lines

GAP: Final = 2
NARROWEST: Final = 6
"""A narrower column would be useless."""

_WITHOUT_WINDOW: Final = 1_000_000
"""Wider than any line."""


def fixed(title: str, *, right: bool = False) -> Column:
    """Return a column that is never shortened, its title in the language of the terminal."""
    return Column(cell(title, "dim"), no_wrap=True, justify="right" if right else "left")


def flexible(title: str) -> Column:
    """Return a column that shrinks in a narrow window: its texts are shortened or wrapped. Its title is translated."""
    return Column(cell(title, "dim"))


def cell(text: str, style: str = "") -> Text:
    """Return a table cell that is shortened to one line, in the language of the terminal; its text is never read as
    markup."""
    return Text(no_wrap=True, overflow="ellipsis").append(inert_line(in_words(text)), style)


def whole_cell(text: str) -> Text:
    """Return a table cell that is wrapped instead of shortened, in the language of the terminal."""
    return Text("\n".join(inert_lines(in_words(text))), overflow="fold")


def table_lines(columns: Sequence[Column], rows: Sequence[Sequence[Text]], width: int | None) -> Iterator[str]:
    """Yield a line of titles and the lines of each row; `width` is the window's, None if there is no window.

    If the window is too narrow for the table, lines are wider than the window.
    """
    table = Table(*columns, box=None, padding=(0, GAP, 0, 0), pad_edge=False, header_style="")
    for row in rows:
        table.add_row(*row)
    console = _console(max(width, _least(columns, rows)) if width is not None else _WITHOUT_WINDOW)
    with console.capture() as captured:
        console.print(table)
    yield from (line.rstrip(" ") for line in captured.get().rstrip("\n").split("\n"))


def _least(columns: Sequence[Column], rows: Sequence[Sequence[Text]]) -> int:
    """Return the minimum width of a table."""
    cells = zip(*([column.header for column in columns], *rows), strict=True)
    widths = [max(text.cell_len for text in texts if isinstance(text, Text)) for texts in cells]
    shortened = [
        width if column.no_wrap else min(width, NARROWEST) for column, width in zip(columns, widths, strict=True)
    ]
    return sum(shortened) + GAP * (len(columns) - 1)


def shortened(text: str, width: int) -> str:
    """Return as much of a text as fits, with an ellipsis if it is cut."""
    fitting = Text(text)
    fitting.truncate(width, overflow="ellipsis")
    return fitting.plain


def wrapped(lines: Iterable[str], width: int | None, hang: int = 0) -> Iterator[str]:
    """Yield lines of at most `width`, in the language of the terminal, broken between words, and within words that are
    too long for a line.

    Continuation lines are indented by `hang`.
    """
    for line in map(in_words, lines):
        text = Text(line)
        if width is None or text.cell_len <= width:
            yield line
            continue
        room = max(width - hang, 2)
        first, *others = (part.plain.rstrip(" ") for part in text.wrap(_console(room), room, overflow="fold"))
        yield first
        yield from (f"{' ' * hang}{other}" for other in others)


def styled(text: str, style: str) -> str:
    """Return a text in one of rich's styles, such as 'bold cyan'."""
    return Style.parse(style).render(text, color_system=ColorSystem.STANDARD)


def _console(width: int) -> Console:
    """Return a console for texts with colours; whether they are shown is decided when printing."""
    return Console(
        file=StringIO(),
        width=width,
        force_terminal=True,
        color_system="standard",
        legacy_windows=False,
        highlight=False,
        _environ={},
    )
