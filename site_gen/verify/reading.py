"""Reads what a page says, apart from how its HTML is written: hosts shorten pages and add to them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import unquote

from site_gen.foreign_json import read_json

_SILENT: Final = frozenset({"script", "style", "template"})
_SPACE: Final = re.compile(r"\s+")
_REFRESH: Final = re.compile(r"\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?['\"]?(.*?)['\"]?\s*", re.IGNORECASE | re.DOTALL)
_HIDDEN_MAIL: Final = "/cdn-cgi/l/email-protection"
"""How addresses begin that Cloudflare's "Email Address Obfuscation" writes; after '#' the same code as in
data-cfemail."""


@dataclass(frozen=True, slots=True)
class FormOnPage:
    """Where a form goes, by which method, and the attributes that begin with `data-`."""

    action: str
    method: str
    data: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PageContent:
    """What a page says: texts in their order, links, instants (`times`, as written), forms, structured data.

    `hides_mail` says that the host wrote e-mail addresses in a way of its own; they are read as they were.
    """

    texts: tuple[str, ...] = ()
    links: frozenset[str] = frozenset()
    times: tuple[str, ...] = ()
    forms: tuple[FormOnPage, ...] = ()
    nodes: tuple[Mapping[str, Any], ...] = ()
    robots: str = ""
    canonical: str | None = None
    refresh: str | None = None
    scripts: frozenset[str] = frozenset()
    hides_mail: bool = False

    @property
    def is_out_of_search(self) -> bool:
        """Whether the page asks search engines to leave it out."""
        return says_noindex(self.robots)

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """All that can be read in it, piece by piece: texts, instants, and structured data as 'key: value'."""
        data = (piece for node in self.nodes for piece in _flat(node))
        return (*self.texts, *(f"datetime: {time}" for time in self.times), *data)

    def says_the_same(self, other: PageContent) -> bool:
        """Whether readers, search engines and browsers learn the same from both."""
        return self._said == other._said

    @cached_property
    def _said(self) -> tuple[object, ...]:
        # Shortened HTML has no space between some elements, so that texts run together.
        text = _SPACE.sub("", "".join(self.texts))
        forms = [(form.action, form.method) for form in self.forms]
        data = sorted(json.dumps(node, sort_keys=True) for node in self.nodes)
        return text, self.links, self.times, forms, data, self.is_out_of_search, self.canonical, self.refresh


def read_page(content: bytes) -> PageContent:
    """Return what a page says; of what is no HTML, or broken, what can be read."""
    reader = _Reader()
    reader.feed(content.decode("utf-8", "replace"))
    reader.close()
    return reader.page()


def says_noindex(rules: str) -> bool:
    """Whether a robots header or element keeps a page out of search."""
    return not {"noindex", "none"}.isdisjoint(re.split(r"[,\s:]+", rules.lower()))


@dataclass
class _Reader(HTMLParser):
    _texts: list[str] = field(default_factory=list)
    _links: set[str] = field(default_factory=set)
    _times: list[str] = field(default_factory=list)
    _forms: list[FormOnPage] = field(default_factory=list)
    _nodes: list[Mapping[str, Any]] = field(default_factory=list)
    _scripts: set[str] = field(default_factory=set)
    _facts: dict[str, str] = field(default_factory=dict)
    _in: str | None = None
    _data: list[str] | None = None
    _covered: str | None = None
    _hides_mail: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def page(self) -> PageContent:
        return PageContent(
            texts=tuple(self._texts),
            links=frozenset(self._links),
            times=tuple(self._times),
            forms=tuple(self._forms),
            nodes=tuple(self._nodes),
            robots=self._facts.get("robots", ""),
            canonical=self._facts.get("canonical"),
            refresh=self._facts.get("refresh"),
            scripts=frozenset(self._scripts),
            hides_mail=self._hides_mail,
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._in = tag
            self._data = [] if values.get("type") == "application/ld+json" else None
        match tag:
            case "script" if "src" in values:
                self._scripts.add(values["src"])
            case "meta":
                self._meta(values)
            case "link" if "canonical" in values.get("rel", "").lower().split():
                self._facts["canonical"] = values.get("href", "")
            case "form":
                data = frozenset(name for name in values if name.startswith("data-"))
                self._forms.append(FormOnPage(values.get("action", ""), values.get("method", "get").lower(), data))
        self._times += (values[name] for name in ("datetime", "data-ends") if values.get(name))
        if (
            tag == "a" and values.get("href", _HIDDEN_MAIL) != _HIDDEN_MAIL
        ):  # without a code it is no link of the page's
            self._links.add(self._address(values["href"]))
        hidden = _mail(values["data-cfemail"]) if "data-cfemail" in values else None
        if hidden:
            self._hides_mail, self._covered = True, tag
            self._texts.append(hidden)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._covered:
            self._covered = None
        if tag == self._in:
            if self._data is not None:
                self._nodes += _json_nodes("".join(self._data))
            self._in = self._data = None

    def handle_data(self, data: str) -> None:
        if self._data is not None:
            self._data.append(data)
        elif self._in is None and self._covered is None:
            text = _SPACE.sub(" ", data).strip()
            if text:
                self._texts.append(text)

    def _meta(self, values: Mapping[str, str]) -> None:
        content = values.get("content", "")
        if values.get("name", "").lower() in {"robots", "googlebot"}:
            self._facts["robots"] = f"{self._facts.get('robots', '')}, {content}"
        if values.get("http-equiv", "").lower() == "refresh":
            found = _REFRESH.fullmatch(content)
            self._facts["refresh"] = found[1] if found else ""

    def _address(self, address: str) -> str:
        if address.startswith(_HIDDEN_MAIL):
            mail = _mail(address.partition("#")[2])
            if mail:
                self._hides_mail = True
                return f"mailto:{unquote(mail)}"
        return unquote(address)


def _mail(code: str) -> str | None:
    """Return an e-mail address that Cloudflare hid: hexadecimal bytes, each combined with the first one."""
    try:
        key, *rest = bytes.fromhex(code)
        return bytes(byte ^ key for byte in rest).decode()
    except ValueError:
        return None


def _json_nodes(text: str) -> Iterator[Mapping[str, Any]]:
    """Yield the nodes of structured data; nothing of what can't be read."""
    try:
        data = read_json(text)
    except ValueError:
        return
    graph = data.get("@graph", [data]) if isinstance(data, dict) else data
    yield from (node for node in (graph if isinstance(graph, list) else [graph]) if isinstance(node, dict))


def _flat(node: Any, name: str = "") -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _flat(value, str(key))
    elif isinstance(node, list):
        for value in node:
            yield from _flat(value, name)
    else:
        yield f"{name}: {node}"
