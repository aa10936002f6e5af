"""MDX: imports, exports, components and expressions, as Astro has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import dedent
from typing import Final

from site_gen.importers.foreign import Head, Notes
from site_gen.importers.keys import one_text
from site_gen.importers.segments import Kept
from site_gen.importers.tags import Tag, Token, arguments, ours_of, replaced
from site_gen.messages import joined, m
from site_gen.sources.math import FORMULA

_IMPORT: Final = re.compile(
    r"^import\s+(?:(?P<name>\w+)\s*(?:,\s*)?)?(?:\{[^}]*\}|\*\s+as\s+\w+)?\s*"
    r"(?:from\s+)?[\"'](?P<path>[^\"'\n]+)[\"'];?[ \t]*$",
    re.MULTILINE,
)
_EXPORT: Final = re.compile(r"^export\s+(?:const|let|var|default|function|async)\b", re.MULTILINE)
_BRACKETS: Final = re.compile(r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\]|\\.)*+`|[()\[\]{}]|\n[ \t]*\n")
_FORMULA: Final = re.compile(FORMULA, re.DOTALL)
_COMMENT: Final = re.compile(r"\{/\*(?:(?!\*/|\{/\*).){0,20000}+\*/\}", re.DOTALL)
_COMPONENT: Final = re.compile(
    r"<(?P<close>/)?(?P<name>[A-Z][\w.]*|lite-youtube)"
    r"(?P<args>(?:[^<>{}\"'`/]|\"[^\"]*+\"|'[^']*+'|\{(?:[^{}]|\{[^{}]*+\})*+\}|/(?!>))*+)(?P<whole>/)?>"
)
_EXPRESSION: Final = re.compile(r"(?<!\\)\{(?P<inner>(?:[^{}\"'`]|\"[^\"]*+\"|'[^']*+'|`[^`]*+`|\{[^{}]*+\})*+)\}")
_LITERAL: Final = re.compile(r"\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|`(?P<raw>[^`$]*)`)\s*")
_CLASS: Final = re.compile(r"\s*\b(className|class:list|client:\w+|style)=(?:\{(?:[^{}]|\{[^{}]*+\})*+\}|\"[^\"]*+\")")


@dataclass(frozen=True, slots=True)
class Components:
    """Turns MDX into Markdown of ours."""

    notes: Notes

    def converted(self, text: str, file: str, first_line: int, head: Head) -> str:
        """Return a body without imports, components and expressions; what has nothing like it is noted."""
        kept = Kept(first_line)
        text = kept.hide_code(text)
        imported: dict[str, str] = {}
        for found in _IMPORT.finditer(text):
            if found["name"]:
                imported[found["name"]] = found["path"]
        text = _IMPORT.sub(lambda found: kept.keep("", found[0].count("\n")), text)
        text = self._without_exports(text, kept, file)
        if "$" in text:  # braces of a formula are no expressions
            text = _FORMULA.sub(lambda found: kept.keep(found[0]), text)
        text = _COMMENT.sub(lambda found: kept.keep("", found[0].count("\n")), text)
        text = _CLASS.sub("", text)
        make = _Maker(self.notes, kept, text, file, imported)
        text = replaced(text, _tokens(text), make.made)
        return kept.back(_EXPRESSION.sub(lambda found: self._expression(found, kept, file, head, imported), text))

    def _without_exports(self, text: str, kept: Kept, file: str) -> str:
        parts, at = [], 0
        for found in _EXPORT.finditer(text):
            if found.start() < at:
                continue
            end = _end_of_export(text, found.end())
            written = text[found.start() : end]
            why = m("what it holds is not shown here")
            self.notes.left(
                m("export"),
                file,
                kept.line(text, found.start()),
                joined(written.partition("=")[0].strip()[:60], ": ", why),
            )
            parts += [text[at : found.start()], kept.keep("", kept.lines(written))]
            at = end
        return "".join([*parts, text[at:]])

    def _expression(self, found: re.Match[str], kept: Kept, file: str, head: Head, imported: dict[str, str]) -> str:
        written = found["inner"].strip()
        if literal := _LITERAL.fullmatch(written):
            return str(literal["double"] or literal["single"] or literal["raw"] or "")
        owner, _, key = written.partition(".")
        if owner in {"frontmatter", "props"} and (value := one_text(head.values.get(key.lower()))):
            return value
        if owner in imported and key in {"", "src"}:
            return f'"{imported[owner]}"'
        self.notes.left(
            m("expression { … }"),
            file,
            kept.line(found.string, found.start()),
            m("'{text}' isn't known here", text=written[:40]),
        )
        return ""


def _end_of_export(text: str, start: int) -> int:
    """Return where a statement ends: at an empty line outside of all brackets."""
    depth = 0
    for found in _BRACKETS.finditer(text, start):
        if found[0] in "([{":
            depth += 1
        elif found[0] in ")]}":
            depth -= 1
        elif depth <= 0 and not found[0].strip():
            return found.start()
    return len(text) if depth <= 0 else next(iter(re.finditer(r"\n[ \t]*\n|\Z", text[start:]))).start() + start


def _tokens(text: str) -> Iterator[Token]:
    for found in _COMPONENT.finditer(text):
        yield Token(
            found.start(), found.end(), found["name"], found["args"], bool(found["close"]), bool(found["whole"])
        )


@dataclass(frozen=True, slots=True)
class _Maker:
    notes: Notes
    kept: Kept
    text: str
    file: str
    imported: dict[str, str]

    def made(self, token: Token, inner: str | None) -> str:
        line = self.kept.line(self.text, token.start)
        if token.closes:
            return ""
        if inner is not None and "\n" in inner:
            inner = dedent(inner)  # indented by what is around it, it would be code
        values, named = arguments(token.written)
        plain = {key: self._named(value) for key, value in named.items()}
        found = ours_of(Tag(token.name.rpartition(".")[2], values, plain, inner))
        if found is not None:
            self.notes.mapped(m("component {name}", name=token.name), self.file, line)
            return found
        detail = m("its text stays") if inner else m("there is nothing like it here")
        self.notes.left(m("component {name}", name=token.name), self.file, line, detail)
        return inner or ""

    def _named(self, value: str) -> str:
        name = value.removesuffix(".src")
        return self.imported.get(name, value)
