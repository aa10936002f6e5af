"""The columns of a table that hold numbers: which they are, and cells → numbers, or problems that say why not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from site_gen.exports import numbers
from site_gen.exports.blocks import Wanted
from site_gen.exports.catalogue import Kind, Rows, catalogue, plain_header
from site_gen.exports.found import BlockReading, Forms
from site_gen.exports.values import Cell, Percent, Row
from site_gen.messages import joined, m, plural

_SHOWN: Final = 3
_COLUMNS_SHOWN: Final = 12
_WHOLE: Final = frozenset({Kind.COUNT, Kind.PEOPLE, Kind.LEVEL})
"""Kinds that are whole numbers: '15,000' of them is fifteen thousand."""

_DIGITS: Final = 15
"""What a reader and a spreadsheet can take in; a longer number is an id."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, its metric (None for one that only the caller knows), its cells with their rows."""

    header: str
    metric: str | None
    cells: tuple[tuple[Row, Cell], ...]


def number_columns(found: BlockReading, rows: Sequence[Row], wanted: Wanted) -> Iterator[Column]:
    """Yield the columns with numbers: those that are wanted, else those that the source's table knows."""
    block, source = found.block, found.block.source
    if source and source.rows is Rows.FACTS:
        yield from _facts(found, rows)
        return
    known: list[tuple[int, str, str | None]] = []
    for index, header in enumerate(block.headers()):
        if index == block.date_index or not header:
            continue
        plain = plain_header(header)
        metric = source.metric_of(plain) if source else None
        name = header
        if source and plain in source.by_title:
            name = block.title
            metric = source.metric_of(plain_header(name)) or catalogue().metric_named(name)
            if not name:
                message, hint = (
                    m("no line above the table says what it counts"),
                    m("write its name alone in a line above"),
                )
                found.problems.append(block.sheet.problem(block.header.line, message, hint))
                continue
        is_named = any(plain_header(wish) in {plain, plain_header(name)} for wish in wanted.metrics)
        if metric or is_named or (source and plain in source.by_title):
            known.append((index, name, metric))
    _note_others(found, {index for index, _, _ in known})
    order = {metric: at for at, metric in enumerate(source.columns)} if source else {}
    seen: dict[str, str] = {}
    for index, name, metric in sorted(known, key=lambda each: order.get(each[2] or "", len(order))):
        if metric is not None and metric in seen:
            found.leave_out(m("'{name}': '{seen}' says the same", name=name, seen=seen[metric]))
            continue
        yield Column(name, metric, tuple((row, row.cells[index]) for row in rows if index < len(row.cells)))
        if metric:
            seen[metric] = name


def _note_others(found: BlockReading, known: Collection[int]) -> None:
    """Say which columns aren't read."""
    block = found.block
    others = [text for at, text in enumerate(block.headers()) if text and at not in {*known, block.date_index}]
    if others:
        more = ", …" if len(others) > _COLUMNS_SHOWN else ""
        found.leave_out(
            m("columns without a known number: {others}{more}", others=", ".join(others[:_COLUMNS_SHOWN]), more=more)
        )


def _facts(found: BlockReading, rows: Sequence[Row]) -> Iterator[Column]:
    """Yield a column for each thing that rows of facts count; those with parameters count a part of it."""
    block, source = found.block, found.block.source
    if source is None:
        return
    headers = [plain_header(text) for text in block.headers()]
    fact = next((at for at, header in enumerate(headers) if header in source.fact), 0)
    value = next((at for at, header in enumerate(headers) if header in source.by_title), 0)
    parameters = [at for at, header in enumerate(headers) if header in source.parameters]
    cells: dict[str, list[tuple[Row, Cell]]] = {}
    for row in rows:
        if any(row.text(at) for at in parameters):
            found.leave_out(m("rows of a part (age, place, device)"))
        elif value < len(row.cells):
            cells.setdefault(row.text(fact), []).append((row, row.cells[value]))
    order = list(source.columns)
    named = [(source.metric_of(plain_header(name)), name) for name in cells]
    found_ones = [(metric, name) for metric, name in named if metric]
    for metric, name in sorted(found_ones, key=lambda each: order.index(each[0] or "")):
        yield Column(name, metric, tuple(cells[name]))
    others = [name for metric, name in named if metric is None]
    for name in others:
        found.leave_out(m("'{name}': not known", name=name), len(cells[name]))


def mark_of_others(columns: Iterable[Column]) -> str | None:
    """Return the decimal mark that other columns of the table are sure of; None if they don't agree."""
    marks = {numbers.decide(_bare_texts(column)).mark for column in columns} - {None}
    return marks.pop() if len(marks) == 1 else None


