"""Reading bytes: what is accepted, and what is said about the rest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.problems import Location, Problem
from site_gen.sources.text import FORBIDDEN, Lines, excerpt, read_source

LIMIT = 1000


def read(folder: Path, raw: bytes, limit: int = LIMIT) -> tuple[str, tuple[Problem, ...]]:
    path = folder / "source.md"
    path.write_bytes(raw)
    return read_source(path, "source.md", limit)


def only_problem(folder: Path, raw: bytes, limit: int = LIMIT) -> Problem:
    text, problems = read(folder, raw, limit)
    assert text == ""
    (problem,) = problems
    return problem


ACCEPTED = {
    "empty": (b"", ""),
    "plain": ("цена: 5 €\n".encode(), "цена: 5 €\n"),
    "byte order mark": (b"\xef\xbb\xbfa: 1\n", "a: 1\n"),
    "Windows line ends": (b"a\r\nb\r\n", "a\nb\n"),
    "old Mac line ends": (b"a\rb\r", "a\nb\n"),
    "mixed line ends": (b"a\r\n\rb\n\r", "a\n\nb\n\n"),
    "tab and emoji": ("\t👍\n".encode(), "\t👍\n"),
}


@pytest.mark.parametrize(("raw", "text"), ACCEPTED.values(), ids=ACCEPTED)
def test_utf8_is_read_with_plain_line_ends(tmp_path: Path, raw: bytes, text: str) -> None:
    assert read(tmp_path, raw) == (text, ())


REFUSED = {
    "Windows-1251": ("a: 1\nцена: 5".encode("cp1251"), 2, 1, "Windows-1251"),
    "Windows-1252": ("a: 1\r\ncafé: 5".encode("cp1252"), 2, 4, "Windows-1252"),
    "after Cyrillic": ("цена ".encode() + b"\xff", 1, 6, "Windows-1252"),
    "after a byte order mark": (b"\xef\xbb\xbfa\xff", 1, 2, "Windows-1252"),
    "UTF-16 without a mark": ("ab".encode("utf-16-le"), 1, 2, "UTF-16"),
    "UTF-16 Cyrillic without a mark": ("a: щ".encode("utf-16-le"), 1, 2, "UTF-16"),
}


@pytest.mark.parametrize(("raw", "line", "column", "encoding"), REFUSED.values(), ids=REFUSED)
def test_other_encodings_are_guessed_and_placed(
    tmp_path: Path, raw: bytes, line: int, column: int, encoding: str
) -> None:
    problem = only_problem(tmp_path, raw)
    assert problem.location == Location("source.md", line, column)
    assert problem.hint == f"it looks like {encoding}: save the file as UTF-8"


@pytest.mark.parametrize("encoding", ["UTF-16-LE", "UTF-16-BE", "UTF-32-LE", "UTF-32-BE"])
def test_a_foreign_byte_order_mark_names_its_encoding(tmp_path: Path, encoding: str) -> None:
    problem = only_problem(tmp_path, "\ufeffa: 1".encode(encoding))
    assert problem.message == f"the file is not UTF-8: it is saved as {encoding[:6]}"
    assert problem.hint == "save the file as UTF-8"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x9f", "\uffff"])
def test_a_control_character_is_named_with_its_place(tmp_path: Path, character: str) -> None:
    problem = only_problem(tmp_path, f"long enough\nа{character}".encode())
    assert problem.location == Location("source.md", 2, 2)
    assert problem.message == f"a control character that cannot stand in a text: U+{ord(character):04X}"


def test_a_file_at_the_limit_is_read_and_above_it_is_refused(tmp_path: Path) -> None:
    assert read(tmp_path, b"a" * 1234, limit=1234) == ("a" * 1234, ())
    problem = only_problem(tmp_path, b"a" * 1235, limit=1234)
    assert problem.message == "the file is too big: 1,235 bytes, and at most 1,234 are read"


def test_a_file_without_a_known_size_is_still_bounded() -> None:
    path = Path("/proc/self/maps")
    if not path.exists():
        pytest.skip("needs /proc")
    _, (problem,) = read_source(path, "maps", 10)
    assert problem.message.startswith("the file is too big")


def test_a_folder_a_dead_link_and_nothing_are_problems(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "nowhere")
    messages = [read_source(path, "x", LIMIT)[1][0].message for path in (tmp_path, link, tmp_path / "none")]
    assert messages == [
        "this is a folder, and a file is expected",
        "the link points to a file that does not exist",
        "there is no such file",
    ]


def test_a_link_to_itself_is_a_problem(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(link)
    assert read_source(link, "x", LIMIT)[1][0].message.startswith("the file cannot be read: ")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert read_source(tmp_path / "pipe", "x", LIMIT)[1][0].message == "this is not an ordinary file"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("a")
    path.chmod(0)
    assert read_source(path, "x", LIMIT)[1][0].message == "the file cannot be read: no permission"


@given(st.binary())
def test_any_bytes_give_a_text_or_a_problem(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    text, problems = read(tmp_path_factory.getbasetemp(), raw)
    assert not (text and problems)
    assert "\r" not in text
    assert not FORBIDDEN.search(text)


@given(st.text(alphabet="a\nщ😀"), st.integers(min_value=1, max_value=9))
def test_lines_and_columns_lead_back_to_the_character(text: str, first_line: int) -> None:
    lines = Lines(text, "f", first_line)
    rows = text.split("\n")
    for index, character in enumerate(text):
        place = lines.place(index)
        row = rows[place.line - first_line]
        assert f"{row}\n"[place.column - 1] == character


def test_an_excerpt_is_short_and_on_one_line() -> None:
    assert excerpt("a\n\x1b[31mb") == "a\\n\\x1b[31mb"
    assert excerpt("щ" * 100) == "щ" * 60 + "…"
