"""The ways in which one step can be written into a YAML text, the most natural first. Some may be wrong: try each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from site_gen.sources.edits.differences import Insert, Put, Remove, Reorder
from site_gen.sources.edits.tree import LINE_END, Entry, Node, Path, at, header_of, line_start, line_stop
from site_gen.sources.edits.writing import (
    FileStyle,
    column,
    in_quotes,
    item_lines,
    on_one_line,
    pair_lines,
    value_lines,
)
from site_gen.sources.yaml import Data

_NOTE: Final = re.compile(r"[ \t]*#[^\r\n]*")
_OWN_NOTES: Final = re.compile(r"(?:^[ \t]*#[^\r\n]*(?:\r\n|\r|\n))+\Z", re.MULTILINE)


# --- another value ----------------------------------------------------------------------------------------------------


def replacements(text: str, root: Node | None, step: Put, style: FileStyle) -> Iterator[str]:
    """Yield the text with another value at a path."""
    if not step.path or root is None:
        yield from _whole(text, root, step.value, style)
        return
    parent = at(root, step.path[:-1])
    entry = parent.entry(step.path[-1]) if parent else None
    if parent is None or entry is None:
        if parent is not None and parent.is_mapping and parent.entries:  # a merge brings it in: a key of its own wins
            last = parent.entries[-1].key
            yield from insertions(text, root, Insert(step.path[:-1], str(step.path[-1]), step.value, last), style)
        return
    node = entry.node
    if _is_in_brackets(root, step.path):
        yield _spliced(text, node.start, node.end, _in_place(node, step.value, text, in_brackets=True))
        return
    quote = node.style if node.style in {"'", '"'} else ""
    is_block = node.style in {"|", ">", "block"}
    if not is_block and _fits_one_line(step.value):
        yield _spliced(text, node.start, node.end, _in_place(node, step.value, text, in_brackets=False, quote=quote))
    head, below = value_lines(step.value, _column(text, entry), style, is_item=not parent.is_mapping)
    if node.style in {"|", ">"} and isinstance(step.value, str):
        yield from _text_block(text, node, step.value, style)
    yield _on_lines(text, entry, head, below, style)
    if isinstance(step.value, str):
        yield _on_lines(text, entry, f" {in_quotes(step.value)}", [], style)


def _whole(text: str, root: Node | None, value: Data, style: FileStyle) -> Iterator[str]:
    if isinstance(value, dict) and value:
        lines = [line for key, item in value.items() for line in pair_lines(key, item, 0, style)]
        written = style.end.join(lines)
    else:
        written = on_one_line(value)
    if root is not None and not root.is_empty:
        yield _spliced(text, root.start, root.end, written)
        return
    gap = "" if not text or text.endswith(("\n", "\r")) else style.end
    yield f"{text}{gap}{written}{style.end}"


def _in_place(node: Node, value: Data, text: str, *, in_brackets: bool, quote: str = "") -> str:
    if node.style in {"'", '"'}:
        quote = node.style
    written = on_one_line(value, quote, in_brackets=in_brackets)
    if not node.is_empty:
        return written
    before = text[max(node.start - 1, 0) : node.start]
    if before in {":", "-"}:
        return f" {written}"
    return written if before.isspace() or before in {"[", "{", ","} else f": {written}"


def _fits_one_line(value: Data) -> bool:
    if isinstance(value, dict | list):
        return not value
    return not (isinstance(value, str) and "\n" in value)


def _text_block(text: str, node: Node, value: str, style: FileStyle) -> Iterator[str]:
    """Yield the text with other words behind a bar; its sign and its notes stay where they can."""
    sign = text[node.start : header_of(text, node)]
    first = line_stop(text, node.start)
    lines = [line for line in LINE_END.split(text[first : node.end]) if line.strip()]
    if not lines or sign not in {"|", "|-"} or value.endswith("\n") != (sign == "|") or value.endswith("\n\n"):
        return
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip(" "))]
    body = value.rstrip("\n")
    if not body or body[0] in " \t\n":
        return
    new = style.end.join(indent + line if line else "" for line in body.split("\n"))
    yield _spliced(text, first + len(_end_at(text, first)), node.end, new)


def _on_lines(text: str, entry: Entry, head: str, below: list[str], style: FileStyle) -> str:
    """Return the text with a value whose lines are written anew; notes beside the old one stay on the key's line."""
    node, colon = entry.node, entry.colon
    stop = line_stop(text, node.end)
    notes = _note(text, node.end)
    first = line_stop(text, colon)
    if node.style in {"|", ">"}:
        notes = _note(text, header_of(text, node))
    elif node.start > first:
        notes = _note(text, colon) + notes
    return _spliced(text, colon, stop, head + notes + "".join(style.end + line for line in below))


