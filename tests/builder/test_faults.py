"""Builds that are killed, find no room, or may not write: the site is whole, and the next build is as a clean one.

KILLS=100 and FAULTS=100 say how many of each kind; a few in every run.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest

from site_gen.builder import manifest
from site_gen.builder.pipeline import build
from tests.conftest import Cli
from tests.support import BASE, CASE, NOW, write_files
from tests.support_build import different, request, site_tree
from tests.support_disks import SmallDisk, small_disk
from tests.support_proposals import PROPOSAL

KILLS: Final = int(os.environ.get("KILLS", "2"))
FAULTS: Final = int(os.environ.get("FAULTS", "2"))

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL, and no small disk")

_STATES: Final[tuple[Mapping[str, str | None], ...]] = (
    {
        **{f"cases/case-{n}.yaml": CASE.replace("Casa Blau", f"Client {n}") for n in range(12)},
        "offers/proposals/roja.yaml": PROPOSAL,
        "site.es.yaml": "role: Redes\n",
    },
    {
        **{f"cases/case-{n}.yaml": CASE.replace("Casa Blau", f"Customer {n}") for n in range(6, 18)},
        **{f"cases/case-{n}.yaml": None for n in range(6)},
        "offers/proposals/roja.yaml": None,
        "site.es.yaml": "role: Otra cosa\n",
    },
)
"""Two states of a project that have little in common: files come, go and change."""


class Sites:
    """A project that goes from one state to the other, and what a clean build makes of each."""

    def __init__(self, project: Path, cache: Path, made: Path) -> None:
        self.project, self.cache = project, cache
        self.clean: list[dict[str, bytes]] = []
        for number in (0, 1):
            self.go_to(number)
            build(request(project, made / f"clean-{number}", cache))
            self.clean.append(site_tree(made / f"clean-{number}"))

    def go_to(self, number: int) -> None:
        for path, text in _STATES[number].items():
            if text is None:
                (self.project / path).unlink(missing_ok=True)
        write_files(self.project, {path: text for path, text in _STATES[number].items() if text is not None})
        for path in set(_STATES[1 - number]) - set(_STATES[number]):
            (self.project / path).unlink(missing_ok=True)

    def is_whole(self, output: Path) -> list[str]:
        """Return the files that are in neither state: cut, empty, or of no build."""
        found = site_tree(output)
        return [path for path, content in found.items() if content not in {clean.get(path) for clean in self.clean}]


@pytest.fixture(scope="module")
def sites(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Sites:
    folder = tmp_path_factory.mktemp("sites")
    return Sites(write_files(folder / "project", BASE), cache, folder)


def left_over(*folders: Path) -> list[Path]:
    """Return what builds make for a moment only."""
    found = [path for folder in folders for path in folder.rglob("*")]
    return [path for path in found if path.name.startswith("staging") or path.name.endswith(".new")]


@pytest.mark.slow
def test_killed_at_any_moment_the_site_is_whole_and_the_next_build_completes_it(sites: Sites, tmp_path: Path) -> None:
    """A power cut, or a closed laptop: no page is cut, and nobody has to know what to delete."""
    output, own_cache, seed = tmp_path / "output", tmp_path / "cache", random.Random(7)  # noqa: S311  # moments
    longest = _seconds_of_a_build(sites, output, own_cache)
    killed = 0
    for number in range(KILLS):
        sites.go_to(number % 2)
        jobs = seed.choice(["1", "2"])
        process = _start(sites.project, output, own_cache, "--jobs", jobs)
        # From when it begins to write: before that there is nothing to break.
        time.sleep(seed.uniform(0.4, 1) * longest)
        killed += process.poll() is None
        with suppress(ProcessLookupError):
            kill = seed.choice([os.kill, os.killpg])  # the parent alone, or its workers with it
            kill(process.pid, signal.SIGKILL)
        process.wait(60)
        _await_end(process.pid)
        assert sites.is_whole(output) == []
        if manifest.read(output).complete:
            assert site_tree(output) in sites.clean
        if seed.random() < 0.7:  # else the next one is killed in what this one left
            build(request(sites.project, output, own_cache))
            assert different(site_tree(output), sites.clean[number % 2]) == []
            assert left_over(output, own_cache) == []
    build(request(sites.project, output, own_cache))
    assert different(site_tree(output), sites.clean[(KILLS - 1) % 2]) == []
    assert left_over(output, own_cache) == []
    assert killed or KILLS < 20


def _start(project: Path, output: Path, cache: Path, *words: str) -> subprocess.Popen[bytes]:
    told = ["build", "--project", str(project), "--output", str(output), "--now", NOW.isoformat(), *words]
    return subprocess.Popen(
        [sys.executable, "-m", "site_gen", *told], env=os.environ | {"SITE_GEN_CACHE": str(cache)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def _seconds_of_a_build(sites: Sites, output: Path, cache: Path) -> float:
    begun = time.monotonic()
    assert _start(sites.project, output, cache).wait(120) == 0
    return time.monotonic() - begun


def _await_end(group: int) -> None:
    """Wait until workers have seen that their parent is gone."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
    raise AssertionError("workers outlive their parent")


