"""Texts of the program for people, in their language. A text is made in English and translated where it is shown.

A `Message` is a `str`, its English text, so it goes wherever a text goes: into problems and errors, caches and tests.
It also keeps what it was made of, and `said` makes the same text in another language of that. What is written as an
argument of `m` and `plural` is what `python -m tools.catalogues` collects from the code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from gettext import NullTranslations

LANGUAGES: Final = ("ca", "en", "es", "ru", "uk")
"""The languages that the program speaks to its owner."""

ENGLISH: Final = "en"
KEEPS_MESSAGES: Final = "SITE_GEN_KEEPS_MESSAGES"
"""Set in the environment of a process whose JSON this program reads: texts in it stay messages (`kept_data`)."""

FOLDER: Final = Path(__file__).with_name("locale")
DOMAIN: Final = "site-gen"

Value: TypeAlias = str | int

PLACEHOLDER: Final = re.compile(r"\{(\w+)(:,)?\}", re.ASCII)
"""A value's place in a text. With ':,' a number has its thousands apart, as the language writes them."""

_THOUSANDS: Final[Mapping[str, str]] = {
    "en": ",",
    "es": ".",
    "ca": ".",
    "ru": "\N{NO-BREAK SPACE}",
    "uk": "\N{NO-BREAK SPACE}",
}


class Message(str):
    """A text for people: in English as a `str`, in every language by `said`.

    `texts` is the English text with its {values}, or (with a number `count`) the ones for one and for more. Braces with
    another word in them are part of the text. Values that are messages are translated too.
    """

    __slots__ = ("texts", "values")
    texts: tuple[str, ...]
    values: Mapping[str, Value]

    def __new__(cls, text: str, texts: tuple[str, ...] = (), values: Mapping[str, Value] | None = None) -> Message:
        """Make one of its English text and what that was made of; the functions of this module work the text out."""
        made = super().__new__(cls, text)
        made.texts = texts or (text,)
        made.values = values or {}
        return made

    def __getnewargs__(self) -> tuple[str, tuple[str, ...], Mapping[str, Value]]:  # type: ignore[override]  # more than str's
        """Return what pickling keeps."""
        return str.__str__(self), self.texts, self.values

    def __getstate__(self) -> None:
        """Return nothing: all is in the arguments."""
        return

    def __reduce_ex__(self, protocol: Any) -> Any:
        """Return how copying and pickling make it again, without a function that readings don't know."""
        return super().__reduce_ex__(max(2, int(protocol)))

    def __str__(self) -> str:
        """Return the message itself: `str(error)` is still translated."""
        return self

    def __add__(self, other: str) -> Message:
        return joined(self, other)

    def __radd__(self, other: str) -> Message:
        return joined(other, self)

    def filled(self, **values: object) -> Message:
        """Return the message with values that were not known before."""
        return _made(self.texts, {**self.values, **values})

    def with_values(self, change: Callable[[str], str]) -> Message:
        """Return the message with each text among its values changed, also those inside messages."""
        return _made(self.texts, {name: _changed(value, change) for name, value in self.values.items()})

    def said(self, language: str) -> str:
        """Return the text in a language; in English if the program doesn't speak it."""
        text = self.texts[0]
        if language != ENGLISH and language in LANGUAGES:
            found, count = catalogue(language), self.values.get("count")
            is_counted = len(self.texts) > 1 and isinstance(count, int)
            text = found.ngettext(text, self.texts[1], int(count or 0)) if is_counted else found.gettext(text)
        elif len(self.texts) > 1:
            return str.__str__(self)
        return _filled(text, self.values, language)


def m(text: str, /, **values: object) -> Message:
    """Return a text with its values: `m("{name} is not a colour", name=value)`.

    A value is a text, a number, or a message that is part of this one.
    """
    return _made((text,), values)


def plural(one: str, other: str, /, *, count: int, **values: object) -> Message:
    """Return a text whose words depend on a number: `plural("{count} file", "{count} files", count=number)`."""
    return _made((one, other), {"count": count, **values})


def joined(*parts: str) -> Message:
    """Return parts one after another, each translated; every part has to be whole by itself: a sentence, a clause."""
    return _made(("".join(f"{{{index}}}" for index in range(len(parts))),), dict(_by_place(parts)))


def listed(parts: Iterable[str], separator: str = ", ") -> Message:
    """Return parts with a separator between them, each translated: names, clauses."""
    parts = tuple(parts)
    return _made((separator.join(f"{{{index}}}" for index in range(len(parts))),), dict(_by_place(parts)))


