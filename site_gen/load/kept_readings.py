"""Keeps what was read from a project's files for the next process, in the user's own cache folder.

Each row has the states of the files that it was read from, and a hash over all of it: whatever is damaged, of another
version or of changed files is read again. Rows are pickled, which is the fastest way to get models back; only data of
our own types and plain values are loaded (`own_pickles`), and only from a folder that is the user's alone.
"""

from __future__ import annotations

import os
import pickle
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from site_gen.file_states import State, clock, program_state
from site_gen.hashing import content_hash
from site_gen.model.own_pickles import dumped, loaded
from site_gen.own_folder import lasting_folder

FOLDER: Final = "readings"
FORMAT: Final = 3
OLD: Final = 60 * 24 * 3600 * 1_000_000_000
"""Nanoseconds after which the readings of a project that nobody has built since are removed."""

_PRIVATE: Final = 0o600
_WAIT: Final = 1.0
_AT_ONCE: Final = 500
"""So many rows are written at once: all of a large project would take much memory."""

_SCHEMA: Final = """
    CREATE TABLE IF NOT EXISTS about (project TEXT, program TEXT);
    CREATE TABLE IF NOT EXISTS reading (key TEXT PRIMARY KEY, also TEXT, states TEXT, content BLOB, hash TEXT);
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """A result of reading: its key, what else it depends on, the states of its files; `content` is the result as bytes
    if it came so."""

    key: object
    also: object
    states: list[State]
    result: Any
    content: bytes | None = None


@dataclass
class KeptReadings:
    """What earlier processes read of a project. Whatever can't be read or written is as if it had never been kept."""

    path: Path
    project: str
    _rows: Mapping[str, tuple[int, str, str]] | None = None
    _source: sqlite3.Connection | None = None
    _new: list[Reading] = field(default_factory=list)

    @classmethod
    def of(cls, project: Path) -> KeptReadings | None:
        """Return those of a project in a folder; None if the user has no cache folder."""
        folder = lasting_folder()
        if folder is None:
            return None
        name = f"{os.path.realpath(project)} {project}"  # paths are kept as they are written: relative ones, too
        return cls(folder / FOLDER / f"{content_hash(name.encode('utf-8', 'surrogateescape'))}.sqlite", name)

    def has(self, key: object, also: object, states: list[State]) -> bool:
        """Whether something is kept for a key with these states; it may still be damaged."""
        if self._rows is None:
            self._rows = self._begin_reading()
        row = self._rows.get(repr(key))
        return row is not None and row[1:] == (repr(also), repr(states))

    def find(self, key: object, also: object, states: list[State]) -> tuple[Any] | None:
        """Return what is kept for a key, as the only item; None if there is none for these states."""
        if not self.has(key, also, states) or self._rows is None or self._source is None:
            return None
        name = repr(key)
        number, said, state = self._rows[name]
        try:
            query = "SELECT content, hash FROM reading WHERE rowid = ?"
            [(content, hash_)] = self._source.execute(query, (number,)).fetchall()
            return (from_bytes(content),) if hash_ == _hash(name, said, state, content) else None
        except Exception:  # noqa: BLE001  # whatever a damaged row raises, its files can still be read
            return None

    def add(self, reading: Reading) -> None:
        """Keep a new result. Nothing is changed later in what it has."""
        self._new.append(reading)
        if len(self._new) >= _AT_ONCE:
            self._write()

    def end(self, asked: set[object]) -> None:
        """End a reading: drop the results of keys that haven't been `asked` for if they are many.

        Nothing is found after that: what was read is in the `ReadCache`.
        """
        if self._new:
            self._write(asked)
        self._end_reading()

    def _write(self, asked: set[object] | None = None) -> None:
        rows = [row for reading in self._new if (row := _row(reading)) is not None]
        self._new = []
        with suppress(OSError, sqlite3.Error), self._opened() as database, database:
            database.executemany("REPLACE INTO reading VALUES (?, ?, ?, ?, ?)", rows)
            (count,) = database.execute("SELECT count(*) FROM reading").fetchone()
            if asked is not None and count > 2 * len(asked) + 100:
                names = {repr(key) for key in asked}
                gone = [(key,) for (key,) in database.execute("SELECT key FROM reading") if key not in names]
                database.executemany("DELETE FROM reading WHERE key = ?", gone)

    def forget(self) -> None:
        """Remove all that is kept of the project."""
        self._end_reading()
        with suppress(OSError):
            self.path.unlink()

    def _begin_reading(self) -> Mapping[str, tuple[int, str, str]]:
        """Return for each key the number of its row, and what it depends on."""
        try:
            if self.path.is_symlink() or not self.path.is_file():
                return {}
            source = self._source = sqlite3.connect(
                f"file:{_quoted(self.path)}?mode=ro", uri=True, timeout=_WAIT, check_same_thread=False
            )
            if source.execute("SELECT project, program FROM about").fetchone() != (self.project, _program()):
                self._end_reading()
                return {}
            rows = source.execute("SELECT key, rowid, also, states FROM reading")
            return {key: (number, sys.intern(also), states) for key, number, also, states in rows}
        except (OSError, sqlite3.Error, TypeError):
            return {}

    def _end_reading(self) -> None:
        self._rows = {}
        if self._source is not None:
            self._source.close()
            self._source = None

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """Open the file to write into it; one of another version, or a damaged one, is begun anew."""
        if self.path.is_symlink() or not self.path.is_file():
            self._begin()
        with closing(self._connected()) as database:
            about: object = None
            with suppress(sqlite3.DatabaseError):
                about = database.execute("SELECT project, program FROM about").fetchone()
            if about == (self.project, _program()):
                yield database
                return
        self._begin()
        with closing(self._connected()) as database:
            yield database

    def _connected(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path, timeout=_WAIT)
        database.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;")  # rows have their hashes
        return database

    def _begin(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for other in self.path.parent.glob("*.sqlite"):
            with suppress(OSError):
                if clock() - other.stat().st_mtime_ns > OLD:
                    other.unlink()
        self.path.unlink(missing_ok=True)
        os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, _PRIVATE))
        with closing(self._connected()) as database, database:
            database.executescript(_SCHEMA)
            database.execute("DELETE FROM about")
            database.execute("INSERT INTO about VALUES (?, ?)", (self.project, _program()))


@cache
def _program() -> str:
    return f"{FORMAT} {program_state()}"


def _quoted(path: Path) -> str:
    return path.as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _hash(*parts: str | bytes) -> str:
    joined = b"\0".join(part if isinstance(part, bytes) else part.encode("utf-8", "surrogateescape") for part in parts)
    return content_hash(joined)


# --- results as bytes -------------------------------------------------------------------------------------------------


def as_bytes(result: object) -> bytes | None:
    """Return a result as `from_bytes` reads it; None for one that has something in it of which nothing is kept."""
    try:
        return dumped(result)
    except (pickle.PicklingError, TypeError, AttributeError, UnicodeEncodeError):
        return None


def from_bytes(content: bytes) -> Any:
    """Return a result that `as_bytes` has written."""
    return loaded(content)


def _row(reading: Reading) -> tuple[str, str, str, bytes, str] | None:
    content = as_bytes(reading.result) if reading.content is None else reading.content
    if content is None:
        return None
    key, also, states = repr(reading.key), repr(reading.also), repr(reading.states)
    return key, also, states, content, _hash(key, also, states, content)
