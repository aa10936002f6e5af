"""The address in a Markdown link or picture: as CommonMark 0.31.2 has it (section 6.3), or with spaces in it.

Files of people who write posts have spaces in their names, and other renderers in Python take them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from markdown_it.helpers.parse_link_destination import _Result

_SPACED: Final = re.compile(
    r"(?=[^\s<>()\"'])(?:[^\n<>()\"']|\([^\n<>()\"']{0,200}\)){2,400}?(?<!\s)"
    r"(?=[ \t]*\)|[ \t]+(?:\"[^\"]{0,1000}\"|'[^']{0,1000}'|\([^()]{0,1000}\))[ \t]*\))"
)
"""An address with spaces or pairs of brackets in it, up to the end of the link or to its title."""

_SPACE: Final = re.compile(r"[ \t]*+(?:\n[ \t]*+)?")
_PARAGRAPH_END: Final = re.compile(r"\n[ \t]*\n")
_LONGEST: Final = 4000


def link_destination(text: str, start: int, end: int) -> _Result:
    """Return what begins at `start`, as markdown-it-py has it: `ok`, `pos` behind it, `str` without escapes."""
    from markdown_it.common.utils import unescapeAll
    from markdown_it.helpers import parseLinkDestination

    found = parseLinkDestination(text, start, end)
    spaced = _SPACED.match(text, start, end)
    if spaced is not None and " " in spaced[0] and (not found.ok or spaced.end() > found.pos):
        found.ok, found.pos, found.str = True, spaced.end(), unescapeAll(spaced[0])
    return found


def read_target(text: str, at: int) -> tuple[str, int] | None:
    """Return the address of a link whose round bracket opens at `at`, and the offset behind the closing one.

    None if what is there is no address with or without a title, and so no link.
    """
    from markdown_it.helpers import parseLinkTitle

    end = min(len(text), at + _LONGEST)
    paragraph = _PARAGRAPH_END.search(text, at, end)
    end = paragraph.start() if paragraph else end
    start = _after_space(text, at + 1, end)
    found: Any = link_destination(text, start, end)
    position = _after_space(text, found.pos if found.ok else start, end)
    title = parseLinkTitle(text, position, end)
    if title.ok and position > (found.pos if found.ok else start):
        position = _after_space(text, title.pos, end)
    if position >= end or text[position] != ")":
        return None
    return found.str if found.ok else "", position + 1


def _after_space(text: str, at: int, end: int) -> int:
    found = _SPACE.match(text, at, end)
    return found.end() if found else at
