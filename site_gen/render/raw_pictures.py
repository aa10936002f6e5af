"""Pictures that a text names in raw HTML (`<img>`), shown as those in Markdown: in all sizes and formats."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from markdown import Markdown
from markdown.postprocessors import Postprocessor

from site_gen.sources.raw_html import RawTag, picture_tags

_ESCAPE: Final = re.compile("\x02(\\d+)\x03")
_KEPT: Final = ("class", "id", "title", "lang", "loading")
"""Attributes of an `img` that stay as its author wrote them."""


class RawPictures(Postprocessor):
    """Replaces `img` tags in the parts of a text that are raw HTML; `pictures` gives their views by name as written."""

    def __init__(self, md: Markdown, pictures: Callable[[], Mapping[str, Any]], sizes: str) -> None:
        super().__init__(md)
        self._pictures = pictures
        self._sizes = sizes

    def run(self, text: str) -> str:
        """Return the text as it is: the raw parts are put into it afterwards."""
        pictures = self._pictures()
        stash = self.md.htmlStash.rawHtmlBlocks
        for index, block in enumerate(stash):
            if pictures and isinstance(block, str) and "<" in block:
                stash[index] = type(block)(self._shown(block, pictures))
        return text

    def _shown(self, block: str, pictures: Mapping[str, Any]) -> str:
        parts, at, inside = [], 0, False
        for tag in picture_tags(block):
            inside = "<picture" in block[: tag.start].rpartition("</picture")[2].lower()
            view = pictures.get(tag.attributes.get("src", "")) if tag.name == "img" else None
            if view is not None:
                parts += [block[at : tag.start], _html(tag, view, self._sizes, inside=inside)]
                at = tag.end
        return "".join([*parts, block[at:]])


def written_source(image: Element) -> str:
    """Return the `src` of a picture in Markdown, in which escapes stand as numbers until the text is whole."""
    return _ESCAPE.sub(lambda found: chr(int(found[1])), image.get("src", ""))


def _html(tag: RawTag, view: Mapping[str, Any], sizes: str, *, inside: bool) -> str:
    """Return a picture's HTML: `inside` a `picture` element of the author's, the `img` alone."""
    picture = Element("picture")
    for source in view["sources"]:
        SubElement(picture, "source", {"type": source["type"], "srcset": source["srcset"], "sizes": sizes})
    shown = SubElement(picture, "img", {"src": view["src"], "alt": tag.attributes.get("alt", "")})
    shown.attrib |= {"width": str(view["width"]), "height": str(view["height"])}
    shown.attrib |= {"loading": "lazy", "decoding": "async"}
    shown.attrib |= {name: tag.attributes[name] for name in _KEPT if name in tag.attributes}
    return tostring(shown if inside else picture, "unicode", "html")
