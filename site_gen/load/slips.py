"""Errors whose cause is how YAML reads a text: values without quotes, commas and colons in braces, notes after #."""

from __future__ import annotations

import re
from typing import Any, Final
from unicodedata import category

from pydantic_core import ErrorDetails

from site_gen.load.list_slips import list_words
from site_gen.load.shape import Shape
from site_gen.model.base import UNQUOTED, is_scalar, shown
from site_gen.model.money import likely_amount
from site_gen.sources.notes import note_after
from site_gen.sources.text import excerpt
from site_gen.sources.yaml import Document

Path = tuple[str | int, ...]
Words = tuple[str, str]

_NUMBER_BEFORE: Final = re.compile(r"(?P<number>[\d.]*\d),\s?\Z")
_NO_BREAK: Final = re.compile("[\xa0\u2007\u202f]")
_TYPED_QUOTE: Final = re.compile("[“„«”][^“”„«»]*$")
_CLOSING_QUOTE: Final = re.compile("[”“»]$")
_TIGHT: Final = re.compile(r"(?P<key>[A-Za-z_][\w-]*):(?P<value>\S.*)", re.DOTALL)
_WORDS_NEEDED: Final = "write words; put them in quotes where they look like a number or contain ': '"


def slips(detail: ErrorDetails, path: Path, document: Document, shape: Shape) -> Words | None:
    """Return message and hint if an error comes from a slip in writing; None if it doesn't."""
    return (
        _decimal_comma(detail, path, document)
        or _tight_colon(detail, path)
        or _no_colon(detail, path, shape)
        or _typed_sign(detail, path, document)
        or _unseen_sign(detail, path)
        or _no_text(detail, path, document)
        or _outdented(detail, path, document, shape)
        or _empty_by_note(detail, path, document)
        or (
            list_words(detail["input"], path, document, shape)
            if detail["type"] in {"tuple_type", "list_type"}
            else None
        )
    )


def _decimal_comma(detail: ErrorDetails, path: Path, document: Document) -> Words | None:
    """A comma in braces ends a value: {amount: 290,50} has a key 50."""
    step = path[-1] if path else None
    if not isinstance(step, str) or not (step.isascii() and step.isdecimal()) or detail["input"] is not None:
        return None
    before = _NUMBER_BEFORE.search(document.text, 0, document.key_index(path))
    if before is None:
        return None
    number = f"{before['number']},{step}"
    plain = likely_amount(number)
    hint = f"write thousands without a sign: {plain}" if len(step) == 3 else f"write a point for decimals: {plain}"
    return f"{number} is no number here: the comma ends it", hint


def _tight_colon(detail: ErrorDetails, path: Path) -> Words | None:
    """Without a space behind it, a colon is part of a name: {delivery:formspree} has a key 'delivery:formspree'."""
    keys = [str(path[-1])] if detail["type"] == "extra_forbidden" and path else []
    if detail["type"] == "union_tag_not_found" and isinstance(detail["input"], dict):
        keys = [str(key) for key in detail["input"]]
    for tight in filter(None, map(_TIGHT.fullmatch, keys)):
        key, value = excerpt(tight["key"]), excerpt(tight["value"])
        return f"there is no space after the colon: '{key}:{value}'", f"write '{key}: {value}'"
    return None


def _no_colon(detail: ErrorDetails, path: Path, shape: Shape) -> Words | None:
    """In braces, words without a colon are a key without a value: {amount 290, per month}."""
    if detail["type"] != "extra_forbidden" or detail["input"] is not None or not path:
        return None
    inside = shape.at(path[:-1])
    key, _, value = str(path[-1]).partition(" ")
    if not value.strip() or inside is None or key not in (inside.fields or {}):
        return None
    return f"there is no colon after '{excerpt(key)}'", f"write '{excerpt(f'{key}: {value.strip()}')}'"


def _typed_sign(detail: ErrorDetails, path: Path, document: Document) -> Words | None:
    """No key is meant: typographic quotes don't keep a comma in a text, and a no-break space is a letter to YAML."""
    key = str(path[-1]) if detail["type"] == "extra_forbidden" and path else ""
    if _NO_BREAK.match(key) or _NO_BREAK.match(key.partition(":")[2]):
        return (
            "a no-break space stands here, and YAML takes it for a letter",
            "replace it by an ordinary space: delete what stands there and type a space",
        )
    if not _CLOSING_QUOTE.search(key) or detail["input"] is not None:
        return None
    at = document.key_index(path)
    opened = _TYPED_QUOTE.search(document.text, document.text.rfind("\n", 0, at) + 1, at)
    if opened is None:
        return None
    straight = excerpt(re.sub("[“”„«»]", "", document.text[opened.start() : at + len(key)]))
    return "the text ended at the comma: only straight quotes keep it together", f'write "{straight}"'


