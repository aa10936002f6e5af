"""Finds what a network recognises as a link: the rules of twitter-text 3.1.0, and Mastodon's changes to them.

The rules: github.com/twitter/twitter-text (extractUrlsWithIndices and its patterns, which are the same in Java, Ruby
and JavaScript) and github.com/mastodon/mastodon (config/initializers/twitter_regex.rb), read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import regex

_DATA: Final = Path(__file__).parent / "data" / "tlds.txt"
_LONGEST: Final = 4096
_LONGEST_LABEL: Final = 63
_LONGEST_SLUG: Final = 40
_PUNYCODE: Final = "xn--"

_INVALID: Final = "\ufffe\ufeff\uffff"
_DIRECTIONS: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_SPACES: Final = "\x09-\x0d \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_ACCENTS: Final = (
    "\xc0-\xd6\xd8-\xf6\xf8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u028b\u02bb"
    "\u0300-\u036f\u1e00-\u1eff"
)
_LETTERS: Final = "A-Za-z0-9"
_NO_LATIN_CASE: Final = {0x130: "\xdf", 0x131: "\xdf", 0x17F: "\xdf", 0x212A: "の"}
"""Letters that equal i, s or k by Unicode's case rules, but not for these networks; they are replaced by others."""

_TEXT_LETTERS: Final = rf"{_LETTERS}{_ACCENTS}\u0400-\u04ff"
_NOT_IN_DOMAINS: Final = rf"!'#%&()*+,\\\-./:;<=>?@\[\]\^_{{|}}~${_SPACES}{_INVALID}{_DIRECTIONS}"


@dataclass(frozen=True, slots=True)
class Address:
    """A link in a text: code points [start, end)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Paths:
    """The characters allowed in the path and the query of a link, as character classes.

    `bracket_ends` says whether a pair of brackets ends a section of a path like a letter does, or is a section itself.
    """

    schemes: str
    path: str
    path_end: str
    query: str
    query_end: str
    bracket_ends: bool


_X: Final = _Paths(
    schemes="[Hh][Tt][Tt][Pp][Ss]?",
    path=rf"[{_TEXT_LETTERS}!*';:=+,.$/%#\[\]\-\u2013_~@|&]",
    path_end=rf"[{_TEXT_LETTERS}+\-=_#/]",
    query=rf"[{_LETTERS}!?*'@();:&=+$/%#\[\]\-_.,~|]",
    query_end=rf"[{_LETTERS}\-_&=#/]",
    bracket_ends=False,
)
_UNICODE: Final = "\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\uffef\U00010000-\U0010fffd"
_MASTODON: Final = _Paths(
    schemes="(?i:https?|dat|dweb|ipfs|ipns|ssb|gopher|gemini)",
    path=r"[^\p{White_Space}<>()?]",
    path_end=r"""[^\p{White_Space}()?!*"'「」<>;:=,.$%\[\]~&|@]""",
    query=rf"[{_LETTERS}!?*'();:&=+$/%#\[\]\-_.,~|@\^{_UNICODE}]",
    query_end=rf"[{_LETTERS}_&=#/\-{_UNICODE}]",
    bracket_ends=True,
)


def x_addresses(text: str) -> tuple[Address, ...]:
    """Return what X recognises as links, with and without https://. `text` is in NFC, as X counts it."""
    return tuple(_find(text, _pattern(_X), bare=True)) if "." in text else ()


def mastodon_addresses(text: str) -> tuple[Address, ...]:
    """Return what Mastodon recognises as links: only addresses with a scheme."""
    return tuple(_find(text, _pattern(_MASTODON), bare=False)) if ":" in text else ()


def _find(text: str, pattern: regex.Pattern[str], *, bare: bool) -> Iterator[Address]:
    for found in pattern.finditer(text.translate(_NO_LATIN_CASE)):
        if not _is_host(found["domain"], found["url"], found["scheme"]):
            continue
        if found["scheme"]:
            yield from _with_scheme(found)
        elif bare and not found["before"].endswith(("-", "_", ".", "/")):
            yield from _without_scheme(found)


