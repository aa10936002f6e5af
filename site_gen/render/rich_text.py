"""Turns Markdown into a tree of plain data, for documents that aren't HTML. Text in it never acts as markup.

A block is `{"kind": …}` with the kinds paragraph, heading, list, quote, code, table and rule; a piece of a line has the
kinds text, strong, emph, code, link and break. Pictures and the tags of raw HTML are left out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, STX

from site_gen.render.markdown_parts import Dialect

Node = dict[str, Any]

DEPTH: Final = 6
"""The depth of nested lists and quotations from which a text is flattened."""

_SCHEMES: Final = ("https://", "http://", "mailto:", "tel:")
_SPACE: Final = re.compile(r"[ \t\r\n\f\v]+")
_STASHED: Final = re.compile(f"{STX}[^\x03]*\x03")
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE: Final[Mapping[str, str]] = {"strong": "strong", "b": "strong", "em": "emph", "i": "emph"}


class RichText:
    """Reads texts one after another with one converter."""

    @cached_property
    def _parser(self) -> markdown.Markdown:
        parser = markdown.Markdown(extensions=[Dialect(html=False), TableExtension()])
        # Raw HTML is reduced to its text; entities become characters when a text is read.
        parser.treeprocessors.register(self._taken, "taken", -10)
        return parser

    @cached_property
    def _taken(self) -> _Taken:
        return _Taken()

    def blocks(self, text: str, links: Mapping[str, str]) -> list[Node]:
        """Return a Markdown text's blocks. `links` maps link targets to absolute addresses."""
        parser = self._parser.reset()
        parser.convert(text.replace(STX, "").replace("\x03", ""))
        root = self._taken.root
        return list(_RichTextReader(links).blocks(root, 0)) if text.strip() and root is not None else []


class _Taken(Treeprocessor):
    """Stores the final tree."""

    root: Element | None = None

    def run(self, root: Element) -> None:
        self.root = root


class _RichTextReader:
    """Reads Python-Markdown's tree."""

    def __init__(self, links: Mapping[str, str]) -> None:
        self._links = links

    def blocks(self, parent: Element, depth: int) -> Iterator[Node]:
        """Yield the blocks of an element; text between them becomes a paragraph."""
        loose: list[Node] = [*_text(parent.text)]
        for child in parent:
            block = self._block(child, depth)
            if block is None:
                loose += self._piece(child, depth)
            else:
                yield from _paragraph(loose)
                loose = []
                yield from block
            loose += _text(child.tail)
        yield from _paragraph(loose)

    def _block(self, element: Element, depth: int) -> list[Node] | None:
        """Return an element as blocks; None for inline elements."""
        tag = element.tag
        if tag == "p":
            return list(_paragraph(self._line(element, depth)))
        if tag in {"ul", "ol", "blockquote"}:
            return self._nested(element, depth)
        plain = self._plain_block(element, depth)
        return None if plain is None else [plain]

    def _plain_block(self, element: Element, depth: int) -> Node | None:
        if element.tag in _HEADINGS:
            line = _trimmed(self._line(element, depth))
            level = int(element.tag[1])
            return {"kind": "heading", "level": level, "line": line} if line else {"kind": "paragraph", "line": []}
        if element.tag == "hr":
            return {"kind": "rule"}
        if element.tag == "pre":
            return {"kind": "code", "text": html.unescape("".join(element.itertext())).strip("\n")}
        return self._table(element) if element.tag == "table" else None

    def _nested(self, element: Element, depth: int) -> list[Node]:
        if depth >= DEPTH:
            return list(_paragraph([*_text(" ".join(element.itertext()))]))
        if element.tag == "blockquote":
            return [{"kind": "quote", "blocks": list(self.blocks(element, depth + 1))}]
        items = [list(self.blocks(item, depth + 1)) for item in element]
        start = element.get("start", "1")
        first = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1
        return [{"kind": "list", "ordered": element.tag == "ol", "start": first, "items": items}]

    def _table(self, element: Element) -> Node:
        rows = [[_trimmed(self._line(cell, 0)) for cell in row] for row in element.iter("tr")]
        return {"kind": "table", "columns": max(map(len, rows), default=1), "rows": rows}

    def _line(self, element: Element, depth: int) -> list[Node]:
        """Return the inline pieces of an element."""
        line = [*_text(element.text)]
        for child in element:
            line += self._piece(child, depth)
            line += _text(child.tail)
        return line

    def _piece(self, element: Element, depth: int) -> list[Node]:
        if element.tag == "br":
            return [{"kind": "break"}]
        if element.tag == "code":
            return [{"kind": "code", "text": html.unescape("".join(element.itertext()))}]
        if element.tag == "img":
            return [*_text(element.get("alt"))]
        line = self._line(element, depth + 1) if depth < 3 * DEPTH else [*_text("".join(element.itertext()))]
        if not line:
            return []
        if element.tag == "a":
            target = _plain(element.get("href", ""))
            target = self._links.get(target, target)
            return [{"kind": "link", "url": target, "line": line}] if _is_address(target) else line
        kind = _INLINE.get(str(element.tag))
        return [{"kind": kind, "line": line}] if kind else line


def _is_address(target: str) -> bool:
    return target.startswith(_SCHEMES) and len(target) <= 2000 and not any(c.isspace() for c in target)


def _text(text: str | None) -> Iterator[Node]:
    """Yield a text's characters, with spaces and line ends as one space; the parser's placeholders are left out."""
    plain = _SPACE.sub(" ", _plain(text)) if text else ""
    if plain:
        yield {"kind": "text", "text": plain}


def _plain(text: str) -> str:
    return html.unescape(_STASHED.sub("", text.replace(AMP_SUBSTITUTE, "&")))


def _trimmed(line: list[Node]) -> list[Node]:
    """Return a line without spaces at its start and end."""
    line = [dict(node) for node in line]
    if line and line[0]["kind"] == "text":
        line[0]["text"] = line[0]["text"].lstrip(" ")
    if line and line[-1]["kind"] == "text":
        line[-1]["text"] = line[-1]["text"].rstrip(" ")
    return [node for node in line if node.get("text") != ""]


def _paragraph(line: list[Node]) -> Iterator[Node]:
    line = _trimmed(line)
    if line:
        yield {"kind": "paragraph", "line": line}
