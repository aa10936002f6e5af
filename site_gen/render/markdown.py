"""Renders Markdown to HTML that fits the page: headings from h2, pictures in all sizes, links resolved."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify_unicode, unique
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import AtomicString
from markupsafe import Markup

from site_gen.render.markdown_more import EMOJI, Emoji, Formulas, typography
from site_gen.render.markdown_parts import Dialect
from site_gen.render.markdown_videos import place_videos
from site_gen.render.raw_pictures import RawPictures, written_source
from site_gen.render.video import Words, picture_element, video_element


def _every_extension() -> list[Extension]:
    """Return the extensions; most sites never need to import them.

    Pass instances, not names: for a name Python-Markdown searches every installed package.
    """
    from markdown.extensions.abbr import AbbrExtension
    from markdown.extensions.attr_list import AttrListExtension
    from markdown.extensions.def_list import DefListExtension
    from markdown.extensions.footnotes import FootnoteExtension

    from site_gen.render.markdown_tables import Tables

    return [
        Tables(),
        FootnoteExtension(BACKLINK_TEXT="↩"),
        AttrListExtension(),
        DefListExtension(),
        AbbrExtension(),
        Dialect(),
    ]


_NEEDS_WHOLE: Final = re.compile(r"\||\[\^|\{|\n:\s|(?:^|\n) {0,3}\*\[")
_NEEDS_EMOJI: Final = re.compile(EMOJI)
"""What a text must contain for any extension beyond the dialect to have an effect."""

_TRIGGERS: Final[Mapping[str, str]] = MappingProxyType(
    {"footnote": "[^", "bare_www": "www.", "bare_mail": "@", "emoji": ":"}
)
"""What a text must contain for a pattern to match; patterns that aren't listed are always tried."""

_NO_SITE: Final[Mapping[str, Any]] = MappingProxyType({"assets": {"icons": "", "files": {}}})
_ESCAPED: Final = re.compile("\x02(\\d+)\x03")
_STASHED: Final = re.compile("\x02[^\x03]*\x03")
SIZES: Final = "(min-width: 60rem) 42rem, 100vw"
"""The displayed width of a picture in a text, for the `sizes` attribute."""


def _extensions(whole: bool, emoji: bool, math: bool, language: str) -> list[Extension]:
    """Return the extensions that a text needs; `language` is the one whose typography is asked for, or ''."""
    found: list[Extension] = _every_extension() if whole else [Dialect()]
    found += [Emoji()] if emoji else []
    found += [Formulas()] if math else []
    return [*found, typography(language)] if language else found


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text: 2 to 6, the id that links lead to, its words."""

    level: int
    id: str
    title: str


class Rendered(Markup):
    """The HTML of a text, with its headings for a table of contents."""

    headings: tuple[Heading, ...] = ()


class MarkdownRenderer:
    """Renders texts one after another with one converter, as creating a converter costs more than rendering a text."""

    def __init__(self) -> None:
        self._converters: dict[tuple[bool, bool, bool, str], _Converter] = {}

    def render(self, body: Mapping[str, Any], words: Words, site: Mapping[str, Any] = _NO_SITE) -> Rendered:
        """Return the HTML of a `BodyView`; `words` gives the interface's texts by name, `site` the theme's files."""
        text = body["markdown"]
        needs = (
            _NEEDS_WHOLE.search(text) is not None,
            ":" in text and _NEEDS_EMOJI.search(text) is not None,
            bool(body.get("math")),
            body.get("typography", ""),
        )
        converter = self._converters.get(needs)
        if converter is None:
            converter = self._converters[needs] = _Converter(_extensions(*needs))
        return converter.convert(body, words, site)


class _Converter:
    """Python-Markdown with some of its extensions, optimised for simple texts."""

    def __init__(self, extensions: list[Extension]) -> None:
        self._markdown = markdown.Markdown(extensions=extensions, output_format="html")
        self._fit = _Fit()
        parser: Any = self._markdown.parser
        parser.blockprocessors = _Fixed(parser.blockprocessors)
        processors = self._markdown.treeprocessors
        processors.register(_QuickInline(self._markdown), "inline", 20)  # replaces its base class
        processors.register(self._fit, "fit", 7)  # after inline and attr_list (8)
        raw = RawPictures(self._markdown, lambda: self._fit.body["pictures"], SIZES)
        self._markdown.postprocessors.register(raw, "raw_pictures", 35)  # before raw_html (30)

    def convert(self, body: Mapping[str, Any], words: Words, site: Mapping[str, Any]) -> Rendered:
        self._fit.headings = []
        self._fit.body, self._fit.words, self._fit.site = body, words, site
        self._markdown.words = words  # type: ignore[attr-defined]  # for callouts
        self._markdown.reset()
        made = Rendered(self._markdown.convert(body["markdown"]))  # the owner's own text
        made.headings = tuple(self._fit.headings)
        return made


class _QuickInline(InlineProcessor):
    """Tries only the patterns whose trigger characters occur; in most lines of most texts there are none.

    The result equals that of its base class (see the tests: equal to Python-Markdown's own output).
    """

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(md)
        registry: Any = md.inlinePatterns
        triggers = {id(registry[name]): trigger for name, trigger in _TRIGGERS.items() if name in registry}
        self._patterns = [(pattern, triggers.get(id(pattern), "")) for pattern in registry]

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Apply the patterns, if the tree has a text in which one may match."""
        texts = [text for element in tree.iter() for text in (element.text, element.tail) if text]
        wanted = any(trigger in text for _, trigger in self._patterns for text in texts)
        return super().run(tree, ancestors) if wanted else tree

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if isinstance(data, AtomicString):
            return data
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        start = 0
        while patternIndex < len(self._patterns):
            pattern, trigger = self._patterns[patternIndex]
            matched = False
            if trigger in data:
                data, matched, start = apply(pattern, data, patternIndex, start)
            if not matched:
                patternIndex += 1  # noqa: N806
                start = 0
        return data


class _Fixed:
    """A registry that no longer changes, so that it isn't sorted again for each block."""

    def __init__(self, registry: Any) -> None:
        self._registry = registry
        self._items = tuple(registry)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items)

    def __getitem__(self, key: str | int) -> Any:
        return self._registry[key]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._registry, name)


