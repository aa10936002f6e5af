"""XLSX workbooks → rows of cells. A workbook is a ZIP file of XML: no more of it is unpacked than it says."""

from __future__ import annotations

import io
import math
import struct
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from site_gen.exports.values import COLUMN_LIMIT, ROW_LIMIT, Cell, Percent, Row, Sheet
from site_gen.messages import m
from site_gen.problems import Location, Problem, ProjectError
from site_gen.zip_files import DamagedZipError, HugeZipError, ZipReader, plain_copy

UNPACKED_LIMIT: Final = 60_000_000
"""How many bytes a workbook may have when unpacked."""

_ENTRIES: Final = 2_000
_SHEETS: Final = 30
_DIGITS: Final = 12
"""Excel keeps 15 digits, and sums in binary fractions: 0.1 + 0.2 is shown as 0.3."""


def read_workbook(raw: bytes, file: str, *, with_times: bool = False) -> tuple[Sheet, ...]:
    """Read the sheets that have something in them; moments are days unless `with_times`. Raises ProjectError."""
    from xml.etree.ElementTree import ParseError

    zipped = _look_inside(raw, file)
    broken = (DamagedZipError, zipfile.BadZipFile, ParseError, OSError, EOFError)
    odd = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RuntimeError, struct.error)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations that it doesn't keep
            sheets = _sheets(plain_copy(zipped), file, with_times=with_times)
    except (*broken, *odd) as error:
        hint = m("open it in Excel, LibreOffice or Google Sheets and save it as CSV UTF-8")
        message = m("this workbook can't be read: it is damaged, or has a password")
        raise ProjectError([Problem(Location(file), message, hint)]) from error
    found = tuple(sheet for sheet in sheets if sheet.rows)
    if not found:
        raise ProjectError([Problem(Location(file), m("the workbook is empty"), m("export it again"))])
    return found


def _sheets(raw: bytes, file: str, *, with_times: bool) -> list[Sheet]:
    import openpyxl

    # Entities that multiply are refused by defusedxml, which openpyxl uses where it is installed.
    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    try:
        several = len(book.worksheets) > 1
        return [_sheet(sheet, file, several, with_times=with_times) for sheet in book.worksheets[:_SHEETS]]
    finally:
        book.close()


def _look_inside(raw: bytes, file: str) -> ZipReader:
    """Return a workbook's files; refuse what isn't one, or would not fit into memory when unpacked."""
    try:
        zipped = ZipReader(raw, _ENTRIES, UNPACKED_LIMIT)
    except DamagedZipError as error:
        raise ProjectError([Problem(Location(file), m("the file is damaged"), m("export it again"))]) from error
    except HugeZipError as error:
        message = m("the workbook has more than {unpacked_limit:,} bytes when unpacked", unpacked_limit=UNPACKED_LIMIT)
        hint = m("export a shorter period, or save the sheet as CSV")
        raise ProjectError([Problem(Location(file), message, hint)]) from error
    if "xl/workbook.xml" not in {info.filename for info in zipped.files}:
        hint = m("unpack it first, and name the CSV files in it; Numbers and ODS: save as .xlsx")
        raise ProjectError([Problem(Location(file), m("this is a ZIP file, and no workbook"), hint)])
    return zipped


def _sheet(sheet: Any, file: str, is_one_of_many: bool, *, with_times: bool) -> Sheet:
    name = f"{file} [{sheet.title}]" if is_one_of_many else file
    sheet.reset_dimensions()  # many programs write a wrong size
    return Sheet(name, tuple(_rows(sheet, name, with_times=with_times)))


def _rows(sheet: Any, file: str, *, with_times: bool) -> Iterator[Row]:
    for line, cells in enumerate(sheet.iter_rows(max_row=ROW_LIMIT + 1), 1):
        if line > ROW_LIMIT:
            message = m("the sheet has more than {row_limit:,} rows", row_limit=ROW_LIMIT)
            raise ProjectError([Problem(Location(file, line), message, m("export a shorter period"))])
        if len(cells) > COLUMN_LIMIT:
            message = m("a row has more than {column_limit} cells", column_limit=COLUMN_LIMIT)
            raise ProjectError([Problem(Location(file, line), message, m("is this an export?"))])
        values = [_cell(cell, with_times=with_times) for cell in cells]
        while values and values[-1] == "":
            values.pop()
        if values:
            yield Row(line, tuple(values))


def _cell(cell: Any, *, with_times: bool) -> Cell:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value if with_times and value.time() != time() else value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # 1e999: no number, and told as what it is
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = Decimal(str(value)) if isinstance(value, int) else Decimal(f"{value:.{_DIGITS}g}")
        return Percent(number * 100) if "%" in str(cell.number_format) else number
    return str(value).strip()
