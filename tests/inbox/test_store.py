"""Submissions are stored exactly once and can be deleted, in SQLite and in PostgreSQL."""

from __future__ import annotations

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from site_gen.inbox.adding import new_id
from site_gen.inbox.database import default_database, shown_url
from site_gen.inbox.erased import ErasedFile
from site_gen.inbox.records import Channel, Event, Kind, LeadFilter, NewLead, NoticeState, Status
from site_gen.inbox.store import Store
from site_gen.problems import WorldError
from tests.inbox.support import new_lead
from tests.support import NOW

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def add(store: Store, *leads: NewLead) -> list[str]:
    return [stored.id for stored in store.add(leads)]


def test_a_lead_comes_back_as_it_was_stored(store: Store) -> None:
    (id_,) = add(store, new_lead(marketing_consent="Send me the letter."))
    lead = store.lead(id_)
    assert lead is not None
    assert lead.received == lead.consent_at == NOW
    assert lead.received.tzinfo is UTC
    assert dict(lead.values) == {"email": "ana@cafe.example", "wish": "Més clients, «sí»"}
    assert list(lead.values) == ["email", "wish"]
    assert (lead.kind, lead.status, lead.suspect) == (Kind.REQUEST, Status.NEW, False)
    assert (lead.marketing_consent, dict(lead.campaign), lead.about) == (
        "Send me the letter.",
        {"utm_source": "vk"},
        None,
    )
    assert store.events(id_) == [Event(id_, NOW.astimezone(UTC), "sent", "")]


def test_the_newest_lead_is_listed_first(store: Store) -> None:
    first, second, third = add(store, new_lead(), new_lead(received=NOW + MINUTE), new_lead(received=NOW + MINUTE))
    assert [lead.id for lead in store.leads(LeadFilter())] == [third, second, first]
    assert [lead.id for lead in store.leads(LeadFilter(limit=1))] == [third]
    assert store.count(LeadFilter(limit=1)) == 3


FILTERS = [
    (LeadFilter(form="audit"), {"audit", "ru", "suspect"}),
    (LeadFilter(language="ru"), {"ru"}),
    (LeadFilter(suspect=True), {"suspect"}),
    (LeadFilter(suspect=False), {"audit", "ru", "other", "yes"}),
    (LeadFilter(kind=Kind.ACCEPTANCE), {"yes"}),
    (LeadFilter(status=Status.NEW), {"ru", "suspect", "other"}),
    (LeadFilter(status=Status.WON), {"audit", "yes"}),
    (LeadFilter(campaign={"utm_source": "vk"}), {"audit", "suspect", "other", "yes"}),
    (LeadFilter(campaign={"utm_source": "tg", "via": "pin"}), {"ru"}),
    (LeadFilter(since=NOW, until=NOW + MINUTE), {"audit", "ru", "suspect", "yes"}),
    (LeadFilter(since=NOW + MINUTE), {"other"}),
    (LeadFilter(until=NOW), set()),
]


@pytest.mark.parametrize(("wanted", "found"), FILTERS)
def test_filters_are_taken_together(store: Store, wanted: LeadFilter, found: set[str]) -> None:
    names = {}
    (names["audit"],) = add(store, new_lead())
    (names["ru"],) = add(store, new_lead(language="ru", campaign={"utm_source": "tg", "via": "pin"}))
    (names["suspect"],) = add(store, new_lead(suspect=True))
    (names["other"],) = add(store, new_lead(form="other", received=NOW + MINUTE))
    (names["yes"],) = add(store, new_lead(form="proposal", about=names["audit"]))
    assert {lead.id for lead in store.leads(wanted)} == {names[name] for name in found}
    assert store.count(wanted) == len(found)


def test_the_same_key_is_stored_once_for_a_form(store: Store) -> None:
    twice = store.add([new_lead(key="k"), new_lead(key="k")])
    again = store.add([new_lead(key="k", received=NOW + DAY)])
    assert [stored.is_new for stored in (*twice, *again)] == [True, False, False]
    assert len({stored.id for stored in (*twice, *again)}) == 1
    assert store.add([new_lead(key="k", form="other")])[0].is_new
    assert store.count(LeadFilter()) == 2


def test_the_same_answers_without_a_key_are_stored_once_within_their_time(store: Store) -> None:
    def sent(after: timedelta) -> NewLead:
        return new_lead(digest="d", received=NOW + after, same_since=NOW + after - 10 * MINUTE)

    first, again, edge, later = (store.add([sent(after * MINUTE)])[0] for after in (0, 5, 10, 11))
    assert (again.id, edge.id) == (first.id, first.id)
    assert (again.is_new, edge.is_new, later.is_new) == (False, False, True)


