"""Lines without 'key: ' where keys are needed: to YAML they are one text, and each of them needs its own sign."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from site_gen.load.shape import Shape
from site_gen.messages import m
from site_gen.problems import Problem
from site_gen.sources.text import excerpt
from site_gen.sources.yaml import Document
from site_gen.sources.yaml_errors import explain_keyless_line, is_keyless

_QUOTES: Final = ('"', "'", "|", ">")


def keyless_lines(value: object, path: tuple[str | int, ...], document: Document, shape: Shape) -> Iterator[Problem]:
    """Yield a problem for each line of a value that stands where keys are needed, if that is what is wrong with it."""
    if isinstance(value, list) and not path and value:
        yield Problem(document.locate(path), m("keys are needed here, not a list"), _without_list(value[0], shape))
    span = document.span(path) if isinstance(value, str) else None
    if span is None or document.text.startswith(_QUOTES, span[0]):
        return
    start = span[0]
    for line in document.text[start : span[1]].splitlines(keepends=True):
        at = start + len(line) - len(line.lstrip())
        if line.strip() and (not path or is_keyless(line.strip())):
            index, message, hint = explain_keyless_line(document.text, at)
            yield Problem(document.place(index), message, hint)
        start += len(line)


def _without_list(first: object, shape: Shape) -> str:
    """Return what to do about a file that is a list: its key was left out, or there is a hyphen before each key."""
    if not isinstance(first, dict) or not first:
        return m("write 'key: value' lines, without a hyphen at their beginning")
    key = str(next(iter(first)))
    for name, inside in (shape.fields or {}).items():
        if inside.item is not None and key in (inside.item.fields or {}) and key not in (shape.fields or {}):
            return m("write '{name}:' in a line of its own above the list", name=name)
    return m("take out the hyphens at the beginning of the lines: '{key}: …'", key=excerpt(key, 30))