# --- disks ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", megabytes=24) as made:
        yield made


@pytest.mark.parametrize("full", [*(pytest.param(one, marks=pytest.mark.laws) for one in ("output", "cache")), "both"])
def test_a_disk_that_is_full_at_any_moment_leaves_a_whole_site(
    sites: Sites, disk: SmallDisk, tmp_path: Path, cli: Cli, full: str
) -> None:
    """A host's quota: the old pages stay readable, the message says why, and with room the next build completes it."""
    output = (disk.folder if full != "cache" else tmp_path) / "output"
    cache = (disk.folder if full != "output" else tmp_path) / "cache"
    words = ("build", "--project", str(sites.project), "--output", str(output))
    seed, codes = random.Random(11), []  # noqa: S311  # sizes
    for number in range(FAULTS):
        sites.go_to(number % 2)
        disk.fill(seed.choice([0, 4096, 20_000, 200_000, seed.randrange(3_000_000)]))
        ran = cli(*words, env={"SITE_GEN_CACHE": str(cache)})
        codes.append(ran.code)
        assert ran.code in {0, 3}, ran.err
        assert ran.code == 0 or "No space left" in ran.err
        assert "Traceback" not in ran.err
        assert sites.is_whole(output) == []
        assert left_over(output) == []
        disk.empty()
        if ran.code == 0 or seed.random() < 0.7:
            assert cli(*words, env={"SITE_GEN_CACHE": str(cache)}).code == 0
            assert different(site_tree(output), sites.clean[number % 2]) == []
            assert left_over(output, cache) == []
    assert 3 in codes or full == "cache"  # what can't be kept is made again


_OTHERS = (
    "check",
    "pin",
    "offers",
    "leads",
    "audit",
    "proposal",
    "funnel",
    "privacy",
    "schedule",
    "translate",
    "schema",
)


@pytest.mark.parametrize("command", ["build", *(pytest.param(one, marks=pytest.mark.laws) for one in _OTHERS)])
def test_a_disk_that_may_not_be_written_is_said_or_does_no_harm(
    sites: Sites, disk: SmallDisk, cli: Cli, command: str
) -> None:
    """A project on a stick with its lock on, or a mounted backup: no traceback, and nothing half done."""
    project = disk.folder / "project"
    write_files(project, {p.relative_to(sites.project).as_posix(): p.read_bytes() for p in _files(sites.project)})
    with disk.read_only():
        ran = cli(command, "--project", str(project), env={"SITE_GEN_CACHE": str(disk.folder / "cache")})
    assert ran.code in ({3} if command == "build" else {0, 1, 2}), ran.err
    assert "Traceback" not in ran.err
    assert ran.code != 3 or "Read-only file system" in ran.err


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
