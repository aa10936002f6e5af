"""A table of an export → what it measured on which day: cells become numbers and days, or problems that say why not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from site_gen.exports import numbers
from site_gen.exports.blocks import Block, Wanted
from site_gen.exports.catalogue import Kind, Rows, catalogue, plain_header
from site_gen.exports.days import Order, Reading, fitting_years, possible_orders, read_day, with_years
from site_gen.exports.values import Cell, Percent, Row
from site_gen.problems import Problem

_SHOWN: Final = 3
_COLUMNS_SHOWN: Final = 12
_WHOLE: Final = frozenset({Kind.COUNT, Kind.PEOPLE, Kind.LEVEL})
"""Kinds that are whole numbers: '15,000' of them is fifteen thousand."""

_DIGITS: Final = 15
"""What a reader and a spreadsheet can take in; a longer number is an id."""


_ITEM_WORDS: Final = frozenset(
    {"id", "identificador", "идентификатор", "link", "enlace", "ссылка", "permalink", "content"}
)
_OWNER_WORDS: Final = frozenset(
    {"account", "page", "cuenta", "página", "аккаунта", "страницы", "asset", "activo", "type", "tipo"}
)
"""Words of headers that tell one post from another; words of headers whose ids tell accounts apart."""


@dataclass(frozen=True, slots=True)
class Forms:
    """How the caller says numbers and days are written, where a file leaves that open. `period` is that of the case."""

    decimal: str | None = None
    order: Order | None = None
    last_year: int | None = None
    period: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A number of a day (of a post: of the day it was published), and the row it is from."""

    day: date
    number: Decimal
    item: str
    line: int


@dataclass(frozen=True, slots=True)
class Measured:
    """A column of a table: its header, the metric it is (None for one that only the caller knows), and its values.

    `span` is the period of a table without days, whose values belong to all of it.
    """

    block: Block
    header: str
    metric: str | None
    values: tuple[Value, ...]
    is_percent: bool = False
    has_months: bool = False
    span: tuple[date, date] | None = None

    @property
    def kind(self) -> Kind | None:
        return catalogue().metrics[self.metric].kind if self.metric else (Kind.SHARE if self.is_percent else None)


@dataclass
class BlockReading:
    """What reading a block gives; `left_out` says what isn't among the values, with the reason and how often."""

    block: Block
    measured: list[Measured] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def leave_out(self, why: str, count: int = 1) -> None:
        self.left_out[why] = self.left_out.get(why, 0) + count


@dataclass(frozen=True, slots=True)
class _Column:
    header: str
    metric: str | None
    cells: tuple[tuple[Row, Cell], ...]
    """Each row that counts, with its cell of this column."""


def read_block(block: Block, wanted: Wanted, forms: Forms) -> BlockReading:
    """Read the columns that are known, or wanted, of a table. Every mistake is found in one run."""
    found = BlockReading(block)
    rows = _data_rows(found)
    days, has_months = _days(found, rows, forms)
    # Where days can't be read, numbers are looked at all the same: all mistakes are told in one run.
    dated = [row for row in rows if row.line in days] if days else rows
    columns = list(_columns(found, dated, wanted))
    if not found.problems and not columns:
        hint = "say which column holds the numbers: --metric COLUMN"
        found.problems.append(block.sheet.problem(block.header.line, "no column with numbers is known here", hint))
    if not days and not found.problems:
        hint = "export it again, with a period that has data"
        found.problems.append(block.sheet.problem(block.header.line, "the table is empty: no row has a day", hint))
    shared = _mark_of_others(columns)
    span = block.period if block.date_index is None else None
    for column in columns:
        parsed = _numbers(found, column, forms, shared)
        values = tuple(
            Value(days[row.line], number, _item(block, row), row.line)
            for row, number in parsed.items()
            if row.line in days
        )
        percent = any(isinstance(cell, Percent) or str(cell).endswith("%") for _, cell in column.cells)
        if values:
            found.measured.append(Measured(block, column.header, column.metric, values, percent, has_months, span))
        elif not found.problems:
            found.leave_out(f"'{column.header}': no number in it")
    return found


# --- rows and days ----------------------------------------------------------------------------------------------------


def _data_rows(found: BlockReading) -> list[Row]:
    """Return the rows of a block that aren't notes, gaps or totals."""
    block, rows = found.block, []
    for row in block.rows:
        filled = sum(cell != "" for cell in row.cells)
        if filled == 0 or row.text(0).startswith("#"):
            continue
        if filled == 1 and len(block.header.cells) > 2:
            found.leave_out("rows with one cell only")
            continue
        first = plain_header(next((text for text in map(row.text, range(len(row.cells))) if text), ""))
        if first in catalogue().totals:
            found.leave_out("rows of totals")
        elif len(row.cells) > len(block.header.cells) and any(row.cells[len(block.header.cells) :]):
            hint = "a text with a separator in it has to be in quotation marks: export it again"
            found.problems.append(block.sheet.problem(row.line, "this row has more cells than the header", hint))
        else:
            rows.append(row)
    return rows


