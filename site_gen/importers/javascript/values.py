"""Values of small programs in JavaScript, and the methods of theirs that addresses are made with."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import quote

from slugify import slugify

_LONGEST: Final = 2_000


class UnknownError(Exception):
    """What isn't understood, or stands for something that isn't known here."""


class Members(dict[str, Any]):
    """An object, with its keys in small letters."""


@dataclass(frozen=True, slots=True)
class Regex:
    """A pattern between slashes, and the letters behind it."""

    pattern: str
    flags: str


UNKNOWN: Final = object()
"""A value that nobody may use."""

REST: Final = "\0rest"
"""The key under which an object says UNKNOWN if it may have members that aren't known."""

_SLUGS: Final = frozenset(
    {"slugify", "slug", "slugifystr", "slugger", "kebabcase", "tokebabcase", "sluggify", "parameterize"}
)


_LETTERS: Final = str.maketrans(
    {
        "&": " and ",
        "·": "",
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "є": "ye",
        "ё": "yo",
        "ї": "yi",
        "й": "y",
        "щ": "sch",
        "ю": "yu",
    }
    | {"я": "ya"}
)
"""What @sindresorhus/slugify 3 writes otherwise than most (Eleventy's own filter), tried on 2026-11-29."""


def slug_of(text: str) -> str:
    """Return a text as Eleventy's filter slugify writes it: Latin letters and hyphens."""
    plain = re.sub(r"([a-z\d]+)['’]([ts])(?=\s|$)", r"\1\2", text.lower())
    return str(slugify(re.sub(r"['’]", "-", plain).translate(_LETTERS)))


def text_of(value: Any) -> str:
    """Return a value as it stands in a text. Raises UnknownError for what has no plain form."""
    if isinstance(value, bool) or value is None or not isinstance(value, str | int):
        raise UnknownError
    return str(value)[:_LONGEST]


def member(value: Any, name: Any) -> Any:
    """Return a member of an object, an item of a list, or a length; None for what isn't there. Raises UnknownError."""
    if isinstance(value, Mapping) and isinstance(name, str):
        found = value.get(name.lower(), value.get(REST))
        if found is UNKNOWN:
            raise UnknownError
        return found
    if isinstance(value, list) and isinstance(name, int):
        return value[name] if 0 <= name < len(value) else None
    if isinstance(value, str | list) and name == "length":
        return len(value)
    raise UnknownError


def named_call(name: str, values: list[Any]) -> Any:
    """Return what a function of the language, or a filter that makes slugs, returns. Raises UnknownError."""
    first = values[0] if values else None
    if name.lower() in _SLUGS and isinstance(first, str):
        return slug_of(first)
    if name == "String":
        return text_of(first)
    if name == "Boolean":
        return bool(first)
    if name in {"encodeURI", "encodeURIComponent"}:
        return quote(text_of(first), safe="/" if name == "encodeURI" else "")
    if name == "Date" and (day := _day(first)) is not None:
        return day
    raise UnknownError


def called_on(value: Any, name: str, values: list[Any]) -> Any:
    """Return what a method returns. Raises UnknownError, also for texts and lists that are too long for an address."""
    if any(isinstance(each, str | list) and len(each) > _LONGEST for each in (value, *values)):
        raise UnknownError
    for kind, methods in _METHODS:
        if isinstance(value, kind) and not isinstance(value, bool) and name in methods:
            try:
                return methods[name](value, *values)
            except (TypeError, ValueError, IndexError) as error:
                raise UnknownError from error
    if isinstance(value, Mapping) and name.lower() in _SLUGS:  # this.slugify(…)
        return named_call(name, values)
    raise UnknownError


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = re.match(r"(\d{4})-(\d{2})-(\d{2})", value) if isinstance(value, str) else None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


# --- texts ---------------------------------------------------------------------------------------------------------

_AS_ONE: Final = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]", re.DOTALL)
_REPEATED: Final = re.compile(r"[*+]|\{\d*,")
_LONGEST_FOR: Final = (_LONGEST, _LONGEST, 300, 100)
"""How long a text may be by the number of what may be repeated in a pattern: each makes a search that much longer."""