class _Fit(Treeprocessor):
    """Adapts the tree to the page."""

    def __init__(self) -> None:
        super().__init__()
        self.body: Mapping[str, Any] = {"pictures": {}, "links": {}}
        self.words: Words = str
        self.headings: list[Heading] = []
        self.site: Mapping[str, Any] = _NO_SITE

    def run(self, root: Element) -> None:
        tables = 0
        lowered = root.find(".//h1") is not None
        ids = {element.get("id", "") for element in root.iter() if "id" in element.attrib} | RESERVED_IDS
        elements = list(root.iter())
        tags = {element.tag for element in elements}
        for parent in elements:
            if parent.tag in _HEADINGS:
                self._heading(parent, ids, lowered=lowered)
            elif parent.tag == "a":
                self._link(parent)
        if self.body.get("videos"):
            place_videos(root, self._video)
        if tags.isdisjoint(_FITTED):
            return
        for parent in elements:
            for index, child in enumerate(list(parent)):
                if child.tag == "img":
                    self._picture(parent, index, child)
                elif child.tag == "table":
                    tables += 1
                    parent[index] = self._scroll(child, tables)
                elif child.tag in {"td", "th"}:
                    _align(child)
                    _header_with_words(child)

    def _heading(self, heading: Element, ids: set[str], *, lowered: bool) -> None:
        if lowered and heading.tag != "h6":
            heading.tag = f"h{int(heading.tag[1]) + 1}"
        text = _ESCAPED.sub(lambda sign: chr(int(sign[1])), "".join(heading.itertext()))
        words = unicodedata.normalize("NFC", html.unescape(_STASHED.sub("", text)))
        if "id" not in heading.attrib:
            heading.set("id", unique(slugify_unicode(words, "-"), ids))
        self.headings.append(Heading(int(heading.tag[1]), heading.get("id", ""), words.strip()))

    def _link(self, link: Element) -> None:
        target = link.get("href", "")
        link.set("href", self.body["links"].get(target, target))

    def _video(self, address: str, picture: Element | None) -> Element | None:
        view = self.body["videos"].get(address)
        if view and picture is not None:
            poster = self.body["pictures"].get(written_source(picture))
            view = {**view, "poster": poster, "title": picture.get("alt") or view["title"]}
        return video_element(view, self.words, self.site) if view else None

    def _scroll(self, table: Element, number: int) -> Element:
        box = Element("div", {"class": "table-scroll", "tabindex": "0", "role": "region"})
        label = self.words("table.label")
        box.set("aria-label", label if number == 1 else f"{label} {number}")
        box.append(table)
        box.tail, table.tail = table.tail, None
        return box

    def _picture(self, parent: Element, index: int, image: Element) -> None:
        view = self.body["pictures"].get(written_source(image))
        if view is None:
            return
        picture = picture_element(view, image.get("alt", ""), SIZES)
        picture.tail = image.tail
        parent[index] = picture
        alone = parent.tag == "p" and len(parent) == 1 and not (parent.text or picture.tail or "").strip()
        if alone:
            parent.tag = "figure"
            parent.text = picture.tail = None
            if view["large"]:
                parent[index] = self._enlarge(picture, view["large"])
            if image.get("title"):
                SubElement(parent, "figcaption").text = image.get("title")

    def _enlarge(self, picture: Element, file: str) -> Element:
        """Return a link around a picture that opens its large file."""
        link = Element("a", {"class": "enlarge", "href": file})
        link.append(picture)
        SubElement(link, "span", {"class": "sr"}).text = self.words("picture.enlarge")
        picture.tail = " "
        return link


def _header_with_words(cell: Element) -> None:
    """Make an empty heading of a column an ordinary cell: a screen reader would read a heading that says nothing."""
    if cell.tag == "th" and not len(cell) and not (cell.text or "").strip():
        cell.tag = "td"


def _align(cell: Element) -> None:
    """Set a column's alignment with a class: a style attribute would need a weaker Content-Security-Policy."""
    side = cell.attrib.pop("style", "").removeprefix("text-align:").strip(" ;")
    if side in {"right", "center"}:
        cell.set("class", f"align-{side}")


_FITTED: Final = frozenset({"img", "table", "td", "th"})
RESERVED_IDS: Final = frozenset(
    {"accept", "contact", "form", "main", "menu", "password", "password-said", "q", "series", "series-title", "ways"}
)
"""Ids of the packaged templates' own elements, which no heading may take: links would lead to the wrong place."""

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
