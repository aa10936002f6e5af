"""Inboxes that are killed, find no room, or whose clock jumps: what they acknowledged is there.

KILLS=100 and FAULTS=100 say how many of each kind; a few in every run.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest

from benchmarks.inbox import Client, Load, Server, write_project
from benchmarks.ports import free_port
from site_gen.inbox.forms import Forms
from site_gen.inbox.records import LeadFilter
from site_gen.inbox.store import Store
from tests.conftest import Cli, ProjectFactory
from tests.inbox.support import ALWAYS, GOOD, JSON_ANSWER, Forgetful, asked, in_own_loop
from tests.inbox.test_clock import DAY, YEAR, Machine
from tests.inbox.test_service import running, until
from tests.support import NOW
from tests.support_disks import SmallDisk, small_disk

KILLS: Final = int(os.environ.get("KILLS", "2"))
FAULTS: Final = int(os.environ.get("FAULTS", "3"))

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL, and no small disk")

ITS_OWN: Final = {"", "-wal", "-shm", "-turn", "-warned-not-stored", "-warned-not-deleted"}
"""What lies beside a database, by the ends of the names."""


@pytest.mark.slow
def test_killed_again_and_again_it_has_what_it_acknowledged_once(tmp_path: Path) -> None:
    """The kernel kills what takes memory, and hosts move machines: a client's request must outlive that."""
    write_project(tmp_path / "load")
    database = tmp_path / "db" / "leads.sqlite3"
    server = Server(tmp_path / "load", str(database), 1, free_port())
    server.start()
    try:
        server.wait()
        sent = in_own_loop(_send_and_kill(server))
    finally:
        server.kill()
    with Store.open(str(database)) as store:
        stored = store.leads(LeadFilter())
    assert {lead.id for lead in stored} == set(sent.values())
    assert len({lead.values["email"] for lead in stored}) == len(stored) == len(sent)
    beside = {path.name.removeprefix(database.name) for path in database.parent.iterdir()}
    assert beside - {".gitignore"} <= ITS_OWN


async def _send_and_kill(server: Server) -> dict[int, str]:
    """Send forms until the server was killed so many times, and return the ids by the forms' numbers."""
    client, seed = Client(server.port, 16, seed=3), random.Random(3)  # noqa: S311  # moments
    load = Load(rate=60, seconds=0, patience=120)
    done = asyncio.Event()

    async def send() -> None:
        async with asyncio.TaskGroup() as tasks:
            number = 0
            while not done.is_set():
                tasks.create_task(client.submit(number, time.monotonic()))
                number += 1
                await asyncio.sleep(1 / load.rate)

    async def kill() -> None:
        for _ in range(KILLS):
            await asyncio.sleep(seed.uniform(0, 0.7))
            await asyncio.to_thread(server.kill)
            server.start()
            await asyncio.to_thread(server.wait)
        done.set()

    async with asyncio.timeout(KILLS * 30 + 240), asyncio.TaskGroup() as tasks:
        tasks.create_task(send())
        tasks.create_task(kill())
    await client.close()
    return client.tally.ids


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", megabytes=3) as made:
        yield made


def test_on_a_disk_that_is_full_at_any_moment_it_has_what_it_acknowledged(forms: Forms, disk: SmallDisk) -> None:
    seed, acknowledged, refused = random.Random(5), list[str](), 0  # noqa: S311  # sizes
    database = str(disk.folder / "leads.sqlite3")
    with running(forms, database) as (inbox, _, _), Store.open(database) as other:

        def send() -> bool:
            fields = {**GOOD, "submission": str(uuid4()), "wish": "x" * seed.randrange(300)}
            visitor = f"2001:db8:{seed.randrange(9999)}::1"  # no visitor sends too many
            answer = inbox.receive(asked(fields, headers=JSON_ANSWER, address=visitor))
            assert answer.status in {200, 503}
            if answer.status == 200:
                acknowledged.append(json.loads(answer.body)["id"])
            return answer.status == 200

        for _ in range(FAULTS):
            disk.fill(seed.choice([0, 100, 4096, seed.randrange(60_000)]))
            refused += sum(not send() for _ in range(20))
            assert {lead.id for lead in other.leads(LeadFilter())} == set(acknowledged)
            disk.empty()
            until(send)
            if len(acknowledged) > 500:
                other.delete(acknowledged, Forgetful())
                acknowledged.clear()
        assert {lead.id for lead in other.leads(LeadFilter())} == set(acknowledged)
    assert refused
    with Store.open(database) as store:
        assert {lead.id for lead in store.leads(LeadFilter())} == set(acknowledged)


def test_a_database_on_a_disk_that_is_locked_is_said_at_the_start(
    project: ProjectFactory, disk: SmallDisk, cli_process: Cli
) -> None:
    """Otherwise it would start, and refuse every visitor."""
    words = ("inbox", "--project", str(project(ALWAYS)), "--database", str(disk.folder / "leads.sqlite3"))
    with disk.read_only():
        ran = cli_process(*words, "--port", str(free_port()))
    assert (ran.code, "Traceback" in ran.err, "Read-only file system" in ran.err) == (3, False, True)


@pytest.mark.parametrize("seed", range(FAULTS))
def test_however_the_clock_jumps_while_it_runs_nothing_is_deleted_before_its_time(
    store: Store, tmp_path: Path, seed: int
) -> None:
    """A virtual machine that was paused, a time server that lies: a year of leads must not go by that."""
    machine, chance = Machine(store, tmp_path / "kept" / "deleted.jsonl"), random.Random(seed)  # noqa: S311  # jumps
    true, born = NOW, dict[str, timedelta]()
    (first,) = machine.add(YEAR - 30 * DAY)
    born[first] = -(YEAR - 30 * DAY)
    assert machine.clean(true) == ""
    for _ in range(25):
        passed = timedelta(hours=chance.uniform(0.1, 40))
        machine.passed += passed
        true += passed
        # Never right for three days without a jump: then it would be believed, and rightly so.
        machine.now = true + timedelta(days=chance.choice([0, 0, 0.5, chance.uniform(-900, 900), 5, 29, -29]))
        (id_,) = machine.add(timedelta())
        born[id_] = machine.passed
        machine.clean()
        due = {lead for lead, at in born.items() if machine.passed - at >= YEAR - DAY}
        assert set(born) - due <= machine.there, f"{machine.now} at {true}"