def _days(found: BlockReading, rows: Sequence[Row], forms: Forms) -> tuple[dict[int, date], bool]:
    """Return the day of each row that has one, by the row's line, and whether they are whole months."""
    block = found.block
    if block.date_index is None:
        if block.period is None:
            hint = "export it with the date as a column, or keep the lines above the table that say start and end"
            message = "the table has no days, and no line '# Start date: 20260501' says its period"
            found.problems.append(block.sheet.problem(block.header.line, message, hint))
            return {}, False
        return {row.line: block.period[0] for row in rows}, False
    readings: dict[int, Reading] = {}
    for row in rows:
        reading = _day_of(found, row, block.date_index)
        if reading is not None:
            readings[row.line] = reading
    if any(reading.month_and_day for reading in readings.values()):
        return _yearless(found, readings, forms), False
    order = _order(found, readings, forms)
    if order is None:
        return {}, False
    days = {line: reading.by_order[order] for line, reading in readings.items() if order in reading.by_order}
    return days, bool(readings) and all(reading.is_month for reading in readings.values())


def _day_of(found: BlockReading, row: Row, index: int) -> Reading | None:
    cell: Cell = row.cells[index] if index < len(row.cells) else ""
    if isinstance(cell, date):
        return Reading({"dmy": cell, "mdy": cell})
    text = row.text(index)
    if not text or plain_header(text) in catalogue().lifetime:
        found.leave_out(f"rows whose day is '{text}'" if text else "rows without a day")
        return None
    reading = read_day(text)
    if reading is None:
        bad = sum("is no day" in problem.message for problem in found.problems)
        if bad < _SHOWN:
            hint = "days are read as 2026-05-31, 31.05.2026, 31/05/2026, May 31, 2026; another column: --date COLUMN"
            found.problems.append(found.block.sheet.problem(row.line, f"'{text[:40]}' is no day", hint))
    return reading


def _order(found: BlockReading, readings: Mapping[int, Reading], forms: Forms) -> Order | None:
    """Return what comes first in the days of a column; None with a problem where nobody can know."""
    block = found.block
    orders = possible_orders(readings.values())
    if forms.order is not None and forms.order in orders:
        return forms.order
    line, cells = next(iter(readings), block.header.line), {row.line: row for row in block.rows}
    index = block.date_index or 0
    if forms.order is not None or not orders:
        odd = next(line for line, reading in readings.items() if (forms.order or "dmy") not in reading.by_order)
        shown = cells[odd].text(index)
        message = (
            f"'{shown}' is no day where the order is {forms.order}"
            if forms.order
            else f"days are written in two ways: '{shown}' has the month first, others have the day first"
        )
        found.problems.append(block.sheet.problem(odd, message, "save days as 2026-05-31"))
        return None
    open_ones = [line for line, reading in readings.items() if reading.is_open]
    if len(orders) > 1 and open_ones:
        line = open_ones[0]
        message = f"'{cells[line].text(index)}' may have the day or the month first, and no row of the column decides"
        hint = "say which: --dates dmy (day first) or --dates mdy (month first)"
        found.problems.append(block.sheet.problem(line, message, hint))
        return None
    return next(iter(sorted(orders)))


def _yearless(found: BlockReading, readings: Mapping[int, Reading], forms: Forms) -> dict[int, date]:
    """Return the days of rows that name no year: by the year that is said, else the only one in the case's period."""
    sheet, header = found.block.sheet, found.block.header
    pairs = [reading.month_and_day for reading in readings.values() if reading.month_and_day]
    if len(pairs) != len(readings):
        message = "some days have a year, others have none"
        found.problems.append(sheet.problem(header.line, message, "save days as 2026-05-31"))
        return {}
    years = [forms.last_year] if forms.last_year else []
    if not years and forms.period:
        years = list(fitting_years(pairs, *forms.period))
    dated = with_years(pairs, years[0]) if len(years) == 1 else None
    if dated is None:
        message = "the days have no year"
        if forms.last_year:
            message = f"with {forms.last_year} as the last year, a 29 February falls into a year without one"
        elif forms.period:
            why = "more than one year" if years else "no year"
            message += f", and {why} puts all of them into the case's period"
        found.problems.append(sheet.problem(next(iter(readings)), message, "say the year of the last day: --year 2026"))
        return {}
    found.notes.append(f"days without a year: read as {min(dated)} to {max(dated)}")
    return dict(zip(readings, dated, strict=True))


# --- columns and numbers ----------------------------------------------------------------------------------------------


