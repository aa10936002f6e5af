"""Splits a text into front matter and body: YAML, TOML, JSON, and the heads of Pelican, MultiMarkdown and Nikola."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from site_gen.foreign_json import read_json
from site_gen.importers.foreign import Head
from site_gen.importers.foreign_yaml import read_foreign_yaml
from site_gen.messages import m

_YAML: Final = re.compile(r"\s*---[ \t]*\n(?P<head>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML: Final = re.compile(r"\s*(?P<fence>\+\+\+)[ \t]*\n(?P<head>.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_YAML_IN_TOML: Final = re.compile(r"\s*---toml[ \t]*\n(?P<head>.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_JSON_FENCED: Final = re.compile(r"\s*---json[ \t]*\n(?P<head>.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_NIKOLA: Final = re.compile(r"\s*(?:<!--[ \t]*\n)?(?=\.\. [\w-]+:)")
_NIKOLA_LINE: Final = re.compile(r"\.\. (?P<key>[\w-]+):[ \t]*(?P<value>.*)")
_COLON_LINE: Final = re.compile(r"(?P<key>[A-Za-z][\w -]{0,40}?)[ \t]*:[ \t]*(?P<value>.*)")
_HEAD_KEYS: Final = frozenset(
    {"title", "date", "author", "authors", "category", "tags", "slug", "status", "summary", "lang", "modified"}
)
"""A head without fences is one only if it has one of these; else it is the first sentence of a text."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Front matter, body, and the body's first line; `fault` says what can't be read in the front matter, `doubt` why
    it was read line by line."""

    head: Head
    body: str
    line: int
    fault: str = ""
    has_head: bool = True
    doubt: str = ""


def split(text: str) -> Parts:
    """Return the parts of a text; without front matter, its body is the whole of it."""
    for pattern, reader in (
        (_JSON_FENCED, _json),
        (_YAML_IN_TOML, _toml),
        (_YAML, _yaml),
        (_TOML, _toml),
    ):
        if found := pattern.match(text):
            return _parts(text, found, reader)
    if text.lstrip().startswith("{"):
        parts = _leading_json(text)
        if parts:
            return parts
    if found := _NIKOLA.match(text):
        return nikola(text, found.end())
    return _unfenced(text) or Parts(Head(), text, 1, has_head=False)


def _parts(text: str, found: re.Match[str], reader: Any) -> Parts:
    first = text.count("\n", 0, found.start("head")) + 1
    line = text.count("\n", 0, found.end()) + 1
    try:
        values = reader(found["head"])
    except ValueError as error:
        why = str(error) or m("it can't be read")
        head = _line_by_line(found["head"], first)
        if reader is _json or "title" not in head.values:
            return Parts(Head(), text[found.end() :], line, why)
        return Parts(head, text[found.end() :], line, doubt=why)
    return Parts(head_of(values, found["head"], first), text[found.end() :], line)


def head_of(values: Any, written: str = "", first: int = 1) -> Head:
    """Return a head of data, with the lines of the keys as they are written."""
    if not isinstance(values, Mapping):
        return Head()
    lines: dict[str, int] = {}
    for number, text in enumerate(written.split("\n"), first):
        key = re.match(r"[\"']?([\w.-]+)[\"']?\s*[:=]", text.strip() if text.startswith(("{", ' "')) else text)
        if key:
            lines.setdefault(key[1].lower(), number)
    plain: dict[str, Any] = {}
    for key, value in values.items():
        plain.setdefault(str(key).strip().lower(), value)
    return Head(plain, lines)


_PAIR: Final = re.compile(r"(?P<key>[\w.-]{1,60})[ \t]*[:=][ \t]*(?P<value>.*)")
_ITEM: Final = re.compile(r"[ \t]*-[ \t]+(?P<value>.+)")


def _line_by_line(text: str, first: int) -> Head:
    """Read keys with values on their lines, and lists below them: enough for a head that is no YAML in one place."""
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    last = ""
    for number, row in enumerate(text.split("\n"), first):
        if found := _PAIR.fullmatch(row):
            last = found["key"].lower()
            values.setdefault(last, _unquoted(found["value"]))
            lines.setdefault(last, number)
        elif ((item := _ITEM.fullmatch(row)) and last and values[last] in ("", None)) or (
            item and isinstance(values.get(last), list)
        ):
            values[last] = [*(values[last] or []), _unquoted(item["value"])]
    return Head(values, lines)


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def _yaml(text: str) -> Any:
    return read_foreign_yaml(text)


def _toml(text: str) -> Any:
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError(m("its brackets are nested too deep")) from error


def _json(text: str) -> Any:
    return read_json(text)


def _leading_json(text: str) -> Parts | None:
    """Read an object at the very start, up to its own closing bracket."""
    from json import JSONDecoder

    start = len(text) - len(text.lstrip())
    try:
        _, end = JSONDecoder().raw_decode(text, start)
        values = read_json(text[start:end])
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict):
        return None
    rest = text[end:].lstrip(" \t")
    body = rest.removeprefix("\n")
    line = text.count("\n", 0, len(text) - len(body)) + 1
    return Parts(head_of(values, text[start:end], text.count("\n", 0, start) + 1), body, line)


def nikola(text: str, start: int = 0) -> Parts:
    """Read Nikola's head: lines '.. key: value', in an HTML comment or as a comment of reStructuredText."""
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    is_comment = "<!--" in text[:start]
    first = text.count("\n", 0, start)
    rows = text[start:].split("\n")
    at = 0
    while at < len(rows) and (found := _NIKOLA_LINE.match(rows[at].strip())):
        values.setdefault(found["key"].lower(), found["value"].strip())
        lines.setdefault(found["key"].lower(), first + at + 1)
        at += 1
    if is_comment:
        while at < len(rows) and "-->" not in rows[at]:
            at += 1
        at += 1
    return Parts(Head(values, lines), "\n".join(rows[at:]), first + at + 1)


def _unfenced(text: str) -> Parts | None:
    """Read lines 'Key: value' at the start, as Pelican and MultiMarkdown have them; lines further in go on."""
    rows = text.lstrip("\n").split("\n")
    skipped = len(text) - len(text.lstrip("\n"))
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    last, at = "", 0
    while at < len(rows) and rows[at].strip():
        found = _COLON_LINE.fullmatch(rows[at])
        if found and not rows[at].startswith((" ", "\t")):
            last = found["key"].strip().lower()
            values.setdefault(last, found["value"].strip())
            lines.setdefault(last, skipped + at + 1)
        elif last and rows[at].startswith((" ", "\t")):
            values[last] = f"{values[last]} {rows[at].strip()}".strip()
        else:
            return None
        at += 1
    if _HEAD_KEYS.isdisjoint(values):
        return None
    return Parts(Head(values, lines), "\n".join(rows[at:]), skipped + at + 1)
