"""What the parts of a program come to: each node returns its value for the names that are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, Final, TypeAlias

from site_gen.importers.javascript.values import (
    REST,
    UNKNOWN,
    Members,
    UnknownError,
    called_on,
    member,
    named_call,
    text_of,
)

_DEEPEST: Final = 40
_MOST_CALLS: Final = 2_000
_DEPTH: Final = "\0depth"
_CALLS: Final = "\0calls"

Scope = Mapping[str, Any]
Node = Callable[[Scope], Any]

Parameter: TypeAlias = str | dict[str, str]
"""A name; a mapping of names to members for what is taken apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function with its parameters, and what is known where it is defined."""

    parameters: tuple[Parameter, ...]
    body: Node
    scope: Scope

    def call(self, scope: Scope, *values: Any) -> Any:
        """Return what it returns. `scope` is that of the call.

        Raises UnknownError; and RecursionError, which ends all, if functions call one another too deep or too often.
        """
        depth, calls = scope.get(_DEPTH, 0) + 1, scope.get(_CALLS) or count()
        if depth > _DEEPEST or next(calls) > _MOST_CALLS:
            raise RecursionError
        inner = {**self.scope, _DEPTH: depth, _CALLS: calls}
        for number, parameter in enumerate(self.parameters):
            inner |= _matched(parameter, values[number] if number < len(values) else None)
        return self.body(inner)


def _matched(parameter: Parameter, value: Any) -> dict[str, Any]:
    if isinstance(parameter, str):
        return {parameter: value}
    return {ours: member(known(value), theirs) for ours, theirs in parameter.items()}


@dataclass(frozen=True, slots=True)
class Returned:
    value: Any


@dataclass(frozen=True, slots=True)
class Named:
    """A name that nothing here stands for: a function of the language, or of another file."""

    name: str


def unknown(_scope: Scope) -> Any:
    """The node of what isn't understood. Raises UnknownError."""
    raise UnknownError


def constant(value: Any) -> Node:
    return lambda _scope: value


def template(parts: list[str | Node]) -> Node:
    """Return a text whose parts are filled in."""
    return lambda scope: "".join(part if isinstance(part, str) else text_of(part(scope)) for part in parts)


def listed(items: list[Node]) -> Node:
    return lambda scope: [item(scope) for item in items]


def members(entries: list[tuple[str | None, Node]]) -> Node:
    """Return an object. An entry without a key holds the members of its value, which take the place of those before."""

    def value(scope: Scope) -> Any:
        made = Members()
        for name, node in entries:
            found = lazy(node, scope)
            if name is not None:
                made[name.lower()] = found
            elif isinstance(found, Members):
                made |= found
            elif found is not None:
                made = Members(dict.fromkeys([*made, REST], UNKNOWN))
        return made

    return value


def named(name: str) -> Node:
    return lambda scope: scope[name] if name in scope else Named(name)


def lazy(node: Node, scope: Scope) -> Any:
    try:
        return node(scope)
    except UnknownError:
        return UNKNOWN


def run(statements: list[Node], scope: Scope) -> Any:
    for statement in statements:
        found = statement(scope)
        if isinstance(found, Returned):
            return found
    return None


def declared(names: Parameter, node: Node) -> Node:
    """Return a statement that gives names to a value, or to members of it, in the scope of a function or block."""

    def declare(scope: Scope) -> None:
        value = lazy(node, scope)
        try:
            made = _matched(names, value)
        except UnknownError:
            made = dict.fromkeys(names, UNKNOWN)
        scope.update(made)  # type: ignore[attr-defined]  # a function's own scope is a dict

    return declare


def result(statements: list[Node], scope: Scope) -> Any:
    found = run(statements, scope)
    return found.value if isinstance(found, Returned) else None


def known(value: Any) -> Any:
    if value is UNKNOWN or isinstance(value, Named):
        raise UnknownError
    return value


def is_true(value: Any) -> bool:
    """Return whether a value counts as true: objects and lists always do. Raises UnknownError."""
    return isinstance(known(value), dict | list) or bool(value)


def chosen(condition: Node, then: Node, other: Node) -> Node:
    return lambda scope: then(scope) if is_true(condition(scope)) else other(scope)


def opposite(node: Node) -> Node:
    return lambda scope: not is_true(node(scope))


def either(left: Node, right: Node) -> Node:
    return lambda scope: found if is_true(found := left(scope)) else known(right(scope))


def given(left: Node, right: Node) -> Node:
    return lambda scope: found if (found := known(left(scope))) is not None else known(right(scope))


def both(left: Node, right: Node) -> Node:
    return lambda scope: known(right(scope)) if is_true(found := left(scope)) else found


def same(left: Node, right: Node, *, is_same: bool) -> Node:
    return lambda scope: _is_same(known(left(scope)), known(right(scope))) is is_same


def _is_same(one: Any, two: Any) -> bool:
    """Return whether two plain values are one; those of two kinds may be, by other rules (1 == true), and aren't known.

    Raises UnknownError.
    """
    if one is None or two is None:
        return one is two
    if type(one) is not type(two) or not isinstance(one, str | int):
        raise UnknownError
    return bool(one == two)


def added(left: Node, right: Node, sign: str) -> Node:
    def value(scope: Scope) -> Any:
        one, two = known(left(scope)), known(right(scope))
        if type(one) is int and type(two) is int:
            return one + two if sign == "+" else one - two
        if sign == "-":
            raise UnknownError
        return text_of(one) + text_of(two)

    return value


def member_of(node: Node, name: str, *, is_careful: bool) -> Node:
    def value(scope: Scope) -> Any:
        found = node(scope)
        return None if found is None and is_careful else member(known(found), name)

    return value


def indexed(node: Node, index: Node, *, is_careful: bool) -> Node:
    def value(scope: Scope) -> Any:
        found = node(scope)
        return None if found is None and is_careful else member(known(found), known(index(scope)))

    return value


def called(node: Node, values: list[Node]) -> Node:
    def value(scope: Scope) -> Any:
        found = node(scope)
        given = [known(each(scope)) for each in values]
        if isinstance(found, Function):
            return found.call(scope, *given)
        if isinstance(found, Named):
            return named_call(found.name, given)
        raise UnknownError

    return value


def method(node: Node, name: str, values: list[Node], *, is_careful: bool) -> Node:
    def value(scope: Scope) -> Any:
        found = node(scope)
        given = [each(scope) for each in values]
        if isinstance(found, Named) or name != "filter":  # filter(Boolean) is handed a name
            given = [known(each) for each in given]
        if isinstance(found, Named):
            return named_call(name, given)
        if found is None and is_careful:
            return None
        return called_on(known(found), name, given)

    return value
