"""Hugo's shortcodes, and Nikola's, which are written alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from site_gen.importers import ours
from site_gen.importers.foreign import Head, Notes
from site_gen.importers.keys import one_text
from site_gen.importers.segments import Kept, replaced_between
from site_gen.importers.tags import Tag, Token, arguments, ours_of, replaced
from site_gen.messages import m

_QUOTED: Final = r"\"(?:[^\"\\}]|\\.|\}(?!\}))*+\"|'(?:[^'\\}]|\\.|\}(?!\}))*+'|`(?:[^`}]|\}(?!\}))*+`"
_TAG: Final = re.compile(
    r"\{\{(?P<mark>[<%])-?\s*(?P<close>/)?\s*(?P<name>[\w./-]+)"
    rf"(?P<args>(?:{_QUOTED}|(?!/?\s*-?[>%]\}}\}}).){{0,3000}}+)(?P<whole>/)?\s*-?[>%]\}}\}}",
    re.DOTALL,
)
_ESCAPED: Final = re.compile(r"\{\{([<%])(-?)\s*/\*((?:(?!\{\{|\*/).){0,2000}+)\*/\s*(-?)([>%])\}\}", re.DOTALL)
_NAMES: Final = "highlight|code|codeblock|prism|rawcode|mermaid|math|katex|terminal|console"
_OPENING: Final = re.compile(rf"\{{\{{[<%]\s*(?P<name>{_NAMES})\b(?P<args>[^{{}}]{{0,1000}}?)[>%]\}}\}}\n?")
_CLOSING: Final = re.compile(rf"\{{\{{[<%]\s*/\s*(?P<name>{_NAMES})\s*[>%]\}}\}}")
_PICTURE_FILE: Final = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|heic)$", re.IGNORECASE)
_MOST_PICTURES: Final = 200
REFERENCE: Final = "x-to-text:"
"""The beginning of an address that names a text by its file; `links` finds where it leads."""


@dataclass(frozen=True, slots=True)
class Shortcodes:
    """Turns shortcodes into Markdown of ours. `values` are the site's parameters."""

    notes: Notes
    values: Any
    root: Path | None = None
    """The site's folder, for the pictures that a gallery names by a pattern."""

    def converted(self, text: str, file: str, first_line: int, head: Head) -> str:
        """Return a body without shortcodes; those without anything like them are noted."""
        if "{{<" not in text and "{{%" not in text:
            return text
        kept = Kept(first_line)
        text = _ESCAPED.sub(lambda found: kept.keep(f"{{{{{found[1]}{found[3]}{found[5]}}}}}"), text)
        text = replaced_between(text, _OPENING, _CLOSING, lambda opening, code: self._code(kept, opening, code, file))
        text = kept.hide_code(text)
        tokens = list(_tokens(text))
        make = _Maker(self, kept, text, file, head)
        return kept.back(replaced(text, tokens, make.made))

    def _code(self, kept: Kept, opening: re.Match[str], code: str, file: str) -> str:
        values, named = arguments(opening["args"])
        made = ours_of(Tag(opening["name"], values, named, code))
        self.notes.mapped(m("shortcode {name}", name=opening["name"]), file)
        lines = opening[0].count("\n") + code.count("\n") - 4
        return "\n\n" + kept.keep((made or code).strip("\n"), lines) + "\n\n"


def _tokens(text: str) -> Iterator[Token]:
    for found in _TAG.finditer(text):
        yield Token(
            found.start(), found.end(), found["name"], found["args"], bool(found["close"]), bool(found["whole"])
        )


@dataclass(frozen=True, slots=True)
class _Maker:
    shortcodes: Shortcodes
    kept: Kept
    text: str
    file: str
    head: Head

    def made(self, token: Token, inner: str | None) -> str:
        line = self.kept.line(self.text, token.start)
        notes, name = self.shortcodes.notes, token.name.removesuffix(".html")
        if token.closes:
            notes.left(m("shortcode {name}", name=name), self.file, line, m("a closing tag without an opening one"))
            return ""
        values, named = arguments(token.written)
        tag = Tag(name.rpartition("/")[2], values, named, inner)
        found = self._of_hugo(tag)
        if found is None:
            found = ours_of(tag)
        if found is not None:
            notes.mapped(m("shortcode {name}", name=name), self.file, line)
            return found
        notes.left(
            m("shortcode {name}", name=name),
            self.file,
            line,
            m("its text stays") if inner else m("there is nothing like it here"),
        )
        return inner or ""

    def _gallery(self, pattern: str) -> str | None:
        """Return the pictures of a gallery: in a folder or by a pattern, beside the text or below static."""
        root, pattern = self.shortcodes.root, pattern.strip()
        if root is None or not pattern.strip("/") or ".." in pattern:
            return None
        if "*" not in pattern and not _PICTURE_FILE.search(pattern):
            pattern = f"{pattern.rstrip('/')}/*"
        beside = PurePosixPath(self.file).parent
        for place in (beside, PurePosixPath("static"), PurePosixPath("assets")):
            folder = root / place
            files = sorted(file for file in folder.glob(pattern.lstrip("/")) if _PICTURE_FILE.search(file.name))
            names = [file.relative_to(folder).as_posix() for file in files[:_MOST_PICTURES]]
            start = "" if place == beside else "/"
            if names:
                return "\n\n" + "\n\n".join(ours.picture(f"{start}{name}") for name in names) + "\n\n"
        return None

    def _of_hugo(self, tag: Tag) -> str | None:
        name = tag.name.lower()
        if name in {"ref", "relref"}:
            path = tag.get("path") or (tag.values[0] if tag.values else "")
            return f"{REFERENCE}{ours.target(path)}" if path else ""
        if name == "gallery" and tag.inner is None:
            return self._gallery(tag.get("match", "dir", "folder", "src", "path") or (tag.values or ("",))[0])
        if name in {"param", "meta"} and tag.values:
            key = tag.values[0].lower()
            return one_text(self.head.values.get(key)) or one_text(self.shortcodes.values.get(key))
        if name in {"doc", "post_link", "listing"} and tag.values and tag.inner is None:
            return ours.link(f"{REFERENCE}{tag.values[-1]}", tag.values[0]) if name != "listing" else None
        return None
