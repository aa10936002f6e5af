"""The index of a language's search: which words stand in which texts, in pieces of which a search loads a few.

What is known of a text is in its `SearchEntry`, which was worked out when the text was read: the index only puts
entries together.

A text's number follows from its address alone (`numbered`), and what belongs into a piece from words and numbers alone:
an edit of one text changes the pieces of its words, and no others.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from site_gen.hashing import content_hash
from site_gen.model.kept_bytes import KeptBytes
from site_gen.model.search_words import SearchEntry

PIECE: Final = 10_000
"""About how many bytes of words a piece has at most; one that would have more is split by the next letter."""

SHELF: Final = 16
"""About how many texts' titles and summaries are in one piece."""

_DEEPEST: Final = 8
_LEAST_BITS: Final = 18
_DIGITS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@dataclass(frozen=True, slots=True)
class SearchText:
    """A text that can be found: its kind, its route and its path on the site, and its packed SearchEntry."""

    kind: str
    route: str
    path: str
    entry: KeptBytes


def search_files(texts: Sequence[SearchText]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a language's index by name: `index.json`, which says what pieces there are, the pieces, and
    titles."""
    bits = max(_LEAST_BITS, (4 * len(texts)).bit_length())
    numbers = numbered([text.route for text in texts], 1 << bits)
    placed: defaultdict[str, tuple[list[int], list[int], list[int]]] = defaultdict(lambda: ([], [], []))
    shelf_bits = max(0, (len(texts) // SHELF).bit_length())
    shelves: defaultdict[int, dict[str, list[object]]] = defaultdict(dict)
    for text in sorted(texts, key=lambda each: numbers[each.route]):
        number, entry = numbers[text.route], SearchEntry.unpacked(text.entry)
        for weight, found in enumerate((entry.titled, entry.named, entry.rest)):
            for word in found.split():
                placed[word][weight].append(number)
        shown: list[object] = [text.kind, text.path, entry.title, entry.summary, entry.headings]
        shelves[number >> (bits - shelf_bits)][str(number)] = shown
    lists = {word: "|".join(map(_gaps, places)).rstrip("|") for word, places in sorted(placed.items())}
    placed.clear()
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


def _gaps(numbers: Sequence[int]) -> str:
    """Return rising numbers as the gaps between them: digits of five bits each, the lowest first, and 32 more where
    another digit follows."""
    made, last = [], -1
    for number in numbers:
        gap, last = number - last - 1, number
        while gap >= _TWO:
            made.append(_LOWER[gap & (_TWO - 1)])
            gap >>= 10
        made.append(_LAST[gap])
    return "".join(made)


_TWO: Final = 1 << 10
"""Gaps below have at most two digits."""

_LOWER: Final = tuple(_DIGITS[32 | (gap & 31)] + _DIGITS[32 | (gap >> 5)] for gap in range(_TWO))
"""Two digits that another one follows."""

_LAST: Final = tuple(_DIGITS[gap] if gap < 32 else _DIGITS[32 | (gap & 31)] + _DIGITS[gap >> 5] for gap in range(_TWO))
"""The last digits, one or two."""


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
