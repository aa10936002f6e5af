"""Markdown becomes HTML that fits the page: headings from h2, pictures in all their sizes, links resolved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.extensions.toc import slugify_unicode
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

_EXTENSIONS: Final = ("tables", "fenced_code", "footnotes", "attr_list", "def_list", "sane_lists", "toc")
_SETTINGS: Final[dict[str, dict[str, Any]]] = {
    "toc": {"slugify": slugify_unicode, "permalink": False},
    "footnotes": {"BACKLINK_TEXT": "↩"},
}
SIZES: Final = "(min-width: 60rem) 42rem, 100vw"
"""How wide a picture in a text is shown, for the browser's choice."""


class MarkdownRenderer:
    """Renders texts one after another; one converter serves all, as making one costs more than a text."""

    def __init__(self) -> None:
        self._fit = _Fit()
        self._markdown = markdown.Markdown(
            extensions=list(_EXTENSIONS), extension_configs=_SETTINGS, output_format="html"
        )
        # After inline patterns (20) and before toc (5) gives the headings their ids.
        self._markdown.treeprocessors.register(self._fit, "fit", 15)

    def render(self, body: Mapping[str, Any], table_label: str = "") -> Markup:
        """Return the HTML of a `BodyView`."""
        self._fit.body = body
        self._fit.table_label = table_label
        self._markdown.reset()
        return Markup(self._markdown.convert(body["markdown"]))  # noqa: S704  # the owner's own text


class _Fit(Treeprocessor):
    """Fits the tree to the page it will stand in."""

    def __init__(self) -> None:
        super().__init__()
        self.body: Mapping[str, Any] = {"pictures": {}, "links": {}}
        self.table_label = ""

    def run(self, root: Element) -> None:
        lowered = root.find(".//h1") is not None
        for parent in list(root.iter()):
            if lowered and parent.tag in {"h1", "h2", "h3", "h4", "h5"}:
                parent.tag = f"h{int(parent.tag[1]) + 1}"
            elif parent.tag == "a":
                self._link(parent)
            for index, child in enumerate(list(parent)):
                if child.tag == "img":
                    self._picture(parent, index, child)
                elif child.tag == "table":
                    parent[index] = self._scroll(child)

    def _link(self, link: Element) -> None:
        target = link.get("href", "")
        link.set("href", self.body["links"].get(target, target))

    def _scroll(self, table: Element) -> Element:
        box = Element("div", {"class": "table-scroll", "tabindex": "0", "role": "region"})
        box.set("aria-label", self.table_label)
        box.append(table)
        box.tail, table.tail = table.tail, None
        return box

    def _picture(self, parent: Element, index: int, image: Element) -> None:
        view = self.body["pictures"].get(image.get("src", ""))
        if view is None:
            return
        picture = Element("picture")
        for source in view["sources"]:
            SubElement(picture, "source", {"type": source["type"], "srcset": source["srcset"], "sizes": SIZES})
        shown = SubElement(picture, "img", {"src": view["src"], "alt": image.get("alt", "")})
        shown.attrib |= {"width": str(view["width"]), "height": str(view["height"])}
        shown.attrib |= {"loading": "lazy", "decoding": "async"}
        picture.tail = image.tail
        parent[index] = picture
        alone = parent.tag == "p" and len(parent) == 1 and not (parent.text or picture.tail or "").strip()
        if alone:
            parent.tag = "figure"
            parent.text = picture.tail = None
            if image.get("title"):
                SubElement(parent, "figcaption").text = image.get("title")