def _bare_texts(column: Column) -> list[str]:
    texts = (numbers.bare(cell) for _, cell in column.cells if isinstance(cell, str))
    return [found.digits for found in texts if found]


def column_numbers(found: BlockReading, column: Column, forms: Forms, shared: str | None) -> dict[Row, Decimal]:
    """Return the number of each row that has one in this column."""
    texts = _bare_texts(column)
    mark = _mark(found, column, texts, forms, shared)
    if mark is None:
        return {}
    result: dict[Row, Decimal] = {}
    missing: dict[str, int] = {}
    bad = 0
    for row, cell in column.cells:
        number = _number(cell, mark)
        if number is None:
            missing[str(cell)] = missing.get(str(cell), 0) + 1
        elif isinstance(number, str) or number.adjusted() >= _DIGITS:
            bad += 1
            if bad <= _SHOWN:
                message = m("'{cell}' in '{header}' is no number", cell=str(cell)[:40], header=column.header)
                hint = m("a number has digits, a sign for decimals and signs for thousands: 15,000 or 15 000,5")
                if not isinstance(number, str):
                    message, hint = (
                        m(
                            "{number} in '{header}' is too long for a number",
                            number=str(number)[:40],
                            header=column.header,
                        ),
                        m("is it an id?"),
                    )
                found.problems.append(found.block.sheet.problem(row.line, message, hint))
        else:
            result[row] = number
    if bad > _SHOWN:
        message = plural(
            "{count} more cell of '{header}' is no number",
            "{count} more cells of '{header}' are no numbers",
            count=bad - _SHOWN,
            header=column.header,
        )
        found.problems.append(found.block.sheet.problem(found.block.header.line, message))
    for text, count in missing.items():
        said = f"'{text}'" if text else m("empty")
        found.leave_out(joined(f"'{column.header}': ", said), count)
    return result


def _number(cell: Cell, mark: str) -> Decimal | str | None:
    """Return the number of a cell, None where there is none, the text itself where it is no number."""
    if isinstance(cell, Decimal):
        return cell
    if isinstance(cell, Percent):
        return cell.value
    if isinstance(cell, date):
        return str(cell)
    bare = numbers.bare(cell)
    if bare is None:
        return None
    return numbers.number(bare.digits, mark) if mark in numbers.possible_marks(bare.digits) else cell


def _mark(found: BlockReading, column: Column, texts: Sequence[str], forms: Forms, shared: str | None) -> str | None:
    """Return the decimal mark of a column; None with a problem where nobody can know."""
    if forms.decimal is not None:
        return forms.decimal
    decision = numbers.decide(texts)
    is_whole = column.metric is not None and catalogue().metrics[column.metric].kind in _WHOLE
    pointed, comma = numbers.odd_ones(texts, is_whole=is_whole and decision.is_open)
    if not decision.marks or (pointed and comma):
        line = next(row.line for row, cell in column.cells if isinstance(cell, str) and comma in cell)
        message = m(
            "numbers of '{header}' are written in two ways: '{pointed}' and '{comma}'",
            header=column.header,
            pointed=pointed,
            comma=comma,
        )
        found.problems.append(found.block.sheet.problem(line, message, m("make them alike in a spreadsheet")))
        return None
    if not decision.is_open:
        return decision.mark or numbers.POINT
    if is_whole:
        return numbers.COMMA if any("." in text for text in texts) else numbers.POINT
    if shared:
        return shared
    row, cell = next((row, cell) for row, cell in column.cells if isinstance(cell, str) and _is_open(cell))
    found_both = sorted(numbers.number(_digits(cell), mark) for mark in (numbers.POINT, numbers.COMMA))
    low, high = (f"{each.normalize():f}" for each in found_both)
    message = m(
        "'{cell}' in '{header}' may be {low} or {high}, and no number of the column decides",
        cell=cell,
        header=column.header,
        low=low,
        high=high,
    )
    sign = "," if "," in cell else "."
    hint = m(
        "say what stands before the decimals: --decimal {sign} for {low}, --decimal {other} for {high}",
        sign=sign,
        low=low,
        other="." if sign == "," else ",",
        high=high,
    )
    found.problems.append(found.block.sheet.problem(row.line, message, hint))
    return None


def _digits(cell: str) -> str:
    found = numbers.bare(cell)
    return found.digits if found else ""


def _is_open(cell: str) -> bool:
    digits = _digits(cell)
    if numbers.possible_marks(digits) != numbers.MARKS:
        return False
    return numbers.number(digits, numbers.POINT) != numbers.number(digits, numbers.COMMA)
