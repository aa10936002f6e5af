"""Whole deploys of a real project to real servers that are busy, broken or full: what a visitor gets meanwhile."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from benchmarks.ports import HOST
from site_gen.deploy.store import BusyError, FullError, StoreError
from tests.conftest import Cli
from tests.deploy.project import Project, site_in
from tests.deploy.stores.conftest import StartPlace
from tests.deploy.stores.places import PAGE, Place
from tests.deploy.stores.proxy import Fault, Proxy, Refusal, proxy_to
from tests.deploy.stores.servers import needs_root, small_disk
from tests.support import BASE, SITE, tree, write_files

THEIRS: Final = {"theirs/file.txt": b"theirs", "note.txt": b"note"}


@dataclass
class Online:
    """A project whose target is a place at a real server, which a proxy stands before."""

    project: Project
    place: Place
    folder: str
    proxy: Proxy

    def site(self) -> dict[str, bytes]:
        """Return what visitors get."""
        with self.place.store(self.folder) as store:
            return site_in({file.path: store.read(file.path) or b"" for file in store.files()})

    def put_theirs(self) -> None:
        with self.place.store(self.folder) as store:
            for path, content in THEIRS.items():
                store.put(path, content, PAGE)

    def watch(self) -> None:
        """Hold that what lies there now is a working site, where the server's files can be looked at."""
        there = site_in(tree(self.place.folder(self.folder)))
        self.project.assert_whole(there)
        assert THEIRS.items() <= there.items()


StartOnline = Callable[[str], Online]


