"""Finds texts that a # cuts off: in YAML, what follows ' #' is a note, and nobody reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from site_gen.messages import m
from site_gen.problems import Problem, Severity
from site_gen.sources.scalars import ScalarError, resolve
from site_gen.sources.text import Lines, excerpt
from site_gen.sources.yaml_values import WrittenValue, written_values

_BEHIND_TEXT: Final = re.compile(r"^[ \t]*[^\s#].*[ \t\[{,]#+\w", re.MULTILINE)
"""A quick look: few files have a # with a letter or digit right behind it, after something else on its line."""

_LIKE_ITEM: Final = re.compile(r"^[ \t]*-[^\s-]|^[ \t]*- .*\n[ \t]+- ", re.MULTILINE)
"""The same for items of lists: a hyphen without its space, and an item that stands further right than the one above."""

_JOINED: Final = re.compile(r"\n[ \t]*(?P<sign>-)[ \t]*(?P<item>[^\W\d][^\n]*)")
_NOTE: Final = re.compile(r"[ \t]*(?P<note>#+\w[^\n]*)")
_LONGEST: Final = 60


def note_after(text: str, index: int) -> str | None:
    """Return what looks like a part of the text (a # with a letter or digit right behind it), but is a note."""
    found = _NOTE.match(text, index)
    return found["note"].rstrip() if found else None


def cut_texts(text: str, lines: Lines) -> Iterator[Problem]:
    """Yield a warning for each text that ends before ' #word', and each value that is nothing but such a note.

    A note as people write it, '# words', and a setting that is switched off, '#key: value' on its own line, are silent.
    """
    if not _BEHIND_TEXT.search(text) and not _LIKE_ITEM.search(text):
        return
    for value in written_values(text):
        if value.is_plain and (joined := _JOINED.search(text, value.start, value.end)):
            message = m("this line goes on with the text above it, and is no item of the list")
            hint = m(
                "begin it as far left as the items, with a hyphen and a space: '- {item}'",
                item=excerpt(joined["item"], 30),
            )
            yield Problem(lines.place(joined.start("sign")), message, hint, Severity.WARNING)
        note = note_after(text, value.end) if value.is_plain else None
        if note is not None and _is_text(value):
            place = lines.place(text.index("#", value.end) if value.value else value.at)
            yield Problem(place, *_words(value, note), Severity.WARNING)


def _is_text(value: WrittenValue) -> bool:
    """Whether a value is a text, or nothing: after a number or an address, a note is a note."""
    try:
        read = resolve(value.value)
    except ScalarError:
        return False
    return read is None or (isinstance(read, str) and not read.startswith(("https://", "http://")))


def _words(value: WrittenValue, note: str) -> tuple[str, str]:
    if not value.value:
        hint = m(
            "put it in quotes: \"{note}\" (a hashtag needs no #), or write '# ' for a note",
            note=excerpt(note, _LONGEST),
        )
        return m(
            "what begins with # is a note: nothing is written here, '{note}' is not read", note=excerpt(note, 30)
        ), hint
    whole = f"{value.value} {note}"
    quoted = f': "{whole}"' if len(whole) <= _LONGEST and not set(whole) & set('"\\\n') else ""
    message = m("the text ends here: what follows ' #' is a note, and '{note}' is not read", note=excerpt(note, 30))
    return message, m("put the text in quotes{quoted}; or write '# ' for a note", quoted=quoted)
