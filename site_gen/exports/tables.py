"""Bytes of an export → rows of cells: encodings, separators and workbooks, within bounds."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from pathlib import Path
from typing import Final

from site_gen.exports.values import COLUMN_LIMIT, ROW_LIMIT, Row, Sheet
from site_gen.messages import m
from site_gen.problems import Location, Problem, ProjectError

FILE_LIMIT: Final = 20_000_000
"""The largest file that is read, in bytes; a year of a busy account by day has a hundredth of it."""

_OLD_WORKBOOK: Final = bytes.fromhex("d0cf11e0a1b11ae1")
"""How .xls files of Excel 97 to 2003 begin ([MS-CFB], 2.2)."""

_ZIP: Final = b"PK\x03\x04"
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATOR_LINE: Final = re.compile(r'"?sep=(?P<mark>[,;|\t])"?[ \t]*\r?\n', re.IGNORECASE)
"""The first line with which Excel is told the separator."""

_CYRILLIC_RUN: Final = re.compile(rb"[\xc0-\xff]{3}")
_LOOKED_AT: Final = 60


def read_sheets(path: Path, *, with_times: bool = False) -> tuple[Sheet, ...]:
    """Read an export: one sheet for a text, each sheet with something in it for a workbook, whose moments are days
    unless `with_times`.

    Raises ProjectError with a problem that names the file.
    """
    file = str(path)
    raw = _bytes(path, file)
    if raw.startswith(_OLD_WORKBOOK):
        hint = m(
            "open it in Excel, LibreOffice or Google Sheets and save it as .xlsx without a password, or as CSV UTF-8"
        )
        raise _refused(file, m("this is a workbook of Excel 97 to 2003 (.xls), or one with a password"), hint)
    if raw.startswith(_ZIP):
        from site_gen.exports.workbooks import read_workbook

        return read_workbook(raw, file, with_times=with_times)
    return (_text_sheet(raw, file),)


def _bytes(path: Path, file: str) -> bytes:
    try:
        if path.is_dir():
            raise _refused(file, m("this is a folder, and an export is a file"), m("name the CSV or XLSX file in it"))
        with path.open("rb") as stream:
            raw = stream.read(FILE_LIMIT + 1)
    except FileNotFoundError as error:
        raise _refused(
            file, m("there is no such file"), m("drag the file into the window to write its path")
        ) from error
    except OSError as error:
        raise _refused(file, m("the file can't be read: {strerror}", strerror=error.strerror or error)) from error
    if len(raw) > FILE_LIMIT:
        raise _refused(
            file, m("the file has more than {file_limit:,} bytes", file_limit=FILE_LIMIT), m("export a shorter period")
        )
    if not raw.strip(b"\x00\xff\xfe\xef\xbb\xbf \t\r\n"):
        raise _refused(file, m("the file is empty"), m("export it again, with a period that has data"))
    return raw


def _refused(file: str, message: str, hint: str = "", line: int = 1) -> ProjectError:
    return ProjectError([Problem(Location(file, line), message, hint)])


def _text_sheet(raw: bytes, file: str) -> Sheet:
    text, notes = _decoded(raw, file)
    first_line = 1
    told = _SEPARATOR_LINE.match(text)
    if told:
        text, first_line = text[told.end() :], 2
    mark = told["mark"] if told else separator(text)
    return Sheet(file, _rows(text, mark, file, first_line), notes)


def _decoded(raw: bytes, file: str) -> tuple[str, tuple[str, ...]]:
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), None) or _unmarked(raw)
    try:
        return raw.decode(encoding).lstrip("\ufeff"), _told(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise _refused(
                file,
                m("the file is damaged: it begins as {encoding} and isn't", encoding=encoding),
                m("export it again"),
            ) from error
    old = "windows-1251" if _CYRILLIC_RUN.search(raw) else "windows-1252"
    return raw.decode(old, "replace"), (m("read as {old}: look whether names are right", old=old),)


def _unmarked(raw: bytes) -> str:
    """Return UTF-16 without its mark, told by the zero bytes of Latin letters; else UTF-8."""
    head = raw[:2000]
    odd, even = head[1::2].count(0), head[::2].count(0)
    if max(odd, even) < len(head) // 8:
        return "utf-8"
    return "utf-16-le" if odd >= even else "utf-16-be"


def _told(encoding: str) -> tuple[str, ...]:
    return (m("read as UTF-16"),) if encoding.startswith("utf-16") else ()


def separator(text: str) -> str:
    """Return what separates the cells of a text: the mark that gives the most rows with the same number of cells."""
    lines = [line for line in text.splitlines()[: _LOOKED_AT * 4] if line.strip() and not line.startswith("#")]
    sample = "\n".join(lines[:_LOOKED_AT])
    return max("\t;,|", key=lambda mark: _order(sample, mark))


def _order(sample: str, mark: str) -> int:
    counts = Counter(len(cells) for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=mark))
    return max((cells * rows for cells, rows in counts.items() if cells > 1), default=0)


def _rows(text: str, mark: str, file: str, first_line: int) -> tuple[Row, ...]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows: list[Row] = []
    line = first_line
    try:
        for cells in reader:
            if len(rows) >= ROW_LIMIT:
                raise _refused(
                    file,
                    m("the table has more than {row_limit:,} rows", row_limit=ROW_LIMIT),
                    m("export a shorter period"),
                    line,
                )
            if len(cells) > COLUMN_LIMIT:
                raise _refused(
                    file,
                    m("a row has more than {column_limit} cells", column_limit=COLUMN_LIMIT),
                    m("is this an export?"),
                    line,
                )
            rows.append(Row(line, tuple(cell.strip() for cell in cells)))
            line = first_line + reader.line_num
    except csv.Error as error:
        hint = m("a quotation mark may not be closed, or the file was cut off: export it again")
        raise _refused(file, m("the row that begins here can't be read ({error})", error=error), hint, line) from error
    return tuple(rows)
