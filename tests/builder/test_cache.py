"""The cache: damaged entries are made again, nothing in a project runs when it is loaded, nothing has to be kept."""

from __future__ import annotations

import marshal
import os
import shutil
from pathlib import Path

import pytest

from site_gen.builder import cache as caching
from site_gen.builder import manifest
from site_gen.builder.cache import Cache
from site_gen.builder.pipeline import build
from site_gen.own_folder import own_folder
from site_gen.render.artifact import FromTemplate
from tests.conftest import Cli, ProjectFactory
from tests.load.rich import RICH
from tests.support import write_files
from tests.support_build import different, render, request, site_tree


def test_a_damaged_entry_is_made_again(project: ProjectFactory, cache: Path, tmp_path: Path) -> None:
    """Lost otherwise: half a font on the site, for as long as its text stays the same."""
    folder, own = project(RICH), tmp_path / "own"
    shutil.copytree(cache, own)
    build(request(folder, tmp_path / "output", own))
    wanted = site_tree(tmp_path / "output")
    for number, path in enumerate(sorted(path for path in own.rglob("*") if path.is_file() and len(path.name) == 32)):
        whole = path.read_bytes()
        path.write_bytes((whole[:-9], b"", whole[:-1] + bytes([whole[-1] ^ 1]), b"\n" + whole)[number % 4])
    build(request(folder, tmp_path / "again", own))
    assert site_tree(tmp_path / "again") == wanted


def test_entries_are_for_their_owner_alone(project: ProjectFactory, tmp_path: Path) -> None:
    build(request(project(), tmp_path / "output", tmp_path / "own"))
    entries = [path for path in (tmp_path / "own").rglob("*") if path.is_file() and len(path.name) == 32]
    assert entries
    assert {path.stat().st_mode & 0o077 for path in entries} == {0}


def test_nothing_that_runs_when_it_is_loaded_is_kept_in_a_project(
    project: ProjectFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lost otherwise: whoever checks a project that came by mail runs what its sender put into its cache."""
    folder = project()
    own = folder / ".cache" / "site-gen"
    build(request(folder, tmp_path / "output", own))
    assert not list(own.rglob("*.bytecode"))
    code = b"j2" + marshal.dumps(compile("raise SystemExit('ran')", "x", "exec"))
    compiled = own_folder() / "templates"
    names = [path.name for path in compiled.iterdir()]
    assert names
    write_files(own / "templates", dict.fromkeys(names, code))
    assert render(folder, own).text("index.html") == (tmp_path / "output/index.html").read_text("utf-8")
    assert not compiled.is_relative_to(folder)


def test_damaged_compiled_templates_are_compiled_again(
    project: ProjectFactory, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caching, "own_folder", lambda: tmp_path / "own")
    folder = project()
    before = render(folder, cache).text("index.html")
    damaged = list((tmp_path / "own" / "templates").iterdir())
    for path in damaged:
        content = path.read_bytes()
        path.write_bytes(content[: len(content) // 2])
    assert damaged
    assert render(folder, cache).text("index.html") == before


def test_check_writes_nothing_into_the_project_or_its_cache(cli: Cli, project: ProjectFactory) -> None:
    folder = project(RICH)
    ran = cli("check", "--project", str(folder), env={"SITE_GEN_CACHE": str(folder / ".cache")})
    assert not (folder / ".cache").exists()
    assert "can't be written" not in ran.err


def test_check_works_where_no_cache_can_be_written(cli_process: Cli, project: ProjectFactory, tmp_path: Path) -> None:
    """Lost otherwise: a check of a read-only checkout, as build servers have it."""
    folder = project({**RICH, ".cache": "a file in its place"})
    nowhere = tmp_path / "file"
    nowhere.write_text("no folder", encoding="utf-8")
    wanted = cli_process("check", "--project", str(folder))
    environment = {"XDG_CACHE_HOME": str(nowhere), "SITE_GEN_CACHE": str(folder / ".cache" / "site-gen")}
    found = cli_process("check", "--project", str(folder), env=environment)
    assert found == wanted


def test_a_folder_that_others_may_write_into_is_not_the_users_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = tmp_path / "shared"
    (shared / "site-gen").mkdir(parents=True)
    (shared / "site-gen").chmod(0o777)
    monkeypatch.setenv("XDG_CACHE_HOME", str(shared))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    found = own_folder.__wrapped__()
    assert found != shared / "site-gen"
    assert found.stat().st_mode & 0o077 == 0


def test_a_cache_that_is_not_writable_only_gives(tmp_path: Path, project: ProjectFactory, cache: Path) -> None:
    artifacts = render(project(), cache).artifacts.values()
    slow = next(a.maker for a in artifacts if a.maker.is_slow and not isinstance(a.maker, FromTemplate))
    kept = Cache(tmp_path / "none", writable=False)
    kept.put(slow, b"x")
    assert kept.get(slow) is None
    assert not (tmp_path / "none").exists()


def test_what_killed_builds_left_in_the_cache_goes_within_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lost otherwise: room on the disk, and pages for one client that nobody knows to delete."""
    monkeypatch.setattr("site_gen.builder.cache.own_folder", lambda: tmp_path / "own")
    write_files(tmp_path, {f"{name}/a/.b.0123456789abcdef.new": "x" for name in ("cache", "own")})
    places = list(tmp_path.glob("*/a/.*.new"))
    for path in places:
        os.utime(path, (5, 5))
    Cache(tmp_path / "cache").prepare()
    assert len(places) == 2
    assert not any(path.exists() for path in places)


@pytest.mark.skipif(os.name == "nt", reason="there are no pipes with names")
def test_a_pipe_in_place_of_an_entry_or_a_record_stops_nothing(project: ProjectFactory, tmp_path: Path) -> None:
    """A project that somebody sends along with its cache: a build must not wait for ever."""
    folder, cache, output = project(), tmp_path / "cache", tmp_path / "output"
    build(request(folder, output, cache))
    clean = site_tree(output)
    entries = [path for path in cache.rglob("*") if path.is_file() and not path.name.startswith(".")]
    for path in (*entries, manifest.path_in(output)):
        path.unlink()
        os.mkfifo(path)
    build(request(folder, output, cache))
    assert different(site_tree(output), clean) == []


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_in_place_of_a_file_of_ours_is_not_written_through(project: ProjectFactory, tmp_path: Path) -> None:
    """A project that somebody sends along with its cache: an entry that leads to ~/.bashrc would replace that."""
    folder, cache, output, precious = project(), tmp_path / "cache", tmp_path / "output", tmp_path / "precious"
    build(request(folder, output, cache))
    clean = site_tree(output)
    own = [manifest.path_in(output), output / manifest.FOLDER / "lock-holder.json"]
    entries = [path for path in cache.rglob("*") if path.is_file()]
    assert {".gitignore", ".swept"} < {path.name for path in entries}
    for path in (*entries, *own):
        path.unlink(missing_ok=True)
        path.symlink_to(precious)
    precious.write_text("mine")
    build(request(folder, output, cache))
    assert precious.read_text() == "mine"
    assert different(site_tree(output), clean) == []
