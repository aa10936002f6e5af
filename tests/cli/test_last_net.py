"""What people see when the program itself fails, is stopped, or prints what others wrote."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest

from site_gen.cli.bug_report import report
from tests.conftest import Cli, ProjectFactory
from tests.support import CASE, NOW

LAYERS: Final = {
    "cli": "site_gen.cli.build.report_data",
    "builder": "site_gen.builder.pipeline.commit",
    "pages": "site_gen.builder.plan.site_plan",
    "render": "site_gen.render.templates.TemplateRenderer.render",
    "load": "site_gen.load.project.read_pictures",
    "model": "site_gen.builder.plan.next_change",
    "sources": "site_gen.load.files.read_yaml_file",
    "files": "site_gen.builder.staging.write_public",
}
"""Something that each layer does in a build."""


@pytest.mark.parametrize("place", LAYERS.values(), ids=LAYERS)
def test_a_mistake_in_any_layer_is_no_traceback(
    cli: Cli, project: ProjectFactory, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: str
) -> None:
    """Lost otherwise: the user, in front of forty lines of our code."""

    def fail(*_: object, **__: object) -> None:
        message = "no such thing\x1b]0;owned\x07"
        raise LookupError(message)

    monkeypatch.setattr(place, fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ran = cli("build", "--json", "--jobs", "1", "--project", str(project()))
    assert ran.code == 70
    assert ran.err.startswith("site-gen itself has failed: LookupError: no such thing")
    assert "Traceback" not in ran.err
    assert "\x1b" not in ran.err
    (file,) = tmp_path.glob("site-gen-report-*.txt")
    assert str(file) in ran.err
    assert "LookupError" in file.read_text("utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_report_tells_no_values_of_options() -> None:
    text = report(ValueError("x"), ["leads", "--database", "postgresql://me:secret@host/db", "--token=secret", "list"])
    assert "command: site-gen leads --database … --token …\n" in text
    assert "secret" not in text.partition("\n\n")[0]


def test_a_report_that_cannot_be_written_is_printed(
    cli: Cli, project: ProjectFactory, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("site_gen.builder.pipeline.lazy_plan", None)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    ran = cli("build", "--project", str(project()))
    assert ran.code == 70
    assert "TypeError" in ran.err
    assert "send the lines above" in ran.err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_stops_a_build_with_130_and_leaves_nothing(project: ProjectFactory, tmp_path: Path, jobs: str) -> None:
    """Lost otherwise: a screen of tracebacks of workers, and half-made files that an upload takes along."""
    cases = {f"cases/case-{n}.yaml": CASE.replace("Casa Blau", f"Client {n}") for n in range(250)}
    folder, output = project(cases), tmp_path / "output"
    words = ["build", "--project", str(folder), "--output", str(output), "--now", NOW.isoformat(), "--jobs", jobs]
    with subprocess.Popen(
        [sys.executable, "-m", "site_gen", *words],
        env=os.environ | {"SITE_GEN_CACHE": str(tmp_path / "own")}, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    ) as process:  # fmt: skip
        until = time.monotonic() + 60
        while not list(output.glob(".site-gen/staging-*/*")) and time.monotonic() < until:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)  # a terminal sends it to the whole group
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, "\nstopped\n")
    assert list(output.glob(".site-gen/staging-*")) == []
    assert list(output.glob("*.html")) == []


def test_workers_end_with_their_parent(project: ProjectFactory, tmp_path: Path) -> None:
    """Lost otherwise: a killed build goes on eating the machine for minutes."""
    cases = {f"cases/case-{n}.yaml": CASE.replace("Casa Blau", f"Client {n}") for n in range(400)}
    folder, output = project(cases), tmp_path / "output"
    words = ["build", "--project", str(folder), "--output", str(output), "--now", NOW.isoformat(), "--jobs", "2"]
    with subprocess.Popen(
        [sys.executable, "-m", "site_gen", *words], env=os.environ | {"SITE_GEN_CACHE": str(tmp_path / "own")},
        stderr=subprocess.DEVNULL, start_new_session=True,
    ) as process:  # fmt: skip
        until = time.monotonic() + 60
        while not list(output.glob(".site-gen/staging-*/*")) and time.monotonic() < until:
            time.sleep(0.01)
        process.kill()
    until = time.monotonic() + 20
    while _is_alive(process.pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert not _is_alive(process.pid)


def _is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


HOSTILE: Final = "a\x1b]0;owned\x07\x1b[2J\n::error file=x::\u202egpj.txt"


def test_names_of_files_do_nothing_to_a_terminal_or_to_annotations(cli: Cli, project: ProjectFactory) -> None:
    folder = project({f"content/images/{HOSTILE}": "x", f"cases/{HOSTILE}.yaml": "x: 1"})
    for words in (["build"], ["check"], ["check", "--format", "github"], ["check", "--format", "json"]):
        ran = cli(*words, "--project", str(folder))
        for text in (ran.out, ran.err):
            assert not {"\x1b", "\x07", "\u202e"} & set(text), words
            assert not any(line.startswith("::error file=x") for line in text.split("\n")), words
        assert "owned" in ran.out + ran.err
