"""Changes a file's bytes so that it says something else: a YAML file, or Markdown below front matter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final
from unicodedata import normalize

from site_gen.sources.edits.changes import EditError, changed, has_errors
from site_gen.sources.edits.differences import composed, same
from site_gen.sources.edits.tree import LINE_END
from site_gen.sources.front_matter import split_front_matter
from site_gen.sources.text import UNSEEN_FIRST, decode
from site_gen.sources.yaml import Data, read_yaml

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_FENCE: Final = re.compile(r"(?:---|\.\.\.)[ \t]*")
_OPENING: Final = re.compile(r"---[ \t]*")


@dataclass(frozen=True, slots=True)
class Content:
    """What a file says: its data, and for Markdown the text below the front matter (None for YAML)."""

    data: Data
    body: str | None = None


def read_content(raw: bytes, *, is_markdown: bool) -> Content:
    """Return what a file says, as the project's reader sees it. Raises EditError where it can't be read."""
    text, problems = decode(raw, "")
    if problems:
        raise EditError(())
    split = split_front_matter(text, "") if is_markdown else None
    document = read_yaml(text if split is None else split.yaml or "", "")
    if has_errors(document) or (split is not None and split.problems):
        raise EditError(())
    return Content(document.data, split.body if split else None)


def edited(raw: bytes, wanted: Content) -> bytes:
    """Return a file's bytes, changed so that it says `wanted`; whatever isn't changed keeps its bytes.

    Raises EditError where it is written in a way in which it can't be changed; for one that isn't read without errors,
    always.
    """
    before = read_content(raw, is_markdown=wanted.body is not None)
    wanted = Content(composed(wanted.data, before.data), _plain(wanted.body))
    mark, text = _mark(raw.decode())
    if wanted.body is None:
        new = changed(text, wanted.data)
    else:
        opening, yaml, closing, body = _parts(text)
        if not same(before.data, wanted.data):
            yaml = changed(yaml, wanted.data)
            opening, closing = opening or f"---{_end(text)}", closing or f"---{_end(text)}"
            yaml += "" if not yaml or yaml.endswith(("\n", "\r")) else _end(text)
        if closing and not closing.endswith(("\n", "\r")) and wanted.body:
            closing += _end(text)
        new = opening + yaml + closing + _body(body, wanted.body, _end(text))
    result = (mark + new).encode()
    after = read_content(result, is_markdown=wanted.body is not None)
    if not same(after.data, wanted.data, in_order=False) or after.body != wanted.body:
        raise EditError(())
    return result


def edited_text(raw: bytes, text: str) -> bytes:
    """Return a file's bytes with another text; lines that were there keep theirs."""
    mark, before = _mark(raw.decode(errors="replace"))
    return (mark + _body(before, _plain(text) or "", _end(before))).encode(errors="replace")


def _plain(body: str | None) -> str | None:
    return None if body is None else normalize("NFC", LINE_END.sub("\n", body))


def _mark(text: str) -> tuple[str, str]:
    """Split off a byte order mark, and what else nobody sees before the first character."""
    rest = text.lstrip(UNSEEN_FIRST)
    return text[: len(text) - len(rest)], rest


def _end(text: str) -> str:
    found = LINE_END.search(text)
    return found[0] if found else "\n"


def _parts(text: str) -> tuple[str, str, str, str]:
    """Split Markdown into its opening fence, its front matter, its closing fence and its body."""
    lines = [line for line in _LINE.findall(text) if line]
    if not lines or not _OPENING.fullmatch(lines[0].rstrip("\r\n")):
        return "", "", "", text
    for number, line in enumerate(lines[1:], 1):
        if _FENCE.fullmatch(line.rstrip("\r\n")):
            return lines[0], "".join(lines[1:number]), line, "".join(lines[number + 1 :])
    return "", "", "", text


def _body(old: str, new: str, end: str) -> str:
    """Return a body that says `new`, in which lines that were there keep their bytes."""
    before = [line for line in _LINE.findall(old) if line]
    after = re.findall(r"[^\n]*\n|[^\n]+\Z", new)
    plain = [normalize("NFC", LINE_END.sub("\n", line)) for line in before]
    pieces: list[str] = []
    for kind, start, stop, first, last in SequenceMatcher(None, plain, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces += before[start:stop]
        else:
            pieces += [line.replace("\n", end) for line in after[first:last]]
    return "".join(pieces)


__all__ = ["Content", "EditError", "edited", "edited_text", "read_content"]
