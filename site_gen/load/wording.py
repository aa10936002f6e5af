"""Turns pydantic's errors into this program's messages, each with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from slugify import slugify

from site_gen.load.key_names import meant_key
from site_gen.load.keyless import keyless_lines
from site_gen.load.shape import Shape
from site_gen.load.slips import above_outdented, as_written, slips
from site_gen.messages import Message, joined, m, one_of
from site_gen.model.base import MISTAKE
from site_gen.nearest import nearest
from site_gen.problems import Location, Problem
from site_gen.sources.text import excerpt
from site_gen.sources.yaml import Document

Path = tuple[str | int, ...]
Words = tuple[str, str]

_A_LIST: Final = (m("a list is needed"), m("write [first, second], or one item a line after '- '"))
_A_MAPPING: Final = (m("a mapping is needed"), m("write 'key: value' lines, indented below this key"))
_A_TEXT: Final = (
    m("a text is needed"),
    m("write words; put them in quotes where they look like a number or contain ': '"),
)
_MAPPING_NEEDED: Final = frozenset({"model_type", "model_attributes_type", "dict_type"})
_WHOLE: Final = (m("a whole number is needed"), m("write digits alone"))
_YES_NO: Final = (m("true or false is needed"), m("write true or false"))

_WORDING: Final[Mapping[str, tuple[str, str]]] = {
    "string_type": _A_TEXT,
    "string_too_short": (m("the text is empty"), m("write something, or leave the key out")),
    "string_too_long": (m("the text is longer than {max_length} characters"), m("shorten it")),
    "model_type": _A_MAPPING,
    "model_attributes_type": _A_MAPPING,
    "dict_type": _A_MAPPING,
    "tuple_type": _A_LIST,
    "list_type": _A_LIST,
    "bool_type": _YES_NO,
    "bool_parsing": _YES_NO,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "too_short": (
        m("the list is too short: {actual_length} in it, at least {min_length} needed"),
        m("add what is missing"),
    ),
    "too_long": (m("the list is too long: {actual_length} in it, at most {max_length} possible"), m("take some out")),
    "missing_argument": (m("something is missing here"), ""),
    "greater_than_equal": (m("the number is below {ge}"), m("write {ge} or more")),
    "less_than_equal": (m("the number is above {le}"), m("write {le} or less")),
}
_TEXT_LENGTHS: Final[Mapping[str, tuple[str, str]]] = {
    "too_short": _WORDING["string_too_short"],
    "too_long": _WORDING["string_too_long"],
}
"""pydantic reports a text's length like a list's if a validator runs before it."""

_ALL_TAGS: Final = frozenset({"title", "price", "name", "to"})
"""Keys that are never a wrong word for the one that tells kinds apart."""

_BOOLEANS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("yes", "y", "on", "si", "sí", "s", "да", "так", "verdadero", "cert", "1", "x", "✅"), "true"),
    **dict.fromkeys(("no", "n", "off", "нет", "ні", "falso", "fals", "0"), "false"),
}
"""Yes and no as people say them."""

_FIELD_NAME: Final = "^[a-z][a-z0-9_]{0,39}$"
_SLUG: Final = "^[a-z0-9]+(?:-[a-z0-9]+)*$"


def describe(error: ValidationError, document: Document, shape: Shape) -> Iterator[Problem]:
    """Yield a problem for each error of a validation of `document`'s data."""
    details = error.errors(include_url=False)
    for detail in details:
        if not _follows(detail, details, shape, document):
            path = shape.without_variants(plain_path(detail["loc"]))
            is_for_keys = detail["type"] in _MAPPING_NEEDED
            keyless = keyless_lines(detail["input"], path, document, shape) if is_for_keys else ()
            if found := list(keyless):
                yield from found
                continue
            said = slips(detail, path, document, shape)
            said = said or as_written(detail, path, document, words(detail, shape))
            yield Problem(place(detail, path, document), *said)


def _follows(detail: ErrorDetails, details: Sequence[ErrorDetails], shape: Shape, document: Document) -> bool:
    """Whether an error is caused by another: a list is too short because an item is broken, a key is only misspelt."""
    path = plain_path(detail["loc"])
    others = [(other, plain_path(other["loc"])) for other in details if other is not detail]
    if "[key]" not in detail["loc"] and any(other == path and "[key]" in found["loc"] for found, other in others):
        return True  # nobody knows what the value of an unknown key should be
    if detail["type"] == "too_short":
        return any(other[: len(path)] == path and len(other) > len(path) for _, other in others)
    if detail["type"] == "missing" and path and isinstance(path[-1], str):
        inside = shape.at(path[:-1])
        known = inside.fields if inside and inside.fields else {}
        unknown = [
            other[-1] for found, other in others if found["type"] == "extra_forbidden" and other[:-1] == path[:-1]
        ]
        return any(path[-1] in {meant_key(str(key), known), *re.split("[: ]", str(key))[:1]} for key in unknown)
    if detail["type"] in {"model_type", MISTAKE} and detail["input"] is None:
        unknown_paths = (other for found, other in others if found["type"] == "extra_forbidden" and other)
        return any(
            other[:-1] == path[:-1] and above_outdented(other, document.data, shape) == path[-1]
            for other in unknown_paths
        )
    return False


def plain_path(loc: Path) -> Path:
    """Return the path in the file for a pydantic location: without markers such as '[key]'."""
    return tuple(step for step in loc if step != "[key]")


