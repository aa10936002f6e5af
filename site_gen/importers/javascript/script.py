"""Finds functions and values in a program, and works out what they come to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from site_gen.importers.javascript.nodes import Function, Node, Scope
from site_gen.importers.javascript.reader import Reader
from site_gen.importers.javascript.tokens import tokens
from site_gen.importers.javascript.values import UNKNOWN, UnknownError


class Script:
    """A program."""

    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)

    def property(self, name: str) -> Node | None:
        """Return the value of the first key of this name in an object: an expression, or a method."""
        for at, token in enumerate(self._tokens[:-1]):
            if (token.kind, token.text) not in {("name", name), ("string", name)} or at == 0:
                continue
            before, after = self._tokens[at - 1].text, self._tokens[at + 1].text
            if after == ":" and before in {"{", ","}:
                return self._read(at + 2, lambda reader: reader.expression())
            if after == "(" and before in {"{", ",", "async"}:
                return self._read(at + 1, lambda reader: reader.function())
        return None

    def argument(self, function: str, first: str) -> Node | None:
        """Return the second argument of a call whose first one is this text: addGlobalData("permalink", …)."""
        for at, token in enumerate(self._tokens[:-4]):
            ahead = [each.text for each in self._tokens[at : at + 4]]
            if token.kind == "name" and ahead == [function, "(", first, ","]:
                return self._read(at + 4, lambda reader: reader.expression())
        return None

    def callbacks(self, *methods: str) -> list[Node]:
        """Return the functions that are handed to methods of these names."""
        found = []
        for at, token in enumerate(self._tokens[:-2]):
            if token.text in methods and self._tokens[at - 1].text == "." and self._tokens[at + 1].text == "(":
                node = self._read(at + 2, lambda reader: reader.expression())
                found += [node] if node is not None else []
        return found

    def functions(self) -> dict[str, Function]:
        """Return the functions that the program itself defines, by name."""
        found: dict[str, Function] = {}
        for at, token in enumerate(self._tokens[:-3]):
            name = self._tokens[at + 1]
            if token.text == "function" and name.kind == "name" and self._tokens[at + 2].text == "(":
                node = self._read(at + 2, lambda reader: reader.function())
            elif token.text == "const" and name.kind == "name" and self._tokens[at + 2].text == "=":
                node = self._read(at + 3, lambda reader: reader.expression())
            else:
                continue
            try:
                value = node({}) if node is not None else None
            except UnknownError:
                continue
            if isinstance(value, Function):
                found.setdefault(name.text, value)
        return found

    def _read(self, at: int, read: Callable[[Reader], Node]) -> Node | None:
        try:
            return read(Reader(self._tokens, at))
        except (UnknownError, IndexError, RecursionError):
            return None


def value_of(node: Node, scope: Scope, data: Any) -> Any:
    """Return a value; of a function, and of a function that returns one, what it returns for `data`.

    Raises UnknownError.
    """
    try:
        value = node(scope)
        for _ in range(3):
            if not isinstance(value, Function):
                break
            value = value.call(scope, data)
    except (RecursionError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise UnknownError from error
    if value is UNKNOWN or isinstance(value, Function):
        raise UnknownError
    return value
