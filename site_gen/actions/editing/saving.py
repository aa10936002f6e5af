"""Saves files of a project: whole, with what they were kept for undoing, and never over what changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from site_gen.actions.editing.commits import Commits
from site_gen.actions.editing.history import FileChange, History
from site_gen.actions.editing.private_files import digest, private_folder, read_if_there, write_private
from site_gen.actions.errors import ActionError
from site_gen.files import remove_leftovers, write_atomically
from site_gen.messages import m
from site_gen.problems import WorldError


@dataclass(eq=False)
class ChangedElsewhereError(ActionError):
    """Files are no longer as they were when the form was made; nothing was written."""

    files: tuple[str, ...]


@dataclass(eq=False)
class NotKeptError(ActionError):
    """What a save changed isn't kept any more."""

    number: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What a file is to be. `base` is the digest of the bytes that this was made from, '' where there was no file;
    `content` None takes the file away."""

    base: str
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Workplace:
    """A project that is edited, and where the editor keeps what it needs. `clock` gives the instant of a save, which
    `commits` may put into git."""

    project: Path
    folder: Path
    clock: Callable[[], datetime]
    commits: Commits | None = None

    @property
    def history(self) -> History:
        return History(self.folder / "history")

    def read(self, file: str) -> bytes | None:
        """Return a file's bytes; None if there is no such file. Raises WorldError for what can't be read."""
        try:
            return read_if_there(self.project / file)
        except OSError as error:
            raise WorldError(
                m("{path} can't be read: {strerror}", path=file, strerror=error.strerror or error),
                m("put a file in its place"),
            ) from error


def save(work: Workplace, what: str, wishes: Mapping[str, Wish]) -> int | None:
    """Write, and take away, files all at once; return the save's number, or None if nothing changes.

    Raises ChangedElsewhereError if one is another than its wish was made from, WorldError if the disk fails.
    """
    with _alone(work):
        changes = [FileChange(file, work.read(file), wish.content) for file, wish in wishes.items()]
        changed = tuple(c.file for c in changes if digest(c.before) != wishes[c.file].base)
        if changed:
            raise ChangedElsewhereError(changed)
        changes = [change for change in changes if change.before != change.after]
        if not changes:
            return None
        number = work.history.record(work.clock(), what, changes, durable=len(changes) > 1)
        begun = _begin(work, number) if len(changes) > 1 else None  # one file is written whole or not at all
        try:
            for change in changes:
                _write(work.project / change.file, change.after)
        except OSError:
            if begun is None:
                work.history.take_back(number)
            else:
                _take_back(work)
            raise
        if begun is not None:
            begun.unlink()
        if work.commits is not None:
            work.commits.commit(what, changes)
        return number


def undo(work: Workplace, number: int) -> int | None:
    """Give the files of a save their bytes from before it; return the number of this save, which can be undone too.

    Raises NotKeptError; ChangedElsewhereError if a file isn't any more as that save left it; WorldError.
    """
    done = work.history.save(number)
    if done is None:
        raise NotKeptError(number)
    wishes = {}
    for change in done.changes:
        before = work.history.content(change.before) if change.before else None
        if change.before and before is None:
            raise NotKeptError(number)
        wishes[change.file] = Wish(change.after, before)
    return save(work, "undo", wishes)


def take_back_what_was_cut_off(work: Workplace) -> None:
    """Give files their bytes from before a save that was killed among them, or found the disk full on its way back.

    Every save does so first; the editor does when it starts, before anybody sees half a change. What doesn't work now
    is tried again then.
    """
    if (work.folder / _BEGUN).exists():
        with suppress(WorldError), _alone(work):
            pass


def _begin(work: Workplace, number: int) -> Path:
    """Note, to last through a power cut, that the files of a save are being written."""
    path = work.folder / _BEGUN
    write_private(path, str(number).encode(), durable=True)
    return path


def _take_back(work: Workplace) -> None:
    """Undo what a save that has begun did so far, and forget it; what changed since then stays. Raises OSError."""
    text = (read_if_there(work.folder / _BEGUN) or b"").decode(errors="replace")
    number = int(text) if text.isdecimal() else 0
    save_ = work.history.save(number)
    for change in save_.changes if save_ is not None else ():
        before = work.history.content(change.before) if change.before else None
        is_kept = before is not None or not change.before
        path = work.project / change.file
        if is_kept and digest(work.read(change.file)) == change.after and change.after != change.before:
            _write(path, before)
        if path.parent.is_dir():
            remove_leftovers(path)
    work.history.take_back(number)
    (work.folder / _BEGUN).unlink(missing_ok=True)


_BEGUN: Final = "begun"
"""The file with the number of a save of several files, for as long as they are being written."""


def _write(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, content, durable=True)


@contextmanager
def _alone(work: Workplace) -> Iterator[None]:
    """Keep other editors of the project out, and turn a disk error into a WorldError that names the file."""
    from filelock import FileLock

    try:
        private_folder(work.folder)
        with FileLock(work.folder / "lock", timeout=30):
            if (work.folder / _BEGUN).exists():
                _take_back(work)
            yield
    except OSError as error:
        name = getattr(error, "filename", None) or work.project
        raise WorldError(
            m("{name} can't be written: {strerror}", name=name, strerror=error.strerror or error),
            m("look at its permissions"),
        ) from error
