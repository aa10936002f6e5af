"""Where everything stands in a YAML text: each key, value and item with its span."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from site_gen.sources.yaml_reader import PARSER

Path = tuple[str | int, ...]

LINE_END: Final = re.compile(r"\r\n|\r|\n")
_BETWEEN: Final = re.compile(r"(?:\s+|#[^\r\n]*|[&!]\S*)*")
"""What may stand before a dash: space, notes, the list's anchor and tag."""
_BLANK_LINES: Final = re.compile(r"(?:[ \t]*(?:\r\n|\r|\n))*[ \t]*\Z")
_HEADER: Final = re.compile(r"[|>][-+0-9]*")


@dataclass(slots=True)
class Entry:
    """A pair of a mapping, or an item of a list. `start` is where its key, dash or (in brackets) value begins, `colon`
    the index behind its colon or dash."""

    start: int
    colon: int
    key: str | None
    node: Node


@dataclass(slots=True)
class Node:
    """A value. Its span is what it is written as, with its anchor and tag, without the space and notes behind it.

    `style` is a scalar's sign (`'`, `"`, `|`, `>`, or '' for plain), 'alias', or for a collection 'block', 'flow', or
    'pair' for a mapping without braces in a list in brackets.
    """

    start: int
    end: int
    style: str
    entries: list[Entry] | None = None
    is_mapping: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written: a key with nothing behind its colon."""
        return self.start == self.end

    def entry(self, step: str | int) -> Entry | None:
        """Return the pair with a key, or the item at an index."""
        entries = self.entries or []
        if isinstance(step, int):
            return entries[step] if not self.is_mapping and step < len(entries) else None
        return next((entry for entry in entries if entry.key == step), None)


def parse_tree(text: str) -> Node | None:
    """Return the value of a text that can be read without problems; None if there is none in it."""
    root: Node | None = None
    stack: list[Node] = []
    awaits_value = [False]
    for event in _events(text):
        if isinstance(event, CollectionEndEvent):
            awaits_value.pop()
            _close(stack.pop(), event)
        elif isinstance(event, NodeEvent):
            node = _node(event, text)
            if not stack:
                root = node
            else:
                awaits_value[-1] = _place(node, event, stack[-1], text, is_value=awaits_value[-1])
            if isinstance(event, CollectionStartEvent):
                stack.append(node)
                awaits_value.append(False)
    return root


def at(root: Node | None, path: Path) -> Node | None:
    """Return the value at a path; None if it isn't written there (an alias or a merge brings it in)."""
    node = root
    for step in path:
        entry = node.entry(step) if node else None
        node = entry.node if entry else None
    return node


def line_start(text: str, index: int) -> int:
    """Return where the line with this index begins."""
    return max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1


def line_stop(text: str, index: int) -> int:
    """Return the index of the line end that follows, or the text's length."""
    found = LINE_END.search(text, index)
    return found.start() if found else len(text)


def header_of(text: str, node: Node) -> int:
    """Return the index behind the sign of a text block: '|', '>-'."""
    found = _HEADER.match(text, node.start)
    return found.end() if found else node.start


# --- from events to nodes ---------------------------------------------------------------------------------------------


def _events(text: str) -> Iterator[Event]:
    parser = PARSER(text)
    while (event := parser.get_event()) is not None:
        yield event


def _span(event: Event) -> tuple[int, int]:
    return (event.start_mark.index if event.start_mark else 0, event.end_mark.index if event.end_mark else 0)


def _node(event: NodeEvent, text: str) -> Node:
    start, end = _span(event)
    if isinstance(event, AliasEvent):
        return Node(start, end, "alias")
    if isinstance(event, CollectionStartEvent):
        is_mapping = isinstance(event, MappingStartEvent)
        style = "block"
        if event.flow_style:
            first = text[end - 1 : end] if end > start else ""
            style = "flow" if first in {"{", "["} else "pair"
        return Node(start, end, style, [], is_mapping)
    style = event.style or "" if isinstance(event, ScalarEvent) else ""
    if style in {"|", ">"}:
        sign = _HEADER.search(text, start, end)  # behind anchor and tag
        blank = _BLANK_LINES.search(text, sign.end() if sign else start, end)
        end = blank.start() if blank else end
    return Node(start, end, style)


def _place(node: Node, event: NodeEvent, parent: Node, text: str, *, is_value: bool) -> bool:
    """Note a node as its parent's next key, value or item. Return whether a value has to follow."""
    entries = parent.entries if parent.entries is not None else []
    if not parent.is_mapping:
        start = _dash(parent, entries, text) if parent.style == "block" else node.start
        entries.append(Entry(start, start + 1 if parent.style == "block" else start, None, node))
        return False
    if not is_value:
        key = normalize("NFC", event.value) if isinstance(event, ScalarEvent) else None
        entries.append(Entry(node.start, node.end, key, node))
        return True
    entry = entries[-1]
    found = text.find(":", entry.colon, max(node.start, entry.colon) + 1)
    entry.colon, entry.node = found + 1 if found >= 0 else entry.colon, node
    return False


def _dash(parent: Node, entries: list[Entry], text: str) -> int:
    """Return where the next item's dash is: the first thing behind the item before, or behind anchor and tag."""
    found = _BETWEEN.match(text, entries[-1].node.end if entries else parent.start)
    return found.end() if found else parent.start


def _close(node: Node, event: Event) -> None:
    """Set where a collection ends: the parser counts the space behind a block to it."""
    if node.style == "flow":
        node.end = _span(event)[1]
    elif node.entries:
        last = node.entries[-1]
        node.end = max(last.node.end, last.colon)
