"""Opens the inbox's database: SQLite by a path, PostgreSQL by a URL; both are set up so that a commit is durable."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from site_gen.distribution import install_line
from site_gen.inbox.tables import SCHEMA, get_meta, metadata, set_meta
from site_gen.messages import joined, m
from site_gen.problems import WorldError

BUSY_SECONDS: Final = 20
"""Seconds that a process waits for another one's transaction."""

_LOCK: Final = 0x517E6E
"""PostgreSQL's advisory lock for adding leads: one process at a time, as in SQLite."""

WRITES: Final = "site_gen_writes"


def default_database(project: Path) -> Path:
    """Return the default database of a project's leads."""
    return project / ".inbox" / "leads.sqlite3"


def read_url(text: str) -> URL:
    """Return the database URL for a path or a URL. Raises WorldError if it can't be used."""
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(text).absolute()))
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise WorldError(m("the database's address can't be read"), "postgresql://USER:PASSWORD@HOST/NAME") from error
    if url.drivername in {"postgres", "postgresql"}:
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and url.database:
        return url.set(database=str(Path(url.database).absolute()))
    if url.drivername != "postgresql+psycopg":
        raise WorldError(
            m("'{drivername}' is no database that the inbox can use", drivername=url.drivername),
            m("give a file's path, or postgresql://…"),
        )
    return url


def shown_url(text: str) -> str:
    """Return a database's path or URL for display, without its password."""
    url = read_url(text)
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    return url.set(drivername="postgresql").render_as_string(hide_password=True)


def open_engine(text: str, *, makes_file: bool = True) -> Engine:
    """Return the database with its tables; missing ones are created. Raises WorldError.

    A missing file is made only if `makes_file`; else connections fail until there is one.
    """
    url, shown = read_url(text), shown_url(text)
    with told(m("the inbox's database can't be opened: {shown}", shown=shown)):
        is_file = url.get_backend_name() == "sqlite"
        engine = _sqlite(url, makes_file=makes_file) if is_file else _postgresql(url)
        if is_file and not Path(url.database or "").is_file():
            return engine
        try:
            _make_tables(engine, shown)
        except BaseException:
            engine.dispose()
            raise
    return engine


def check_tables(engine: Engine) -> None:
    """Make missing tables, and bring those of an older version to the present one. Raises WorldError."""
    _make_tables(engine, engine.url.database or "")


def find_damage(text: str) -> str | None:
    """Return the first damage that SQLite finds in a database; None if there is none, or the database is a server's.

    Raises WorldError if it can't be opened.
    """
    url = read_url(text)
    if url.get_backend_name() != "sqlite" or not Path(url.database or "").is_file():
        return None
    file = Path(url.database or "")
    with told(m("the inbox's database can't be opened: {file}", file=file)), closing(connect_file(file)) as connection:
        try:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            return str(error)
    return None if found == "ok" else str(found).splitlines()[-1]


def lock_file(engine: Engine) -> Path:
    """Return the lock file with which writers of a SQLite database take turns."""
    return lock_file_of(engine.url)


def lock_file_of(url: URL) -> Path:
    """Return the lock file that belongs to a SQLite database's URL."""
    return Path(f"{url.database}-turn")


@contextmanager
def told(message: str) -> Iterator[None]:
    """Turn errors of a database or the disk into a WorldError. It never shows an address with its password."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()
        raise WorldError(
            joined(message, ": ", reason[0] if reason else repr(error)), m("nothing was lost; try again")
        ) from error


def _sqlite(url: URL, *, makes_file: bool) -> Engine:
    file = Path(url.database or "")
    if makes_file:
        _make_private(file)
    engine = create_engine(url, creator=lambda: connect_file(file))
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def connect_file(file: Path) -> sqlite3.Connection:
    """Open a file that exists: a connection must not make a new one where the database was moved away."""
    address = f"{file.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)


def _make_private(file: Path) -> None:
    """Create the file so that only its owner may read it: SQLite's companion files get the same permissions."""
    if not file.parent.is_dir():
        file.parent.mkdir(parents=True, mode=0o700, exist_ok=True)  # another process may make it
        if file.parent.name == ".inbox":
            (file.parent / ".gitignore").write_text("*\n", encoding="utf-8")
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))


_SMALL_LOG: Final = ("wal_autocheckpoint=100", "journal_size_limit=400000")
"""Pages (4 kB) after which the log is worked into the database, and the bytes that it keeps afterwards."""


def _set_up_sqlite(connection: Any, _record: object) -> None:
    """Keep commits durable through a power cut (FULL), overwrite deleted data (secure_delete), and take little room for
    the log: on a small disk its usual four megabytes would leave none for leads."""
    connection.isolation_level = None  # we begin transactions explicitly, see _begin_sqlite
    cursor = connection.cursor()
    for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", *_SMALL_LOG):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: a transaction that reads first may fail when it writes later."""
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(url: URL) -> Engine:
    try:
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": BUSY_SECONDS})
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise WorldError(
            m("PostgreSQL needs a package that isn't installed"), install_line("inbox", "postgresql")
        ) from error


def begin_alone(connection: Connection) -> None:
    """Stop other processes from adding leads until this transaction ends; SQLite does that by itself."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            f"SELECT pg_advisory_xact_lock({_LOCK}), set_config('synchronous_commit', 'on', true)"
        )


def _make_tables(engine: Engine, shown: str) -> None:
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        begin_alone(connection)
        metadata.create_all(connection)
        found = get_meta(connection, "schema")
        if found is None:
            set_meta(connection, "schema", str(SCHEMA))
        elif found != str(SCHEMA):
            _bring_up_to_date(connection, found, shown)


def _bring_up_to_date(connection: Connection, found: str, shown: str) -> None:
    from site_gen.inbox.migrations import migrate

    if not found.isdecimal() or int(found) > SCHEMA:
        raise WorldError(
            m(
                "{shown} was made by a newer version of site-gen (tables {found}, this one knows {schema})",
                shown=shown,
                found=found,
                schema=SCHEMA,
            ),
            m("install the version that made it; nothing was changed"),
        )
    migrate(connection, int(found))
