"""The real servers that the inbox is tried with: SQLite and PostgreSQL, each with a database of the test's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from benchmarks.ports import HOST, free_port
from site_gen.inbox.erased import ErasedFile
from site_gen.inbox.forms import Forms, forms_of
from site_gen.inbox.store import Store
from site_gen.load import load_site
from tests.inbox.support import FILES
from tests.support import write_files

_START_SECONDS: Final = 60


@pytest.fixture(scope="session")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Forms:
    """The forms of the tests' project."""
    return forms_of(load_site(write_files(tmp_path_factory.mktemp("forms"), FILES)).site)


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    """A new SQLite database's path."""
    return str(tmp_path / ".inbox" / "leads.sqlite3")


@pytest.fixture
def erased(tmp_path: Path) -> ErasedFile:
    """The list of what was deleted, beside the database as in `sqlite`."""
    return ErasedFile(tmp_path / ".inbox" / "leads.sqlite3-erased")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL server of the tests' own, on a port and in a folder of its own; the URL without a database."""
    programs = _postgresql_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: tools/install-servers.sh")
    folder = Path(tempfile.mkdtemp(prefix="site-gen-pg-"))  # not below the tests' own: only root may enter there
    user, port = _user(), free_port()
    try:
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        run = ["runuser", "-u", user, "--"] if user else []
        initdb = [*run, str(programs / "initdb"), "-D", str(data), "-A", "trust", "-U", "tests", "-E", "UTF8"]
        subprocess.run([*initdb, "--locale=C"], check=True, capture_output=True, cwd=folder)
        server = [*run, str(programs / "postgres"), "-D", str(data), "-p", str(port), "-k", str(folder), "-h", HOST]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(server, stdout=log, stderr=log, cwd=folder)
        try:
            _await_postgresql(f"postgresql+psycopg://tests@{HOST}:{port}/postgres")
            yield f"postgresql://tests@{HOST}:{port}"
        finally:
            _stop(process, data)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _postgresql_programs() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return folders[-1] if folders else None


def _user() -> str | None:
    """Return the user as whom it must run: PostgreSQL refuses to be root."""
    if os.getuid() != 0:
        return None
    passwd = Path("/etc/passwd").read_text(encoding="utf-8")
    return "postgres" if "\npostgres:" in passwd else "nobody"


def _await_postgresql(url: str) -> None:
    engine = create_engine(url)
    until = time.monotonic() + _START_SECONDS
    while True:
        try:
            engine.connect().close()
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            engine.dispose()
            return


def _stop(process: subprocess.Popen[bytes], data: Path) -> None:
    """End the server fast: its own process id stands in its folder (ours may be that of runuser)."""
    pid = int((data / "postmaster.pid").read_text().split()[0])
    os.kill(pid, 2)
    process.wait(60)


@pytest.fixture
def postgresql(postgresql_server: str) -> Iterator[str]:
    """A new PostgreSQL database's URL."""
    name = f"test_{uuid4().hex}"
    engine = create_engine(postgresql_server.replace("://", "+psycopg://") + "/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield f"{postgresql_server}/{name}"
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """A new database of each kind."""
    return str(request.getfixturevalue(request.param))


OpenStore = Callable[[], Store]


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """A new store, in SQLite and in PostgreSQL."""
    with Store.open(database) as opened:
        yield opened
