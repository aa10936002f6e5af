"""What other programs' texts bring into a YAML file (links, boxes, fences, stars, bullets) → what to write instead.

Each function looks at one place of a text that YAML can't read; None if something else is wrong there.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from site_gen.messages import m
from site_gen.sources.text import excerpt

Explained: TypeAlias = tuple[int, str, str]  # index in the text, message, hint

_FENCE: Final = re.compile(r"[ \t]*(?P<fence>`{3,}|~{3,})[\w-]*[ \t]*(?=\n|\Z)")
_STARRED_KEY: Final = re.compile(
    r"(?P<item>-\s+)?(?P<stars>\*{1,2})(?P<key>\w[\w -]*?)(?:(?P=stars)\s*:|:(?P=stars))\s*(?P<value>.*)"
)
_LINK: Final = re.compile(r"\[[^\[\]\n]*\]\(<?(?P<to>(?:https?:|mailto:|www\.|/)[^()\s<>]+)>?\)")
_BOX: Final = re.compile(r"[ \t]*-[ \t]+(?P<box>\[[ \txXхХ]?\])[ \t]+(?P<item>\S.*)")
_BULLET: Final = re.compile(r"(?P<sign>[•·▪◦●○■□►▶✓✔✅☑–—])\s*(?P<item>\S.*)")
_MARK: Final = "\ufeff"
"""A byte order mark: within a text it came with another file that was pasted in."""

_KEY: Final = re.compile(r":(?:\s|$)")
_ITEM: Final = re.compile(r"[ \t]*-(?:\s|$)")
_QUOTE: Final = m("put the text in quotes")


def mark_at(text: str, line_start: int, at: int) -> Explained | None:
    """A byte order mark in the line before an index, or at it."""
    mark = text.find(_MARK, line_start, at + 1)
    if mark < 0:
        return None
    message = m("an invisible sign stands in this line: U+{code}", code=f"{ord(_MARK):04X}")
    return mark, message, m("delete it; it came with a copied text")


def fence_at(text: str, line_start: int) -> Explained | None:
    """A line that begins or ends code in chats and in Markdown: ```yaml"""
    fence = _FENCE.match(text, line_start)
    if fence is None:
        return None
    message = m("'{fence}' belongs to texts with code, and means nothing here", fence=fence["fence"])
    return fence.start("fence"), message, m("delete the line")


def starred_key_at(text: str, star: int) -> Explained | None:
    """A key that is bold in Markdown: **title**: A month."""
    line = text[text.rfind("\n", 0, star) + 1 :].partition("\n")[0].strip()
    found = _STARRED_KEY.fullmatch(line)
    if found is None:
        return None
    plain = f"{found['item'] or ''}{found['key']}: {found['value']}".rstrip()
    return star, m("stars around a key mean nothing here"), m("write '{value}'", value=excerpt(plain))


def bullet_at(text: str, start: int) -> Explained | None:
    """A line that begins with a bullet of a word processor, or with a dash that one makes of a hyphen."""
    bullet = _BULLET.match(text, start)
    if bullet is None:
        return None
    message = m("a list begins with '-', not with '{sign}'", sign=bullet["sign"])
    return start, message, m("write '- {item}'", item=excerpt(bullet["item"], 30))


def link_at(text: str, line_start: int, at: int) -> Explained | None:
    """A link of Markdown around an index, where YAML takes its brackets for a list: [cafe](https://cafe.example/)."""
    end = text.find("\n", at)
    found = (each for each in _LINK.finditer(text, line_start, end if end >= 0 else len(text)))
    link = next((each for each in found if each.start() < at < each.end()), None)
    if link is None:
        return None
    address = excerpt(link["to"].removeprefix("mailto:"), 100)
    hint = m("write the address alone: {address}; if it is part of a text, {quote}", address=address, quote=_QUOTE)
    return link.start(), m("a link in brackets stands here, and YAML takes it for a list"), hint


def box_at(text: str, line_start: int) -> Explained | None:
    """A box to be ticked, as lists of tasks have it: - [ ] posts."""
    box = _BOX.match(text, line_start)
    if box is None:
        return None
    message = m("a box in brackets stands here, and YAML takes it for a list")
    return box.start("box"), message, m("write '- {item}'", item=excerpt(box["item"], 30))


def item_without_hyphen(text: str, line_start: int, at: int) -> Explained | None:
    """An item below keys that stand further right than its hyphen: theirs, above the first of them, was left out."""
    here = at - line_start
    if not _ITEM.match(text[at : at + 2]):
        return None
    first, start, line = None, line_start, ""
    while start > 0:
        start = text.rfind("\n", 0, start - 1) + 1
        line = text[start:].partition("\n")[0]
        if line.strip() and _indent(line) <= here:
            break
        first = (start, line) if line.strip() else first
    if first is None or not line.rstrip().endswith(":") or not _KEY.search(first[1]) or _ITEM.match(first[1]):
        return None
    hint = m("write '{value}'", value=f"{' ' * here}- {excerpt(first[1].strip(), 40)}")
    return first[0] + _indent(first[1]), m("the first line of an item begins with a hyphen"), hint


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
