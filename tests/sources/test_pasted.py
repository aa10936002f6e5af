"""What comes along with texts of other programs, and items whose hyphen was left out: the hint says what to write."""

from __future__ import annotations

from typing import Final

import pytest

from site_gen.problems import Severity
from site_gen.sources.yaml import read_yaml

SAID: Final[dict[str, tuple[str, list[tuple[int, int, str]]]]] = {
    "a link": (
        "summary: [Shop](https://a.example/) is good\n",
        [(1, 10, "write the address alone: https://a.example/")],
    ),
    "a box": ("includes:\n  - [x] posts\n", [(2, 5, "write '- posts'")]),
    "a Cyrillic box": ("includes:\n  - [х] posts\n", [(2, 5, "write '- posts'")]),
    "a bullet": ("includes:\n· posts\n", [(2, 1, "write '- posts'")]),
    "a fence": ("```\nkind: a\n", [(1, 1, "delete the line")]),
    "bold": ("a: b\n**c:** d\n", [(2, 1, "write 'c: d'")]),
    "italics": ("title: *A month* of reels\n", [(1, 8, 'put the text in quotes: title: "*A month* of reels"')]),
    "a mark": ("a: b\n\ufeffc: d\n", [(2, 1, "delete it")]),
    "an unseen line break": ("a: b\u2028c\nd: e\n", [(1, 5, "delete it")]),
    "no hyphen before the first item": (
        "topics:\n    date: 2026-11-02\n    kind: proof\n  - date: 2026-11-03\n    kind: poll\n",
        [(2, 5, "write '  - date: 2026-11-02'")],
    ),
    "no hyphen before other items": (
        "l:\n  - a: 1\n    b: 2\n    a: 3\n    b: 4\n    a: 5\n    b: 6\n",
        [(4, 5, "if a new item of the list begins here"), (6, 5, "if a new item of the list begins here")],
    ),
    "a key twice": ("a: 1\nb: 2\na: 3\nb: 4\n", [(3, 1, "keep one of the two"), (4, 1, "keep one of the two")]),
}


@pytest.mark.parametrize(("text", "expected"), SAID.values(), ids=SAID)
def test_the_place_and_the_way_out_are_said(text: str, expected: list[tuple[int, int, str]]) -> None:
    """Who pastes from Notion or Word would be told to quote what has to go, or to delete an item."""
    found = read_yaml(text, "f").problems
    assert [(each.location.line, each.location.column) for each in found] == [place[:2] for place in expected]
    assert all(each.hint.startswith(hint) for each, (*_, hint) in zip(found, expected, strict=True)), found


@pytest.mark.parametrize(
    ("text", "column", "whole"),
    [("title: &Co and friends\n", 8, '"&Co and friends"'), ("list:\n  - &Me too\n", 5, '"&Me too"')],
)
def test_a_text_that_lost_its_first_word_is_told(text: str, column: int, whole: str) -> None:
    """'&Co and friends' would be published as 'and friends'."""
    found = [each for each in read_yaml(text, "f").problems if each.severity is Severity.WARNING]
    assert [(each.location.column, each.hint) for each in found] == [(column, f"put the text in quotes: {whole}")]


def test_a_name_that_is_repeated_is_a_name() -> None:
    document = read_yaml("a: &x hello\nb: *x\nc: &y [1]\n", "f")
    assert (document.data, document.problems) == ({"a": "hello", "b": "hello", "c": [1]}, ())
