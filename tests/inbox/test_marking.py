"""What `audit` and `proposal` need from the inbox: a lead, its status, and no error if there is no inbox."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from site_gen.inbox.marking import advance, find_lead, has_database
from site_gen.inbox.records import Status
from site_gen.inbox.store import Store
from tests.inbox.lead_samples import VALUES, new_lead
from tests.support import NOW


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(tmp_path / "leads.sqlite3")


@pytest.fixture
def lead_id(database: str) -> str:
    with Store.open(database) as store:
        return store.add([new_lead()])[0].id


def test_where_there_is_no_database_there_is_no_lead_and_none_is_made(database: str) -> None:
    assert not has_database(database)
    assert find_lead(database, "bcdfghjk") is None
    assert not advance(database, "bcdfghjk", Status.AUDITED, NOW)
    assert not Path(database).exists()


def test_a_server_is_taken_to_be_there() -> None:
    assert has_database("postgresql://leads@127.0.0.1/leads")


def test_a_lead_is_found_by_its_id(database: str, lead_id: str) -> None:
    found = find_lead(database, lead_id)
    assert found
    assert found.values == VALUES
    assert find_lead(database, "bcdfghjk") is None


def test_a_mark_is_remembered_with_its_note(database: str, lead_id: str) -> None:
    assert advance(database, lead_id, Status.AUDITED, NOW, "content/audits/nuria.yaml")
    with Store.open(database) as store:
        assert [(event.what, event.note) for event in store.events(lead_id)] == [
            ("sent", ""), ("audited", "content/audits/nuria.yaml"),
        ]  # fmt: skip


STEPS: Final = [
    (Status.NEW, Status.AUDITED, Status.AUDITED),
    (Status.NEW, Status.PROPOSED, Status.PROPOSED),
    (Status.PROPOSED, Status.AUDITED, Status.PROPOSED),
    (Status.WON, Status.PROPOSED, Status.WON),
    (Status.LOST, Status.AUDITED, Status.LOST),
    (Status.AUDITED, Status.AUDITED, Status.AUDITED),
    (Status.AUDITED, Status.LOST, Status.LOST),
]


@pytest.mark.parametrize(("before", "marked", "after"), STEPS)
def test_making_something_anew_takes_no_lead_back(
    database: str, lead_id: str, before: Status, marked: Status, after: Status
) -> None:
    with Store.open(database) as store:
        store.mark(lead_id, before, NOW)
    assert (advance(database, lead_id, marked, NOW) is not None) is (after is not before)
    with Store.open(database) as store:
        lead = store.lead(lead_id)
        events = store.events(lead_id)
    assert lead
    assert lead.status is after
    assert len(events) == (3 if before is not after else 2)
