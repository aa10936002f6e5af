"""A branch of a real repository as a place: commits that add, files of others that stay, pushes that never force."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

import pytest

from site_gen.deploy.places import PLACES, Surroundings, place_of
from site_gen.deploy.publish import DeployListener, Permission, Survey, publish
from site_gen.deploy.store import AccessError, StoreError
from site_gen.deploy.stores.git import GitStore
from site_gen.model.targets import TARGETS
from site_gen.model.targets.git import GitTarget
from tests.deploy.sites import ME, site_of, small

AUTHOR = ("Mara <Vidal>", "hello@mara.example")


def git(folder: Path, *words: str) -> str:
    named = ["git", "-c", "user.name=Pau", "-c", "user.email=pau@pau.example", "-c", "init.defaultBranch=main", *words]
    return subprocess.run(named, cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--bare", "site.git")
    return tmp_path / "site.git"


def send(remote: Path, files: dict[str, bytes], *, yes: bool = False, listener: DeployListener | None = None) -> Survey:
    around = Surroundings(remote.parent, AUTHOR)
    place = place_of(GitTarget(to="git", remote="site.git", branch="gh-pages"), around)
    return publish(place, site_of(files), Permission(yes), ME, "r1", None, listener or DeployListener())


def online(remote: Path) -> dict[str, bytes]:
    archive = subprocess.run(["git", "archive", "gh-pages"], cwd=remote, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        found = {member.name: file.read() for member in tar if (file := tar.extractfile(member))}
    return {name: content for name, content in found.items() if not name.startswith(".site-gen/")}


def commits(remote: Path) -> list[str]:
    return git(remote, "log", "--format=%an %ae: %s", "gh-pages").splitlines()


def push_theirs(remote: Path, tmp_path: Path, name: str, content: str) -> None:
    """Push a file as somebody else does, from a clone of theirs."""
    clone = tmp_path / "theirs"
    if not clone.exists():
        git(tmp_path, "clone", "--quiet", str(remote), str(clone))
        has_branch = bool(git(remote, "branch", "--list", "gh-pages"))
        git(clone, "switch", "--quiet", *(() if has_branch else ("--orphan",)), "gh-pages")
    else:
        git(clone, "pull", "--quiet", "origin", "gh-pages")
    (clone / name).write_text(content, encoding="utf-8")
    git(clone, "add", ".")
    git(clone, "commit", "--quiet", "-m", "theirs")
    git(clone, "push", "--quiet", "origin", "gh-pages")


def test_a_site_becomes_one_commit_of_a_new_branch(remote: Path) -> None:
    send(remote, small("one"))
    assert online(remote) == {**small("one"), ".nojekyll": b""}
    assert commits(remote) == ["Mara  Vidal hello@mara.example: The site, published by site-gen"]


def test_the_next_one_adds_a_commit_and_the_same_site_none(remote: Path) -> None:
    send(remote, small("one"))
    first = git(remote, "rev-parse", "gh-pages").strip()
    send(remote, small("two"))
    send(remote, small("two"))
    assert online(remote) == {**small("two"), ".nojekyll": b""}
    assert len(commits(remote)) == 2
    assert git(remote, "rev-parse", "gh-pages~1").strip() == first
    assert "lock.json" not in git(remote, "log", "--name-only", "gh-pages")


def test_the_domain_and_files_of_others_stay(remote: Path, tmp_path: Path) -> None:
    push_theirs(remote, tmp_path, "CNAME", "mara.example\n")
    send(remote, small("one"))
    push_theirs(remote, tmp_path, "notes.txt", "theirs\n")
    found = send(remote, small("two"))
    assert set(found.plan.others) == {"CNAME", "notes.txt"}
    assert online(remote) == {**small("two"), ".nojekyll": b"", "CNAME": b"mara.example\n", "notes.txt": b"theirs\n"}
    assert len(commits(remote)) == 4


def test_what_somebody_pushes_meanwhile_is_not_lost(remote: Path, tmp_path: Path) -> None:
    send(remote, small("one"))
    store = GitStore(str(remote), "gh-pages", AUTHOR)
    store.__enter__()
    store.put_new("new.html", b"x")
    push_theirs(remote, tmp_path, "notes.txt", "theirs\n")
    with pytest.raises(StoreError, match="somebody else pushed"):
        store.__exit__(None, None, None)
    assert "notes.txt" in online(remote)
    assert "new.html" not in online(remote)
    send(remote, {**small("one"), "new.html": b"x"})
    assert {"notes.txt", "new.html"} <= online(remote).keys()


def test_an_error_on_the_way_pushes_nothing(remote: Path) -> None:
    store = GitStore(str(remote), "gh-pages", AUTHOR)
    store.__enter__()
    store.put_new("index.html", b"x")
    store.__exit__(ZeroDivisionError, ZeroDivisionError(), None)
    assert git(remote, "branch") == ""


def test_names_of_files_are_kept(remote: Path) -> None:
    files = {"index.html": b"x", 'a "quoted" \\ name/ö й.txt': b"1", "two words.txt": b"2"}
    send(remote, files)
    with GitStore(str(remote), "gh-pages", AUTHOR) as store:
        assert {file.path for file in store.files()} - {".site-gen/deploy.json"} == set(files)
        assert store.read('a "quoted" \\ name/ö й.txt') == b"1"
        store.delete("two words.txt")
        assert store.read("two words.txt") is None
        assert store.put_new("two words.txt", b"2")


def test_a_repository_that_is_not_there_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(AccessError, match=r"none\.git \(gh-pages\)"),
        GitStore(str(tmp_path / "none.git"), "gh-pages", AUTHOR),
    ):
        pass


def test_every_kind_of_target_can_be_reached() -> None:
    assert set(PLACES) == set(TARGETS.values())
    for name, model in TARGETS.items():
        assert model.model_fields["to"].annotation is not None
        assert f"'{name}'" in str(model.model_fields["to"].annotation)


def test_what_git_does_meanwhile_is_told(remote: Path) -> None:
    """A push of many pictures takes minutes, in which nothing else is said; files that wait for it aren't sent yet."""
    told: list[str] = []
    listener = DeployListener(progress=lambda done, _total: told.append(str(done)), doing=told.append)
    send(remote, small("one"), listener=listener)
    send(remote, small("two"), listener=listener)
    label = f"{remote} (gh-pages)"
    fetches = f"{label}: git fetches what is there"
    assert told == [
        f"{label}: git pushes 9 new, changed and removed files",
        fetches,
        f"{label}: git pushes 10 new, changed and removed files",
    ]


def test_what_git_says_last_of_every_failure_is_not_what_the_owner_reads(tmp_path: Path) -> None:
    """'and the repository exists.' is the end of a sentence, and no reason."""
    place = place_of(GitTarget(to="git", remote="../nothing.git"), Surroundings(tmp_path, AUTHOR))
    with pytest.raises(StoreError) as caught, place.open() as store:
        list(store.files())
    assert "'../nothing.git' does not appear to be a git repository" in str(caught.value)
    assert "repository exists" not in str(caught.value)
