"""The examples of CommonMark 0.31.2 and of GitHub's extensions to it (GFM 0.29), each rendered as its reference says.

The suites are under a licence of their own and are not in the repository: tools/install-oracle.sh brings them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.render.shown import ours, reference

SUITES: Final = Path(__file__).parents[1] / "oracle" / "node_modules"
COMMONMARK: Final = SUITES / "commonmark-spec" / "spec.txt"
GITHUB: Final = SUITES / ".gfm.txt"

SPACES = "addresses of files may hold spaces, as files of people who write posts do"
BARE = "a bare address is a link, as GitHub has it"
TAB = "a tab behind the first word of code indented by spaces is shown as the spaces that it reaches"
UNSEEN = "spaces at the end of a line of code, which nobody sees, are left out"
LAZY = "a line below a quotation that goes on without its mark is read with it, also indented far or underlined"
DEEP = "an item indented by four spaces is an item of a list within, as its author means"

DIFFERENT: Final = {
    1: TAB, 2: TAB, 3: TAB,
    41: SPACES, 488: SPACES, 568: SPACES,
    93: LAZY, 236: LAZY,
    112: UNSEEN, 118: UNSEEN, 129: UNSEEN,
    312: DEEP,
    608: BARE, 611: BARE, 612: BARE,
}  # fmt: skip
"""The examples of CommonMark that we render otherwise, by number, with the reason."""

DIFFERENT_GITHUB: Final = {
    205: "a table of nothing but its head has an empty row below it",
    652: "HTML isn't filtered: who writes a text here is who owns the site",
}


class Example:
    """An example of a suite: a Markdown text and the HTML that it stands for."""

    def __init__(self, number: int, kind: str, text: str, html: str) -> None:
        self.number, self.kind = number, kind
        self.text, self.html = (part.replace("→", "\t") for part in (text, html))


def examples(file: Path) -> Iterator[Example]:
    if not file.exists():
        pytest.skip("the suite is not there: tools/install-oracle.sh brings it")
    fence = "`" * 32
    example = re.compile(rf"^{fence} example ?(.*?)\n(.*?)^\.\n(.*?)^{fence}$", re.MULTILINE | re.DOTALL)
    found = example.findall(file.read_text(encoding="utf-8"))
    for number, (kind, text, html) in enumerate(found, 1):
        yield Example(number, kind.strip(), text, html)


def different(found: Iterator[Example]) -> set[int]:
    return {example.number for example in found if ours(example.text) != reference(example.html)}


def test_every_example_of_commonmark_is_as_its_reference_or_has_a_reason() -> None:
    """An article that comes from another generator would look different here, without a word to its owner."""
    all_of_them = list(examples(COMMONMARK))
    assert len(all_of_them) == 652
    assert different(iter(all_of_them)) == DIFFERENT.keys()


def test_every_example_of_githubs_extensions_is_as_its_reference_or_has_a_reason() -> None:
    """Tables, task lists, struck words and bare addresses would not be what they are on GitHub and in Hugo."""
    extensions = [example for example in examples(GITHUB) if example.kind]
    assert len(extensions) == 24
    assert different(iter(extensions)) == DIFFERENT_GITHUB.keys()
