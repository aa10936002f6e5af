"""What is within the lines of a Markdown text (emphasis, code, links, pictures, raw HTML), read by markdown-it-py.

It follows CommonMark 0.31.2, section 6, and GitHub's dialect. Blocks, and what goes beyond these (footnotes,
attributes, abbreviations), are Python-Markdown's: this fills its tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString, code_escape
from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkLabel, parseLinkTitle

from site_gen.sources.link_address import link_destination

if TYPE_CHECKING:
    from markdown import Markdown
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_SPECIAL: Final = re.compile(r"[`\\\[*_~<&$]|://| {2}\n")
"""What a text must contain for anything in it to be more than text."""

_TAGS: Final = {"em_open": "em", "strong_open": "strong", "s_open": "del", "link_open": "a"}


class Lines(Treeprocessor):
    """Turns the texts of a tree into elements. `store` keeps raw HTML and returns what stands for it."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.reader = _reader("commonmark", spaces=True).enable("strikethrough")
        self.reader.inline.ruler.before("escape", "bare_link", _bare_link)

    def run(self, root: Element) -> None:
        """Read every text that isn't final."""
        for parent in list(root.iter()):
            if parent.text and parent.tag in {"td", "th"}:
                parent.text = parent.text.replace("\\|", "|")  # also in code (GFM 4.10)
            made = self._read(parent.text)
            children = list(parent)
            if made is not None:
                parent.text = made.text
            if made is None and not any(child.tail for child in children):
                continue
            found = [] if made is None else list(made)
            for child in children:
                found.append(child)
                after = self._read(child.tail)
                if after is not None:
                    child.tail = after.text
                    found += list(after)
            parent[:] = found

    def _read(self, text: str | None) -> Element | None:
        """Return an element with what a text holds; None if it is nothing but text."""
        if not text or isinstance(text, AtomicString) or not _SPECIAL.search(text):
            return None
        inner = text.strip(" \n")
        tokens = self.reader.inline.parse(inner, self.reader, {"references": self.md.references}, [])
        start = text[: len(text) - len(text.lstrip(" \n"))]
        made = _Builder(self.md.htmlStash.store).element(tokens)
        made.text = start + (made.text or "") if start else made.text
        if text[-1] in " \n":
            _add(made, "\n" if "\n" in text[len(text.rstrip(" \n")) :] else " ")
        return made


def _reader(preset: str, *, spaces: bool) -> MarkdownIt:
    """Return a reader that leaves addresses as they are written; with `spaces`, those in brackets may hold spaces."""
    reader = MarkdownIt(preset, {"html": True, "strikethrough_single_tilde": True})
    reader.normalizeLink = reader.normalizeLinkText = _as_written  # type: ignore[method-assign,assignment]
    reader.validateLink = _is_any  # type: ignore[method-assign,assignment]  # `check` looks at addresses
    reader.helpers = SimpleNamespace(  # type: ignore[assignment]
        parseLinkDestination=link_destination if spaces else parseLinkDestination,
        parseLinkLabel=parseLinkLabel,
        parseLinkTitle=parseLinkTitle,
    )
    return reader


def _as_written(address: str) -> str:
    return address


def _is_any(address: str) -> bool:  # noqa: ARG001  # the library's signature
    return True


class _Builder:
    """Makes elements of a reader's tokens."""

    def __init__(self, store: Callable[[str], str]) -> None:
        self._store = store

    def element(self, tokens: Sequence[Token]) -> Element:
        """Return an element that holds what the tokens say."""
        root = Element("span")
        open_ = [root]
        for token in tokens:
            if token.type in _TAGS:
                open_.append(SubElement(open_[-1], _TAGS[token.type], _attributes(token)))
            elif token.nesting < 0:
                open_.pop()
            elif token.type == "text" and open_[-1].tag == "a" and _is_bare(tokens, token):
                open_[-1].text = AtomicString(_text(token.content))
            else:
                self._piece(open_[-1], token)
        return root

    def _piece(self, parent: Element, token: Token) -> None:
        if token.type == "code_inline":
            SubElement(parent, "code").text = AtomicString(code_escape(token.content))
        elif token.type == "image":
            SubElement(parent, "img", {"alt": _text(_plain(token.children or [])), **_attributes(token)})
        elif token.type == "hardbreak":
            SubElement(parent, "br").tail = "\n"
        elif token.type == "softbreak":
            _add(parent, "\n")
        elif token.type == "html_inline":
            _add(parent, self._store(token.content))
        elif token.type == "text_special":
            _add(parent, "".join(map(_final, token.content)))
        else:
            _add(parent, _text(token.content))


