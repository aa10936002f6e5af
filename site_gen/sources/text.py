"""Bytes on disk → text, and an index in a text → its position in the file. Knows no file format."""

from __future__ import annotations

import codecs
import re
import stat
from bisect import bisect_right
from functools import cached_property
from pathlib import Path
from typing import Final
from unicodedata import normalize

from site_gen.inert import escaped
from site_gen.messages import Message, m
from site_gen.problems import Location, Problem

# Characters that YAML forbids in a file and that HTML and XML can't contain; lone surrogates come only from a string.
FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

# The byte order marks of UTF-32 begin with those of UTF-16, so they come first.
_FOREIGN_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_CYRILLIC_RUN: Final = re.compile(rb"[\xc0-\xff]{3}")
UNSEEN_FIRST: Final = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
"""Marks of order, direction and no width that copied text begins with: nobody sees them, and nothing needs them."""
_SAVE_AS_UTF8: Final = m("save the file as UTF-8")


class Lines:
    """Turns an index in `text` into a place in `file`, where the text begins at `first_line`."""

    def __init__(self, text: str, file: str, first_line: int = 1) -> None:
        self.text = text
        self._file = file
        self._first_line = first_line

    def place(self, index: int) -> Location:
        """Return line and column of the character at `index`, both from 1; the end of the text counts too."""
        line = bisect_right(self._starts, index) - 1
        return Location(self._file, self._first_line + line, index - self._starts[line] + 1)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(end.end() for end in re.finditer("\n", self.text))]


def read_source(path: Path, file: str, limit: int) -> tuple[str, tuple[Problem, ...]]:
    """Read `path` as UTF-8 with normalised line ends; the text is '' if there is a problem.

    `file` is the name for problems. A file of more than `limit` bytes is not read completely.
    """
    try:
        raw = _read_bytes(path, limit)
        text = _decode(raw, file)
    except OSError as error:
        return "", (Problem(Location(file), *_describe(error, path)),)
    except _UnreadableError as error:
        return "", (error.problem(file),)
    return text, ()


def decode(raw: bytes, file: str) -> tuple[str, tuple[Problem, ...]]:
    """Return bytes as `read_source` gives a file's; the text is '' if there is a problem."""
    try:
        return _decode(raw, file), ()
    except _UnreadableError as error:
        return "", (error.problem(file),)


def excerpt(text: str, length: int = 60) -> str:
    """Return the beginning of `text` for a one-line message; a message stays whole, its values are shortened."""
    if isinstance(text, Message):
        return text.with_values(lambda value: excerpt(value, length))
    short = text if len(text) <= length else f"{text[:length]}…"
    return escaped(short)


class _UnreadableError(Exception):
    """The bytes are not a valid text; says why and where."""

    def __init__(self, message: str, hint: str, place: Location | None = None) -> None:
        super().__init__(message)
        self._hint = hint
        self._place = place

    def problem(self, file: str) -> Problem:
        return Problem(self._place or Location(file), str(self), self._hint)


def _read_bytes(path: Path, limit: int) -> bytes:
    about = path.stat()
    if stat.S_ISDIR(about.st_mode):
        raise IsADirectoryError
    if not stat.S_ISREG(about.st_mode):  # opening a pipe would block forever
        raise _UnreadableError(m("this is not an ordinary file"), m("put a text file in its place"))
    if about.st_size > limit:
        raise _too_big(about.st_size, limit)
    with path.open("rb") as stream:
        raw = stream.read(limit + 1)
    if len(raw) > limit:  # the file has grown since, or the file system doesn't report sizes
        raise _too_big(len(raw), limit)
    return raw


def _too_big(size: int, limit: int) -> _UnreadableError:
    message = m("the file is too big: {size:,} bytes, and at most {limit:,} are read", size=size, limit=limit)
    return _UnreadableError(message, m("split it, or check that this is the right file"))


def _decode(raw: bytes, file: str) -> str:
    for mark, encoding in _FOREIGN_MARKS:
        if raw.startswith(mark):
            raise _UnreadableError(
                m("the file is not UTF-8: it is saved as {encoding}", encoding=encoding), _SAVE_AS_UTF8
            )
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        # Macs hand out letters with marks in two characters; everywhere else the same text has one.
        text = normalize("NFC", _with_plain_line_ends(raw.decode().lstrip(UNSEEN_FIRST)))
    except UnicodeDecodeError as error:
        before = _with_plain_line_ends(raw[: error.start].decode())
        message = m("the file is not UTF-8: byte 0x{raw} here cannot be read", raw=f"{raw[error.start]:02X}")
        hint = m(
            "it looks like {likely_encoding}: {save_as_utf8}",
            likely_encoding=_likely_encoding(raw),
            save_as_utf8=_SAVE_AS_UTF8,
        )
        raise _UnreadableError(message, hint, Lines(before, file).place(len(before))) from error
    if bad := FORBIDDEN.search(text):
        is_wide = _likely_encoding(raw) == "UTF-16"
        likely = m("it looks like UTF-16: {save_as_utf8}", save_as_utf8=_SAVE_AS_UTF8) if is_wide else ""
        raise _UnreadableError(*forbidden(bad[0], likely), Lines(text, file).place(bad.start()))
    return text


def forbidden(character: str, hint: str = "") -> tuple[str, str]:
    """Return message and hint for a character that no source may contain."""
    return (
        m("a control character that cannot stand in a text: U+{code}", code=f"{ord(character):04X}"),
        hint or m("delete it; it is invisible in most editors"),
    )


def _with_plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _likely_encoding(raw: bytes) -> str:
    """Guess the encoding: UTF-16 has zero bytes, Cyrillic has whole words of high bytes, other scripts single ones."""
    if raw.count(0) > len(raw) // 8:
        return "UTF-16"
    return "Windows-1251" if _CYRILLIC_RUN.search(raw) else "Windows-1252"


def _describe(error: OSError, path: Path) -> tuple[str, str]:
    match error:
        case IsADirectoryError():
            return m("this is a folder, and a file is expected"), m("rename the folder, or move it elsewhere")
        case PermissionError():
            return m("the file cannot be read: no permission"), m("allow yourself to read it")
        case FileNotFoundError() if path.is_symlink():
            return m("the link points to a file that does not exist"), m("mend or delete the link")
        case FileNotFoundError():
            return m("there is no such file"), ""
        case _:
            return m("the file cannot be read: {strerror}", strerror=error.strerror or type(error).__name__), ""
