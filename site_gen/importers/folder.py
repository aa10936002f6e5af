"""Walks through a folder that others filled: bounded in number, depth and size, and never out of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from site_gen.files import real_path
from site_gen.importers.foreign import Notes
from site_gen.messages import m
from site_gen.sources.text import FORBIDDEN, excerpt

MOST_FILES: Final = 200_000
DEEPEST: Final = 40
LARGEST_TEXT: Final = 4_000_000
"""Bytes of a text; what is larger is no article."""

_SKIPPED_WORDS: Final = "node_modules _site public output dist vendor venv __pycache__ resources bower_components"
_SKIPPED: Final = frozenset(_SKIPPED_WORDS.split())
"""Folders of what programs made or fetched: nobody wrote a text there. At the root alone."""


@dataclass
class Folder:
    """A folder and its files by their path below it, sorted; hidden ones are left out."""

    root: Path
    notes: Notes
    kept: frozenset[str] = frozenset()
    files: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.files = tuple(sorted(self._walk()))

    def _walk(self) -> Iterator[str]:
        count = 0
        waiting = [(self.root, "", 0)]
        while waiting:
            folder, prefix, depth = waiting.pop()
            try:
                entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
            except OSError as error:
                self.notes.left(m("folder"), prefix or ".", 0, m("can't be read: {strerror}", strerror=error.strerror))
                continue
            for entry in entries:
                name = f"{prefix}{entry.name}"
                if entry.name.startswith(".") and entry.name not in {".well-known", ".eleventy.js"}:
                    continue
                if not _is_printable(entry.name):
                    self.notes.left(m("file"), excerpt(name), 0, m("its name can't be written"))
                elif entry.is_symlink() and not self._is_inside(entry.path):
                    self.notes.left(m("link out of the folder"), name, 0, m("it leads elsewhere, so it isn't followed"))
                elif entry.is_dir(follow_symlinks=False):
                    if depth < DEEPEST and not (
                        prefix == "" and entry.name in _SKIPPED and entry.name not in self.kept
                    ):
                        waiting.append((Path(entry.path), f"{name}/", depth + 1))
                elif entry.is_file():
                    count += 1
                    if count > MOST_FILES:
                        self.notes.left(
                            m("file"),
                            name,
                            0,
                            m("more than {most_files:,} files: the rest isn't looked at", most_files=MOST_FILES),
                        )
                        return
                    yield name

    def _is_inside(self, path: str) -> bool:
        try:
            return Path(path).resolve(strict=True).is_relative_to(real_path(self.root))
        except (OSError, RuntimeError):
            return False

    def has(self, *names: str) -> bool:
        """Whether one of these files is there."""
        return any((self.root / name).is_file() for name in names)

    def below(self, prefix: str, *endings: str) -> list[str]:
        """Return the files below a folder ('' for all) with one of these endings, in small letters."""
        start = f"{prefix.rstrip('/')}/" if prefix else ""
        return [
            name for name in self.files if name.startswith(start) and (not endings or name.lower().endswith(endings))
        ]

    def text(self, name: str, limit: int = LARGEST_TEXT) -> str | None:
        """Return a file's text, with '\\n' for line ends; None with a note if it can't be read.

        A text that isn't UTF-8 is read as what Windows calls it where its letters say so.
        """
        try:
            path = self.root / name
            if path.stat().st_size > limit:
                self.notes.left(m("text"), name, 0, m("larger than {limit:,} bytes", limit=limit))
                return None
            raw = path.read_bytes()
        except OSError as error:
            self.notes.left(m("text"), name, 0, m("can't be read: {strerror}", strerror=error.strerror))
            return None
        text = _decoded(raw)
        if text is None:
            self.notes.left(m("text"), name, 0, m("it is not text in UTF-8"))
            return None
        return FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _is_printable(name: str) -> bool:
    return name.isprintable() and "\\" not in name


def _decoded(raw: bytes) -> str | None:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in raw[:1000]:
        return None
    else:
        encodings = (
            "utf-8-sig",
            "cp1251" if sum(byte >= 0xC0 for byte in raw) > len(raw) // 4 else "cp1252",
            "latin-1",
        )
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
