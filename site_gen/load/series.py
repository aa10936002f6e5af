"""Reads the table beside a case, cases/NAME.csv: a column of days or months, and a column for each series.

It is written by `site-gen import metrics`, and may be written by hand: commas between cells, a point before decimals,
UTF-8, days as 2026-03-15 or months as 2026-03.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from site_gen.messages import m
from site_gen.problems import Location, Problem
from site_gen.sources.text import excerpt, read_source

DAY: Final = "date"
"""The header of the first column."""

LIMIT: Final = 1_000_000
"""The largest table that is read, in bytes."""

_DAY: Final = re.compile(r"\d{4}-\d{2}(?:-\d{2})?", re.ASCII)
_NUMBER: Final = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?", re.ASCII)
_SPREADSHEET: Final = m("or import the network's file with site-gen import metrics (site-gen help metrics)")


@dataclass(frozen=True, slots=True)
class SeriesTable:
    """The series of a case by the header of their column, each by day or month; what is wrong with the table."""

    columns: Mapping[str, Mapping[str, Decimal]]
    problems: tuple[Problem, ...] = ()


def read_series(path: Path, file: str) -> SeriesTable:
    """Read a table; `file` is its name for problems. With a problem it has no columns."""
    text, problems = read_source(path, file, LIMIT)
    if problems:
        return SeriesTable({}, problems)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            rows.append((line, [cell.strip() for cell in cells]))
            line = reader.line_num + 1
    except csv.Error as error:
        hint = m("a quotation mark may not be closed")
        return SeriesTable(
            {}, (Problem(Location(file, line), m("this row can't be read ({error})", error=error), hint),)
        )
    rows = [(line, cells) for line, cells in rows if any(cells)]
    found = tuple(_problems(rows, file))
    return SeriesTable({}, found) if found else SeriesTable(_columns(rows))


def written(columns: Mapping[str, Mapping[str, Decimal]]) -> str:
    """Return the text of a table."""
    days = sorted({day for values in columns.values() for day in values})
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([DAY, *columns])
    for day in days:
        writer.writerow([day, *(plain(values[day]) if day in values else "" for values in columns.values())])
    return out.getvalue()


def plain(value: Decimal) -> str:
    """Return a number as files have it: digits, without exponent and trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _columns(rows: Sequence[tuple[int, list[str]]]) -> dict[str, dict[str, Decimal]]:
    (_, (_, *headers)), *others = rows
    found: dict[str, dict[str, Decimal]] = {header: {} for header in headers}
    for _, (day, *cells) in others:
        for header, cell in zip(headers, cells, strict=False):
            if cell:
                found[header][day] = Decimal(cell)
    return found


def _problems(rows: Sequence[tuple[int, list[str]]], file: str) -> Iterator[Problem]:
    if not rows:
        yield Problem(Location(file), m("the table is empty"), m("delete it, {spreadsheet}", spreadsheet=_SPREADSHEET))
        return
    line, headers = rows[0]
    if headers[0].casefold() != DAY:
        if ";" in headers[0]:
            hint = m("save it as CSV with commas and decimal points, {spreadsheet}", spreadsheet=_SPREADSHEET)
            yield Problem(
                Location(file, line), m("semicolons separate the cells, as some spreadsheets save them"), hint
            )
        else:
            hint = m("the first line is 'date,NAME OF A SERIES', {spreadsheet}", spreadsheet=_SPREADSHEET)
            yield Problem(
                Location(file, line),
                m("the first column is called '{headers}', not 'date'", headers=excerpt(headers[0])),
                hint,
            )
        return
    for index, header in enumerate(headers[1:], 1):
        if not header:
            yield Problem(
                Location(file, line),
                m("column {index} has no name", index=index + 1),
                m("name each series in the first line"),
            )
        elif header in headers[:index]:
            yield Problem(
                Location(file, line),
                m("two columns are called '{header}'", header=excerpt(header)),
                m("rename one of them"),
            )
    before = ""
    for line, cells in rows[1:]:
        yield from _row_problems(Location(file, line), cells, headers, before)
        before = cells[0]


def _row_problems(place: Location, cells: Sequence[str], headers: Sequence[str], before: str) -> Iterator[Problem]:
    if len(cells) > len(headers):
        hint = m("a comma separates cells: write a point before decimals, and no sign between thousands")
        yield Problem(
            place,
            m("this row has {count} cells, the first line {count_2}", count=len(cells), count_2=len(headers)),
            hint,
        )
        return
    day = cells[0]
    if not _is_day(day):
        hint = m("write 2026-03 or 2026-03-15: spreadsheets may have changed how days are written")
        yield Problem(place, m("'{day}' is not a month or a day", day=excerpt(day)), hint)
    elif day == before:
        yield Problem(place, m("{day} is there twice", day=day), m("leave one of the two rows"))
    elif day < before:
        yield Problem(
            place, m("{day} stands below {before}", day=day, before=before), m("sort the rows: the earliest first")
        )
    for header, cell in zip(headers[1:], cells[1:], strict=False):
        if cell and not _NUMBER.fullmatch(cell):
            hint = m("write digits alone, with a point before decimals; leave the cell empty where there is none")
            yield Problem(
                place, m("'{cell}' in '{header}' is not a number", cell=excerpt(cell), header=excerpt(header)), hint
            )


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text if len(text) > 7 else f"{text}-01"))
    except ValueError:
        return False
