"""What a reader sees of HTML: its elements and words, to hold one renderer against another."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final
from urllib.parse import unquote

from site_gen.render.markdown import MarkdownRenderer

_RENDERER: Final = MarkdownRenderer()
_VOID: Final = frozenset({"br", "hr", "img", "input"})
_INLINE: Final = frozenset({"a", "em", "strong", "code", "del", "img", "b", "i", "span", "input"})
_KEPT: Final = frozenset({"href", "src", "alt", "title", "start"})


def ours(text: str) -> list[str]:
    """Return what our page shows of a Markdown text, without the box around tables and the colours of code."""
    html = str(_RENDERER.render({"markdown": text, "pictures": {}, "links": {}}, str))
    html = re.sub(r'<span class="\w+">|</span>|</?label>', "", html)
    return shown(re.sub(r"<div [^>]*table-scroll[^>]*>(.*?</table>)\n*</div>", r"\1", html, flags=re.DOTALL))


def reference(html: str) -> list[str]:
    """Return what a reference's HTML shows, with our names and levels: a page has its title above the text."""
    html = html.replace("<s>", "<del>").replace("</s>", "</del>")
    if "<h1>" in html:
        html = re.sub(r"(</?h)([1-5])>", lambda tag: f"{tag[1]}{int(tag[2]) + 1}>", html)
    return shown(html)


def shown(html: str) -> list[str]:
    """Return a document as a list of tags and words, without what browsers don't show."""
    return _Events(html).found


class _Events(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._text = ""
        self._pre = False
        self.feed(html)
        self.close()
        self._flush("p")

    def _flush(self, tag: str) -> None:
        text = self._text.rstrip("\n") if self._pre else re.sub(r"[ \t\n]+", " ", self._text)
        if tag not in _INLINE and not self._pre:
            text = text.rstrip(" ")
        if not self._pre and (not self.found or _is_block(self.found[-1])):
            text = text.lstrip(" ")
        if text:
            self.found.append(text)
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._flush(tag)
        kept = "".join(f" {name}={unquote(value)}" for name, value in sorted(attrs) if name in _KEPT and value)
        self.found.append(f"<{tag}{kept}>")
        self._pre = self._pre or tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        self._flush(tag)
        if tag not in _VOID:
            self.found.append(f"</{tag}>")
        self._pre = self._pre and tag != "pre"

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_comment(self, data: str) -> None:
        self.found.append(f"<!--{data}-->")


def _is_block(event: str) -> bool:
    found = re.match(r"</?(\w+)", event)
    return found is not None and found[1] not in _INLINE
