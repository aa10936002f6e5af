"""Any text is written as one line of YAML that reads as the same text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.sources.quoting import plain_or_quoted, quoted
from site_gen.sources.yaml import read_yaml

TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    [
        "No",
        "on",
        "Null",
        "12:30",
        "# x",
        "- x",
        "a: b",
        "a #b",
        "'x'",
        '"x"',
        "{x}",
        "[x]",
        "& x",
        "2026-01-01",
        "a\\",
        "a  b",
    ]
)


def shown(text: str) -> str:
    """Return what can be seen of a text, as one line."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


@pytest.mark.parametrize("write", [quoted, plain_or_quoted])
@given(text=TEXTS)
def test_what_is_written_reads_as_the_text(write: Callable[[str], str], text: str) -> None:
    document = read_yaml(f"key: {write(text)}\nnext: 1\n", "x.yaml")
    assert not document.problems
    assert document.data == {"key": shown(text), "next": 1}


@given(text=TEXTS)
def test_a_quoted_text_may_stand_in_brackets(text: str) -> None:
    assert read_yaml(f"[{quoted(text)}, 1]\n", "x.yaml").data == [shown(text), 1]


@pytest.mark.parametrize("text", ["Café Puig, Girona", "Кав’ярня (центр)", "a month"])
def test_plain_texts_stay_readable(text: str) -> None:
    assert plain_or_quoted(text) == text


@pytest.mark.parametrize("text", ["12 posts", "yes", "Null", "a: b", " a", ""])
def test_texts_that_some_program_reads_otherwise_are_quoted(text: str) -> None:
    assert plain_or_quoted(text) == quoted(text)