def test_many_threads_with_the_same_submission_store_it_once(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        stored = list(pool.map(lambda _: store.add([new_lead(key="k"), new_lead()]), range(24)))
    assert len({pair[0].id for pair in stored}) == 1
    assert sum(pair[0].is_new for pair in stored) == 1
    assert store.count(LeadFilter()) == 25


def test_a_batch_larger_than_a_statement_may_be(store: Store, erased: ErasedFile) -> None:
    leads = [new_lead(key=f"key-{number}") for number in range(1300)]
    ids = add(store, *leads)
    assert add(store, *leads) == ids
    assert len(store.histories(ids)) == 1300
    assert store.delete(ids, erased) == 1300


def test_accepting_a_proposal_wins_its_lead(store: Store) -> None:
    (id_,) = add(store, new_lead())
    store.mark(id_, Status.PROPOSED, NOW + MINUTE)
    (yes,) = add(store, new_lead(form="proposal-cafe", about=id_, received=NOW + DAY))
    lead, acceptance = store.lead(id_), store.lead(yes)
    assert lead is not None
    assert acceptance is not None
    assert (lead.status, acceptance.kind, acceptance.about) == (Status.WON, Kind.ACCEPTANCE, id_)
    assert [(event.what, event.note) for event in store.events(id_)] == [
        ("sent", ""),
        ("proposed", ""),
        ("won", f"accepted: {yes}"),
    ]


def test_accepting_a_proposal_of_a_lead_that_is_gone_is_stored_all_the_same(store: Store) -> None:
    (yes,) = add(store, new_lead(about="gone2345"))
    assert [lead.id for lead in store.leads(LeadFilter(about="gone2345"))] == [yes]


def test_marks_are_remembered_with_their_notes(store: Store) -> None:
    (id_,) = add(store, new_lead())
    assert store.mark(id_, Status.AUDITED, NOW + DAY, "by telephone")
    lead = store.lead(id_)
    assert lead is not None
    assert lead.status is Status.AUDITED
    assert store.events(id_)[1] == Event(id_, (NOW + DAY).astimezone(UTC), "audited", "by telephone")
    assert not store.mark("nobody22", Status.LOST, NOW)


def test_deleting_a_lead_leaves_nothing_of_it(store: Store, erased: ErasedFile) -> None:
    id_, other = add(store, new_lead(channels=(Channel.EMAIL,)), new_lead(channels=(Channel.EMAIL,)))
    add(store, new_lead(about=id_, channels=(Channel.TELEGRAM,)))
    assert store.delete([id_, "nobody22"], erased) == 2
    assert [lead.id for lead in store.leads(LeadFilter())] == [other]
    assert store.events(id_) == []
    assert [notice.lead for notice in store.claim_due(NOW, 10, MINUTE)] == [other]


def test_what_is_older_than_the_site_keeps_it_is_purged(store: Store, erased: ErasedFile) -> None:
    _, accepted, new = add(store, new_lead(), new_lead(), new_lead(received=NOW + DAY))
    (yes,) = add(store, new_lead(about=accepted, received=NOW + 2 * DAY))
    assert store.delete(store.due(NOW), erased) == 0
    assert store.delete(store.due(NOW + MINUTE), erased) == 1
    assert {lead.id for lead in store.leads(LeadFilter())} == {accepted, new, yes}
    assert store.delete(store.due(NOW + 3 * DAY), erased) == 3


def test_suspect_leads_are_purged_earlier_than_others(store: Store, erased: ErasedFile) -> None:
    kept, _ = add(store, new_lead(), new_lead(suspect=True))
    assert store.delete(store.due(NOW + DAY, suspect_only=True), erased) == 1
    assert [lead.id for lead in store.leads(LeadFilter())] == [kept]


def test_what_was_deleted_is_not_in_the_files_of_sqlite_either(sqlite: str, erased: ErasedFile) -> None:
    with Store.open(sqlite) as store:
        (id_,) = add(store, new_lead(values={"wish": "a-secret-of-a-client"}))
        folder = Path(sqlite).parent
        assert any(b"a-secret-of-a-client" in path.read_bytes() for path in folder.iterdir())
        store.delete([id_], erased)
        assert not any(b"a-secret-of-a-client" in path.read_bytes() for path in folder.iterdir())


# --- notices ----------------------------------------------------------------------------------------------------------


def test_a_notice_is_taken_by_one_and_again_when_its_time_is_up(store: Store) -> None:
    (id_,) = add(store, new_lead(channels=(Channel.EMAIL, Channel.TELEGRAM)))
    assert store.claim_due(NOW - MINUTE, 10, MINUTE) == []
    email, telegram = store.claim_due(NOW, 10, 5 * MINUTE)
    assert (email.lead, email.channel, email.tries) == (id_, Channel.EMAIL, 1)
    assert telegram.channel is Channel.TELEGRAM
    assert store.claim_due(NOW + 4 * MINUTE, 10, MINUTE) == []
    store.notice_sent(telegram.id, NOW + MINUTE)
    (again,) = store.claim_due(NOW + 5 * MINUTE, 10, MINUTE)
    assert (again.id, again.tries) == (email.id, 2)


def test_many_senders_take_each_notice_once(store: Store) -> None:
    add(store, *(new_lead(channels=(Channel.EMAIL,)) for _ in range(60)))
    with ThreadPoolExecutor(6) as pool:
        taken = [
            notice.id for some in pool.map(lambda _: store.claim_due(NOW, 5, MINUTE), range(24)) for notice in some
        ]
    assert len(taken) == len(set(taken)) == 60


def test_a_failed_notice_waits_and_at_last_is_given_up(store: Store) -> None:
    (id_,) = add(store, new_lead(channels=(Channel.EMAIL,)))
    (notice,) = store.claim_due(NOW, 10, MINUTE)
    store.notice_failed(notice.id, NOW + 10 * MINUTE, "no answer")
    (waiting,) = store.deliveries(id_)
    assert (waiting.state, waiting.last_error) == (NoticeState.WAITING, "no answer")
    assert waiting.next_at == NOW + 10 * MINUTE
    assert store.claim_due(NOW + 9 * MINUTE, 10, MINUTE) == []
    (again,) = store.claim_due(NOW + 10 * MINUTE, 10, MINUTE)
    store.notice_failed(again.id, None, "refused")
    (given_up,) = store.deliveries(id_)
    assert (given_up.state, given_up.tries, given_up.next_at) == (NoticeState.FAILED, 2, None)
    assert store.claim_due(NOW + DAY, 10, MINUTE) == []


# --- opening ----------------------------------------------------------------------------------------------------------


def test_a_store_is_opened_again_with_what_it_holds(database: str) -> None:
    with Store.open(database) as store:
        (id_,) = add(store, new_lead())
    with Store.open(database) as store:
        assert store.lead(id_) is not None
        store.check()


def test_many_processes_may_open_a_new_database_at_once(database: str) -> None:
    with ThreadPoolExecutor(6) as pool:
        for store in list(pool.map(lambda _: Store.open(database), range(6))):
            store.check()
            store.close()


def test_nobody_else_may_read_the_database(sqlite: str, tmp_path: Path) -> None:
    with Store.open(sqlite) as store:
        add(store, new_lead())
        folder = tmp_path / ".inbox"
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir() if path.name != ".gitignore"}
        assert set(modes.values()) == {0o600}
        assert {"leads.sqlite3", "leads.sqlite3-wal"} <= set(modes)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert (folder / ".gitignore").read_text() == "*\n"