def size_of(count: int) -> Message:
    """Return a number of bytes as people read it: '812 bytes', '776 kB', '1.2 MB', '78.3 GB'."""
    if count < 1000:
        return plural("{count:,} byte", "{count:,} bytes", count=count)
    if count < 10**6:
        return m("{size:,} kB", size=round(count / 1000))
    unit = 10**6 if count < 10**9 else 10**9
    whole, tenths = divmod(round(count * 10 / unit), 10)
    text = m("{size:,}.{tenths} MB") if unit == 10**6 else m("{size:,}.{tenths} GB")
    return text.filled(size=whole, tenths=tenths)


def one_of(names: Iterable[str]) -> Message:
    """Return the names of which one is to be chosen: 'a', 'a or b', 'a, b or c'."""
    *first, last = tuple(names) or ("",)
    return m("{names} or {last}", names=listed(first), last=last) if first else joined(last)


def all_of(names: Iterable[str]) -> Message:
    """Return names that go together: 'a', 'a and b', 'a, b and c'."""
    *first, last = tuple(names) or ("",)
    return m("{names} and {last}", names=listed(first), last=last) if first else joined(last)


def said(text: str, language: str) -> str:
    """Return a text in a language. One that is no message is returned as it is."""
    return text.said(language) if isinstance(text, Message) else text


def translated(text: str, language: str) -> str:
    """Return a text of others, such as the library of the command line, or one that is whole without values."""
    return text if language == ENGLISH or language not in LANGUAGES or not text else catalogue(language).gettext(text)


def grouped(number: int, language: str) -> str:
    """Return a number with its thousands apart, as a language writes them."""
    return f"{number:,}".replace(",", _THOUSANDS.get(language, ","))


def as_data(text: str) -> Any:
    """Return a text as plain data for JSON, from which `from_data` makes it again: a message stays one."""
    if not isinstance(text, Message):
        return text
    return [list(text.texts), {name: _value_data(value) for name, value in text.values.items()}]


def from_data(data: Any) -> str:
    """Return the text that `as_data` made plain data of. Raises ValueError, TypeError or KeyError for other data."""
    if isinstance(data, str):
        return data
    texts, values = data
    found = {str(name): value if isinstance(value, int) else from_data(value) for name, value in values.items()}
    return _made(tuple(map(str, texts)), found)


def said_all(data: Any, language: str) -> Any:
    """Return data for a screen (mappings, lists, tuples) with each message in them in a language."""
    return _each(data, lambda text: said(text, language))


def kept_data(data: Any) -> Any:
    """Return data with each message in them as plain data for JSON, from which `kept_again` makes them again."""
    return _each(data, lambda text: {_KEPT: as_data(text)} if isinstance(text, Message) else text)


def kept_again(data: Any) -> Any:
    """Return data from JSON with the messages that `kept_data` put away. Raises ValueError, TypeError or KeyError."""
    if isinstance(data, dict):
        return from_data(data[_KEPT]) if _KEPT in data else {key: kept_again(value) for key, value in data.items()}
    return [kept_again(each) for each in data] if isinstance(data, list) else data


_KEPT: Final = "site-gen message"


def _each(data: Any, change: Callable[[str], Any]) -> Any:
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {key: _each(value, change) for key, value in data.items()}
    if type(data) in {list, tuple}:
        return type(data)(_each(value, change) for value in data)
    return data


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> NullTranslations:
    """Return the texts in a language other than English; read once, when the first is asked for."""
    from gettext import translation

    return translation(DOMAIN, FOLDER, [language], fallback=True)


def _by_place(parts: Iterable[str]) -> Iterable[tuple[str, str]]:
    return ((str(index), part) for index, part in enumerate(parts))


def _made(texts: tuple[str, ...], values: Mapping[str, object]) -> Message:
    kept: dict[str, Value] = {
        name: value if isinstance(value, str | int) and not isinstance(value, bool) else str(value)
        for name, value in values.items()
    }
    text = texts[0] if len(texts) == 1 or kept["count"] == 1 else texts[1]
    return Message(_filled(text, kept, ENGLISH), texts, kept)


def _filled(text: str, values: Mapping[str, Value], language: str) -> str:
    if not values:
        return text

    def value(found: re.Match[str]) -> str:
        given = values.get(found[1])
        if isinstance(given, int):
            return grouped(given, language) if found[2] else str(given)
        return found[0] if given is None else said(given, language) if language != ENGLISH else str.__str__(given)

    return PLACEHOLDER.sub(value, text)


def _changed(value: Value, change: Callable[[str], str]) -> Value:
    if isinstance(value, int):
        return value
    return value.with_values(change) if isinstance(value, Message) else change(value)


def _value_data(value: Value) -> Any:
    return value if isinstance(value, int) else as_data(value)
