"""The words of a program in JavaScript."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

_TOKEN: Final = re.compile(
    r"(?P<skip>\s+|//[^\n]*|/\*.*?\*/)"
    r"|(?P<string>\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+')"
    r"|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<name>[A-Za-z_$][\w$]*)"
    r"|(?P<sign>===|!==|\.\.\.|=>|\?\.|\?\?|\|\||&&|==|!=|<=|>=|[-+*/%!?:;,.(){}\[\]=<>&|^~@#])",
    re.DOTALL,
)
_BEFORE_REGEX: Final = frozenset({"(", ",", "=", ":", "=>", "?", "||", "&&", "return", "[", "!", ""})
_REGEX: Final = re.compile(r"/((?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*+\])++)/([a-z]*)")
_MOST_TOKENS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a program: its kind, what it says, and the parts of a template."""

    kind: str
    text: str
    parts: tuple[Any, ...] = ()


def tokens(text: str) -> list[Token]:
    """Return the words of a program; up to what can't be read."""
    found: list[Token] = []
    at = 0
    while at < len(text) and len(found) < _MOST_TOKENS:
        last = found[-1].text if found else ""
        if text[at] == "`":
            token, at = _template(text, at)
            found.append(token)
            continue
        regex = _REGEX.match(text, at) if text[at] == "/" and last in _BEFORE_REGEX else None
        if regex is not None and not text.startswith(("//", "/*"), at):
            found.append(Token("regex", regex[1], (regex[2],)))
            at = regex.end()
            continue
        match = _TOKEN.match(text, at)
        if match is None:
            at += 1
            continue
        at = match.end()
        if match.lastgroup == "string":
            found.append(Token("string", re.sub(r"\\(.)", r"\1", match[0][1:-1])))
        elif match.lastgroup != "skip":
            found.append(Token(str(match.lastgroup), match[0]))
    return [*found, Token("end", ""), Token("end", "")]


def _template(text: str, at: int) -> tuple[Token, int]:
    """Return a text between backticks: its plain parts, and the tokens of what is filled in."""
    parts: list[Any] = []
    plain, at = "", at + 1
    while at < len(text) and text[at] != "`":
        if text.startswith("${", at):
            end, depth = at + 2, 1
            while end < len(text) and depth:
                depth += {"{": 1, "}": -1}.get(text[end], 0)
                end += 1
            parts += [plain, tokens(text[at + 2 : end - 1])]
            plain, at = "", end
        else:
            at += text[at] == "\\"
            plain += text[at : at + 1]
            at += 1
    return Token("template", "`", (*parts, plain)), at + 1
