"""Marks of other programs in short texts, which have none: a tag, stars or '&amp;' stay as they are typed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from site_gen.load.shape import Shape
from site_gen.messages import m
from site_gen.problems import Problem, Severity
from site_gen.sources.text import excerpt
from site_gen.sources.yaml import Data, Document

Path = tuple[str | int, ...]

_TAGS: Final = "a|abbr|b|big|br|center|code|del|div|em|font|h[1-6]|hr|i|img|li|ol|p|s|small|span|strong|sub|sup|u|ul"
_MARKS: Final = re.compile(
    rf"(?P<tag></?(?:{_TAGS})(?:\s[^<>]*)?/?>)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});)"
    r"|(?P<link>!?\[[^\[\]\n]{1,200}\]\([^()\s]{1,500}\))"
    r"|(?P<bold>\*\*[^\s*](?:[^*\n]{0,200}[^\s*])?\*\*|(?<!\w)__[^\s_](?:[^_\n]{0,200}[^\s_])?__(?!\w)"
    r"|(?<![\w*])\*[^\s*](?:[^*\n]{0,200}[^\s*])?\*(?![\w*]))"
    r"|(?P<line>\\n)",
    re.IGNORECASE,
)
_QUICK: Final = re.compile(r"<[/A-Za-z]|&[#\w]+;|\]\(|\*\w|__\w|\\n")
_LOST: Final = re.compile("[\ufffc\ufffd]|(?:[ÂÃÐÑ][^\x00-\x7f]|â[^\x00-\x7f]{2})+")
_OTHERWISE: Final = re.compile("[\xa0-ſ\u2010-\u2026\u20acЀ-џҐґ]+")
"""What is written in the languages around: what wrongly read letters were before."""

_LONGEST: Final = 40


def typed_texts(document: Document, shape: Shape) -> Iterator[Problem]:
    """Yield a warning for each mark in a short text of a document; `shape` is that of its model."""
    if _QUICK.search(document.text) or _LOST.search(document.text):
        for path, text, is_short in _texts(document.data, shape, ()):
            lost = lost_letters(text) if path != ("body",) else ()  # a body is looked at line by line
            for _, message, hint in (*(_marks(text) if is_short else ()), *lost):
                yield Problem(document.locate(path), message, hint, Severity.WARNING)


def lost_letters(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield place, message and hint for the first letters of a text that another program lost or misread."""
    for found in _LOST.finditer(text):
        around = excerpt(_words_around(text, found), _LONGEST)
        if found[0][0] in "\ufffc\ufffd":
            hint = m("type it anew, or delete the sign; it came with a copied text")
            yield found.start(), m("a letter or a picture was lost here: '{text}'", text=around), hint
            return
        letters = _before(found[0])
        if letters:
            hint = m("write {letters} in place of {found}", letters=letters, found=excerpt(found[0]))
            yield found.start(), m("letters were read in a wrong encoding: '{text}'", text=around), hint
            return


def _words_around(text: str, found: re.Match[str]) -> str:
    """Return what was found with a little of its line around it."""
    before = text[max(found.start() - 10, 0) : found.start()].rpartition("\n")[2]
    after = text[found.end() : found.end() + 10].partition("\n")[0]
    return f"{before}{found[0]}{after}".strip()


def _before(read: str) -> str:
    """Return letters as they were before UTF-8 was read as Windows-1252; '' if they weren't."""
    try:
        letters = read.encode("cp1252").decode()
    except UnicodeError:
        return ""
    return letters if _OTHERWISE.fullmatch(letters) else ""


def _marks(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield place, message and hint for the first mark in a short text."""
    for found in _MARKS.finditer(text):
        message = m("'{found}' stands on the page as it is typed", found=excerpt(found[0], _LONGEST))
        if found["entity"]:
            letter = html.unescape(found[0])
            if letter == found[0]:
                continue
            hint = m("write the character itself: {character}", character=excerpt(letter))
        elif found["line"]:
            hint = m("leave it out: a short text has one line")
        else:
            hint = m("leave the marks out: a short text is shown as it is")
        yield found.start(), message, hint
        return


def _texts(data: Data, shape: Shape | None, path: Path) -> Iterator[tuple[Path, str, bool]]:
    """Yield the texts for readers with their paths, and whether each is a short one without marks."""
    if shape is None:
        return
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, shape.at((key,)), (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _texts(value, shape.at((index,)), (*path, index))
    elif isinstance(data, str) and (shape.is_text or shape.translatable) and "://" not in data.partition(" ")[0]:
        yield path, data, not shape.is_markdown and path != ("body",)
