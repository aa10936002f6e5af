"""A table of an export → what it measured on which day: cells become numbers and days, or problems that say why not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from site_gen.exports.blocks import Block, Wanted
from site_gen.exports.catalogue import Rows, catalogue, plain_header
from site_gen.exports.columns import column_numbers, mark_of_others, number_columns
from site_gen.exports.days import Order, Reading, fitting_years, possible_orders, read_day, with_years
from site_gen.exports.found import BlockReading, Forms, Measured, Value
from site_gen.exports.values import Cell, Percent, Row
from site_gen.messages import m

_SHOWN: Final = 3
_ITEM_WORDS: Final = frozenset(
    {"id", "identificador", "идентификатор", "link", "enlace", "ссылка", "permalink", "content"}
)
_OWNER_WORDS: Final = frozenset(
    {"account", "page", "cuenta", "página", "аккаунта", "страницы", "asset", "activo", "type", "tipo"}
)
"""Words of headers that tell one post from another; words of headers whose ids tell accounts apart."""


def read_block(block: Block, wanted: Wanted, forms: Forms) -> BlockReading:
    """Read the columns that are known, or wanted, of a table. Every mistake is found in one run."""
    found = BlockReading(block)
    rows = _data_rows(found)
    days, has_months = _days(found, rows, forms)
    # Where days can't be read, numbers are looked at all the same: all mistakes are told in one run.
    dated = [row for row in rows if row.line in days] if days else rows
    columns = list(number_columns(found, dated, wanted))
    if not found.problems and not columns:
        hint = m("say which column holds the numbers: --metric COLUMN")
        found.problems.append(block.sheet.problem(block.header.line, m("no column with numbers is known here"), hint))
    if not days and not found.problems:
        hint = m("export it again, with a period that has data")
        found.problems.append(block.sheet.problem(block.header.line, m("the table is empty: no row has a day"), hint))
    shared = mark_of_others(columns)
    span = block.period if block.date_index is None else None
    for column in columns:
        parsed = column_numbers(found, column, forms, shared)
        values = tuple(
            Value(days[row.line], number, _item(block, row), row.line)
            for row, number in parsed.items()
            if row.line in days
        )
        percent = any(isinstance(cell, Percent) or str(cell).endswith("%") for _, cell in column.cells)
        if values:
            found.measured.append(Measured(block, column.header, column.metric, values, percent, has_months, span))
        elif not found.problems:
            found.leave_out(m("'{header}': no number in it", header=column.header))
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
            found.leave_out(m("rows with one cell only"))
            continue
        first = plain_header(next((text for text in map(row.text, range(len(row.cells))) if text), ""))
        if first in catalogue().totals:
            found.leave_out(m("rows of totals"))
        elif len(row.cells) > len(block.header.cells) and any(row.cells[len(block.header.cells) :]):
            hint = m("a text with a separator in it has to be in quotation marks: export it again")
            found.problems.append(block.sheet.problem(row.line, m("this row has more cells than the header"), hint))
        else:
            rows.append(row)
    return rows


def _days(found: BlockReading, rows: Sequence[Row], forms: Forms) -> tuple[dict[int, date], bool]:
    """Return the day of each row that has one, by the row's line, and whether they are whole months."""
    block = found.block
    if block.date_index is None:
        if block.period is None:
            hint = m("export it with the date as a column, or keep the lines above the table that say start and end")
            message = m("the table has no days, and no line '# Start date: 20260501' says its period")
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
        found.leave_out(m("rows whose day is '{text}'", text=text) if text else m("rows without a day"))
        return None
    if plain_header(found.block.header.text(index)) == "nth day":  # Google Analytics counts from the first day: 0000
        period = found.block.period
        reading = _counted(period[0], text) if period else None
    else:
        reading = read_day(text)
    if reading is None:
        bad = sum("is no day" in problem.message for problem in found.problems)
        if bad < _SHOWN:
            hint = m("days are read as 2026-05-31, 31.05.2026, 31/05/2026, May 31, 2026; another column: --date COLUMN")
            found.problems.append(found.block.sheet.problem(row.line, m("'{text}' is no day", text=text[:40]), hint))
    return reading


def _counted(first: date, text: str) -> Reading | None:
    if not re.fullmatch(r"\d{1,4}", text):
        return None
    day = first + timedelta(days=int(text))
    return Reading({"dmy": day, "mdy": day})


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
            m("'{shown}' is no day where the order is {order}", shown=shown, order=forms.order)
            if forms.order
            else m(
                "days are written in two ways: '{shown}' has the month first, others have the day first", shown=shown
            )
        )
        found.problems.append(block.sheet.problem(odd, message, m("save days as 2026-05-31")))
        return None
    open_ones = [line for line, reading in readings.items() if reading.is_open]
    if len(orders) > 1 and open_ones:
        line = open_ones[0]
        message = m(
            "'{text}' may have the day or the month first, and no row of the column decides",
            text=cells[line].text(index),
        )
        hint = m("say which: --dates dmy (day first) or --dates mdy (month first)")
        found.problems.append(block.sheet.problem(line, message, hint))
        return None
    return next(iter(sorted(orders)))


def _yearless(found: BlockReading, readings: Mapping[int, Reading], forms: Forms) -> dict[int, date]:
    """Return the days of rows that name no year: by the year that is said, else the only one in the case's period."""
    sheet, header = found.block.sheet, found.block.header
    pairs = [reading.month_and_day for reading in readings.values() if reading.month_and_day]
    if len(pairs) != len(readings):
        message = m("some days have a year, others have none")
        found.problems.append(sheet.problem(header.line, message, m("save days as 2026-05-31")))
        return {}
    years = [forms.last_year] if forms.last_year else []
    if not years and forms.period:
        years = list(fitting_years(pairs, *forms.period))
    dated = with_years(pairs, years[0]) if len(years) == 1 else None
    if dated is None:
        message = m("the days have no year")
        if forms.last_year:
            message = m(
                "with {last_year} as the last year, a 29 February falls into a year without one",
                last_year=forms.last_year,
            )
        elif forms.period:
            message = m("the days have no year, and no year puts all of them into the case's period")
            if years:
                message = m("the days have no year, and more than one year puts all of them into the case's period")
        found.problems.append(
            sheet.problem(next(iter(readings)), message, m("say the year of the last day: --year 2026"))
        )
        return {}
    found.notes.append(m("days without a year: read as {first} to {last}", first=min(dated), last=max(dated)))
    return dict(zip(readings, dated, strict=True))


def _item(block: Block, row: Row) -> str:
    """Return what tells a post from others: its id or address; '' for rows of days."""
    source = block.source
    if source is None or source.rows is not Rows.POSTS:
        return ""
    for index, header in enumerate(block.headers()):
        words = set(plain_header(header).split())
        if words & _ITEM_WORDS and not words & _OWNER_WORDS and row.text(index):
            return row.text(index)
    return m("line {line}", line=row.line)
