"""A backup is whole though the inbox goes on storing, and what it has can be put back."""

from __future__ import annotations

import os
import sqlite3
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from site_gen.cli.leads_text import backup_line
from site_gen.inbox.backup import back_up, restore
from site_gen.inbox.database import find_damage
from site_gen.inbox.records import LeadFilter
from site_gen.inbox.store import Store
from site_gen.problems import WorldError
from tests.conftest import Cli, ProjectFactory
from tests.inbox.support import ALWAYS, inbox, new_lead
from tests.inbox.test_database_file import _damage, _load, add, forms_in
from tests.inbox.test_full_disk import fill, post, small, until
from tests.support import NOW

__all__ = ["small"]

DAY = timedelta(days=1)


def test_a_backup_has_what_was_stored_and_is_the_owners_alone(sqlite: str, tmp_path: Path) -> None:
    file = tmp_path / "backups" / "leads.sqlite3"
    with Store.open(sqlite) as store:
        assert store.last_backup() is None
        add(store, "first")
        assert back_up(sqlite, file, NOW) == 1
        add(store, "second")
        assert store.last_backup() == NOW
        assert forms_in(str(file)) == {"first"}
        assert back_up(sqlite, file, NOW + DAY) == 2
    assert forms_in(str(file)) == {"first", "second"}
    assert file.stat().st_mode & 0o077 == 0
    assert not [path for path in file.parent.iterdir() if path.name.endswith(".new")]


def test_a_backup_under_load_is_whole(sqlite: str, tmp_path: Path) -> None:
    stop = threading.Event()
    stored: list[int] = []

    def send() -> None:
        with Store.open(sqlite) as store:
            while not stop.is_set():
                store.add([new_lead(form=f"{len(stored)}-{n}") for n in range(20)])
                stored.append(20)

    thread = threading.Thread(target=send)
    thread.start()
    try:
        for number in range(5):
            before = sum(stored)
            count = back_up_when_there(sqlite, tmp_path / f"{number}.sqlite3")
            assert count % 20 == 0
            assert before <= count <= sum(stored) + 20
            assert find_damage(str(tmp_path / f"{number}.sqlite3")) is None
    finally:
        stop.set()
        thread.join()


def back_up_when_there(sqlite: str, file: Path) -> int:
    while not Path(sqlite).exists():
        pass
    Store.open(sqlite).close()
    return back_up(sqlite, file, NOW)


def test_what_was_backed_up_can_be_put_back_while_the_database_is_open(sqlite: str, tmp_path: Path) -> None:
    file = tmp_path / "leads.sqlite3"
    with Store.open(sqlite) as store:
        add(store, "first")
        back_up(sqlite, file, NOW)
        add(store, "since")
        with sqlite3.connect(sqlite) as lost:  # by a mistake, not by the owner's word
            lost.execute("DELETE FROM events WHERE lead IN (SELECT id FROM leads WHERE form = 'first')")
            lost.execute("DELETE FROM leads WHERE form = 'first'")
        lost.close()
        done = restore(sqlite, file, NOW)
        assert (done.leads, done.only_before, done.erased) == (1, 1, 0)
        assert {lead.form for lead in store.leads(LeadFilter())} == {"first"}
        add(store, "after")
    assert forms_in(sqlite) == {"first", "after"}
    assert done.before is not None
    assert forms_in(str(done.before)) == {"since"}
    assert done.before.stat().st_mode & 0o077 == 0


def test_copies_that_killed_backups_left_go_with_the_next_one(sqlite: str, tmp_path: Path) -> None:
    """Each is a whole copy of everybody's answers, in a file with a name that nobody looks for."""
    file, live = tmp_path / "leads.sqlite3", Path(sqlite)
    with Store.open(sqlite) as store:
        add(store, "first")
    left = [file.with_name(f".{file.name}.0123456789abcdef.new{end}") for end in ("", "-wal")]
    left += [live.with_name(f".{live.name}.0123456789abcdef.restored{end}") for end in ("", "-turn")]
    young, other = file.with_name(f".{file.name}.0123456789abcdee.new"), file.with_name(f".{file.name}.mine")
    for path in (*left, young, other):
        path.write_text("x")
        os.utime(path, (5, 5))
    os.utime(young)
    back_up(sqlite, file, NOW)
    restore(sqlite, file, NOW)
    assert not any(path.exists() for path in left)
    assert young.exists()
    assert other.exists()


