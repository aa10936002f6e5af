"""Liquid of Jekyll and Eleventy, Nunjucks where it is written alike, and the tags of Pelican's plug-ins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from site_gen.importers import ours
from site_gen.importers.foreign import Head, Notes
from site_gen.importers.keys import one_text
from site_gen.importers.segments import Kept, replaced_between
from site_gen.importers.shortcodes import REFERENCE
from site_gen.importers.tags import Tag, Token, arguments, gallery, ours_of, replaced
from site_gen.messages import m

_MARK: Final = re.compile(
    r"\{%-?\s*(?P<tag>/?\w[\w-]*)(?P<args>(?:\"[^\"%]*+\"|'[^'%]*+'|(?!-?%\}).){0,3000}+)-?%\}"
    r"|\{\{-?(?P<value>(?:\"[^\"{}]*+\"|'[^'{}]*+'|(?!-?\}\})[^{}]){0,2000}+)-?\}\}",
    re.DOTALL,
)
_RAW: Final = (
    re.compile(r"\{%-?\s*(?P<name>raw|verbatim)\s*-?%\}"),
    re.compile(r"\{%-?\s*end(?P<name>raw|verbatim)\s*-?%\}"),
)
_CODE: Final = (
    re.compile(r"\{%-?\s*(?P<name>highlight|codeblock|prism|code)\b(?P<args>[^%]{0,1000}?)-?%\}\n?"),
    re.compile(r"\{%-?\s*end(?P<name>highlight|codeblock|prism|code)\s*-?%\}"),
)
_COMMENT: Final = (
    re.compile(r"\{%-?\s*(?P<name>comment)\s*-?%\}"),
    re.compile(r"\{%-?\s*end(?P<name>comment)\s*-?%\}"),
)
_NUNJUCKS_COMMENT: Final = re.compile(r"\{#(?!\})(?:(?!#\}|\{#).){0,5000}+#\}", re.DOTALL)
_ELSE: Final = "\ue002"
_BRANCHES: Final = frozenset({"if", "unless", "case", "ifchanged"})
_DROPPED: Final = frozenset({"for", "capture", "tablerow", "set", "assign", "macro", "paginate", "tabs"})
_SILENT: Final = frozenset(
    {"assign", "set", "layout", "extends", "block", "import", "from", "increment", "decrement", "break"}
)
_INCLUDES: Final = frozenset({"include", "include_relative", "include_cached", "render", "renderfile", "partial"})
_EMPTY: Final = frozenset(
    {"site.baseurl", "site.url", "baseurl", "url", "site.github.url", "page.baseurl", "siteurl", "metadata.url"}
)
_URLS: Final = frozenset({"relative_url", "absolute_url", "url", "prepend", "append", "htmlbaseurl", "absoluteurl"})


@dataclass(frozen=True, slots=True)
class Liquid:
    """Turns Liquid into Markdown of ours. `values` are the site's settings."""

    notes: Notes
    values: Mapping[str, Any]

    def converted(self, text: str, file: str, first_line: int, head: Head) -> str:
        """Return a body without Liquid; what has nothing like it is noted."""
        if "{%" not in text and "{{" not in text and "{#" not in text:
            return text
        kept = Kept(first_line)
        text = replaced_between(text, *_RAW, lambda _, inner: kept.keep(inner))
        text = replaced_between(text, *_CODE, lambda opening, code: self._code(kept, opening, code, file))
        text = kept.hide_code(text)
        if "{%" in text:
            text = replaced_between(text, *_COMMENT, lambda _, inner: kept.keep("", kept.lines(inner)))
            text = _NUNJUCKS_COMMENT.sub(lambda found: kept.keep("", kept.lines(found[0])), text)
        make = _Maker(self, kept, text, file, head)
        return kept.back(replaced(text, _tokens(text), make.made)).replace(_ELSE, "")

    def _code(self, kept: Kept, opening: re.Match[str], code: str, file: str) -> str:
        values, named = arguments(opening["args"])
        made = ours_of(Tag(opening["name"], values, named, kept.back(code)))
        self.notes.mapped(m("tag {name}", name=opening["name"]), file)
        lines = opening[0].count("\n") + kept.lines(code) - 4
        return "\n\n" + kept.keep((made or "").strip("\n"), lines) + "\n\n"


