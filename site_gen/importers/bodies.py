"""The body of a text in its generator's own marks → Markdown as it is here, before its links are rewritten."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from site_gen.importers import ours
from site_gen.importers.boxes import with_callouts
from site_gen.importers.components import Components
from site_gen.importers.foreign import ForeignSite, ForeignText, Notes
from site_gen.importers.html_text import to_markdown
from site_gen.importers.liquid import Liquid
from site_gen.importers.raw_html import RawHtml
from site_gen.importers.segments import Kept, without_marks
from site_gen.importers.shortcodes import Shortcodes
from site_gen.messages import m

_LIQUID: Final = frozenset({"jekyll", "eleventy", "pelican"})
_ATTRIBUTES: Final = re.compile(r"[ \t]*(?<!\\)\{:(?!:)[^{}\n]{0,300}\}")
_KRAMDOWN: Final = re.compile(
    r"\{::(?:/?[\w-]+)(?:[^{}\n]{0,200})/?\}"
    r"|^[ \t]*[-*\d.]+[ \t]+(?:TOC|toc|Table of contents)[^\n]*\n\{:\s*toc[^\n]*\}",
    re.MULTILINE,
)
_NOTICE: Final = re.compile(
    r"(?P<text>(?:^(?![ \t]*$|[ \t]*\{:)[^\n]{0,5000}\n){1,60}+)"
    r"[ \t]*\{:[ \t]*\.(?:notice--|prompt-|alert-|notice|note)(?P<kind>\w*)[ \t]*\}[ \t]*$",
    re.MULTILINE,
)
"""A paragraph or a quotation that a theme shows as a box."""

_TOC: Final = re.compile(r"^[ \t]*\[(?:TOC|toc)\][ \t]*$|^[ \t]*\[\[_?TOC_?\]\][ \t]*$", re.MULTILINE)


class Bodies:
    """Turns bodies into Markdown."""

    def __init__(self, site: ForeignSite, notes: Notes) -> None:
        values: Mapping[str, Any] = site.values
        self._notes = notes
        self._generator = site.generator
        self._shortcodes = Shortcodes(notes, values, site.folder)
        self._liquid = Liquid(notes, values)
        self._components = Components(notes)
        self._html = RawHtml(notes)

    def of(self, text: ForeignText) -> str:
        """Return a body as Markdown. Raises UnfitHtmlError."""
        before, last = len(self._notes.all), text.line + text.body.count("\n")
        made = self._made(text)
        # What is made of a text may have more lines than it: a note names one of the text's own.
        self._notes.all[before:] = [replace(note, line=min(note.line, last)) for note in self._notes.all[before:]]
        return made

    def _made(self, text: ForeignText) -> str:
        body = without_marks(text.body)
        if self._generator in _LIQUID and str(text.head.values.get("render_with_liquid", "")).lower() != "false":
            body = self._liquid.converted(body, text.file, text.line, text.head)
        if self._generator not in {"wordpress", "html"}:
            body = self._shortcodes.converted(body, text.file, text.line, text.head)
        if text.file.lower().endswith(".mdx"):
            body = self._components.converted(body, text.file, text.line, text.head)
        if text.is_html:
            return to_markdown(body)
        if self._generator == "jekyll":
            body = self._without_attributes(body, text)
        if "toc" in body.lower():
            body = _outside(_TOC, body)
        return self._html.cleaned(with_callouts(body, text, self._notes), text)

    def _without_attributes(self, body: str, text: ForeignText) -> str:
        """Take kramdown's attribute lists away: classes of another theme mean nothing here."""
        if "{:" not in body:
            return body
        kept = Kept(text.line)
        body = _KRAMDOWN.sub("", kept.hide_code(body))
        body = _NOTICE.sub(_boxed, body)
        found = _ATTRIBUTES.search(body)
        if found:
            self._notes.changed(
                m("attributes {: … }"), text.file, kept.line(body, found.start()), m("they are taken out")
            )
        return kept.back(_ATTRIBUTES.sub("", body))


def tidy(body: str) -> str:
    """Return a text with one empty line where several were left."""
    kept = Kept()
    return kept.back(re.sub(r"\n(?:[ \t]*\n){2,}", "\n\n", kept.hide_code(body)))


def _boxed(found: re.Match[str]) -> str:
    text = (
        re.sub(r"^[ \t]*> ?", "", found["text"], flags=re.MULTILINE)
        if found["text"].lstrip().startswith(">")
        else found["text"]
    )
    made = ours.callout(found["kind"] or "note", text).strip("\n")
    return f"\n{made}"


def _outside(pattern: re.Pattern[str], body: str) -> str:
    kept = Kept()
    return kept.back(pattern.sub("", kept.hide_code(body)))
