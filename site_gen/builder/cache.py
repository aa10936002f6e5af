"""Caches slow results that depend only on their input (photos, fonts, icons), by fingerprint.

The folder may lie in a project, which may come from elsewhere, and disks lose bytes: each entry begins with the hash of
the rest, and nothing that is run when it is loaded is in it. That is in a folder of the user's own (`own_folder`).
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Final

from site_gen import __version__
from site_gen.file_states import clock
from site_gen.files import read_regular, remove_abandoned, write_own
from site_gen.hashing import content_hash
from site_gen.messages import m
from site_gen.own_folder import own_folder
from site_gen.problems import WorldError
from site_gen.render.artifact import Maker

TOOLS: Final = ("pillow", "fonttools", "brotli", "typst")
"""Packages whose version, with our own, is part of a result's fingerprint."""

FORMAT: Final = 2
_HOUR: Final = 3_600_000_000_000
_DAY: Final = 24 * _HOUR
"""Nanoseconds."""

PRIVATE: Final = 0o600
"""The mode of entries: pages for one client are among them, before they are locked."""


def _sweep(folder: Path) -> None:
    """Remove what killed builds left, once a day: a build that runs may need its own for a moment."""
    now, swept = clock(), folder / ".swept"
    with suppress(OSError):
        if not swept.is_symlink() and swept.is_file() and 0 <= now - swept.stat().st_mtime_ns < _DAY:
            return
        write_own(swept, b"")
        remove_abandoned(folder, now - _HOUR)


class Cache:
    """A folder of results. Safe for several processes and threads: entries are written atomically.

    One that isn't `writable` only gives what it has.
    """

    def __init__(self, folder: Path, *, writable: bool = True) -> None:
        self.folder = folder
        self._writable = writable
        self._salt = "-".join([__version__, str(FORMAT), *(version(tool) for tool in TOOLS)])

    def prepare(self, *, clean: bool = False) -> None:
        """Create the folder, and keep it out of version control; with `clean`, empty it."""
        if clean:
            for folder in (self.folder / self._salt, self.templates, self.typeset):
                shutil.rmtree(folder, ignore_errors=True)
        ignore = self.folder / ".gitignore"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if ignore.is_symlink() or not ignore.exists():
                write_own(ignore, b"*\n")
            for folder in (self.folder, own_folder()):
                _sweep(folder)
        except OSError as error:
            message = m("{folder} can't be written: {strerror}", folder=self.folder, strerror=error.strerror or error)
            raise WorldError(message, m("make it writable, or name another folder with SITE_GEN_CACHE")) from error

    @property
    def templates(self) -> Path:
        """The folder of compiled templates."""
        return own_folder() / "templates"

    @property
    def typeset(self) -> Path:
        """The folder in which themes are assembled for Typst."""
        return own_folder() / "typst"

    def path(self, maker: Maker) -> Path:
        """Return the path of a maker's result, existing or not."""
        fingerprint = maker.fingerprint()
        return self.folder / self._salt / fingerprint[:2] / fingerprint

    def get(self, maker: Maker) -> bytes | None:
        """Return a cached result; None if there is none, or a damaged one."""
        try:
            hash_, _, content = read_regular(self.path(maker)).partition(b"\n")
        except OSError:
            return None
        return content if content_hash(content).encode() == hash_ else None

    def put(self, maker: Maker, content: bytes) -> None:
        """Store a result. Where it can't be written it is made again the next time."""
        if not self._writable:
            return
        target = self.path(maker)
        with suppress(OSError):
            target.parent.mkdir(parents=True, exist_ok=True)
            write_own(target, content_hash(content).encode() + b"\n" + content, mode=PRIVATE)
