"""Fixtures for every package's tests: projects made of a few files, and the command line run on them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from typing import Final, Protocol

import pytest
from hypothesis import HealthCheck, settings

from tests.support import BASE, NOW, Files, Ran, run_main, write_files

# How long an example takes says nothing of a test that runs beside others. What fails or passes is to be the change's
# doing, so that every run tries the same examples; `make laws` draws others each time (RANDOM=1).
settings.register_profile(
    "beside others",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=not os.environ.get("RANDOM"),
)
settings.load_profile("beside others")

_CALLERS: Final = ("CI", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES")
for _name in (*_CALLERS, "SOURCE_DATE_EPOCH", "SSH_CONNECTION"):
    os.environ.pop(_name, None)  # whoever calls the tests, what is drawn and how wide is theirs to say

os.environ["SITE_GEN_LANGUAGE"] = "en"  # what the program says in other languages is told where it is tried

ProjectFactory = Callable[..., Path]


class Cli(Protocol):
    """Runs `site-gen` with some words."""

    def __call__(self, *words: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> Ran: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="Write what was found over what was expected; review the diff."
    )


def _sample(items: Iterable[pytest.Item]) -> None:
    """Mark what a test marked `sampled(most)` tries beyond as many parameters, evenly taken, as `laws`."""
    tests: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("sampled") and not item.get_closest_marker("laws"):
            tests.setdefault(item.nodeid.partition("[")[0], []).append(item)
    for found in tests.values():
        marker = found[0].get_closest_marker("sampled")
        most = min(marker.args[0] if marker else len(found), len(found))
        kept = {index * len(found) // most for index in range(most)}
        for index, item in enumerate(sorted(found, key=lambda item: item.nodeid)):
            if index not in kept:
                item.add_marker(pytest.mark.laws)


LONG: Final = ("tests/test_laws.py", "tests/builder/test_pipeline.py", "tests/load/test_laws.py")
"""Files that take long though no test of theirs does."""


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Leave what is beyond a sample to `make laws`, and begin with the files that take long: none of them is to be at
    work alone when all others are done."""
    _sample(items)
    yield
    long = {item.path for item in items if item.get_closest_marker("slow")}
    long |= {item.path for item in items if item.nodeid.startswith(LONG)}
    browser = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: (item.path not in long, item.path not in browser))


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture
def project(tmp_path: Path) -> ProjectFactory:
    """Make a project: the base, with these files added, changed or (None) taken away."""

    def make(files: Files | None = None, *, base: Files = BASE) -> Path:
        return write_files(tmp_path / "project", {**base, **(files or {})})

    return make


@pytest.fixture(scope="session")
def common_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run's own that all its workers have in common."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "site-gen"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def cache(common_folder: Path) -> Path:
    """Keeps fonts, icons and photos for all tests of a run: making them is what takes time."""
    folder = common_folder / "cache"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session", autouse=True)
def _own_cache(common_folder: Path) -> Iterator[None]:
    """Tests leave the cache of whoever runs them alone, in processes of their own, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(common_folder / "own"))
        yield


@pytest.fixture
def cli(cache: Path, tmp_path: Path) -> Cli:
    """Run `site-gen` in this process at NOW (by SOURCE_DATE_EPOCH, which --now overrides)."""

    def run(*words: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> Ran:
        return run_main(*words, cwd=cwd or tmp_path, env=_environment(cache) | (env or {}))

    return run


@pytest.fixture
def cli_process(cache: Path, tmp_path: Path) -> Cli:
    """Run `python -m site_gen` as a process of its own: slower, but with real streams and their encodings."""

    def run(*words: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> Ran:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "site_gen", *words],
            cwd=cwd or tmp_path,
            env=os.environ | _environment(cache) | (env or {}),
            capture_output=True,
            check=False,
            timeout=300,
        )
        return Ran(done.returncode, *(data.decode(errors="replace") for data in (done.stdout, done.stderr)))

    return run


def _environment(cache: Path) -> dict[str, str]:
    return {"SITE_GEN_CACHE": str(cache), "SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}


@pytest.fixture(autouse=True)
def _same_folder() -> Iterator[None]:
    """A test that leaves the working folder changed breaks those after it."""
    before = Path.cwd()
    yield
    assert Path.cwd() == before
