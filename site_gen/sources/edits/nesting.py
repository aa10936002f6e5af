"""Puts the mapping at a key one level deeper, under a name: what is written in it, with its notes, stays as it is."""

from __future__ import annotations

import re
from typing import Any, Final

from site_gen.sources.edits.changes import EditError
from site_gen.sources.edits.differences import same
from site_gen.sources.edits.files import read_content
from site_gen.sources.edits.tree import LINE_END, Entry, line_start, parse_tree
from site_gen.sources.text import UNSEEN_FIRST

_LINES: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_STEP: Final = "  "


def nested(raw: bytes, key: str, name: str) -> bytes:
    """Return a file of YAML in which the mapping at a top key is the value of `name` in a mapping there.

    Raises EditError where it is written in a way in which it can't be moved, such as inside braces.
    """
    data: Any = read_content(raw, is_markdown=False).data
    if not isinstance(data, dict) or not isinstance(data.get(key), dict):
        raise EditError((key,))
    text = raw.decode()
    rest = text.lstrip(UNSEEN_FIRST)
    root = parse_tree(rest)
    entry = root.entry(key) if root else None
    if entry is None or (root is not None and root.style != "block"):
        raise EditError((key,))
    moved = _block(rest, entry, name) if entry.node.style == "block" else _braces(rest, entry, name)
    result = (text[: len(text) - len(rest)] + moved).encode()
    if not same(read_content(result, is_markdown=False).data, {**data, key: {name: data[key]}}, in_order=False):
        raise EditError((key,))
    return result


def _block(text: str, entry: Entry, name: str) -> str:
    """Indent the lines of a mapping, with the notes among them."""
    first = min(inner.start for inner in entry.node.entries or ())
    start = line_start(text, first)
    if start <= entry.colon or text[start:first].strip(" "):
        raise EditError((entry.key or "",))
    between = LINE_END.search(text, entry.colon)
    begin = between.end() if between else start
    indent = text[start:first]
    stop = _end(text, start, indent)
    lines = [each for each in _LINES.findall(text[begin:stop]) if each]
    deeper = "".join(f"{_STEP}{each}" if each.strip() else each for each in lines)
    return f"{text[:begin]}{indent}{name}:{_line_end(text)}{deeper}{text[stop:]}"


def _end(text: str, start: int, indent: str) -> int:
    """Return where the last line ends that is indented like the first one of a mapping, or deeper."""
    stop = at = start
    while at < len(text):
        found = _LINES.match(text, at)
        line = found[0] if found else ""
        at += len(line)
        if line.strip() and not line.startswith(indent):
            break
        stop = at if line.strip() else stop
    return stop


def _braces(text: str, entry: Entry, name: str) -> str:
    """Put a mapping in braces on a line of its own, with the note behind it."""
    return f"{text[: entry.colon]}{_line_end(text)}{_STEP}{name}: {text[entry.node.start :]}"


def _line_end(text: str) -> str:
    found = LINE_END.search(text)
    return found[0] if found else "\n"
