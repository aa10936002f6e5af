"""Reads the feeds: which entries are about offers, and what those tell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from tests.truth.reader.dom import parse
from tests.truth.reader.facts import Told
from tests.truth.reader.prose import read

_OFFER: Final = re.compile(r"/offers/([\w-]+)/")
_ATOM: Final = "{http://www.w3.org/2005/Atom}"


def read_atom(text: str, language: str) -> Iterator[tuple[str, Told]]:
    """Yield the entries of an Atom feed that link to an offer."""
    for entry in ET.fromstring(text).iter(f"{_ATOM}entry"):  # noqa: S314  # made by ourselves
        links = [link.get("href", "") for link in entry.iter(f"{_ATOM}link")]
        said = [entry.findtext(f"{_ATOM}{name}") or "" for name in ("title", "summary")]
        content = entry.findtext(f"{_ATOM}content") or ""
        yield from _entry(links[0] if links else "", "\n".join([*said, _plain(content)]), language)


def read_json(text: str, language: str) -> Iterator[tuple[str, Told]]:
    """Yield the items of a JSON feed that link to an offer."""
    for item in json.loads(text)["items"]:
        said = [item.get("title", ""), item.get("summary", ""), item.get("content_text", "")]
        yield from _entry(item.get("url", ""), "\n".join([*said, _plain(item.get("content_html", ""))]), language)


def _plain(html: str) -> str:
    """Return a feed's HTML as text; items of lists keep a sign that they are."""
    listed = re.sub(r"<li\b[^>]*>", r"\g<0>• ", html)
    return parse(f"<body>{listed}</body>").text()


def _entry(link: str, text: str, language: str) -> Iterator[tuple[str, Told]]:
    found = _OFFER.search(link)
    if found:
        yield found[1], read(text, language)
