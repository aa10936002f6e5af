"""A wrong clock deletes nothing that was acknowledged, and no lead from the future swallows those of the present."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from site_gen.inbox.cleaning import Cleaner
from site_gen.inbox.kept import KeptFile
from site_gen.inbox.records import Channel, LeadFilter
from site_gen.inbox.store import Store
from site_gen.problems import WorldError
from tests.conftest import Cli, ProjectFactory
from tests.inbox.support import FILES, new_lead
from tests.support import NOW

DAY = timedelta(days=1)
YEAR = 365 * DAY


class Machine:
    """A machine with a store, whose clock a test sets. `passed` is the true time since the start."""

    def __init__(self, store: Store, kept: Path) -> None:
        self.store, self.now, self.passed = store, NOW, timedelta()
        self.kept = KeptFile(kept)
        self.cleaner = self.restarted()

    def restarted(self) -> Cleaner:
        self.cleaner = Cleaner(self.store, self.kept, lambda: self.now, self._seconds)
        return self.cleaner

    def _seconds(self) -> float:
        return self.passed.total_seconds()

    def clean(self, at: datetime | None = None, file: datetime | None = None) -> str:
        self.now = at or self.now
        return self.cleaner.clean(YEAR, file).refused

    def run(self, time: timedelta) -> None:
        self.now += time
        self.passed += time

    def clean_later(self, at: datetime) -> str:
        """Clean when it really is as late as the clock says."""
        self.passed += at - self.now
        return self.clean(at)

    @property
    def there(self) -> set[str]:
        return {lead.id for lead in self.store.leads(LeadFilter())}

    def add(self, *ages: timedelta, **changes: object) -> list[str]:
        leads = [new_lead(received=self.now - age, **changes) for age in ages]
        return [stored.id for stored in self.store.add(leads)]


@pytest.fixture
def machine(store: Store, tmp_path: Path) -> Machine:
    return Machine(store, tmp_path / "kept" / "deleted.jsonl")


def test_started_far_ahead_nothing_is_deleted(machine: Machine) -> None:
    """All leads of a year were gone before the clock was set right a second later."""
    ids = set(machine.add(*(n * DAY for n in range(0, 360, 30))))
    assert machine.clean(NOW) == ""
    assert machine.clean(NOW + 200 * DAY).startswith("the clock says ")
    machine.restarted()
    assert machine.clean(NOW + 2000 * DAY)
    assert machine.there == ids
    assert machine.clean(NOW) == ""
    assert machine.there == ids


def test_the_first_purge_has_leads_and_files_to_judge_by(machine: Machine) -> None:
    machine.add(20 * DAY, YEAR + DAY)
    assert machine.clean(NOW + 40 * DAY)
    assert machine.clean(NOW + 40 * DAY, file=NOW + 39 * DAY) == ""
    assert len(machine.there) == 1


def test_a_clock_that_goes_on_by_days_at_once_is_not_believed_for_days(machine: Machine) -> None:
    """Jumps of less than a month would each be believed, and a year be over after a dozen of them."""
    machine.add(20 * DAY, YEAR - DAY)
    machine.clean(NOW)
    for n in range(1, 4):
        machine.run(DAY / 24)
        assert "having gone on by " in machine.clean(NOW + n * 20 * DAY)
    machine.clean(NOW + DAY / 8)
    assert len(machine.there) == 2
    machine.now += 2 * DAY
    for _ in range(3 * 24):
        assert machine.clean()
        machine.run(DAY / 24)
    assert machine.clean() == ""
    assert len(machine.there) == 1


def test_a_lead_that_comes_while_the_clock_is_wrong_does_not_bear_it_out(machine: Machine) -> None:
    """In a database that was never purged only its leads tell the time; the newest one has that of the wrong clock."""
    ids = machine.add(YEAR - 30 * DAY, YEAR - 40 * DAY)
    for _ in range(3):
        assert machine.clean(NOW + 500 * DAY)
        ids += machine.add(timedelta())
    machine.restarted()
    assert machine.clean(NOW + 500 * DAY)
    assert machine.there == set(ids)


def test_an_inbox_that_was_off_for_long_purges_after_some_days(machine: Machine) -> None:
    """Otherwise leads would be kept for ever after a long break, against what the privacy page says."""
    machine.add(20 * DAY, YEAR - DAY)
    machine.clean(NOW)
    machine.run(40 * DAY)
    machine.restarted()
    for _ in range(3 * 24):
        assert machine.clean()
        machine.run(DAY / 24)
    assert machine.clean() == ""
    assert len(machine.there) == 1


def test_a_clock_that_jumps_is_not_believed_however_long_it_runs(machine: Machine) -> None:
    machine.add(20 * DAY, YEAR - DAY)
    machine.clean(NOW)
    for n in range(1, 6):
        machine.run(DAY)
        assert machine.clean(NOW + 50 * n * DAY)


def test_one_purge_deletes_a_share_and_more_at_the_owners_word(
    project: ProjectFactory, cli_process: Cli, sqlite: str
) -> None:
    folder = project(FILES)
    old = [new_lead(received=NOW - YEAR - DAY, values={"email": f"{n}@old.example"}) for n in range(12)]
    with Store.open(sqlite) as store:
        store.add([*old, *(new_lead() for _ in range(8))])
        machine = Machine(store, Path(f"{sqlite}-deleted.jsonl"))
        assert machine.clean() == "12 of 20 leads are due to be deleted; at most 10 go by themselves"
        assert store.count(LeadFilter()) == 20
    words = ("--project", str(folder), "--database", sqlite)
    environment = {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
    assert cli_process("leads", "purge", *words, env=environment).code == 2
    ran = cli_process("leads", "purge", "--yes", *words, env=environment)
    assert (ran.code, "12 leads deleted; for 14 days --undo" in ran.err) == (0, True)
    again = cli_process("leads", "purge", "--yes", *words, env=environment)
    assert "nothing is due: no lead is older than 365 days" in again.err
    forgotten = cli_process("leads", "delete", "--email", "3@OLD.example", "--yes", *words)
    assert "1 lead deleted by age before, and now from" in forgotten.err
    assert "3@old.example" not in Path(f"{sqlite}-deleted.jsonl").read_text()
    assert "11 leads put back" in cli_process("leads", "purge", "--undo", *words).err
    assert "nothing was deleted by age" in cli_process("leads", "purge", "--undo", *words).err
    with Store.open(sqlite) as store:
        assert store.count(LeadFilter()) == 19


def test_what_is_deleted_is_kept_for_some_days_for_the_owner_alone(machine: Machine) -> None:
    (old,) = machine.add(YEAR + DAY, channels=(Channel.EMAIL,), about=None)
    (yes,) = machine.add(YEAR + DAY, about=old)
    (new,) = machine.add(timedelta())
    before = machine.store.lead(old)
    assert machine.clean() == ""
    assert machine.there == {new}
    path = machine.kept.path
    assert path.stat().st_mode & 0o077 == 0
    assert len(json.loads(path.read_text())["rows"]["leads"]) == 2
    assert machine.store.put_back(machine.kept) == 2
    after = machine.store.lead(old)
    assert before is not None
    assert after is not None
    assert {name: getattr(after, name) for name in ("received", "values", "consent", "status")} == {
        name: getattr(before, name) for name in ("received", "values", "consent", "status")
    }
    assert [event.what for event in machine.store.events(old)] == ["sent", "won"]
    assert machine.store.deliveries(old)[0].channel is Channel.EMAIL
    assert machine.there == {old, yes, new}
    assert machine.clean() == ""
    machine.clean_later(NOW + 13 * DAY)
    assert path.exists()
    machine.clean_later(NOW + 14 * DAY)
    assert not path.exists()


def test_where_nothing_can_be_kept_nothing_is_deleted(machine: Machine) -> None:
    old, new = machine.add(YEAR + DAY, timedelta())
    machine.kept.path.parent.write_text("a file where a folder should be")
    with pytest.raises(WorldError, match="can't be"):
        machine.clean()
    assert machine.there == {old, new}


def test_a_lead_stored_while_the_clock_was_behind_is_not_deleted_later(machine: Machine) -> None:
    """A machine whose battery is empty starts in 1970; what it acknowledged then must not be a year old at once."""
    machine.add(timedelta())
    machine.clean(NOW)
    machine.now = datetime(1970, 1, 1, tzinfo=NOW.tzinfo)
    (late,) = machine.add(timedelta())
    machine.now = NOW
    machine.clean_later(NOW + DAY)
    assert late in machine.there
    for n in range(1, 14):
        machine.clean_later(NOW + n * 28 * DAY)
    assert late in machine.there
    machine.clean_later(NOW + YEAR + DAY)
    assert late not in machine.there


def test_old_leads_of_another_system_are_as_old_as_they_are(machine: Machine) -> None:
    machine.add(timedelta())
    machine.clean(NOW)
    machine.store.add([new_lead(received=NOW - YEAR - DAY, form="imported")], are_live=False)
    machine.clean(NOW + DAY)
    assert [lead.form for lead in machine.store.leads(LeadFilter())] == ["audit"]


def test_a_clock_behind_deletes_nothing_and_drops_nothing_that_is_kept(machine: Machine) -> None:
    machine.add(YEAR + DAY, timedelta())
    machine.clean(NOW)
    assert machine.kept.path.exists()
    machine.clean(NOW - 100 * DAY)
    machine.clean(NOW + 100 * DAY)
    assert machine.kept.path.exists()


def test_a_lead_from_the_future_swallows_no_answer(store: Store) -> None:
    def sent(at: datetime) -> tuple[str, bool]:
        lead = new_lead(digest="d" * 64, received=at, same_since=at - timedelta(minutes=10))
        (stored,) = store.add([lead])
        return stored.id, stored.is_new

    future, _ = sent(NOW + 200 * DAY)
    now, is_new = sent(NOW)
    assert is_new
    assert now != future
    assert sent(NOW + timedelta(minutes=5)) == (now, False)
    assert sent(NOW - timedelta(seconds=1)) == (now, False)  # two workers are never at the same instant
    assert sent(NOW + 200 * DAY + timedelta(minutes=1)) == (future, False)
