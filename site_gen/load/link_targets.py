"""Reads the address in a Markdown link or picture as Python-Markdown does: with spaces, with brackets, in angles."""

from __future__ import annotations

import re
import string
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown.inlinepatterns import LinkInlineProcessor

_ANGLES: Final = re.compile(r"\(\s*+<(?P<target>[^<>\n]{0,2000}+)>\s*+(?:\"[^\"]*+\"|'[^']*+')?\s*+\)")
_TITLE: Final = re.compile(r"(?:\"(?:[^\"\n]|\n(?!\s*\n))*+\"|'(?:[^'\n]|\n(?!\s*\n))*+')\s*+\)")
_PLAIN: Final = re.compile(r"(?:[^()\"'\\\n]|\n(?!\s*\n))*+")
_ESCAPED: Final = re.compile(rf"\\([{re.escape(string.punctuation)}])")
_PARAGRAPH: Final = re.compile(r"(?:[^\n]|\n(?!\s*\n)){1,400}")
_LONGEST: Final = 2000
_DEEPEST: Final = 20


def read_target(text: str, at: int) -> tuple[str, int] | None:
    """Return the address that begins with the bracket at `at`, and the offset behind its closing bracket.

    None if there is no closing bracket near.
    """
    if found := _ANGLES.match(text, at):
        return found["target"].strip(), found.end()
    start = position = at + 1
    depth = 1
    while position < len(text) and position - start <= _LONGEST and depth <= _DEEPEST:
        position = found.end() if (found := _PLAIN.match(text, position)) else position
        sign = text[position : position + 1]
        if sign in {'"', "'"}:
            title = _TITLE.match(text, position) if depth == 1 else None
            return (_unescaped(text[start:position]), title.end()) if title else _with_quotes(text, at)
        if sign in {"", "\n"}:
            return None
        if sign == "\\":
            position += 1
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            if depth == 0:
                return _unescaped(text[start:position]), position + 1
        position += 1
    return None


def _with_quotes(text: str, at: int) -> tuple[str, int] | None:
    """Return what Python-Markdown itself reads where a quote may begin a title or be part of a name."""
    near = _PARAGRAPH.match(text, at)
    near_text = near.group() if near else ""
    target, _, end, is_whole = _reader().getLink(near_text, 0)
    # It counts from the end where a quote and a bracket are both left open.
    return (_unescaped(target), at + (end if end > 0 else len(near_text))) if is_whole else None


@cache
def _reader() -> LinkInlineProcessor:
    from markdown.inlinepatterns import LinkInlineProcessor

    class Reader(LinkInlineProcessor):
        def unescape(self, text: str) -> str:
            return text

    return Reader("")


def _unescaped(target: str) -> str:
    return _ESCAPED.sub(r"\1", target).strip()
