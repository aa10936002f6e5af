"""What other processes read ahead must be what reading in this one gives, whatever becomes of them."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from site_gen.load import ahead, load_site
from site_gen.load.ahead import Ahead
from site_gen.load.kept_readings import from_bytes
from site_gen.load.read_cache import ReadCache
from site_gen.problems import ProjectError
from tests.conftest import ProjectFactory
from tests.load.rich import RICH
from tests.support import CASE

KEYS = tuple(f"k{number}" for number in range(90))


@pytest.fixture(autouse=True)
def forked(monkeypatch: pytest.MonkeyPatch) -> list[Ahead[object]]:
    """Reading ahead as on a Linux machine, in processes that are forked; those that were used."""
    used: list[Ahead[object]] = []
    begin = Ahead.__init__

    def watched(self: Ahead[object], *args: object) -> None:
        begin(self, *args)  # type: ignore[arg-type]
        if self._pool is not None:
            used.append(self)

    monkeypatch.setattr(ahead, "default_start_method", lambda: "fork")  # pytest has threads of its own
    monkeypatch.setattr(Ahead, "__init__", watched)
    return used


def taken(read: Ahead[str]) -> dict[str, object]:
    found = {key: read.take(key) for key in KEYS}
    read.close()
    return {key: content and from_bytes(content) for key, content in found.items()}


def test_each_result_is_given_once_to_who_asks_for_it() -> None:
    read = Ahead(str.upper, KEYS, 2)
    assert read.take(KEYS[0]) == read.take(KEYS[0]) or read.take(KEYS[0]) is None
    read.close()
    assert taken(Ahead(str.upper, KEYS, 2)) == {key: key.upper() for key in KEYS}


def test_what_cannot_be_read_there_is_left_to_who_asks() -> None:
    """Lost otherwise: an error in a worker ends the build with a traceback of another process."""

    def read(key: str) -> object:
        if key == "k7":
            raise ValueError(key)
        return {"k8": None, "k9": lambda: 0}.get(key, key)

    assert taken(Ahead(read, KEYS, 2)) == {key: None if key in {"k7", "k8", "k9"} else key for key in KEYS}


def test_a_process_that_is_killed_loses_nothing() -> None:
    """Lost otherwise: a build that waits forever for a process that the system has ended."""
    here = os.getpid()

    def read(key: str) -> object:
        if key == "k50" and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return key

    found = taken(Ahead(read, KEYS, 2))
    assert found["k50"] is None
    assert all(found[key] in {None, key} for key in KEYS)


def test_few_things_are_read_here(forked: list[Ahead[object]]) -> None:
    assert taken(Ahead(str.upper, KEYS[:5], 2)) == dict.fromkeys(KEYS)
    assert not forked


@pytest.mark.parametrize("broken", [False, True])
def test_a_project_is_read_the_same_by_several_processes(
    project: ProjectFactory, forked: list[Ahead[object]], monkeypatch: pytest.MonkeyPatch, broken: bool
) -> None:
    """Lost otherwise: with more texts the site says something else, or a mistake in one of them isn't told."""
    monkeypatch.setattr(ahead, "WORTH_PROCESSES", 5)
    monkeypatch.setattr(ahead, "_BATCH", 3)
    files: dict[str, str | bytes] = {**RICH, **{f"cases/c{number}.yaml": CASE for number in range(20)}}
    files |= {f"content/articles/a{number}.md": article(number) for number in range(9)}
    files["cases/c3.yaml"] = CASE + "tags: one #two\n"  # a warning
    if broken:
        files |= {"cases/c5.yaml": CASE + "titel: x\n", "cases/c11.yaml": "a: [", "content/articles/a4.md": "no front"}
    folder = project(files)
    assert outcome(folder, 2) == outcome(folder, 1)
    assert len(forked) >= 2


def article(number: int) -> str:
    return f"---\ntitle: A {number}\ndate: 2026-01-01\nsummary: S\n---\nText {number}.\n"


def outcome(folder: Path, jobs: int) -> object:
    try:
        return load_site(folder, jobs, ReadCache())
    except ProjectError as error:
        return sorted(error.problems)
