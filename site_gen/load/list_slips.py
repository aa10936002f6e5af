"""Lists that aren't written as such: items without dashes, with other signs, or cut in two by a comma."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from site_gen.load.shape import Shape
from site_gen.messages import m
from site_gen.problems import Problem
from site_gen.sources.text import excerpt
from site_gen.sources.yaml import Data, Document

Path = tuple[str | int, ...]
Words = tuple[str, str]

NEEDED: Final = m("a list is needed")
_SIGN: Final = re.compile(r"^(?:[-–—•·*▪►✓✔+]|\d+[.)])\s*(?=\S)")
_OPENED: Final = re.compile("[“„«‘][^“”„«»‘’]*")
_CLOSED: Final = re.compile("[^“”„«»‘]*[”“»’]")
_QUOTED_SIGNS: Final = "“”„«»‘’"
_QUICK: Final = re.compile("[\\[,]\\s*[“„«‘]")
_LONGEST: Final = 60
_UNSAFE: Final = frozenset("[]{}:#\"'&*!|>%@`")


def list_words(value: object, path: Path, document: Document, shape: Shape) -> Words | None:
    """Return message and hint where a list is needed and something else stands; None if there is nothing to go by."""
    inside, around = shape.at(path), shape.at(path[:-1])
    is_pair = around is not None and around.each is not None
    fields = inside.item.fields if inside is not None and inside.item is not None else None
    if is_pair or (isinstance(value, str) and fields and "image" not in fields):  # a picture may be written as its name
        return None
    if isinstance(value, dict) and value:
        return NEEDED, _without_keys(value)
    if not isinstance(value, str):
        return None
    lines = [line.strip() for line in document.written(path).splitlines() if line.strip()]
    if len(lines) > 1:
        first = excerpt(_SIGN.sub("", lines[0]), 30)
        return NEEDED, m("begin each line of it with a hyphen and a space: '- {first}'", first=first)
    if _SIGN.match(value):
        return NEEDED, m("write a hyphen and a space before it: '- {item}'", item=excerpt(_SIGN.sub("", value), 40))
    items = [item.strip() for item in re.split("[,;•·|]", value.strip().strip("()<>")) if item.strip()]
    shown = [f'"{item}"' if set(item) & _UNSAFE else item for item in items]
    written = f"[{', '.join(shown)}]"
    return (
        (NEEDED, m("write {written}", written=written))
        if items and '"' not in value and len(written) <= _LONGEST
        else None
    )


def _without_keys(value: dict[str, object]) -> str:
    if all(inner is None for inner in value.values()):  # {instagram, vk}
        return m("write it in square brackets: [{items}]", items=excerpt(", ".join(map(str, value))))
    key = excerpt(str(next(iter(value))), 30)
    return m("begin the first line of each item with '- ': '- {key}: …', and put the others below '{key}'", key=key)


def split_texts(document: Document) -> Iterator[Problem]:
    """Yield an error for each item of a list that typographic quotes don't keep together: [“12 posts, all”]."""
    if _QUICK.search(document.text):
        yield from _split(document, document.data, ())


def _split(document: Document, data: Data, path: Path) -> Iterator[Problem]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _split(document, value, (*path, key))
    elif isinstance(data, list):
        for index, (item, after) in enumerate(zip_longest(data, data[1:])):
            yield from _split(document, item, (*path, index))
            if (
                isinstance(item, str)
                and isinstance(after, str)
                and _OPENED.fullmatch(item)
                and _CLOSED.fullmatch(after)
            ):
                whole = f"{item}, {after}".strip(_QUOTED_SIGNS)
                message = m("the text ended at the comma: only straight quotes keep it together")
                yield Problem(document.locate((*path, index)), message, m('write "{whole}"', whole=excerpt(whole)))
