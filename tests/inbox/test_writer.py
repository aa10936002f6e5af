"""What the writer acknowledges is committed; if the queue is too long, submissions are refused at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import pytest

from site_gen.inbox.records import LeadFilter, NewLead, Stored
from site_gen.inbox.store import Store
from site_gen.inbox.writer import BusyError, Writer
from site_gen.problems import WorldError
from tests.inbox.support import new_lead


class Gate(Store):
    """A store that waits for a sign, remembers its batches, and fails when told to."""

    def __init__(self) -> None:
        self.open_ = threading.Event()
        self.entered = threading.Event()
        self.batches: list[int] = []
        self.error: Exception | None = None

    def add(self, new: Sequence[NewLead], *, are_live: bool = True) -> list[Stored]:  # noqa: ARG002
        self.entered.set()
        self.open_.wait(60)
        self.batches.append(len(new))
        if self.error is not None:
            raise self.error
        return [Stored(lead.key or "", is_new=True) for lead in new]


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def writer(gate: Gate) -> Iterator[Writer]:
    made = Writer(gate, most_waiting=5)
    made.start()
    yield made
    gate.open_.set()
    made.close()


def test_a_result_means_that_it_is_stored(sqlite: str) -> None:
    with Store.open(sqlite) as store, Store.open(sqlite) as other:
        writer = Writer(store)
        writer.start()
        stored = writer.put(new_lead(key="a")).result(60)
        assert other.lead(stored.id) is not None
        again = writer.put(new_lead(key="a")).result(60)
        assert (again.id, again.is_new) == (stored.id, False)
        writer.close()


def test_what_waits_is_written_at_once_in_order(gate: Gate, writer: Writer) -> None:
    first = writer.put(new_lead(key="0"))
    gate.entered.wait(60)
    others = [writer.put(new_lead(key=str(number))) for number in range(1, 5)]
    gate.open_.set()
    assert [future.result(60).id for future in (first, *others)] == ["0", "1", "2", "3", "4"]
    assert gate.batches == [1, 4]


def test_more_than_can_be_stored_soon_is_refused(gate: Gate, writer: Writer) -> None:
    writer.put(new_lead())
    gate.entered.wait(60)
    for _ in range(5):
        writer.put(new_lead())
    with pytest.raises(BusyError):
        writer.put(new_lead())


@pytest.mark.parametrize("error", [WorldError("the disk is full"), RuntimeError("a bug")])
def test_who_waits_hears_of_an_error_and_the_next_are_written(gate: Gate, writer: Writer, error: Exception) -> None:
    gate.open_.set()
    gate.error = error
    with pytest.raises(WorldError):
        writer.put(new_lead()).result(60)
    gate.error = None
    assert writer.put(new_lead(key="next")).result(60).id == "next"


def test_a_visitor_who_goes_away_undoes_nothing(gate: Gate, writer: Writer) -> None:
    future = writer.put(new_lead(key="gone"))
    assert not future.cancel()
    gate.open_.set()
    assert future.result(60).id == "gone"


def test_closing_stores_what_waits_and_takes_no_more(sqlite: str) -> None:
    with Store.open(sqlite) as store:
        writer = Writer(store)
        futures = [writer.put(new_lead()) for _ in range(1000)]
        assert not writer.is_running
        writer.start()
        writer.close()
        assert store.count(LeadFilter()) == 1000
        assert all(future.result(0).is_new for future in futures)
        with pytest.raises(BusyError):
            writer.put(new_lead())


def test_a_writer_that_never_ran_leaves_nobody_waiting(gate: Gate) -> None:
    writer = Writer(gate)
    future = writer.put(new_lead())
    writer.close()
    with pytest.raises(BusyError):
        future.result(0)