def _replace(text: str, what: str | Regex, by: Any, *, everywhere: bool = False) -> str:
    if not isinstance(by, str) or re.search(r"\$[^\d\s/.-]", by):  # $& and the like stand for parts of the text
        raise UnknownError
    if isinstance(what, str):
        return text.replace(what, by, -1 if everywhere else 1)
    try:
        with warnings.catch_warnings():  # of what later versions of Python may read otherwise
            warnings.simplefilter("error")
            made = _compiled(what, len(text))
            return made.sub(re.sub(r"\$(\d)", r"\\g<\1>", by.replace("\\", r"\\")), text, 0 if "g" in what.flags else 1)
    except (re.error, OverflowError, FutureWarning) as error:
        raise UnknownError from error


def _compiled(what: Regex, length: int) -> re.Pattern[str]:
    """Return a pattern that is read alike in both languages, and that a text of this length can't keep busy."""
    bare = _AS_ONE.sub("x", what.pattern)
    repeated = len(_REPEATED.findall(bare))
    if repeated >= len(_LONGEST_FOR) or length > _LONGEST_FOR[repeated] or len(re.findall(r"[?|]", bare)) > 6:
        raise UnknownError
    if re.search(r"\)[*+{?]|\(\?", bare) or re.search(r"\[\^?\]", what.pattern) or set(what.flags) - set("giu"):
        raise UnknownError
    if "i" in what.flags and not what.pattern.isascii():
        raise UnknownError
    # \w and \d are letters and figures of ASCII there
    return re.compile(what.pattern, re.ASCII | (re.IGNORECASE if "i" in what.flags else re.NOFLAG))


def _padded(text: str, width: int, fill: str = " ") -> str:
    missing = min(width, 100) - len(text)
    return (fill * missing)[:missing] + text if missing > 0 else text


def _between(text: str, start: int, end: int | None = None) -> str:
    """Return what is between two places, whichever is first; a place before the start is the start."""
    first, last = sorted((max(start, 0), len(text) if end is None else max(end, 0)))
    return text[first:last]


def _piece(text: Any, start: int = 0, end: int | None = None) -> Any:
    return text[start:end]


_TEXTS: Final[Mapping[str, Callable[..., Any]]] = {
    "toString": lambda text: text,
    "toLowerCase": str.lower,
    "toLocaleLowerCase": lambda text: text.lower(),
    "toUpperCase": str.upper,
    "trim": str.strip,
    "slice": _piece,
    "substring": _between,
    "replace": _replace,
    "replaceAll": lambda text, what, by: _replace(text, what, by, everywhere=True),
    "split": lambda text, by: text.split(by),
    "startsWith": lambda text, start: text.startswith(start),
    "endsWith": lambda text, end: text.endswith(end),
    "includes": lambda text, part: part in text,
    "padStart": _padded,
    "concat": lambda text, *more: text + "".join(map(text_of, more)),
}

# --- lists, numbers, dates -------------------------------------------------------------------------------------


def _joined(items: list[Any], by: str = ",") -> str:
    return by.join(map(text_of, items))


def _given(items: list[Any], _test: object = None) -> list[Any]:
    if getattr(_test, "name", "") != "Boolean":
        raise UnknownError
    return [item for item in items if item]


_LISTS: Final[Mapping[str, Callable[..., Any]]] = {
    "join": _joined,
    "slice": _piece,
    "pop": lambda items: items[-1],
    "shift": lambda items: items[0],
    "at": lambda items, number: items[number],
    "filter": _given,
    "includes": lambda items, part: part in items,
}

_NUMBERS: Final[Mapping[str, Callable[..., Any]]] = {"toString": str}

_DATES: Final[Mapping[str, Callable[..., Any]]] = {
    **dict.fromkeys(("getFullYear", "getUTCFullYear"), lambda day: day.year),
    **dict.fromkeys(("getMonth", "getUTCMonth"), lambda day: day.month - 1),
    **dict.fromkeys(("getDate", "getUTCDate"), lambda day: day.day),
    "toISOString": lambda day: f"{day:%Y-%m-%d}T00:00:00.000Z",
}

_METHODS: Final[tuple[tuple[type, Mapping[str, Callable[..., Any]]], ...]] = (
    (str, _TEXTS),
    (list, _LISTS),
    (int, _NUMBERS),
    (date, _DATES),
)