def _is_bare(tokens: Sequence[Token], token: Token) -> bool:
    """Whether a text is the address that it leads to, in <> or alone."""
    before = tokens[tokens.index(token) - 1]
    return before.type == "link_open" and before.markup in {"autolink", "linkify"}


def _attributes(token: Token) -> dict[str, str]:
    """Return the address and the title of a link or a picture; an empty title is none."""
    kept = {name: str(value) for name, value in token.attrs.items() if name in {"href", "src", "title"}}
    return {name: _ENTITY.sub("&amp;", value) for name, value in kept.items() if value or name != "title"}


def _plain(tokens: Sequence[Token]) -> str:
    """Return the words of what tokens say, as a picture's description has them (CommonMark 6.4)."""
    parts = []
    for token in tokens:
        if token.type == "softbreak":
            parts.append("\n")
        elif token.type == "image":
            parts.append(_plain(token.children or []))
        else:
            parts.append(token.content)
    return "".join(parts)


def _text(text: str) -> str:
    """Return a text with its `&` as entities: Python-Markdown would leave what looks like one."""
    return text.replace("&", "&amp;")


def _final(sign: str) -> str:
    """Return what stands for a sign that nothing reads again, as Python-Markdown has it."""
    return "&amp;" if sign == "&" else f"{STX}{ord(sign)}{ETX}"


def _add(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


class Definitions(BlockProcessor):
    """Takes the definitions of addresses (`[name]: address "title"`) from the start of a paragraph."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md.parser)
        self._md = md
        self._reader = _reader("zero", spaces=False).enable("reference")

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002  # the library's signature
        """Whether a block may begin with a definition; `[^1]:` is a footnote."""
        return _DEFINITION.match(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> bool | None:  # noqa: ARG002  # the library's signature
        """Keep the definitions and put back what follows; False if there is none."""
        tokens: list[Token] = []
        self._reader.block.parse(blocks[0], self._reader, {"references": self._md.references}, tokens)
        lines = blocks[0].split("\n")
        first = tokens[0].map[0] if tokens and tokens[0].map else len(lines)
        if not first:
            return False
        blocks[:1] = ["\n".join(lines[first:])] if first < len(lines) else []
        return None


_DEFINITION: Final = re.compile(r" {0,3}\[(?!\^)(?:[^\[\]\\]|\\.)+\]:", re.DOTALL)


def _bare_link(state: StateInline, silent: bool) -> bool:  # the library's signature
    """Read an address that stands in a text without any marks (GFM 6.9)."""
    at = state.pos
    if silent or state.linkLevel or not state.src.startswith("://", at):
        return False
    scheme = _SCHEME.search(state.src, max(0, at - 5), at)
    found = scheme and _RUN.match(state.src, scheme.start(), state.posMax)
    if scheme is None or not found or not state.pending.endswith(scheme[0]):
        return False
    address = bare_address(found[0])
    if not HOST.match(address):
        return False
    state.pending = state.pending[: -len(scheme[0])]
    link = state.push("link_open", "a", 1)
    link.attrs, link.markup = {"href": address}, "linkify"
    state.push("text", "", 0).content = address
    state.push("link_close", "a", -1)
    state.pos = scheme.start() + len(address)
    return True


_SCHEME: Final = re.compile(r"(?<![\w@/.:<-])(?:https?|ftp)\Z", re.IGNORECASE)
_RUN: Final = re.compile(r"(?:(?!\\\n)[^\s<\x02\x03])+")
HOST: Final = re.compile(r"(?:(?:https?|ftp)://)?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_TRAILING: Final = re.compile(r"&[a-zA-Z0-9]+;$")


def bare_address(text: str) -> str:
    """Return the address at the start of a text without spaces: what ends the sentence is not part of it (GFM 6.9)."""
    while True:
        if text[-1:] in {*"?!.,:*_~'\"»”"} or (text.endswith(")") and text.count(")") > text.count("(")):
            text = text[:-1]
        elif text.endswith(";"):
            shorter = _TRAILING.sub("", text)
            text = shorter if shorter != text else text[:-1]
        else:
            return text
