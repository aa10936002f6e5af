"""The HTML of WordPress's posts as HTML of a page: paragraphs by empty lines, shortcodes in brackets, blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from site_gen.importers import ours
from site_gen.importers.foreign import Notes
from site_gen.importers.segments import replaced_between
from site_gen.importers.tags import Tag, Token, arguments, replaced
from site_gen.messages import m

_BLOCK: Final = re.compile(r"<!--\s*/?wp:[^>]*?-->|<!--\s*(?:more|nextpage|noteaser)\b[^>]*?-->")
_SHORTCODE: Final = re.compile(
    r"\[(?P<close>/)?(?P<name>[a-z][a-z0-9_-]{1,40})(?P<args>(?:\s[^\[\]]{0,1000})?)(?P<whole>/)?\]", re.IGNORECASE
)
_KNOWN_WORDS: Final = (
    "caption wp_caption gallery embed youtube vimeo audio video code sourcecode playlist tweet instagram more "
    "toc contact-form-7 wpforms mc4wp_form"
)
_KNOWN: Final = frozenset(_KNOWN_WORDS.split())
_CODE: Final = (
    re.compile(r"\[(?P<name>code|sourcecode)(?P<args>[^\[\]]{0,200})\]"),
    re.compile(r"\[/(?P<name>code|sourcecode)\]"),
)
_BLOCKS: Final = re.compile(
    r"</?(?:address|article|aside|blockquote|details|div|dl|dd|dt|fieldset|figure|figcaption|footer|form|h[1-6]|header|hr|li|"
    r"main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul|video|audio|iframe|script|style)\b",
    re.IGNORECASE,
)
_PRE: Final = (re.compile(r"<(?P<name>pre|script|style)\b[^>]{0,500}>"), re.compile(r"</(?P<name>pre|script|style)>"))


@dataclass(frozen=True, slots=True)
class WordpressHtml:
    """Prepares bodies. `attachments` are the addresses of files by their number."""

    notes: Notes
    attachments: Mapping[str, str]

    def prepared(self, html: str, place: str) -> str:
        """Return a body as the HTML that WordPress's own pages have."""
        html = html.replace("\r\n", "\n").replace("\r", "\n")
        has_blocks = "<!-- wp:" in html
        html = _BLOCK.sub("", html)
        html = replaced_between(html, *_CODE, _pre)
        html = self._shortcodes(html, place)
        return html if has_blocks or re.search(r"<p[\s>]", html, re.IGNORECASE) else paragraphs(html)

    def _shortcodes(self, html: str, place: str) -> str:
        if "[" not in html:
            return html
        closed = {found["name"].lower() for found in _SHORTCODE.finditer(html) if found["close"]}
        return replaced(html, list(_tokens(html, closed)), lambda token, inner: self._made(token, inner, place))

    def _made(self, token: Token, inner: str | None, place: str) -> str:
        name = token.name.lower()
        values, named = arguments(token.written)
        made = self._of(Tag(name, values, named, inner))
        if made is not None:
            self.notes.mapped(m("shortcode {name}", name=name), place)
            return made
        if not token.closes:
            detail = m("its text stays") if inner else m("there is nothing like it here")
            self.notes.left(m("shortcode {name}", name=name), place, 0, detail)
        return inner or ""

    def _of(self, tag: Tag) -> str | None:
        if tag.name in {"caption", "wp_caption"} and tag.inner:
            return _figure(tag, tag.inner)
        if tag.name == "gallery":
            addresses = [self.attachments.get(each.strip(), "") for each in tag.get("ids", "include").split(",")]
            made = "".join(f'\n\n<p><img src="{escape(each)}" alt=""></p>\n\n' for each in addresses if each)
            return made or None
        if tag.name == "embed" and tag.inner:
            return f"\n\n{tag.inner.strip()}\n\n"
        first = tag.values[0].lstrip("=") if tag.values else ""
        if ours.is_embed(tag.name):
            return ours.embed(tag.name, (tag.inner or "").strip() or tag.get("id", "url") or first) or None
        if tag.name in {"audio", "video"}:
            address = tag.get("src", "mp3", "mp4", "m4a", "ogg", "webm") or first
            name = escape(address.rpartition("/")[2])
            return f'\n\n<p><a href="{escape(address)}">{name}</a></p>\n\n' if address else None
        return "" if tag.name in {"more", "toc"} else None


def _figure(tag: Tag, inner: str) -> str:
    image = re.search(r"(?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?", inner, re.IGNORECASE)
    if image is None:
        return inner
    words = tag.get("caption") or (inner[: image.start()] + inner[image.end() :]).strip()
    return f"\n\n<figure>{image[0]}<figcaption>{words}</figcaption></figure>\n\n"


def _pre(opening: re.Match[str], code: str) -> str:
    _, named = arguments(opening["args"])
    language = escape(named.get("lang") or named.get("language") or "")
    plain = code if "&lt;" in code else escape(code, quote=False)
    return f'\n\n<pre><code class="language-{language}">{plain}</code></pre>\n\n'


def _tokens(html: str, closed: set[str]) -> Iterator[Token]:
    """Yield what is a shortcode: a word in brackets with values, with an end, or one that is known. [sic] is none."""
    for found in _SHORTCODE.finditer(html):
        name = found["name"].lower()
        if name in closed or name in _KNOWN or "=" in found["args"]:
            yield Token(found.start(), found.end(), name, found["args"], bool(found["close"]), bool(found["whole"]))


def paragraphs(html: str) -> str:
    """Return HTML with paragraphs where empty lines are, and line breaks where lines end, as WordPress shows it."""
    pieces: list[str] = []

    def whole(opening: re.Match[str], inner: str) -> str:
        pieces.append(f"{opening[0]}{inner}</{opening['name']}>")
        return f"\n\n\ue000{len(pieces) - 1}\ue001\n\n"

    html = replaced_between(html, *_PRE, whole)
    made = []
    for part in re.split(r"\n\s*\n", html):
        text = part.strip()
        if not text:
            continue
        if text.startswith("\ue000") or _BLOCKS.match(text):
            made.append(text)
        else:
            made.append(f"<p>{text.replace(chr(10), '<br>' + chr(10))}</p>")
    return re.sub(
        "\ue000(\\d+)\ue001",
        lambda found: pieces[int(found[1])] if int(found[1]) < len(pieces) else "",
        "\n".join(made),
    )
