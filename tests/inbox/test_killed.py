"""Acknowledged means committed: killed without warning under load, the inbox has every lead that it acknowledged."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.inbox import Load, Server, send, write_project
from benchmarks.ports import free_port
from site_gen.inbox.records import LeadFilter
from site_gen.inbox.store import Store
from tests.inbox.support import in_own_loop


@pytest.mark.slow
@pytest.mark.parametrize("workers", [pytest.param(1, marks=pytest.mark.laws), 2])
@pytest.mark.sampled(1)
def test_no_acknowledged_lead_is_lost_when_everything_is_killed(tmp_path: Path, database: str, workers: int) -> None:
    write_project(tmp_path / "load")
    server = Server(tmp_path / "load", database, workers, free_port())
    load = Load(rate=150, seconds=3, connections=24, patience=240)
    server.start()
    try:
        server.wait()
        tally = in_own_loop(send(server, load))
    finally:
        server.kill()
    with Store.open(database) as store:
        stored = store.leads(LeadFilter())
    assert len(tally.ids) == load.count
    assert set(tally.ids.values()) == {lead.id for lead in stored}
    # Each form once, though those that got no answer were sent again.
    assert len(stored) == load.count == len({lead.values["email"] for lead in stored})
    assert tally.sent_again > 0