def test_the_default_is_in_the_project() -> None:
    assert default_database(Path("p")) == Path("p/.inbox/leads.sqlite3")


def test_a_database_of_a_later_version_is_refused_and_left_alone(sqlite: str) -> None:
    Store.open(sqlite).close()
    with sqlite3.connect(sqlite) as connection:
        connection.execute("UPDATE meta SET value = '99'")
    connection.close()
    with pytest.raises(WorldError, match="tables 99"):
        Store.open(sqlite)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a database " * 100)
    with pytest.raises(WorldError, match="can't be opened"):
        Store.open(str(file))
    assert file.read_text().startswith("not a database")


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WorldError, match="can't be opened"):
        Store.open(str(tmp_path / "file" / "leads.sqlite3"))


@pytest.mark.parametrize("url", ["mysql://a@b/c", "nonsense://", "postgresql+asyncpg://a@b/c"])
def test_other_databases_are_refused_with_what_to_write(url: str) -> None:
    with pytest.raises(WorldError) as raised:
        Store.open(url)
    assert "postgresql://" in raised.value.hint


def test_a_password_is_never_shown() -> None:
    assert shown_url("postgres://me:s3cret@db.example/leads") == "postgresql://me:***@db.example/leads"
    with pytest.raises(WorldError) as raised:
        Store.open("postgresql://me:s3cret@127.0.0.1:1/leads")
    assert "s3cret" not in f"{raised.value} {raised.value.hint}"


def test_a_store_that_can_store_nothing_says_so(sqlite: str) -> None:
    with Store.open(sqlite) as store:
        with sqlite3.connect(sqlite) as holder:
            holder.execute("DROP TABLE meta")
        holder.close()
        with pytest.raises(WorldError, match="can't be written"):
            store.check()


def test_ids_are_short_texts_in_every_tool() -> None:
    ids = {new_id() for _ in range(3000)}
    assert len(ids) == 3000
    assert all(len(id_) == 8 and id_.isalnum() and id_[0].isalpha() for id_ in ids)
    assert not set("".join(ids)) & set("aeiou01l")


def test_an_id_that_exists_already_is_not_given_twice(database: str) -> None:
    ids = iter(["first222", "other222", "first222", "third222", "fourth22"])
    with Store.open(database, ids=lambda: next(ids)) as store:
        assert add(store, new_lead()) == ["first222"]
        assert add(store, new_lead(), new_lead()) == ["third222", "fourth22"]
        assert store.count(LeadFilter()) == 3


def test_moments_of_any_zone_are_the_same_moments(store: Store) -> None:
    far = datetime.fromisoformat("2026-11-23T20:00:00+09:00")
    (id_,) = add(store, new_lead(received=far))
    lead = store.lead(id_)
    assert lead is not None
    assert lead.received == far
    assert store.count(LeadFilter(since=far, until=far + MINUTE)) == 1
