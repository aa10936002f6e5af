"""Results that are slow to make and depend on their input alone: photos, fonts, icons. Kept by fingerprint."""

from __future__ import annotations

import os
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Final

from site_gen import __version__
from site_gen.render.artifact import Maker

TOOLS: Final = ("pillow", "fonttools", "brotli", "typst")
"""Packages whose release, with our own, is part of a result's fingerprint."""


class Cache:
    """A folder of results. Safe for several processes: an entry appears whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._salt = "-".join([__version__, *(version(tool) for tool in TOOLS)])

    def prepare(self, *, clean: bool = False) -> None:
        """Make the folder, and keep it out of version control; with `clean` forget what is kept."""
        if clean:
            for folder in (self.folder / self._salt, self.templates):
                shutil.rmtree(folder, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")

    @property
    def templates(self) -> Path:
        """Where compiled templates are kept."""
        return self.folder / "templates"

    @property
    def typeset(self) -> Path:
        """Where themes are laid together for Typst."""
        return self.folder / "typst"

    def path(self, maker: Maker) -> Path:
        """Return where a maker's result is or would be."""
        fingerprint = maker.fingerprint()
        return self.folder / self._salt / fingerprint[:2] / fingerprint

    def get(self, maker: Maker) -> bytes | None:
        """Return a kept result."""
        try:
            return self.path(maker).read_bytes()
        except OSError:
            return None

    def put(self, maker: Maker, content: bytes) -> None:
        """Keep a result."""
        target = self.path(maker)
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_suffix(f".{os.getpid()}")
        beside.write_bytes(content)
        beside.replace(target)
