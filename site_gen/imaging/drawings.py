"""SVG drawings, made safe: an allow-list of what draws, and nothing that runs, follows a link or loads another file.

Browsers run no script of a drawing in an `img`, but they do where somebody opens its address. What editors write for
themselves (with names of people and folders) is left out silently; what would be missed in the picture is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Final
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from site_gen.imaging.kinds import ANEW, UnfitPictureError
from site_gen.messages import m

_SVG: Final = "{http://www.w3.org/2000/svg}"
_XLINK: Final = "{http://www.w3.org/1999/xlink}"
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_LARGEST: Final = 5_000_000
_MOST_ELEMENTS: Final = 50_000
_MOST_DRAWN: Final = 200_000
"""Elements that a browser draws when each part is drawn as often as others repeat it."""

_DEEPEST: Final = 100
_LARGEST_SIDE: Final = 20_000

_DRAWN: Final = frozenset(
    {
        "svg", "g", "defs", "symbol", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
        "tspan", "textPath", "title", "desc", "switch", "a", "image", "linearGradient", "radialGradient", "stop",
        "pattern", "clipPath", "mask", "marker", "style", "filter", "feBlend", "feColorMatrix", "feComponentTransfer",
        "feComposite", "feConvolveMatrix", "feDiffuseLighting", "feDisplacementMap", "feDistantLight", "feDropShadow",
        "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR", "feGaussianBlur", "feImage", "feMerge", "feMergeNode",
        "feMorphology", "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence",
    }
)  # fmt: skip
_DROPPED: Final = frozenset({"script", "metadata", "view", "cursor", "handler", "listener"})
_EXPORT: Final = m("export it as plain SVG from your drawing program, or as PNG")

_LENGTH: Final = re.compile(r"\s*\+?(\d*\.?\d+(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in|q|em|rem|ex)?\s*", re.IGNORECASE)
_UNITS: Final = {
    "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "q": 96 / 101.6,
    "em": 16.0, "rem": 16.0, "ex": 8.0,
}  # fmt: skip
"""CSS pixels of a unit (CSS Values 4)."""

_REPEATED: Final = re.compile(r"url\s*\(\s*['\"]?\s*#([^)'\"]+)", re.IGNORECASE)
_URL: Final = re.compile(r"url\s*\((?!\s*['\"]?\s*#)", re.IGNORECASE)
_STYLE_RISK: Final = re.compile(
    r"@import|\\|expression\s*\(|javascript:|image-set\s*\(|(?<![\w-])src\s*\(", re.IGNORECASE
)
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_FONT_FACE: Final = re.compile(r"@font-face\s*\{[^}]*\}", re.IGNORECASE)
_EMBEDDED: Final = re.compile(r"\s*data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A safe drawing: its bytes, and its size in CSS pixels."""

    content: bytes
    width: int
    height: int


def read_drawing(data: bytes) -> Drawing:
    """Return a drawing made safe. Raises UnfitPictureError for one that can't be, and says why."""
    if len(data) > _LARGEST:
        raise UnfitPictureError(
            m("the drawing has {count:,} bytes, and at most {largest:,} are read", count=len(data), largest=_LARGEST),
            _EXPORT,
        )
    root = _parsed(data)
    if root.tag not in {f"{_SVG}svg", "svg"}:
        raise UnfitPictureError(m("this is markup, but no SVG drawing"), m("save the picture, not its page"))
    _Budget().check(root, 1)
    safe = _safe(root)
    _Repeats(safe).check()
    width, height = _size(safe)
    safe.set("xmlns", _SVG[1:-1])
    return Drawing(tostring(safe, encoding="utf-8"), width, height)


