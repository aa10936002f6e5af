"""HTML → Markdown: for posts that are kept in HTML, for whole pages, and for what reStructuredText becomes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from site_gen.importers import ours
from site_gen.messages import m

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

LARGEST: Final = 2_000_000
DEEPEST: Final = 150
"""How deep elements may be nested: who converts them goes down level by level."""

_OPENS: Final = re.compile(r"<(/?)([a-zA-Z][\w-]*)[^<>]*?(/?)>")
_VOID_WORDS: Final = "area base br col embed hr img input link meta source track wbr p li td tr th dt dd option"
_VOID: Final = frozenset(_VOID_WORDS.split())
_UNWANTED: Final = ("script", "style", "noscript", "template", "form", "object", "canvas", "svg", "nav", "link", "meta")


_INLINE_PARENTS: Final = "td th h1 h2 h3 h4 h5 h6 a figcaption li span em strong p div"


_SIGNS: Final = re.compile(r"`|<(?=[a-zA-Z/!?])|&(?=#?\w{1,30};)|(?<=\])\((?=\S)")
"""What would begin code, an element, a character or a link, and is meant as it stands."""

_LINE_START: Final = re.compile(r"((?:^|\n)[ \t]*)([-+>]|#{1,6}|\d{1,9}[.)])(?=\s)")


class UnfitHtmlError(Exception):
    """HTML that isn't read: too large, or nested too deep."""


def soup_of(html: str) -> BeautifulSoup:
    """Return the tree of a text in HTML. Raises UnfitHtmlError."""
    from bs4 import BeautifulSoup

    if len(html) > LARGEST:
        raise UnfitHtmlError(m("its HTML has more than {largest:,} characters", largest=LARGEST))
    depth = 0
    for found in _OPENS.finditer(html):
        if found[2].lower() in _VOID or found[3]:
            continue
        depth = max(0, depth + (-1 if found[1] else 1))
        if depth > DEEPEST:
            raise UnfitHtmlError(m("its HTML is nested more than {deepest} deep", deepest=DEEPEST))
    return BeautifulSoup(html, "html.parser")


def to_markdown(html: str) -> str:
    """Return HTML as Markdown. Raises UnfitHtmlError."""
    return tree_to_markdown(soup_of(html))


def tree_to_markdown(tree: Tag) -> str:
    """Return a tree as Markdown; it is changed. Raises UnfitHtmlError."""
    for name in _UNWANTED:
        for element in tree.find_all(name):
            element.decompose()
    try:
        text = _converter().convert_soup(tree)
    except RecursionError as error:
        raise UnfitHtmlError(m("its HTML is nested more than {deepest} deep", deepest=DEEPEST)) from error
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip("\n") + "\n"


def _converter() -> Any:
    from markdownify import MarkdownConverter

    class Converter(MarkdownConverter):
        """The library's converter, with headings by `#`, fences with their language, and what it has nothing for."""

        def escape(self, text: str, parent_tags: Any) -> str:
            made = _SIGNS.sub(r"\\\g<0>", super().escape(text, parent_tags))  # type: ignore[misc]  # its types leave it out
            made = _LINE_START.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", made)
            return made.replace("|", "\\|") if {"td", "th"} & set(parent_tags) else made

        def convert_pre(self, el: Any, text: str, parent_tags: Any) -> str:
            return ours.fence(el.get_text(), _language(el))

        def convert_iframe(self, el: Any, text: str, parent_tags: Any) -> str:
            address = str(el.get("src") or el.get("data-src") or "")
            return f"\n\n{ours.framed(address)}\n\n" if address.startswith(("http", "//")) else ""

        def convert_img(self, el: Any, text: str, parent_tags: Any) -> str:
            source = str(el.get("data-original") or el.get("data-src") or el.get("src") or "")
            made = ours.picture(source, str(el.get("alt") or ""), str(el.get("title") or ""))
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
            return f"\n\n{ours.picture(source, str(image.get('alt') or words), words, link)}\n\n"

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

    return Converter(
        heading_style="atx",
        bullets="-",
        newline_style="backslash",
        keep_inline_images_in=_INLINE_PARENTS.split(),
    )


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


def rst_to_markdown(text: str) -> str:
    """Return reStructuredText as Markdown. Raises UnfitHtmlError."""
    from docutils.core import publish_parts

    settings = {
        "file_insertion_enabled": False,
        "raw_enabled": True,
        "report_level": 5,
        "halt_level": 5,
        "_disable_config": True,
        "doctitle_xform": False,
        "sectsubtitle_xform": False,
        "initial_header_level": 2,
        "syntax_highlight": "none",
        "math_output": "LaTeX",
        "line_length_limit": 100_000,
        "smart_quotes": False,
        "traceback": False,
        "warning_stream": False,
    }
    try:
        parts = publish_parts(text, writer="html5", settings_overrides=settings)
    except RecursionError as error:
        raise UnfitHtmlError(m("its blocks are nested too deep")) from error
    except Exception as error:  # whatever a directive of somebody's raises
        raise UnfitHtmlError(m("docutils can't read it: {name}", name=type(error).__name__)) from error
    return to_markdown(str(parts["body"]))
