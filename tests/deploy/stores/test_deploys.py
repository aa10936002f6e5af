"""Whole deploys to real servers, with everything that may happen on the way."""

from __future__ import annotations

import os
import pickle
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import pytest

from site_gen.deploy import target_manifest
from site_gen.deploy.connection import Place as Reached
from site_gen.deploy.places import Surroundings, place_of
from site_gen.deploy.publish import DeployListener, Permission, Survey, publish
from site_gen.deploy.store import FileMeta, LostConnectionError, Store, StoredFile
from site_gen.model.targets import TARGETS
from tests.deploy.sites import ME, is_whole, site_of, small
from tests.deploy.stores.conftest import StartPlace
from tests.deploy.stores.places import PAGE

KILLS: Final = int(os.environ.get("KILLS", "3"))
"""How often a deploy to each server is killed; `make laws` does it a hundred times."""

ONES_OF_A_KIND: Final = ("folder", "openssh", "pyftpdlib", "seaweedfs")
SERVERS: Final = (*ONES_OF_A_KIND, "vsftpd", "wsgidav")
THEIRS: Final = {"CNAME": b"mara.example", "theirs/file.txt": b"theirs"}


@dataclass
class Wire:
    """The way to a place, which is cut after so many operations: nothing goes through any more."""

    open: Callable[[], Store]
    left: int | None = None
    done: int = field(default=0, init=False)

    def place(self, parallel: int = 1) -> Reached:
        return Reached(lambda: _Cut(self, self.open()), "the place", parallel, lists_quickly=False)

    def use(self) -> None:
        if self.left is not None and self.done >= self.left:
            raise LostConnectionError("cut")
        self.done += 1

    def content(self) -> dict[str, bytes]:
        """Return all that is there, as a visitor could get it."""
        with self.open() as store:
            return {file.path: store.read(file.path) or b"" for file in store.files()}

    def site(self) -> dict[str, bytes]:
        return {path: data for path, data in self.content().items() if not path.startswith(".site-gen/")}


class _Cut:
    def __init__(self, wire: Wire, store: Store) -> None:
        self._wire, self._store = wire, store

    @property
    def label(self) -> str:
        return self._store.label

    def __enter__(self) -> Self:
        self._wire.use()
        self._store.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        self._store.__exit__(kind, error, trace)

    def files(self) -> Iterator[StoredFile]:
        self._wire.use()
        return self._store.files()

    def read(self, path: str) -> bytes | None:
        self._wire.use()
        return self._store.read(path)

    def put(self, path: str, content: bytes, meta: FileMeta) -> None:
        self._wire.use()
        self._store.put(path, content, meta)

    def put_new(self, path: str, content: bytes) -> bool:
        self._wire.use()
        return self._store.put_new(path, content)

    def delete(self, path: str) -> None:
        self._wire.use()
        self._store.delete(path)


@dataclass(frozen=True, slots=True)
class Goal:
    """A target, and the secrets that it takes: what another process needs to deploy there."""

    settings: Mapping[str, object]
    secrets: Mapping[str, str]
    project: Path

    def wire(self) -> Wire:
        target = TARGETS[str(self.settings["to"])].model_validate(self.settings)
        return Wire(place_of(target, Surroundings(self.project, ("Mara", "mara@mara.example"), self.secrets)).open)


@pytest.fixture
def goal_on(
    start_place: StartPlace, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Goal]:
    """Return a new place on a server, by the server's name."""

    def goal(name: str) -> Goal:
        if name == "folder":
            return Goal({"to": "folder", "path": "../place"}, {}, tmp_path / "project")
        place = start_place(name)
        for variable, value in place.environment.items():
            monkeypatch.setenv(variable, value)
        return Goal(place.target(folder).model_dump(), dict(place.secrets), tmp_path)

    return goal


@pytest.fixture(params=SERVERS)
def wire(request: pytest.FixtureRequest, goal_on: Callable[[str], Goal]) -> Wire:
    """The way to a new place on each server."""
    return goal_on(str(request.param)).wire()


