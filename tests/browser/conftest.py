"""Fixtures: the example site, built and served, and a browser whose clock shows the moment of the build."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from benchmarks.corpus import studies, write_project
from tests.browser.server import SiteServer, serve
from tests.browser.site import ROOT, BuiltSite

NOW: Final = datetime.fromisoformat("2026-11-23T12:00:00+01:00")
_FLAGS: Final = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
)

Builder = Callable[[datetime], BuiltSite]


@pytest.fixture(scope="session")
def built_at(common_folder: Path) -> Builder:
    """Builds the repository's own project as it is at an instant: once for each, whichever workers ask."""

    @cache
    def build_at(now: datetime) -> BuiltSite:
        output = common_folder / f"example-{now.timestamp():.0f}"
        with FileLock(f"{output}.lock"):
            if not output.exists():
                build_project(ROOT, Path(f"{output}.new"), now).folder.rename(output)
        return BuiltSite(output, ROOT)

    return build_at


@pytest.fixture(scope="session")
def large_site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """A site in one language with more cases than a list page holds."""
    project = tmp_path_factory.mktemp("large")
    write_project(project, list(studies(30)))
    return build_project(project, tmp_path_factory.mktemp("output"), NOW)


@pytest.fixture(scope="session")
def large_host(large_site: BuiltSite) -> Iterator[SiteServer]:
    """The large site's host."""
    with serve(large_site.folder, large_site.base, NOW) as server:
        yield server


def build_project(project: Path, output: Path, now: datetime) -> BuiltSite:
    options = ["--project", str(project), "--output", str(output), "--now", now.isoformat()]
    command = [sys.executable, "-m", "site_gen", "build", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return BuiltSite(output, project)


@pytest.fixture(scope="session")
def example_site(built_at: Builder) -> BuiltSite:
    """The example site as it is at NOW."""
    return built_at(NOW)


@pytest.fixture(scope="session")
def _host(example_site: BuiltSite) -> Iterator[SiteServer]:
    with serve(example_site.folder, example_site.base, NOW) as server:
        yield server


@pytest.fixture
def host(_host: SiteServer) -> SiteServer:
    """The example site's host, whose clock shows NOW at the start of each test."""
    _host.now = NOW
    return _host


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a real Chromium."""
    return _run_tool("install-chromium.sh")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A real Chromium, running."""
    expect.set_options(timeout=30_000)  # what comes may take long beside others
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, host: SiteServer) -> Iterator[BrowserContext]:
    """A fresh visitor with a phone, who comes at NOW and sees no movement."""
    context = browser.new_context(
        base_url=host.origin, viewport={"width": 320, "height": 640}, reduced_motion="reduce", locale="ca-ES"
    )
    context.clock.set_fixed_time(NOW)
    yield context
    context.close()


@pytest.fixture(scope="session")
def checkers() -> Path:
    """The node_modules folder with axe-core and the Nu HTML checker."""
    _run_tool("install-checkers.sh")
    return Path(__file__).parent / "node_modules"


def _run_tool(name: str) -> str:
    """Run a script of tools/, one at a time on this machine; return what it prints."""
    with FileLock(Path(tempfile.gettempdir()) / "site_gen-tools.lock"):
        done = subprocess.run(
            ["sh", str(ROOT / "tools" / name)],
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
