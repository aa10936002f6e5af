"""Fixtures: the projects of the law, each rendered once per test run by whichever process comes first."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from tests.truth.driver import Scene, scene
from tests.truth.offers import PROJECTS


@pytest.fixture(scope="session")
def look(cache: Path) -> Callable[[str], Scene]:
    """Return a fixed project by its name, with everything that can be learnt of it."""
    scenes: dict[str, Scene] = {}

    def find(name: str) -> Scene:
        if name not in scenes:
            scenes[name] = _looked_at(name, cache)
        return scenes[name]

    return find


def _looked_at(name: str, cache: Path) -> Scene:
    project = next(project for project in PROJECTS if project.name == name)
    folder = cache.parent / "site-gen-truth" / name
    folder.mkdir(parents=True, exist_ok=True)
    views = folder / "views.pickle"
    with FileLock(folder / "lock"):
        found = scene(project, folder / "project", cache)
        if views.is_file():
            found.views = pickle.loads(views.read_bytes())  # noqa: S301  # written by this run
        else:
            views.write_bytes(pickle.dumps(found.views))
    return found
