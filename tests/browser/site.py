"""A built site as files: its documents parsed, and which page is of which kind."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

ROOT: Final = Path(__file__).parents[2]

KINDS: Final = (
    "home",
    "profile",
    "cases",
    "cases by network",
    "cases by niche",
    "cases by tag",
    "case",
    "services",
    "offers",
    "direct offer, live",
    "direct offer, closed",
    "first-step offer, live",
    "second-step offer, live",
    "thanks",
    "articles",
    "articles by tag",
    "article",
    "links",
    "privacy",
    "search",
    "not-found",
)
"""What the example site has at least one page of. See `BuiltSite.kind`."""

FOR_ONE_CLIENT: Final = ("audit", "proposal")
"""Kinds that are there in the language of their client alone, and told of nowhere."""

_WITH_TEXT: Final = frozenset({"script", "style", "title", "h1"})


@dataclass(slots=True)
class Element:
    """An element's name, its attributes and, for a few elements, the text in it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""

    def get(self, name: str) -> str:
        """Return an attribute; '' where it is missing or empty."""
        return self.attributes.get(name, "")


@dataclass(slots=True)
class Document:
    """An HTML, SVG or XML file's elements, in their order."""

    elements: list[Element] = field(default_factory=list)

    def all(self, *tags: str) -> Iterator[Element]:
        """Yield the elements of these names; of all names where none is given."""
        return (element for element in self.elements if not tags or element.tag in tags)

    def first(self, tag: str) -> Element:
        """Return the first element of a name; an empty one where there is none."""
        return next(self.all(tag), Element(tag, {}))

    @property
    def ids(self) -> set[str]:
        return {element.get("id") for element in self.elements} - {""}

    @property
    def json_ld(self) -> list[str]:
        """The structured data as written."""
        return [script.text for script in self.all("script") if script.get("type") == "application/ld+json"]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.document = Document()
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.document.elements.append(element)
        if tag in _WITH_TEXT:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data


def parse(text: str) -> Document:
    """Return what is in an HTML or SVG text."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    return parser.document


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML document of the site: `path` is its address from the root of the host."""

    path: str
    language: str
    kind: str


@dataclass(frozen=True)
class BuiltSite:
    """A built site's folder, what is in it, and the project it was built from."""

    folder: Path
    project: Path

    @cached_property
    def files(self) -> list[str]:
        """Every file, by its path below the folder, with forward slashes."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.folder).as_posix() for path in found)

    @cached_property
    def documents(self) -> dict[str, Document]:
        """The HTML and SVG files, parsed."""
        return {
            file: parse((self.folder / file).read_text(encoding="utf-8"))
            for file in self.files
            if file.endswith((".html", ".svg"))
        }

    @cached_property
    def html(self) -> dict[str, Document]:
        return {file: document for file, document in self.documents.items() if file.endswith(".html")}

    @cached_property
    def url(self) -> str:
        """The address of the home page, as the site itself says."""
        return next(
            link.get("href") for link in self.documents["index.html"].all("link") if link.get("rel") == "canonical"
        )

    @property
    def base(self) -> str:
        return urlsplit(self.url).path

    def path(self, file: str) -> str:
        """Return the address of a file from the root of the host."""
        return self.base + (file.removesuffix("index.html") if file.endswith("/index.html") else file)

    @cached_property
    def pages(self) -> list[Page]:
        """The HTML documents of the output, in the order of their paths."""
        return [
            Page(
                self.base if file == "index.html" else self.path(file),
                document.first("html").get("lang"),
                self.kind(file, document),
            )
            for file, document in self.html.items()
        ]

    @property
    def languages(self) -> list[str]:
        return sorted({page.language for page in self.pages})

    def page(self, kind: str, language: str = "ca") -> Page:
        """Return the page that stands for its kind in a language: the first by path."""
        found = [page for page in self.pages if page.kind == kind and page.language == language]
        assert found, f"the example site has no page of the kind '{kind}' in '{language}'"
        return found[0]

    def kind(self, file: str, document: Document) -> str:
        """Return what a page is, by its body's class; lists say by what, offers of which kind and state."""
        classes = document.first("body").get("class").split()
        kind = next((name.removesuffix("-page") for name in classes if name.endswith("-page")), "unknown")
        if kind == "offer":
            return self._offer_kind(file, document)
        if re.search(r"/page/\d+/", file):
            return f"{kind}, further page"
        term = re.search(r"(?:cases|articles)/(network|niche|tag)/", file)
        return f"{kind} by {term[1]}" if term else kind

    def _offer_kind(self, file: str, document: Document) -> str:
        name = file.split("/")[-2]
        source = (self.project / "offers" / f"{name}.yaml").read_text(encoding="utf-8")
        kind = re.search(r"^kind: (\S+)", source, re.MULTILINE)
        said = (e for e in document.all() if e.get("data-when") == "closed" and "hidden" not in e.attributes)
        return f"{kind[1] if kind else 'unknown'} offer, {'closed' if any(said) else 'live'}"


def structured_data(document: Document) -> list[dict[str, Any]]:
    """Return the objects of a page's JSON-LD blocks."""
    data = [json.loads(text) for text in document.json_ld]
    return [item for entry in data for item in (entry if isinstance(entry, list) else [entry])]
