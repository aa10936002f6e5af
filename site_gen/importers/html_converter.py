"""How HTML elements become Markdown here: what the library does otherwise, or has nothing for.

markdownify takes a while to import: this module is imported when there is HTML to convert.
"""

# ruff: noqa: ARG002  # the library hands each of them all three arguments

from __future__ import annotations

import re
from typing import Any, Final

from markdownify import MarkdownConverter

from site_gen.importers import ours

_SIGNS: Final = re.compile(r"`|<(?=[a-zA-Z/!?])|&(?=#?\w{1,30};)|(?<=\])\((?=\S)")
"""What would begin code, an element, a character or a link, and is meant as it stands."""

_LINE_START: Final = re.compile(r"((?:^|\n)[ \t]*)([-+>]|#{1,6}|\d{1,9}[.)])(?=\s)")
_INLINE_PARENTS: Final = "td th h1 h2 h3 h4 h5 h6 a figcaption li span em strong p div"


def converter() -> Converter:
    """Return the library's converter with what is ours."""
    return Converter(
        heading_style="atx",
        bullets="-",
        newline_style="backslash",
        keep_inline_images_in=_INLINE_PARENTS.split(),
    )


class Converter(MarkdownConverter):
    """The library's converter, with headings by `#`, fences with their language, and what it has nothing for."""

    def escape(self, text: str, parent_tags: Any) -> str:
        made = _SIGNS.sub(r"\\\g<0>", super().escape(text, parent_tags))  # type: ignore[misc]  # its types leave it out
        made = _LINE_START.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", made)
        return made.replace("|", "\\|") if {"td", "th"} & set(parent_tags) else made

    def convert_x_made(self, el: Any, text: str, parent_tags: Any) -> str:
        return el.get_text()  # type: ignore[no-any-return]  # an element of any kind

    def convert_a(self, el: Any, text: str, parent_tags: Any) -> str:
        if el.get("role") in {"doc-noteref", "doc-biblioref"}:
            return f"[^{_label(el)}]"
        return super().convert_a(el, text, parent_tags)  # type: ignore[no-any-return, misc]  # its types leave it out

    def convert_aside(self, el: Any, text: str, parent_tags: Any) -> str:
        classes = el.get("class") or []
        if el.get("role") in {"doc-footnote", "doc-biblioentry"}:
            return _note(el, text)
        title = el.find("p", class_="admonition-title", recursive=False)
        if title is None:
            return text
        kind = next((name for name in classes if ours.is_callout(name) and name != "admonition"), "note")
        words = " ".join(title.get_text().split())
        inner = text.strip().partition("\n")[2].strip()
        return ours.callout(kind, inner, words if any(name.startswith("admonition-") for name in classes) else "")

    def convert_div(self, el: Any, text: str, parent_tags: Any) -> str:
        classes = el.get("class") or []
        if el.get("role") == "doc-biblioentry":
            return _note(el, text)
        if "line" in classes:
            return f"{text.strip()}\\\n"
        if "line-block" in classes:
            lines = text.strip("\n").removesuffix("\\")
            return lines + "\\\n" if "line-block" in (el.parent.get("class") or []) else f"\n\n{lines}\n\n"
        return super().convert_div(el, text, parent_tags)  # type: ignore[no-any-return, misc]  # its types leave it out

    def convert_tt(self, el: Any, text: str, parent_tags: Any) -> str:
        return f"${el.get_text()}$" if "math" in (el.get("class") or []) else ours.inline_code(el.get_text())

    def convert_pre(self, el: Any, text: str, parent_tags: Any) -> str:
        if "math" in (el.get("class") or []):
            return f"\n\n$$\n{el.get_text().strip()}\n$$\n\n"
        return ours.fence(el.get_text(), _language(el))

    def convert_iframe(self, el: Any, text: str, parent_tags: Any) -> str:
        address = str(el.get("src") or el.get("data-src") or "")
        return f"\n\n{ours.framed(address)}\n\n" if address.startswith(("http", "//")) else ""

    def convert_img(self, el: Any, text: str, parent_tags: Any) -> str:
        source = str(el.get("data-original") or el.get("data-src") or el.get("src") or "")
        made = ours.picture(source, _words(el), str(el.get("title") or ""))
        return made if source and not source.startswith("data:") else str(el.get("alt") or "")

    def convert_figure(self, el: Any, text: str, parent_tags: Any) -> str:
        caption = el.find("figcaption")
        if caption is None:
            return f"\n\n{text.strip()}\n\n"
        image = el.find("img")
        if image is None or len(el.find_all("img")) > 1:
            return f"\n\n{text.strip()}\n\n"
        words = caption.get_text(" ", strip=True)
        source = str(image.get("data-src") or image.get("src") or "")
        around = image.find_parent("a")
        link = str(around.get("href") or "") if around is not None else ""
        return f"\n\n{ours.picture(source, _words(image) or words, words, link)}\n\n"

    def convert_span(self, el: Any, text: str, parent_tags: Any) -> str:
        is_code = "literal" in (el.get("class") or []) and text.strip()
        return ours.inline_code(el.get_text()) if is_code else text

    def convert_abbr(self, el: Any, text: str, parent_tags: Any) -> str:
        return f'<abbr title="{el["title"]}">{text}</abbr>' if el.get("title") else text

    def convert_audio(self, el: Any, text: str, parent_tags: Any) -> str:
        source = el.find("source")
        address = str(el.get("src") or (source.get("src") if source else "") or "")
        return f"\n\n{ours.link(address, address.rpartition('/')[2])}\n\n" if address else ""

    convert_video = convert_audio


def _words(image: Any) -> str:
    """Return the words of a picture; docutils writes its address where it has none."""
    words = str(image.get("alt") or "")
    return "" if words == image.get("src") else words


def _label(element: Any) -> str:
    return re.sub(r"[^\w-]", "", element.get_text())


def _note(element: Any, text: str) -> str:
    """Return a footnote, whose label stands before its text, as Markdown has it."""
    label = element.find("span", class_="label")
    name = _label(label) if label is not None else ""
    _, _, rest = text.strip().partition(")]" if label is not None and label.find("a") else "]")
    lines = "\n".join(f"    {line}".rstrip() for line in rest.strip().split("\n")).strip()
    return f"\n\n[^{name}]: {lines}\n\n" if name else text


def _language(element: Any) -> str:
    code = element.find("code")
    classes = [name for name in element.get("class") or [] if name not in {"code", "literal-block"}]
    if "literal-block" in (element.get("class") or []) and classes:
        return str(classes[0])
    names = [
        *(element.get("class") or []),
        *((code.get("class") or []) if code else []),
        str(element.get("lang") or ""),
    ]
    found = (re.fullmatch(r"(?:language|lang|brush:?|highlight-source)-?(\S+)", name) for name in names)
    return next((each[1] for each in found if each), "")
