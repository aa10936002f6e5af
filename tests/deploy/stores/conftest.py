"""The servers, each started when a test first wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest

from site_gen.deploy.store import Store
from tests.deploy.stores.places import PLACES, Place

StartPlace = Callable[[str], Place]


@pytest.fixture(scope="session")
def start_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartPlace]:
    """Return a place by its server's name; a server that runs is used again."""
    started: dict[str, Place] = {}
    with ExitStack() as stack:

        def start(name: str) -> Place:
            if name not in started:
                started[name] = stack.enter_context(PLACES[name](tmp_path_factory.mktemp(name)))
            return started[name]

        yield start


@pytest.fixture(params=sorted(PLACES))
def place(request: pytest.FixtureRequest, start_place: StartPlace, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Each place in turn."""
    found = start_place(str(request.param))
    for name, value in found.environment.items():
        monkeypatch.setenv(name, value)
    return found


@pytest.fixture
def new_place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """A place on a server that the test may end."""
    with PLACES[str(request.param)](tmp_path) as found:
        for name, value in found.environment.items():
            monkeypatch.setenv(name, value)
        yield found


@pytest.fixture
def folder() -> str:
    """The name of a folder that isn't there yet."""
    return f"site-{uuid4().hex}"


@pytest.fixture
def store(place: Place, folder: str) -> Iterator[Store]:
    """A store at each place in turn, in a folder that isn't there yet."""
    with place.store(folder) as opened:
        yield opened
