"""Markdown as a tree of data, from which PDF documents are made."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_gen.render.rich_text import DEPTH, RichText

READER = RichText()


def text(words: str) -> dict[str, str]:
    return {"kind": "text", "text": words}


def paragraph(*line: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "paragraph", "line": list(line)}


def bullets(*items: list[dict[str, Any]], ordered: bool = False, start: int = 1) -> dict[str, Any]:
    return {"kind": "list", "ordered": ordered, "start": start, "items": list(items)}


BLOCKS = {
    "paragraphs": ("One.\nStill one.\n\nTwo.", [paragraph(text("One. Still one.")), paragraph(text("Two."))]),
    "bold": (
        "a **b** c",
        [paragraph(text("a "), {"kind": "strong", "line": [text("b")]}, text(" c"))],
    ),
    "italic": ("_a_", [paragraph({"kind": "emph", "line": [text("a")]})]),
    "bold in italic": (
        "*a **b***",
        [paragraph({"kind": "emph", "line": [text("a "), {"kind": "strong", "line": [text("b")]}]})],
    ),
    "a link": (
        "[a](https://x.example/?b&c)",
        [paragraph({"kind": "link", "url": "https://x.example/?b&c", "line": [text("a")]})],
    ),
    "a link inside the site": (
        "[a](/cases/x/)",
        [paragraph({"kind": "link", "url": "https://site.example/cases/x/", "line": [text("a")]})],
    ),
    "a link to nowhere": ("[a](#part)", [paragraph(text("a"))]),
    "a link that would run": ("[a](javascript:alert(1))", [paragraph(text("a"))]),
    "an address": (
        "<me@x.example>",
        [paragraph({"kind": "link", "url": "mailto:me@x.example", "line": [text("me@x.example")]})],
    ),
    "a list": ("- a\n- b", [bullets([paragraph(text("a"))], [paragraph(text("b"))])]),
    "a numbered list": ("3. a\n4. b", [bullets([paragraph(text("a"))], [paragraph(text("b"))], ordered=True, start=3)]),
    "a list in a list": (
        "- a\n    - b",
        [bullets([paragraph(text("a")), bullets([paragraph(text("b"))])])],
    ),
    "a heading": ("## A", [{"kind": "heading", "level": 2, "line": [text("A")]}]),
    "a quotation": ("> a", [{"kind": "quote", "blocks": [paragraph(text("a"))]}]),
    "a rule": ("a\n\n---", [paragraph(text("a")), {"kind": "rule"}]),
    "code": ("    a < b & c", [{"kind": "code", "text": "a < b & c"}]),
    "code in a line": ("`a < &amp;`", [paragraph({"kind": "code", "text": "a < &amp;"})]),
    "a line's end": ("a  \nb", [paragraph(text("a"), {"kind": "break"}, text(" b"))]),
    "a table": (
        "a | b\n--|--\n1 | 2",
        [{"kind": "table", "columns": 2, "rows": [[[text("a")], [text("b")]], [[text("1")], [text("2")]]]}],
    ),
    "raw HTML": ("a <b>b</b> 1 < 2 <!-- c -->", [paragraph(text("a b 1 < 2"))]),
    "a block of raw HTML": ("<div>\n\na\n\n</div>", [paragraph(text("a"))]),
    "an entity": ("a &amp; b &euro;", [paragraph(text("a & b €"))]),
    "what Markdown would be": (r"\*a\* \# b", [paragraph(text("*a* # b"))]),
    "what Typst would be": ("a #let x = 1 $x$ @a &lt;b> ~ -- //", [paragraph(text("a #let x = 1 $x$ @a <b> ~ -- //"))]),
    "a picture": ("![a](b.jpg)", [paragraph(text("a"))]),
    "nothing": (" \n ", []),
}


@pytest.mark.parametrize(("markdown", "blocks"), BLOCKS.values(), ids=BLOCKS)
def test_markdown_is_read(markdown: str, blocks: list[dict[str, Any]]) -> None:
    assert READER.blocks(markdown, {"/cases/x/": "https://site.example/cases/x/"}) == blocks


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def depth(value: Any) -> int:
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return 1 + max(map(depth, inner), default=0)


markdown_like = st.text(
    st.one_of(st.sampled_from(list("*_`[]()<>!#>-+1. \n\t\\|&;:\x02\x03\x85\u2028")), st.characters()), max_size=300
)


@given(markdown_like)
def test_any_text_becomes_data_of_known_kinds(markdown: str) -> None:
    blocks = READER.blocks(markdown, {})
    known = {
        "paragraph",
        "heading",
        "list",
        "quote",
        "code",
        "table",
        "rule",
        "text",
        "strong",
        "emph",
        "link",
        "break",
    }
    assert {node["kind"] for node in nodes(blocks) if "kind" in node} <= known
    assert all(node["text"] for node in nodes(blocks) if node.get("kind") == "text")
    json.dumps(blocks)


@pytest.mark.parametrize("deep", ["> " * 60 + "a", "\n".join("    " * n + "- a" for n in range(40)), "**_" * 200 + "a"])
def test_depth_has_an_end(deep: str) -> None:
    assert depth(READER.blocks(deep, {})) < 20 * DEPTH


def test_reading_one_text_leaves_nothing_for_the_next() -> None:
    READER.blocks("[a][1]\n\n[1]: https://x.example", {})
    assert READER.blocks("[a][1]", {}) == [paragraph(text("[a][1]"))]
