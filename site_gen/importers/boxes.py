"""Boxes that other Markdown dialects mark with colons (`:::note`), and callouts with a title, as callouts here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from site_gen.importers import ours
from site_gen.importers.foreign import ForeignText, Notes
from site_gen.importers.segments import Kept, nearest_line
from site_gen.messages import m

_OPENING: Final = re.compile(
    r"[ \t]*(?P<colons>:{3,})[ \t]*\{?[.#]?(?P<name>[a-zA-Z][\w-]*)\}?(?:\[(?P<bracketed>[^\]\n]*)\])?"
    r"(?P<rest>[^\n]{0,300}?)[ \t:]*"
)
_CLOSING: Final = re.compile(r"[ \t]*:{3,}[ \t]*")
_TITLE: Final = re.compile(r"\{[^{}]*?\btitle=[\"']?([^\"'}]+)[\"']?[^{}]*\}")
_CALLOUT: Final = re.compile(
    r"^(?P<mark>[ \t]*(?:>[ \t]?)+)\[!(?P<name>[a-zA-Z][\w-]*)\][+-]?[ \t]*(?P<title>[^\n]*)$", re.MULTILINE
)
_OWN: Final = frozenset({"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"})
_FOLDED: Final = frozenset({"details", "spoiler", "collapse", "collapsible", "accordion"})


@dataclass
class _Box:
    name: str = ""
    title: str = ""
    lines: list[str] = field(default_factory=list)

    def made(self) -> str:
        inner = "\n".join(self.lines).strip("\n")
        if self.name in _FOLDED:
            return f"\n<details><summary>{self.title or '…'}</summary>\n\n{inner}\n\n</details>\n"
        if ours.is_callout(self.name):
            return ours.callout(self.name, inner, self.title).strip("\n")
        return f"\n**{self.title}**\n\n{inner}\n" if self.title else f"\n{inner}\n"


def with_callouts(body: str, text: ForeignText, notes: Notes) -> str:
    """Return a body in which boxes are callouts; the words of boxes that are none here stay, and are noted."""
    if ":::" not in body and "[!" not in body:
        return body
    kept = Kept(text.line)
    hidden = kept.hide_code(body)
    if ":::" in hidden:
        hidden = _without_colons(hidden, text, notes)
    if "[!" in hidden:
        hidden = _CALLOUT.sub(_titled, hidden)
    return kept.back(hidden)


def _without_colons(body: str, text: ForeignText, notes: Notes) -> str:
    open_ = [_Box()]
    for line in body.split("\n"):
        opening = _OPENING.fullmatch(line)
        if opening is not None:
            title = _TITLE.search(opening["rest"])
            plain = re.sub(r"\{[^{}]*\}", "", opening["rest"]).strip()
            open_.append(
                _Box(opening["name"].lower(), (opening["bracketed"] or (title[1] if title else plain)).strip())
            )
            at = nearest_line(text.body, text.line, line, text.line)
            if ours.is_callout(open_[-1].name) or open_[-1].name in _FOLDED:
                notes.mapped(m("box :::{name}", name=open_[-1].name), text.file, at)
            else:
                notes.left(m("box :::{name}", name=open_[-1].name), text.file, at, m("its text stays"))
        elif _CLOSING.fullmatch(line) and len(open_) > 1:
            box = open_.pop()
            open_[-1].lines += ["", *box.made().split("\n"), ""]
        else:
            open_[-1].lines.append(line)
    while len(open_) > 1:  # never closed: up to the end, as their generators have it
        box = open_.pop()
        open_[-1].lines += ["", *box.made().split("\n"), ""]
    return "\n".join(open_[0].lines)


def _titled(found: re.Match[str]) -> str:
    """Return the first lines of a callout: its kind as it is here, its title in bold."""
    name, title, mark = found["name"], found["title"].strip(), found["mark"]
    if not title and name.upper() in _OWN:
        return f"{mark}[!{name.upper()}]"
    kind = ours.kind(name)
    rest = f"\n{mark}**{title}**\n{mark.rstrip()}" if title else ""
    return f"{mark}[!{kind}]{rest}"
