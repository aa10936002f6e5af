"""`site-gen` without a word: the editor in a project, the questions for a new one elsewhere; no file is touched."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from site_gen.cli.machine import has_browser, own_zone
from tests.conftest import ProjectFactory
from tests.support import tree


class Alone:
    """The program at work, with what it has said so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process, self.said = process, ""
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said += line

    def until(self, pattern: str) -> str:
        end = time.monotonic() + 60
        while not (found := re.search(pattern, self.said)):
            assert time.monotonic() < end, self.said
            time.sleep(0.01)
        return found[0]

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join()
        assert self.process.stderr is not None
        self.process.stderr.close()


@contextmanager
def alone(folder: Path, cache: Path, **environment: str) -> Iterator[Alone]:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "SSH_CONNECTION", "SSH_TTY"}
    process = subprocess.Popen(
        [sys.executable, "-m", "site_gen"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={
            **{name: value for name, value in os.environ.items() if name not in hidden},
            "SITE_GEN_CACHE": str(cache),
            **environment,
        },
    )
    shown = Alone(process)
    try:
        yield shown
    finally:
        shown.close()


START = r"http://localhost:\d+/_edit/start\?key=\S{20,}"


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent")
def test_in_an_empty_folder_it_says_where_it_asks_and_ctrl_c_ends_it(tmp_path: Path, cache: Path) -> None:
    """Over ssh, or without a screen, nobody sees a browser: the address is there all the same."""
    folder = tmp_path / "mara"
    folder.mkdir()
    with alone(folder, cache, SSH_CONNECTION="10.0.0.1 1 10.0.0.2 22") as shown:
        start = shown.until(START)
        shown.until(r"ssh -L (\d+):localhost:\1")
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        request = urllib.request.Request(start, headers={"Accept-Language": "ca"})  # noqa: S310  # our own server
        with opener.open(request) as page:
            assert 'lang="ca"' in page.read().decode()
        shown.process.send_signal(signal.SIGINT)
        assert shown.process.wait(60) == 0
        assert "Traceback" not in shown.said
    assert tree(folder) == {}


def test_in_a_project_it_opens_the_editor_of_it(project: ProjectFactory, cache: Path) -> None:
    folder = project()
    with alone(folder / "offers", cache) as shown:
        shown.until(START)
        shown.until(r"the site itself is at http://127\.0\.0\.1:\d+/")
        shown.until("Open this address in a browser")


def test_a_browser_is_looked_for_where_somebody_can_see_it() -> None:
    assert has_browser({}, "darwin")
    assert has_browser({}, "win32")
    assert has_browser({"DISPLAY": ":0"}, "linux")
    assert has_browser({"WAYLAND_DISPLAY": "wayland-0", "SSH_CONNECTION": "x"}, "linux")
    assert has_browser({"BROWSER": "wslview"}, "linux")
    assert not has_browser({}, "linux")
    assert not has_browser({"SSH_CONNECTION": "x"}, "darwin")
    assert not has_browser({"SSH_TTY": "x", "BROWSER": "lynx"}, "linux")


def test_the_machines_zone_is_told_by_a_name_of_a_place(tmp_path: Path) -> None:
    link = tmp_path / "localtime"
    assert own_zone({"TZ": ":Europe/Kyiv"}, link) == "Europe/Kyiv"
    assert own_zone({"TZ": "Mars/Base"}, link) == ""
    assert own_zone({"TZ": "CET-1CEST"}, link) == ""
    assert own_zone({}, link) == ""
    place = tmp_path / "usr/share/zoneinfo/Europe/Madrid"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"")
    link.symlink_to(place)
    assert own_zone({}, link) == "Europe/Madrid"
