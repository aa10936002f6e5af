"""A table as it was read: rows of cells with their line, before anybody knows what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from site_gen.problems import Location, Problem

ROW_LIMIT: Final = 100_000
COLUMN_LIMIT: Final = 500
"""The most rows and columns that are read of a table."""


@dataclass(frozen=True, slots=True)
class Percent:
    """A number that a workbook shows as a percentage: 62.5 for a cell with 0.625 in the format 0.0 %."""

    value: Decimal


Cell = str | Decimal | date | Percent
"""A cell: a text of a CSV file, or what a workbook says it is."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row and the line of the file (of a workbook: the row of the sheet) it begins in."""

    line: int
    cells: tuple[Cell, ...]

    def text(self, index: int) -> str:
        """Return a cell as text, without space around it; '' if there is none."""
        return str(self.cells[index]).strip() if index < len(self.cells) else ""

    @property
    def is_empty(self) -> bool:
        return all(cell == "" for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file, or of one sheet of a workbook, and what was noted while reading."""

    file: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    def problem(self, line: int, message: str, hint: str = "") -> Problem:
        """Return a problem at a line of this sheet."""
        return Problem(Location(self.file, line), message, hint)
