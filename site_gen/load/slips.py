"""Errors whose cause is how YAML reads a text: values without quotes, commas and colons in braces, notes after #."""

from __future__ import annotations

import re
from typing import Any, Final
from unicodedata import category

from pydantic_core import ErrorDetails

from site_gen.load.list_slips import list_words
from site_gen.load.shape import Shape
from site_gen.messages import Message, m
from site_gen.model.base import UNQUOTED, is_scalar, shown
from site_gen.model.money import likely_amount
from site_gen.sources.notes import note_after
from site_gen.sources.text import excerpt
from site_gen.sources.yaml import Document

Path = tuple[str | int, ...]
Words = tuple[str, str]

_NUMBER_REST: Final = re.compile(r"(?P<digits>\d[\d.]*)?\s*(?:[€$£₴₽%-]|[-–—]|[^\W\d_]{1,5}\.?)?")
"""What a comma cuts off a number: 50, 50 €, -, 00 EUR."""
_NUMBER_BEFORE: Final = re.compile(r"(?P<number>[\d.]*\d),\s?\Z")
_NO_BREAK: Final = re.compile("[\xa0\u2007\u202f]")
_TYPED_QUOTE: Final = re.compile("[“„«”][^“”„«»]*$")
_CLOSING_QUOTE: Final = re.compile("[”“»]$")
_TIGHT: Final = re.compile(r"(?P<key>[A-Za-z_][\w-]*):(?P<value>\S.*)", re.DOTALL)
_WORDS_NEEDED: Final = m("write words; put them in quotes where they look like a number or contain ': '")


