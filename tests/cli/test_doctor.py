"""`doctor`: a report to paste, the exit code, JSON; and machines that are really broken."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from site_gen.actions.doctor import Finding, State
from site_gen.cli.doctor import lines
from tests.conftest import Cli, ProjectFactory


def test_a_report_fits_a_narrow_window_and_ends_with_a_verdict(cli: Cli, project: ProjectFactory) -> None:
    """Wider lines break anywhere in a mail or an issue, and nobody reads them."""
    ran = cli("doctor", cwd=project())
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[-1] == "A build can work here."
    assert [line for line in lines if len(line) > 80 and "/" not in line] == []
    assert [line for line in lines if line and not line.startswith(" ")] == [
        *("program", "places", "text", "time", "extras", "programs"),
        "A build can work here.",
    ]


FOUND = (
    Finding("program", "site-gen", State.FINE, "0.1.0 (smm-site-gen, installed by pipx)"),
    Finding("places", "cache", State.BROKEN, "~/cache can't be written: Read-only file system", "allow it"),
    Finding("extras", "sftp", State.NOTE, "not installed; for: deploy by SFTP", 'pip install "smm-site-gen[sftp]"'),
    Finding("time", "time zones", State.FINE, "/usr/share/zoneinfo 2025b, then the package tzdata 2026.6, and more"),
)

REPORT = """\
program
  ok    site-gen      0.1.0 (smm-site-gen, installed by pipx)
places
  BAD   cache         ~/cache can't be written: Read-only file system
                      → allow it
extras
  note  sftp          not installed; for: deploy by SFTP
                      → pip install "smm-site-gen[sftp]"
time
  ok    time zones    /usr/share/zoneinfo 2025b, then the package tzdata 2026.6,
                      and more

A build can't work here before this is mended: cache.
"""


def test_the_report_is_as_it_was_reviewed() -> None:
    """People copy it into mails and issues: it has to be read without colours and without a wide window."""
    assert click.unstyle("\n".join(lines(FOUND)) + "\n") == REPORT


def test_what_is_broken_is_named_at_the_end_with_exit_code_1(cli: Cli, project: ProjectFactory) -> None:
    ran = cli("doctor", cwd=project({"site.yaml": "name: [\n"}))
    assert ran.code == 1
    assert ran.out.splitlines()[-1] == "A build can't work here before this is mended: project."
    assert "BAD   project" in ran.out
    assert "→ site-gen check names each with its line" in ran.out


def test_json_is_one_document(cli: Cli, tmp_path: Path) -> None:
    ran = cli("doctor", "--json")
    data = json.loads(ran.out)
    assert (ran.code, data["can_build"]) == (0, True)
    rows = {row["name"]: row for row in data["findings"]}
    assert rows["project"]["state"] == "note"
    assert set(rows["sftp"]) == {"group", "name", "state", "value", "hint"}


def test_a_project_that_is_named_has_to_be_one(cli: Cli, tmp_path: Path) -> None:
    assert cli("doctor", "--project", str(tmp_path)).code == 2


def test_without_rules_of_time_zones_it_says_so(cli_process: Cli, tmp_path: Path) -> None:
    """On Windows and in small containers the package tzdata is the only source: without it no deadline can be read."""
    (tmp_path / "tzdata.py").write_text("raise ImportError('taken away')\n", encoding="utf-8")
    ran = cli_process("doctor", env={"PYTHONTZPATH": "", "PYTHONPATH": str(tmp_path)})
    assert ran.code == 1, ran.out + ran.err
    assert "BAD   time zones" in ran.out
    assert "pip install --force-reinstall tzdata" in " ".join(ran.out.split())
    assert ran.out.splitlines()[-1] == "A build can't work here before this is mended: time zones."


@pytest.mark.skipif("sys.platform == 'win32'")
def test_a_locale_of_english_letters_alone_is_told(cli_process: Cli) -> None:
    """A photo called café.jpg would end a build there."""
    ran = cli_process("doctor", env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    assert ran.code == 1
    assert "BAD   file names    ascii" in ran.out
    assert "note  terminal" in ran.out


@pytest.mark.skipif("sys.platform == 'win32'")
def test_a_build_there_says_what_to_do(cli_process: Cli, project: ProjectFactory) -> None:
    """It said that the program itself had failed, and asked for a report."""
    folder = project({"static/año.txt": "a"})
    ran = cli_process("build", cwd=folder, env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    assert ran.code == 3, ran.err
    assert "this machine's locale has ascii letters alone" in ran.err
    assert "hint: export LANG=C.UTF-8" in ran.err


def test_a_library_that_is_damaged_is_named(cli_process: Cli, tmp_path: Path) -> None:
    """Installed for another processor, it is there, and yet nothing works."""
    (tmp_path / "brotli.py").write_text("raise ImportError('wrong ELF class')\n", encoding="utf-8")
    ran = cli_process("doctor", env={"PYTHONPATH": str(tmp_path)})
    assert ran.code == 1
    assert "pip install --force-reinstall brotli" in " ".join(ran.out.split())
