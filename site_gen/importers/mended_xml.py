"""Exports that are no XML as they stand, as WordPress and its plugins write them: read as what was meant.

Three faults are common: control characters in texts that were pasted, bytes that are no UTF-8, and prefixes such as
`atom:` that nothing declares. Anything else stays a damage.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from types import TracebackType
from typing import Final

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 can't hold (section 2.2, Char)."""

_PREFIX: Final = re.compile(rb"[</\s]([A-Za-z_][\w.-]{0,40}):[A-Za-z_]")
_DECLARED: Final = re.compile(rb"xmlns:([\w.-]+)")
_ROOT: Final = re.compile(r"<rss\b")
_PIECE: Final = 1 << 20
_MOST_PREFIXES: Final = 500


class MendedXml:
    """A file of an export in UTF-8, read by a parser; `changes` then tells how much was taken out or replaced."""

    def __init__(self, path: Path) -> None:
        self._missing = _undeclared(path)
        self._file = path.open("rb")
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
        self._at_root = False
        self.changes = 0

    def __enter__(self) -> MendedXml:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def read(self, _size: int = -1) -> bytes:
        """Return the next piece, b"" at the end."""
        while raw := self._file.read(_PIECE):
            if mended := self._mended(self._decoder.decode(raw)):
                return mended
        return self._mended(self._decoder.decode(b"", final=True))

    def _mended(self, text: str) -> bytes:
        clean, count = _CONTROLS.subn("", text)
        self.changes += count + clean.count("\N{REPLACEMENT CHARACTER}")
        if not self._at_root and (root := _ROOT.search(clean)):
            self._at_root = True
            declared = "".join(f' xmlns:{prefix}="urn:undeclared:{prefix}"' for prefix in self._missing)
            clean = f"{clean[: root.end()]}{declared}{clean[root.end() :]}"
        return clean.encode()


def _undeclared(path: Path) -> list[str]:
    """Return the prefixes that the file uses, also in texts, where a declaration does no harm, and doesn't declare."""
    used: set[str] = set()
    declared = {"xml", "xmlns"}
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            piece += file.read(64)  # a name that stands at the end of a piece
            declared.update(name.decode() for name in _DECLARED.findall(piece))
            if len(used) < _MOST_PREFIXES:
                used.update(name.decode(errors="replace") for name in _PREFIX.findall(piece))
    return sorted(name for name in used - declared if name.isascii())[:_MOST_PREFIXES]
