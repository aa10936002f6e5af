"""`preview`: what the terminal shows, and that Ctrl-C ends it at any time."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.conftest import ProjectFactory

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent")


SOON = 15
"""Seconds; a second, on a machine that has nothing else to do."""


class Terminal:
    """The command at work, with what it has said so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said = ""
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said += line

    def until(self, pattern: str, seconds: float = 60) -> str:
        """Wait until it has said something, and return that."""
        end = time.monotonic() + seconds
        while not (found := re.search(pattern, self.said)):
            assert time.monotonic() < end, self.said
            time.sleep(0.01)
        return found[0]

    def close(self) -> None:
        """End the process, if it hasn't ended."""
        self.process.kill()
        self.process.wait()
        self._reader.join()
        assert self.process.stderr is not None
        self.process.stderr.close()

    def interrupt(self) -> float:
        """Press Ctrl-C; return the seconds until it has ended."""
        started = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)
        return time.monotonic() - started


@contextmanager
def terminal(project: Path, cache: Path, *words: str, command: str = "preview") -> Iterator[Terminal]:
    """Run the command on a free port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "site_gen", command, "--project", str(project), "--port", "0", *words],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "SITE_GEN_CACHE": str(cache)},
    )
    shown = Terminal(process)
    try:
        yield shown
    finally:
        shown.close()


def test_the_start_and_each_change_are_one_line_and_ctrl_c_ends_it(project: ProjectFactory, cache: Path) -> None:
    folder = project()
    with terminal(folder, cache) as shown:
        shown.until(r"http://127\.0\.0\.1:\d+/_preview/")
        shown.until("next change by itself: 20")
        case = folder / "cases/cafe.yaml"
        time.sleep(0.5)
        case.write_text(case.read_text(encoding="utf-8").replace("Casa Blau", "Casa Nova"), encoding="utf-8")
        shown.until(r"cases/cafe\.yaml → /.*\d+ ms\n")
        assert shown.interrupt() < SOON
        assert shown.process.returncode == 0
        assert "Traceback" not in shown.said


def test_the_editor_says_its_address_and_ctrl_c_ends_it(project: ProjectFactory, cache: Path) -> None:
    with terminal(project(), cache, "--no-open", command="edit") as shown:
        start = shown.until(r"http://localhost:\d+/_edit/start\?key=\S{20,}")
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(start.partition("start")[0])  # noqa: S310  # our own server
        assert refused.value.code == 403
        refused.value.close()
        assert shown.interrupt() < SOON
        assert shown.process.returncode == 0


def test_preview_tells_where_the_editor_is_and_leaves_it_out_for_others(project: ProjectFactory, cache: Path) -> None:
    """Who shows the site to the network doesn't let the network write."""
    folder = project()
    with terminal(folder, cache) as shown:
        shown.until(r"the editor is at http://localhost:\d+/_edit/start")
    with terminal(folder, cache, "--host", "0.0.0.0") as shown:  # noqa: S104  # what is tested
        address = shown.until(r"http://127\.0\.0\.1:\d+/")
        assert "_edit" not in shown.said
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{address}_edit/")  # noqa: S310  # our own server
        assert refused.value.code == 404
        refused.value.close()


def test_another_instant_is_said_and_can_be_left(project: ProjectFactory, cache: Path) -> None:
    with terminal(project(), cache, "--now", "2026-12-24T00:30") as shown:
        address = shown.until(r"http://127\.0\.0\.1:\d+/")
        shown.until("shown as at 2026-12-24 00:30")
        with urllib.request.urlopen(f"{address}_preview/") as page:  # noqa: S310  # our own server
            text = page.read().decode()
        assert "2026-12-24 00:30" in text
        assert "Back to now" in text


def test_ctrl_c_ends_it_also_in_a_template_that_never_does(project: ProjectFactory, cache: Path) -> None:
    folder = project()
    template = folder / "themes/studio/templates/links.html"
    template.parent.mkdir(parents=True)
    loop = "{% for a in range(99999) %}{% for b in range(99999) %}{% if a < 0 %}x{% endif %}{% endfor %}{% endfor %}"
    template.write_text(loop, encoding="utf-8")
    with terminal(folder, cache) as shown:
        address = shown.until(r"http://127\.0\.0\.1:\d+/")
        with suppress(OSError):  # no answer comes, as should be
            urllib.request.urlopen(f"{address}links/", timeout=1)  # noqa: S310  # our own server
        assert shown.interrupt() < SOON
