"""What a build does to the output folder: only what changed, only what is ours."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

from site_gen import files
from site_gen.builder import manifest
from site_gen.builder.manifest import NONE, Manifest
from site_gen.builder.pipeline import build
from site_gen.builder.write import WriteSummary, commit, new_staging
from site_gen.problems import ProjectError, WorldError
from tests.conftest import Cli, ProjectFactory
from tests.support import ARTICLE, tree, write_files
from tests.support_build import different, request, site_tree
from tests.support_proposals import PAGE, PROPOSAL

Put = Callable[[dict[str, str]], WriteSummary]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Make the output hold these files and no others of ours, as a build does."""

    def write(files: dict[str, str]) -> WriteSummary:
        staging, before = new_staging(tmp_path), manifest.read(tmp_path)
        new = {path: n for n, path in enumerate(files) if before.files.get(path) != files[path]}
        for path, number in new.items():
            (staging / str(number)).write_text(files[path], encoding="utf-8")
        return commit(tmp_path, staging, files, new, Manifest(files, complete=True, now=None, changes_at=None))

    return write


TRANSITIONS = {
    "nothing changes": ({"a.html": "1"}, {"a.html": "1"}, WriteSummary(0, 1, 0)),
    "a file changes": ({"a.html": "1", "b.html": "1"}, {"a.html": "2", "b.html": "1"}, WriteSummary(1, 1, 0)),
    "a file goes with its folders": ({"x/y/z.html": "1", "a": "1"}, {"a": "1"}, WriteSummary(0, 1, 1)),
    "a file becomes a folder": ({"x": "1"}, {"x/index.html": "2"}, WriteSummary(1, 0, 0)),
    "a folder becomes a file": ({"x/index.html": "1", "x/y/z": "1"}, {"x": "2"}, WriteSummary(1, 0, 0)),
    "upper case becomes lower": ({"A.html": "1"}, {"a.html": "1"}, WriteSummary(1, 0, 1)),
}


@pytest.mark.parametrize(("before", "after", "written"), TRANSITIONS.values(), ids=TRANSITIONS)
def test_the_output_becomes_exactly_the_new_files(
    put: Put, tmp_path: Path, before: dict[str, str], after: dict[str, str], written: WriteSummary
) -> None:
    put(before)
    assert put(after) == written
    assert site_tree(tmp_path) == {path: text.encode() for path, text in after.items()}
    folders = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_dir()}
    assert folders - {manifest.FOLDER} == {
        parent.as_posix() for path in after for parent in Path(path).parents if parent.name
    }


def test_an_unchanged_file_is_not_touched(project: ProjectFactory, cache: Path, tmp_path: Path) -> None:
    folder, output = project(), tmp_path / "output"
    build(request(folder, output, cache))
    times = {path: path.stat().st_mtime_ns for path in output.rglob("*") if path.is_file()}
    report = build(request(folder, output, cache))
    assert (report.written, report.removed, report.unchanged) == (0, 0, len(site_tree(output)))
    kept = {path: at for path, at in times.items() if "lock" not in path.name}
    assert {path: path.stat().st_mtime_ns for path in kept} == kept


def test_files_of_ours_that_are_not_needed_go_and_foreign_ones_stay(
    project: ProjectFactory, cache: Path, tmp_path: Path
) -> None:
    folder, output = project({"content/pages/about.md": "---\ntitle: About\n---\nMe.\n"}), tmp_path / "output"
    build(request(folder, output, cache))
    write_files(output, {"CNAME": "x", "articles/first/mine.txt": "y"})
    (output / "own").mkdir()
    write_files(folder, {"content/pages/about.md": None, "content/articles/first.md": None})
    assert build(request(folder, output, cache)).removed == 7  # page; article, its tag and list, feeds, short link
    assert not (output / "about").exists()
    assert tree(output / "articles") == {"first/mine.txt": b"y"}
    assert (output / "CNAME").read_bytes() == b"x"
    assert (output / "own").is_dir()


@pytest.mark.parametrize("path", ["robots.txt", "index.html", "cases/index.html", "cases"])
def test_a_foreign_file_in_the_way_is_named_and_nothing_changes(
    project: ProjectFactory, cache: Path, tmp_path: Path, path: str
) -> None:
    output = write_files(tmp_path / "output", {path: "not ours"})
    with pytest.raises(WorldError, match=f"did not write, in the way of the site: {path}"):
        build(request(project(), output, cache))
    assert site_tree(output) == {path: b"not ours"}
    assert manifest.read(output) == NONE


def test_a_folder_with_foreign_files_where_a_file_of_ours_was_is_named(put: Put, tmp_path: Path) -> None:
    put({"x": "1"})
    (tmp_path / "x").unlink()
    write_files(tmp_path, {"x/mine.txt": "y"})
    with pytest.raises(WorldError, match=r"in the way of the site: x$"):
        put({"x": "2"})
    assert site_tree(tmp_path) == {"x/mine.txt": b"y"}