def _tokens(text: str) -> Iterator[Token]:
    for found in _MARK.finditer(text):
        name = found["tag"]
        if name is None:
            yield Token(found.start(), found.end(), "", found["value"], is_whole=True)
        elif name.startswith(("end", "/")) and len(name) > 3:
            yield Token(found.start(), found.end(), name.removeprefix("end").removeprefix("/"), closes=True)
        else:
            yield Token(found.start(), found.end(), name, found["args"])


@dataclass(frozen=True, slots=True)
class _Maker:
    liquid: Liquid
    kept: Kept
    text: str
    file: str
    head: Head

    def made(self, token: Token, inner: str | None) -> str:
        line = self.kept.line(self.text, token.start)
        notes, name = self.liquid.notes, token.name
        if not name:
            return self._value(token.written, line)
        if name in {"else", "elsif", "elseif", "when"}:
            return _ELSE
        if token.closes or (name in _SILENT and inner is None):
            notes.left(m("tag {name}", name=name), self.file, line, m("there is nothing like it here"))
            return ""
        if name in _BRANCHES:
            notes.left(m("tag {name}", name=name), self.file, line, m("its first branch stays"))
            first = (inner or "").split(_ELSE)
            return next((part for part in first if part.strip()), "")
        if name in _DROPPED:
            notes.left(m("tag {name}", name=name), self.file, line, m("what it would make is left out"))
            return ""
        return self._tag(token, inner, line)

    def _tag(self, token: Token, inner: str | None, line: int) -> str:
        notes, name = self.liquid.notes, token.name
        values, named = arguments(token.written)
        if name in {"post_url", "link", "page_link", "ref", "relref"} and token.written.strip():
            notes.mapped(m("tag {name}", name=name), self.file, line)
            named_text = token.written.strip().strip("'" + chr(34))
            return f"{REFERENCE}{ours.target(named_text)}"
        if name in _INCLUDES:
            what = values[0] if values else ""
            values, name = values[1:], re.sub(r"\.\w+$", "", what.rpartition("/")[2]) or name
            named = {key: self._plain(value) for key, value in named.items()}
            label = m("include {what}", what=what)
        else:
            label = m("tag {name}", name=name)
        found = None
        if name == "gallery":
            found = gallery(self.head.values.get(named.get("id", "gallery").lower()), named.get("caption", ""))
        if found is None:
            found = ours_of(Tag(name, values, named, inner))
        if found is not None:
            notes.mapped(label, self.file, line)
            return found
        notes.left(label, self.file, line, m("its text stays") if inner else m("there is nothing like it here"))
        return inner or ""

    def _plain(self, value: str) -> str:
        """Return an argument of an include: a text, or what a name such as page.title stands for."""
        return self._known(value) if value.startswith(("page.", "site.")) else value

    def _value(self, written: str, line: int) -> str:
        base, *filters = [part.strip() for part in re.split(r"\|(?!\|)", written.strip())]
        if not base:
            return ""
        if base[:1] in {'"', "'"}:
            value = base.strip("\"'")
        elif base.lower() in _EMPTY:
            value = ""
        else:
            value = self._known(base)
            if not value:
                self.liquid.notes.left(
                    m("value {{ … }}"), self.file, line, m("'{text}' isn't known here", text=base[:60])
                )
                return ""
        for name, _, argument in (each.partition(":") for each in filters):
            if name.strip() in {"prepend", "append"} and argument.strip().strip("\"'").lower() not in _EMPTY:
                more = argument.strip()
                more = more.strip("\"'") if more[:1] in {'"', "'"} else self._known(more)
                value = more + value if name.strip() == "prepend" else value + more
        self.liquid.notes.mapped(m("value {{ … }}"), self.file, line)
        return value

    def _known(self, name: str) -> str:
        owner, _, key = name.strip().partition(".")
        if owner in {"page", "frontmatter"} or not key:
            return one_text(self.head.values.get((key or owner).lower()))
        if owner in {"site", "metadata", "meta"}:
            value: Any = self.liquid.values
            for step in key.lower().split("."):
                value = {str(k).lower(): v for k, v in value.items()}.get(step) if isinstance(value, Mapping) else None
            return one_text(value)
        return ""