def _parsed(data: bytes) -> Element:
    parser = DefusedXMLParser(forbid_dtd=False, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(data)
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise UnfitPictureError(m("the drawing has entities, which can hold anything"), _EXPORT) from error
    except (ParseError, ValueError, LookupError) as error:
        raise UnfitPictureError(m("the drawing is damaged: {error}", error=error), ANEW) from error
    return root


@dataclass
class _Budget:
    left: int = _MOST_ELEMENTS

    def check(self, element: Element, depth: int) -> None:
        """Raise UnfitPictureError for a drawing that would keep programs busy for long."""
        self.left -= 1
        if depth > _DEEPEST or self.left < 0:
            raise UnfitPictureError(m("the drawing has too many parts, or parts too deep in each other"), _EXPORT)
        for child in element:
            self.check(child, depth + 1)


class _Repeats:
    """Counts what a browser draws of a drawing: ten parts that each repeat ten others ten times are millions."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._named = {name: element for element in root.iter() if (name := element.get("id"))}
        self._counted: dict[Element, int] = {}
        self._open: set[Element] = set()

    def check(self) -> None:
        """Raise UnfitPictureError for a drawing that would keep a visitor's browser busy for long."""
        if self._count(self._root, 1) > _MOST_DRAWN:
            raise UnfitPictureError(
                m(
                    "the drawing repeats its parts so often that more than {most_drawn:,} are drawn",
                    most_drawn=_MOST_DRAWN,
                ),
                _EXPORT,
            )

    def _count(self, element: Element, depth: int) -> int:
        if element in self._counted:
            return self._counted[element]
        if depth > 2 * _DEEPEST:
            raise UnfitPictureError(m("the drawing's parts refer to each other too often"), _EXPORT)
        if element in self._open:  # browsers draw no part in itself
            return 0
        self._open.add(element)
        parts = [*element, *(self._named[name] for name in self._references(element) if name in self._named)]
        count = 1 + sum(self._count(part, depth + 1) for part in parts)
        self._open.discard(element)
        self._counted[element] = count
        return count

    @staticmethod
    def _references(element: Element) -> Iterator[str]:
        for name, value in element.attrib.items():
            if name == "href":
                yield value.removeprefix("#")
            elif "#" in value:
                yield from (found.strip() for found in _REPEATED.findall(value))


def _safe(element: Element) -> Element:
    name = element.tag.removeprefix(_SVG)
    made = Element(name)
    for key, value in _attributes(element, name):
        made.set(key, value)
    if name == "style":
        made.text = _style("".join(element.itertext()))
        return made
    made.text, made.tail = element.text, element.tail
    before: Element | None = None
    for child in element:
        kept = _kept(child)
        if kept is not None:
            made.append(kept)
            before = kept
        elif child.tail and child.tail.strip():  # words of a text beside something left out
            if before is None:
                made.text = (made.text or "") + child.tail
            else:
                before.tail = (before.tail or "") + child.tail
    return made


def _kept(element: Element) -> Element | None:
    """Return a safe copy of an element, or None for one that draws nothing."""
    if not isinstance(element.tag, str):  # a comment, an instruction
        return None
    name = element.tag.removeprefix(_SVG)
    if name in _DRAWN:
        return _safe(element)
    if name in _DROPPED or name.startswith("{"):  # an editor's own
        return None
    raise UnfitPictureError(
        m("the drawing has <{name}>, which may move, run or load something", name=name[:40]), _EXPORT
    )


def _attributes(element: Element, name: str) -> Iterator[tuple[str, str]]:
    for key, value in element.attrib.items():
        plain = key.removeprefix(_XLINK)
        if plain == "href":
            if name != "a":  # a link in a picture leads nowhere
                yield "href", _reference(value, name)
        elif key.startswith(_XML):
            if key.removeprefix(_XML) in {"space", "lang"}:
                yield f"xml:{key.removeprefix(_XML)}", value
        elif not plain.startswith(("{", "on", "On", "ON", "oN", "data-")) and ":" not in plain:
            yield plain, _style(value) if plain == "style" else _plain(value)


def _reference(value: str, name: str) -> str:
    if value.strip().startswith("#") or (name in {"image", "feImage"} and _EMBEDDED.fullmatch(value)):
        return value.strip()
    raise UnfitPictureError(
        m("the drawing loads another file: {value}", value=_shown(value)), m("embed it, or export as PNG")
    )


def _plain(value: str) -> str:
    if _URL.search(value):
        raise UnfitPictureError(
            m("the drawing loads another file: {value}", value=_shown(value)), m("embed it, or export as PNG")
        )
    return value


def _style(text: str) -> str:
    """Return a style that loads nothing; typefaces that it names are left out, as pictures can't load them."""
    text = _FONT_FACE.sub("", _COMMENT.sub("", text))
    if found := _STYLE_RISK.search(text):
        raise UnfitPictureError(
            m("the drawing's style may load something: {group}", group=_shown(found.group())), _EXPORT
        )
    return _plain(text)


def _shown(value: str) -> str:
    return value.strip()[:60]


def _size(root: Element) -> tuple[int, int]:
    """Return the size of a drawing, and give it a viewBox if it has none, so that it can be scaled."""
    width, height = _pixels(root.get("width")), _pixels(root.get("height"))
    box = [float(part) for part in re.findall(r"[-+]?\d*\.?\d+(?:e[-+]?\d+)?", root.get("viewBox", ""), re.IGNORECASE)]
    if len(box) == 4 and all(map(isfinite, box)) and box[2] > 0 and box[3] > 0:
        if width and not height:
            height = width * box[3] / box[2]
        elif height and not width:
            width = height * box[2] / box[3]
        elif not width:
            width, height = box[2], box[3]
    elif width and height:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    if not width or not height:
        raise UnfitPictureError(m("the drawing has no size"), m("give its <svg> a viewBox, or width and height"))
    largest = max(width, height)
    if largest > _LARGEST_SIDE:
        width, height = width * _LARGEST_SIDE / largest, height * _LARGEST_SIDE / largest
    width, height = max(1, round(width)), max(1, round(height))
    root.set("width", str(width))
    root.set("height", str(height))
    return width, height


def _pixels(value: str | None) -> float | None:
    found = _LENGTH.fullmatch(value or "")
    length = float(found[1]) * _UNITS[(found[2] or "px").lower()] if found else 0.0
    return length if length > 0 and isfinite(length) else None