def test_an_empty_folder_in_the_way_is_not(put: Put, tmp_path: Path) -> None:
    (tmp_path / "a.html").mkdir()
    put({"a.html": "1"})
    assert site_tree(tmp_path) == {"a.html": b"1"}


def test_a_file_of_ours_that_someone_changed_or_removed_is_made_again(
    project: ProjectFactory, cache: Path, tmp_path: Path
) -> None:
    folder, output = project(), tmp_path / "output"
    build(request(folder, output, cache))
    clean = site_tree(output)
    (output / "index.html").write_text("changed", encoding="utf-8")
    shutil.rmtree(output / "cases")
    build(request(folder, output, cache))
    assert different(site_tree(output), clean) == []


MANIFESTS = {
    "none": None,
    "empty": "",
    "half": '{"format": 1, "complete": tr',
    "other format": '{"format": 0, "complete": true, "now": null, "changes_at": null, "files": {}}',
    "a list": "[]",
    "files of a wrong kind": '{"format": 1, "complete": true, "now": null, "changes_at": null, "files": []}',
    "a date that is none": '{"format": 1, "complete": true, "now": "soon", "changes_at": null, "files": {}}',
    "not text": b"\xff\xfe",
}


@pytest.mark.parametrize("content", MANIFESTS.values(), ids=MANIFESTS)
def test_a_manifest_that_cannot_be_read_counts_as_none(tmp_path: Path, content: str | bytes | None) -> None:
    write_files(tmp_path, {f"{manifest.FOLDER}/manifest.json": content})
    assert manifest.read(tmp_path) == NONE


WAYS_OUT = (
    "../precious",
    "../../precious",
    "/etc/precious",
    "a/../../precious",
    "./a",
    "a//b",
    "",
    "..\\precious",
    "a\0b",
)


@pytest.mark.parametrize("path", [*WAYS_OUT, "ABSOLUTE"])
def test_a_manifest_that_names_files_elsewhere_counts_as_none(
    project: ProjectFactory, cache: Path, tmp_path: Path, path: str
) -> None:
    """A project that somebody sends along with its output: to build it must not remove a file of one's own."""
    folder = project({"../precious": "mine", "precious": "mine"})
    output = folder / "output"
    path = str(tmp_path / "precious") if path == "ABSOLUTE" else path
    listed = {"format": 1, "complete": True, "now": None, "changes_at": None, "files": {path: "0"}}
    write_files(output, {f"{manifest.FOLDER}/manifest.json": json.dumps(listed)})
    assert manifest.read(output) == NONE
    build(request(folder, output, cache))
    assert (tmp_path / "precious").read_text() == (folder / "precious").read_text() == "mine"


def test_a_link_in_place_of_the_builds_own_folder_is_refused(
    project: ProjectFactory, cache: Path, tmp_path: Path
) -> None:
    """Whatever is called staging… in the folder that it leads to would be removed."""
    write_files(tmp_path / "home", {"staging-area/thesis.txt": "mine"})
    output = tmp_path / "output"
    output.mkdir()
    (output / manifest.FOLDER).symlink_to(tmp_path / "home")
    with pytest.raises(WorldError, match="is a link"):
        build(request(project(), output, cache))
    assert (tmp_path / "home/staging-area/thesis.txt").read_text() == "mine"


def test_without_its_manifest_a_build_takes_files_that_are_the_same_and_refuses_the_others(
    project: ProjectFactory, cache: Path, tmp_path: Path
) -> None:
    folder, output = project(), tmp_path / "output"
    build(request(folder, output, cache))
    manifest.path_in(output).unlink()
    assert build(request(folder, output, cache)).written == 0
    assert manifest.read(output).complete
    manifest.path_in(output).unlink()
    (output / "index.html").write_text("changed", encoding="utf-8")
    with pytest.raises(WorldError, match=r"in the way of the site: index\.html"):
        build(request(folder, output, cache))


def test_the_manifest_keeps_when_the_site_changes(project: ProjectFactory, cache: Path, tmp_path: Path) -> None:
    asked = request(project(), tmp_path / "output", cache)
    report = build(asked)
    kept = manifest.read(asked.output)
    assert (kept.now, kept.changes_at) == (asked.now, report.changes_at)
    assert report.changes_at is not None
    assert report.changes_at.isoformat() == "2026-12-20T18:00:00+01:00"
    assert set(kept.files) == set(site_tree(asked.output))


BAD_OUTPUTS = (".", "..", "cases", "Cases", "cases/deep", "offers", "content/images", "themes/x")


@pytest.mark.parametrize("output", BAD_OUTPUTS)
def test_an_output_among_the_sources_is_refused(project: ProjectFactory, cache: Path, output: str) -> None:
    folder = project()
    before = tree(folder)
    with pytest.raises(WorldError, match="holds sources of the project"):
        build(request(folder, folder / output, cache))
    assert tree(folder) == before


