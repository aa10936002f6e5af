"""Keeps what was read from a project's files for the next process, in the user's own cache folder.

Each row has the states of the files that it was read from, and a hash over all of it: whatever is damaged, of another
version or of changed files is read again. Rows are pickled, which is the fastest way to get models back; only data of
our own types and plain values are loaded (`_Unpickler`), and only from a folder that is the user's alone.
"""

from __future__ import annotations

import importlib
import io
import os
import pickle
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from copyreg import dispatch_table
from dataclasses import dataclass, field, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from site_gen.file_states import State, clock, program_state
from site_gen.hashing import content_hash
from site_gen.messages import Message
from site_gen.own_folder import lasting_folder

FOLDER: Final = "readings"
FORMAT: Final = 1
OLD: Final = 60 * 24 * 3600 * 1_000_000_000
"""Nanoseconds after which the readings of a project that nobody has built since are removed."""

_PRIVATE: Final = 0o600
_WAIT: Final = 1.0
_SCHEMA: Final = """
    CREATE TABLE IF NOT EXISTS about (project TEXT, program TEXT);
    CREATE TABLE IF NOT EXISTS reading (key TEXT PRIMARY KEY, also TEXT, states TEXT, content BLOB, hash TEXT);
"""

_PLAIN: Final = frozenset(
    {
        ("builtins", "set"),
        ("builtins", "frozenset"),
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "time"),
        ("datetime", "timedelta"),
        ("datetime", "timezone"),
        ("decimal", "Decimal"),
        ("pathlib", "PosixPath"),
        ("pathlib", "PurePosixPath"),
        ("pathlib", "WindowsPath"),
    }
)
_OURS: Final = (
    "site_gen.model.",
    "site_gen.load.",
    "site_gen.sources.",
    "site_gen.imaging.",
    "site_gen.problems",
    "site_gen.messages",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A result of reading: its key, what else it depends on, the states of its files."""

    key: object
    also: object
    states: list[State]
    result: Any


@dataclass
class KeptReadings:
    """What earlier processes read of a project. Whatever can't be read or written is as if it had never been kept."""

    path: Path
    project: str
    _rows: Mapping[str, tuple[str, str, bytes, str]] | None = None
    _known: dict[tuple[str, str], type] = field(default_factory=dict)

    @classmethod
    def of(cls, project: Path) -> KeptReadings | None:
        """Return those of a project in a folder; None if the user has no cache folder."""
        folder = lasting_folder()
        if folder is None:
            return None
        name = f"{os.path.realpath(project)} {project}"  # paths are kept as they are written: relative ones, too
        return cls(folder / FOLDER / f"{content_hash(name.encode('utf-8', 'surrogateescape'))}.sqlite", name)

    def find(self, key: object, also: object, states: list[State]) -> tuple[object, list[State], Any] | None:
        """Return what is kept for a key, in the form of `ReadCache`; None if there is none for these states."""
        if self._rows is None:
            self._rows = self._read()
        name = repr(key)
        row = self._rows.get(name)
        if row is None:
            return None
        said, state, content, hash_ = row
        if said != repr(also) or state != repr(states) or hash_ != _hash(name, said, state, content):
            return None
        try:
            return also, states, _Unpickler(content, self._known).load()
        except Exception:  # noqa: BLE001  # whatever a damaged row raises, its files can still be read
            return None

    def keep(self, readings: Sequence[Reading], asked: set[object]) -> None:
        """End a reading: keep new results, and drop those of keys that haven't been `asked` for if they are many.

        Nothing is found after that: what was read is in the `ReadCache`.
        """
        self._rows = {}
        if not readings:
            return
        rows = [row for reading in readings if (row := _row(reading)) is not None]
        with suppress(OSError, sqlite3.Error), self._opened() as database, database:
            database.executemany("REPLACE INTO reading VALUES (?, ?, ?, ?, ?)", rows)
            (count,) = database.execute("SELECT count(*) FROM reading").fetchone()
            if count > 2 * len(asked) + 100:
                names = {repr(key) for key in asked}
                gone = [(key,) for (key,) in database.execute("SELECT key FROM reading") if key not in names]
                database.executemany("DELETE FROM reading WHERE key = ?", gone)

    def forget(self) -> None:
        """Remove all that is kept of the project."""
        self._rows = {}
        with suppress(OSError):
            self.path.unlink()

    def _read(self) -> Mapping[str, tuple[str, str, bytes, str]]:
        try:
            if self.path.is_symlink() or not self.path.is_file():
                return {}
            with closing(sqlite3.connect(f"file:{_quoted(self.path)}?mode=ro", uri=True, timeout=_WAIT)) as database:
                if database.execute("SELECT project, program FROM about").fetchone() != (self.project, _program()):
                    return {}
                rows = database.execute("SELECT key, also, states, content, hash FROM reading")
                return {key: (also, states, content, hash_) for key, also, states, content, hash_ in rows}
        except (OSError, sqlite3.Error):
            return {}

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


def _row(reading: Reading) -> tuple[str, str, str, bytes, str] | None:
    key, also, states = repr(reading.key), repr(reading.also), repr(reading.states)
    written = io.BytesIO()
    pickler = pickle.Pickler(written, protocol=5)
    pickler.dispatch_table = dispatch_table | {ZoneInfo: _zone_parts}  # its own way needs getattr to be loaded
    try:
        pickler.dump(reading.result)
        content = written.getvalue()
        return key, also, states, content, _hash(key, also, states, content)
    except (pickle.PicklingError, TypeError, AttributeError, UnicodeEncodeError):
        return None


def _zone_parts(zone: ZoneInfo) -> tuple[type[ZoneInfo], tuple[str]]:
    return ZoneInfo, (zone.key,)


class _Unpickler(pickle.Unpickler):
    """Loads data of our own types and plain values, and nothing that could do anything."""

    def __init__(self, content: bytes, known: dict[tuple[str, str], type]) -> None:
        super().__init__(io.BytesIO(content))
        self._types = known

    def find_class(self, module: str, name: str) -> type:
        found = self._types.get((module, name))
        if found is None:
            found = self._types[module, name] = _type(module, name)
        return found


def _type(module: str, name: str) -> type:
    if (module, name) == ("zoneinfo", "ZoneInfo"):
        return ZoneInfo
    if (module, name) in _PLAIN or module.startswith(_OURS):
        found = getattr(importlib.import_module(module), name, None)
        if isinstance(found, type) and ((module, name) in _PLAIN or _is_data(found)):
            return found
    raise pickle.UnpicklingError(f"{module}.{name} is not one of the types that are kept")


def _is_data(found: type) -> bool:
    from pydantic import BaseModel

    return is_dataclass(found) or issubclass(found, BaseModel | Enum | Message)
