"""Files are written atomically."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from site_gen.files import read_regular, remove_abandoned, remove_leftovers, replace_file, write_atomically
from site_gen.hashing import content_hash

unix = pytest.mark.skipif(os.name == "nt", reason="rights, links and pipes of Unix")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("durable", [False, True])
def test_a_file_is_made_and_replaced(tmp_path: Path, *, durable: bool) -> None:
    for content in (b"one\r\n", b"", b"\x00two"):
        write_atomically(tmp_path / "a.txt", content, durable=durable)
        assert (tmp_path / "a.txt").read_bytes() == content
    assert names(tmp_path) == ["a.txt"]


@unix
def test_permissions_stay_or_are_those_asked_for(tmp_path: Path) -> None:
    path, private = tmp_path / "a.txt", tmp_path / "b.txt"
    path.touch()
    path.chmod(0o640)
    private.touch()
    private.chmod(0o644)
    write_atomically(path, b"new")
    write_atomically(private, b"new", mode=0o600)
    write_atomically(tmp_path / "c.txt", b"new", mode=0o600)
    assert [each.stat().st_mode & 0o777 for each in (path, private, tmp_path / "c.txt")] == [0o640, 0o600, 0o600]


@unix
def test_a_new_file_has_the_permissions_that_any_new_file_has(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a.txt", b"new")
    (tmp_path / "b.txt").touch()
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "b.txt").stat().st_mode


@unix
def test_what_a_link_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "near.txt").symlink_to("far/away.txt")
    for content in (b"first", b"second"):
        write_atomically(tmp_path / "near.txt", content)
    assert (tmp_path / "near.txt").is_symlink()
    assert (tmp_path / "far" / "away.txt").read_bytes() == b"second"
    assert names(tmp_path / "far") == ["away.txt"]


@unix
def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_atomically(pipe, b"through")
    reader.join(10)
    assert (read, pipe.is_fifo()) == ([b"through"], True)


@pytest.mark.parametrize("place", ["no/folder/a.txt", "folder", "file/a.txt"])
def test_where_nothing_can_be_written_nothing_is_left(tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=r".+"):
        write_atomically(tmp_path / place, b"new")
    assert names(tmp_path) == ["file", "folder"]
    assert names(tmp_path / "folder") == []


def test_an_attempt_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "a.txt").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(tmp_path / "a.txt", b"new", durable=True)
    assert (names(tmp_path), (tmp_path / "a.txt").read_bytes()) == (["a.txt"], b"old")


def test_a_program_that_holds_the_old_file_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("new", "old"):
        (tmp_path / name).write_text(name)
    refusals, rename = [PermissionError(), PermissionError()], os.replace

    def busy(source: str, target: str) -> None:
        if refusals:
            raise refusals.pop()
        rename(source, target)

    monkeypatch.setattr(os, "replace", busy)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    replace_file(tmp_path / "new", str(tmp_path / "old"))
    assert [path.read_text() for path in tmp_path.iterdir()] == ["new"]


def test_leftovers_of_one_file_are_removed_and_no_others(tmp_path: Path) -> None:
    kept = [".a[1].txt", ".b.txt.0f.new", "a[1].txt", "a[1].txt.new"]
    for name in (*kept, ".a[1].txt.0f.new"):
        (tmp_path / name).touch()
    remove_leftovers(tmp_path / "a[1].txt")
    assert names(tmp_path) == sorted(kept)


def test_hashes_of_contents_stay_what_they_are() -> None:
    assert content_hash(b"") == "cae66941d9efbd404e4d88758ea67670"
    assert content_hash(b"site", size=4) == "27908d6b"


@unix
def test_only_ordinary_files_of_a_bounded_size_are_read(tmp_path: Path) -> None:
    """A pipe in a project that somebody sent along would let a build wait for ever; a device would fill the memory."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "file").write_bytes(b"12345")
    (tmp_path / "link").symlink_to("file")
    for name in ("pipe", "zero", ".", "none"):
        with pytest.raises(OSError, match=r"ordinary|directory"):
            read_regular(tmp_path / name)
    with pytest.raises(OSError, match="too big"):
        read_regular(tmp_path / "file", limit=4)
    assert read_regular(tmp_path / "link", limit=5) == b"12345"


def test_what_killed_processes_left_goes_when_nobody_can_be_using_it(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    old, young = tmp_path / "deep/.entry.0123456789abcdef.new", tmp_path / ".entry.0123456789abcdee.new"
    others = [tmp_path / ".mine.new", tmp_path / "entry.0123456789abcdef.new", tmp_path / ".entry.0123456789abcdef"]
    for path in (old, young, *others):
        path.write_text("x")
        os.utime(path, ns=(5, 5))
    os.utime(young, ns=(50, 50))
    remove_abandoned(tmp_path, 10)
    assert not old.exists()
    assert all(path.exists() for path in (young, *others))
