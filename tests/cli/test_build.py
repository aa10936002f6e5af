"""`build` as scripts and people use it: exit codes, the report, the moment, and any console."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import Cli, ProjectFactory
from tests.support import AUDIT, CASE, DIRECT

REPORT: Final = {
    "output", "pages", "written", "unchanged", "removed", "changes_at", "seconds", "left_out", "errors", "warnings",
}  # fmt: skip


def test_a_build_says_what_it_did_and_when_to_build_again(project: ProjectFactory, cli: Cli) -> None:
    done = cli("build", cwd=project())
    assert (done.code, done.out) == (0, "")
    summary, change = done.err.splitlines()
    assert summary.startswith("28 pages: ")
    assert change == "next change: 2026-12-20 18:00 CET; build again then"


def test_a_build_is_found_from_a_folder_below(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    assert cli("build", cwd=folder / "cases").code == 0
    assert (folder / "output" / "index.html").is_file()


def test_the_report_is_one_json_document(project: ProjectFactory, cli: Cli) -> None:
    folder = project({"cases/draft.yaml": CASE + "draft: true\n"})
    done = cli("build", "--json", cwd=folder)
    report = json.loads(done.out)
    assert (done.code, done.err) == (0, "")
    assert set(report) == REPORT
    assert report["output"] == str(folder / "output")
    assert report["changes_at"] == "2026-12-20T18:00:00+01:00"
    assert report["left_out"] == ["cases/draft.yaml (draft)"]


@pytest.mark.parametrize("command", ["build", "offers", "funnel", "pin"])
def test_mistakes_end_with_1_and_are_one_json_document_too(command: str, project: ProjectFactory, cli: Cli) -> None:
    """A program that reads the result would have nothing to tell its user."""
    done = cli(command, "--json", cwd=project({"cases/cafe.yaml": "client: [\n"}))
    assert done.code == 1
    (error,) = json.loads(done.out)["errors"]
    assert (error["file"], error["line"], error["severity"]) == ("cases/cafe.yaml", 2, "error")
    assert json.loads(done.out)["warnings"] == []
    assert "cases/cafe.yaml:2:1" in done.err


def test_warnings_are_errors_when_asked(project: ProjectFactory, cli: Cli) -> None:
    folder = project({"content/articles/note.txt": "x"})
    assert cli("build", cwd=folder).code == 0
    strict = cli("build", "--strict", cwd=folder)
    assert strict.code == 1
    assert strict.err.splitlines()[-1] == "1 warning; --strict takes warnings for errors, nothing was written"


USAGE: Final = {
    "no project": (("build",), "there is no site.yaml here or in a folder above"),
    "a folder that isn't there": (("build", "--project", "nowhere"), "nowhere"),
    "a folder without a project": (("build", "--project", "."), "there is no site.yaml in ."),
    "an unknown option": (("build", "--outputs", "x"), "--output"),
    "no number": (("build", "--jobs", "many"), "many"),
    "no jobs": (("build", "--jobs", "0"), "0"),
    "an unknown format": (("check", "--format", "xml"), "xml"),
    "an unknown kind of file": (("schema", "--kind", "cases"), "there is no kind 'cases'; known: site, case"),
    "an unknown language": (("new", "x", "--language", "fr"), "fr"),
    "an unknown command": (("biuld",), "there is no command 'biuld': did you mean 'build'?"),
    "a strange command": (("xyz",), "there is no command 'xyz': see site-gen --help"),
}


@pytest.mark.parametrize(("words", "said"), USAGE.values(), ids=USAGE)
def test_wrong_usage_ends_with_2_and_says_how(words: tuple[str, ...], said: str, cli: Cli) -> None:
    done = cli(*words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


@pytest.mark.parametrize(
    "moment",
    [
        "tomorrow",
        "2026-13-01T00:00",
        "",
        "2026-10-25T02:30",
        "2027-03-28T02:30",
        "0001-01-01T00:00+14:00",
        "9999-12-31T23:59-12:00",
        "9999-12-31",
    ],
)
def test_a_moment_that_is_none_is_refused(moment: str, project: ProjectFactory, cli: Cli) -> None:
    done = cli("build", "--now", moment, cwd=project())
    assert (done.code, done.out) == (2, "")
    assert "--now" in done.err


@pytest.mark.parametrize("epoch", ["yesterday", "1e9", "9" * 30, "-" + "9" * 30, "99999999999"])
def test_a_source_date_epoch_that_is_none_is_refused(epoch: str, project: ProjectFactory, cli: Cli) -> None:
    done = cli("build", cwd=project(), env={"SOURCE_DATE_EPOCH": epoch})
    assert done.code == 2
    assert "SOURCE_DATE_EPOCH" in done.err


SHOWN: Final = {
    "before it opens": ("2026-11-20T08:59:59+01:00", "2026-11-20T09:00:00+01:00"),
    "while it is open": ("2026-11-20T09:00:00+01:00", "2026-12-20T18:00:00+01:00"),
    "in another zone": ("2026-12-20T16:59:59Z", "2026-12-20T18:00:00+01:00"),
    "a wall time of the site": ("2026-12-20T17:59:59", "2026-12-20T18:00:00+01:00"),
    "when it has ended": ("2026-12-20T18:00:00+01:00", None),
    "a wall time when it has ended": ("2026-12-20T18:00", None),
}


@pytest.mark.parametrize(("now", "change"), SHOWN.values(), ids=SHOWN)
def test_the_site_is_shown_at_the_moment_asked_for(
    now: str, change: str | None, project: ProjectFactory, cli: Cli
) -> None:
    folder = project()
    report = json.loads(cli("build", "--json", "--now", now, cwd=folder).out)
    assert report["changes_at"] == change
    assert (folder / "output/offers/month/index.html").exists() == (not now.startswith("2026-11-20T08"))


def test_the_moment_may_come_from_the_environment(project: ProjectFactory, cli: Cli) -> None:
    """Builds in a pipeline are repeatable by SOURCE_DATE_EPOCH; --now is nearer and wins."""
    folder = project()
    after = {"SOURCE_DATE_EPOCH": str(int(datetime(2027, 1, 1, tzinfo=UTC).timestamp()))}
    assert json.loads(cli("build", "--json", cwd=folder, env=after).out)["changes_at"] is None
    now = ("--now", "2026-11-23T12:00+01:00")
    assert json.loads(cli("build", "--json", *now, cwd=folder, env=after).out)["changes_at"] is not None


def test_what_is_in_the_way_ends_with_3_and_stays(project: ProjectFactory, cli: Cli) -> None:
    folder = project({"output/index.html": "mine"})
    done = cli("build", cwd=folder)
    assert (done.code, done.out) == (3, "")
    assert "index.html" in done.err
    assert (folder / "output/index.html").read_text() == "mine"


def test_an_output_among_the_sources_is_refused(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    for output in (".", "content/site", ".."):
        assert cli("build", "--output", output, cwd=folder).code == 3


BROKEN: Final = {
    "cases/cafe.yaml": CASE.replace("Coffee shop", "[Кава ☕ é]"),
    "offers/month.yaml": DIRECT.replace("2026-12-20T18:00", "завтра"),
    "offers/audit.yaml": AUDIT.replace("price: 0", "price: нуль € 😀"),
}


@pytest.mark.sampled(2)
@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp866", "utf-8"])
def test_a_console_of_another_alphabet_shows_problems_all_the_same(
    encoding: str, project: ProjectFactory, cli_process: Cli
) -> None:
    folder = project(BROKEN)
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    said = cli_process("check", cwd=folder, env=env)
    assert said.code == 1
    assert "offers/audit.yaml:3:8" in said.err
    assert "Traceback" not in said.err
    data = cli_process("check", "--format", "json", cwd=folder, env=env)
    problems = json.loads(data.out)
    assert any("нуль € 😀" in problem["message"] for problem in problems)
    assert "Traceback" not in data.err


def test_a_finished_build_says_so_on_any_console(project: ProjectFactory, cli_process: Cli, tmp_path: Path) -> None:
    folder = project({"cases/draft.yaml": CASE + "draft: true\n"})
    output = tmp_path / "вихід"
    done = cli_process("build", "--json", "--output", str(output), cwd=folder, env={"PYTHONIOENCODING": "ascii"})
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["output"] == str(output)