def _unseen_sign(detail: ErrorDetails, path: Path) -> Words | None:
    """A sign without width or of direction came with a copied text."""
    key = str(path[-1]) if detail["type"] == "extra_forbidden" and path else ""
    unseen = [sign for sign in key if category(sign) == "Cf"]
    if not unseen or len(unseen) == len(key):
        return None
    plain = excerpt("".join(sign for sign in key if sign not in unseen))
    return (
        f"an invisible sign (U+{ord(unseen[0]):04X}) stands in the key '{plain}'",
        f"delete the key with the space around it, and type it again: {plain}",
    )


def _no_text(detail: ErrorDetails, path: Path, document: Document) -> Words | None:
    """A text that YAML takes for something else: '12 posts: reels' for a key with its value, [cafe] for a list."""
    value = detail["input"]
    if detail["type"] != "string_type" or not isinstance(value, dict | list) or len(value) != 1:
        return None
    inner = next(iter(value.values())) if isinstance(value, dict) else value[0]
    if not isinstance(inner, str | int | float):
        return None
    if isinstance(value, list):
        written = excerpt(document.written((*path, 0)) or str(inner))
        return "one text is needed, and brackets make a list of it", f"write {written}, without brackets"
    key = next(iter(value))
    whole = f"{key}: {document.written((*path, key)) or inner}"
    quoted = f': "{excerpt(whole)}"' if '"' not in whole and "\\" not in whole else ""
    return f"': ' makes a key of '{excerpt(str(key), 30)}', and a text is needed", f"put the text in quotes{quoted}"


def _inside(data: Any, step: str | int) -> Any:
    try:
        return data[step]
    except (KeyError, IndexError, TypeError):
        return None


def above_outdented(path: Path, data: Any, shape: Shape) -> str | None:
    """Return the key without a value above an unknown key, if it is that one's: 'contact' for 'email' below it."""
    for step in path[:-1]:
        data = _inside(data, step)
    inside = shape.at(path[:-1])
    known = inside.fields if inside is not None else None
    if not isinstance(data, dict) or not known:
        return None
    keys = list(data)
    for key in reversed(keys[: keys.index(path[-1])] if path[-1] in data else []):
        if key in known:
            inner = known[key]
            return str(key) if data[key] is None and path[-1] in {*(inner.fields or {}), *inner.names} else None
    return None


def _outdented(detail: ErrorDetails, path: Path, document: Document, shape: Shape) -> Words | None:
    """A key that stands as far left as the key that it belongs below."""
    above = above_outdented(path, document.data, shape) if detail["type"] == "extra_forbidden" and path else None
    if above is None:
        return None
    spaces = document.locate((*path[:-1], above), key=True).column + 1
    return (
        f"'{excerpt(str(path[-1]))}' belongs to '{above}', and stands beside it",
        f"begin the line with {spaces} spaces, below '{above}:'",
    )


def _empty_by_note(detail: ErrorDetails, path: Path, document: Document) -> Words | None:
    """What follows ' #' is a note: `accent: #e11d48` says nothing."""
    if detail["input"] is not None or detail["type"] in {"missing", "extra_forbidden"}:
        return None
    span = document.span(path)
    note = note_after(document.text, span[1]) if span and span[0] == span[1] else None
    if note is None:
        return None
    return (
        f"nothing is written here: what begins with # is a note, and '{excerpt(note, 30)}' is not read",
        f'put it in quotes: "{excerpt(note, 30)}"' + (" (a hashtag needs no #)" if "hashtags" in path else ""),
    )


def as_written(detail: ErrorDetails, path: Path, document: Document, said: Words) -> Words:
    """Return message and hint with a value as it stands in the file, not as it was read: 016, not 16."""
    value: Any = detail["input"]
    if not is_scalar(value) or (detail.get("ctx") or {}).get("at"):
        return said
    written = excerpt(document.written(path))
    if detail["type"] == UNQUOTED:
        return _unquoted(value, written, str((detail.get("ctx") or {}).get("needed", "a text")))
    if value is None and not written:
        return said[0].replace("'None'", "nothing"), said[1]
    read = f"'{shown(value)}'"
    return said[0].replace(read, f"'{written}'"), said[1].replace(read, f"'{written}'") if written else said[1]


def _unquoted(value: object, written: str, needed: str) -> Words:
    if not written:
        return f"nothing is written here, {needed} is needed", _WORDS_NEEDED
    read = {bool: "yes or no", type(None): "nothing"}.get(type(value), "a number")
    return f"{written} is read as {read}, {needed} is needed", f'put it in quotes: "{written}"'
