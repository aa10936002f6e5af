"""Progress of long work: shown to who waits at a terminal and to nobody else, without a thread, and gone at the end."""

from __future__ import annotations

import io
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from site_gen.builder.pipeline import build
from site_gen.cli import progress
from site_gen.cli.progress import Steps, building, shows_progress, steps
from site_gen.processes import default_start_method
from tests.conftest import ProjectFactory
from tests.support_build import request


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def at_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Put a terminal of 80 columns in place of standard error, and be in nobody's CI."""
    for name, value in (("COLUMNS", "80"), ("TERM", "xterm")):
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("CI", raising=False)
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    return shown


class Clock:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_what_ends_soon_shows_nothing_and_what_lasts_says_what_it_is_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that flickers for a moment tells nothing, and none at all looks like a program that hangs."""
    terminal, clock = at_terminal(monkeypatch), Clock()
    line = Steps(clock)
    line.show("Photos", 1, 54)
    assert terminal.getvalue() == ""
    clock.at = 1.0
    line.show("Photos", 12, 54)
    assert "Photos" in terminal.getvalue()
    assert "12/54" in terminal.getvalue()
    before = terminal.getvalue()
    clock.at = 1.05
    line.show("Photos", 13, 54)
    assert terminal.getvalue() == before, "no more often than somebody can read"
    clock.at = 1.3
    line.tick()
    assert "13/54" in terminal.getvalue()
    line.close()


def test_a_line_starts_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """With one, workers are no longer forked, and a large build takes seconds longer, for being watched."""
    terminal, clock = at_terminal(monkeypatch), Clock()
    method, threads = default_start_method(), threading.active_count()
    line = Steps(clock)
    clock.at = 1.0
    line.show("Photos", 1, 54)
    assert terminal.getvalue()
    assert (default_start_method(), threading.active_count()) == (method, threads)
    line.close()


@pytest.mark.parametrize("why", ["CI", "--json", "a pipe"])
def test_nothing_is_drawn_where_nobody_reads_along(why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A log of a scheduler would be full of half lines, and a program that reads JSON may show them to its user."""
    terminal = at_terminal(monkeypatch)
    assert shows_progress()
    if why == "CI":
        monkeypatch.setenv("CI", "true")
    elif why == "--json":
        monkeypatch.setattr(sys, "argv", ["site-gen", "build", "--json"])
    else:
        monkeypatch.setattr(sys, "stderr", io.StringIO())
    monkeypatch.setattr(progress, "PATIENCE", -1)
    assert not shows_progress()
    with steps() as show:
        show("Texts", 1, 2)
    with building() as listener:
        assert listener.doing is None
        listener.slow(100)
    assert terminal.getvalue() == ""


def photos(folder: Path, count: int, size: tuple[int, int]) -> None:
    """Write photos into a project, and an article that shows them."""
    images = folder / "content" / "images"
    images.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        Image.effect_noise(size, 60 + number).convert("RGB").save(images / f"p{number}.jpg")
    shown = "\n\n".join(f"![Photo {number}](p{number}.jpg)" for number in range(count))
    article = folder / "content" / "articles" / "photos.md"
    article.parent.mkdir(parents=True, exist_ok=True)
    article.write_text(f"---\ntitle: Photos\ndate: 2026-01-02\n---\n\n{shown}\n", encoding="utf-8")


@pytest.mark.parametrize("jobs", [pytest.param(1, marks=pytest.mark.laws), 2])
def test_a_build_says_what_it_makes_and_once_why_it_takes_long(
    jobs: int, project: ProjectFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first build with photos takes minutes on a small machine; who doesn't know why stops it."""
    monkeypatch.setattr(progress, "PATIENCE", -1)
    monkeypatch.setattr(progress, "REDRAW", 0)
    monkeypatch.setattr(progress, "MANY_PHOTOS", 4)
    terminal, folder = at_terminal(monkeypatch), project()
    photos(folder, 2, (640, 420))
    wanted = request(folder, tmp_path / "out", tmp_path / "cache", jobs=jobs)
    with building() as listener:
        build(wanted, listener)
    drawn = terminal.getvalue()
    assert "Photos in all sizes" in drawn
    assert "Pages" in drawn
    assert drawn.count("New photos: ") == 1
    assert "That takes a while this once" in drawn
    with building() as listener:
        build(replace(wanted, output=tmp_path / "again"), listener)
    assert terminal.getvalue().count("New photos: ") == 1, "they are kept"


ENDED = "import sys; from site_gen.cli import main\ntry: main()\nfinally: print('rich' in sys.modules)"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_a_build_with_nothing_to_do_draws_nothing_and_loads_nothing_to_draw_with(
    project: ProjectFactory, cache: Path
) -> None:
    """It is asked for every few minutes by schedulers, and has to end at once."""
    folder = project()
    ours, theirs = os.openpty()
    env = {
        **os.environ,
        "SITE_GEN_CACHE": str(cache),
    }
    env.pop("CI", None)
    again = [sys.executable, "-c", ENDED, "build", "--now", "2026-11-20T09:00+01:00"]
    subprocess.run(again, cwd=folder, env=env, stderr=theirs, stdout=subprocess.PIPE, check=True)
    done = subprocess.run(again, cwd=folder, env=env, stderr=theirs, stdout=subprocess.PIPE, text=True, check=True)
    os.close(theirs)
    os.close(ours)
    assert done.stdout == "False\n"


@pytest.mark.laws
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_ctrl_c_ends_a_build_of_photos_at_once_and_leaves_nothing(project: ProjectFactory, tmp_path: Path) -> None:
    """It waited for the photos that were under way, half a minute on a small machine, and people closed the window."""
    folder = project()
    photos(folder, 4, (3000, 2000))
    ours, theirs = os.openpty()
    env = {**os.environ, "SITE_GEN_CACHE": str(tmp_path / "cache"), "TERM": "xterm", "COLUMNS": "80"}
    env.pop("CI", None)
    words = [sys.executable, "-m", "site_gen", "build", "--jobs", "2"]
    running = subprocess.Popen(words, cwd=folder, env=env, stderr=theirs, stdout=theirs, start_new_session=True)
    os.close(theirs)
    try:
        drawn = read_until(ours, lambda text: b"/" in text.partition(b"Photos in all sizes")[2], 60)
        assert b"Photos in all sizes" in drawn
        begun = time.monotonic()
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to all of them
        rest = read_until(ours, lambda _: False, 20)
        assert running.wait(20) == 130
        assert time.monotonic() - begun < 5
        assert b"stopped" in rest
        assert b"\x1b[?25h" in rest, "the cursor is there again"
        assert b"Traceback" not in rest
        assert [path.name for path in (folder / "output" / ".site-gen").iterdir()] == ["lock"]
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
        os.close(ours)


def read_until(source: int, is_there: Callable[[bytes], bool], seconds: float) -> bytes:
    """Return what comes from a terminal until something is there, it is closed, or time is up."""
    read, end = b"", time.monotonic() + seconds
    while not is_there(read) and time.monotonic() < end:
        if select.select([source], [], [], 0.1)[0]:
            try:
                part = os.read(source, 65536)
            except OSError:  # the other end is closed (Linux)
                break
            if not part:
                break
            read += part
    return read
