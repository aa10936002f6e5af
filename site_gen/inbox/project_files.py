"""Looks at a project's files without reading them, to notice that they have changed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_NOT_SOURCES: Final = frozenset({"output", "node_modules"})

_Stamp = tuple[str, str, int, int]


@dataclass(frozen=True, slots=True)
class ProjectFiles:
    """The state of a project's files. `has_unseen` means that some lie behind links to folders, or can't be looked at.

    `newest` is the latest modification time, in nanoseconds since 1970; 0 if there are no files.
    """

    stamps: tuple[_Stamp, ...]
    has_unseen: bool
    newest: int


def look_at(project: str | os.PathLike[str]) -> ProjectFiles:
    """Return the state of a site's source files. Links to folders are not followed: they may lead anywhere, and back.

    Never fails on what lies there: what can't be looked at counts as unseen.
    """
    stamps, is_unseen, newest = [], False, 0
    for path, kind, changed, size in _walk(os.fspath(project)):
        stamps.append((path, kind, changed, size))
        is_unseen = is_unseen or kind in {"unreadable", "folder behind a link"}
        newest = max(newest, changed) if kind == "file" else newest
    return ProjectFiles(tuple(sorted(stamps)), is_unseen, newest)


def _walk(top: str) -> Iterator[_Stamp]:
    folders = [top]  # a list, not recursion: folders may be deeper than Python's stack
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                listed = list(entries)
        except OSError:
            yield folder, "unreadable", 0, 0
            continue
        for entry in listed:
            if entry.name.startswith(".") or entry.name in _NOT_SOURCES:
                continue
            if _is_folder(entry):
                folders.append(entry.path)
            else:
                yield _stamp(entry)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _stamp(entry: os.DirEntry[str]) -> _Stamp:
    """Return name, kind, modification time and size of a file, or of what a link leads to."""
    try:
        about = entry.stat()
    except OSError:  # deleted in the meantime; a link to nothing, to itself or to where one may not go
        return entry.path, "broken", 0, 0
    if stat.S_ISDIR(about.st_mode):
        return entry.path, "folder behind a link", about.st_mtime_ns, about.st_ino
    return entry.path, "file", about.st_mtime_ns, about.st_size