def test_a_damaged_database_is_moved_away_for_the_backup(sqlite: str, tmp_path: Path) -> None:
    file = tmp_path / "leads.sqlite3"
    with Store.open(sqlite) as store:
        for number in range(30):
            add(store, f"{number}")
    back_up(sqlite, file, NOW)
    _damage(Path(sqlite))
    done = restore(sqlite, file, NOW)
    assert len(forms_in(sqlite)) == 30
    assert done.before is not None
    assert ".damaged-" in done.before.name
    assert find_damage(sqlite) is None


def test_a_backup_makes_a_new_database_where_there_is_none(sqlite: str, tmp_path: Path) -> None:
    with Store.open(sqlite) as store:
        add(store, "first")
    back_up(sqlite, tmp_path / "leads.sqlite3", NOW)
    other = str(tmp_path / "new" / "leads.sqlite3")
    assert restore(other, tmp_path / "leads.sqlite3", NOW).before is None
    assert forms_in(other) == {"first"}


def test_a_backup_of_an_older_version_is_brought_up_to_date(sqlite: str, tmp_path: Path) -> None:
    old = str(tmp_path / "old.sqlite3")
    _load(old, 1)
    Store.open(sqlite).close()
    restore(sqlite, Path(old), NOW)
    with Store.open(sqlite) as store:
        add(store, "new")
    assert forms_in(sqlite) == {"audit", "new"}


def test_what_is_no_backup_changes_nothing(sqlite: str, tmp_path: Path) -> None:
    with Store.open(sqlite) as store:
        add(store, "kept")
    text = tmp_path / "text"
    text.write_text("my notes " * 1000)
    for file, why in ((text, "not a database"), (tmp_path / "none", "there is no backup")):
        with pytest.raises(WorldError, match=why):
            restore(sqlite, file, NOW)
    with pytest.raises(WorldError, match="is no backup; it was left as it is"):
        back_up(sqlite, text, NOW)
    with pytest.raises(WorldError, match="is no backup; it was left as it is"):
        back_up(sqlite, Path(sqlite), NOW)
    assert text.read_text().startswith("my notes")
    assert forms_in(sqlite) == {"kept"}


def test_a_backup_onto_a_full_disk_leaves_the_last_one(sqlite: str, small: Path) -> None:
    file = small / "leads.sqlite3"
    with Store.open(sqlite) as store:
        add(store, "first")
        back_up(sqlite, file, NOW)
        fill(small)
        store.add([new_lead(values={"wish": "x" * 60_000}) for _ in range(20)])
        with pytest.raises(WorldError, match="can't be written"):
            back_up(sqlite, file, NOW)
    (small / "filler").unlink()
    assert forms_in(str(file)) == {"first"}
    assert not [path for path in small.iterdir() if ".new" in path.name]


def test_the_command_backs_up_a_running_inbox_and_puts_it_back(
    project: ProjectFactory, cli_process: Cli, tmp_path: Path
) -> None:
    folder, file = project(ALWAYS), tmp_path / "backup.sqlite3"
    words = ("inbox", "--project", str(folder))
    assert "there is no database at" in cli_process(*words, "--backup", str(file)).err
    with inbox(folder, "--workers", "2") as running:
        first = post(running).json()["id"]
        ran = cli_process(*words, "--backup", str(file))
        assert (ran.code, "1 lead backed up in" in ran.err) == (0, True)
        post(running)
        back = cli_process(*words, "--restore", str(file))
        assert back.code == 0
        assert "1 lead put back into" in back.err
        assert "1 lead only there: site-gen leads --database " in back.err
        until(lambda: post(running).status_code == 200, running)
    with Store.open(str(folder / ".inbox" / "leads.sqlite3")) as store:
        assert first in {lead.id for lead in store.leads(LeadFilter())}
        assert store.count(LeadFilter()) == 2
    assert cli_process(*words, "--backup", str(file), "--restore", str(file)).code == 2


def test_postgresqls_own_programs_are_named(cli_process: Cli, tmp_path: Path) -> None:
    url = {"SITE_GEN_INBOX_DATABASE": "postgresql://me:s3cret@127.0.0.1:1/leads"}
    ran = cli_process("inbox", "--backup", str(tmp_path / "x"), env=url)
    assert (ran.code, "pg_dump --format=custom" in ran.err, "s3cret" in ran.err) == (3, True, False)


def test_leads_say_when_the_last_backup_was() -> None:
    assert backup_line(None, NOW) == "never backed up: site-gen inbox --backup FILE"
    assert backup_line(NOW, NOW + DAY / 2) == "last backup: 2026-11-23, today"
    assert backup_line(NOW, NOW + DAY) == "last backup: 2026-11-23, a day ago"
    assert backup_line(NOW, NOW + 9 * DAY) == "last backup: 2026-11-23, 9 days ago"
