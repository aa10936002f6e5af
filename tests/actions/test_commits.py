"""A commit for each save, where it is wanted: the saved files alone, and nothing of what somebody else has staged."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from site_gen.actions.editing.commits import Commits, NotCommitted
from site_gen.actions.editing.private_files import digest
from site_gen.actions.editing.saving import Wish, Workplace, save, undo
from tests.support import NOW

OFFER, CASE = "offers/a.yaml", "cases/b.yaml"


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """A project in a folder of a repository, with a commit, whose owner wants commits."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "ada@example.com")
    project = tmp_path / "repository" / "my site"
    for file in (OFFER, CASE):
        (project / file).parent.mkdir(parents=True)
        (project / file).write_text("title: A\n")
    git(project.parent, "init", "--quiet", "--initial-branch=main")
    git(project.parent, "add", ".")
    git(project.parent, "commit", "--quiet", "-m", "Begun")
    commits = Commits(project)
    commits.switch(on=True)
    return Workplace(project, tmp_path / "kept", lambda: NOW, commits)


def saved(work: Workplace, file: str, content: bytes | None, what: str = "edit") -> int:
    number = save(work, what, {file: Wish(digest(work.read(file)), content)})
    assert number is not None
    return number


def problem(work: Workplace) -> object:
    assert work.commits is not None
    return work.commits.problem


def test_each_save_is_a_commit_of_its_own_and_leaves_the_index_alone(work: Workplace) -> None:
    """Whoever has half a change staged would find it committed under the editor's name, or thrown out."""
    (work.project / CASE).write_text("title: Staged\n")
    git(work.project, "add", CASE)
    (work.project / CASE).write_text("title: Staged, and more\n")
    (work.project / "loose.txt").write_text("x")
    before = git(work.project, "diff", "--cached")
    number = saved(work, OFFER, b"title: B\r\n")
    assert problem(work) is None
    shown = git(work.project, "show", "--name-status", "--format=%s").split("\n")
    assert shown == [f"Edit {OFFER}", "", f"M\tmy site/{OFFER}", ""]
    assert git(work.project, "diff", "--cached") == before
    assert git(work.project, "status", "--porcelain").splitlines() == [f'MM "my site/{CASE}"', '?? "my site/loose.txt"']
    undo(work, number)
    assert git(work.project, "diff", "HEAD~2", "HEAD", "--", OFFER) == ""
    assert git(work.project, "rev-list", "--count", "HEAD") == "3\n"


def test_new_files_and_files_taken_away_are_committed_too(work: Workplace) -> None:
    saved(work, "content/pages/né w.md", b"---\ntitle: N\n---\n", "new")
    saved(work, OFFER, None, "delete")
    assert problem(work) is None
    there = git(work.project, "ls-tree", "-r", "-z", "--name-only", "HEAD").split("\0")
    assert there == [CASE, "content/pages/né w.md", ""]
    assert git(work.project, "status", "--porcelain") == ""


def test_the_first_commit_of_a_repository_can_be_a_save(work: Workplace) -> None:
    git(work.project, "checkout", "--quiet", "--orphan", "fresh")
    git(work.project, "rm", "-r", "--cached", "--quiet", ".")
    saved(work, "new.yaml", b"a: 1\n", "new")
    assert problem(work) is None
    assert git(work.project, "ls-tree", "-r", "--name-only", "HEAD") == "new.yaml\n"


def test_a_file_with_something_else_staged_is_not_committed(work: Workplace) -> None:
    """The commit would have both, or the index would say that the save is to be taken back."""
    (work.project / OFFER).write_text("title: Half\n")
    git(work.project, "add", OFFER)
    head = git(work.project, "rev-parse", "HEAD")
    saved(work, OFFER, b"title: B\n")
    assert problem(work) == (NotCommitted.STAGED, "")
    assert git(work.project, "rev-parse", "HEAD") == head
    assert (work.project / OFFER).read_text() == "title: B\n"
    assert git(work.project, "show", f":my site/{OFFER}") == "title: Half\n"


