"""A folder as a place: whole files, links, rights, and processes that are killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from site_gen.deploy.file_meta import file_meta
from site_gen.deploy.guards import RefusedError
from site_gen.deploy.places import Surroundings, place_of
from site_gen.deploy.publish import DeployListener, Permission, publish
from site_gen.deploy.store import AccessError, StoredFile, StoreError
from site_gen.deploy.stores.folder import FolderStore
from site_gen.model.targets.folder import FolderTarget
from tests.deploy.sites import ME, is_whole, site_of, small
from tests.support import ROOT, tree

META = file_meta("index.html", unlisted=False)
LEFTOVER = ".index.html.0123456789abcdef.new"


def test_files_are_written_listed_read_and_removed(tmp_path: Path) -> None:
    with FolderStore(tmp_path / "new" / "site") as store:
        assert list(store.files()) == []
        store.put("a/b/index.html", b"page", META)
        store.put("index.html", b"home", META)
        assert list(store.files()) == [StoredFile("index.html", 4), StoredFile("a/b/index.html", 4)]
        assert (store.read("a/b/index.html"), store.read("a/b"), store.read("none")) == (b"page", None, None)
        store.delete("a/b/index.html")
        store.delete("a/b/index.html")
    assert tree(tmp_path) == {"new/site/index.html": b"home"}
    assert not (tmp_path / "new/site/a").exists()


def test_a_new_file_is_new(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    assert store.put_new(".site-gen/lock.json", b"one")
    assert not store.put_new(".site-gen/lock.json", b"two")
    assert store.read(".site-gen/lock.json") == b"one"


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "blog").symlink_to(tmp_path / "elsewhere")
    store = FolderStore(tmp_path / "site")
    with pytest.raises(StoreError, match="is a link"):
        store.put("blog/index.html", b"x", META)
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert [file.path for file in store.files()] == ["blog"]


def test_what_a_killed_process_left_is_not_listed_and_goes_with_the_next_file(tmp_path: Path) -> None:
    (tmp_path / LEFTOVER).write_bytes(b"half")
    store = FolderStore(tmp_path)
    assert list(store.files()) == []
    store.put("index.html", b"x", META)
    assert list(tree(tmp_path)) == ["index.html"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever may do everything is refused nothing")
def test_a_folder_without_rights_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(AccessError, match=r"index.html: permission denied"):
        FolderStore(tmp_path).put("index.html", b"x", META)


def test_a_file_is_no_place(tmp_path: Path) -> None:
    (tmp_path / "site").write_bytes(b"x")
    with pytest.raises(StoreError, match="is not a folder"), FolderStore(tmp_path / "site"):
        pass


@pytest.mark.parametrize("path", [".", "..", "/", "~", "output", "../.."])
def test_some_folders_cannot_be_meant(tmp_path: Path, path: str) -> None:
    project = tmp_path / "work" / "project"
    project.mkdir(parents=True)
    with pytest.raises(RefusedError, match="can't be the place of a site"):
        place_of(FolderTarget(to="folder", path=path), Surroundings(project, ("Mara", "m@mara.example")))


# --- killed -----------------------------------------------------------------------------------------------------------

PROGRAM = """
import sys
from pathlib import Path
from tests.deploy.test_folder import send_to
print("ready", flush=True)
sys.stdin.readline()
send_to(Path(sys.argv[1]), sys.argv[2])
"""
PAGES = 150


def send_to(folder: Path, version: str) -> None:
    """Publish a version of a site to a folder, over several connections."""
    place = place_of(FolderTarget(to="folder", path=str(folder)), Surroundings(ROOT, ("Mara", "m@mara.example")))
    publish(place, site_of(small(version, PAGES)), Permission(), ME, version, None, DeployListener())


def killed_after(seconds: float, folder: Path, version: str) -> bool:
    """Publish in a process that is killed after some time; return whether it was at work still."""
    command = [sys.executable, "-c", PROGRAM, str(folder), version]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        process.stdout.readline()
        process.stdin.write(b"go\n")
        process.stdin.flush()
        time.sleep(seconds)
        process.kill()
        return process.wait() == -signal.SIGKILL


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
@pytest.mark.parametrize("times", [5, pytest.param(100, marks=pytest.mark.laws)])
def test_a_deploy_can_be_killed_at_any_moment(tmp_path: Path, times: int) -> None:
    folder, versions, chance = tmp_path / "site", {name: small(name, PAGES) for name in ("one", "two")}, random.Random()  # noqa: S311  # any moment will do
    send_to(folder, "one")
    (folder / "theirs.txt").write_bytes(b"theirs")
    for number in range(times):
        killed_after(chance.uniform(0, 0.12), folder, ("two", "one")[number % 2])
        there = {path: content for path, content in tree(folder).items() if not path.endswith(".new")}
        known = {path for files in versions.values() for path in files}
        assert is_whole(there)
        assert all(there[path] in {files.get(path) for files in versions.values()} for path in known & there.keys())
        assert "index.html" in there
    send_to(folder, "two")
    site = {path: content for path, content in tree(folder).items() if not path.startswith(".site-gen/")}
    assert site == {**versions["two"], "theirs.txt": b"theirs"}
