"""What Markdown has beyond Python-Markdown's own: CommonMark's blocks, and the inline marks of GitHub's dialect.

Lists, quotations, code and raw HTML come from `sources.markdown_blocks`; everything between them is left to
Python-Markdown and its extensions. GitHub Flavored Markdown 0.29, sections 5.3 (tasks), 6.5 (~~), 6.9 (bare addresses).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor, RawHtmlPostprocessor
from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString, code_escape

from site_gen.render.markdown_code import fill_code
from site_gen.render.markdown_headings import HashHeading, Rule, Underlined
from site_gen.render.markdown_lines import HOST, Definitions, Lines, bare_address
from site_gen.sources import markdown_blocks
from site_gen.sources.markdown_blocks import Block, Fence, Html, Leaf, List, Quote

if TYPE_CHECKING:
    from markdown import Markdown

CALLOUTS: Final[Mapping[str, str]] = MappingProxyType(
    {mark: f"callout.{mark.lower()}" for mark in ("NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION")}
)
"""The marks of GitHub's callouts (`> [!NOTE]`), and the names of the texts that they show."""

_BEGINS: Final = re.compile(r"^ {0,3}(?:[-+*>`~<]|\d{1,9}[.)])", re.MULTILINE | re.ASCII)
_REPLACED: Final = ("indent", "olist", "ulist", "quote")
_CALLOUT: Final = re.compile(rf"\[!({'|'.join(CALLOUTS)})\] *", re.IGNORECASE)
_TASK: Final = re.compile(r"\[([ xX])\] +(?=\S)")
_LANGUAGE: Final = re.compile(r"\{?\.?([\w#.+-]+)")


class Dialect(Extension):
    """Python-Markdown with these blocks and marks. Without `html`, raw HTML is read as text."""

    def __init__(self, *, html: bool = True) -> None:
        super().__init__()
        self._html = html

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # the library's name
        """Register everything."""
        md.preprocessors.deregister("html_block")
        md.preprocessors.register(_KeepTabs(md), "keep_tabs", 35)  # before normalize_whitespace (30)
        md.postprocessors.register(_GiveTabsBack(md), "give_tabs_back", 0)
        processors = md.parser.blockprocessors
        for name in _REPLACED:
            processors.deregister(name)
        processors.register(_Blocks(md, html=self._html), "blocks", 110)
        processors.register(_BeforeTable(md.parser), "before_table", 76)
        processors.register(HashHeading(md.parser), "hashheader", 70)
        processors.register(Definitions(md), "reference", 65)  # before setextheader (60)
        processors.register(Underlined(md.parser), "setextheader", 60)
        processors.register(Rule(md.parser), "hr", 50)
        for name in _READ_BY_LINES:
            md.inlinePatterns.deregister(name)
        md.treeprocessors.register(Lines(md), "lines", 25)  # before inline (20), which does the rest
        md.inlinePatterns.register(_BareLink(r"(?<![\w@/.:-])www\.[^\s<\x02\x03]+", md), "bare_www", 85)
        md.inlinePatterns.register(_BareMail(_MAIL, md), "bare_mail", 84)
        md.postprocessors.register(_RawHtml(md), "raw_html", 30)  # replaces its base class


_TAB: Final = "\ue009"
"""Stands for a tab in code, as all others become spaces."""


class _KeepTabs(Preprocessor):
    """Keeps the tabs of fenced code that isn't indented: makefiles and Go don't work with spaces."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with marks for these tabs."""
        if not any("\t" in line for line in lines):
            return lines
        made, fence = [], ""
        for line in lines:
            found = _FENCED.match(line)
            made.append(line.replace("\t", _TAB) if fence else line)
            if not fence:
                fence = found[1] if found else ""
            elif found and found[1].startswith(fence) and not line.strip("`~ \t"):
                fence = ""
        return made


_FENCED: Final = re.compile(r"(`{3,}(?=[^`]*$)|~{3,})")


class _GiveTabsBack(Postprocessor):
    """Puts the tabs back into the finished HTML."""

    def run(self, text: str) -> str:
        """Return the text with its tabs."""
        return text.replace(_TAB, "\t")


class _BlockHtml(str):
    """Raw HTML that is a block of its own."""

    __slots__ = ()


class _RawHtml(RawHtmlPostprocessor):
    """Puts blocks of HTML where they stood, whatever their tag; the library would put paragraphs around some."""

    def stash_to_string(self, text: str) -> str:
        """Return what was stored."""
        return text

    def isblocklevel(self, html: str) -> bool:
        """Whether a part of HTML was a block."""
        return isinstance(html, _BlockHtml) or super().isblocklevel(html)


_READ_BY_LINES: Final = (
    "backtick", "escape", "reference", "link", "image_link", "image_reference", "short_reference", "short_image_ref",
    "autolink", "automail", "linebreak", "html", "entity", "em_strong",
)  # fmt: skip
"""Python-Markdown's patterns for what `Lines` reads."""


