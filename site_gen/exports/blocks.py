"""Finds the tables in a sheet: where each begins, which export it is, and which column is what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from site_gen.exports.catalogue import Catalogue, Rows, Source, catalogue, plain_header
from site_gen.exports.days import read_day
from site_gen.exports.values import Row, Sheet
from site_gen.messages import all_of, m
from site_gen.nearest import nearest
from site_gen.problems import Problem

_SEARCHED: Final = 60
"""How many rows may stand above the first table: explanations, filters, names."""

_DATED_NOTE: Final = re.compile(r"#.*?(\d{8})\b", re.ASCII)
_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the caller names: the column with the days, and columns (or metrics) with numbers."""

    date: str | None = None
    metrics: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        return self.date is not None and bool(self.metrics)


@dataclass(frozen=True, slots=True)
class Block:
    """A table of a sheet: its source (None for one that only the caller knows), the rows above it since the last table,
    its header, its rows, and the index of the column with the days (None where the table has none)."""

    sheet: Sheet
    source: Source | None
    above: tuple[Row, ...]
    header: Row
    rows: tuple[Row, ...]
    date_index: int | None

    @property
    def title(self) -> str:
        """The text alone on its line right above the table, if there is one."""
        for row in reversed(self.above):
            texts = [text for index in range(len(row.cells)) if (text := row.text(index))]
            if texts and not texts[0].startswith("#"):
                return texts[0] if len(texts) == 1 else ""
        return ""

    @property
    def period(self) -> tuple[date, date] | None:
        """The first two days in the notes above it: '# Start date: 20260501'."""
        found = []
        for row in self.above:
            note = _DATED_NOTE.match(row.text(0))
            reading = read_day(note[1]) if note else None
            if reading and reading.by_order:
                found.append(reading.by_order["dmy"])
        return (found[0], found[1]) if len(found) > 1 and found[0] <= found[1] else None

    def headers(self) -> tuple[str, ...]:
        """The header's cells as they are written."""
        return tuple(self.header.text(index) for index in range(len(self.header.cells)))

    def index_of(self, header: str) -> int | None:
        """Return where a header is, however it is written."""
        plain = [plain_header(text) for text in self.headers()]
        return plain.index(plain_header(header)) if plain_header(header) in plain else None


def find_blocks(sheet: Sheet, wanted: Wanted) -> Iterator[Block | Problem]:
    """Yield the tables of a sheet, and what is wrong with it; nothing for a sheet in which no table is known."""
    known = catalogue()
    starts = list(_starts(sheet, wanted, known))
    if len({source.id for _, source in starts if source}) > 1:
        yield _two_sources(sheet, starts)
        return
    if not starts:
        return
    ends = [index for index, _ in starts[1:]] + [len(sheet.rows)]
    notes = _above(sheet.rows[: starts[0][0]])
    for (index, source), end in zip(starts, ends, strict=True):
        header, rows, above = sheet.rows[index], sheet.rows[index + 1 : end], notes
        notes = _above(rows) if end < len(sheet.rows) else ()  # those of the next table
        block = Block(sheet, source, above, header, rows[: len(rows) - len(notes)], None)
        if twice := _twice(block):
            yield sheet.problem(
                header.line, m("two columns are called '{twice}'", twice=twice), m("rename one of them in the file")
            )
        yield _with_days(block, wanted)


def unknown(sheet: Sheet, wanted: Wanted) -> Problem:
    """Return the problem of a sheet in which no table is known."""
    row = max(sheet.rows[:_SEARCHED], key=lambda row: sum(map(bool, row.cells)), default=Row(1, ()))
    texts = [text for index in range(len(row.cells)) if (text := row.text(index))]
    shown = ", ".join(texts[:_SHOWN]) + (", …" if len(texts) > _SHOWN else "")
    if wanted.date is not None or wanted.metrics:
        named = [name for name in (wanted.date, *wanted.metrics) if name is not None]
        missing = [name for name in named if plain_header(name) not in {plain_header(text) for text in texts}]
        if missing:
            near = nearest(missing[0], texts)
            return sheet.problem(
                row.line,
                m("there is no column '{missing}'", missing=missing[0]),
                near or m("columns: {shown}", shown=shown),
            )
        option = "--date" if wanted.date is None else "--metric"
        return sheet.problem(
            row.line, m("this is none of the exports that are known"), m("add {option} COLUMN", option=option)
        )
    days = next((text for index, text in enumerate(texts) if _looks_like_days(sheet, row, index)), "COLUMN")
    hint = m(
        'say which columns hold days and numbers: --date "{days}" --metric "COLUMN" (columns: {shown})',
        days=days,
        shown=shown,
    )
    return sheet.problem(row.line, m("this is none of the exports that are known"), hint)