def _note(text: str, index: int) -> str:
    found = _NOTE.match(text, index)
    return f"  {found[0].strip()}" if found else ""


# --- more, and less ---------------------------------------------------------------------------------------------------


def insertions(text: str, root: Node | None, step: Insert, style: FileStyle) -> Iterator[str]:
    """Yield the text with another key or item."""
    node = at(root, step.path)
    entries = node.entries if node else None
    if node is None or not entries:
        return
    before = node.entry(step.after) if step.after is not None else None
    if node.style != "block":
        one = on_one_line(step.value, in_brackets=True)
        new = one if step.key is None else on_one_line({step.key: step.value})[1:-1]
        if before is not None:
            yield _spliced(text, before.node.end, before.node.end, f", {new}")
        else:
            yield _spliced(text, entries[0].start, entries[0].start, f"{new}, ")
        return
    place = _column(text, entries[0])
    lines = item_lines(step.value, place, style) if step.key is None else pair_lines(step.key, step.value, place, style)
    behind = entries.index(before) + 1 if before is not None else 0
    if before is not None:
        stop = line_stop(text, max(before.node.end, before.colon))
        yield _spliced(text, stop, stop, "".join(style.end + line for line in lines))
    if behind < len(entries):
        start = entries[behind].start
        joined = style.end.join(lines)[place:]
        yield _spliced(text, start, start, f"{joined}{style.end}{' ' * place}")


def removals(text: str, root: Node | None, step: Remove) -> Iterator[str]:
    """Yield the text without a key or an item."""
    node = at(root, step.path[:-1])
    entry = node.entry(step.path[-1]) if node else None
    if node is None or node.entries is None or entry is None:
        return
    index = node.entries.index(entry)
    end = max(entry.node.end, entry.colon)
    if node.style != "block":
        if index + 1 < len(node.entries):
            yield _spliced(text, entry.start, node.entries[index + 1].start, "")
        elif index:
            yield _spliced(text, node.entries[index - 1].node.end, end, "")
        return
    start, stop = line_start(text, entry.start), line_stop(text, end)
    if text[start : entry.start].strip():  # behind a dash
        if index + 1 < len(node.entries):
            following = node.entries[index + 1].start
            if not text[end:following].strip():
                yield _spliced(text, entry.start, following, "")
        yield _spliced(text, entry.start, end, "")
        return
    after = stop + len(_end_at(text, stop))
    if after == stop:  # the last line, without a line end
        before = LINE_END.search(text, max(start - 2, 0), start)
        yield _spliced(text, before.start() if before else start, stop, "")
    yield _spliced(text, start, after, "")
    yield _spliced(text, entry.start, stop, "#")  # a note below would else become part of what is above


# --- another order ----------------------------------------------------------------------------------------------------


def reorderings(text: str, root: Node | None, step: Reorder) -> Iterator[str]:
    """Yield the text with the entries of a mapping or list in another order; notes right above an item go with it."""
    node = at(root, step.path)
    if node is None or node.entries is None or len(node.entries) != len(step.order):
        return
    for with_notes in (True, False) if node.style == "block" else (False,):
        spans = [_chunk(text, node, index, with_notes=with_notes) for index in range(len(node.entries))]
        pieces, last = [], 0
        for (start, stop), origin in zip(spans, step.order, strict=True):
            pieces += [text[last:start], text[slice(*spans[origin])]]
            last = stop
        yield "".join([*pieces, text[last:]])


def _chunk(text: str, node: Node, index: int, *, with_notes: bool) -> tuple[int, int]:
    entry = (node.entries or [])[index]
    end = max(entry.node.end, entry.colon)
    if node.style != "block":
        return entry.start, end
    start = entry.start
    if with_notes and index:
        line = line_start(text, start)
        notes = _OWN_NOTES.search(text, (node.entries or [])[index - 1].node.end, line)
        first = text.find("#", notes.start()) if notes else -1
        if notes and column(text, first) == column(text, start) and notes.start() == line_start(text, notes.start()):
            start = first
    return start, line_stop(text, end)


# --- small helpers ----------------------------------------------------------------------------------------------------


def _column(text: str, entry: Entry) -> int:
    return column(text, entry.start)


def _is_in_brackets(root: Node, path: Path) -> bool:
    around = (at(root, path[:depth]) for depth in range(len(path)))
    return any(node is not None and node.style in {"flow", "pair"} for node in around)


def _spliced(text: str, start: int, stop: int, new: str) -> str:
    return text[:start] + new + text[stop:]


def _end_at(text: str, index: int) -> str:
    found = LINE_END.match(text, index)
    return found[0] if found else ""
