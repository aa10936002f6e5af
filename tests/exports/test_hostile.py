"""Whatever is in a file: it gives numbers, or problems that say where; never a crash, and no endless work."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.exports.blocks import Block, Wanted, find_blocks, unknown
from site_gen.exports.found import Forms
from site_gen.exports.reading import read_block
from site_gen.exports.series import group
from site_gen.exports.tables import read_sheets
from site_gen.problems import Problem, ProjectError
from tests.exports import samples

TEXTS = [text for name, text in vars(samples).items() if name.isupper() and isinstance(text, str)]
PIECES = st.sampled_from(
    (
        *("", "\n", ",", ";", '"', "0", "-", "%", "NA", "Total", "Lifetime", "15,000", "1.5", "9" * 40, "1e5", "NaN"),
        *(
            "# Start date: 20260501\n",
            "Date,Primary\n",
            "29 февраля",
            "\u202f",
            "\x00",
            "٣",
            "²",
            "Infinity",
            "2026-13-45",
        ),
    )
)


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """Draw an export with pieces put in and taken out at a few places."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(0, 6))):
        at, length = draw(st.integers(0, len(text))), draw(st.integers(0, 12))
        text = text[:at] + draw(PIECES) + text[at + length :]
    return text.encode(draw(st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-8-sig"])))


@given(spoilt() | st.binary(max_size=300), st.booleans(), st.booleans())
def test_a_spoilt_file_gives_numbers_or_problems(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, totals: bool, is_named: bool
) -> None:
    """Someone with a broken file gets a report for our makers in place of a hint."""
    path = tmp_path_factory.mktemp("spoilt") / "own.csv"
    path.write_bytes(raw)
    _read(path, Wanted("Date", ("Likes",)) if is_named else Wanted(), totals=totals)


def _read(path: Path, wanted: Wanted, *, totals: bool) -> list[Problem]:
    with suppress(ProjectError):
        sheets = read_sheets(path)
        problems = [unknown(sheet, wanted) for sheet in sheets]
        found = [each for sheet in sheets for each in find_blocks(sheet, wanted)]
        readings = [read_block(block, wanted, Forms()) for block in found if isinstance(block, Block)]
        grouped = group([each for reading in readings for each in reading.measured], totals=totals)
        for series in grouped.series:
            assert len(series.values) > 1
            assert list(series.values) == sorted(series.values)
            assert series.start <= series.end
            assert all(value.is_finite() for value in series.values.values())
        return [*problems, *grouped.problems, *grouped.unfit]
    return []


@given(st.lists(st.tuples(st.integers(0, 1_000_000), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_spoilt_workbook_gives_numbers_or_problems(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]]
) -> None:
    raw = bytearray(_workbook())
    for place, byte in changes:
        raw[4 + place % (len(raw) - 4)] = byte
    path = tmp_path_factory.mktemp("spoilt") / "own.xlsx"
    path.write_bytes(bytes(raw))
    _read(path, Wanted(), totals=False)


@cache
def _workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for line in samples.METRICOOL_ES.splitlines():
        sheet.append(line.split(","))
    book.save(out)
    return out.getvalue()


def test_a_workbook_without_styles_is_read_in_silence(tmp_path: Path) -> None:
    """Networks write such workbooks; a warning in a foreign tongue helps nobody."""
    path = tmp_path / "own.xlsx"
    with zipfile.ZipFile(io.BytesIO(_workbook())) as source, zipfile.ZipFile(path, "w") as archive:
        for name in source.namelist():
            empty = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
            archive.writestr(name, empty if name == "xl/styles.xml" else source.read(name))
    assert len(read_sheets(path)[0].rows) == 3


@pytest.mark.parametrize("written", ["1e999", "-1e999", "9" * 4000, "1e308", "NaN", "inf", "0x10", "1e-999"])
def test_a_number_that_is_none_is_a_problem_or_a_number(tmp_path: Path, written: str) -> None:
    """A program that writes its own workbooks may put anything there: it must not end the import without a word."""
    book, out, path = openpyxl.Workbook(), io.BytesIO(), tmp_path / "own.xlsx"
    sheet = book.active
    assert sheet is not None
    for row in (["Date", "Likes"], ["2026-02-01", 100], ["2026-03-01", 300], ["2026-04-01", 200]):
        sheet.append(row)
    book.save(out)
    with zipfile.ZipFile(out) as source, zipfile.ZipFile(path, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name).replace(b"<v>300</v>", f"<v>{written}</v>".encode()))
    for problem in _read(path, Wanted("Date", ("Likes",)), totals=False):
        assert len(problem.message) < 200


def test_an_encrypted_workbook_is_a_problem(tmp_path: Path) -> None:
    raw = bytearray(_workbook())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + flags] |= 1
            at = raw.find(mark, at + 4)
    (tmp_path / "own.xlsx").write_bytes(bytes(raw))
    with pytest.raises(ProjectError, match="can't be read"):
        read_sheets(tmp_path / "own.xlsx")


def test_a_sheet_with_a_cell_at_its_far_end_is_not_walked_through(tmp_path: Path) -> None:
    """A million empty rows take a minute."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.cell(1, 16_384, "wide")
    book.save(tmp_path / "wide.xlsx")
    with pytest.raises(ProjectError, match="more than 500 cells"):
        read_sheets(tmp_path / "wide.xlsx")
    sheet.delete_cols(1, 16_384)
    sheet.cell(1_048_576, 1, "far")
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(ProjectError, match="more than 100,000 rows"):
        read_sheets(tmp_path / "far.xlsx")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        stream.truncate(20_000_001)
    with pytest.raises(ProjectError, match="more than 20,000,000 bytes"):
        read_sheets(path)
    path.write_text("a,b\n" * 100_001)
    with pytest.raises(ProjectError, match="more than 100,000 rows"):
        read_sheets(path)
    path.write_text("a," * 600)
    with pytest.raises(ProjectError, match="more than 500 cells"):
        read_sheets(path)


def test_a_workbook_whose_sizes_are_lies_takes_no_memory(tmp_path: Path) -> None:
    """Its part for styles says that it has ten bytes, and unpacks to any number of them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_workbook())) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, b" " * 80_000_000 if name == "xl/styles.xml" else source.read(name))
    raw = bytearray(out.getvalue())
    for mark, size, name_at in ((b"PK\x01\x02", 24, 46), (b"PK\x03\x04", 22, 30)):
        at = raw.find(b"xl/styles.xml") if mark == b"PK\x03\x04" else raw.rfind(b"xl/styles.xml")
        at -= name_at
        assert raw[at : at + 4] == mark
        raw[at + size : at + size + 4] = (10).to_bytes(4, "little")
    (tmp_path / "own.xlsx").write_bytes(bytes(raw))
    tracemalloc.start()
    with pytest.raises(ProjectError, match="can't be read"):
        read_sheets(tmp_path / "own.xlsx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50_000_000  # most of it is the reader itself
