"""What a form's buttons do to its lists, without saving anything: one more item, one less, one place up or down."""

from __future__ import annotations

import re
from typing import Final

from site_gen.editor.forms.values import AS_YAML, ITEM, SHOWN, VALUE, Pairs

_STEP: Final = re.compile(r"(add|remove|up|down):([\w.-]+)")


def is_list_step(do: str) -> bool:
    """Whether a button changes a list."""
    return _STEP.fullmatch(do) is not None


def list_step(pairs: Pairs, do: str) -> tuple[tuple[str, str], ...]:
    """Return a form's fields after a button was pressed: 'add:steps', 'remove:steps.0', 'up:steps.2'."""
    found = _STEP.fullmatch(do)
    if found is None:
        return tuple(pairs)
    step, path = found.groups()
    if step == "add":
        return (*pairs, (ITEM + path, _new_name(pairs, path)))
    at, _, name = path.rpartition(".")
    if step == "remove":
        return tuple(pair for pair in pairs if pair != (ITEM + at, name) and not _is_inside(pair[0], path))
    names = [value for key, value in pairs if key == ITEM + at]
    place = names.index(name) if name in names else -1
    other = place - 1 if step == "up" else place + 1
    if place < 0 or not 0 <= other < len(names):
        return tuple(pairs)
    names[place], names[other] = names[other], names[place]
    rest = iter(names)
    return tuple((key, next(rest) if key == ITEM + at else value) for key, value in pairs)


def _is_inside(name: str, path: str) -> bool:
    """Whether a field belongs to an item."""
    for prefix in (VALUE, ITEM, SHOWN, AS_YAML):
        inner = name.removeprefix(prefix)
        if inner != name and (inner == path or inner.startswith(f"{path}.")):
            return True
    return False


def _new_name(pairs: Pairs, path: str) -> str:
    """Return a name that no item of the list has, and no index can be."""
    taken = {value for key, value in pairs if key == ITEM + path}
    number = len(taken)
    while f"n{number}" in taken:
        number += 1
    return f"n{number}"