def slips(detail: ErrorDetails, path: Path, document: Document, shape: Shape) -> Words | None:
    """Return message and hint if an error comes from a slip in writing; None if it doesn't."""
    return (
        _decimal_comma(detail, path, document, shape)
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


def _decimal_comma(detail: ErrorDetails, path: Path, document: Document, shape: Shape) -> Words | None:
    """A comma in braces ends a value: {amount: 290,50} has a key 50, {note: Posts, replies} a key 'replies'."""
    step = path[-1] if path else None
    if not isinstance(step, str) or detail["input"] is not None:
        return None
    is_unknown = detail["type"] == "extra_forbidden"
    at = document.key_index(path)
    before = _NUMBER_BEFORE.search(document.text, 0, at)
    cut = _value_before(path, document)
    inside = shape.at((*path[:-1], cut[0])) if cut else None
    if cut and is_unknown and inside is not None and (inside.is_text or inside.item is not None):
        whole = excerpt(re.sub("[“”„«»]", "", f"{cut[1]}, {step}"))
        message = m("the text ended at the comma: only straight quotes keep it together")
        return (message, m('write "{straight}"', straight=whole)) if '"' not in whole else None
    rest = _NUMBER_REST.fullmatch(step)
    if before is None or rest is None or not (is_unknown or step.isdecimal()):
        return None
    number = f"{before['number']},{step}"
    if not rest["digits"]:
        return m("{number} is no number here: the comma ends it", number=number), m(
            "write the number alone: {plain}", plain=likely_amount(before["number"])
        )
    plain = likely_amount(f"{before['number']},{rest['digits']}")
    hint = (
        m("write thousands without a sign: {plain}", plain=plain)
        if len(rest["digits"].partition(".")[0]) == 3
        else m("write a point for decimals: {plain}", plain=plain)
    )
    return m("{number} is no number here: the comma ends it", number=number), hint


def _value_before(path: Path, document: Document) -> tuple[str, str] | None:
    """Return the key above the last one of a path in its mapping, and its value, if that is a text or a number."""
    data = document.data
    for step in path[:-1]:
        data = _inside(data, step)
    keys = list(data) if isinstance(data, dict) else []
    index = keys.index(path[-1]) if path[-1] in keys else 0
    if not index or not isinstance(data, dict):
        return None
    written = document.written((*path[:-1], keys[index - 1]))
    return (keys[index - 1], written) if written else None


def _tight_colon(detail: ErrorDetails, path: Path) -> Words | None:
    """Without a space behind it, a colon is part of a name: {delivery:formspree} has a key 'delivery:formspree'."""
    keys = [str(path[-1])] if detail["type"] == "extra_forbidden" and path else []
    if detail["type"] == "union_tag_not_found" and isinstance(detail["input"], dict):
        keys = [str(key) for key in detail["input"]]
    for tight in filter(None, map(_TIGHT.fullmatch, keys)):
        key, value = excerpt(tight["key"]), excerpt(tight["value"])
        return m("there is no space after the colon: '{key}:{value}'", key=key, value=value), m(
            "write '{key}: {value}'", key=key, value=value
        )
    return None


def _no_colon(detail: ErrorDetails, path: Path, shape: Shape) -> Words | None:
    """In braces, words without a colon are a key without a value: {amount 290, per month}."""
    if detail["type"] != "extra_forbidden" or detail["input"] is not None or not path:
        return None
    inside = shape.at(path[:-1])
    key, _, value = str(path[-1]).partition(" ")
    if not value.strip() or inside is None or key not in (inside.fields or {}):
        return None
    return m("there is no colon after '{key}'", key=excerpt(key)), m(
        "write '{key}'", key=excerpt(f"{key}: {value.strip()}")
    )


def _typed_sign(detail: ErrorDetails, path: Path, document: Document) -> Words | None:
    """No key is meant: typographic quotes don't keep a comma in a text, and a no-break space is a letter to YAML."""
    key = str(path[-1]) if detail["type"] == "extra_forbidden" and path else ""
    if _NO_BREAK.match(key) or _NO_BREAK.match(key.partition(":")[2]):
        return (
            m("a no-break space stands here, and YAML takes it for a letter"),
            m("replace it by an ordinary space: delete what stands there and type a space"),
        )
    if not _CLOSING_QUOTE.search(key) or detail["input"] is not None:
        return None
    at = document.key_index(path)
    opened = _TYPED_QUOTE.search(document.text, document.text.rfind("\n", 0, at) + 1, at)
    if opened is None:
        return None
    straight = excerpt(re.sub("[“”„«»]", "", document.text[opened.start() : at + len(key)]))
    return m("the text ended at the comma: only straight quotes keep it together"), m(
        'write "{straight}"', straight=straight
    )


def _unseen_sign(detail: ErrorDetails, path: Path) -> Words | None:
    """A sign without width or of direction came with a copied text."""
    key = str(path[-1]) if detail["type"] == "extra_forbidden" and path else ""
    unseen = [sign for sign in key if category(sign) == "Cf"]
    if not unseen or len(unseen) == len(key):
        return None
    plain = excerpt("".join(sign for sign in key if sign not in unseen))
    return (
        m("an invisible sign (U+{code}) stands in the key '{plain}'", code=f"{ord(unseen[0]):04X}", plain=plain),
        m("delete the key with the space around it, and type it again: {plain}", plain=plain),
    )


def _no_text(detail: ErrorDetails, path: Path, document: Document) -> Words | None:
    """A text that YAML takes for something else: '12 posts: reels' for a key with its value, [cafe] for a list."""
    value = detail["input"]
    if detail["type"] != "string_type" or not isinstance(value, dict | list) or not value:
        return None
    if len(value) > 1:
        whole = excerpt(", ".join(map(str, value)))
        if isinstance(value, dict) or not all(isinstance(item, str) for item in value):
            return None
        message = m("one text is needed, and brackets make a list of it")
        return message, m("write {written}, without brackets", written=whole)
    inner = next(iter(value.values())) if isinstance(value, dict) else value[0]
    if not isinstance(inner, str | int | float):
        return None
    if isinstance(value, list):
        written = excerpt(document.written((*path, 0)) or str(inner))
        return m("one text is needed, and brackets make a list of it"), m(
            "write {written}, without brackets", written=written
        )
    key = next(iter(value))
    whole = f"{key}: {document.written((*path, key)) or inner}"
    quoted = f': "{excerpt(whole)}"' if '"' not in whole and "\\" not in whole else ""
    return m("': ' makes a key of '{key}', and a text is needed", key=excerpt(str(key), 30)), m(
        "put the text in quotes{quoted}", quoted=quoted
    )


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
        m("'{path}' belongs to '{above}', and stands beside it", path=excerpt(str(path[-1])), above=above),
        m("begin the line with {spaces} spaces, below '{above}:'", spaces=spaces, above=above),
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
        m("nothing is written here: what begins with # is a note, and '{note}' is not read", note=excerpt(note, 30)),
        m('put it in quotes: "{note}"', note=excerpt(note, 30))
        + (m(" (a hashtag needs no #)") if "hashtags" in path else ""),
    )


def as_written(detail: ErrorDetails, path: Path, document: Document, said: Words) -> Words:
    """Return message and hint with a value as it stands in the file, not as it was read: 016, not 16."""
    value: Any = detail["input"]
    if not is_scalar(value) or (detail.get("ctx") or {}).get("at"):
        return said
    written = excerpt(document.written(path))
    if detail["type"] == UNQUOTED:
        return _unquoted(value, written, (detail.get("ctx") or {}).get("needed") or m("a text is needed"))
    if not written and value is not None:
        return said
    return _instead(said[0], shown(value), written), _instead(said[1], shown(value), written) if written else said[1]


def _instead(text: str, read: str, written: str) -> str:
    """Return a text with what was read replaced by what is written, or by the word for nothing."""
    if not isinstance(text, Message):
        return text.replace(f"'{read}'", f"'{written}'" if written else "nothing")
    if written:
        return text.with_values(lambda value: written if value == read else value)
    is_quoted = text.values.get("value") == read and text.texts == ("'{value}' is not a number",)
    return m("nothing is not a number") if is_quoted else text


def _unquoted(value: object, written: str, needed: str) -> Words:
    if not written:
        return m("nothing is written here, {needed}", needed=needed), _WORDS_NEEDED
    read = {bool: m("yes or no"), type(None): m("nothing")}.get(type(value), m("a number"))
    return (
        m("{written} is read as {read}, {needed}", written=written, read=read, needed=needed),
        m('put it in quotes: "{written}"', written=written),
    )
