"""What a finished page links to and loads, and the places in it that can be linked to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Final

# A parser takes longer than making the page; pages are made of templates, so their tags are whole.
_TAG: Final = re.compile(
    r"""<!--.*?-->|<(?P<tag>a|img|link|script)\s(?P<inner>(?:[^"'>]|"[^"]*"|'[^']*')*+)>"""
    r"""|\sid=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s>]+))""",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE: Final = re.compile(r"""([a-zA-Z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The addresses that a page links to or loads, each once, and the ids in it."""

    links: tuple[str, ...]
    anchors: frozenset[str]


def page_links(html: str) -> PageLinks:
    """Return the links and ids of a page; not those in comments, nor its canonical address and its translations."""
    links: dict[str, None] = {}
    anchors: set[str] = set()
    for found in _TAG.finditer(html):
        if found["tag"]:
            values = {
                name.lower(): unescape(one or two or bare) for name, one, two, bare in _attributes(found["inner"])
            }
            if "id" in values:
                anchors.add(values["id"])
            link = _link(found["tag"].lower(), values)
            if link is not None:
                links[link] = None
        elif own := found["double"] or found["single"] or found["bare"]:
            anchors.add(unescape(own))
    return PageLinks(tuple(links), frozenset(anchors))


def _attributes(text: str) -> list[tuple[str, str, str, str]]:
    return _ATTRIBUTE.findall(text)


def _link(tag: str, values: dict[str, str]) -> str | None:
    """Return the address that an element links to or loads; None if it has none."""
    if tag in {"img", "script"}:
        return values.get("src")
    if tag == "a" or values.get("rel") not in {"canonical", "alternate"}:
        return values.get("href")
    return None
