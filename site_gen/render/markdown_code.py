"""Code in a text, with its kinds of words told apart while the page is made: a theme gives them colours by class."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

if TYPE_CHECKING:
    from pygments.lexer import Lexer
    from pygments.token import _TokenType

LONGEST: Final = 50_000
"""Characters of code above which it stays plain: telling it apart would take long."""

_PLAIN: Final = frozenset({"text", "txt", "plain", "plaintext", "none", "output", "console-output"})


def fill_code(code: Element, text: str, language: str, escaped: Callable[[str], str]) -> None:
    """Put the text of a block of code into its element; with spans if the language is known to Pygments
    (https://pygments.org/docs/tokens/ has the classes). `escaped` makes text of HTML's signs."""
    lexer = _lexer(language.lower()) if language and len(text) <= LONGEST else None
    if lexer is None:
        code.text = AtomicString(escaped(text))
        return
    code.set("class", f"{code.get('class', '')} highlight".strip())
    last: Element | None = None
    for name, piece in _pieces(lexer, text):
        if name:
            last = SubElement(code, "span", {"class": name})
            last.text = AtomicString(escaped(piece))
        elif last is None:
            code.text = AtomicString((code.text or "") + escaped(piece))
        else:
            last.tail = AtomicString((last.tail or "") + escaped(piece))


def _pieces(lexer: Lexer, text: str) -> list[tuple[str, str]]:
    """Return the text in pieces, each with the class of its kind of word; '' for names, signs and space."""
    made: list[tuple[str, str]] = []
    for kind, piece in lexer.get_tokens(text):
        name = _class(kind)
        if made and made[-1][0] == name:
            made[-1] = (name, made[-1][1] + piece)
        else:
            made.append((name, piece))
    return made if "".join(piece for _, piece in made) == text else [("", text)]


@cache
def _class(kind: _TokenType) -> str:
    from pygments.token import STANDARD_TYPES, Comment, Generic, Keyword, Literal, Name, Operator, String

    names = (Name.Tag, Name.Attribute, Name.Function, Name.Class, Name.Builtin, Name.Decorator, Name.Constant)
    told: tuple[_TokenType, ...] = (Comment, Keyword, Literal, String, Generic, Operator.Word, *names)
    if not any(kind is group or group in kind.split() for group in told):
        return ""
    return STANDARD_TYPES.get(kind, "")


@cache
def _lexer(language: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    if language in _PLAIN:
        return None
    try:
        lexer: Lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
    return lexer
