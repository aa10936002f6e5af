"""Tables on a terminal: aligned whatever the script, never wider than the window."""

from __future__ import annotations

import click
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.table import Column

from site_gen.cli.tables import cell, fixed, flexible, shortened, styled, table_lines, wrapped

words = st.text(st.sampled_from("ab яї日本語👩é"), max_size=30)


def lines(rows: list[tuple[str, ...]], width: int | None, *columns: Column) -> list[str]:
    """Return the lines of a table without its colours."""
    found = table_lines(columns, [[cell(text) for text in row] for row in rows], width)
    return [click.unstyle(line) for line in found]


def test_wide_characters_take_two_places() -> None:
    found = lines([("日本", "x"), ("abc", "y")], None, flexible("A"), fixed("B"))
    assert found == ["A     B", "日本  x", "abc   y"]


def test_numbers_stand_on_the_right() -> None:
    assert lines([("a", "7"), ("b", "12")], None, fixed("A"), fixed("N", right=True)) == ["A   N", "a   7", "b  12"]


def test_a_narrow_window_shortens_the_widest_texts() -> None:
    found = lines([("a" * 30, "b" * 20, "c" * 6)], 32, flexible("A"), flexible("B"), flexible("C"))
    assert found[1] == "a" * 10 + "…  " + "b" * 10 + "…  " + "c" * 6


def test_what_may_not_be_shortened_is_whole_in_any_window() -> None:
    assert lines([("hk4n82pq", "x" * 30)], 10, fixed("ID"), flexible("B")) == ["ID        B", "hk4n82pq  xxxxx…"]


def test_without_a_window_nothing_is_shortened() -> None:
    assert lines([("x" * 5000, "y")], None, flexible("A"), flexible("B"))[1] == f"{'x' * 5000}  y"


def test_no_text_is_taken_for_markup() -> None:
    assert lines([("[red]x[/red] :smile:",)], 80, flexible("[b]"))[1] == "[red]x[/red] :smile:"


def test_styles_are_those_that_every_terminal_has() -> None:
    assert styled("x", "bold cyan") == "\x1b[1;36mx\x1b[0m"
    (_, line) = table_lines([fixed("A")], [[cell("x", "bold cyan")]], 80)
    assert line == styled("x", "bold cyan")


@given(st.lists(st.tuples(words, words), max_size=5), st.integers(20, 60))
def test_no_line_is_wider_than_the_window(rows: list[tuple[str, str]], width: int) -> None:
    assert all(cell_len(line) <= width for line in lines(list(rows), width, flexible("A"), flexible("B")))


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
