"""A page as a tree, and its visible text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from typing import Final

from tests.truth.reader.prose import STRUCK, UNSTRUCK, tidy

_VOID: Final = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "use", "wbr"})
_UNSEEN: Final = frozenset({"script", "style", "svg", "template", "noscript", "head"})
_INLINE: Final = frozenset({"a", "b", "small", "s", "del", "strong", "em", "i", "u", "mark"})
_STRUCK: Final = frozenset({"s", "del"})


@dataclass(eq=False)
class Node:
    """An element with what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parent: Node | None = None
    children: list[Node | str] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def walk(self) -> Iterator[Node]:
        """Yield this element and all in it, in their order."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def all(self, *tags: str, class_: str | None = None) -> Iterator[Node]:
        """Yield the elements in it of these names, or of a class."""
        for node in self.walk():
            if (not tags or node.tag in tags) and (class_ is None or class_ in node.classes):
                yield node

    def first(self, *tags: str, class_: str | None = None) -> Node | None:
        return next(self.all(*tags, class_=class_), None)

    def ancestors(self) -> Iterator[Node]:
        """Yield what it stands in, the nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    @property
    def hidden(self) -> bool:
        return "hidden" in self.attributes or self.tag in _UNSEEN

    def text(self, without: frozenset[int] = frozenset()) -> str:
        """Return what can be read, block by block in lines, without hidden parts and those of these ids.

        What is struck out stands between ⟦ and ⟧. Whether it stands in something hidden itself doesn't count.
        """
        lines = (tidy(line) for line in "".join(self._pieces(without)).split("\n"))
        return "\n".join(line for line in lines if line)

    def _pieces(self, without: frozenset[int]) -> Iterator[str]:
        opens, closes = ("", "") if self.tag in _INLINE else ("\n", "\n")
        if self.tag in _STRUCK:
            opens, closes = STRUCK, UNSTRUCK
        yield opens
        for child in self.children:
            if isinstance(child, str):
                yield child.replace("\n", " ")
            elif not child.hidden and id(child) not in without:
                yield from child._pieces(without)  # noqa: SLF001  # another of its own kind
        yield closes

    def visible(self, *tags: str, class_: str | None = None) -> Iterator[Node]:
        """Yield the elements of these names in it that aren't hidden, nor in something hidden in it."""
        for node in self.all(*tags, class_=class_):
            way = [node]
            for each in node.ancestors():
                if each is self:
                    break
                way.append(each)
            if not any(each.hidden for each in way):
                yield node


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("#document")
        self._at = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self._at)
        self._at.children.append(node)
        if tag not in _VOID:
            self._at = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._at.children.append(Node(tag, {name: value or "" for name, value in attrs}, self._at))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        node: Node | None = self._at
        while node is not None and node.tag != tag:
            node = node.parent
        if node is not None and node.parent is not None:
            self._at = node.parent

    def handle_data(self, data: str) -> None:
        self._at.children.append(data)


@lru_cache(maxsize=4000)
def parse(html: str) -> Node:
    """Return a page as a tree."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return parser.root
