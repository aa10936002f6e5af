"""Tells files that hold one of ours under an ending that nothing reads (an offer as JSON or in Word) from others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

from site_gen.load.plain_files import RefusedError, read_plain
from site_gen.messages import m
from site_gen.model.base import Model
from site_gen.problems import Location, Problem, Severity
from site_gen.sources.text import excerpt
from site_gen.zip_files import DamagedZipError, HugeZipError, ZipReader

_BEGINNING: Final = 65_536
"""As many bytes of a file as show whether keys are in it."""

_LARGEST_DOCUMENT: Final = 5_000_000
_PARTS: Final = 5000
_COPIES: Final = (
    ".bak", ".bak2", ".backup", ".old", ".orig", ".save", ".swp", ".tmp", ".temp", ".rej", ".copy", ".disabled", ".off",
    "~",
)  # fmt: skip
"""Endings of copies, which are kept out on purpose."""

_WORD: Final = (".docx", ".odt")
_LINE_KEY: Final = re.compile(r"^[\s\ufeff{,*-]*[\"']?([A-Za-z_]\w*)[\"']?\s*[:=]", re.MULTILINE)
_JSON_KEY: Final = re.compile(r"[{,]\s*\"(\w+)\"\s*:")
_EQUALS: Final = re.compile(r"^\s*[A-Za-z_]\w*\s*=", re.MULTILINE)
_FENCED: Final = re.compile(r"\ufeff?(?:---|\+\+\+)[ \t]*\r?\n")
_TAG: Final = re.compile(r"<[^>]*>")
_END_OF_PARAGRAPH: Final = re.compile(r"</(?:w|text):p>|<w:br/>|<text:line-break/>")


def lookalike(project: Path, file: str, right: str, models: Iterable[type[Model]], enough: int) -> Problem | None:
    """Return the problem of a file that holds what belongs into `right`, the same without its ending; None for others.

    One of ours has `enough` of the models' keys, or one in front matter: a note may well begin with 'title:'.
    It is an error where the site is without it, a warning where `right` is there and read.
    """
    ending = PurePosixPath(file).suffix.lower()
    if file.endswith(_COPIES):
        return None
    text = _text(project / file, project, ending)
    if text is None or not _is_ours(text, ending, models, enough):
        return None
    if (project / right).exists():
        there = m("there is {right} too, and that one is read", right=excerpt(right, 250))
        hint = m("{there}; a name that begins with _ keeps a copy out on purpose", there=there)
        return Problem(Location(file), m("this file is not read"), hint, Severity.WARNING)
    return Problem(Location(file), m("this file is not read under this name"), _hint(text, ending, excerpt(right, 250)))


def _is_ours(text: str, ending: str, models: Iterable[type[Model]], enough: int) -> bool:
    keys = {field.alias or name for model in models for name, field in model.model_fields.items()}
    found = {key.lower() for key in (*_LINE_KEY.findall(text), *_JSON_KEY.findall(text))}
    if ending in {".csv", ".tsv"}:
        found = {cell.strip(" \"'\ufeff").lower() for cell in re.split("[,;\t]", text.partition("\n")[0])}
    return len(found & keys) >= (1 if _FENCED.match(text) else enough)


def _hint(text: str, ending: str, right: str) -> str:
    is_yaml = right.endswith(".yaml")
    if ending in {*_WORD, ".rtf"}:
        return m("copy its text into a plain text file (made with a text editor) with the name {right}", right=right)
    if ending in {".csv", ".tsv"}:
        return m("write {right} with a line 'key: value' for each column; one file for each row", right=right)
    if is_yaml and _EQUALS.search(text) and not text.lstrip().startswith(("---", "{")):
        return m("rename it to {right}, and write 'key: value' in place of 'key = value'", right=right)
    if is_yaml or _FENCED.match(text):
        return m("rename it to {right}", right=right)
    return m(
        "rename it to {right}, and write its keys as 'key: value' between two lines '---', the text below them",
        right=right,
    )


def _text(path: Path, project: Path, ending: str) -> str | None:
    """Return the beginning of a text; None if it is none, or can't be read."""
    try:
        if ending in _WORD:
            return _word_text(read_plain(path, project, _LARGEST_DOCUMENT))
        data = read_plain(path, project, 1 << 40, _BEGINNING)
    except RefusedError:
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    return None if b"\0" in data else data.decode("utf-8", "replace")


def _word_text(data: bytes) -> str | None:
    """Return the text of a document of Word (ECMA-376) or LibreOffice (ODF), a line for each paragraph."""
    try:
        zipped = ZipReader(data, _PARTS, 10 * _LARGEST_DOCUMENT)
        parts = {info.filename: info for info in zipped.files}
        name = next((name for name in ("word/document.xml", "content.xml") if name in parts), None)
        if name is None:
            return None
        markup = zipped.read(parts[name]).decode("utf-8", "replace")
    except (DamagedZipError, HugeZipError):
        return None
    return _TAG.sub("", _END_OF_PARAGRAPH.sub("\n", markup))
