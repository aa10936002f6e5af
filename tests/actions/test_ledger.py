"""Recording what went public: once, whole or not at all, and never by two at the same time."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from site_gen.actions.ledger import LOCK, record_offers
from site_gen.load import load_site
from site_gen.load.ledger import read_ledger
from site_gen.model.ledger import LEDGER_FILE
from site_gen.problems import ProjectError, WorldError
from tests.conftest import ProjectFactory
from tests.support import DIRECT, NOW, ROOT, tree
from tests.support_ledger import ledger, row

DAY = timedelta(days=1)


def test_recording_writes_what_is_public_and_what_it_wrote_can_be_read(project: ProjectFactory) -> None:
    folder = project()
    done = record_offers(folder, NOW)
    assert [entry.offer for entry in done.entries] == ["audit", "month", "plan"]
    assert [(e.offer, e.state) for e in load_site(folder).site.ledger.entries] == [
        (e.offer, e.state) for e in done.entries
    ]


def test_recording_twice_writes_once(project: ProjectFactory) -> None:
    folder = project()
    record_offers(folder, NOW)
    before = (folder / LEDGER_FILE).stat()
    assert record_offers(folder, NOW + DAY).entries == ()
    assert (folder / LEDGER_FILE).stat().st_mtime_ns == before.st_mtime_ns


def test_recording_touches_nothing_else(project: ProjectFactory) -> None:
    folder = project()
    before = tree(folder)
    record_offers(folder, NOW)
    assert {name for name in tree(folder) if name not in before} <= {LEDGER_FILE, str(LOCK)}
    assert {name: content for name, content in tree(folder).items() if name in before} == before


def test_a_project_with_errors_is_not_recorded(project: ProjectFactory) -> None:
    folder = project({"offers/month.yaml": DIRECT.replace("290", "free")})
    with pytest.raises(ProjectError):
        record_offers(folder, NOW)
    assert not (folder / LEDGER_FILE).exists()


def test_an_offer_that_would_mislead_by_going_public_now_is_not_recorded(project: ProjectFactory) -> None:
    over = row("2026-10-20T08:05:00Z", starts="2026-10-20T09:00:00+02:00", ends="2026-11-21T18:00:00+01:00")
    again = DIRECT.replace("2026-11-20T09:00", "2026-10-20T09:00") + "extended: So many asked.\n"
    folder = project({"offers/month.yaml": again, LEDGER_FILE: ledger(over)})
    with pytest.raises(ProjectError, match="a later deadline opens it again"):
        record_offers(folder, NOW)
    assert (folder / LEDGER_FILE).read_text(encoding="utf-8") == ledger(over)


def test_the_past_is_not_written_anew(project: ProjectFactory) -> None:
    folder = project({LEDGER_FILE: ledger(row("2026-11-24T08:05:00Z"))})
    with pytest.raises(WorldError, match="later than") as error:
        record_offers(folder, NOW)
    assert "nothing was recorded" in error.value.hint


def test_a_missing_last_line_end_is_mended(project: ProjectFactory) -> None:
    folder = project({LEDGER_FILE: row("2026-11-20T08:05:00Z")})
    record_offers(folder, NOW)
    assert [entry.offer for entry in load_site(folder).site.ledger.entries] == ["month", "audit", "plan"]


@pytest.mark.skipif(os.name == "nt", reason="rights and links of Unix")
def test_rights_and_links_of_the_file_stay(project: ProjectFactory, tmp_path: Path) -> None:
    folder = project()
    elsewhere = tmp_path / "kept.jsonl"
    elsewhere.write_text("", encoding="utf-8")
    elsewhere.chmod(0o640)
    (folder / LEDGER_FILE).symlink_to(elsewhere)
    record_offers(folder, NOW)
    assert (folder / LEDGER_FILE).is_symlink()
    assert (elsewhere.stat().st_mode & 0o777, elsewhere.read_text(encoding="utf-8").count("\n")) == (0o640, 3)


def test_where_nothing_can_be_written_it_is_said(project: ProjectFactory) -> None:
    folder = project()
    (folder / ".cache").write_text("a file, not a folder")
    with pytest.raises(WorldError, match="can't be written"):
        record_offers(folder, NOW)


def test_what_a_killed_recording_left_is_cleared_by_the_next(project: ProjectFactory) -> None:
    folder = project({"offers/.ledger.jsonl.0123.new": "half a line"})
    record_offers(folder, NOW)
    assert sorted(path.name for path in (folder / "offers").iterdir()) == [
        "audit.yaml", "ledger.jsonl", "month.yaml", "plan.yaml"
    ]  # fmt: skip


def _record_at(folder: Path, hours: int) -> int:
    return len(record_offers(folder, NOW + timedelta(hours=hours)).entries)


def test_several_at_once_write_each_state_once(project: ProjectFactory) -> None:
    folder = project()
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        counts = pool.starmap(_record_at, [(folder, 0)] * 4)
    assert sorted(counts) == [0] * 3 + [3]
    assert len(load_site(folder).site.ledger.entries) == 3


KILLED = """
import os, sys
from datetime import timedelta
from pathlib import Path
from site_gen.actions import ledger as r
from tests.support import DIRECT, NOW
folder = Path(sys.argv[1])
for number in range(1, 10_000):
    (folder / "offers/month.yaml").write_text(DIRECT + f"seats: {{total: 20000, taken: {number}}}\\n")
    r.record_offers(folder, NOW + timedelta(minutes=number))
    print(number, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_whoever_is_killed_leaves_whole_lines_and_loses_none_that_was_told(project: ProjectFactory) -> None:
    folder = project()
    for wait in (0.0, 0.013, 0.031):
        told = _killed_after(folder, wait)
        lines = (folder / LEDGER_FILE).read_text(encoding="utf-8").splitlines()
        taken = [json.loads(line)["seats"]["taken"] for line in lines if "seats" in line]
        assert taken[-1] >= told
        assert read_ledger(folder, None)[1] == ()
        (folder / LEDGER_FILE).unlink()


def _killed_after(folder: Path, seconds: float) -> int:
    """Kill a process that records one state after the other; return the last that it said was recorded."""
    words = [sys.executable, "-c", KILLED, str(folder)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        told = [child.stdout.readline() for _ in range(3)]
        time.sleep(seconds)
        child.send_signal(signal.SIGKILL)
        told += child.stdout.readlines()
    return int([line for line in told if line.endswith("\n")][-1])