def _looks_like_days(sheet: Sheet, header: Row, index: int) -> bool:
    """Whether one of the rows right below a header has a day in this column."""
    below = [row for row in sheet.rows if row.line > header.line][:5]
    return any(read_day(row.text(index)) for row in below)


def _starts(sheet: Sheet, wanted: Wanted, known: Catalogue) -> Iterator[tuple[int, Source | None]]:
    """Yield the index of each header: in the first rows any, further down what follows a gap or repeats a header."""
    seen: set[tuple[str, ...]] = set()
    after_gap, found = True, False
    for index, row in enumerate(sheet.rows):
        filled = sum(cell != "" for cell in row.cells)
        is_candidate = after_gap or (not found and index < _SEARCHED)
        after_gap = filled <= 1 or row.text(0).startswith("#")
        if filled < 2 or not (is_candidate or _texts(row) in seen):
            continue
        headers = [plain_header(text) for text in _texts(row)]
        source = recognised(headers, known)
        if source is None and not (wanted.is_whole and _has(headers, wanted)):
            continue
        found = True
        seen.add(_texts(row))
        yield index, source


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(row.text(index) for index in range(len(row.cells)))


def _has(headers: Sequence[str], wanted: Wanted) -> bool:
    return all(plain_header(name) in headers for name in (wanted.date or "", *wanted.metrics))


def recognised(headers: Sequence[str], known: Catalogue) -> Source | None:
    """Return the source whose columns these are (in their plain form): the one that is told by most of them."""
    names = frozenset(headers)
    fitting = [source for source in known.sources if all(group & names for group in source.known_by)]
    return max(fitting, key=lambda source: _closeness(source, names), default=None)


def _closeness(source: Source, names: frozenset[str]) -> tuple[bool, int, int]:
    has_days = bool(names.intersection(source.date))
    return has_days, len(source.known_by), sum(not names.isdisjoint(found) for found in source.columns.values())


def _two_sources(sheet: Sheet, starts: Sequence[tuple[int, Source | None]]) -> Problem:
    first: dict[str, int] = {}
    for index, source in starts:
        if source:
            first.setdefault(source.id, index)
    names = {source.id: f"{source.name} ({source.id})" for _, source in starts if source}
    said = all_of(
        m("{name} in line {line}", name=names[id_], line=sheet.rows[index].line) for id_, index in first.items()
    )
    second = list(first.values())[1]
    message = m("two exports are in one file: {said}", said=said)
    return sheet.problem(sheet.rows[second].line, message, m("save each as a file of its own"))


def _above(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the notes right above a table; of a table before it, the rows stay away."""
    notes: list[Row] = []
    for row in reversed(rows):
        if sum(cell != "" for cell in row.cells) > 1 and not row.text(0).startswith("#"):
            break
        notes.append(row)
    return tuple(reversed(notes))


def _twice(block: Block) -> str:
    seen: set[str] = set()
    for text in block.headers():
        plain = plain_header(text)
        if plain and plain in seen and block.source and block.source.metric_of(plain):
            return text
        seen.add(plain)
    return ""


def _with_days(block: Block, wanted: Wanted) -> Block | Problem:
    """Return a block with its column of days; a problem where it has to have one."""
    source = block.source
    if wanted.date is not None:
        index = block.index_of(wanted.date)
        if index is None:
            near = nearest(wanted.date, block.headers())
            hint = near or m("columns: {names}", names=", ".join(block.headers()[:_SHOWN]))
            return block.sheet.problem(block.header.line, m("there is no column '{date}'", date=wanted.date), hint)
    else:
        names = source.date if source else ()
        index = next((found for name in names if (found := block.index_of(name)) is not None), None)
        if index is None and source and source.rows is not Rows.PARTS:
            hint = m("export it with that column, or name the one with the days: --date COLUMN")
            return block.sheet.problem(
                block.header.line, m("{name}: there is no column with days", name=source.name), hint
            )
    return Block(block.sheet, source, block.above, block.header, block.rows, index)
