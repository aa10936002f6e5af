"""Reads a text of another generator: its front matter, its body as Markdown or HTML, what its name says."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any, Final

from site_gen.importers import heads
from site_gen.importers.folder import Folder
from site_gen.importers.foreign import ForeignText, Head, Kind
from site_gen.importers.heads import Parts
from site_gen.importers.html_text import UnfitHtmlError, soup_of
from site_gen.importers.rst import rst_to_markdown
from site_gen.messages import m

MARKDOWN: Final = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".mdwn")
HTML: Final = (".html", ".htm", ".xhtml")
RST: Final = (".rst",)
OTHERS: Final[Mapping[str, str]] = {
    ".adoc": "AsciiDoc",
    ".asciidoc": "AsciiDoc",
    ".asc": "AsciiDoc",
    ".org": "Org",
    ".textile": "Textile",
    ".ipynb": m("a Jupyter notebook"),
    ".mdoc": "Markdoc",
    ".pandoc": m("Pandoc's own"),
}
"""Texts that aren't read."""

LONGEST: Final = 1_000_000
"""Characters of a body; what is longer is no article."""

_DATED: Final = re.compile(
    r"(\d{4})[-_](\d{1,2})[-_](\d{1,2})(?:[-_T]\d{2}[-:]?\d{2}(?:[-:]?\d{2})?)?(?:[-_. ]+(.*))?", re.DOTALL
)
_DATED_FOLDER: Final = re.compile(r"(?:^|/)(\d{4})/(\d{1,2})/(\d{1,2})(?:/|$)")
_FIELD: Final = re.compile(r":(?P<key>[\w-]+):[ \t]*(?P<value>.*)")
_HEADING: Final = re.compile(r"\s*#[ \t]+(?P<title>[^\n]+?)[ \t]*#*[ \t]*(?:\n|\Z)")
_LANGUAGE: Final = re.compile(r"(?P<name>.+)\.(?P<language>[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?)")


@dataclass(frozen=True, slots=True)
class Named:
    """What a file's name says: the text's name, the day in it, the language behind a dot."""

    name: str
    day: date | None = None
    language: str | None = None


def named(file: str, languages: Collection[str] = (), index: Collection[str] = ("index",)) -> Named:
    """Return what a path says of a text; of name/index.md, the folder's name counts."""
    path = PurePosixPath(file)
    stem = path.name.removesuffix(path.suffix)
    language = None
    found = _LANGUAGE.fullmatch(stem)
    if found and plain_language(found["language"]) in languages:
        stem, language = found["name"], plain_language(found["language"])
    if stem.lower() in index and path.parent.name:
        stem = path.parent.name
    day = _day(_DATED.fullmatch(stem))
    dated = _DATED.fullmatch(stem) if day else None
    if day is None:
        day = _day(_DATED_FOLDER.search(file))
    return Named((dated[4] or stem) if dated else stem, day, language)


def plain_language(code: str) -> str:
    """Return the language of a code: 'es' of es-ES, 'pt' of pt_BR."""
    return code.strip().lower().replace("_", "-").partition("-")[0]


def _day(found: re.Match[str] | None) -> date | None:
    if found is None:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return day if 1900 <= day.year < 2200 else None


def read_text(
    folder: Folder, file: str, kind: Kind, about: Named, head: Mapping[str, Any] | None = None
) -> ForeignText | None:
    """Return a text; None with a note if it can't be read. `head` is what holds where the front matter is silent."""
    ending = PurePosixPath(file).suffix.lower()
    if ending in OTHERS:
        folder.notes.left(
            m("text"),
            file,
            0,
            m("it is {others}, and only Markdown, HTML and reStructuredText are read", others=OTHERS[ending]),
        )
        return None
    written = folder.text(file)
    if written is None:
        return None
    parts = _rst(written) if ending in RST else heads.split(written)
    if parts.fault:
        folder.notes.left(m("text"), file, 1, m("its front matter can't be read: {fault}", fault=parts.fault))
        return None
    if parts.doubt:
        folder.notes.changed(m("front matter"), file, 1, m("it was read line by line: {doubt}", doubt=parts.doubt))
    if len(parts.body) > LONGEST:
        folder.notes.left(m("text"), file, 0, m("it has more than {longest:,} characters", longest=LONGEST))
        return None
    values = {**(head or {}), **parts.head.values}
    body = parts.body
    if ending in RST:
        try:
            made_of = rst_to_markdown(parts.body, lambda name: _named_file(folder, file, name))
        except UnfitHtmlError as error:
            folder.notes.left(m("text"), file, 0, str(error))
            return None
        body = made_of.body
        if made_of.has_math:
            values.setdefault("math", True)
        for loss in made_of.lost:
            folder.notes.left(loss.what, file, loss.line + parts.line - 1, loss.why)
    is_html = ending in HTML
    if is_html and not parts.has_head and re.search(r"<(?:html|head|title)\b", parts.body, re.IGNORECASE):
        parts = _html_head(parts)
        values = {**(head or {}), **parts.head.values}
    body, title = _with_title(body, is_html=is_html) if not values.get("title") else (body, "")
    if title:
        values["title"] = title
    made = ForeignText(
        file, kind, about.name, Head(values, parts.head.lines), body, parts.line, about.day, is_html=is_html
    )
    return replace(made, language=about.language)


