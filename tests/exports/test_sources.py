"""Which network a table is of: its name stands on the page, so a wrong one is worse than none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from site_gen.exports.blocks import Block, Wanted, find_blocks
from site_gen.exports.found import Forms
from site_gen.exports.reading import read_block
from site_gen.exports.tables import read_sheets


def blocks(tmp_path: Path, text: str) -> list[Block]:
    path = tmp_path / "export.csv"
    path.write_text(text, encoding="utf-8")
    found = [each for sheet in read_sheets(path) for each in find_blocks(sheet, Wanted())]
    assert all(isinstance(each, Block) for each in found), found
    return [each for each in found if isinstance(each, Block)]


@pytest.mark.parametrize(
    ("header", "source"),
    [
        ("Дата;Подписчики;Просмотры;Уникальные посетители;Охват", "VK"),
        ("Date;Followers;Reach;Impressions", "Metricool"),
        ("Fecha;Seguidores;Siguiendo;Publicaciones;Alcance", "Metricool"),
        ("Дата;Подписчики;Прирост;Средний охват", "Telegram"),
        ("Дата;Подписчики;Охват", None),
        ("Date;Followers;Reach", None),
        ("Date;Followers", None),
    ],
)
def test_a_table_is_of_the_source_whose_columns_it_has(tmp_path: Path, header: str, source: str | None) -> None:
    """A case would say "Source: Metricool" about numbers of VK."""
    cells = ";".join(["2026-03-01", *(["5"] * header.count(";"))])
    found = [block.source.name if block.source else None for block in blocks(tmp_path, f"{header}\n{cells}\n")]
    assert found == ([source] if source else [])


def test_days_that_google_counts_are_those_from_its_start_date(tmp_path: Path) -> None:
    """The report that Google offers first has no dates, and would be refused."""
    text = "# Start date: 20260301\n# End date: 20260302\nNth day,Active users,New users\n0000,50,20\n0001,51,21\n"
    (block,) = blocks(tmp_path, text)
    found = read_block(block, Wanted(), Forms())
    assert found.problems == []
    assert {value.day: value.number for measured in found.measured for value in measured.values} == {
        date(2026, 3, 1): 50,
        date(2026, 3, 2): 51,
    }
