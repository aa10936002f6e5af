"""Whom the owner deleted stays deleted, whatever backup is put back and by whatever way."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from site_gen.inbox.backup import back_up, restore
from site_gen.inbox.erased import ErasedFile, lead_mark
from site_gen.inbox.forms import Forms
from site_gen.inbox.records import Channel, LeadFilter
from site_gen.inbox.store import Store
from site_gen.problems import WorldError
from tests.conftest import Cli, ProjectFactory
from tests.inbox.support import FILES, new_lead
from tests.inbox.test_clock import Machine
from tests.inbox.test_database_file import _damage
from tests.inbox.test_service import running, until
from tests.support import NOW

DAY = timedelta(days=1)


def there(database: str) -> set[str]:
    with Store.open(database) as store:
        return {lead.values["email"] for lead in store.leads(LeadFilter())}


def filled(database: str) -> tuple[str, str]:
    """Store two people, one with an acceptance, and return the ids of these two leads."""
    with Store.open(database) as store:
        one, two = store.add([new_lead(values={"email": f"{name}@x.example"}) for name in ("gone", "stays")])
        store.add([new_lead(values={"email": "gone2@x.example"}, about=one.id, channels=(Channel.EMAIL,))])
    return one.id, two.id


@pytest.mark.parametrize("is_damaged", [False, True])
def test_a_restore_leaves_out_whom_the_owner_deleted(
    sqlite: str, tmp_path: Path, erased: ErasedFile, *, is_damaged: bool
) -> None:
    """They asked to be forgotten; the owner would write to them again, and not know that it is against their right."""
    gone, _ = filled(sqlite)
    file = tmp_path / "backup.sqlite3"
    back_up(sqlite, file, NOW)
    with Store.open(sqlite) as store:
        assert store.delete([gone], erased) == 2
    if is_damaged:
        _damage(Path(sqlite))
    done = restore(sqlite, file, NOW)
    assert (done.leads, done.erased) == (1, 2)
    assert there(sqlite) == {"stays@x.example"}
    assert there(str(file)) == {"gone@x.example", "gone2@x.example", "stays@x.example"}
    assert not [path for path in Path(sqlite).parent.iterdir() if "restored" in path.name]


def test_a_running_inbox_deletes_again_what_came_back_by_any_other_way(
    forms: Forms, database: str, tmp_path: Path, erased: ErasedFile
) -> None:
    """A file copied by hand, or PostgreSQL's own programs: they know nothing of the list."""
    gone, stays = filled(database)
    with Store.open(database) as store:
        back = store.lead(gone)
        assert back is not None
    erased.add([lead_mark(gone, back.received)])
    with running(forms, database, erased=erased.path) as (_, _, log), Store.open(database) as store:
        until(lambda: store.lead(gone) is None)
        assert {lead.id for lead in store.leads(LeadFilter())} == {stays}
        until(lambda: bool(log))
        assert log == ["deleted again, since a backup had brought them back: 2"]  # and no notice of the second


def test_the_list_names_nobody_and_is_the_owners_alone(sqlite: str, erased: ErasedFile) -> None:
    gone, _ = filled(sqlite)
    with Store.open(sqlite) as store:
        store.delete([gone], erased)
    text = erased.path.read_text()
    assert gone not in text
    assert [len(line) for line in text.splitlines()] == [64, 64]
    assert erased.path.stat().st_mode & 0o077 == 0


def test_what_cannot_be_noted_is_not_deleted(sqlite: str, erased: ErasedFile) -> None:
    gone, _ = filled(sqlite)
    erased.path.mkdir()
    with Store.open(sqlite) as store, pytest.raises(WorldError):
        store.delete([gone], erased)
    assert len(there(sqlite)) == 3


def test_a_spoilt_list_still_counts_as_far_as_it_can_be_read(sqlite: str, erased: ErasedFile) -> None:
    gone, _ = filled(sqlite)
    with Store.open(sqlite) as store:
        store.delete([gone], erased)
    marks = erased.marks()
    erased.path.write_bytes(b"\xff\xfe junk\n" + "\r\n".join(marks).encode() + b"\n" + b"0" * 70 + b"\n\n")
    assert erased.marks() == marks


def test_another_lead_with_the_same_id_is_another_lead(sqlite: str, erased: ErasedFile) -> None:
    """Ids have eight letters: one that was deleted must not take a new lead along that happens to get its id."""
    with Store.open(sqlite, ids=lambda: "samesame") as store:
        store.add([new_lead()])
        store.delete(["samesame"], erased)
        store.add([new_lead(received=NOW + DAY)])
        assert store.erase_again(erased) == 0
        assert store.count(LeadFilter()) == 1


def test_who_is_cleared_from_what_is_kept_stays_cleared(
    project: ProjectFactory, cli_process: Cli, sqlite: str, tmp_path: Path
) -> None:
    """A purge keeps what it deletes for some days; whoever is deleted from there too must not come by a backup."""
    folder, backup = project(FILES), tmp_path / "backup.sqlite3"
    with Store.open(sqlite) as store:
        store.add([new_lead(received=NOW - 400 * DAY, values={"email": "old@x.example"}), new_lead()])
        back_up(sqlite, backup, NOW)
        assert Machine(store, Path(f"{sqlite}-deleted.jsonl")).clean() == ""
    words = ("--project", str(folder), "--database", sqlite)
    ran = cli_process("leads", "delete", "--email", "old@x.example", "--yes", *words)
    assert "1 lead deleted by age before" in ran.err
    ran = cli_process("inbox", *words, "--restore", str(backup))
    assert (ran.code, "1 lead of people whom you deleted since the backup left out" in ran.err) == (0, True)
    assert there(sqlite) == {"ana@cafe.example"}


def test_an_import_leaves_out_whom_the_owner_deleted(
    project: ProjectFactory, cli_process: Cli, sqlite: str, tmp_path: Path
) -> None:
    row = {"id": "7", "received": "2026-11-20T10:00:00Z", "form": "audit", "consent": "Yes", "consent_version": "1"}
    rows = [
        {**row, "submission_key": f"key-{name}", "values_json": json.dumps({"email": f"{name}@x.example"})}
        for name in ("gone", "stays")
    ]
    file = tmp_path / "leads.json"
    file.write_text(json.dumps([{"results": rows}]))
    words = ("--project", str(project(FILES)), "--database", sqlite)
    assert "2 new" in cli_process("leads", "import", str(file), *words).err
    assert cli_process("leads", "delete", "--email", "gone@x.example", "--yes", *words).code == 0
    ran = cli_process("leads", "import", str(file), *words)
    assert "0 new, 1 here already" in ran.err
    assert "1 lead that you deleted here left out: delete them there too" in ran.err
    assert there(sqlite) == {"stays@x.example"}
