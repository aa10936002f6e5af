"""What has to be done, step by step, so that data becomes other data; each step as small as can be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

from site_gen.sources.edits.tree import Path
from site_gen.sources.yaml import Data


@dataclass(frozen=True, slots=True)
class Put:
    """Give a key or an item another value."""

    path: Path
    value: Data


@dataclass(frozen=True, slots=True)
class Insert:
    """Add to the mapping or list at `path`: behind the entry `after`, an index or a key, or first where it is None."""

    path: Path
    key: str | None
    value: Data
    after: str | int | None


@dataclass(frozen=True, slots=True)
class Remove:
    """Take a key or an item away; others remain in its mapping or list."""

    path: Path


@dataclass(frozen=True, slots=True)
class Reorder:
    """Put the entries of a mapping or list in another order: `order` has their present indices."""

    path: Path
    order: tuple[int, ...]


Step = Put | Insert | Remove | Reorder

_ALIKE: Final = 0.5
"""The part of two mappings' values that are the same, from which on one is the other, changed."""


def steps(old: Data, new: Data, path: Path = ()) -> Iterator[Step]:
    """Yield the steps that lead from `old` to `new`, to be done one after another."""
    if same(old, new):
        return
    if isinstance(old, dict) and isinstance(new, dict) and any(key in new for key in old):
        yield from _mapping_steps(old, new, path)
    elif isinstance(old, list) and isinstance(new, list) and old and new:
        yield from _list_steps(old, new, path)
    else:
        yield Put(path, new)


def same(one: Data, other: Data, *, in_order: bool = True) -> bool:
    """Whether two values are the same, the kinds of numbers included, and the order of keys unless it doesn't count."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = list(one) == list(other) if in_order else one.keys() == other.keys()
        return keys and all(same(value, other[key], in_order=in_order) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(*pair, in_order=in_order) for pair in zip(one, other, strict=True))
    return type(one) is type(other) and one == other


def after_step(data: Data, step: Step) -> Data:
    """Return data with one step done."""
    return _changed(data, step.path if isinstance(step, Insert | Reorder) else step.path[:-1], step)


def composed(new: Data, old: Data) -> Data:
    """Return new data with texts as files are read: a letter and its mark in one character. What is as it was stays."""
    if same(new, old):
        return old
    if isinstance(new, str):
        return normalize("NFC", new)
    if isinstance(new, dict):
        before = old if isinstance(old, dict) else {}
        return {normalize("NFC", key): composed(value, before.get(key)) for key, value in new.items()}
    if isinstance(new, list):
        there = old if isinstance(old, list) else []
        return [next((item for item in there if same(item, value)), composed(value, None)) for value in new]
    return new


# --- mappings and lists -----------------------------------------------------------------------------------------------


def _mapping_steps(old: dict[str, Data], new: dict[str, Data], path: Path) -> Iterator[Step]:
    for key in [key for key in old if key not in new]:
        yield Remove((*path, key))
    kept = [key for key in old if key in new]
    wanted = [key for key in new if key in old]
    if kept != wanted:
        yield Reorder(path, tuple(kept.index(key) for key in wanted))
    before: str | None = None
    for key, value in new.items():
        if key in old:
            yield from steps(old[key], value, (*path, key))
        else:
            yield Insert(path, key, value, before)
        before = key


def _list_steps(old: list[Data], new: list[Data], path: Path) -> Iterator[Step]:
    pairs = _pairs(old, new)
    if not pairs:
        yield Put(path, new)
        return
    origins = set(pairs.values())
    for index in reversed(range(len(old))):
        if index not in origins:
            yield Remove((*path, index))
    kept = sorted(origins)
    wanted = [pairs[index] for index in sorted(pairs)]
    if kept != wanted:
        yield Reorder(path, tuple(kept.index(origin) for origin in wanted))
    for place, origin in enumerate(wanted):
        yield from steps(old[origin], new[sorted(pairs)[place]], (*path, place))
    for index, value in enumerate(new):
        if index not in pairs:
            yield Insert(path, None, value, index - 1 if index else None)


def _pairs(old: list[Data], new: list[Data]) -> dict[int, int]:
    """Return which item of `old` each item of `new` was, by index: the same one, or one that is much like it."""
    places: dict[str, list[int]] = {}
    for index, item in enumerate(old):
        places.setdefault(_text_of(item), []).append(index)
    pairs = {}
    for index, item in enumerate(new):
        if found := places.get(_text_of(item)):
            pairs[index] = found.pop(0)
    left = [index for index in range(len(old)) if index not in pairs.values()]
    for index in [index for index in range(len(new)) if index not in pairs]:
        for origin in sorted(left, key=lambda place: place != index):
            if _is_alike(old[origin], new[index], is_same_place=origin == index and len(old) == len(new)):
                pairs[index] = origin
                left.remove(origin)
                break
    return pairs


def _is_alike(old: Data, new: Data, *, is_same_place: bool) -> bool:
    if isinstance(old, dict) and isinstance(new, dict):
        common = sum(1 for key, value in old.items() if key in new and same(value, new[key]))
        return is_same_place or common >= _ALIKE * max(len(old), len(new))
    return is_same_place


def _text_of(value: Data) -> str:
    return json.dumps(value)


# --- doing a step to data ---------------------------------------------------------------------------------------------


def _changed(data: Data, path: Path, step: Step) -> Data:
    if not path:
        return _done(data, step)
    first, *rest = path
    if isinstance(data, dict):
        return {key: _changed(value, tuple(rest), step) if key == first else value for key, value in data.items()}
    if isinstance(data, list):
        return [_changed(value, tuple(rest), step) if at == first else value for at, value in enumerate(data)]
    raise KeyError(path)


def _done(data: Data, step: Step) -> Data:
    if isinstance(step, Put):
        return _with(data, step.path[-1], step.value) if step.path else step.value
    if isinstance(step, Insert):
        return _inserted(data, step)
    if isinstance(step, Remove):
        last = step.path[-1]
        if isinstance(data, dict):
            return {key: value for key, value in data.items() if key != last}
        return [value for at, value in enumerate(_list(data)) if at != last]
    if isinstance(data, dict):
        items = list(data.items())
        return dict(items[index] for index in step.order)
    return [_list(data)[index] for index in step.order]


def _with(data: Data, key: str | int, value: Data) -> Data:
    if isinstance(data, dict):
        return {**data, str(key): value}
    return [value if at == key else item for at, item in enumerate(_list(data))]


def _inserted(data: Data, step: Insert) -> Data:
    if isinstance(data, dict):
        items = list(data.items())
        at = list(data).index(str(step.after)) + 1 if step.after is not None else 0
        return dict([*items[:at], (str(step.key), step.value), *items[at:]])
    items_ = _list(data)
    at = int(step.after) + 1 if step.after is not None else 0
    return [*items_[:at], step.value, *items_[at:]]


def _list(data: Data) -> list[Data]:
    if not isinstance(data, list):
        raise TypeError(data)
    return data
