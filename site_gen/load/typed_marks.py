"""Marks that other programs understand, and lists written with emoji: here they stay on the page as they are typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from unicodedata import category

from site_gen.load.typed_texts import lost_letters
from site_gen.load.used_pictures import Body
from site_gen.messages import m
from site_gen.problems import Problem, Severity
from site_gen.sources.markdown_blocks import without_code
from site_gen.sources.text import excerpt

_COMMAND: Final = m("it is a command of another program: leave it out, or write what it would make")
_MARKS: Final = re.compile(
    r"(?P<shown>!\[\[(?P<picture>[^\[\]\n]{1,200})\]\])"
    r"|(?P<note>(?<![!\[\]])\[\[(?P<page>[^\[\]\n]{1,200})\]\](?![(\[]))"
    r"|(?P<command>\{\{[^{}\n]{1,500}\}\}|\{%[^%\n]{1,500}%\}|^ {0,3}:::[^\n]*|^ {0,3}\{:[^{}\n]*\}[ \t]*$)"
    r"|(?P<apart>(?<!!)\[(?P<linked>[^\[\]\n]{1,200})\][ \t]+\((?P<to>(?:https?://|/|mailto:)[^()\s]{1,500})\))"
    r"|(?P<heading>^ {0,3}(?P<level>#{2,6})(?P<titled>[^\W\d_][^\n]*))"
    r"|(?P<reference>!\[(?P<words>[^\[\]\n]{0,500})\]\[(?P<label>[^\[\]\n]{1,200})\])",
    re.MULTILINE,
)
_LABEL: Final = re.compile(r"^ {0,3}\[([^\]^][^\]]*)\]:[ \t]*(?:<[^<>\n]*>|\S+)[ \t]*(?:[\"'(].*)?$", re.MULTILINE)
_SIGNS: Final = "•·▪◦●○■□►▶–—→➔"
_EMOJI: Final = frozenset({"So", "Sm"})
_LEAST: Final = 2
_LONGEST: Final = 40


def typed_marks(body: Body) -> Iterator[Problem]:
    """Yield a warning for each mark in a text that stays as it is typed, and each list that runs into one line."""
    text = body.text
    if any(sign in text for sign in ("[[", "{{", "{%", ":::", "{:", "][", "] ", "##")):
        plain = without_code(text)
        labels = {_folded(label) for label in _LABEL.findall(plain)}
        for found in _MARKS.finditer(plain):
            hint = _hint(found, labels)
            if hint is not None:
                message = m("'{found}' stands on the page as it is typed", found=excerpt(found[0].strip(), _LONGEST))
                yield Problem(body.location(found.start()), message, hint, Severity.WARNING)
    for place, said, advice in lost_letters(text):
        yield Problem(body.location(place), said, advice, Severity.WARNING)
    yield from _run_together(body)


def _hint(found: re.Match[str], labels: set[str]) -> str | None:
    if found["shown"]:
        return m("write ![what is to be seen]({name})", name=excerpt(found["picture"].partition("|")[0]))
    if found["note"]:
        words = found["page"].rpartition("|")[2]
        return m("write a link with the page's address: [{words}](/articles/NAME/)", words=excerpt(words, _LONGEST))
    if found["command"]:
        return _COMMAND
    if found["apart"] or found["heading"]:
        return _spaces(found)
    if _folded(found["label"]) in labels:
        return None
    words = excerpt(found["words"], _LONGEST)
    return m("write the picture's name in round brackets: ![{words}](name.jpg)", words=words)


def _spaces(found: re.Match[str]) -> str:
    """Return how to write a link that has a space in it, or a heading that lacks one."""
    if found["apart"]:
        linked, to = excerpt(found["linked"], _LONGEST), excerpt(found["to"])
        return m("take out the space between the brackets: [{linked}]({to})", linked=linked, to=to)
    title = excerpt(found["titled"], _LONGEST)
    return m("put a space behind the signs: {level} {title}", level=found["level"], title=title)


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())


def _run_together(body: Body) -> Iterator[Problem]:
    """Find lines below each other that begin with the same sign: without a mark of ours they are one paragraph."""
    text = body.text
    if text.isascii():
        return
    offset, before, count = 0, "", 0
    for line in without_code(text).split("\n"):
        stripped = line.lstrip()
        sign = stripped[:1] if _is_sign(stripped) else ""
        count = count + 1 if sign and sign == before else int(bool(sign))
        if count == _LEAST:
            message = m(
                "lines that begin with '{sign}' are one paragraph on the page, with no new line for each", sign=sign
            )
            first = excerpt(stripped[:30])
            hint = m("begin each of them with a hyphen and a space: '- {first}'", first=first)
            yield Problem(body.location(offset + len(line) - len(stripped)), message, hint, Severity.WARNING)
        before = "" if line.endswith(("  ", "\\")) else sign
        count = count if before else 0
        offset += len(line) + 1


def _is_sign(line: str) -> bool:
    return bool(line) and (line[0] in _SIGNS or (not line[0].isascii() and category(line[0]) in _EMOJI))
