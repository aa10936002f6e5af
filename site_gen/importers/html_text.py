"""HTML → Markdown: for posts that are kept in HTML, for whole pages, and for what reStructuredText becomes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from site_gen.messages import m

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

LARGEST: Final = 2_000_000
DEEPEST: Final = 150
"""How deep elements may be nested: who converts them goes down level by level."""

_OPENS: Final = re.compile(r"<(/?)([a-zA-Z][\w-]*)[^<>]*?(/?)>")
_VOID_WORDS: Final = "area base br col embed hr img input link meta source track wbr p li td tr th dt dd option"
_VOID: Final = frozenset(_VOID_WORDS.split())
_UNWANTED: Final = ("script", "style", "noscript", "template", "form", "object", "canvas", "svg", "nav", "link", "meta")


MADE: Final = "x-made"
"""An element whose text is Markdown already."""


class UnfitHtmlError(Exception):
    """HTML that isn't read: too large, or nested too deep."""


def soup_of(html: str) -> BeautifulSoup:
    """Return the tree of a text in HTML. Raises UnfitHtmlError."""
    from bs4 import BeautifulSoup

    if len(html) > LARGEST:
        raise UnfitHtmlError(m("its HTML has more than {largest:,} characters", largest=LARGEST))
    depth = 0
    for found in _OPENS.finditer(html):
        if found[2].lower() in _VOID or found[3]:
            continue
        depth = max(0, depth + (-1 if found[1] else 1))
        if depth > DEEPEST:
            raise UnfitHtmlError(m("its HTML is nested more than {deepest} deep", deepest=DEEPEST))
    return BeautifulSoup(html, "html.parser")


def to_markdown(html: str) -> str:
    """Return HTML as Markdown. Raises UnfitHtmlError."""
    return tree_to_markdown(soup_of(html))


def tree_to_markdown(tree: Tag) -> str:
    """Return a tree as Markdown; it is changed. Raises UnfitHtmlError."""
    for name in _UNWANTED:
        for element in tree.find_all(name):
            element.decompose()
    from site_gen.importers.html_converter import converter

    try:
        text = str(converter().convert_soup(tree))
    except RecursionError as error:
        raise UnfitHtmlError(m("its HTML is nested more than {deepest} deep", deepest=DEEPEST)) from error
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip("\n") + "\n"
