"""The syntax tree of a program, as the library tree-sitter makes it, and what its names, texts and numbers say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from site_gen.importers.javascript.values import UnknownError

if TYPE_CHECKING:
    from tree_sitter import Node as Tree

LONGEST: Final = 120_000
"""Characters of a program that is read: what is broken all over takes the library 3 s at this length."""

_MOST_BRACES: Final = 3_000
"""For each '{a:' within another the library calls itself once more: 100 bytes of a stack that has 1 MB on Windows."""


def parsed(text: str) -> Tree | None:
    """Return the syntax tree of a program, with nodes for what is wrong in it; None for one that is too large."""
    if len(text) > LONGEST or text.count("{") > _MOST_BRACES:
        return None
    from tree_sitter import Language, Parser
    from tree_sitter_typescript import language_typescript

    language = Language(language_typescript())  # TypeScript has all of JavaScript in it
    return Parser(language).parse(text.encode(errors="replace")).root_node


def everything(tree: Tree) -> Iterator[tuple[Tree, Tree | None]]:
    """Yield a part of a program and all parts within it, in the order in which they begin, with what each stands in."""
    cursor = tree.walk()
    above: list[Tree | None] = [None]
    while (part := cursor.node) is not None:
        yield part, above[-1]
        if cursor.goto_first_child():
            above.append(part)
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return
            above.pop()


def name_of(tree: Tree | None) -> str | None:
    """Return what a name or a key says; None for one that is worked out."""
    if tree is None or tree.has_error:
        return None
    if tree.type == "string":
        try:
            return plain(tree.named_children)
        except UnknownError:
            return None
    return written(tree) if tree.type in _NAMES else None


def within(tree: Tree | None) -> list[Tree]:
    """Return the parts of a part, without signs and comments."""
    return [part for part in tree.named_children if not part.is_extra] if tree is not None else []


_NAMES: Final = frozenset(
    {"identifier", "property_identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern"}
)


def written(tree: Tree) -> str:
    """Return a part as it stands in the program."""
    return (tree.text or b"").decode()


# --- texts and numbers ----------------------------------------------------------------------------------------------

_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_CODE: Final = re.compile(r"u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})")


def number(tree: Tree) -> int | float:
    """Return a number. Raises UnknownError for other than decimal ones."""
    text = written(tree)
    if re.fullmatch(r"0|[1-9]\d{0,14}", text):  # whole numbers beyond aren't exact in JavaScript
        return int(text)
    if re.fullmatch(r"\d{1,15}\.\d{1,15}", text):
        return float(text)
    raise UnknownError


def plain(pieces: list[Tree]) -> str:
    """Return what pieces of a string say. Raises UnknownError for half of a sign."""
    text = "".join(map(_piece, pieces))
    try:  # signs beyond the first 65,536 may be written as two
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeError as error:
        raise UnknownError from error


def _piece(tree: Tree) -> str:
    text = written(tree)
    if tree.type != "escape_sequence":
        return text
    if found := _CODE.fullmatch(text, 1):
        code = int(found[1] or found[2] or found[3], 16)
        if code > 0x10FFFF:
            raise UnknownError
        return chr(code)
    if text[1:2].isdigit() and text != "\\0":
        raise UnknownError
    return _ESCAPES.get(text[1:], text[1:])
