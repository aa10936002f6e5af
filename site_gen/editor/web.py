"""Requests and answers of the editor as plain data, so that a screen is a function from one to the other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

ROOT: Final = "/_edit/"

LANGUAGE_COOKIE: Final = "site-gen-language"
"""The cookie with the language that was chosen."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a browser sent: what it was called there, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that has shown its session key and, if it changes something, its token. `path` is below ROOT; `query`
    and `pairs` are decoded."""

    method: str
    path: str
    language: str
    query: Mapping[str, str]
    pairs: tuple[tuple[str, str], ...] = ()
    uploads: tuple[Upload, ...] = ()

    def field(self, name: str, default: str = "") -> str:
        """Return the last value of a form's field."""
        return next((value for key, value in reversed(self.pairs) if key == name), default)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the browser gets. `wrote` are the files that were written, so that the site follows at once."""

    status: int
    body: bytes = b""
    type_: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    wrote: tuple[str, ...] = ()


def whole(text: str) -> int | None:
    """Return a number that a request names; None for what is none, or has more digits than anything here has."""
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else None


_DIGITS: Final = 9


def address(path: str, **query: object) -> str:
    """Return the address of a screen."""
    return f"{ROOT}{path}?{urlencode(query)}" if query else f"{ROOT}{path}"


def redirect(path: str, /, *, wrote: tuple[str, ...] = (), **query: object) -> Answer:
    """Return an answer that leads to another screen."""
    return Answer(303, headers=(("Location", address(path, **query)),), wrote=wrote)


def as_json(data: object, status: int = 200) -> Answer:
    """Return an answer for the editor's own script."""
    return Answer(status, json.dumps(data, ensure_ascii=False).encode(errors="backslashreplace"), "application/json")