def _with_scheme(found: regex.Match[str]) -> Iterator[Address]:
    start, end = found.span("url")
    short = _short_links().match(found["url"])
    if short and len(short["slug"]) > _LONGEST_SLUG:
        return
    yield Address(start, start + short.end() if short else end)


def _without_scheme(found: regex.Match[str]) -> Iterator[Address]:
    """Yield the domains that have only Latin letters; path and query belong to the last one."""
    start = found.start("domain")
    domains = [match.span() for match in _plain_domains().finditer(found["domain"])]
    for first, last in domains[:-1]:
        yield Address(start + first, start + last)
    for first, last in domains[-1:]:
        yield Address(start + first, found.end("url") if found["path"] else start + last)


def _is_host(domain: str, url: str, scheme: str | None) -> bool:
    """Whether a host is valid (RFC 1035, RFC 3490) and the whole address is not too long for X."""
    if domain.startswith(_PUNYCODE) and not _plain_domains().search(domain):
        return False
    labels = [_ascii_label(label) for label in domain.split(".")]
    if any(not 1 <= len(label) <= _LONGEST_LABEL for label in labels):
        return False
    return len(url) + (0 if scheme else len("https://")) <= _LONGEST


def _ascii_label(label: str) -> str:
    return label if label.isascii() else _PUNYCODE + label.encode("punycode").decode("ascii")


# --- patterns ---------------------------------------------------------------------------------------------------------


@cache
def _endings() -> str:
    """Return the pattern of a top-level domain, ignoring case."""
    lines = _DATA.read_text(encoding="utf-8").splitlines()
    words = sorted({word for line in lines if not line.startswith("#") for word in line.split()})
    return rf"(?:(?i:{_any_of(words)})(?=[^0-9A-Za-z@+\-]|\Z)|(?i:xn)--[\-0-9A-Za-z]+)"


def _any_of(words: list[str]) -> str:
    """Return a pattern for sorted words that tries the longest first and reads no letter twice."""
    rests: dict[str, list[str]] = {}
    for word in words:
        if word:
            rests.setdefault(word[0], []).append(word[1:])
    branches = "|".join(regex.escape(letter) + _any_of(rest) for letter, rest in rests.items())
    if not branches:
        return ""
    return f"(?:{branches})?" if words[0] == "" else f"(?:{branches})"


@cache
def _plain_domains() -> regex.Pattern[str]:
    return regex.compile(rf"(?:[\-{_LETTERS}{_ACCENTS}]+\.)+{_endings()}")


@cache
def _short_links() -> regex.Pattern[str]:
    query = rf"(?:\?{_X.query}*{_X.query_end})?"
    return regex.compile(rf"(?i:https?://t\.co/)(?P<slug>[{_LETTERS}]+){query}")


@cache
def _pattern(paths: _Paths) -> regex.Pattern[str]:
    inside = rf"[^{_NOT_IN_DOMAINS}]"
    subdomain = rf"(?:(?:{inside}(?:[_\-]|{inside})*)?{inside}\.)"
    name = rf"(?:(?:{inside}(?:-|{inside})*)?{inside}\.)"
    brackets = rf"\((?:{paths.path}+|{paths.path}*\({paths.path}+\){paths.path}*)\)"
    end, alone = (rf"(?:{paths.path_end}|{brackets})", "") if paths.bracket_ends else (paths.path_end, rf"|{brackets}")
    path = rf"(?:{paths.path}*(?:{brackets}{paths.path}*)*{end}{alone}|@{paths.path}+/)"
    return regex.compile(
        rf"(?P<before>[^{_LETTERS}@＠$#＃{_INVALID}]|[{_DIRECTIONS}]|^)"
        rf"(?P<url>(?:(?P<scheme>{paths.schemes})://)?"
        rf"(?P<domain>{subdomain}*{name}{_endings()})"
        rf"(?::(?P<port>[0-9]+))?"
        rf"(?P<path>/{path}*)?"
        rf"(?:\?{paths.query}*{paths.query_end})?)"
    )
