"""The database's file: moved, replaced, damaged or of an older version, it takes no lead that nobody finds again."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, inspect

from benchmarks.ports import free_port
from site_gen.inbox.database import find_damage, read_url
from site_gen.inbox.migrations import STEPS
from site_gen.inbox.records import LeadFilter
from site_gen.inbox.store import Store
from site_gen.inbox.tables import SCHEMA
from site_gen.problems import WorldError
from tests.conftest import Cli, ProjectFactory
from tests.inbox.support import ALWAYS, PLAIN, RunningInbox, inbox, new_lead
from tests.inbox.test_full_disk import post, until
from tests.support import NOW, ROOT

RELEASED = ROOT / "tests" / "inbox" / "released"


def add(store: Store, form: str) -> str:
    return store.add([new_lead(form=form)])[0].id


def forms_in(path: str) -> set[str]:
    with Store.open(path) as store:
        return {lead.form for lead in store.leads(LeadFilter())}


def test_a_database_that_was_moved_away_takes_nothing_until_it_is_back(sqlite: str) -> None:
    """Leads were acknowledged and went into a file that the inbox would not find after its next start."""
    path = Path(sqlite)
    with Store.open(sqlite) as store:
        add(store, "before")
        path.rename(path.with_name("away"))
        with ThreadPoolExecutor(8) as pool:  # new connections must not make a new file
            errors = [pool.submit(store.count, LeadFilter()).exception() for _ in range(8)]
        assert all(error is None or isinstance(error, WorldError) for error in errors)
        with pytest.raises(WorldError, match="was moved or deleted while it was open"):
            add(store, "lost")
        with pytest.raises(WorldError, match="is gone"):
            store.check()
        assert not path.exists()
        path.with_name("away").rename(path)
        add(store, "after")
    assert forms_in(sqlite) == {"before", "after"}


def test_a_database_that_was_replaced_is_opened_in_place_of_the_old_one(sqlite: str, tmp_path: Path) -> None:
    other = str(tmp_path / "other.sqlite3")
    with Store.open(other) as store:
        add(store, "other")
    with Store.open(sqlite) as first, Store.open(sqlite) as second:
        add(first, "old")
        add(second, "old too")
        Path(other).replace(sqlite)
        add(first, "new")
        add(second, "new too")
        assert {lead.form for lead in first.leads(LeadFilter())} == {"other", "new", "new too"}
    assert forms_in(sqlite) == {"other", "new", "new too"}
    assert find_damage(sqlite) is None
    assert Path(f"{sqlite}-wal.of-the-replaced-database").exists()


def test_an_empty_file_in_its_place_gets_tables(sqlite: str, tmp_path: Path) -> None:
    with Store.open(sqlite) as store:
        add(store, "old")
        (tmp_path / "empty").touch()
        (tmp_path / "empty").replace(sqlite)
        add(store, "new")
    assert forms_in(sqlite) == {"new"}


def test_a_file_in_its_place_that_is_no_database_is_said(sqlite: str, tmp_path: Path) -> None:
    with Store.open(sqlite) as store:
        add(store, "old")
        (tmp_path / "text").write_text("no database at all, but a text " * 200)
        (tmp_path / "text").replace(sqlite)
        with pytest.raises(WorldError, match="not a database"):
            add(store, "lost")


def test_moved_at_the_very_moment_of_a_write_nothing_is_acknowledged(
    sqlite: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(sqlite) as store:
        followed = store._follow  # noqa: SLF001

        def move_after() -> None:
            followed()
            Path(sqlite).rename(f"{sqlite}.away")

        monkeypatch.setattr(store, "_follow", move_after)
        with pytest.raises(WorldError, match="moved or replaced at this moment"):
            add(store, "lost")


def test_a_running_inbox_says_that_its_database_is_gone(project: ProjectFactory) -> None:
    folder = project(ALWAYS)
    path = folder / ".inbox" / "leads.sqlite3"
    with inbox(folder, "--workers", "2") as running:
        assert post(running).status_code == 200
        path.rename(folder / "away.sqlite3")
        assert {post(running).status_code for _ in range(6)} == {503}
        health = f"{running.url}/inbox/health"
        until(lambda: httpx.get(health, timeout=60, verify=PLAIN).status_code == 503, running)
        (folder / "away.sqlite3").rename(path)
        until(lambda: post(running).status_code == 200, running)
        assert "the inbox's database is gone" in running.log.read_text()


def kill_workers(running: RunningInbox) -> None:
    """Kill the processes that take forms; the one that started them starts others."""
    for about in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = int(about.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
            words = (about.parent / "cmdline").read_bytes()
            if parent == running.process.pid and b"spawn_main" in words:
                os.kill(int(about.parent.name), signal.SIGKILL)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds processes as Linux has them")
def test_a_worker_that_begins_while_the_database_is_away_makes_no_new_one(project: ProjectFactory) -> None:
    """What it took would be lost to the file that the owner puts back."""
    folder = project(ALWAYS)
    path = folder / ".inbox" / "leads.sqlite3"
    with inbox(folder, "--workers", "2") as running:
        assert post(running).status_code == 200
        path.rename(folder / "away.sqlite3")
        kill_workers(running)
        until(lambda: post(running).status_code == 503, running)
        assert {post(running).status_code for _ in range(6)} == {503}
        assert not path.exists()
        (folder / "away.sqlite3").rename(path)
        until(lambda: post(running).status_code == 200, running)


def test_a_store_waits_for_a_file_that_it_may_not_make(tmp_path: Path) -> None:
    path = tmp_path / "leads.sqlite3"
    with Store.open(str(path), makes_file=False) as waiting:
        with pytest.raises(WorldError, match="is gone"):
            waiting.check()
        assert not path.exists()
        Store.open(str(path)).close()
        waiting.check()


# --- versions ---------------------------------------------------------------------------------------------------------


def _columns(url: str) -> Mapping[str, object]:
    engine = create_engine(read_url(url))
    try:
        found = inspect(engine)
        return {
            table: (
                {column["name"]: (str(column["type"]), column["nullable"]) for column in found.get_columns(table)},
                sorted(str(index["column_names"]) for index in found.get_indexes(table)),
            )
            for table in found.get_table_names()
            if not table.startswith("sqlite_")
        }
    finally:
        engine.dispose()


def _load(url: str, version: int) -> None:
    engine = create_engine(read_url(url))
    kind = engine.dialect.name
    text = (RELEASED / f"{version}.{kind}.sql").read_text(encoding="utf-8")
    engine.dispose()
    if kind == "sqlite":
        Path(url).parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(url)) as connection:
            connection.executescript(text)
        return
    import psycopg

    with psycopg.connect(url) as connection:
        connection.execute(text.encode())


@pytest.mark.parametrize("version", range(1, SCHEMA))
def test_every_released_version_is_brought_up_to_date(
    database: str, version: int, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """An owner who updates site-gen would otherwise stand before a database that is refused, with all leads in it."""
    _load(database, version)
    with Store.open(database) as store:
        lead, yes = store.lead("bbbb2222"), store.lead("cccc3333")
        assert lead is not None
        assert yes is not None
        assert (dict(lead.values)["wish"], yes.about, lead.received) == ("Més clients, «sí»", "bbbb2222", NOW)
        assert [event.what for event in store.events("bbbb2222")] == ["sent", "won"]
        store.check()
        assert store.add([new_lead(key="k")])[0].id == "bbbb2222"
        assert add(store, "new") not in {"bbbb2222", "cccc3333"}
    with Store.open(database):  # and a second time nothing is left to do
        pass
    fresh = str(tmp_path / "fresh.sqlite3")
    if "://" not in database:
        Store.open(fresh).close()
        assert _columns(database) == _columns(fresh)


def test_each_version_has_its_step_and_its_dump() -> None:
    assert set(STEPS) == set(range(1, SCHEMA))
    for version in range(1, SCHEMA):
        for kind in ("sqlite", "postgresql"):
            assert (RELEASED / f"{version}.{kind}.sql").exists()


def test_a_migration_that_fails_changes_nothing(sqlite: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(connection: object) -> None:
        STEPS[1](connection)  # type: ignore[arg-type]
        raise WorldError("power cut")

    _load(sqlite, 1)
    with monkeypatch.context() as patched:
        patched.setattr("site_gen.inbox.migrations.STEPS", {1: fail})
        with pytest.raises(WorldError, match="power cut"):
            Store.open(sqlite)
    assert forms_in(sqlite) == {"audit"}


@pytest.mark.parametrize("version", [str(SCHEMA + 1), "x"])
def test_tables_of_a_newer_version_are_refused_unchanged(sqlite: str, version: str) -> None:
    Store.open(sqlite).close()
    with closing(sqlite3.connect(sqlite)) as connection, connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (version,))
    with pytest.raises(WorldError, match="newer version"):
        Store.open(sqlite)


# --- damage -----------------------------------------------------------------------------------------------------------


def _damage(path: Path) -> None:
    """Overwrite a page of a table in the middle, as a failing disk does."""
    content = bytearray(path.read_bytes())
    content[8192:12288] = b"\xff" * 4096
    path.write_bytes(content)


def test_a_damaged_database_is_said_at_the_start(project: ProjectFactory, cli_process: Cli, sqlite: str) -> None:
    with Store.open(sqlite) as store:
        for number in range(30):
            add(store, f"form-{number}")
    assert find_damage(sqlite) is None
    _damage(Path(sqlite))
    ran = cli_process("inbox", "--project", str(project(ALWAYS)), "--database", sqlite, "--port", str(free_port()))
    assert ran.code == 3
    assert "database is damaged" in ran.err
    assert "site-gen inbox --restore FILE" in ran.err


def test_a_file_that_is_no_database_is_damaged_and_none_is_not(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database " * 500)
    assert find_damage(str(tmp_path / "text")) == "file is not a database"
    assert find_damage(str(tmp_path / "none")) is None
    assert find_damage("postgresql://me@127.0.0.1:1/x") is None
