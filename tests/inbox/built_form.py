"""The form of a built page, and what a browser would send of it: with scripts and without."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlencode, urlsplit

from site_gen.inbox.exchange import Request

BOUNDARY: Final = "----built-form"


@dataclass
class BuiltForm(HTMLParser):
    """A form's attributes, and its fields with the values that they have before anybody typed."""

    attributes: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    boxes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            assert not self.attributes, "a page has one form"
            self._inside, self.attributes = True, found
        elif self._inside and tag in {"input", "select", "textarea"} and "name" in found:
            kind = found.get("type", "text") if tag == "input" else tag
            into = self.boxes if kind in {"checkbox", "radio"} else self.values
            into.setdefault(found["name"], found.get("value", "on" if into is self.boxes else ""))

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"

    def filled(self, **typed: str) -> dict[str, str]:
        """Return what is sent when these fields are filled in and the consent is given."""
        return {**self.values, "consent": self.boxes["consent"], **typed}

    def by_browser(self, values: Mapping[str, str]) -> Request:
        """Return the request that a browser without scripts makes."""
        body = urlencode(values).encode()
        headers = {"content-type": "application/x-www-form-urlencoded", "accept": "text/html,*/*;q=0.8"}
        return Request("POST", _path(self.attributes["action"]), headers, "127.0.0.1", body)

    def by_script(self, values: Mapping[str, str]) -> Request:
        """Return the request that form.js makes."""
        encoding = self.attributes["data-encoding"]
        kept = {**values, "submission": "123e4567-e89b-42d3-a456-426614174000", "elapsed": "9000", "utm_source": "ig"}
        kept = {name: value for name, value in kept.items() if name not in self.attributes["data-omit"].split()}
        kind, body = {"urlencoded": _urlencoded, "multipart": _multipart, "json": _json}[encoding](kept)
        headers = {"content-type": kind, "accept": "application/json"}
        return Request("POST", _path(self.attributes["data-url"]), headers, "127.0.0.1", body)


def built_form(html: str) -> BuiltForm:
    """Return the form of a page."""
    form = BuiltForm()
    form.feed(html)
    assert form.attributes, "the page has no form"
    return form


def _path(url: str) -> str:
    return urlsplit(url).path


def _urlencoded(values: Mapping[str, str]) -> tuple[str, bytes]:
    return "application/x-www-form-urlencoded;charset=UTF-8", urlencode(values).encode()


def _multipart(values: Mapping[str, str]) -> tuple[str, bytes]:
    parts = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in values.items()
    )
    return f"multipart/form-data; boundary={BOUNDARY}", ("".join(parts) + f"--{BOUNDARY}--\r\n").encode()


def _json(values: Mapping[str, str]) -> tuple[str, bytes]:
    return "application/json", json.dumps(values).encode()
