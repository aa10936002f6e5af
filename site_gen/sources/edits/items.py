"""Changes items of a long list at the top of a YAML file: each in a piece of its own, which is as fast for a list of a
thousand items as for one of ten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from site_gen.sources.edits.changes import EditError, changed
from site_gen.sources.edits.differences import composed, same
from site_gen.sources.edits.files import Content, edited, read_content
from site_gen.sources.edits.tree import LINE_END, line_start, parse_tree
from site_gen.sources.text import UNSEEN_FIRST
from site_gen.sources.yaml import Data


def edited_items(raw: bytes, key: str, groups: Mapping[int, Sequence[Data]]) -> bytes:
    """Return a file's bytes in which some items of the list at a key are others: in place of the item at an index stand
    those of its group, which may be the item itself with others around it. Whatever isn't changed keeps its bytes.

    Raises EditError where it is written in a way in which it can't be changed.
    """
    data = read_content(raw, is_markdown=False).data
    items = data.get(key) if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(items, list):
        raise EditError((key,))
    groups = {at: group for at, group in groups.items() if list(group) != [items[at]]}
    whole = [item for at, old in enumerate(items) for item in groups.get(at, (old,))]
    wanted = composed({**data, key: whole}, data)
    try:
        text = raw.decode()
        rest = text.lstrip(UNSEEN_FIRST)
        result = (text[: len(text) - len(rest)] + _in_pieces(rest, key, groups)).encode()
        if same(read_content(result, is_markdown=False).data, wanted, in_order=False):
            return result
    except EditError:
        pass  # in brackets, with anchors …: as a whole it may be possible
    return edited(raw, Content(wanted))


def _in_pieces(text: str, key: str, groups: Mapping[int, Sequence[Data]]) -> str:
    root = parse_tree(text)
    entry = next((each for each in (root.entries or [] if root else []) if each.key == key), None)
    if entry is None or entry.node.style != "block" or not entry.node.entries:
        raise EditError((key,))
    starts = [line_start(text, item.start) for item in entry.node.entries]
    if len(set(starts)) < len(starts) or starts[0] <= entry.start:
        raise EditError((key,))
    stop = _end(text, entry.node.end)
    found = LINE_END.search(text)
    head = f"{key}:{found[0] if found else chr(10)}"
    pieces = [text[: starts[0]]]
    for at, (start, end) in enumerate(zip(starts, [*starts[1:], stop], strict=True)):
        piece = text[start:end]
        if at in groups:
            piece = changed(head + piece, {key: list(groups[at])}).removeprefix(head)
        pieces.append(piece)
    return "".join([*pieces, text[stop:]])


def _end(text: str, at: int) -> int:
    """Return where the line behind an index ends, with its line end."""
    found = LINE_END.search(text, at)
    return found.end() if found else len(text)
