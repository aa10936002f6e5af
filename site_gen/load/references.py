"""Finds pictures and links in a Markdown text without rendering it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Final

from site_gen.sources.markdown_blocks import without_code

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
    plain = without_code(text)
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


def picture_of(target: str, file: str, pictures: Container[str]) -> str:
    """Return a picture's name: that of one beside the text `file` in a folder of its own, else as `picture_name` does.

    Pictures beside texts are named by their path below content/.
    """
    path = posixpath.normpath(posixpath.join(posixpath.dirname(file), target.partition("?")[0].partition("#")[0]))
    beside = path.removeprefix("content/")
    return beside if beside != path and beside in pictures else picture_name(target)
