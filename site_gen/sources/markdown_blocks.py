"""The blocks of a Markdown text, as CommonMark has them: lists, quotations, fenced code, raw HTML, and what is between.

Knows neither inline markup nor HTML output: `render` makes elements of the blocks, `load` looks for mistakes in them.
The rules are those of CommonMark 0.31.2, sections 4.5, 4.6, 5.1–5.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

DEEPEST: Final = 24
"""How deep lists and quotations may be nested; what is deeper stays text."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Lines that are neither a list nor a quotation, code or HTML: paragraphs, headings, tables, indented code.

    `first` is the number of the block's first line in the whole text, from 0; `after_blank`, whether an empty line is
    before it. Both are the same for every kind of block.
    """

    first: int
    after_blank: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fence:
    """Fenced code: `info` is what follows the opening fence, `length` counts its lines with the fences."""

    first: int
    after_blank: bool
    info: str
    lines: tuple[str, ...]
    length: int


@dataclass(frozen=True, slots=True)
class Html:
    """Raw HTML."""

    first: int
    after_blank: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation."""

    first: int
    after_blank: bool
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class List:
    """A list; `start` is the first number of an ordered one, else None. A loose list has empty lines in it."""

    first: int
    after_blank: bool
    start: int | None
    is_loose: bool
    items: tuple[tuple[Block, ...], ...]


Block = Leaf | Fence | Html | Quote | List


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text; line ends are '\\n'. The lines of all blocks are those of the text, in order."""
    lines = [line if line and not line.isspace() else "" for line in text.expandtabs(4).split("\n")]
    return _Reader(lines, 0, 0).read()


def every_block(found: Sequence[Block], depth: int = 0) -> Iterator[tuple[Block, int]]:
    """Yield all blocks, also those inside others, each with its depth."""
    for block in found:
        yield block, depth
        if isinstance(block, Quote):
            yield from every_block(block.blocks, depth + 1)
        elif isinstance(block, List):
            for item in block.items:
                yield from every_block(item, depth + 1)


_FENCE: Final = re.compile(r"( {0,3})(?:(`{3,})([^`]*)|(~{3,})(.*))$")
_QUOTE: Final = re.compile(r" {0,3}> ?")
_MARKER: Final = re.compile(r"( {0,3})([-+*]|(\d{1,9})[.)])( +|$)", re.ASCII)
_RULE: Final = re.compile(r" {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")
_HEADING: Final = re.compile(r" {0,3}#{1,6}(?: |$)")
_UNDERLINE: Final = re.compile(r" {0,3}(?:=+|-+) *$")
_MAYBE: Final = re.compile(r" {0,3}(?:[-+*>`~<]|\d{1,9}[.)])", re.ASCII)
_PREFIX: Final = re.compile(r"(?: *(?:>|(?:[-+*]|\d{1,9}[.)])(?= |$)) ?)*", re.ASCII)

_BLOCK_TAGS: Final = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|"
    "fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|"
    "menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|"
    "track|ul"
)
_ATTRIBUTE: Final = r"\s+[a-zA-Z_:][\w.:-]*(?:\s*=\s*(?:[^\s\"'=<>`]+|'[^']*'|\"[^\"]*\"))?"
_HTML: Final = tuple(
    (re.compile(rf" {{0,3}}{opening}", re.IGNORECASE), ending and re.compile(ending, re.IGNORECASE))
    for opening, ending in (
        (r"<(?:script|pre|style|textarea)(?=[\s>]|$)", r"</(?:script|pre|style|textarea)>"),
        (r"<!--", r"-->"),
        (r"<\?", r"\?>"),
        (r"<![a-z]", r">"),
        (r"<!\[CDATA\[", r"\]\]>"),
        (rf"</?(?:{_BLOCK_TAGS})(?=\s|/?>|$)", None),
        (rf"(?:<[a-z][a-z0-9-]*(?:{_ATTRIBUTE})*\s*/?>|</[a-z][a-z0-9-]*\s*>)\s*$", None),
    )
)
"""How the seven kinds of HTML blocks begin and end; None ends at an empty line (CommonMark 4.6)."""


def _html_ending(line: str, *, in_paragraph: bool) -> tuple[re.Pattern[str] | None] | None:
    """Return the ending of the HTML block that a line begins, in a tuple; None if it begins none."""
    if "<" not in line[:4]:
        return None
    for number, (opening, ending) in enumerate(_HTML, 1):
        if opening.match(line) and not (number == 7 and in_paragraph):
            return (ending or None,)
    return None


def _marker(line: str, *, in_paragraph: bool) -> re.Match[str] | None:
    """Return the marker of the list item that a line begins, if so."""
    found = _MARKER.match(line)
    if found is None or _RULE.match(line):
        return None
    if in_paragraph and (found.end() == len(line) or (found[3] and int(found[3]) != 1)):
        return None
    return found


def _ends_paragraph(line: str) -> bool:
    """Whether a line below a paragraph doesn't belong to it, in a list or a quotation that has ended."""
    if _HEADING.match(line) or _RULE.match(line):
        return True
    if not _MAYBE.match(line):
        return False
    return bool(
        _FENCE.match(line)
        or _QUOTE.match(line)
        or _marker(line, in_paragraph=False)
        or _html_ending(line, in_paragraph=True)
    )


