"""Headings and rules as CommonMark 0.31.2 has them (sections 4.1 to 4.3), for Python-Markdown."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor, HashHeaderProcessor, HRProcessor


class HashHeading(HashHeaderProcessor):
    """Headings need a space after `#`, so that a hashtag at the start of a line stays one."""

    RE = re.compile(r"(?:^|\n) {0,3}(?P<level>#{1,6})(?P<header>(?:[ \t][^\n]*?)??)(?:[ \t]+#+)?[ \t]*(?:\n|$)")


class Rule(HRProcessor):
    """Rules with any spaces between their signs."""

    RE = r"^ {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$"
    SEARCH_RE = re.compile(RE, re.MULTILINE)


class Underlined(BlockProcessor):
    """Headings of one or more lines, underlined with = or -."""

    _UNDERLINE = re.compile(r" {0,3}(?:(=+)|-+) *$")

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002  # the library's signature
        """Whether a line of a block is an underline, with nothing but a paragraph above."""
        return self._underline(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make the heading, and leave what is below."""
        lines = blocks.pop(0).split("\n")
        number, mark = self._underline("\n".join(lines)) or (0, "")
        heading = SubElement(parent, "h1" if mark else "h2")
        heading.text = "\n".join(line.strip(" ") for line in lines[:number])
        if lines[number + 1 :]:
            blocks.insert(0, "\n".join(lines[number + 1 :]))

    def _underline(self, block: str) -> tuple[int, str] | None:
        if "\n" not in block:
            return None
        for number, line in enumerate(block.split("\n")):
            found = self._UNDERLINE.match(line) if number else None
            if found:
                return number, found[1] or ""
            if not line or Rule.SEARCH_RE.match(line):
                return None
        return None
