"""Markdown as python-markdown makes it, fitted to the page."""

from __future__ import annotations

import re
from typing import Any

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.render.markdown import SIZES, MarkdownRenderer
from site_gen.render.markdown_parts import Dialect
from tests.browser.site import parse

RENDERER = MarkdownRenderer()
WORDS = {f"callout.{name}": name.title() for name in ("note", "tip", "important", "warning", "caution")}
PLAIN = markdown.Markdown(
    extensions=["tables", "footnotes", "attr_list", "def_list", "abbr", Dialect()],
    extension_configs={"footnotes": {"BACKLINK_TEXT": "↩"}},
    output_format="html",
)
PIECES = st.sampled_from(
    [
        "*", "**", "_", "`", "[a](b)", "![x](y.jpg)", "[r]", "<b>", "</b>", "&amp;", "&", "\\*", "\\", "*a*", "!",
        "[", "]", "(", ")", "][", "<http://a.b>", "<a@b.c>", "http://x.y/_a_", "<!--", "-->", "&#38;", "```", "~~~",
        "[^1]", "<div>", "</div>", "<br>", "\n", "\n\n", "word ", "ж ", "  \n", "- x", "1. y", "## T", "> q",
        "    code", "***", "---", "\t", "\u00a0", "[r]: http://x.y", "[^1]: n", "\n: d", "{: .c}", "`` ` ``",
        "\"q\"", "]: x",
        "~~", "https://a.b/c_d", "www.a.b", "a@b.c", "\\\n", "- [x] ", "> [!NOTE]\n", "# ", "#t", "| a | b |\n|-|-|\n",
    ]
)  # fmt: skip


def body(text: str, **more: Any) -> dict[str, Any]:
    return {"markdown": text, "pictures": {}, "links": {}, **more}


def made(text: str, **more: Any) -> str:
    return str(
        RENDERER.render(
            body(text, **more), {"table.label": "Table", "picture.enlarge": "Enlarge the picture", **WORDS}.__getitem__
        )
    )


@settings(max_examples=600, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_what_is_skipped_for_speed_changes_nothing(text: str) -> None:
    PLAIN.reset()
    PLAIN.words = WORDS.__getitem__  # type: ignore[attr-defined]  # for callouts
    assert _bare(made(text)) == _bare(PLAIN.convert(text))


def _bare(html: str) -> str:
    """Without what is fitted to the page: levels and ids of headings, boxes around tables."""
    html = re.sub(r'<div [^>]*"table-scroll"[^>]*>(.*?</table>)\s*</div>', r"\1", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"(</?h)\d(?: id=\"[^\"]*\")?", r"\1", html))


HEADINGS = {
    "from h2": ("## A\n\n### B", '<h2 id="a">A</h2>\n<h3 id="b">B</h3>'),
    "from h1": ("# A\n\n## B", '<h2 id="a">A</h2>\n<h3 id="b">B</h3>'),
    "h6 stays": ("# A\n\n###### B", '<h2 id="a">A</h2>\n<h6 id="b">B</h6>'),
    "twice the same": ("## A\n\n## A", '<h2 id="a">A</h2>\n<h2 id="a_1">A</h2>'),
    "Cyrillic": ("## Что дальше", '<h2 id="что-дальше">Что дальше</h2>'),
    "markup in it": ("## A *b* `c`", '<h2 id="a-b-c">A <em>b</em> <code>c</code></h2>'),
    "an id of the page's own": ("## Menu", '<h2 id="menu_1">Menu</h2>'),
    "letters in two parts": ("## Cafe\u0301", '<h2 id="café">Cafe\u0301</h2>'),
    "an own id": ("## A {#own}", '<h2 id="own">A</h2>'),
    "an id that is taken": ("## A\n\n## B {#a}", '<h2 id="a_1">A</h2>\n<h2 id="a">B</h2>'),
}


@pytest.mark.parametrize(("text", "html"), HEADINGS.values(), ids=HEADINGS)
def test_headings_begin_at_the_second_level_and_have_ids(text: str, html: str) -> None:
    assert made(text) == html


def test_links_are_resolved_as_the_view_says() -> None:
    html = made("[a](x.md) [b](y)", links={"x.md": "/articles/x/?a=1&b=2"})
    assert html == '<p><a href="/articles/x/?a=1&amp;b=2">a</a> <a href="y">b</a></p>'


PICTURE: dict[str, Any] = {
    "src": "/i/cup-800.jpg",
    "width": 1600,
    "height": 900,
    "large": "",
    "sources": [{"type": "image/avif", "srcset": "/i/cup-800.avif 800w"}],
}


def test_a_picture_has_all_its_sizes() -> None:
    html = made("Words ![A <cup>](cup.jpg)", pictures={"cup.jpg": PICTURE})
    document = parse(html)
    assert document.first("source").attributes == {**PICTURE["sources"][0], "sizes": SIZES}
    wanted = {"src": "/i/cup-800.jpg", "alt": "A <cup>", "width": "1600", "height": "900", "loading": "lazy"}
    assert document.first("img").attributes == {**wanted, "decoding": "async"}
    assert "<figure>" not in html


def test_a_picture_alone_is_a_figure_and_its_title_the_caption() -> None:
    html = made('![A cup](cup.jpg "Monday")', pictures={"cup.jpg": PICTURE})
    assert re.fullmatch(r"<figure><picture>.*</picture><figcaption>Monday</figcaption></figure>", html)


def test_a_large_picture_alone_is_a_link_to_its_file_with_a_name() -> None:
    """Without it nobody could read a screenshot of a feed. Where alt is empty the link still has a name."""
    html = made("![](cup.jpg)", pictures={"cup.jpg": {**PICTURE, "large": "/i/cup-1600.webp"}})
    assert html.startswith('<figure><a class="enlarge" href="/i/cup-1600.webp"><picture>')
    assert html.endswith('</picture> <span class="sr">Enlarge the picture</span></a></figure>')
    inside = made("[![A](cup.jpg)](https://x.example/)", pictures={"cup.jpg": {**PICTURE, "large": "/i/cup-1600.webp"}})
    assert "enlarge" not in inside


def test_a_table_scrolls_in_a_box_with_a_name_and_has_no_inline_style() -> None:
    table = "| a | b |\n|:-:|--:|\n| 1 | 2 |\n"
    html = made(f"{table}\n\n{table}")
    boxes = [box.attributes for box in parse(html).all("div")]
    box = {"class": "table-scroll", "tabindex": "0", "role": "region"}
    assert boxes == [{**box, "aria-label": "Table"}, {**box, "aria-label": "Table 2"}]
    assert '<td class="align-center">1</td>\n<td class="align-right">2</td>' in html
    assert "style=" not in html


def test_code_in_a_table_has_its_pipes_without_backslashes() -> None:
    """A command that is copied from a table would not work."""
    html = made("| a | b |\n|---|---|\n| `x \\| y` | p \\| q |\n")
    assert "<td><code>x | y</code></td>\n<td>p | q</td>" in html


def test_a_column_without_a_heading_has_no_empty_one() -> None:
    """A screen reader would say that there is a heading, and nothing more."""
    html = made("| a | |\n|---|---|\n| 1 | 2 |\n")
    assert "<th>a</th>\n<td></td>" in html


def test_one_text_leaves_nothing_for_the_next() -> None:
    made("[r]: http://x.y\n\n## A\n\n[^1]\n\n[^1]: n\n")
    assert made("[r]") == "<p>[r]</p>"
    assert made("## A") == '<h2 id="a">A</h2>'
    assert made("[^1]") == "<p>[^1]</p>"
