"""Markdown against an independent reader of CommonMark and GitHub's dialect, markdown-it-py."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.render.shown import ours, reference

REFERENCE = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def theirs(text: str) -> list[str]:
    return reference(REFERENCE.render(text))


EVERYDAY = [
    "What I do:\n- one\n- two",
    "What I do:\n* one\n* two\n\nAfter",
    "Steps:\n1. one\n2. two",
    "In 2024\n2. is no list",
    "- outer\n  - inner\n    - innermost\n- outer again",
    "* outer\n    * inner by four\n* outer",
    "- outer\n\t- inner by a tab",
    "1. first\n   - inner\n2. second",
    "1. first\n\n   more about the first\n\n   ```\n   code\n\n   more\n   ```\n2. next",
    "1. one\n\n2. two\n\n3. three",
    "- one\n\n  more\n- two",
    "- one\n- two\n\n  more of two",
    "- one\n\n\n- two",
    "3. three\n4. four",
    "1) one\n2) two",
    "- a\n* b\n+ c",
    "- a\n\n1. b",
    "- one\nlazy\n- two",
    "- one\n\nParagraph\n\n- two",
    "- # Heading in a list\n- text",
    "- > quoted\n  > more\n- text",
    "- one\n\n      indented code\n- two",
    "- one\n  | a | b |\n  |---|---|\n  | 1 | 2 |\n- two",
    "-\n- two\n-",
    "- one\n---\n- two",
    "* * *",
    "- - nested at once",
    "1. - 2. deep",
    "10. ten\n    more\n11. eleven",
    "- **bold** item\n- [link](https://a.example/)\n- `code`",
    "> quote\nlazy\n\nafter",
    "> a\n\n> b",
    "text\n> quote",
    "> - a\n>   - b\n> - c",
    "> ```\n> code\n> ```\nafter",
    "> # Heading\n> text\n>\n> more",
    ">no space",
    "```\ncode\n\n\n- no list\n```\nafter",
    "text\n```python\ncode\n```\ntext",
    "````\n```\n````",
    "~~~\n<b>\n~~~",
    "```js title=\"x\"\nlet a\n```",
    "```\nnever closed\n\n- x",
    "    indented\n\n    code\n\ntext",
    "text\n    no code",
    "~~old~~ new, ~100 to ~200",
    "one\\\ntwo",
    "one  \ntwo",
    "# Heading\ntext below",
    "text\n# Heading\ntext",
    "#hashtag #another",
    "# C#",
    "## Closed ##",
    "Title\n=====\ntext",
    "Title\n-----\ntext",
    "<details><summary>More</summary>\n\ninner **bold**\n\n- a\n- b\n\n</details>",
    "<div>\n*raw*\n</div>\n\n*not raw*",
    "<div>\n\n*not raw*\n\n</div>",
    "text\n<div>x</div>",
    "- a\n\n  <div>x</div>\n- b",
    "<!-- a\n\n- comment -->\ntext",
    "<pre>\n\n*raw*\n\n</pre>",
    "a <b>*c*</b> d",
    "**bold**, *em*, __bold__, _em_, snake_case_word",
    "**bold *both***",
    "5 * 3 * 2",
    "\\*no em\\* \\# \\[x\\]",
    "`` a ` b ``",
    "[a](<b c.md>)",
    "[a](b.md \"t\") and ![p](c.jpg)",
    "[a][r]\n\n[r]: https://a.example/ \"T\"",
    "<https://a.example/>",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "a & b &amp; c &copy;",
    "Line one\nline two\n\n\n\nParagraph",
    "**Список:**\n- раз\n- два\n\n**Дальше**",
    "1. раз\n\n    абзац с отступом в четыре\n\n2. два",
    "- a\n 1. b",
    "- a\n  1. b\n  2. c\n- d",
    "-    wide marker\n\n     second paragraph",
    "- a\n  ***\n- b",
]  # fmt: skip


@pytest.mark.parametrize("text", EVERYDAY)
def test_what_people_write_every_day_is_read_as_commonmark_says(text: str) -> None:
    """Without it, a list loses its points or a quotation runs on, and the owner sees it only on the public page."""
    assert ours(text) == theirs(text)


WORDS = st.sampled_from(["one", "two words", "**bold**", "`code`", "слово"])


@st.composite
def list_lines(draw: st.DrawFn, depth: int = 0) -> list[str]:
    """The lines of a list as people write one: any marker, any indentation that is right, empty lines, code, quotes."""
    kind = draw(st.sampled_from(["-", "*", "+", ".", ")"]))
    start, found = draw(st.integers(0, 12)), list[str]()
    for number in range(draw(st.integers(1, 3))):
        marker = f"{start + number}{kind}" if kind in ".)" else kind
        lines = [draw(WORDS)]
        for _ in range(draw(st.integers(0, 2))):
            more = draw(st.sampled_from(["list", "text", "paragraph", "code", "quote"]))
            lines += {
                "text": lambda: [draw(WORDS)],
                "paragraph": lambda: ["", draw(WORDS)],
                "code": lambda: [*draw(st.sampled_from([[], [""]])), "```", "- x", "", "y", "```"],
                "quote": lambda: ["", "> quoted", "> more"],
                "list": lambda: draw(st.sampled_from([[], [""]])) + (draw(list_lines(depth + 1)) if depth < 2 else []),
            }[more]()
        gap = " " * draw(st.integers(1, 4))
        indent = " " * (len(marker) + len(gap))
        found += [f"{marker}{gap}{lines[0]}", *(f"{indent}{line}" if line else "" for line in lines[1:])]
        if draw(st.booleans()):
            found.append("")
    return found


@settings(max_examples=300, deadline=None)
@given(list_lines(), st.sampled_from(["", "Before:\n", "Before\n\n"]), st.sampled_from(["", "\n\nAfter", "\nlazy"]))
def test_every_list_is_read_as_commonmark_says(lines: list[str], before: str, after: str) -> None:
    """Without it, a nested list or a paragraph in a list comes out as something else than was written."""
    text = before + "\n".join(lines) + after
    assert ours(text) == theirs(text)
