"""Finds functions and values in a program, and works out what they come to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from site_gen.importers.javascript import nodes
from site_gen.importers.javascript.nodes import Function, Node, Scope
from site_gen.importers.javascript.syntax import FUNCTIONS, node_of
from site_gen.importers.javascript.tree import everything, name_of, parsed, within
from site_gen.importers.javascript.values import UnknownError

if TYPE_CHECKING:
    from tree_sitter import Node as Tree

_LOOKED_AT: Final = frozenset(
    {
        "call_expression",
        "function_declaration",
        "method_definition",
        "pair",
        "shorthand_property_identifier",
        "variable_declarator",
    }
)


class Script:
    """A program in JavaScript or TypeScript. Of one that is too large nothing is found."""

    def __init__(self, text: str) -> None:
        tree = parsed(text)
        self._parts: list[Tree] = []
        self._constants: set[int] = set()
        for part, above in everything(tree) if tree is not None else ():
            if part.type not in _LOOKED_AT or (part.type == "method_definition" and above and above.type != "object"):
                continue
            self._parts.append(part)
            if above is not None and above.type == "lexical_declaration" and above.children[0].type == "const":
                self._constants.add(part.id)

    def property(self, name: str) -> Node | None:
        """Return the value of the first key of this name in an object: an expression, or a method."""
        for part in self._parts:
            if part.type == "pair":
                key, value = part.child_by_field_name("key"), part.child_by_field_name("value")
            elif part.type == "method_definition":
                key, value = part.child_by_field_name("name"), part
            elif part.type == "shorthand_property_identifier":
                key, value = part, part
            else:
                continue
            if value is not None and name_of(key) == name:
                return node_of(value)
        return None

    def argument(self, function: str, first: str) -> Node | None:
        """Return the second argument of a call whose first one is this text: addGlobalData("permalink", …)."""
        for name, arguments in self._calls():
            if name == function and len(arguments) > 1 and _is_text(arguments[0], first):
                return node_of(arguments[1])
        return None

    def callbacks(self, *methods: str) -> list[Node]:
        """Return the functions that are handed to methods of these names."""
        return [node_of(arguments[0]) for name, arguments in self._calls() if name in methods and arguments]

    def functions(self) -> dict[str, Function]:
        """Return the functions that the program itself defines, by name.

        One that isn't understood, that may be another later, or of which there are two, is there too: a call of it
        raises UnknownError.
        """
        found: dict[str, Function] = {}
        for part in self._parts:
            if part.type not in {"variable_declarator", "function_declaration"}:
                continue
            is_variable = part.type == "variable_declarator"
            value = part.child_by_field_name("value") if is_variable else part
            name = name_of(part.child_by_field_name("name"))
            if name is None or value is None or value.type not in FUNCTIONS:
                continue
            is_one = name not in found and (part.id in self._constants or not is_variable)
            made = nodes.lazy(node_of(value), found) if is_one else None
            found[name] = made if isinstance(made, Function) else Function((), nodes.unknown, {})
        return found

    def _calls(self) -> Iterator[tuple[str | None, list[Tree]]]:
        """Yield the calls of functions and methods: their last names, and what is handed to them."""
        for part in self._parts:
            called, given = part.child_by_field_name("function"), part.child_by_field_name("arguments")
            if part.type == "call_expression" and called is not None and given is not None:
                yield name_of(called.child_by_field_name("property") or called), within(given)


def _is_text(tree: Tree, text: str) -> bool:
    return tree.type == "string" and name_of(tree) == text


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
    if isinstance(value, Function):
        raise UnknownError
    return nodes.known(value)
