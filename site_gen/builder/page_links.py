"""What a finished page links to and loads, and the places in it that can be linked to."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import Final

from site_gen.builder.report import PageLinks

# A parser takes longer than making the page; pages are made of templates, so their tags are whole. Patterns begin with
# a literal, which is found at the speed of memory.
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG: Final = re.compile(r"""<(a|img|link|script)\s((?:[^"'>]++|"[^"]*+"|'[^']*+')*+)>""")
_ANY_TAG: Final = re.compile(_TAG.pattern, re.IGNORECASE)  # twice as slow
_CAPITALS: Final = re.compile("<[AILS]")
_PLAIN_ID: Final = re.compile(r'id="([^"]*)"')
_ANY_ID: Final = re.compile(r"""\sid\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"""([a-zA-Z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")


def page_links(html: str) -> PageLinks:
    """Return the links and ids of a page; not those in comments, nor its canonical address and its translations."""
    if "<!--" in html:
        html = _COMMENT.sub("", html)
    is_usual = not _CAPITALS.search(html) and "ID=" not in html
    found = (_link(tag, inner) for tag, inner in (_TAG if is_usual else _ANY_TAG).findall(html))
    links = dict.fromkeys(link for link in found if link is not None)
    return PageLinks(tuple(links), frozenset(_ids(html, is_usual=is_usual)))


def _ids(html: str, *, is_usual: bool) -> list[str]:
    if is_usual and html.count('id="') == html.count("id=") and "id =" not in html:
        places = _PLAIN_ID.finditer(html)
        return [unescape(place[1]) for place in places if html[place.start() - 1].isspace()]  # not data-id
    return [unescape(double or single or bare) for double, single, bare in _ANY_ID.findall(html)]


@lru_cache(maxsize=10_000)  # most tags of a site are in its menus, the same on every page
def _link(tag: str, inner: str) -> str | None:
    """Return the address that an element links to or loads; None if it has none."""
    values = {name.lower(): unescape(one or two or bare) for name, one, two, bare in _ATTRIBUTE.findall(inner)}
    if tag.lower() in {"img", "script"}:
        return values.get("src")
    if tag.lower() == "a" or values.get("rel") not in {"canonical", "alternate"}:
        return values.get("href")
    return None
