"""Finds texts that a # cuts off: in YAML, what follows ' #' is a note, and nobody reads it."""

from __future__ import annotations

import re
from typing import Final

from yaml.events import ScalarEvent

from site_gen.messages import m
from site_gen.problems import Problem, Severity
from site_gen.sources.scalars import ScalarError, resolve
from site_gen.sources.text import Lines, excerpt

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


class CutTexts:
    """Warns of each text that ends before ' #word', of each value that is nothing but such a note, and of items of a
    list that became a part of the text above them.

    A note as people write it, '# words', and a setting that is switched off, '#key: value' on its own line, are silent.
    """

    def __init__(self, lines: Lines) -> None:
        self.problems: list[Problem] = []
        self.is_needed = bool(_BEHIND_TEXT.search(lines.text) or _LIKE_ITEM.search(lines.text))
        self._lines = lines

    def look(self, event: ScalarEvent) -> None:
        """Look at a value of the text that stands there without quotes, as the parser gives it."""
        text = self._lines.text
        start, end = (mark.index if mark else 0 for mark in (event.start_mark, event.end_mark))
        if joined := _JOINED.search(text, start, end):
            message = m("this line goes on with the text above it, and is no item of the list")
            hint = m(
                "begin it as far left as the items, with a hyphen and a space: '- {item}'",
                item=excerpt(joined["item"], 30),
            )
            self._warn(joined.start("sign"), message, hint)
        note = note_after(text, end)
        if note is not None and _is_text(event.value):
            self._warn(text.index("#", end) if event.value else start, *_words(event.value, note))

    def _warn(self, index: int, message: str, hint: str) -> None:
        self.problems.append(Problem(self._lines.place(index), message, hint, Severity.WARNING))


def _is_text(value: str) -> bool:
    """Whether a value is a text, or nothing: after a number or an address, a note is a note."""
    try:
        read = resolve(value)
    except ScalarError:
        return False
    return read is None or (isinstance(read, str) and not read.startswith(("https://", "http://")))


def _words(value: str, note: str) -> tuple[str, str]:
    if not value:
        hint = m(
            "put it in quotes: \"{note}\" (a hashtag needs no #), or write '# ' for a note",
            note=excerpt(note, _LONGEST),
        )
        return m(
            "what begins with # is a note: nothing is written here, '{note}' is not read", note=excerpt(note, 30)
        ), hint
    whole = f"{value} {note}"
    quoted = f': "{whole}"' if len(whole) <= _LONGEST and not set(whole) & set('"\\\n') else ""
    message = m("the text ends here: what follows ' #' is a note, and '{note}' is not read", note=excerpt(note, 30))
    return message, m("put the text in quotes{quoted}; or write '# ' for a note", quoted=quoted)
