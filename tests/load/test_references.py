"""Pictures and links in a text are found where they are, and code is left alone."""

from __future__ import annotations

import time
from typing import Final

import pytest

from site_gen.load.references import find_references, is_external, picture_name

FOUND: Final = {
    "a picture": ("![A](a.jpg)", [("a.jpg", "A", 0, True)]),
    "a link": ("x [A](/b/)", [("/b/", "A", 2, False)]),
    "a title": ('![A](a.jpg "Title")', [("a.jpg", "A", 0, True)]),
    "angle brackets": ("[A](<b>)", [("b", "A", 0, False)]),
    "a picture in a link": ("[![A](a.jpg)](/b/)", [("/b/", "![A](a.jpg)", 0, False), ("a.jpg", "A", 1, True)]),
    "a definition of a picture": ("![A][1]\n\n[1]: a.PNG", [("a.PNG", "", 9, True)]),
    "a definition of a link": ("[A][1]\n\n[1]: <https://a.example> 'T'", [("https://a.example", "", 8, False)]),
    "brackets in the words": ("[a [b] c](d)", [("d", "a [b] c", 0, False)]),
    "a fence": ("```\n![A](a.jpg)\n```\n![B](b.jpg)", [("b.jpg", "B", 20, True)]),
    "a fence that is not closed": ("~~~\n![A](a.jpg)\n", []),
    "a fence with a shorter one in it": ("````\n```\n![A](a.jpg)\n````", []),
    "code in a line": ("`![A](a.jpg)` [B](b)", [("b", "B", 14, False)]),
    "code with a tick in it": ("``a ` ![A](a.jpg)``", []),
    "a tick that is not closed": ("a ` b\n\n![A](a.jpg)\n\nc ` d", [("a.jpg", "A", 7, True)]),
    "a footnote": ("Text[^1]\n\n[^1]: a.jpg", []),
    "nothing": ("plain [text] (here)", []),
}


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND)
def test_references_are_found(text: str, expected: list[tuple[str, str, int, bool]]) -> None:
    assert [(r.target, r.text, r.offset, r.is_picture) for r in find_references(text)] == expected


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("cup.jpg", "cup.jpg"),
        ("/images/cup.jpg", "cup.jpg"),
        ("images/cafe/cup.jpg", "cafe/cup.jpg"),
        ("../images/cup.jpg", "cup.jpg"),
        ("./../../content/images/cup.jpg", "cup.jpg"),
        ("content/images/cup.jpg?v=2#x", "cup.jpg"),
        ("cafe/images/cup.jpg", "cafe/images/cup.jpg"),
    ],
)
def test_a_picture_is_named_as_editors_see_it(target: str, name: str) -> None:
    assert picture_name(target) == name


@pytest.mark.parametrize(
    ("target", "is_it"),
    [
        ("https://a.example", True),
        ("//a.example", True),
        ("mailto:a@b.example", True),
        ("tel:+34", True),
        ("/a/", False),
        ("a/b.md", False),
        ("#part", False),
        ("", False),
    ],
)
def test_what_leads_out_of_the_site_is_told(target: str, *, is_it: bool) -> None:
    assert is_external(target) is is_it


ODD: Final = {
    "open brackets": "[" * 90_000 + "](",
    "open addresses": "[a](" * 20_000,
    "open pictures in a link": "[" + "![a]" * 20_000 + "](",
    "links in a link": "[" + "[a](b)" * 15_000,
    "ticks": "`" * 90_000 + "](",
    "brackets in brackets": "[a[" * 30_000 + "](x)",
    "titles": '[a](b "' * 12_000,
    "runs of ticks": " ".join("`" * n for n in range(1, 400)) + "](",
    "spaces": "[a](b" + " " * 90_000,
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_texts_take_no_time(text: str) -> None:
    """A text may have 100,000 characters; looking for pictures in it must not stop a build for minutes."""
    started = time.process_time()
    list(find_references(text))
    assert time.process_time() - started < 2
