"""Reads files of the owner's that are no text: refuses what isn't a file, lies elsewhere or is too large, unread."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final

from site_gen.files import real_path
from site_gen.messages import m
from site_gen.sources.text import excerpt

IGNORED: Final = frozenset({"thumbs.db", "desktop.ini", ".ds_store", "ehthumbs.db", "icon\r"})
"""What systems put into folders by themselves, in lower case."""


class RefusedError(Exception):
    """A file isn't read; says why, and in `hint` what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def check_plain(path: Path, project: Path, limit: int) -> int:
    """Return the size of a file in bytes.

    Raises RefusedError for a pipe or a device, which would be read for ever, a link that leads out of the project, and
    a file of more than `limit` bytes.
    """
    try:
        about = path.stat()
        inside = real_path(path).is_relative_to(real_path(project))
    except OSError as error:
        if path.is_symlink():
            raise RefusedError(
                m("the link points to a file that does not exist"), m("mend or delete the link")
            ) from error
        raise _unread(error) from error
    if not stat.S_ISREG(about.st_mode):
        raise RefusedError(m("this is not an ordinary file"), m("put a file in its place"))
    if not inside:
        raise RefusedError(m("this is a link to a file outside the project"), m("copy the file itself there"))
    if about.st_size > limit:
        size, most = about.st_size / 1_000_000, limit / 1_000_000
        raise RefusedError(
            m("the file is too big: {size} MB, and at most {most} MB are read", size=f"{size:.0f}", most=f"{most:.0f}"),
            m("make it smaller"),
        )
    return about.st_size


def read_plain(path: Path, project: Path, limit: int, length: int = -1) -> bytes:
    """Return a file's bytes, or the first `length` of them.

    Raises RefusedError as `check_plain` does, and for a file that can't be read.
    """
    check_plain(path, project, limit)
    try:
        with path.open("rb") as file:
            return file.read(length)
    except OSError as error:
        raise _unread(error) from error


def _unread(error: OSError) -> RefusedError:
    why = excerpt((error.strerror or type(error).__name__).lower())
    return RefusedError(m("the file can't be read: {why}", why=why), m("allow it to be read"))
