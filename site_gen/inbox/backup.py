"""Backs up the inbox's SQLite database while it is in use, and puts a backup back, also while it is in use."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from glob import escape
from pathlib import Path
from typing import Final

from site_gen.file_states import clock
from site_gen.files import replace_file
from site_gen.inbox.database import connect_file, find_damage, lock_file_of, read_url, told
from site_gen.inbox.erased import ErasedFile, erased_file
from site_gen.inbox.store import Store
from site_gen.inbox.tables import SCHEMA
from site_gen.inbox.write_queue import WriteQueue
from site_gen.messages import m
from site_gen.problems import WorldError

_COMPANIONS: Final = ("", "-wal", "-shm")
_COPY: Final = re.compile(r"[0-9a-f]{16}\.(new|restored)(-wal|-shm|-journal|-turn)?")
_HOUR: Final = 3_600_000_000_000
"""Nanoseconds."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: how many leads there are now, where what was there before is, and how many are only there.

    `erased` is how many leads of the backup were left out, since the owner has deleted them.
    """

    leads: int
    before: Path | None
    only_before: int
    erased: int


def back_up(database: str, file: Path, now: datetime) -> int:
    """Copy the database as it is at one moment into a file that only its owner may read. Return how many leads it has.

    The file is complete and checked before it replaces an older backup. Raises WorldError; then nothing was replaced.
    """
    live = _sqlite_file(database, "pg_dump --format=custom --file=leads.dump postgresql://USER@HOST/NAME")
    if not live.is_file():
        raise WorldError(m("there is no database at {live}", live=live), m("site-gen inbox makes it"))
    if file.exists() and (file.samefile(live) or not _is_sqlite(file)):
        raise WorldError(m("{file} is no backup; it was left as it is", file=file), m("name another file"))
    _remove_abandoned(file)
    count = _copy_to_new(live, file)
    with Store.open(database) as store:
        store.note_backup(now)
    return count


def restore(database: str, file: Path, now: datetime) -> Restored:
    """Put a backup in the database's place; what is there is backed up before. Raises WorldError.

    Leads that the owner has deleted since don't come back. A running inbox goes on with what was put back.
    """
    live = _sqlite_file(database, "pg_restore --clean --dbname=postgresql://USER@HOST/NAME leads.dump")
    _check_backup(file)
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    before: Path | None = None
    known: set[str] = set()
    with _without_erased(file, live, ErasedFile(erased_file(database))) as (source_file, erased):
        ids = _ids(source_file)
        if live.is_file() and find_damage(database) is None:
            before = Path(f"{live}.before-restore-{stamp}")
            with told(m("the database can't be put back: {live}", live=live)), _turn(database):
                _copy_to_new(live, before)
                known = _ids(before)
                with closing(connect_file(source_file)) as source, closing(connect_file(live)) as target:
                    source.backup(target)
        else:
            before = _move_away(live, stamp)
            _copy_to_new(source_file, live)
    return Restored(len(ids), before, len(known - ids), erased)


@contextmanager
def _without_erased(file: Path, live: Path, list_: ErasedFile) -> Iterator[tuple[Path, int]]:
    """Yield a copy of a backup without whom the owner has deleted, with the present tables, and how many that were.

    They are taken out of the copy, not of the database afterwards: a running inbox would send notices of them.
    """
    _remove_abandoned(live)
    copy = live.with_name(f".{live.name}.{os.urandom(8).hex()}.restored")
    try:
        _copy_to_new(file, copy)
        with Store.open(str(copy)) as store:
            erased = store.erase_again(list_)
        with told(m("{copy} can't be written", copy=copy)), closing(connect_file(copy)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
        yield copy, erased
    finally:
        for suffix in (*_COMPANIONS, "-turn"):
            with suppress(OSError):
                Path(f"{copy}{suffix}").unlink()


def _sqlite_file(database: str, instead: str) -> Path:
    url = read_url(database)
    if url.get_backend_name() != "sqlite":
        raise WorldError(m("PostgreSQL's databases are backed up and put back by its own programs"), instead)
    return Path(url.database or "")


def _is_sqlite(file: Path) -> bool:
    with told(m("{file} can't be read", file=file)), file.open("rb") as stream:
        return stream.read(16) in {b"SQLite format 3\0", b""}


def _check_backup(file: Path) -> None:
    """Raise WorldError if it is damaged, no backup, or of a newer version."""
    if not file.is_file():
        raise WorldError(m("there is no backup at {file}", file=file))
    damage = find_damage(str(file.absolute()))
    if damage:
        raise WorldError(
            m("{file} can't be put back: {damage}", file=file, damage=damage),
            m("nothing was changed; take another backup"),
        )
    with told(m("{file} is no backup of an inbox", file=file)), closing(connect_file(file)) as connection:
        try:
            (version,) = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        except (sqlite3.Error, TypeError) as error:
            raise WorldError(m("{file} is no backup of an inbox", file=file), m("nothing was changed")) from error
    if not version.isdecimal() or int(version) > SCHEMA:
        raise WorldError(
            m("{file} is of a newer version of site-gen", file=file), m("install that version; nothing was changed")
        )


def _ids(file: Path) -> set[str]:
    with told(m("{file} can't be read", file=file)), closing(connect_file(file)) as connection:
        return {id_ for (id_,) in connection.execute("SELECT id FROM leads")}


def _copy_to_new(source: Path, target: Path) -> int:
    """Copy a database into a new file and check it, then put it at `target`. Return how many leads it has."""
    beside = target.with_name(f".{target.name}.{os.urandom(8).hex()}.new")
    try:
        with told(m("{target} can't be written", target=target)):
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            with closing(connect_file(source)) as from_, closing(connect_file(beside)) as to:
                from_.backup(to)
                to.execute("PRAGMA journal_mode=DELETE")  # one file, which can be copied as it is
            _check_copy(beside, source)
            count = len(_ids(beside))
            _sync(beside)
            replace_file(beside, target)
            _sync(target.parent)
    except BaseException:
        for suffix in _COMPANIONS:
            with suppress(OSError):
                Path(f"{beside}{suffix}").unlink()
        raise
    return count


def _remove_abandoned(target: Path) -> None:
    """Remove the copies beside `target` that killed backups left: they are whole, and hold whom one deletes later.

    Those that are younger than an hour may be another process's at work.
    """
    for left in target.parent.glob(f".{escape(target.name)}.*"):
        with suppress(OSError):
            is_copy = _COPY.fullmatch(left.name.removeprefix(f".{target.name}."))
            if is_copy and clock() - left.stat().st_mtime_ns > _HOUR:
                left.unlink()


def _check_copy(copy: Path, source: Path) -> None:
    damage = find_damage(str(copy))
    if damage:
        raise WorldError(
            m("the copy of {source} is damaged: {damage}", source=source, damage=damage), m("the disk may be failing")
        )


def _move_away(live: Path, stamp: str) -> Path | None:
    """Move a damaged database with its companions away, so that SQLite doesn't take these for the new one's."""
    moved = None
    with told(m("{live} can't be moved away", live=live)):
        for suffix in _COMPANIONS:
            path = Path(f"{live}{suffix}")
            if path.exists():
                path.rename(f"{live}.damaged-{stamp}{suffix}")
                moved = Path(f"{live}.damaged-{stamp}")
    return moved


@contextmanager
def _turn(database: str) -> Iterator[None]:
    """Wait for a turn among all writers."""
    queue = WriteQueue(lock_file_of(read_url(database)))
    try:
        with queue.turn():
            yield
    finally:
        queue.close()


def _sync(path: Path) -> None:
    with suppress(OSError):  # some systems can't open a folder
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