def _columns(found: BlockReading, rows: Sequence[Row], wanted: Wanted) -> Iterator[_Column]:
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
                message, hint = "no line above the table says what it counts", "write its name alone in a line above"
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
            found.leave_out(f"'{name}': '{seen[metric]}' says the same")
            continue
        yield _Column(name, metric, tuple((row, row.cells[index]) for row in rows if index < len(row.cells)))
        if metric:
            seen[metric] = name


def _note_others(found: BlockReading, known: Collection[int]) -> None:
    """Say which columns aren't read."""
    block = found.block
    others = [text for at, text in enumerate(block.headers()) if text and at not in {*known, block.date_index}]
    if others:
        more = ", …" if len(others) > _COLUMNS_SHOWN else ""
        found.leave_out(f"columns without a known number: {', '.join(others[:_COLUMNS_SHOWN])}{more}")


def _facts(found: BlockReading, rows: Sequence[Row]) -> Iterator[_Column]:
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
            found.leave_out("rows of a part (age, place, device)")
        elif value < len(row.cells):
            cells.setdefault(row.text(fact), []).append((row, row.cells[value]))
    order = list(source.columns)
    named = [(source.metric_of(plain_header(name)), name) for name in cells]
    found_ones = [(metric, name) for metric, name in named if metric]
    for metric, name in sorted(found_ones, key=lambda each: order.index(each[0] or "")):
        yield _Column(name, metric, tuple(cells[name]))
    others = [name for metric, name in named if metric is None]
    for name in others:
        found.leave_out(f"'{name}': not known", len(cells[name]))


def _mark_of_others(columns: Iterable[_Column]) -> str | None:
    """Return the decimal mark that other columns of the table are sure of; None if they don't agree."""
    marks = {numbers.decide(_bare_texts(column)).mark for column in columns} - {None}
    return marks.pop() if len(marks) == 1 else None


def _bare_texts(column: _Column) -> list[str]:
    texts = (numbers.bare(cell) for _, cell in column.cells if isinstance(cell, str))
    return [found.digits for found in texts if found]


def _numbers(found: BlockReading, column: _Column, forms: Forms, shared: str | None) -> dict[Row, Decimal]:
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
                message = f"'{str(cell)[:40]}' in '{column.header}' is no number"
                hint = "a number has digits, a sign for decimals and signs for thousands: 15,000 or 15 000,5"
                if not isinstance(number, str):
                    message, hint = f"{number} in '{column.header}' is too long for a number", "is it an id?"
                found.problems.append(found.block.sheet.problem(row.line, message, hint))
        else:
            result[row] = number
    if bad > _SHOWN:
        message = f"{bad - _SHOWN} more cells of '{column.header}' are no numbers"
        found.problems.append(found.block.sheet.problem(found.block.header.line, message))
    for text, count in missing.items():
        found.leave_out(f"'{column.header}': " + (f"'{text}'" if text else "empty"), count)
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


def _mark(found: BlockReading, column: _Column, texts: Sequence[str], forms: Forms, shared: str | None) -> str | None:
    """Return the decimal mark of a column; None with a problem where nobody can know."""
    if forms.decimal is not None:
        return forms.decimal
    decision = numbers.decide(texts)
    is_whole = column.metric is not None and catalogue().metrics[column.metric].kind in _WHOLE
    pointed, comma = numbers.odd_ones(texts, is_whole=is_whole and decision.is_open)
    if not decision.marks or (pointed and comma):
        line = next(row.line for row, cell in column.cells if isinstance(cell, str) and comma in cell)
        message = f"numbers of '{column.header}' are written in two ways: '{pointed}' and '{comma}'"
        found.problems.append(found.block.sheet.problem(line, message, "make them alike in a spreadsheet"))
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
    message = f"'{cell}' in '{column.header}' may be {low} or {high}, and no number of the column decides"
    sign = "," if "," in cell else "."
    hint = f"say what stands before the decimals: --decimal {sign} for {low}, --decimal {'.' if sign == ',' else ','}"
    found.problems.append(found.block.sheet.problem(row.line, message, f"{hint} for {high}"))
    return None


def _digits(cell: str) -> str:
    found = numbers.bare(cell)
    return found.digits if found else ""


def _is_open(cell: str) -> bool:
    digits = _digits(cell)
    if numbers.possible_marks(digits) != numbers.MARKS:
        return False
    return numbers.number(digits, numbers.POINT) != numbers.number(digits, numbers.COMMA)


def _item(block: Block, row: Row) -> str:
    """Return what tells a post from others: its id or address; '' for rows of days."""
    source = block.source
    if source is None or source.rows is not Rows.POSTS:
        return ""
    for index, header in enumerate(block.headers()):
        words = set(plain_header(header).split())
        if words & _ITEM_WORDS and not words & _OWNER_WORDS and row.text(index):
            return row.text(index)
    return f"line {row.line}"
