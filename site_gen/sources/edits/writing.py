"""Data → YAML as a person would write it, in the style of the file that it goes into."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from site_gen.sources.edits.tree import Node
from site_gen.sources.yaml import Data, read_yaml

_PLAIN_START: Final = re.compile(r"[^\W_]|[/+(€$£«“(¿¡.]")
_OLD_WORDS: Final = frozenset({"yes", "no", "on", "off", "y", "n"})
"""What YAML 1.1, which other programs read, doesn't take for text."""

_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_SHORT: Final = 40
_ONE_LINE: Final = 90
"""The longest mapping that is written in braces, in characters."""


@dataclass(frozen=True, slots=True)
class FileStyle:
    """How a file is written: columns that a level is indented by, columns that a list's dash is, its line end, and
    whether short lists stand in brackets."""

    step: int = 2
    dash: int = 2
    end: str = "\n"
    brackets: bool = False


def style_of(root: Node | None, text: str, end: str) -> FileStyle:
    """Return the style that a text has, by the first mapping and the first list inside a mapping; by the first list of
    plain values, whether such stand in brackets."""
    step = dash = brackets = None
    nodes = deque([root] if root else [])
    while nodes and (step is None or dash is None or brackets is None):
        node = nodes.popleft()
        if brackets is None and not node.is_mapping and node.entries and _holds_plain_values(node):
            brackets = node.style == "flow"
        for entry in node.entries or []:
            inner = entry.node
            nodes.append(inner)
            if node.is_mapping and node.style == "block" and inner.style == "block" and inner.entries:
                wide = column(text, inner.entries[0].start) - column(text, entry.start)
                if inner.is_mapping and step is None and wide > 0:
                    step = wide
                elif not inner.is_mapping and dash is None and wide >= 0:
                    dash = wide
    return FileStyle(step or 2, 2 if dash is None else dash, end, bool(brackets))


def _holds_plain_values(node: Node) -> bool:
    return all(entry.node.entries is None for entry in node.entries or ())


def column(text: str, index: int) -> int:
    """Return how many characters stand before an index on its line."""
    return index - (max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1)


# --- values on one line -----------------------------------------------------------------------------------------------


def on_one_line(value: Data, quote: str = "", *, in_brackets: bool = False) -> str:
    """Return a value on one line. A text keeps the quotes it had (`quote`), where they can hold it."""
    if isinstance(value, dict):
        inner = (f"{_key(key)}: {on_one_line(item, in_brackets=True)}" for key, item in value.items())
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(on_one_line(item, in_brackets=True) for item in value) + "]"
    if not isinstance(value, str):
        return "null" if value is None else str(value).lower() if isinstance(value, bool) else repr(value)
    if quote == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    if quote != '"' and is_plain(value, in_brackets=in_brackets):
        return value
    return in_quotes(value)


def in_quotes(text: str) -> str:
    """Return a text in double quotes, which can hold any."""
    return '"' + "".join(_ESCAPES.get(c) or (c if c.isprintable() else _escape(c)) for c in text) + '"'


def _escape(character: str) -> str:
    number = ord(character)
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}" if number < 65536 else f"\\U{number:08x}"


def is_plain(text: str, *, in_brackets: bool = False) -> bool:
    """Whether a text without quotes is read as itself, by us and by programs that read YAML 1.1."""
    if not text.isprintable() or not _PLAIN_START.match(text) or text.casefold() in _OLD_WORDS:
        return False
    around = f"- [{text}, x]\n" if in_brackets else f"- x: {text}\n"
    document = read_yaml(around, "")
    return not document.problems and document.data == ([[text, "x"]] if in_brackets else [{"x": text}])


def _key(key: str) -> str:
    document = read_yaml(f"{{{key}: x}}\n", "")
    is_fine = key.isprintable() and bool(_PLAIN_START.match(key)) and not document.problems
    return key if is_fine and document.data == {key: "x"} else in_quotes(key)


# --- values on lines of their own -------------------------------------------------------------------------------------


def pair_lines(key: str, value: Data, at: int, style: FileStyle) -> list[str]:
    """Return the lines of a pair whose key stands at a column."""
    head, below = value_lines(value, at, style, is_item=False)
    return [f"{' ' * at}{_key(key)}:{head}", *below]


def item_lines(value: Data, at: int, style: FileStyle) -> list[str]:
    """Return the lines of an item whose dash stands at a column."""
    head, below = value_lines(value, at, style, is_item=True)
    return [f"{' ' * at}-{head}", *below]


def value_lines(value: Data, at: int, style: FileStyle, *, is_item: bool) -> tuple[str, list[str]]:
    """Return what stands behind a key or a dash at a column (with the space before it), and the lines below."""
    if isinstance(value, str) and "\n" in value:
        block = _text_block(value, at, style)
        return block or (f" {in_quotes(value)}", [])
    if isinstance(value, dict) and value and (is_item or not _is_short(value)):
        if is_item:
            lines = [line for key, item in value.items() for line in pair_lines(key, item, at + 2, style)]
            return " " + lines[0][at + 2 :], lines[1:]
        return "", [line for key, item in value.items() for line in pair_lines(key, item, at + style.step, style)]
    if isinstance(value, list) and value and not ((is_item or style.brackets) and _is_short(value)):
        deeper = at + (2 if is_item else style.dash)
        return "", [line for item in value for line in item_lines(item, deeper, style)]
    return f" {on_one_line(value)}", []


def _is_short(value: Data) -> bool:
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    flat = all(not isinstance(item, dict | list) and len(str(item)) <= _SHORT for item in items)
    return flat and "\n" not in str(items) and len(on_one_line(value)) <= _ONE_LINE


def _text_block(text: str, at: int, style: FileStyle) -> tuple[str, list[str]] | None:
    """Return a text of several lines behind a bar; None if it has to be in quotes."""
    body = text.rstrip("\n")
    ends = len(text) - len(body)
    if not body.strip() or not all(c.isprintable() or c in "\n\t" for c in text):
        return None
    indent = " " * (at + style.step)
    sign = "|" + (str(style.step) if re.match(r"\n*[ \t]", body) else "") + ("-" if not ends else "+" * (ends > 1))
    return f" {sign}", [*_indented(body, indent), *[""] * (ends - 1)]


def _indented(text: str, indent: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield indent + line if line else ""
