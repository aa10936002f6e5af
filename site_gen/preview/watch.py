"""Reports every change of a project's files and folders, including the theme's: created, written, moved, removed."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
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
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from site_gen.builder.record import SOURCE_FOLDERS
from site_gen.file_states import NOTHING, State, state_of

"""The source folders of a project; in the project's own folder only direct entries count."""

_EVENTS: Final[list[type[FileSystemEvent]]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]
"""All events except reading: we read many files."""


_PASSING: Final = re.compile(r"\..*\.sw[a-z]|4913|.*~|\.#.*|#.*#|.*___jb_(?:tmp|old)___|.*\.(?:tmp|crdownload|part)")
"""Names of temporary files that editors create beside the edited file."""


def signature(project: Path, also: Iterable[Path]) -> dict[str, State]:
    """Return the state of every source file of a site, by its absolute path.

    A theme may be a link to a folder; other links to folders are not followed, because nothing reads through them.
    """
    own = [entry.path for entry in _entries(str(project)) if _is_source(Path(entry.path)) and not _is_folder(entry)]
    themes = [entry.path for entry in _entries(str(project / "themes")) if entry.is_symlink()]
    folders = [*(str(project / name) for name in SOURCE_FOLDERS), *themes, *map(str, also)]
    found = [*own, *(path for folder in folders for path in _walk(folder))]
    return {path: state for path in found if (state := state_of(path)) != NOTHING}


def _walk(folder: str) -> Iterator[str]:
    for entry in _entries(folder):
        if _is_folder(entry):
            yield from _walk(entry.path)
        elif not _PASSING.fullmatch(entry.name):
            yield entry.path


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


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
        self._poller: BaseObserver | None = None
        self._watched: dict[Path, tuple[BaseObserver, ObservedWatch]] = {}

    def start(self) -> bool:
        """Start. Return False if the system can't watch so many folders, so that they are polled instead."""
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
        for observer in filter(None, (self._observer, self._poller)):
            observer.stop()
            if observer.is_alive():
                observer.join(1)

    def _schedule(self) -> None:
        self._watch(self._project, recursive=False)
        for folder in (*(self._project / name for name in SOURCE_FOLDERS), *self._also):
            self._watch(folder, recursive=True)

    def _watch(self, folder: Path, *, recursive: bool) -> None:
        if folder.is_dir() and folder not in self._watched:
            self._watched[folder] = self._scheduled(self._observer, folder, recursive=recursive)

    def _watch_new(self, folder: Path) -> None:
        """Watch a folder that appeared meanwhile. This is the observer's thread: an error would end it, and nothing
        would be seen any more."""
        try:
            self._watch(folder, recursive=True)
        except (FileNotFoundError, NotADirectoryError):  # gone again: its next appearance is told of
            pass
        except OSError:  # the system watches no more folders
            if self._poller is None:
                self._poller = PollingObserver(timeout=1)
                self._poller.start()
            self._watched[folder] = self._scheduled(self._poller, folder, recursive=True)

    def _scheduled(
        self, observer: BaseObserver, folder: Path, *, recursive: bool
    ) -> tuple[BaseObserver, ObservedWatch]:
        handler = _Handler(self._seen)
        return observer, observer.schedule(handler, str(folder), recursive=recursive, event_filter=_EVENTS)

    def _forget(self, folder: Path) -> None:
        """Stop watching a deleted folder: a new one with the same name must be watched anew."""
        watched = self._watched.pop(folder, None)
        if watched is not None:
            observer, watch = watched
            with suppress(KeyError, OSError):
                observer.unschedule(watch)

    def _seen(self, path: str, *, is_removed: bool) -> None:
        top = Path(path)
        if top.parent == self._project and top.name in SOURCE_FOLDERS:
            if is_removed or not top.is_dir():
                self._forget(top)
            self._watch_new(top)
        is_source = top.parent != self._project or _is_source(top)
        if is_source and not _PASSING.fullmatch(top.name):
            self._tell(path)


def _is_source(path: Path) -> bool:
    """Whether something directly in the project's folder is part of the site."""
    return path.name in SOURCE_FOLDERS or (path.name.startswith("site.") and path.suffix == ".yaml")


class _Handler(FileSystemEventHandler):
    def __init__(self, seen: Callable[..., None]) -> None:
        self._seen = seen

    def on_any_event(self, event: FileSystemEvent) -> None:
        removed = event.event_type in {"deleted", "moved"}
        self._seen(os.fsdecode(event.src_path), is_removed=removed)
        if event.dest_path:
            self._seen(os.fsdecode(event.dest_path), is_removed=False)
