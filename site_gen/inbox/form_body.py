"""Reads what a browser or a script sends: names with their values, as texts that can be stored."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import parse_qsl

_MOST_FIELDS: Final = 200
_BOUNDARY: Final = re.compile(r';\s*boundary=(?:"([^"]{1,70})"|([^\s";,]{1,70}))', re.IGNORECASE)
_NAME: Final = re.compile(rb';\s*name="((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_FILE: Final = re.compile(rb";\s*filename\*?\s*=", re.IGNORECASE)

Posted = Mapping[str, Sequence[str]]


class UnsupportedError(Exception):
    """The content type is not one that our forms use."""


class FormBodyError(Exception):
    """The body doesn't match its content type."""


def media_type(content_type: str) -> str:
    """Return the media type of a Content-Type header, in lower case."""
    return content_type.partition(";")[0].strip().lower()


def is_supported(content_type: str) -> bool:
    return media_type(content_type) in _READERS


def read_posted(content_type: str, body: bytes) -> Posted:
    """Return the values sent by name, in the order in which they came.

    Raises UnsupportedError for other content types and for files, FormBodyError for a broken body.
    """
    reader = _READERS.get(media_type(content_type))
    if reader is None:
        raise UnsupportedError
    posted: dict[str, list[str]] = {}
    for count, (name, value) in enumerate(reader(content_type, body)):
        if count >= _MOST_FIELDS:
            raise FormBodyError
        posted.setdefault(_storable(name), []).append(_storable(value))
    return posted


def _storable(text: str) -> str:
    """Return a text without lone surrogates: neither databases nor terminals accept them."""
    return text.encode("utf-8", "replace").decode()


def _urlencoded(_: str, body: bytes) -> Iterable[tuple[str, str]]:
    try:
        return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise FormBodyError from error


def _multipart(content_type: str, body: bytes) -> Iterator[tuple[str, str]]:
    found = _BOUNDARY.search(content_type)
    if not found:
        raise FormBodyError
    delimiter = b"\r\n--" + (found[1] or found[2]).encode("latin-1", "replace")
    _, *parts = (b"\r\n" + body).split(delimiter, _MOST_FIELDS + 2)
    if not parts or not parts[-1].startswith(b"--"):
        raise FormBodyError
    for part in parts[:-1]:
        line_end, _, rest = part.partition(b"\r\n")
        head, blank, content = rest.partition(b"\r\n\r\n")
        disposition = next(
            (line for line in head.split(b"\r\n") if line.lower().startswith(b"content-disposition:")), b""
        )
        name = _NAME.search(disposition)
        if line_end.strip() or not blank or not name:
            raise FormBodyError
        if _FILE.search(disposition):
            raise UnsupportedError
        yield name[1].decode("utf-8", "replace"), content.decode("utf-8", "replace")


def _json(_: str, body: bytes) -> Iterator[tuple[str, str]]:
    try:
        # Numbers keep their notation: a telephone number is no quantity.
        data = json.loads(body.decode("utf-8", "replace"), parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise FormBodyError from error
    if not isinstance(data, dict):
        raise FormBodyError
    for name, value in data.items():
        for one in value if isinstance(value, list) else [value]:
            yield name, _scalar(one)


def _scalar(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return "on" if value else ""
    raise FormBodyError


_READERS: Final = {
    "application/x-www-form-urlencoded": _urlencoded,
    "multipart/form-data": _multipart,
    "application/json": _json,
}
