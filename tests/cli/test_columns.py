"""Tables on a terminal: aligned whatever the script, never wider than the window."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from site_gen.cli.columns import Cell, Column, shortened, table, wrapped

words = st.text(st.sampled_from("ab яї日本語👩é"), max_size=30)


def lines(rows: list[tuple[str, ...]], width: int | None, *columns: Column) -> list[str]:
    return list(table(columns, [[Cell(text) for text in row] for row in rows], width))


def test_wide_characters_take_two_places() -> None:
    found = lines([("日本", "x"), ("abc", "y")], None, Column("A"), Column("B"))
    assert found[1:] == ["日本  x", "abc   y"]


def test_numbers_stand_on_the_right() -> None:
    assert lines([("a", "7"), ("b", "12")], None, Column("A"), Column("N", right=True))[1:] == ["a   7", "b  12"]


def test_a_narrow_window_takes_first_what_can_be_spared() -> None:
    found = lines([("a" * 20, "b" * 20)], 24, Column("A", 8), Column("B", 14))
    assert found[1] == "a" * 7 + "…  " + "b" * 13 + "…"


def test_what_may_not_be_cut_is_whole_in_any_window() -> None:
    assert lines([("hk4n82pq", "x" * 30)], 10, Column("ID"), Column("B", 8))[1] == "hk4n82pq  xxxxx…"


@given(st.lists(st.tuples(words, words), max_size=5), st.integers(20, 60))
def test_no_line_is_wider_than_the_window(rows: list[tuple[str, str]], width: int) -> None:
    for line in table([Column("A", 10), Column("B", 8)], [[Cell(a), Cell(b)] for a, b in rows], width):
        assert cell_len(line.replace("\x1b[2m", "").replace("\x1b[0m", "")) <= width


@given(words, st.integers(1, 30))
def test_a_shortened_text_fits_and_says_that_something_is_missing(text: str, width: int) -> None:
    found = shortened(text, width)
    assert cell_len(found) <= width
    assert found == text or found.endswith("…")


@given(st.lists(words, max_size=4), st.integers(4, 40))
def test_wrapped_lines_fit_and_lose_nothing_but_spaces(texts: list[str], width: int) -> None:
    found = list(wrapped(texts, width))
    assert all(cell_len(line) <= width for line in found)
    assert "".join(found).replace(" ", "") == "".join(texts).replace(" ", "")


def test_what_is_broken_off_hangs() -> None:
    assert list(wrapped(["one two three"], 8, hang=2)) == ["one", "  two", "  three"]


def test_without_a_window_nothing_is_broken() -> None:
    assert list(wrapped(["x " * 100], None)) == ["x " * 100]
