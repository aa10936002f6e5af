"""What the parts of a program come to: each node returns its value for the names that are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from site_gen.importers.javascript.values import UNKNOWN, UnknownError, called_on, member, named_call, text_of

_DEEPEST: Final = 40

Scope = Mapping[str, Any]
Node = Callable[[Scope], Any]


@dataclass(frozen=True, slots=True)
class Function:
    """A function with the names of its parameters; a mapping for one that is taken apart."""

    parameters: tuple[str | dict[str, str], ...]
    body: Node

    def call(self, scope: Scope, *values: Any) -> Any:
        """Return what it returns. Raises UnknownError."""
        inner = {**scope}
        depth = inner["\0depth"] = inner.get("\0depth", 0) + 1
        if depth > _DEEPEST:
            raise UnknownError
        for number, parameter in enumerate(self.parameters):
            value = values[number] if number < len(values) else None
            if isinstance(parameter, str):
                inner[parameter] = value
            else:
                inner |= {ours: member(value, theirs) for ours, theirs in parameter.items()}
        return self.body(inner)


@dataclass(frozen=True, slots=True)
class Returned:
    value: Any


@dataclass(frozen=True, slots=True)
class Named:
    """A name that nothing here stands for: a function of the language, or of another file."""

    name: str


def constant(value: Any) -> Node:
    return lambda _scope: value


def template(parts: list[str | Node]) -> Node:
    """Return a text whose parts are filled in."""
    return lambda scope: "".join(part if isinstance(part, str) else text_of(part(scope)) for part in parts)


def listed(items: list[Node]) -> Node:
    return lambda scope: [item(scope) for item in items]


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


def result(statements: list[Node], scope: Scope) -> Any:
    found = run(statements, scope)
    return found.value if isinstance(found, Returned) else None


def known(value: Any) -> Any:
    if value is UNKNOWN or isinstance(value, Named):
        raise UnknownError
    return value


def either(left: Node, right: Node) -> Node:
    return lambda scope: known(left(scope)) or known(right(scope))


def given(left: Node, right: Node) -> Node:
    return lambda scope: found if (found := known(left(scope))) is not None else known(right(scope))


def both(left: Node, right: Node) -> Node:
    return lambda scope: known(left(scope)) and known(right(scope))


def same(left: Node, right: Node, *, is_same: bool) -> Node:
    return lambda scope: (known(left(scope)) == known(right(scope))) is is_same


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


def indexed(node: Node, index: Node) -> Node:
    return lambda scope: member(known(node(scope)), known(index(scope)))


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
        if isinstance(found, Named):
            return named_call(name, [known(each) for each in given])
        if found is None and is_careful:
            return None
        return called_on(known(found), name, given)

    return value
