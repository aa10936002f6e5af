"""Turns parts of a program's syntax tree into nodes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from site_gen.importers.javascript import nodes
from site_gen.importers.javascript.nodes import Function, Node, Parameter, Scope
from site_gen.importers.javascript.tree import name_of, number, plain, within, written
from site_gen.importers.javascript.values import Regex, UnknownError

if TYPE_CHECKING:
    from tree_sitter import Node as Tree

_DEEPEST: Final = 60

FUNCTIONS: Final = frozenset({"arrow_function", "function_expression", "function_declaration", "method_definition"})


def node_of(tree: Tree) -> Node:
    """Return the node of an expression, a function or a method. What isn't understood raises UnknownError when it is
    asked for its value."""
    return nodes.unknown if tree.has_error else _Reader().expression(tree)


class _Reader:
    """Reads parts of one tree, which may stand in one another so deep and no deeper."""

    _depth = 0

    def expression(self, tree: Tree | None) -> Node:
        read = _EXPRESSIONS.get(tree.type) if tree is not None else None
        return self._deeper(read, tree) if tree is not None and read is not None else nodes.unknown

    def _statement(self, tree: Tree) -> Node:
        read = _STATEMENTS.get(tree.type)
        return self._deeper(read, tree) if read is not None else nodes.unknown

    def _deeper(self, read: _Read, tree: Tree) -> Node:
        if self._depth >= _DEEPEST:
            return nodes.unknown
        self._depth += 1
        try:
            return read(self, tree)
        except UnknownError:
            return nodes.unknown
        finally:
            self._depth -= 1

    # --- functions and statements -----------------------------------------------------------------------------------

    def function(self, tree: Tree) -> Node:
        if any(part.type in {"*", "get", "set"} for part in tree.children):
            raise UnknownError
        single = tree.child_by_field_name("parameter")
        parameters = (_pattern(single),) if single is not None else _parameters(tree)
        body = tree.child_by_field_name("body")
        if body is None or body.type != "statement_block":
            value = self.expression(body)
        else:
            statements = self._statements(body)

            def value(scope: Scope) -> Any:
                return nodes.result(statements, scope)

        return lambda scope: Function(parameters, value, scope)

    def _statements(self, tree: Tree) -> list[Node]:
        # functions are known before the statement that they stand in
        parts = sorted(within(tree), key=lambda part: part.type != "function_declaration")
        return [self._statement(part) for part in parts]

    def block(self, tree: Tree) -> Node:
        statements = self._statements(tree)
        return lambda scope: nodes.run(statements, {**scope})

    def returned(self, tree: Tree) -> Node:
        parts = within(tree)
        value = self.expression(parts[0]) if parts else nodes.constant(None)
        return lambda scope: nodes.Returned(value(scope))

    def choice(self, tree: Tree) -> Node:
        """Read if … else …, or … ? … : …"""
        condition, then, other = map(tree.child_by_field_name, ("condition", "consequence", "alternative"))
        if then is None:
            raise UnknownError
        if other is not None and other.type == "else_clause":
            other = within(other)[0]
        read = self._statement if tree.type == "if_statement" else self.expression
        second = read(other) if other is not None else nodes.constant(None)
        return nodes.chosen(self.expression(condition), read(then), second)

    def declarations(self, tree: Tree) -> Node:
        made = [self._declaration(part) for part in within(tree)]

        def declare(scope: Scope) -> None:
            for each in made:
                each(scope)

        return declare

    def _declaration(self, tree: Tree) -> Node:
        name, value = tree.child_by_field_name("name"), tree.child_by_field_name("value")
        if name is None:
            raise UnknownError
        return nodes.declared(_pattern(name), self.expression(value) if value is not None else nodes.constant(None))

    def declared_function(self, tree: Tree) -> Node:
        name = tree.child_by_field_name("name")
        return nodes.declared(name_of(name) or "", self._deeper(_Reader.function, tree))

    def effect(self, tree: Tree) -> Node:
        """Read what is done for its effect: it may change any value, but for words to the console and "use strict"."""
        (part,) = within(tree)
        is_harmless = part.type == "string" or written(part).startswith("console.")
        return nodes.constant(None) if is_harmless else nodes.unknown

    # --- expressions ------------------------------------------------------------------------------------------------

    def inner(self, tree: Tree) -> Node:
        return self.expression(next(iter(within(tree)), None))

    def asserted(self, tree: Tree) -> Node:
        return self.expression(within(tree)[-1])

    def template(self, tree: Tree) -> Node:
        parts: list[str | Node] = []
        pieces: list[Tree] = []
        for part in tree.named_children:
            if part.type == "template_substitution":
                parts += [plain(pieces), self.inner(part)]
                pieces = []
            else:
                pieces.append(part)
        return nodes.template([*parts, plain(pieces)])

    def binary(self, tree: Tree) -> Node:
        left, right, sign = map(tree.child_by_field_name, ("left", "right", "operator"))
        make = _BINARY.get(sign.type if sign is not None else "")
        return make(self.expression(left), self.expression(right)) if make is not None else nodes.unknown

    def unary(self, tree: Tree) -> Node:
        sign, argument = tree.child_by_field_name("operator"), tree.child_by_field_name("argument")
        if sign is None or argument is None:
            raise UnknownError
        if sign.type == "!":
            return nodes.opposite(self.expression(argument))
        if sign.type == "-" and argument.type == "number":
            return nodes.constant(-number(argument))
        raise UnknownError

    def member(self, tree: Tree) -> Node:
        node, name = tree.child_by_field_name("object"), name_of(tree.child_by_field_name("property"))
        if name is None:
            raise UnknownError
        return nodes.member_of(self.expression(node), name, is_careful=_is_careful(tree))

    def indexed(self, tree: Tree) -> Node:
        node, index = tree.child_by_field_name("object"), tree.child_by_field_name("index")
        return nodes.indexed(self.expression(node), self.expression(index), is_careful=_is_careful(tree))

    def call(self, tree: Tree) -> Node:
        function, arguments = tree.child_by_field_name("function"), tree.child_by_field_name("arguments")
        if function is None or arguments is None or arguments.type != "arguments" or _is_careful(tree):
            raise UnknownError
        values = [self.expression(part) for part in within(arguments)]
        if function.type != "member_expression":
            return nodes.called(self.expression(function), values)
        name = name_of(function.child_by_field_name("property"))
        if name is None:
            raise UnknownError
        on = self.expression(function.child_by_field_name("object"))
        return nodes.method(on, name, values, is_careful=_is_careful(function))

    def new(self, tree: Tree) -> Node:
        """Read new Date(…), which is a call of what makes a date."""
        if name_of(tree.child_by_field_name("constructor")) != "Date":
            raise UnknownError
        values = [self.expression(part) for part in within(tree.child_by_field_name("arguments"))]
        return nodes.called(nodes.named("Date"), values)

    def array(self, tree: Tree) -> Node:
        return nodes.listed([self.expression(part) for part in within(tree)])

    def object(self, tree: Tree) -> Node:
        return nodes.members([self._entry(part) for part in within(tree)])

    def _entry(self, tree: Tree) -> tuple[str | None, Node]:
        """Return a key and its value; no key for values of another object that stand for theirs."""
        if tree.type == "spread_element":
            return None, self.inner(tree)
        if tree.type == "shorthand_property_identifier":
            return name_of(tree), self.expression(tree)
        if tree.type == "method_definition":
            return name_of(tree.child_by_field_name("name")), self.expression(tree)
        name = name_of(tree.child_by_field_name("key"))
        return name, self.expression(tree.child_by_field_name("value")) if name is not None else nodes.unknown

    def regex(self, tree: Tree) -> Node:
        pattern, flags = tree.child_by_field_name("pattern"), tree.child_by_field_name("flags")
        if pattern is None:
            raise UnknownError
        return nodes.constant(Regex(written(pattern), written(flags) if flags is not None else ""))


_Read: TypeAlias = Callable[[_Reader, "Tree"], Node]

_NAMES: Final = ("identifier", "this", "shorthand_property_identifier")
_WORDS: Final = {"true": True, "false": False, "null": None, "undefined": None}
_TRANSPARENT: Final = (
    *("parenthesized_expression", "await_expression"),
    *("as_expression", "satisfies_expression", "non_null_expression"),  # types
)
_EXPRESSIONS: Final[Mapping[str, _Read]] = {
    **dict.fromkeys(FUNCTIONS, _Reader.function),
    **dict.fromkeys(_NAMES, lambda _reader, tree: nodes.named(written(tree))),
    **dict.fromkeys(_WORDS, lambda _reader, tree: nodes.constant(_WORDS[tree.type])),
    "number": lambda _reader, tree: nodes.constant(number(tree)),
    "string": lambda _reader, tree: nodes.constant(plain(tree.named_children)),
    **dict.fromkeys(_TRANSPARENT, _Reader.inner),
    "type_assertion": _Reader.asserted,
    "ternary_expression": _Reader.choice,
    "binary_expression": _Reader.binary,
    "unary_expression": _Reader.unary,
    "member_expression": _Reader.member,
    "subscript_expression": _Reader.indexed,
    "call_expression": _Reader.call,
    "new_expression": _Reader.new,
    "array": _Reader.array,
    "object": _Reader.object,
    "template_string": _Reader.template,
    "regex": _Reader.regex,
}
_STATEMENTS: Final[Mapping[str, _Read]] = {
    "statement_block": _Reader.block,
    "return_statement": _Reader.returned,
    "if_statement": _Reader.choice,
    "lexical_declaration": _Reader.declarations,
    "variable_declaration": _Reader.declarations,
    "function_declaration": _Reader.declared_function,
    "expression_statement": _Reader.effect,
    "empty_statement": lambda _reader, _tree: nodes.constant(None),
}
_BINARY: Final[Mapping[str, Callable[[Node, Node], Node]]] = {
    "||": nodes.either,
    "??": nodes.given,
    "&&": nodes.both,
    **dict.fromkeys(("===", "=="), lambda left, right: nodes.same(left, right, is_same=True)),
    **dict.fromkeys(("!==", "!="), lambda left, right: nodes.same(left, right, is_same=False)),
    "+": lambda left, right: nodes.added(left, right, "+"),
    "-": lambda left, right: nodes.added(left, right, "-"),
}


def _is_careful(tree: Tree) -> bool:
    return any(part.type in {"?.", "optional_chain"} for part in tree.children)


def _parameters(tree: Tree) -> tuple[Parameter, ...]:
    found = []
    for part in within(tree.child_by_field_name("parameters")):
        pattern = part.child_by_field_name("pattern")
        if pattern is None or part.child_by_field_name("value") is not None:
            raise UnknownError
        if pattern.type != "this":  # TypeScript's word for what `this` is: no parameter
            found.append(_pattern(pattern))
    return tuple(found)


def _pattern(tree: Tree) -> Parameter:
    """Return a name, or the names that members get: {slug, date: day}. Raises UnknownError for any other pattern."""
    if tree.type != "object_pattern":
        return _needed(tree)
    names: dict[str, str] = {}
    for part in within(tree):
        if part.type == "pair_pattern":
            key, value = part.child_by_field_name("key"), part.child_by_field_name("value")
            names[_needed(value)] = _needed(key)
        else:
            names[_needed(part)] = written(part)
    return names


def _needed(tree: Tree | None) -> str:
    name = name_of(tree)
    if name is None:
        raise UnknownError
    return name
