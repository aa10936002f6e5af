"""The index of a language's search: which words stand in which texts, in pieces of which a search loads a few.

Words are kept as they are written, without diacritics and capitals. What forms of one word have in common is found
out in the browser, by the theme's search.js, for the words of the question and those of the pieces alike: so both
agree, a form that no text has is found too, and a build has no work with it. `folded` and `words` do what the script's
functions of these names do; tests hold them to each other.

A text's number follows from its address alone (`numbered`), and what belongs into a piece from words and numbers alone:
an edit of one text changes the pieces of its words, and no others.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from site_gen.hashing import content_hash

PIECE: Final = 10_000
"""About how many bytes of words a piece has at most; one that would have more is split by the next letter."""

SHELF: Final = 16
"""About how many texts' titles and summaries are in one piece."""

_DEEPEST: Final = 8
_LEAST_BITS: Final = 18
_DIGITS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
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
_HEADINGS: Final = 12


@dataclass(frozen=True, slots=True)
class SearchText:
    """A text that can be found: its kind, its route and its path on the site, and what it says.

    `title` weighs most, `headings` and `labels` (tags and such) more than `summary` and `body` (in Markdown).
    """

    kind: str
    route: str
    path: str
    title: str
    labels: tuple[str, ...]
    summary: str | None
    body: str


Weighed = tuple[frozenset[str], frozenset[str], frozenset[str]]
"""The words of a text's title, of its headings and labels, and of everything else."""


def folded(text: str) -> str:
    """Return a text without capitals and diacritics."""
    plain = _MARKS.sub("", normalize("NFKD", text.lower())).lower()
    return plain.translate(_WRITTEN) if _RARE.search(plain) else plain


def words(text: str) -> list[str]:
    """Return the words of a text, folded, as they follow each other."""
    return [word for token in _TOKEN.findall(text) for word in _parts(token)]


@lru_cache(maxsize=200_000)  # a site has few words, each of them often
def _parts(token: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(_JOINED.sub("", folded(token))))


def _word_set(text: str) -> set[str]:
    found: set[str] = set()
    return found.union(*map(_parts, set(_TOKEN.findall(text))))


_weighed_before: Final[dict[str, dict[SearchText, Weighed]]] = {}
"""The words of each language's texts at its last index: preview asks for most of them again after each change."""


def search_files(texts: Sequence[SearchText], language: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a language's index by name: `index.json`, which says what pieces there are, the pieces, and
    titles."""
    before = _weighed_before.get(language, {})
    weighed = _weighed_before[language] = {text: before.get(text) or _weighed(text) for text in texts}
    bits = max(_LEAST_BITS, (4 * len(texts)).bit_length())
    numbers = numbered([text.route for text in texts], 1 << bits)
    placed: defaultdict[str, tuple[list[int], list[int], list[int]]] = defaultdict(lambda: ([], [], []))
    shelf_bits = max(0, (len(texts) // SHELF).bit_length())
    shelves: defaultdict[int, dict[str, list[object]]] = defaultdict(dict)
    for text in sorted(texts, key=lambda each: numbers[each.route]):
        number = numbers[text.route]
        for weight, found in enumerate(weighed[text]):
            for word in found:
                placed[word][weight].append(number)
        shelves[number >> (bits - shelf_bits)][str(number)] = _shown(text)
    lists = {word: "|".join(map(_gaps, places)).rstrip("|") for word, places in sorted(placed.items())}
    pieces = dict(_pieces("", list(lists), lists))
    index = {"pieces": list(pieces), "shift": bits - shelf_bits, "texts": len(texts)}
    yield "index.json", _json(index)
    for name, inner in pieces.items():
        yield f"w{file_name(name)}.json", _json({word: lists[word] for word in inner})
    for number, shelf in sorted(shelves.items()):
        yield f"t{number}.json", _json(shelf)


def numbered(routes: Iterable[str], space: int) -> dict[str, int]:
    """Return a number below `space` for each address: the same whatever others there are, unless two would share it."""
    numbers: dict[str, int] = {}
    taken: set[int] = set()
    for route in sorted(routes):
        number = int(content_hash(route.encode(), size=8), 16) % space
        while number in taken:
            number = (number + 1) % space
        taken.add(number)
        numbers[route] = number
    return numbers


def file_name(piece: str) -> str:
    """Return what the name of a piece is in its file's: letters other than ASCII's by their codes."""
    return "".join(sign if sign.isascii() and sign.isalnum() else f"-{ord(sign):x}" for sign in piece)


def plain_text(markdown: str) -> str:
    """Return the words of a Markdown text as readers see them, roughly, on one line."""
    return " ".join(_MARKUP.sub("", _seen(markdown)).split())


def _seen(markdown: str) -> str:
    for sign, pattern in _UNSEEN:
        if sign in markdown:
            markdown = pattern.sub("", markdown)
    return markdown


def _weighed(text: SearchText) -> Weighed:
    """Return the words of a title, those of headings and labels alone, and all others. Single letters count in titles
    alone."""
    title = _word_set(text.title)
    named = _longer(_word_set("\n".join((*headings(text.body), *text.labels)))) - title
    rest = _longer(_word_set(f"{text.summary or ''}\n{_seen(text.body)}")) - title - named
    return frozenset(title), frozenset(named), frozenset(rest)


def _longer(found: set[str]) -> set[str]:
    return {word for word in found if len(word) > 1}


def headings(markdown: str) -> list[str]:
    """Return the headings of a Markdown text that begin with #, without marks."""
    return [plain_text(heading) for heading in _HEADING.findall(markdown)]


def _shown(text: SearchText) -> list[object]:
    """Return what a result shows: kind, path, title, summary, headings."""
    summary = text.summary or plain_text(_HEADING.sub("", text.body[: 4 * _SUMMARY]))
    if len(summary) > _SUMMARY:
        summary = f"{summary[:_SUMMARY].rsplit(' ', 1)[0].rstrip(' ,;:–—-')}…"
    return [text.kind, text.path, text.title, summary, headings(text.body)[:_HEADINGS]]


def _gaps(numbers: Sequence[int]) -> str:
    """Return rising numbers as the gaps between them: digits of five bits each, the lowest first, and 32 more where
    another digit follows."""
    made, last = "", -1
    for number in numbers:
        gap, last = number - last - 1, number
        while gap > 31:
            made += _DIGITS[32 | (gap & 31)]
            gap >>= 5
        made += _DIGITS[gap]
    return made


def _pieces(prefix: str, found: list[str], lists: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the pieces of the words that begin with `prefix`, sorted: by name, which is what their words begin with;
    one that ends in $ has the one word that is its name."""
    size = sum(len(word) + len(lists[word]) + 6 for word in found)
    if size <= PIECE or len(found) == 1 or len(prefix) == _DEEPEST:
        yield prefix, found
        return
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for word in found:
        groups[word[len(prefix) : len(prefix) + 1]].append(word)
    for letter, inner in groups.items():
        if letter:
            yield from _pieces(prefix + letter, inner, lists)
        else:
            yield f"{prefix}$", inner


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
