"""`funnel`: the drawing, the data, and an exit code for those who build by machine."""

from __future__ import annotations

import json

from tests.conftest import Cli, ProjectFactory
from tests.support import SECOND

OVER = {"offers/plan.yaml": f"{SECOND}ends: 2026-11-01T18:00\n"}
LATER = {"offers/plan.yaml": f"{SECOND}ends: 2027-02-01T18:00\n"}


def test_the_drawing_goes_to_standard_output(project: ProjectFactory, cli: Cli) -> None:
    done = cli("funnel", cwd=project())
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("The funnel of Mara Vidal at 2026-11-23 12:00 CET\n")
    assert "├─┐\n" in done.out
    assert done.out.endswith("No step of it opens or closes in the coming year.\n")


def test_a_way_that_is_broken_now_ends_with_one(project: ProjectFactory, cli: Cli) -> None:
    done = cli("funnel", cwd=project(OVER))
    assert done.code == 1
    assert "offers/audit.yaml:4:7: the first step leads to an offer that is over: offers/plan.yaml" in done.err
    assert cli("check", cwd=project(OVER)).code == 1


def test_what_the_clock_has_broken_stops_no_build(project: ProjectFactory, cli: Cli) -> None:
    """Lost otherwise: the build at the offer's end fails, and the public goes on seeing it open."""
    folder = project(LATER)
    assert cli("build", cwd=folder).code == 0
    done = cli("build", "--now", "2027-02-01T18:00+01:00", cwd=folder)
    assert done.code == 0
    assert "offers/audit.yaml:4:7: warning: the first step leads to an offer that is over" in done.err
    assert cli("check", "--now", "2027-02-01T18:00+01:00", cwd=folder).code == 1


def test_a_way_that_will_break_is_a_warning_with_its_instant(project: ProjectFactory, cli: Cli) -> None:
    folder = project(LATER)
    done = cli("funnel", cwd=folder)
    assert done.code == 0
    line = "offers/audit.yaml:4:7: warning: from 2027-02-01 18:00 CET on the first step leads to an offer that is over"
    assert line in done.err
    assert line in cli("check", cwd=folder).err
    assert cli("funnel", "--now", "2027-02-01T18:00+01:00", cwd=folder).code == 1


def test_json_is_one_document(project: ProjectFactory, cli: Cli) -> None:
    done = cli("funnel", "--json", cwd=project(LATER))
    data = json.loads(done.out)
    assert (done.code, done.err, data["now"]) == (0, "", "2026-11-23T12:00:00+01:00")
    assert data["groups"] == [
        {
            "first_steps": [{"name": "audit", "file": "offers/audit.yaml", "state": "live", "answer": "form"}],
            "second_step": {"name": "plan", "file": "offers/plan.yaml", "state": "live"},
        }
    ]
    assert data["changes"] == [{"at": "2027-02-01T18:00:00+01:00", "offer": "plan", "change": "closes"}]
    assert [problem["severity"] for problem in data["problems"]] == ["warning"]


def test_svg_goes_where_it_is_asked_to(project: ProjectFactory, cli: Cli) -> None:
    folder = project()
    shown = cli("funnel", "--svg", "-", cwd=folder)
    written = cli("funnel", "--svg", "funnel.svg", cwd=folder)
    assert (written.code, written.out) == (0, "")
    assert shown.out == (folder / "funnel.svg").read_text(encoding="utf-8")
    assert shown.out.startswith("<svg ")


def test_where_the_svg_cannot_be_written_it_is_said(project: ProjectFactory, cli: Cli) -> None:
    done = cli("funnel", "--svg", "site.yaml/funnel.svg", cwd=project())
    assert (done.code, done.out) == (3, "")
    assert "can't be written" in done.err


def test_svg_and_json_do_not_go_together(project: ProjectFactory, cli: Cli) -> None:
    assert cli("funnel", "--svg", "-", "--json", cwd=project()).code == 2


def test_a_pipe_without_box_characters_gets_plain_ones(project: ProjectFactory, cli_process: Cli) -> None:
    done = cli_process("funnel", cwd=project(), env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.code == 0
    assert "+-- First" not in done.out
    assert " | + First step" not in done.out
    assert " +->| A free audit of    +-->| to" in done.out
    assert "\\u" not in done.out