class _Open:
    """Whether the last line of a list item or a quotation is in a paragraph, which the next line may continue."""

    def __init__(self) -> None:
        self._fence = ""
        self.is_paragraph = False

    def see(self, line: str) -> None:
        text = line[_PREFIX.match(line).end() :]  # type: ignore[union-attr]  # matches also nothing
        fence = _FENCE.match(text)
        if self._fence:
            mark = (fence[2] or fence[4]) if fence else ""
            if mark.startswith(self._fence) and not (fence[3] or fence[5] or "").strip():  # type: ignore[index]
                self._fence = ""
            self.is_paragraph = False
        elif fence:
            self._fence, self.is_paragraph = fence[2] or fence[4], False
        else:
            # Indented far, it may be code, but is more often a paragraph of an inner item.
            self.is_paragraph = bool(text) and not (_HEADING.match(text) or _RULE.match(text))


class _Reader:
    """Reads the lines of one container; `offset` is the number of its first line in the whole text."""

    def __init__(self, lines: list[str], offset: int, depth: int) -> None:
        self._lines = lines
        self._offset = offset
        self._depth = depth
        self._at = 0
        self._found: list[Block] = []
        self._leaf: list[str] = []
        self._blank = False

    def read(self) -> tuple[Block, ...]:
        in_paragraph = False
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if _MAYBE.match(line) and self._container(line, in_paragraph=in_paragraph):
                in_paragraph = False
                continue
            if in_paragraph:
                in_paragraph = bool(line) and not (_HEADING.match(line) or _RULE.match(line) or _UNDERLINE.match(line))
            else:
                in_paragraph = bool(line) and not (line.startswith("    ") or _HEADING.match(line) or _RULE.match(line))
            self._leaf.append(line)
            self._at += 1
        self._end_leaf()
        return tuple(self._found)

    def _end_leaf(self) -> None:
        """Put the collected lines among the blocks, without the empty ones around them."""
        lines, count = self._leaf, len(self._leaf)
        start = next((number for number, line in enumerate(lines) if line), None)
        if start is None:
            self._blank = self._blank or count > 0
        else:
            end = next(number for number in range(count, 0, -1) if lines[number - 1])
            first = self._offset + self._at - count + start
            self._found.append(Leaf(first, self._blank or start > 0, tuple(lines[start:end])))
            self._blank = end < count
        self._leaf = []

    def _container(self, line: str, *, in_paragraph: bool) -> bool:
        """Read the block that begins here, if it is not a leaf."""
        if fence := _FENCE.match(line):
            self._end_leaf()
            self._found.append(self._fence(fence))
        elif ending := _html_ending(line, in_paragraph=in_paragraph):
            self._end_leaf()
            self._found.append(self._html(ending[0]))
        elif self._depth < DEEPEST and _QUOTE.match(line):
            self._end_leaf()
            self._found.append(self._quote())
        elif self._depth < DEEPEST and (marker := _marker(line, in_paragraph=in_paragraph)):
            self._end_leaf()
            self._found.append(self._list(marker))
        else:
            return False
        return True

    def _take_blank(self) -> bool:
        blank, self._blank = self._blank, False
        return blank

    def _fence(self, opening: re.Match[str]) -> Fence:
        first, indent = self._at, len(opening[1])
        mark, info = opening[2] or opening[4], opening[3] if opening[2] else opening[5]
        closing = re.compile(rf" {{0,3}}{re.escape(mark[0])}{{{len(mark)},}} *$")
        lines: list[str] = []
        self._at += 1
        while self._at < len(self._lines):
            line = self._lines[self._at]
            self._at += 1
            if closing.match(line):
                break
            lines.append(line[min(indent, len(line) - len(line.lstrip(" "))) :])
        return Fence(self._offset + first, self._take_blank(), info.strip(), tuple(lines), self._at - first)

    def _html(self, ending: re.Pattern[str] | None) -> Html:
        first = self._at
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if ending is None and not line:
                break
            self._at += 1
            if ending is not None and ending.search(line):
                break
        return Html(self._offset + first, self._take_blank(), tuple(self._lines[first : self._at]))

    def _quote(self) -> Quote:
        first, opened, lines = self._at, _Open(), []
        while self._at < len(self._lines):
            line = self._lines[self._at]
            mark = _QUOTE.match(line)
            if mark:
                line = line[mark.end() :]
            elif not line or not opened.is_paragraph or _ends_paragraph(line):
                break
            lines.append(line if line.strip() else "")
            opened.see(lines[-1])
            self._at += 1
        inner = _Reader(lines, self._offset + first, self._depth + 1).read()
        return Quote(self._offset + first, self._take_blank(), inner)

    def _list(self, marker: re.Match[str]) -> List:
        first, kind, blank = self._at, marker[2][-1], self._take_blank()
        items: list[tuple[Block, ...]] = []
        is_loose = False
        found: re.Match[str] | None = marker
        while found is not None and found[2][-1] == kind:
            is_loose = is_loose or (self._blank and bool(items))
            items.append(self._item(found))
            is_loose = is_loose or _has_gap(items[-1])
            line = self._lines[self._at] if self._at < len(self._lines) else ""
            found = _marker(line, in_paragraph=False)
        start = int(marker[3]) if marker[3] else None
        return List(self._offset + first, blank, start, is_loose, tuple(items))

    def _item(self, marker: re.Match[str]) -> tuple[Block, ...]:
        """Read an item; `_blank` then says whether empty lines follow it."""
        first, line, gap = self._at, self._lines[self._at], len(marker[4])
        width = marker.end(2) + (gap if 0 < gap < 5 and marker.end() < len(line) else 1)
        lines, opened = [line[width:]], _Open()
        opened.see(lines[0])
        self._at += 1
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if not line and lines == [""]:
                break  # an item may begin with one empty line, not with two
            if line and not line.startswith(" " * width):
                if not opened.is_paragraph or _ends_paragraph(line):
                    break
                line = " " * width + line.lstrip(" ")
            lines.append(line[width:])
            opened.see(lines[-1])
            self._at += 1
        while self._at < len(self._lines) and not self._lines[self._at]:
            self._at += 1
            lines.append("")
        self._blank = len(lines) > 1 and not lines[-1]
        return _Reader(lines, self._offset + first, self._depth + 1).read()