def send(wire: Wire, files: Mapping[str, bytes], parallel: int = 1) -> Survey:
    listener = DeployListener(sleep=lambda _seconds: None)
    return publish(wire.place(parallel), site_of(files), Permission(yes=True), ME, "r1", None, listener)


def put_theirs(wire: Wire) -> None:
    with wire.open() as store:
        for path, content in THEIRS.items():
            store.put(path, content, PAGE)


def test_a_site_comes_to_its_place_whole_and_nothing_is_sent_twice(wire: Wire) -> None:
    one = small("one", pages=12)
    send(wire, one, parallel=3)
    assert wire.site() == one
    found = send(wire, {**one, "index.html": b"new"}, parallel=3)
    assert [upload.path for upload in found.plan.uploads] == ["index.html"]
    assert send(wire, {**one, "index.html": b"new"}).plan.is_empty


@pytest.mark.parametrize(
    "wire",
    [*ONES_OF_A_KIND[:2], *(pytest.param(name, marks=pytest.mark.laws) for name in ONES_OF_A_KIND[2:])],
    indirect=True,
)
def test_a_cut_at_any_operation_leaves_a_working_site_that_the_next_deploy_completes(wire: Wire) -> None:
    """Every page that a visitor gets is the old or the new one with its assets; nothing of others is lost."""
    one, two = small("one", pages=1), small("two", pages=1)
    put_theirs(wire)
    send(wire, one)
    for count in range(0, 100, 1 if "KILLS" in os.environ else 5):  # at each operation in `make laws`
        wire.left, wire.done = count, 0
        try:
            send(wire, two)
        except LostConnectionError:
            is_cut = True
        else:
            is_cut = False
        wire.left = None
        there = wire.site()
        assert is_whole(there), count
        assert all(there[path] in {one.get(path), two.get(path)} for path in there if path not in THEIRS), count
        assert THEIRS.items() <= there.items(), count
        send(wire, two)
        assert wire.content().keys() == {*two, *THEIRS, target_manifest.PATH}, count
        assert wire.site() == {**two, **THEIRS}, count
        if not is_cut:
            break
        send(wire, one)
    assert count > 10


PROGRAM: Final = """
import pickle, sys
from tests.deploy.stores.test_deploys import send
goal, files = pickle.load(sys.stdin.buffer)
send(goal.wire(), files, parallel=2)
print("done")
"""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.laws if name == "pyftpdlib" else ()) for name in ONES_OF_A_KIND]
)
@pytest.mark.sampled(1)
def test_a_kill_at_any_moment_leaves_a_working_site_that_the_next_deploy_completes(
    name: str, goal_on: Callable[[str], Goal]
) -> None:
    goal = goal_on(name)
    wire, versions = goal.wire(), [small("one", pages=40), small("two", pages=40)]
    put_theirs(wire)
    send(wire, versions[0])
    chance, (begin, end) = random.Random(name), _times(goal, versions[1])  # noqa: S311  # moments, no secrets
    for number in range(1, KILLS + 1):
        old, new = versions[number % 2], versions[1 - number % 2]
        with _started(goal, new) as process:
            time.sleep(chance.uniform(begin, end))
            process.kill()
        there = wire.site()
        assert is_whole(there)
        assert all(there[path] in {old.get(path), new.get(path)} for path in there if path not in THEIRS)
        assert THEIRS.items() <= there.items()
        send(wire, new)
        assert wire.site() == {**new, **THEIRS}
        assert wire.content().keys() == {*new, *THEIRS, target_manifest.PATH}


def _started(goal: Goal, files: Mapping[str, bytes]) -> subprocess.Popen[bytes]:
    command, root = [sys.executable, "-c", PROGRAM], Path(__file__).parents[3]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root)
    assert process.stdin is not None
    process.stdin.write(pickle.dumps((goal, dict(files))))
    process.stdin.close()
    return process


def _times(goal: Goal, files: Mapping[str, bytes]) -> tuple[float, float]:
    """Return after how many seconds of a process's life a deploy begins, or a little earlier, and when it ends."""
    begin = time.monotonic()
    with _started(goal, files) as process:
        assert process.stdout is not None
        assert process.stdout.read() == b"done\n"
    end = time.monotonic()
    return (end - begin) / 3, end - begin
