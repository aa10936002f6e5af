"""Reads the words of a program into nodes."""

from __future__ import annotations

from typing import Any, Final

from site_gen.importers.javascript import nodes
from site_gen.importers.javascript.nodes import Function, Node, Scope
from site_gen.importers.javascript.tokens import Token
from site_gen.importers.javascript.values import UNKNOWN, Members, UnknownError, member


class Reader:
    """Reads tokens into nodes: what returns its value for the names that are known."""

    def __init__(self, found: list[Token], at: int = 0) -> None:
        self._tokens, self._at = found, at

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _is(self, *signs: str) -> bool:
        return self._next.kind in {"sign", "name"} and self._next.text in signs

    def _take(self, *signs: str) -> bool:
        taken = self._is(*signs)
        self._at += taken
        return taken

    def _need(self, sign: str) -> None:
        if not self._take(sign):
            raise UnknownError

    def _word(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    # --- statements -----------------------------------------------------------------------------------------------

    def function(self) -> Node:
        """Read parameters and a body in braces."""
        parameters = self._parameters()
        self._skip_type("{")
        body = self._block()
        return lambda _scope: Function(parameters, lambda scope: nodes.result(body, scope))

    def _block(self) -> list[Node]:
        self._need("{")
        statements: list[Node] = []
        while not self._take("}"):
            statements.append(self._statement())
        return statements

    def _statement(self) -> Node:
        if self._is("{"):
            inner = self._block()
            return lambda scope: nodes.run(inner, scope)
        if self._take("return"):
            returned = nodes.constant(None) if self._is(";", "}") else self.expression()
            self._take(";")
            return lambda scope: nodes.Returned(returned(scope))
        if self._take("if"):
            self._need("(")
            condition = self.expression()
            self._need(")")
            then = self._statement()
            other = self._statement() if self._take("else") else None
            return lambda scope: then(scope) if condition(scope) else other(scope) if other else None
        if self._take("const", "let", "var"):
            return self._declaration()
        value = self.expression()
        self._take(";")
        del value  # what is done for its effect alone changes no address
        return lambda _scope: None

    def _declaration(self) -> Node:
        names = self._pattern()
        self._skip_type("=")
        self._need("=")
        value = self.expression()
        self._take(";")

        def declare(scope: Scope) -> None:
            try:
                found = value(scope)
            except UnknownError:
                found = UNKNOWN
            made = {names: found} if isinstance(names, str) else {key: member(found, of) for key, of in names.items()}
            scope.update(made)  # type: ignore[attr-defined]  # a function's own scope is a dict

        return declare

    def _pattern(self) -> str | dict[str, str]:
        if not self._take("{"):
            return self._word().text
        names: dict[str, str] = {}
        while not self._take("}"):
            theirs = self._word().text
            names[self._word().text if self._take(":") else theirs] = theirs
            if self._is("="):
                raise UnknownError
            self._take(",")
        return names

    def _parameters(self) -> tuple[str | dict[str, str], ...]:
        self._need("(")
        found: list[str | dict[str, str]] = []
        while not self._take(")"):
            found.append(self._pattern())
            self._skip_type(",", ")")
            if self._is("="):
                raise UnknownError
            self._take(",")
        return tuple(found)

    def _skip_type(self, *ends: str) -> None:
        """Skip ': CollectionEntry<"blog">' of TypeScript."""
        if not self._take(":"):
            return
        depth = 0
        while depth or not (self._is(*ends) or self._is("=")):
            depth += {"<": 1, "(": 1, "[": 1, "{": 1, ">": -1, ")": -1, "]": -1, "}": -1}.get(self._word().text, 0)
            if self._next.kind == "end":
                raise UnknownError

    # --- expressions ----------------------------------------------------------------------------------------------

    def expression(self) -> Node:
        """Read an expression: a function, a choice, or what stands between operators."""
        if (made := self._arrow()) is not None:
            return made
        condition = self._either()
        if not self._take("?"):
            return condition
        then = self.expression()
        self._need(":")
        other = self.expression()
        return lambda scope: then(scope) if condition(scope) else other(scope)

    def _arrow(self) -> Node | None:
        start = self._at
        self._take("async")
        if self._take("function"):
            if self._next.kind == "name":
                self._word()
            return self.function()
        parameters = self._before_arrow()
        if parameters is None:
            self._at = start
            return None
        if self._is("{"):
            body = self._block()
            return lambda _scope: Function(parameters, lambda scope: nodes.result(body, scope))
        value = self.expression()
        return lambda _scope: Function(parameters, value)

    def _before_arrow(self) -> tuple[str | dict[str, str], ...] | None:
        """Return the parameters of an arrow function; None for something else."""
        if self._next.kind == "name" and self._tokens[self._at + 1].text == "=>":
            self._at += 2
            return (self._tokens[self._at - 2].text,)
        if not self._is("("):
            return None
        try:
            parameters = self._parameters()
            self._skip_type("=>")
        except UnknownError:
            return None
        return parameters if self._take("=>") else None

    def _either(self) -> Node:
        left = self._both()
        while self._is("||", "??"):
            sign, before, right = self._word().text, left, self._both()
            left = nodes.either(before, right) if sign == "||" else nodes.given(before, right)
        return left

    def _both(self) -> Node:
        left = self._compared()
        while self._take("&&"):
            left = nodes.both(left, self._compared())
        return left

    def _compared(self) -> Node:
        left = self._added()
        while self._is("===", "==", "!==", "!="):
            is_same = self._word().text.startswith("=")
            left = nodes.same(left, self._added(), is_same=is_same)
        return left

    def _added(self) -> Node:
        left = self._unary()
        while self._is("+", "-"):
            sign = self._word().text
            left = nodes.added(left, self._unary(), sign)
        return left

    def _unary(self) -> Node:
        if self._take("!"):
            inner = self._unary()
            return lambda scope: not inner(scope)
        self._take("await")
        return self._members(self._primary())

    def _members(self, node: Node) -> Node:
        while self._is(".", "?.", "(", "[", "as", "!"):
            if self._take("as"):
                self._word()
            elif self._take("!"):
                pass
            elif self._take("["):
                node = nodes.indexed(node, self.expression())
                self._need("]")
            elif self._take("("):
                node = nodes.called(node, self._list(")"))
            else:
                is_careful = self._word().text == "?."
                name = self._word().text
                node = (
                    nodes.method(node, name, self._list(")"), is_careful=is_careful)
                    if self._take("(")
                    else nodes.member_of(node, name, is_careful=is_careful)
                )
        return node

    def _list(self, end: str) -> list[Node]:
        found: list[Node] = []
        while not self._take(end):
            if self._take("..."):
                raise UnknownError
            found.append(self.expression())
            if not self._is(end):
                self._need(",")
        return found

    def _primary(self) -> Node:
        token = self._word()
        if token.kind in {"string", "number", "regex"}:
            return nodes.constant(_constant(token))
        if token.kind == "template":
            return nodes.template([p if isinstance(p, str) else Reader(p).expression() for p in token.parts])
        if token.text == "(":
            inner = self.expression()
            self._need(")")
            return inner
        if token.text in {"[", "{"}:
            return nodes.listed(self._list("]")) if token.text == "[" else self._object()
        if token.text == "new" and self._next.text == "Date":  # new Date(…) is a call of what makes a date
            token = self._word()
        if token.kind == "name" and token.text != "new":
            return nodes.constant(_WORDS[token.text]) if token.text in _WORDS else nodes.named(token.text)
        raise UnknownError

    def _object(self) -> Node:
        entries: list[tuple[str, Node]] = []
        while not self._take("}"):
            if self._take("..."):
                self.expression()
                self._take(",")
                continue
            self._take("async")
            key = self._word()
            if self._is("("):
                entries.append((key.text, self.function()))
            elif self._take(":"):
                entries.append((key.text, self.expression()))
            else:
                entries.append((key.text, nodes.named(key.text)))
            self._take(",")
        return lambda scope: Members({name.lower(): nodes.lazy(node, scope) for name, node in entries})


_WORDS: Final = {"true": True, "false": False, "null": None, "undefined": None}


def _constant(token: Token) -> Any:
    if token.kind == "number":
        return int(token.text) if token.text.isdigit() else float(token.text)
    return token if token.kind == "regex" else token.text
