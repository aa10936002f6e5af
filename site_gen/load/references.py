"""Finds pictures and links in a Markdown text without rendering it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_CODE: Final = re.compile(
    r"^(?P<fence>`{3,}+|~{3,}+)[^\n]*+\n.*?(?:^(?P=fence)[^\n]*$|\Z)"
    r"|(?<!`)(?P<tick>`++)(?:[^\n]|\n(?![ \t]*\n))+?(?<!`)(?P=tick)(?!`)",
    re.MULTILINE | re.DOTALL,
)
# Possessive quantifiers (`++`, `*+`) prevent backtracking: a text full of open brackets would take minutes.
_INLINE: Final = re.compile(
    r"(?P<bang>!?)\[(?P<text>(?>!?\[[^\[\]]*+\](?:\([^()]*+\))?|[^\[\]\\]|\\.)*+)\]"
    r"\(\s*+<?(?P<target>[^\s)<>]{1,2000}+)>?(?:\s++(?:\"[^\"\n]*+\"|'[^'\n]*+'))?\s*+\)"
)
_DEFINITION: Final = re.compile(r"^ {0,3}\[[^\]^][^\]]*\]:\s*<?(?P<target>[^\s<>]+)>?", re.MULTILINE)
_PICTURE_SUFFIX: Final = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif")


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture or a link in a text: its target, its words, and its offset."""

    target: str
    text: str
    offset: int
    is_picture: bool


def find_references(text: str) -> Iterator[Reference]:
    """Yield the pictures and links of a Markdown text in order, except those in code."""
    if "](" not in text and "]:" not in text:
        return
    plain = _CODE.sub(lambda code: " " * len(code.group()), text) if "`" in text or "~~~" in text else text
    yield from _inline(plain, 0)
    for found in _DEFINITION.finditer(plain):
        target = found["target"]
        yield Reference(target, "", found.start(), target.lower().endswith(_PICTURE_SUFFIX))


def _inline(text: str, start: int) -> Iterator[Reference]:
    for found in _INLINE.finditer(text):
        offset = start + found.start()
        yield Reference(found["target"], found["text"], offset, bool(found["bang"]))
        if not found["bang"] and "](" in found["text"]:  # a picture inside a link
            yield from _inline(found["text"], start + found.start("text"))


def is_external(target: str) -> bool:
    """Whether a target is outside the site (or is a mail or telephone address)."""
    return re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", target) is not None


def picture_name(target: str) -> str:
    """Return a picture's path below content/images.

    Leading ../, / and images/ are accepted, so that a text written for an editor's preview works too.
    """
    name = target.partition("?")[0].partition("#")[0]
    while name.startswith(("../", "./", "/")):
        name = name.partition("/")[2]
    return name.removeprefix("content/").removeprefix("images/")