def test_an_output_that_cannot_be_made_is_an_error_of_the_world(
    project: ProjectFactory, cache: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(WorldError, match="can't be written"):
        build(request(project(), tmp_path / "file" / "output", cache))


def test_an_error_of_the_world_ends_the_command_with_3_and_says_what_to_try(
    project: ProjectFactory, cli: Cli, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    ran = cli("build", "--project", str(project()), "--output", str(tmp_path / "file" / "output"))
    assert ran.code == 3
    assert "can't be written" in ran.err
    assert "hint: sources are untouched" in ran.err
    assert "Traceback" not in ran.err


def test_a_cache_that_cannot_be_made_is_an_error_of_the_world(project: ProjectFactory, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(WorldError, match="can't be written"):
        build(request(project(), tmp_path / "output", tmp_path / "file" / "cache"))


def test_a_full_disk_leaves_the_old_site_as_it_was(
    project: ProjectFactory, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, output = project(), tmp_path / "output"
    build(request(folder, output, cache))
    before, kept = site_tree(output), manifest.read(output)
    write_files(folder, {"site.es.yaml": "role: Otra cosa\n"})

    def full(path: str, mode: str = "r", **_: object) -> IO[bytes]:
        if mode == "wb":
            raise OSError(28, "No space left on device", path)
        return open(path, mode)  # noqa: PTH123  # what is read is bytes

    with monkeypatch.context() as patch:
        patch.setattr("site_gen.files.open", full, raising=False)
        with pytest.raises(WorldError, match="No space left on device"):
            build(request(folder, output, cache))
    assert site_tree(output) == before
    assert manifest.read(output) == kept


@pytest.mark.parametrize(
    ("page", "named"),
    [("cases/cafe/index.html", "cases/cafe/index.html"), (PAGE, "proposal/…")],
    ids=["public", "for one client"],
)
def test_a_page_that_cannot_be_replaced_is_named_by_its_own_name(
    project: ProjectFactory, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str, named: str
) -> None:
    """Otherwise the owner would look for a file whose name is a number; nobody is told a client's address."""
    output, replace = tmp_path / "output", os.replace

    def refuse(source: str, target: str) -> None:
        if str(target).endswith(page):
            raise PermissionError(13, "Permission denied", source, None, target)
        replace(source, target)

    monkeypatch.setattr("site_gen.files.os.replace", refuse)
    monkeypatch.setattr("site_gen.files.time.sleep", lambda _: None)
    with pytest.raises(WorldError) as caught:
        build(request(project({"offers/proposals/roja.yaml": PROPOSAL}), output, cache))
    assert str(caught.value) == f"{output}/{named} can't be written: Permission denied"


def test_a_full_cache_is_named_by_its_own_name(
    project: ProjectFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk with the output may have room enough: what is full is another."""
    own = tmp_path / "own"
    own.mkdir()
    monkeypatch.setattr("site_gen.builder.cache.own_folder", lambda: own)

    write = files._write_new  # noqa: SLF001  # what a full disk fails in

    def full(path: Path, content: bytes, mode: int | None, *, durable: bool) -> None:
        if path.is_relative_to(own / "typst"):
            raise OSError(28, "No space left on device")
        write(path, content, mode, durable=durable)

    monkeypatch.setattr(files, "_write_new", full)
    with pytest.raises(WorldError) as caught:
        build(request(project({"offers/proposals/roja.yaml": PROPOSAL}), tmp_path / "output", tmp_path / "cache"))
    assert str(caught.value).startswith(f"{own}/typst/")
    assert str(caught.value).endswith(" can't be written: No space left on device")
    assert ".new" not in str(caught.value)


# --- who may read -----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
def test_a_web_server_may_read_the_site_whatever_the_umask(
    project: ProjectFactory, cache: Path, tmp_path: Path
) -> None:
    """Lost otherwise: '403 Forbidden' for every visitor, as the server runs as another user."""
    folder, output = project({"static/a/b.txt": "x"}), tmp_path / "deeper" / "output"
    before = os.umask(0o077)
    try:
        build(request(folder, output, cache))
        assert _modes(output) == {0o644, 0o755}
        build(request(folder, output, cache, private=True))
        assert {mode & 0o077 for mode in _modes(output, folders=False)} == {0}
        build(request(folder, output, cache))
        assert _modes(output) == {0o644, 0o755}
    finally:
        os.umask(before)


def _modes(output: Path, *, folders: bool = True) -> set[int]:
    paths = [path for path in (output, *output.rglob("*")) if ".site-gen" not in path.parts]
    return {path.stat().st_mode & 0o777 for path in paths if folders or path.is_file()}


def test_a_name_that_no_file_system_takes_is_found_before_anything_is_written(
    project: ProjectFactory, cache: Path, tmp_path: Path
) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
    name = f"{'n' * 250}.svg"
    text = ARTICLE + f"\n![A drawing]({name})\n"
    folder = project({f"content/images/{name}": drawing, "content/articles/long.md": text})
    with pytest.raises(ProjectError, match="is too long"):
        build(request(folder, tmp_path / "output", cache))
    assert not list((tmp_path / "output").glob("*.html"))
