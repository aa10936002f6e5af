"""What a search knows of a text: its words, and what a result shows of it.

Words are kept as they are written, without diacritics and capitals. What forms of one word have in common is found
out in the browser, by the theme's search.js, for the words of the question and those of the index alike: so both agree,
a form that no text has is found too, and a build has no work with it. `folded` and `words` do what the script's
functions of these names do; tests hold them to each other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from site_gen.model.kept_bytes import KeptBytes

_MARKS: Final = re.compile("[\u0300-\u036f]+")
_RARE: Final = re.compile("[ßøłđæœıґ]")
_WRITTEN: Final = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ґ": "г"}  # of words
)
_JOINED: Final = re.compile("(?<=[а-яіє])['’ʼ`´](?=[а-яіє])|[·\u00ad\u200b]")  # Cyrillic letters
_WORD: Final = re.compile(r"[^\W_]+")
_TOKEN: Final = re.compile("\\w+(?:['’ʼ`´·\u00ad\u200b\u0300-\u036f]+\\w+)*")
"""A word with the signs that may stand in it."""

_UNSEEN: Final = tuple(
    (sign, re.compile(pattern, re.MULTILINE | re.DOTALL))
    for sign, pattern in (
        ("<!--", r"<!--.*?(?:-->|\Z)"),
        ("<", r"</?[a-zA-Z][^>]*>"),
        ("](", r"(?<=\])\([^)\s]*(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\)"),
        ("]:", r"^ {0,3}\[[^\]\n]+\]:[^\n]*$"),
        ("://", r"https?://\S+"),
    )
)
"""What of a Markdown text isn't read: comments, tags, addresses. Each pattern with a sign that it needs."""

_HEADING: Final = re.compile(r"(?m)^ {0,3}#{1,6}[ \t]+(.+?)[ \t#]*$")
_MARKUP: Final = re.compile(r"[*_`~]{1,3}|!?\[|\]|\{[^}\n]*\}|^\s*(?:[>#|+-]+|\d+[.)])\s+|\[!\w+\]", re.MULTILINE)
_SUMMARY: Final = 160
_MOST: Final = 12
"""Headings that are kept."""

_ANY: Final = ("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What a search knows of a text: the words of its title, of its headings and labels, and all others, each word once
    and with a space between two; its title, the beginning of what it says, and its headings."""

    titled: str
    named: str
    rest: str
    title: str
    summary: str
    headings: tuple[str, ...]

    @classmethod
    def of(cls, title: str, labels: Sequence[str], summary: str | None, body: str) -> SearchEntry:
        """Return what is known of a text with a body in Markdown; `labels` are tags and such, which weigh more than
        what it says. Single letters count in titles alone."""
        heads = headings(body)
        titled = _word_set(title)
        named = _longer(_word_set("\n".join((*heads, *labels)))) - titled
        rest = _longer(_word_set(f"{summary or ''}\n{_seen(body)}")) - titled - named
        return cls(
            _joined(titled), _joined(named), _joined(rest), title, _beginning(summary, body), tuple(heads[:_MOST])
        )

    def packed(self) -> KeptBytes:
        """Return it as one value, which takes a third of the memory, for `unpacked`."""
        data = (self.titled, self.named, self.rest, self.title, self.summary, self.headings)
        return KeptBytes.of(json.dumps(data, ensure_ascii=False).encode(*_ANY))

    @classmethod
    def unpacked(cls, packed: KeptBytes) -> SearchEntry:
        """Return what `packed` made one value of."""
        titled, named, rest, title, summary, heads = json.loads(packed.content.decode(*_ANY))
        return cls(titled, named, rest, title, summary, tuple(heads))


def folded(text: str) -> str:
    """Return a text without capitals and diacritics."""
    plain = _MARKS.sub("", normalize("NFKD", text.lower())).lower()
    return plain.translate(_WRITTEN) if _RARE.search(plain) else plain


def words(text: str) -> list[str]:
    """Return the words of a text, folded, as they follow each other."""
    return [word for token in _TOKEN.findall(text) for word in _parts(token)]


@lru_cache(maxsize=30_000)  # a site has few words, each of them often
def _parts(token: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(_JOINED.sub("", folded(token))))


def _word_set(text: str) -> set[str]:
    found: set[str] = set()
    return found.union(*map(_parts, set(_TOKEN.findall(text))))


def plain_text(markdown: str) -> str:
    """Return the words of a Markdown text as readers see them, roughly, on one line."""
    return " ".join(_MARKUP.sub("", _seen(markdown)).split())


def _seen(markdown: str) -> str:
    for sign, pattern in _UNSEEN:
        if sign in markdown:
            markdown = pattern.sub("", markdown)
    return markdown


def _joined(found: set[str]) -> str:
    return " ".join(sorted(found))


def _longer(found: set[str]) -> set[str]:
    return {word for word in found if len(word) > 1}


def headings(markdown: str) -> list[str]:
    """Return the headings of a Markdown text that begin with #, without marks."""
    return [plain_text(heading) for heading in _HEADING.findall(markdown)]


def _beginning(summary: str | None, body: str) -> str:
    """Return a text's summary, or the beginning of its body, short enough for a list of results."""
    shown = summary or plain_text(_HEADING.sub("", body[: 4 * _SUMMARY]))
    return f"{shown[:_SUMMARY].rsplit(' ', 1)[0].rstrip(' ,;:–—-')}…" if len(shown) > _SUMMARY else shown
