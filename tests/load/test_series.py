"""The table beside a case: read as it was written, and its mistakes told with their line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.load import load_site
from site_gen.load.read_cache import ReadCache
from site_gen.load.series import read_series, written
from site_gen.problems import ProjectError
from tests.conftest import ProjectFactory
from tests.support import BASE, CASE, write_files

SERIES = CASE + "    series: followers\n"

days = st.dates().map(str) | st.dates().map(lambda day: str(day)[:7])
values = st.decimals(-(10**9), 10**9, places=4)
letters = st.characters(codec="utf-8", categories=["L", "N", "P"])
names = st.text(letters, min_size=1).map(lambda name: normalize("NFC", name)).filter(lambda name: name != "date")


@given(st.dictionaries(names, st.dictionaries(days, values, min_size=1), min_size=1, max_size=4))
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, columns: dict[str, dict[str, Decimal]]
) -> None:
    """A series that changes by being saved would change a chart that nobody touched."""
    path = tmp_path_factory.mktemp("series") / "cafe.csv"
    path.write_text(written(columns), encoding="utf-8", newline="")
    read = read_series(path, "cafe.csv")
    assert read.problems == ()
    assert read.columns == {name: dict(sorted(series.items())) for name, series in columns.items()}


def test_a_change_of_the_table_is_a_change_of_the_case(project: ProjectFactory) -> None:
    """Preview keeps what it has read; the chart has to follow the table all the same."""
    folder = project({"cases/cafe.yaml": SERIES, "cases/cafe.csv": "date,followers\n2026-02,1200\n2026-05,4800\n"})
    cache = ReadCache()
    assert [
        int(value) for _, value in load_site(folder, read_cache=cache).site.cases[0].original.metrics[0].points
    ] == [
        1200,
        4800,
    ]
    write_files(folder, {"cases/cafe.csv": "date,followers\n2026-02,1200\n2026-03,90000\n2026-05,4800\n"})
    cache.begin([str(folder / "cases/cafe.csv")])
    assert len(load_site(folder, read_cache=cache).site.cases[0].original.metrics[0].points) == 3


def test_a_translation_has_the_series_too_even_as_a_copy_of_the_original(project: ProjectFactory) -> None:
    table = "date,followers\n2026-02,1200\n2026-05,4800\n"
    folder = project({"cases/cafe.yaml": SERIES, "cases/cafe.csv": table, "cases/cafe.es.yaml": SERIES})
    assert len(load_site(folder).site.cases[0].versions["es"].metrics[0].points) == 2


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "cases/cafe.csv:1:1: the table is empty"),
        ("day,followers\n2026-02,1\n", "the first column is called 'day', not 'date'"),
        ("date;followers\n2026-02;1\n", "semicolons separate the cells"),
        ("date,followers\n01/02/2026,1\n", "cases/cafe.csv:2:1: '01/02/2026' is not a month or a day"),
        ('date,followers\n2026-02,"1,5"\n', "'1,5' in 'followers' is not a number"),
        ("date,followers\n2026-02,1,5\n", "this row has 3 cells, the first line 2"),
        ("date,followers\n2026-03,1\n2026-02,2\n", "cases/cafe.csv:3:1: 2026-02 stands below 2026-03"),
        ("date,followers\n2026-03,1\n2026-03,2\n", "2026-03 is there twice"),
        ("date,a,a\n2026-03,1\n", "two columns are called 'a'"),
        ("date,\n2026-03,1\n", "column 2 has no name"),
        ('date,followers\n2026-03,"1\n', "cases/cafe.csv:2:1: this row can't be read"),
        ("date,followers\n2026-03,1\n", "a series needs at least two values"),
        ("date,folowers\n2026-02,1\n2026-05,4800\n", "cases/cafe.csv has no column 'followers'"),
        (None, "'followers' names a column, and there is no cases/cafe.csv"),
    ],
)
def test_each_mistake_of_a_table_is_told(table: str | None, said: str, project: ProjectFactory) -> None:
    folder = project({"cases/cafe.yaml": SERIES} | ({"cases/cafe.csv": table} if table is not None else {}))
    with pytest.raises(ProjectError) as error:
        load_site(folder)
    assert said in str(error.value)
    assert len(error.value.problems) == 1


def test_a_table_of_no_case_is_named(tmp_path: Path) -> None:
    folder = write_files(tmp_path, {**BASE, "cases/caffe.csv": "date,a\n2026-01,1\n"})
    (warning,) = load_site(folder).warnings
    assert str(warning) == (
        "cases/caffe.csv:1:1: warning: this table is not read: there is no cases/caffe.yaml\n"
        "  hint: did you mean 'cafe'?"
    )