@pytest.fixture
def online(
    start_place: StartPlace, folder: str, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[StartOnline]:
    """Return a project that is online in its first version, beside files of others."""
    with ExitStack() as stack:

        def start(name: str) -> Online:
            place = start_place(name)
            proxy = stack.enter_context(proxy_to(place.server.port))
            host = "localhost" if "bucket" in place.settings else HOST
            target = place.target(folder, endpoint=f"http://{host}:{proxy.port}/").model_dump(exclude_defaults=True)
            for variable, value in place.secrets.items():
                monkeypatch.setenv(variable, value)
            made = Online(Project(tmp_path / "project", target, place.secrets, cache), place, folder, proxy)
            made.put_theirs()
            made.project.deploy("one")
            return made

        yield start


def _slow(name: str) -> Any:
    """Return a server as a parameter for `make laws` alone: with one of its kind the others are tried there."""
    return pytest.param(name, marks=pytest.mark.laws)


EACH: Final = {
    "429": lambda number: Refusal(429, seconds=17) if number % 5 == 3 else None,
    "500": lambda number: Refusal(500) if number % 5 == 3 else None,
    "500 of what was done": lambda number: Refusal(500, done=True) if number % 5 == 3 else None,
}


@pytest.mark.parametrize("fault", EACH.values(), ids=EACH)
@pytest.mark.parametrize("name", [_slow("rclone"), _slow("seaweedfs"), "wsgidav"])
@pytest.mark.sampled(1)
def test_a_host_that_is_busy_now_and_then_gets_the_whole_site(online: StartOnline, name: str, fault: Fault) -> None:
    """Cheap hosts answer so each day: a deploy would fail at the first of hundreds of files."""
    there = online(name)
    if name != "seaweedfs":
        there.proxy.watch = there.watch
    there.proxy.begin(fault)
    there.project.deploy("two")
    assert there.proxy.wrong == []
    assert there.site() == {**there.project.built["two"], **THEIRS}
    assert there.project.waits
    assert (17 in there.project.waits) is (fault is EACH["429"])
    assert any("the server answers" in line for line in there.project.said)
    there.project.assert_silent()


@pytest.mark.laws  # with hosts that have an API in the normal run
@pytest.mark.parametrize("status", [429, 500])
@pytest.mark.parametrize("name", ["rclone", "wsgidav"])
def test_a_host_that_breaks_down_in_the_middle_has_a_working_site_and_the_next_deploy_completes_it(
    online: StartOnline, name: str, status: int
) -> None:
    """A visitor would get pages without styles until the host is well again, and the owner could do nothing."""
    there = online(name)
    there.proxy.watch = there.watch
    there.proxy.begin()
    there.project.deploy("two")
    requests = there.proxy.number
    for share, version in ((0.1, "one"), (0.45, "two"), (0.8, "one")):
        first = int(requests * share)
        there.proxy.begin(lambda number, first=first: Refusal(status) if number >= first else None)  # type: ignore[misc]
        with pytest.raises(BusyError):
            there.project.deploy(version)
        there.proxy.begin()
        there.project.deploy(version)
        assert there.site() == {**there.project.built[version], **THEIRS}
    assert there.proxy.wrong == []
    there.project.assert_silent()


# --- disks that are full ----------------------------------------------------------------------------------------------

LEFT: Final = {0: "two", 24_000: "one", 60_000: "two"}
"""How many bytes are left on the disk (for nothing, for the manifest, for some of the new assets), and what is sent."""

SLOW: Final = tuple(map(_slow, ("rclone", "rsync")))
"""They try long by themselves where a disk is full, or wait for each other."""


@pytest.mark.parametrize("name", ["folder", "openssh", _slow("pyftpdlib"), "vsftpd", _slow("wsgidav"), *SLOW])
@pytest.mark.sampled(2)
def test_a_disk_that_fills_up_leaves_a_working_site_and_room_is_all_that_the_next_deploy_needs(
    start_place: StartPlace, folder: str, name: str, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shared hosts give little room. Who hears nothing of it, or has half a site, doesn't know what to do."""
    needs_root()
    if name == "pyftpdlib":  # where a small file doesn't fit it says nothing more: no need to wait a minute for that
        monkeypatch.setattr("site_gen.deploy.stores.ftp_connection._SECONDS", 5)
    settings, secrets, at = _place(start_place, name, folder, tmp_path, monkeypatch)
    project = Project(tmp_path / "project", settings, secrets, cache)
    with small_disk(at) as disk:
        write_files(disk, THEIRS)
        (disk / "theirs").chmod(0o777)
        project.deploy("one")
        for left, version in LEFT.items():
            filler = _fill(disk, left)
            with pytest.raises(StoreError) as caught:
                project.deploy(version)
            if name not in {"rclone", "wsgidav"}:  # they answer with a fault of their own alone
                assert isinstance(caught.value, FullError)
            there = site_in(tree(disk))
            project.assert_whole({path: data for path, data in there.items() if path != filler.name})
            assert THEIRS.items() <= there.items()
            filler.unlink()
            project.deploy(version)
            assert site_in(tree(disk)) == {**project.built[version], **THEIRS}
    project.assert_silent()


def _place(
    start_place: StartPlace, name: str, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[dict[str, object], dict[str, str], Path]:
    """Return a target's settings and secrets, and where its files lie."""
    if name == "folder":
        return {"to": "folder", "path": "../place"}, {}, tmp_path / "place"
    place = start_place(name)
    for variable, value in {**place.environment, **place.secrets}.items():
        monkeypatch.setenv(variable, value)
    return place.target(folder).model_dump(exclude_defaults=True), dict(place.secrets), place.folder(folder)


def _fill(disk: Path, left: int) -> Path:
    """Fill a disk up to so many bytes."""
    state = os.statvfs(disk)
    filler = disk / "filler.bin"
    filler.write_bytes(bytes(max(0, state.f_bavail * state.f_frsize - left)))
    return filler


def test_the_command_says_that_the_disk_is_full_and_what_to_do(tmp_path: Path, cli: Cli) -> None:
    needs_root()
    site = f"{SITE}deploy: {{to: folder, path: ../place}}\n"
    project = write_files(tmp_path / "project", {**BASE, "site.yaml": site})
    with small_disk(tmp_path / "place", "100k") as disk:
        ran = cli("deploy", cwd=project)
        assert ran.code == 3
        assert "no space left on device" in ran.err
        assert "make room there, and deploy again" in ran.err
        assert not (disk / "index.html").exists()