def place(detail: ErrorDetails, path: Path, document: Document) -> Location:
    """Return where in the file an error belongs: at the key for unknown ones, at the parent for missing ones."""
    if detail["type"] == "missing":  # also a key that is present under a wrong name
        return document.locate(path[:-1], key=bool(path[:-1]))
    inside: Path = (detail.get("ctx") or {}).get("at", ())
    return document.locate((*path, *inside), key=detail["type"] == "extra_forbidden" or "[key]" in detail["loc"])


def words(detail: ErrorDetails, shape: Shape) -> Words:
    """Return message and hint for one of pydantic's errors."""
    kind, loc = detail["type"], plain_path(detail["loc"])
    context: dict[str, Any] = detail.get("ctx") or {}
    if kind == MISTAKE:
        return context["message"], context.get("hint", "")
    key = loc[-1] if loc else ""
    inside = shape.at(loc)
    about = joined(" (", Message(inside.description), ")") if inside is not None and inside.description else ""
    if kind == "missing":
        return _missing(key, about)
    if kind == "extra_forbidden":
        return m("unknown key '{key}'", key=excerpt(str(key))), _known_keys(str(key), shape.at(loc[:-1]))
    if kind.startswith("union_tag_"):
        return _unknown_variant(context, inside, detail["input"])
    message, hint = _worded(detail, context)
    if (message, hint) == _A_MAPPING:
        return message, joined(hint, about) if loc else m("write 'key: value' lines")
    return _filled(message, context), _filled(hint, context)


def _filled(text: str, context: Mapping[str, Any]) -> str:
    return text.filled(**context) if isinstance(text, Message) else text


def _worded(detail: ErrorDetails, context: Mapping[str, Any]) -> Words:
    """Return message and hint, with names in braces for values of the error's context."""
    kind, value = detail["type"], detail["input"]
    if kind == "literal_error":
        expected = one_of(re.split(", | or ", str(context.get("expected", "")).replace("'", "")))
        found = excerpt(str(value))
        return m("'{found}' is not possible here", found=found), m("write one of: {kinds}", kinds=expected)
    if kind in {"bool_type", "bool_parsing"} and (meant := _BOOLEANS.get(str(value).strip(" .!").casefold())):
        return _YES_NO[0], m("write {meant}", meant=meant)
    if kind == "string_pattern_mismatch" and context.get("pattern") == _FIELD_NAME and isinstance(value, str):
        name = slugify(value, separator="_").strip("_")[:40] or "page_url"
        likely = name if name[0].isalpha() else f"field_{name}"[:40]
        return _field_name(excerpt(value), likely)
    if kind == "string_pattern_mismatch":
        return _wrong_form(str(context.get("pattern")), str(value))
    if kind in _TEXT_LENGTHS and isinstance(value, str):
        return _TEXT_LENGTHS[kind]
    return _WORDING.get(kind, (detail["msg"], ""))


def _field_name(value: str, likely: str) -> Words:
    message = m("'{value}' is not a field name", value=value)
    return message, m("use small Latin letters, digits and underscores, a letter first: {likely}", likely=likely)


def _wrong_form(pattern: str, value: str) -> Words:
    if pattern == _FIELD_NAME:
        return _field_name(excerpt(value), "page_url")
    if pattern == _SLUG:
        likely = slugify(value)[:80].strip("-") or "coffee-shop"
        hint = m("use small Latin letters, digits and single hyphens: {likely}", likely=likely)
        return m("'{value}' is not a name for an address", value=excerpt(value)), hint
    return m("'{value}' has the wrong form", value=excerpt(value)), ""


def _unknown_variant(context: Mapping[str, Any], shape: Shape | None, value: object) -> tuple[str, str]:
    """Return message and hint for a mapping whose kind is missing or unknown."""
    key = str(context.get("discriminator", "")).strip("'")
    kinds = shape.variants if shape is not None else {}
    if "tag" not in context:
        for written in value if isinstance(value, dict) else ():
            if written not in _ALL_TAGS and meant_key(str(written), (key,)) == key:
                return m("unknown key '{written}'", written=excerpt(str(written))), m("did you mean '{key}'?", key=key)
        return m("'{key}' is missing", key=key), m("add '{key}: …', one of: {kinds}", key=key, kinds=", ".join(kinds))
    tag = str(context["tag"])
    return _no_kind(key, excerpt(tag)), nearest(tag, kinds) or m("write one of: {kinds}", kinds=", ".join(kinds))


def _no_kind(key: str, tag: str) -> str:
    if key == "to":  # its own name doesn't say what it tells apart
        return m("there is no kind of target '{tag}'", tag=tag)
    return m("there is no {key} '{tag}'", key=key, tag=tag)


def _missing(key: str | int, about: str) -> tuple[str, str]:
    if isinstance(key, int):
        return m("the list is too short: another value is needed"), m("write as many as the README shows")
    return m("'{key}' is missing", key=key), m("add '{key}: …'{about}", key=key, about=about)


def _known_keys(key: str, shape: Shape | None) -> str:
    known = shape.fields if shape is not None and shape.fields else {}
    meant = meant_key(key, known)
    if meant is not None:
        return m("did you mean '{meant}'?", meant=meant)
    return nearest(key, known) or (m("known here: {names}", names=", ".join(known)) if known else "")