class _BeforeTable(BlockProcessor):
    """Separates a table from the text right above it."""

    _TABLE = re.compile(r"(?<=\n)[^\n]*\|[^\n]*\n(?=[ :|-]*\|)(?=[ :|-]*-)[ :|-]+(?:\n|$)")

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002  # the library's signature
        """Whether a table begins below another line."""
        return "|" in block and self._TABLE.search(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:  # noqa: ARG002  # the library's signature
        """Make two blocks of the first one."""
        block = blocks.pop(0)
        start = self._TABLE.search(block).start()  # type: ignore[union-attr]  # as tested
        blocks[:0] = [block[:start].rstrip("\n"), block[start:]]


_NARROW: Final = 26
"""Characters of code that a phone of 320 px shows in a line."""


class _Blocks(BlockProcessor):
    """Makes the elements of lists, quotations, code and HTML, and gives the rest to the other processors."""

    def __init__(self, md: Markdown, *, html: bool) -> None:
        super().__init__(md.parser)
        self._md = md
        self._html = html
        self._plain: set[str] = set()

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002  # the library's signature
        """Whether something may begin here that isn't plain; what was found to be plain is never asked again."""
        return _BEGINS.search(block) is not None and block not in self._plain

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Take all that is left of this container."""
        text = "\n\n".join(blocks)
        blocks.clear()
        self._add(parent, markdown_blocks.blocks(text))

    def _add(self, parent: Element, found: Sequence[Block]) -> None:
        for block in found:
            if isinstance(block, Leaf):
                self._leaf(parent, "\n".join(block.lines))
            elif isinstance(block, Fence):
                self._fence(parent, block)
            elif isinstance(block, Html):
                self._raw(parent, "\n".join(block.lines))
            elif isinstance(block, Quote):
                self._quote(parent, block)
            else:
                self._list(parent, block)

    def _leaf(self, parent: Element, text: str) -> None:
        parts = text.split("\n\n")
        self._plain = {*self._plain, *parts} if len(self._plain) < 1000 else set(parts)
        self.parser.parseBlocks(parent, parts)

    def _fence(self, parent: Element, fence: Fence) -> None:
        block = SubElement(parent, "pre")
        if any(len(line) > _NARROW for line in fence.lines):
            block.set("tabindex", "0")  # so that a keyboard can scroll it
        code = SubElement(block, "code")
        language = _LANGUAGE.match(fence.info)
        if language:
            code.set("class", f"language-{language[1]}")
        text = "\n".join(fence.lines).replace(_TAB, "\t") + "\n"
        fill_code(code, text, language[1] if language else "", code_escape)

    def _raw(self, parent: Element, text: str) -> None:
        if self._html:
            SubElement(parent, "p").text = self._md.htmlStash.store(_BlockHtml(text))
        else:
            self._leaf(parent, text)

    def _quote(self, parent: Element, quote: Quote) -> None:
        inner = quote.blocks
        callout = _CALLOUT.fullmatch(inner[0].lines[0]) if inner and isinstance(inner[0], Leaf) else None
        if callout is None or not isinstance(inner[0], Leaf):
            self._add(SubElement(parent, "blockquote"), inner)
            return
        name = callout[1].upper()
        box = SubElement(parent, "div", {"class": f"callout callout-{name.lower()}", "role": "note"})
        SubElement(box, "p", {"class": "callout-title"}).text = AtomicString(
            getattr(self._md, "words", str)(CALLOUTS[name])
        )
        rest = "\n".join(inner[0].lines[1:]).strip("\n")
        if rest:
            self._leaf(box, rest)
        self._add(box, inner[1:])

    def _list(self, parent: Element, found: List) -> None:
        made = SubElement(parent, "ul" if found.start is None else "ol")
        if found.start not in {None, 1}:
            made.set("start", str(found.start))
        for item in found.items:
            element = SubElement(made, "li")
            self._add(element, item)
            if item and isinstance(item[0], Leaf):
                _mark_task(element)
            if not found.is_loose:
                _tighten(element)


def _mark_task(item: Element) -> None:
    """Turn `[x]` at the start of an item into a checkbox, with the item's words as its label."""
    first = item[0] if len(item) else None
    task = _TASK.match(first.text or "") if first is not None and first.tag == "p" else None
    if first is None or task is None:
        return
    item.set("class", "task")
    label = SubElement(first, "label")
    box = SubElement(label, "input", {"type": "checkbox", "disabled": ""})
    if task[1] != " ":
        box.set("checked", "")
    box.tail, first.text = " " + (first.text or "")[task.end() :], None


def _tighten(item: Element) -> None:
    """Take the paragraphs of a tight list's item away, and leave their contents."""
    for paragraph in [child for child in item if child.tag == "p"]:
        index = list(item).index(paragraph)
        if index:
            item[index - 1].tail = (item[index - 1].tail or "") + (paragraph.text or "")
        else:
            item.text = paragraph.text
        item.remove(paragraph)
        for number, child in enumerate(list(paragraph)):
            item.insert(index + number, child)


class _BareLink(InlineProcessor):
    """An address that begins with www. and stands in a text without any marks."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: ARG002, N802  # the library's
        """Return the link, without the signs that end a sentence."""
        address = bare_address(m[0].replace("&amp;", "&"))
        if not HOST.match(address):
            return None, None, None
        shown = address.replace("&", "&amp;")
        link = Element("a", {"href": f"http://{shown}"})
        link.text = AtomicString(shown)
        return link, m.start(), m.start() + len(shown)


class _BareMail(InlineProcessor):
    """An e-mail address that stands in a text without any marks."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: ARG002, N802  # the library's
        """Return the link."""
        link = Element("a", {"href": f"mailto:{m[0]}"})
        link.text = AtomicString(m[0])
        return link, m.start(), m.end()


_MAIL: Final = r"(?<![\w.+/:@-])[a-zA-Z0-9.+_-]+@[a-zA-Z0-9_-]+(?:\.[a-zA-Z0-9_-]+)*\.[a-zA-Z0-9]+(?![\w@-])"
