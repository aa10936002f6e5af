"""Leads each problem of a file to the field that it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from site_gen.problems import Problem
from site_gen.sources.front_matter import split_front_matter
from site_gen.sources.text import decode
from site_gen.sources.yaml import Data, Document, read_yaml

Path = tuple[str | int, ...]
_Start = tuple[tuple[int, int], int, str, Path]

_IS_MISSING: Final = re.compile(r"'(?P<key>\w+)' is missing")


def places(problems: Iterable[Problem], raw: bytes, *, is_markdown: bool) -> Iterator[tuple[Path, Problem]]:
    """Yield each problem of a file with the path of the value that it is about; () for one about the whole file."""
    text, _ = decode(raw, "")
    split = split_front_matter(text, "") if is_markdown else None
    document = read_yaml(split.yaml or "", "", split.yaml_line) if split else read_yaml(text, "")
    starts = sorted(_starts(document))
    for problem in problems:
        if split is not None and problem.location.line >= split.body_line > 0:
            yield ("body",), problem
            continue
        place = (problem.location.line, problem.location.column)
        missing = _IS_MISSING.match(problem.message)
        if missing:
            yield (*_mapping_at(document, starts, place), missing["key"]), problem
        else:
            yield _path_at(starts, place), problem


def _mapping_at(document: Document, starts: list[_Start], place: tuple[int, int]) -> Path:
    """Return the path of the outermost mapping that begins at a place, or whose key does: there a key is missing."""
    root = document.locate(())
    if place in {(root.line, root.column), (1, 1)}:
        return ()
    paths = [path for start, _, _, path in starts if start == place and isinstance(_at(document.data, path), dict)]
    return min(paths, key=len, default=_path_at(starts, place))


def _at(data: Data, path: Path) -> Data:
    for step in path:
        if isinstance(data, dict):
            data = data.get(str(step))
        elif isinstance(data, list):
            data = data[int(step)]
    return data


def _starts(document: Document) -> Iterator[_Start]:
    """Yield where each value and each key begins, with its path; deeper ones sort behind those around them."""
    for path in _paths(document.data):
        for is_key in (True, False):
            place = document.locate(path, key=is_key)
            yield (place.line, place.column), len(path), str(path), path


def _paths(data: Data, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    pairs: Iterable[tuple[str | int, Data]] = ()
    if isinstance(data, dict):
        pairs = data.items()
    elif isinstance(data, list):
        pairs = enumerate(data)
    for key, value in pairs:
        yield from _paths(value, (*path, key))


def _path_at(starts: list[_Start], place: tuple[int, int]) -> Path:
    """Return the path of what begins last at or before a place; () before everything, and at the very beginning."""
    if place[0] <= 1 and place[1] <= 1:
        return ()
    found: Path = ()
    for start, _, _, path in starts:
        if start > place:
            break
        found = path
    return found
