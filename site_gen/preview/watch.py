"""Tells of every change of a project's files: made, written, moved, removed; files and folders, the theme's too."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from site_gen.load.memory import Stamp, stamp

FOLDERS: Final = ("cases", "offers", "content", "themes")
"""The folders of a project that its site is made of; of the project's own folder, only what lies in it directly."""

_EVENTS: Final[list[type[FileSystemEvent]]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]
"""Reading a file is an event as well, and we read a lot: not those."""


def signature(project: Path, also: Iterable[Path]) -> dict[str, Stamp]:
    """Return the state of every file that a site is made of, by its absolute path."""
    own = [entry for entry in _entries(str(project)) if _is_source(Path(entry.path)) and entry.is_file()]
    folders = (*(project / name for name in FOLDERS), *also)
    found = [*own, *(entry for folder in folders for entry in _walk(str(folder)))]
    return {entry.path: state for entry in found if (state := stamp(entry.path)) is not None}


def _walk(folder: str) -> Iterator[os.DirEntry[str]]:
    for entry in _entries(folder):
        if entry.is_dir():
            yield from _walk(entry.path)
        else:
            yield entry


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


class Watcher:
    """Watches a project, and further folders, until it is stopped. `tell` gets absolute paths, in another thread."""

    def __init__(self, project: Path, also: Iterable[Path], tell: Callable[[str], None]) -> None:
        self._project = project
        self._also = tuple(also)
        self._tell = tell
        self._observer: BaseObserver = Observer()
        self._watched: set[Path] = set()

    def start(self) -> bool:
        """Begin. Returns False where the system can't watch so many folders and they are looked at in turns instead."""
        try:
            self._schedule()
            self._observer.start()
        except OSError:
            self._observer = PollingObserver(timeout=1)
            self._watched.clear()
            self._schedule()
            self._observer.start()
            return False
        return True

    def stop(self) -> None:
        self._observer.stop()
        if self._observer.is_alive():
            self._observer.join(1)

    def _schedule(self) -> None:
        self._watch(self._project, recursive=False)
        for folder in (*(self._project / name for name in FOLDERS), *self._also):
            self._watch(folder, recursive=True)

    def _watch(self, folder: Path, *, recursive: bool) -> None:
        if folder.is_dir() and folder not in self._watched:
            self._watched.add(folder)
            self._observer.schedule(_Handler(self._seen), str(folder), recursive=recursive, event_filter=_EVENTS)

    def _seen(self, path: str, *, is_removed: bool) -> None:
        top = Path(path)
        if top.parent == self._project and top.name in FOLDERS:
            if is_removed or not top.is_dir():
                self._watched.discard(top)
            else:
                self._watch(top, recursive=True)
        if top.parent != self._project or _is_source(top):
            self._tell(path)


def _is_source(path: Path) -> bool:
    """Whether something directly in the project's folder is part of the site."""
    return path.name in FOLDERS or (path.name.startswith("site.") and path.suffix == ".yaml")


class _Handler(FileSystemEventHandler):
    def __init__(self, seen: Callable[..., None]) -> None:
        self._seen = seen

    def on_any_event(self, event: FileSystemEvent) -> None:
        removed = event.event_type in {"deleted", "moved"}
        self._seen(os.fsdecode(event.src_path), is_removed=removed)
        if event.dest_path:
            self._seen(os.fsdecode(event.dest_path), is_removed=False)
