"""Puts videos in the place of their addresses, in Python-Markdown's tree."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

Make = Callable[[str, Element | None], Element | None]
"""Returns the element for a video's address and the picture that links to it, if one does; None if the address is not a
video's."""


def place_videos(root: Element, make: Make) -> None:
    """Replace each address that has a line of a paragraph for itself by what `make` returns for it."""
    for parent in list(root.iter()):
        for paragraph in [child for child in parent if child.tag == "p" and child.find("a") is not None]:
            parts = _parts(paragraph, make)
            if parts:
                index = list(parent).index(paragraph)
                parent.remove(paragraph)
                for number, part in enumerate(parts):
                    part.tail = "\n"
                    parent.insert(index + number, part)


def _parts(paragraph: Element, make: Make) -> list[Element]:
    """Return the videos of a paragraph and the paragraphs between them; nothing if it has no video."""
    parts: list[Element] = []
    between = Element("p")
    between.text = paragraph.text
    found = False
    for index, child in enumerate(list(paragraph)):
        picture = child[0] if child.tag == "a" and len(child) == 1 and child[0].tag == "img" else None
        video = make(child.get("href", ""), picture) if child.tag == "a" and _is_alone(paragraph, index) else None
        if video is not None:
            found = True
            parts += [*_filled(between), video]
            between = Element("p")
            between.text = (child.tail or "").lstrip()
        elif child.tag == "br" and found and not len(between) and not between.text:
            between.text = (child.tail or "").lstrip()  # the line's end, after a video
        else:
            between.append(child)
    return [*parts, *_filled(between)] if found else []


def _filled(paragraph: Element) -> list[Element]:
    """Return a paragraph in a list if there is something in it; without the end of its last line."""
    if len(paragraph) and paragraph[-1].tag == "br" and not (paragraph[-1].tail or "").strip():
        paragraph.remove(paragraph[-1])
    if len(paragraph):
        paragraph[-1].tail = (paragraph[-1].tail or "").rstrip()
    else:
        paragraph.text = (paragraph.text or "").rstrip()
    return [paragraph] if len(paragraph) or (paragraph.text or "").strip() else []


def _is_alone(paragraph: Element, index: int) -> bool:
    """Whether a child of a paragraph is a bare address, or a picture that links to one, and alone on its line."""
    link = paragraph[index]
    is_picture = len(link) == 1 and link[0].tag == "img" and not (link.text or link[0].tail or "").strip()
    if not is_picture and (link.text != link.get("href") or len(link)):
        return False
    previous = paragraph[index - 1] if index else None
    before = ((previous.tail if previous is not None else paragraph.text) or "").rstrip(" ")
    starts = before.endswith("\n") or (not before and (previous is None or previous.tag == "br"))
    after = (link.tail or "").lstrip(" ")
    following = paragraph[index + 1] if index + 1 < len(paragraph) else None
    return starts and (after.startswith("\n") or (not after and (following is None or following.tag == "br")))
