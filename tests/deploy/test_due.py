"""Whether something is due: found out from files alone, by contents where times say nothing."""

from __future__ import annotations

import json
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from site_gen.deploy.due import SEEN, STATE, Published, is_due, look_at_sources, remember
from tests.support import NOW, write_files

FOLDERS = ("content", "offers")


@pytest.fixture
def deployed(tmp_path: Path) -> Path:
    """A project that was deployed at NOW, and changes a day later."""
    folder = write_files(
        tmp_path, {"site.yaml": "a", "offers/a.yaml": "a", "content/x/y.md": "a", "offers/l.jsonl": ""}
    )
    remember(folder, "live", "live", Published(NOW, NOW + timedelta(days=1), look_at_sources(folder, FOLDERS)))
    return folder


def test_a_touched_file_with_the_same_contents_is_no_change(deployed: Path) -> None:
    """On a host every file is new in each run."""
    os.utime(deployed / "offers/a.yaml", (5, 5))
    state = (deployed / STATE).read_bytes()
    assert not is_due(deployed, None, NOW)
    assert (deployed / SEEN).exists()
    assert not is_due(deployed, None, NOW)
    assert (deployed / STATE).read_bytes() == state
    write_files(deployed, {"offers/a.yaml": "b"})
    assert is_due(deployed, None, NOW)


@pytest.mark.parametrize("name", ["site.yaml", "site.es.yaml", "offers/a.yaml", "content/x/z.md", "offers/b/c.yaml"])
def test_other_contents_are_a_change(deployed: Path, name: str) -> None:
    write_files(deployed, {name: "other"})
    assert is_due(deployed, None, NOW)


def test_a_file_that_went_or_moved_is_a_change(deployed: Path) -> None:
    (deployed / "content/x").rename(deployed / "content/z")
    assert is_due(deployed, None, NOW)


def test_what_is_recorded_is_no_source(deployed: Path) -> None:
    write_files(deployed, {"offers/l.jsonl": "a state\n", "README.md": "a"})
    assert not is_due(deployed, None, NOW)


def test_time_decides_before_anything_is_read(deployed: Path) -> None:
    assert not is_due(deployed, None, NOW + timedelta(days=1, seconds=-1))
    assert is_due(deployed, None, NOW + timedelta(days=1))
    assert is_due(deployed, None, NOW - timedelta(seconds=1))


def test_a_link_to_nowhere_stops_nothing(deployed: Path) -> None:
    try:
        (deployed / "offers/gone.yaml").symlink_to(deployed / "nowhere")
    except OSError:
        pytest.skip("no links here")
    assert is_due(deployed, None, NOW)
    remember(deployed, "live", "live", Published(NOW, None, look_at_sources(deployed, FOLDERS)))
    assert not is_due(deployed, None, NOW)


def test_links_that_lead_in_circles_end(deployed: Path) -> None:
    """Two of them in each of two folders are more ways than a machine can go in its life."""
    for name in ("content/a", "content/b", "content/x/c", "content/x/d"):
        (deployed / name).symlink_to("." if name < "content/x" else "..")
    (deployed / "offers/everything").symlink_to("/")
    began = time.monotonic()
    assert is_due(deployed, None, NOW)
    assert time.monotonic() - began < 5


def test_what_names_folders_elsewhere_is_not_followed(deployed: Path) -> None:
    data = json.loads((deployed / STATE).read_text())
    data["targets"]["live"]["sources"] = ["../../../../../../../"]
    write_files(deployed, {STATE.as_posix(): json.dumps(data)})
    began = time.monotonic()
    assert is_due(deployed, None, NOW)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("name", [STATE, SEEN])
def test_what_is_remembered_is_not_written_through_a_link(deployed: Path, name: Path) -> None:
    precious = write_files(deployed / "home", {"precious": "mine"}) / "precious"
    (deployed / name).unlink(missing_ok=True)
    (deployed / name).symlink_to(precious)
    remember(deployed, "live", "live", Published(NOW, None, look_at_sources(deployed, FOLDERS)))
    os.utime(deployed / "offers/a.yaml", (5, 5))
    is_due(deployed, None, NOW)
    assert precious.read_text() == "mine"


SPOILT = (
    "", "[]", "{}", '{"format": 1}', '{"format": 1, "targets": {"live": 5}}', '{"format": 1, "targets": []}',
    '{"format": 1, "targets": {"live": {}}, "first": []}', '{"format": 1, "targets": {"live": {"now": []}}}',
    '{"format": 1, "targets": {"live": {"now": "2026-11-23T10:00:00+00:00", "changes_at": null, "sources": [5]}}}',
)  # fmt: skip


@pytest.mark.parametrize("text", SPOILT)
def test_what_cannot_be_read_is_due(deployed: Path, text: str) -> None:
    write_files(deployed, {STATE.as_posix(): text})
    assert is_due(deployed, "live", NOW)
    assert is_due(deployed, None, NOW)
    remember(deployed, "live", "live", Published(NOW, None, look_at_sources(deployed, FOLDERS)))
    assert not is_due(deployed, "live", NOW)
