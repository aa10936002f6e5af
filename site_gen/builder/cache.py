"""Caches slow results that depend only on their input (photos, fonts, icons), by fingerprint."""

from __future__ import annotations

import shutil
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Final

from site_gen import __version__
from site_gen.files import write_atomically
from site_gen.problems import WorldError
from site_gen.render.artifact import Maker

TOOLS: Final = ("pillow", "fonttools", "brotli", "typst")
"""Packages whose version, with our own, is part of a result's fingerprint."""


class Cache:
    """A folder of results. Safe for several processes and threads: entries are written atomically."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._salt = "-".join([__version__, *(version(tool) for tool in TOOLS)])

    def prepare(self, *, clean: bool = False) -> None:
        """Create the folder, and keep it out of version control; with `clean`, empty it."""
        if clean:
            for folder in (self.folder / self._salt, self.templates, self.typeset):
                shutil.rmtree(folder, ignore_errors=True)
        ignore = self.folder / ".gitignore"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not ignore.exists():
                ignore.write_text("*\n", encoding="utf-8")
        except OSError as error:
            message = f"{self.folder} can't be written: {error.strerror or error}"
            raise WorldError(message, "make it writable, or name another folder with SITE_GEN_CACHE") from error

    @property
    def templates(self) -> Path:
        """The folder of compiled templates."""
        return self.folder / "templates"

    @property
    def typeset(self) -> Path:
        """The folder in which themes are assembled for Typst."""
        return self.folder / "typst"

    def path(self, maker: Maker) -> Path:
        """Return the path of a maker's result, existing or not."""
        fingerprint = maker.fingerprint()
        return self.folder / self._salt / fingerprint[:2] / fingerprint

    def get(self, maker: Maker) -> bytes | None:
        """Return a cached result; None if there is none."""
        try:
            return self.path(maker).read_bytes()
        except OSError:
            return None

    def put(self, maker: Maker, content: bytes) -> None:
        """Store a result; do nothing if the folder is being cleared at the same moment."""
        target = self.path(maker)
        with suppress(FileNotFoundError):
            target.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(target, content)