def _named_file(folder: Folder, file: str, name: str) -> str | None:
    """Return the text of a file that a text names: beside it, from the site's root, or among Nikola's listings."""
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(file), name))
    for path in (beside, name.lstrip("/"), posixpath.normpath(f"listings/{name}")):
        if path in folder.files:
            return folder.text(path)
    return None


def _html_head(parts: Parts) -> Parts:
    """Return a whole document of HTML as a head of what its <title> and <meta> say, and its body."""
    try:
        soup = soup_of(parts.body)
    except UnfitHtmlError:
        return parts
    values: dict[str, Any] = {}
    if soup.title is not None and soup.title.get_text(strip=True):
        values["title"] = soup.title.get_text(" ", strip=True)
    for meta in soup.find_all("meta"):
        name = str(meta.get("name") or meta.get("property") or "").lower().removeprefix("article:")
        if name and meta.get("content"):
            values.setdefault(
                {"published_time": "date", "modified_time": "modified"}.get(name, name), str(meta["content"])
            )
    known = {
        name: value
        for name, value in values.items()
        if not re.search(r"viewport|charset|generator|theme-color|twitter:|og:|fb:", name)
    }
    body = soup.body.decode_contents() if soup.body is not None else parts.body
    return Parts(Head(known), body, parts.line, has_head=bool(known))


def _with_title(body: str, *, is_html: bool) -> tuple[str, str]:
    """Return a body without the heading that it begins with, and that heading, which is its title."""
    found = None if is_html else _HEADING.match(body)
    return ("\n" * found[0].count("\n") + body[found.end() :], found["title"]) if found else (body, "")


def _rst(text: str) -> Parts:
    """Split reStructuredText: Nikola's comments, or a heading and fields ':date: …' as Pelican has them."""
    parts = heads.split(text) if text.lstrip().startswith((".. ", "---", "<!--")) else None
    if parts is not None and parts.has_head:
        return parts
    rows = text.split("\n")
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    at = 0
    while at < len(rows) and not rows[at].strip():
        at += 1
    is_over = at + 2 < len(rows) and _is_line(rows[at]) and _is_line(rows[at + 2])
    if is_over or (at + 1 < len(rows) and rows[at].strip() and _is_line(rows[at + 1])):
        values["title"], lines["title"] = rows[at + is_over].strip(), at + 1 + is_over
        at += 3 if is_over else 2
    last = ""
    start = at
    while at < len(rows) and (not rows[at].strip() or _FIELD.match(rows[at]) or (last and rows[at].startswith("  "))):
        if found := _FIELD.match(rows[at]):
            last = found["key"].lower()
            values[last], lines[last] = found["value"].strip(), at + 1
        elif rows[at].strip():
            values[last] = f"{values[last]} {rows[at].strip()}".strip()
        elif last and at > start:
            last = ""
        at += 1
    return Parts(Head(values, lines), "\n".join(rows[at:]), at + 1, has_head=bool(values))


def _is_line(row: str) -> bool:
    return len(row.rstrip()) >= 3 and len(set(row.rstrip())) == 1 and not row[0].isalnum() and row[0] != " "


def texts_below(folder: Folder, prefix: str, *more: str) -> Iterator[str]:
    """Yield the texts below a folder, those that aren't read too."""
    yield from folder.below(prefix, *MARKDOWN, *RST, *OTHERS, *more)
