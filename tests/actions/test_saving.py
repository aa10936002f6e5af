"""What the editor saves can be undone, and never takes the place of what somebody else wrote."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.actions.editing import saving
from site_gen.actions.editing.drafts import Draft, Drafts
from site_gen.actions.editing.history import FileChange, History
from site_gen.actions.editing.private_files import digest, editor_folder
from site_gen.actions.editing.saving import (
    ChangedElsewhereError,
    NotKeptError,
    Wish,
    Workplace,
    save,
    take_back_what_was_cut_off,
    undo,
)
from site_gen.actions.editing.saving import _begin as begin
from site_gen.actions.editing.saving import _write as write_file
from site_gen.problems import WorldError
from tests.conftest import ProjectFactory
from tests.editor.browsing import at_the_editor
from tests.support import NOW

FILES = ("site.yaml", "offers/a.yaml", "cases/b.yaml")


def workplace(folder: Path) -> Workplace:
    (folder / "project").mkdir()
    return Workplace(folder / "project", folder / "kept", lambda: NOW)


def test_a_save_can_be_undone_and_the_undoing_too(tmp_path: Path) -> None:
    """Who deleted the wrong offer must get it back, comments and all."""
    work = workplace(tmp_path)
    first = save(work, "new", {"offers/a.yaml": Wish("", b"title: A\n")})
    second = save(work, "delete", {"offers/a.yaml": Wish(digest(b"title: A\n"), None)})
    assert work.read("offers/a.yaml") is None
    assert second is not None
    third = undo(work, second)
    assert work.read("offers/a.yaml") == b"title: A\n"
    assert third is not None
    undo(work, third)
    assert work.read("offers/a.yaml") is None
    assert first == 1
    assert [save.what for save in work.history.saves()] == ["undo", "undo", "delete", "new"]


def test_what_changed_elsewhere_is_never_overwritten(tmp_path: Path) -> None:
    work = workplace(tmp_path)
    save(work, "new", {"site.yaml": Wish("", b"name: A\n"), "other.yaml": Wish("", b"x: 1\n")})
    (work.project / "site.yaml").write_bytes(b"name: B  # by hand\n")
    with pytest.raises(ChangedElsewhereError) as refused:
        save(
            work,
            "edit",
            {"other.yaml": Wish(digest(b"x: 1\n"), b"x: 2\n"), "site.yaml": Wish(digest(b"name: A\n"), b"")},
        )
    assert refused.value.files == ("site.yaml",)
    assert work.read("site.yaml") == b"name: B  # by hand\n"
    assert work.read("other.yaml") == b"x: 1\n"
    with pytest.raises(ChangedElsewhereError):
        undo(work, 1)
    assert work.read("site.yaml") == b"name: B  # by hand\n"


def test_a_save_that_changes_nothing_is_none(tmp_path: Path) -> None:
    work = workplace(tmp_path)
    save(work, "new", {"site.yaml": Wish("", b"name: A\n")})
    assert save(work, "edit", {"site.yaml": Wish(digest(b"name: A\n"), b"name: A\n")}) is None
    assert len(work.history.saves()) == 1


@settings(max_examples=10)
@given(st.lists(st.tuples(st.sampled_from(FILES), st.none() | st.binary(max_size=9)), max_size=12))
def test_undoing_every_save_gives_the_first_bytes_back(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, bytes | None]]
) -> None:
    work = workplace(tmp_path_factory.mktemp("work"))
    for file in FILES:
        save(work, "new", {file: Wish("", file.encode())})
    numbers = []
    for file, content in edits:
        numbers.append(save(work, "edit", {file: Wish(digest(work.read(file)), content)}))
    for number in reversed([number for number in numbers if number is not None]):
        undo(work, number)
    assert [work.read(file) for file in FILES] == [file.encode() for file in FILES]


OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(["form", "stale form", "text editor", "undo"]), st.sampled_from(FILES), st.binary(max_size=5)
    ),
    max_size=int(os.environ.get("EDITS", "30")),
)


@settings(max_examples=int(os.environ.get("EDITS", "10")), deadline=None)
@given(OPERATIONS)
def test_forms_text_editors_and_undo_side_by_side_lose_nothing(
    tmp_path_factory: pytest.TempPathFactory, operations: list[tuple[str, str, bytes]]
) -> None:
    """Whatever a form replaced can be had back, and what was written by hand is replaced by nothing but who saw it."""
    work = workplace(tmp_path_factory.mktemp("work"))
    for file in FILES:
        save(work, "new", {file: Wish("", file.encode())})
    seen = {file: digest(work.read(file)) for file in FILES}
    for what, file, content in operations:
        before = work.read(file)
        if what == "text editor":
            (work.project / file).write_bytes(content)
            continue
        if what == "undo":
            number = work.history.saves()[0].number
            left = {change.file: change.after for change in work.history.saves()[0].changes}
            if all(digest(work.read(each)) == after for each, after in left.items()):
                undo(work, number)
            else:
                with pytest.raises(ChangedElsewhereError):
                    undo(work, number)
            continue
        base = digest(before) if what == "form" else seen[file]
        try:
            number_ = save(work, "edit", {file: Wish(base, content)})
        except ChangedElsewhereError:
            assert base != digest(before)
            assert work.read(file) == before
        else:
            assert base == digest(before)
            assert work.read(file) == content
            assert number_ is None or work.history.content(digest(before)) == before
        seen[file] = digest(work.read(file))


def test_the_history_is_bounded_and_keeps_the_newest(tmp_path: Path) -> None:
    history = History(tmp_path / "kept", saves_kept=3, bytes_kept=1000)
    for number in range(10):
        history.record(NOW, "edit", [FileChange("a", b"%d" % number, b"%d" % (number + 1))])
    assert [found.number for found in history.saves()] == [10, 9, 8]
    history.record(NOW, "edit", [FileChange("a", b"x" * 900, b"y" * 900)])
    assert [found.number for found in history.saves()] == [11]
    assert history.content(digest(b"x" * 900)) == b"x" * 900
    assert len(list((tmp_path / "kept" / "contents").iterdir())) == 2


def test_what_isnt_kept_any_more_cant_be_undone(tmp_path: Path) -> None:
    work = workplace(tmp_path)
    number = save(work, "new", {"a.yaml": Wish("", b"1")})
    save(work, "edit", {"a.yaml": Wish(digest(b"1"), b"2")})
    (tmp_path / "kept" / "history" / "contents" / digest(b"1")).write_bytes(b"damaged")
    with pytest.raises(NotKeptError):
        undo(work, 2)
    with pytest.raises(NotKeptError):
        undo(work, 77)
    assert work.read("a.yaml") == b"2"
    assert number == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_what_is_kept_is_for_its_owner_alone(tmp_path: Path) -> None:
    """A history holds drafts of offers and names of clients."""
    work = workplace(tmp_path)
    save(work, "new", {"a.yaml": Wish("", b"1")})
    Drafts(work.folder / "drafts").keep(Draft("a.yaml", b"1", (("f:title", "B"),)))
    modes = {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in work.folder.rglob("*") if path.name != "lock"}
    assert modes == {0}


def test_a_draft_is_kept_until_it_is_forgotten(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "drafts")
    draft = Draft("offers/a.yaml", b"\xff\x00", (("f:title", "Ü"), ("f:title", "again")))
    drafts.keep(draft)
    assert Drafts(tmp_path / "drafts").of("offers/a.yaml") == draft
    assert drafts.files() == ["offers/a.yaml"]
    drafts.forget("offers/a.yaml")
    drafts.forget("offers/a.yaml")
    assert drafts.of("offers/a.yaml") is None


def test_what_can_be_written_in_part_only_is_not_written_at_all(tmp_path: Path) -> None:
    work = workplace(tmp_path)
    save(work, "new", {"a.yaml": Wish("", b"1")})
    (work.project / "b").write_bytes(b"a file in a folder's place")
    with pytest.raises(WorldError, match="b can't be written"):
        save(work, "copy", {"a.yaml": Wish(digest(b"1"), b"2"), "b/c.yaml": Wish("", b"3")})
    assert work.read("a.yaml") == b"1"
    assert [found.what for found in work.history.saves()] == ["new"]


def test_two_projects_with_one_cache_have_a_history_each() -> None:
    cache = Path("caches/site-gen")
    assert editor_folder(cache, Path("one")) != editor_folder(cache, Path("two"))


class Killed(BaseException):
    """What ends a process at once, for the code that it ends."""


def ending_at(moment: int, error: BaseException) -> Callable[[Path, bytes | None], None]:
    """Return what writes files until the one at a moment, which fails."""
    left = [moment]

    def write(path: Path, content: bytes | None) -> None:
        if not left[0]:
            raise error
        left[0] -= 1
        write_file(path, content)

    return write


def renamed(work: Workplace) -> dict[str, Wish]:
    """Return a save of four files: one that is new, one that goes, two that change."""
    save(work, "new", {file: Wish("", file.encode()) for file in FILES})
    return {
        "offers/a.yaml": Wish(digest(b"offers/a.yaml"), None),
        "offers/new.yaml": Wish("", b"new"),
        "site.yaml": Wish(digest(b"site.yaml"), b"follows"),
        "cases/b.yaml": Wish(digest(b"cases/b.yaml"), b"follows too"),
    }


def everything(work: Workplace) -> dict[str, bytes]:
    found = (path for path in work.project.rglob("*") if path.is_file())
    return {path.relative_to(work.project).as_posix(): path.read_bytes() for path in found}


OLD: Final = {file: file.encode() for file in FILES}


@pytest.mark.parametrize("moment", range(5))
def test_a_save_that_is_killed_among_its_files_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    """Half a renaming: the page is gone from one address and not at the other, and half of the links lead nowhere."""
    work = workplace(tmp_path)
    wishes = renamed(work)
    with monkeypatch.context() as patch:
        patch.setattr(saving, "_write", ending_at(moment, Killed()))
        patch.setattr(saving, "_begin", partial(killed_after, begin) if moment == 4 else begin)
        with pytest.raises(Killed):
            save(work, "rename", wishes)
    take_back_what_was_cut_off(work)
    assert everything(work) == OLD
    assert [found.what for found in work.history.saves()] == ["new"]
    assert save(work, "rename", wishes) == 2
    assert everything(work).keys() == {"offers/new.yaml", "site.yaml", "cases/b.yaml"}


def killed_after(do: Callable[..., object], *given: object) -> None:
    do(*given)
    raise Killed


def test_what_was_written_after_a_cut_off_save_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = workplace(tmp_path)
    wishes = renamed(work)
    with monkeypatch.context() as patch:
        patch.setattr(saving, "_write", ending_at(3, Killed()))
        with pytest.raises(Killed):
            save(work, "rename", wishes)
    (work.project / "site.yaml").write_bytes(b"by hand")
    save(work, "edit", {"cases/b.yaml": Wish(digest(b"cases/b.yaml"), b"later")})
    assert everything(work) == {**OLD, "site.yaml": b"by hand", "cases/b.yaml": b"later"}


@pytest.mark.parametrize("moment", [1, 2, 3])
def test_a_disk_that_is_full_on_the_way_back_too_leaves_half_a_save_only_until_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    work = workplace(tmp_path)
    wishes = renamed(work)
    with monkeypatch.context() as patch:
        patch.setattr(saving, "_write", ending_at(moment, OSError(errno.ENOSPC, "No space left on device")))
        with pytest.raises(WorldError):
            save(work, "rename", wishes)
        with pytest.raises(WorldError):  # and nothing is built upon the half
            save(work, "edit", {"cases/b.yaml": Wish(digest(b"cases/b.yaml"), b"later")})
    take_back_what_was_cut_off(work)
    assert everything(work) == OLD


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
@pytest.mark.parametrize("moment", [1, 3])
def test_the_editor_starts_with_a_whole_project_after_it_was_killed(
    project: ProjectFactory, cache: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    folder = project()
    work = Workplace(folder, editor_folder(cache, folder), lambda: NOW)
    before = everything(work)
    wishes = {file: Wish(digest(content), content + b"# half") for file, content in before.items()}
    if not (child := os.fork()):
        monkeypatch.setattr(saving, "_write", ending_at(moment, Killed()))  # in the child alone
        try:
            save(work, "rename", wishes)
        finally:
            os._exit(0)  # nothing is tidied up
    os.waitpid(child, 0)
    assert everything(work) != before
    with at_the_editor(folder, cache) as person:
        assert person.see("contents").status == 200
        assert everything(work) == before


@pytest.mark.parametrize("file", ["../out.yaml", "/etc/out.yaml", "offers/../../out.yaml", "", "offers//a.yaml"])
def test_a_history_that_came_with_a_project_reaches_no_file_beyond_it(tmp_path: Path, file: str) -> None:
    """Its cache could name a save that was cut off, and the editor would give back a file that was never its own."""
    work = workplace(tmp_path)
    (tmp_path / "out.yaml").write_bytes(b"mine")
    number = work.history.record(NOW, "edit", [FileChange(file, b"theirs", b"mine")])
    (work.folder / "begun").write_text(str(number))
    take_back_what_was_cut_off(work)
    assert (tmp_path / "out.yaml").read_bytes() == b"mine"
    number = work.history.record(NOW, "edit", [FileChange(file, b"theirs", b"mine")])
    with pytest.raises(NotKeptError):
        undo(work, number)
