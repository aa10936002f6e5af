"""Requests and answers as plain data, so that any server can use the inbox."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from site_gen.inbox.addresses import ascii_url

Headers = tuple[tuple[str, str], ...]

_STYLE: Final = (
    "body{max-width:40rem;margin:2rem auto;padding:0 1rem;font:1.125rem/1.5 system-ui,sans-serif;"
    "overflow-wrap:anywhere}a{color:inherit}li{margin:.25rem 0}"
)
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

_COMMON: Final[Headers] = (
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    (
        "Content-Security-Policy",
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'",
    ),
)


@dataclass(frozen=True, slots=True)
class Request:
    """A request of a visitor's browser. Header names are in lower case, `address` is the visitor's, not a proxy's."""

    method: str
    path: str
    headers: Mapping[str, str]
    address: str
    body: bytes = b""

    @property
    def wants_json(self) -> bool:
        return "application/json" in self.headers.get("accept", "").lower()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a request."""

    status: int
    headers: Headers = ()
    body: bytes = b""

    def having(self, *headers: tuple[str, str]) -> Answer:
        """Return the answer with further headers."""
        return Answer(self.status, (*self.headers, *headers), self.body)


def plain_answer(status: int) -> Answer:
    """Return an answer without a body."""
    return Answer(status, _COMMON)


def redirect(url: str) -> Answer:
    """Return a redirect after which a browser requests another page with GET."""
    return Answer(303, (*_COMMON, ("Location", ascii_url(url))))


def json_answer(status: int, data: Mapping[str, object]) -> Answer:
    """Return a JSON answer for a script, in ASCII only, so that no character in it is misinterpreted."""
    body = json.dumps(data).encode()
    return Answer(status, (*_COMMON, ("Content-Type", "application/json")), body)


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A page for browsers without scripts: plain texts, which are escaped when it is written."""

    language: str
    title: str
    text: str
    points: tuple[str, ...] = ()
    back_url: str = ""
    back: str = ""


def page_answer(status: int, page: PlainPage) -> Answer:
    """Return a small page without external resources."""
    points = "".join(f"<li>{escape(point)}</li>" for point in page.points)
    link = f'<p><a href="{escape(page.back_url)}">{escape(page.back)}</a></p>' if page.back_url else ""
    html = (
        f'<!doctype html><html lang="{escape(page.language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">'
        f"<title>{escape(page.title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(page.title)}</h1><p>{escape(page.text)}</p>"
        f"{f'<ul>{points}</ul>' if points else ''}{link}</main></body></html>"
    )
    return Answer(status, (*_COMMON, ("Content-Type", "text/html; charset=utf-8")), html.encode())
