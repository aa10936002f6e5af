"""Text with simple formatting (bold, links on words), and how each network writes it.

Telegram: core.telegram.org/bots/api, formatting options (HTML, MarkdownV2), read 2026-11-23. A message is counted after
its entities are parsed, so this module can also parse both forms.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

from site_gen.social.counting import utf16_units

_MARKDOWN_SPECIAL: Final = re.compile(r"([_*\[\]()~`>#+\-=|{}.!\\])")
_URL_SPECIAL: Final = re.compile(r"([)\\])")
_STARS_SPECIAL: Final = re.compile(r"[*\n]")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text with uniform formatting."""

    text: str
    bold: bool = False
    url: str | None = None


Marked = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """A message entity of Telegram: offset and length in UTF-16 code units of the parsed text."""

    kind: str
    offset: int
    length: int
    url: str | None = None


def plain(marked: Iterable[Span]) -> str:
    """Return the text without formatting."""
    return "".join(span.text for span in marked)


def with_stars(marked: Iterable[Span]) -> str:
    """Return the text with *bold* as in WhatsApp and Viber, if the words contain no stars or line breaks."""
    return "".join(
        f"*{span.text}*" if span.bold and span.text.strip() == span.text and not _STARS_SPECIAL.search(span.text)
        else span.text
        for span in marked
    )  # fmt: skip


def telegram_html(marked: Iterable[Span]) -> str:
    """Return the text in Telegram's HTML."""
    return "".join(_html_span(span) for span in marked)


def _html_span(span: Span) -> str:
    text = html.escape(span.text, quote=False)
    if span.bold:
        text = f"<b>{text}</b>"
    return f'<a href="{html.escape(span.url)}">{text}</a>' if span.url else text


def telegram_markdown(marked: Iterable[Span]) -> str:
    """Return the text in Telegram's MarkdownV2."""
    return "".join(_markdown_span(span) for span in marked)


def _markdown_span(span: Span) -> str:
    text = _MARKDOWN_SPECIAL.sub(r"\\\1", span.text)
    if span.bold:
        text = f"*{text}*"
    if not span.url:
        return text
    url = _URL_SPECIAL.sub(r"\\\1", span.url)
    return f"[{text}]({url})"


# --- reading back -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed message of Telegram: the text, and its entities in order."""

    text: str
    entities: tuple[Entity, ...]


def telegram_length(source: str) -> int:
    """Return the length of a message written in HTML: UTF-16 code units after entities parsing.

    core.telegram.org/bots/api sendMessage: 1 to 4096 characters after entities parsing; 1024 under a picture.
    """
    return utf16_units(parse_html(source).text)


class _TelegramHtmlReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[tuple[str, int, str | None]] = []
        self.entities: list[Entity] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append((tag, utf16_units(self.text), dict(attrs).get("href")))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1][0] == tag:
            _, start, url = self.open.pop()
            kind = {"b": "bold", "a": "text_link"}.get(tag, tag)
            self.entities.append(Entity(kind, start, utf16_units(self.text) - start, url))

    def handle_data(self, data: str) -> None:
        self.text += data


def parse_html(source: str) -> Parsed:
    """Parse the subset of Telegram's HTML that this module writes: <b>, <a href> and the escapes of &, < and >."""
    reader = _TelegramHtmlReader()
    reader.feed(source)
    reader.close()
    return Parsed(reader.text, tuple(sorted(reader.entities, key=_entity_order)))


def parse_markdown(source: str) -> Parsed:
    """Parse the subset of Telegram's MarkdownV2 that this module writes: *bold*, [words](address) and escapes."""
    text, entities = "", []
    bold: int | None = None
    link: int | None = None
    at = 0
    while at < len(source):
        sign = source[at]
        if sign == "\\":
            text += source[at + 1]
            at += 1
        elif sign == "*" and bold is None:
            bold = utf16_units(text)
        elif sign == "*":
            entities.append(Entity("bold", bold, utf16_units(text) - bold))  # type: ignore[arg-type, operator]  # set above
            bold = None
        elif sign == "[":
            link = utf16_units(text)
        elif sign == "]" and link is not None:
            url, at = _markdown_url(source, at + 2)
            entities.append(Entity("text_link", link, utf16_units(text) - link, url))
            link = None
        else:
            text += sign
        at += 1
    return Parsed(text, tuple(sorted(entities, key=_entity_order)))


def _markdown_url(source: str, at: int) -> tuple[str, int]:
    """Return the address that begins at `at`, and the index of its closing bracket."""
    url = ""
    while source[at] != ")":
        at += source[at] == "\\"
        url += source[at]
        at += 1
    return url, at


def _entity_order(entity: Entity) -> tuple[int, int, str]:
    return entity.offset, -entity.length, entity.kind
