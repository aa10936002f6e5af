"""Finds pictures and links in a Markdown text without rendering it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize
from urllib.parse import unquote

from site_gen.imaging.kinds import SUFFIXES
from site_gen.sources.link_address import read_target
from site_gen.sources.markdown_blocks import without_code
from site_gen.sources.raw_html import picture_tags

# Possessive quantifiers (`++`, `*+`) prevent backtracking: a text full of open brackets would take minutes.
_WORDS: Final = re.compile(
    r"(?P<bang>!?)\[(?P<text>(?>!?\[[^\[\]]*+\](?:\([^()]*+\))?|[^\[\]\\]|\\.)*+)\](?=\()", re.DOTALL
)
_DEFINITION: Final = re.compile(r"^ {0,3}\[[^\]^][^\]]*\]:\s*<?(?P<target>[^\s<>]+)>?", re.MULTILINE)
_PICTURE_SUFFIX: Final = tuple(SUFFIXES)


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture or a link in a text: its target, its words, and its offset.

    `is_decoration` says that a picture has no words on purpose, as HTML can say it with an empty `alt`.
    """

    target: str
    text: str
    offset: int
    is_picture: bool
    is_decoration: bool = False


def find_references(text: str) -> Iterator[Reference]:
    """Yield the pictures and links of a Markdown text in order, except those in code; then the pictures in raw HTML."""
    if "](" not in text and "]:" not in text and "<img" not in text.lower():
        return
    plain = without_code(text)
    yield from _inline(plain, 0)
    for found in _DEFINITION.finditer(plain):
        target = found["target"]
        is_picture = target.lower().endswith(_PICTURE_SUFFIX)
        # Its words stand where it is used: ![words][label].
        yield Reference(target, "", found.start(), is_picture, is_decoration=is_picture)
    for tag in picture_tags(plain):
        if tag.name == "img":
            words = tag.attributes.get("alt", "")
            decoration = "alt" in tag.attributes and not words
            yield Reference(tag.attributes.get("src", ""), words, tag.start, is_picture=True, is_decoration=decoration)


def _inline(text: str, start: int) -> Iterator[Reference]:
    at = 0
    while found := _WORDS.search(text, at):
        target = read_target(text, found.end())
        if target is None:
            at = found.start() + 1
            continue
        at = target[1]
        if target[0] or found["bang"]:
            yield Reference(target[0], found["text"], start + found.start(), bool(found["bang"]))
        if not found["bang"] and "](" in found["text"]:  # a picture inside a link
            yield from _inline(found["text"], start + found.start("text"))


def is_external(target: str) -> bool:
    """Whether a target is outside the site (or is a mail or telephone address)."""
    return re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", target) is not None


def find_picture(target: str, known: Collection[str], file: str = "") -> str | None:
    """Return which of the `known` pictures (in NFC) a written name means; None if there is none.

    It is the one beside the text `file` in a folder of its own, by its path below content/; else one below
    content/images. A name may be written as it is or as in an address (%20), and with what an address may have behind
    it (?v=2, #x).
    """
    for written in dict.fromkeys((target, unquote(target))):
        for name in dict.fromkeys((written, written.partition("?")[0].partition("#")[0])):
            beside = _beside(name, file) if file.startswith("content/") else ""
            for path in (beside, _below(name)):
                if path in known:
                    return path
    return None


def _beside(name: str, file: str) -> str:
    """Return the path below content/ of a picture in the folder of a text."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(file), normalize("NFC", name)))
    return path.removeprefix("content/")


def picture_name(target: str) -> str:
    """Return a picture's path below content/images, whether there is such a picture or not."""
    return _below(target.partition("?")[0].partition("#")[0])


def _below(name: str) -> str:
    """Return a path without what leads to content/images.

    Leading ../, / and images/ are accepted, so that a text written for an editor's preview works too. Macs write
    letters with marks in two characters (NFD), keyboards in one.
    """
    name = normalize("NFC", name)
    while name.startswith(("../", "./", "/")):
        name = name.partition("/")[2]
    return name.removeprefix("content/").removeprefix("images/")