def _has_gap(item: Sequence[Block]) -> bool:
    """Whether an empty line is between two blocks of an item."""
    gap = any(block.after_blank for block in item[1:])
    return gap or any(isinstance(block, Leaf) and "" in block.lines for block in item)


_INLINE_CODE: Final = re.compile(r"(?<![`\\])(?P<tick>`++)(?:[^\n]|\n(?![ \t]*\n))+?(?<!`)(?P=tick)(?!`)")
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def without_code(text: str) -> str:
    """Return a text of the same length and lines, with spaces for code: fenced, indented, and in a line."""
    if "`" not in text and "~~~" not in text and "    " not in text and "\t" not in text:
        return text
    lines = text.split("\n")
    for block, _ in every_block(blocks(text)):
        for number in _code_lines(block):
            lines[number] = " " * len(lines[number])
    return _INLINE_CODE.sub(_spaces, "\n".join(lines))


def without_comments(text: str) -> str:
    """Return a text of the same length and lines, with spaces for HTML comments."""
    return _COMMENT.sub(_spaces, text) if "<!--" in text else text


def _spaces(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _code_lines(block: Block) -> Iterator[int]:
    if isinstance(block, Fence):
        yield from range(block.first, block.first + block.length)
    elif isinstance(block, Leaf):
        in_paragraph = False
        for number, line in enumerate(block.lines, block.first):
            if line.startswith("    ") and not in_paragraph:
                yield number
            else:
                in_paragraph = bool(line) and not _HEADING.match(line)