def test_nothing_is_committed_while_something_is_merged(work: Workplace) -> None:
    (work.project.parent / ".git/MERGE_HEAD").write_text(git(work.project, "rev-parse", "HEAD"))
    saved(work, OFFER, b"title: B\n")
    assert problem(work) == (NotCommitted.BUSY, "")
    assert git(work.project, "rev-list", "--count", "HEAD") == "1\n"


def test_a_locked_index_costs_the_commit_and_not_the_save(work: Workplace) -> None:
    """A commit without its index would show the save as something to be taken back."""
    lock = work.project.parent / ".git/index.lock"
    lock.touch()
    saved(work, OFFER, b"title: B\n")
    lock.unlink()
    found = problem(work)
    assert isinstance(found, tuple)
    assert found[0] is NotCommitted.FAILED
    assert "index.lock" in found[1]
    assert git(work.project, "status", "--porcelain") == f' M "my site/{OFFER}"\n'


def test_what_the_repository_ignores_is_left_out(work: Workplace) -> None:
    (work.project / ".gitignore").write_text("content/audits/\n")
    saved(work, "content/audits/casa.yaml", b"client: A\n", "new")
    assert problem(work) is None
    assert git(work.project, "rev-list", "--count", "HEAD") == "1\n"


def test_without_the_switch_and_without_a_repository_nothing_happens(work: Workplace, tmp_path: Path) -> None:
    assert work.commits is not None
    work.commits.switch(on=False)
    saved(work, OFFER, b"title: B\n")
    assert git(work.project, "rev-list", "--count", "HEAD") == "1\n"
    elsewhere = Commits(tmp_path / "elsewhere")
    elsewhere.project.mkdir()
    elsewhere.switch(on=True)
    assert not elsewhere.is_possible
    assert not elsewhere.is_on


HOOKS = ("reference-transaction", "post-index-change", "pre-commit", "post-commit")


@pytest.mark.skipif(os.name == "nt", reason="hooks are scripts of a shell here")
@pytest.mark.parametrize("config", ["filter", "included filter", "hooks", "hooks elsewhere", "monitor"])
def test_nothing_runs_that_a_repository_names(work: Workplace, tmp_path: Path, config: str) -> None:
    """A project that somebody sends, repository and all, could else run anything with the first save."""
    ran, script = tmp_path / "ran", tmp_path / "script"
    script.write_text(f"#!/bin/sh\necho $0 >> '{ran}'\ncat\n")
    script.chmod(0o700)
    folder = work.project.parent / ".git"
    (folder / "info").mkdir(exist_ok=True)
    (folder / "info/attributes").write_text("* filter=theirs\n")
    match config:
        case "filter":
            git(work.project, "config", "filter.theirs.clean", str(script))
        case "included filter":
            (folder / "more").write_text(f'[filter "theirs"]\n\tprocess = {script}\n')
            git(work.project, "config", "include.path", "more")
        case "hooks":
            (folder / "hooks").mkdir(exist_ok=True)
            for name in HOOKS:
                (folder / "hooks" / name).symlink_to(script)
        case "hooks elsewhere":
            (tmp_path / "theirs").mkdir()
            for name in HOOKS:
                (tmp_path / "theirs" / name).symlink_to(script)
            git(work.project, "config", "core.hooksPath", str(tmp_path / "theirs"))
        case "monitor":
            git(work.project, "config", "core.fsmonitor", str(script))
    saved(work, OFFER, b"title: B\n")
    assert not ran.exists()
    assert (work.project / OFFER).read_bytes() == b"title: B\n"
    if "filter" in config:  # and this is said: the owner may want to commit by hand
        found = problem(work)
        assert isinstance(found, tuple)
        assert "filter.theirs" in found[1]
    else:
        assert problem(work) is None
