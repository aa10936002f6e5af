"""Preview that is killed, finds no room, or whose clock jumps: nothing of the project is harmed, and pages stay true.

KILLS=100 and FAULTS=100 say how many of each kind; a few in every run.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

import httpx
import pytest

from benchmarks.ports import HOST, free_port
from site_gen.builder.pipeline import build
from site_gen.inbox.records import LeadFilter
from site_gen.inbox.store import Store
from tests.conftest import ProjectFactory
from tests.inbox.support import ALWAYS, GOOD, JSON_ANSWER, PLAIN
from tests.preview.running import Running, previewing
from tests.support import tree
from tests.support_build import different, request, site_tree
from tests.support_disks import SmallDisk, small_disk

KILLS: Final = int(os.environ.get("KILLS", "1"))
FAULTS: Final = int(os.environ.get("FAULTS", "3"))
ENDS: Final = datetime.fromisoformat("2026-12-20T18:00:00+01:00")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL, and no small disk")


@pytest.mark.slow
def test_killed_at_any_moment_it_harms_nothing_and_keeps_what_it_acknowledged(
    project: ProjectFactory, tmp_path: Path
) -> None:
    """A terminal that is closed: sources are as they were, a try of the form is stored, a build is as a clean one."""
    folder, cache, seed = project(ALWAYS), tmp_path / "cache", random.Random(9)  # noqa: S311  # moments
    build(request(folder, tmp_path / "clean", tmp_path / "other"))
    sources, clean = tree(folder), site_tree(tmp_path / "clean")
    acknowledged: set[str] = set()
    for _ in range(KILLS):
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "site_gen", "preview", "--project", str(folder), "--port", str(port)],
            env=os.environ | {"SITE_GEN_CACHE": str(cache)},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            _use(f"http://{HOST}:{port}", acknowledged, seed.uniform(0, 2), process)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(60)
        found = {path: content for path, content in tree(folder).items() if not path.startswith(".inbox/")}
        assert different(found, sources) == []
    output = tmp_path / "output"
    build(request(folder, output, cache))
    assert different(site_tree(output), clean) == []
    with Store.open(str(folder / ".inbox/leads.sqlite3")) as store:
        assert {lead.id for lead in store.leads(LeadFilter())} == acknowledged


def _use(url: str, acknowledged: set[str], seconds: float, process: subprocess.Popen[bytes]) -> None:
    """Ask for pages and send forms for so many seconds from when it answers."""
    until: float | None = None
    limit = time.monotonic() + 120
    while until is None or time.monotonic() < until:
        assert process.poll() is None
        assert time.monotonic() < limit
        with suppress(httpx.TransportError):
            httpx.get(f"{url}/", timeout=60, verify=PLAIN)
            fields = {**GOOD, "submission": str(uuid4())}
            headers = {"Origin": url, **JSON_ANSWER}
            answer = httpx.post(f"{url}/inbox/audit", data=fields, headers=headers, timeout=60, verify=PLAIN)
            until = until or time.monotonic() + seconds
            if answer.status_code == 200:
                acknowledged.add(answer.json()["id"])
        time.sleep(0.02)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", megabytes=8) as made:
        yield made


def test_where_nothing_can_be_kept_pages_are_shown_all_the_same(project: ProjectFactory, disk: SmallDisk) -> None:
    """Lost otherwise: preview itself, for the sake of a cache that only makes it faster."""
    disk.fill()
    with previewing(project(), disk.folder / "cache") as running:
        for path in ("/", "/offers/", "/cases/cafe/", "/assets/none", "/_preview/"):
            assert running.ask(path).status in {200, 404}
        disk.empty()
        running.shows("/", "Mara")


def test_however_the_clock_jumps_an_offer_is_shown_as_it_is_then(running: Running) -> None:
    """Jumped ahead and set right again, an offer that is open would stay hidden from its owner."""
    seed = random.Random(4)  # noqa: S311  # jumps
    for _ in range(FAULTS):
        running.now = ENDS + timedelta(seconds=seed.choice([-30 * 86_400, -1, 0, 1, 86_400, 400 * 86_400]))
        is_open = running.now < ENDS
        running.until(lambda is_open=is_open: ("A month of Instagram" in running.ask("/offers/").text) == is_open)  # type: ignore[misc]
