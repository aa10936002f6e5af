"""site-gen plan and site-gen import plan, as people use them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pytest
from click import unstyle

from site_gen.actions.planning.ahead import plan_ahead
from site_gen.actions.planning.plan_file import read_plan
from site_gen.actions.planning.proposing import propose
from site_gen.cli.plan_proposal_text import proposal_lines
from site_gen.cli.plan_text import plan_lines
from tests.actions.planning.kit import planned_site
from tests.conftest import Cli
from tests.support import NOW, ROOT, tree

AT: Final = ("--now", NOW.isoformat())

PLAN: Final = """\
# The plan of Mara
topics:
  - {date: 2026-11-20T18:00, networks: [instagram], kind: useful, topic: Late, owner: Ann}
  - {date: 2026-11-24T18:00, networks: [instagram, telegram, linkedin], kind: proof, about: cases/bakery,
     topic: "How Forn Roig sells ninety loaves before nine in the morning, and what it cost", status: written}
  - {date: 2026-11-24, networks: [telegram], kind: poll, topic: A day alone}
  - {date: 2026-12-02T09:30, networks: [linkedin], kind: selling, topic: The month, about: month, status: approved}
  - {date: 2027-03-01, networks: [linkedin], kind: poll, topic: Much later}
"""

PRIVATE: Final = "Kept between us 7341"


def plain(lines: Iterable[str]) -> str:
    """Return lines without colours."""
    return "".join(f"{unstyle(line)}\n" for line in lines)


def golden(name: str, text: str, *, update: bool) -> None:
    path = Path(__file__).parent / "plan" / name
    if update:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_the_weeks_fit_a_terminal(tmp_path: Path, update_golden: bool) -> None:
    """A table that breaks its lines is read by nobody. Read plan/ahead.txt."""
    made = read_plan(planned_site(tmp_path / "site", PLAN))
    text = plain(plan_lines(plan_ahead(made, NOW), 80))
    assert max(map(len, text.splitlines())) <= 80
    golden("ahead.txt", text, update=update_golden)


def test_a_proposal_fits_a_terminal(tmp_path: Path, update_golden: bool) -> None:
    made = read_plan(planned_site(tmp_path / "site", PLAN))
    text = plain(proposal_lines(propose(made.site, made.plan, NOW.date().replace(month=12, day=1), NOW), 80))
    assert max(map(len, text.splitlines())) <= 80
    golden("proposal.txt", text, update=update_golden)


def test_the_examples_plan_fits_a_terminal(update_golden: bool) -> None:
    """The example is what newcomers look at first."""
    text = plain(plan_lines(plan_ahead(read_plan(ROOT), NOW), 80))
    assert max(map(len, text.splitlines())) <= 80
    golden("example.txt", text, update=update_golden)


def test_json_has_all_of_it(tmp_path: Path, cli: Cli) -> None:
    folder = planned_site(tmp_path / "site", PLAN)
    done = cli("plan", "--json", "--weeks", "1", "--project", str(folder), *AT)
    data = json.loads(done.out)
    assert [topic["topic"] for topic in data["late"]] == ["Late"]
    (week,) = data["weeks"]
    assert (week["from"], week["to"], data["later"]) == ("2026-11-23", "2026-11-29", 2)
    assert [(topic["at"], topic["command"]) for topic in week["topics"]] == [
        (None, None),
        ("2026-11-24T18:00:00+01:00", "site-gen pin bakery"),
    ]


def test_an_empty_plan_says_how_to_begin(tmp_path: Path, cli: Cli) -> None:
    done = cli("plan", "--project", str(planned_site(tmp_path / "site")), *AT)
    assert done.code == 0
    assert "site-gen plan --new-month" in done.err


def test_a_month_is_written_only_when_asked_and_once(tmp_path: Path, cli: Cli) -> None:
    """A look would change files; a second one would fill them."""
    folder = planned_site(tmp_path / "site", PLAN)
    before = tree(folder)
    shown = cli("plan", "--new-month", "--project", str(folder), *AT)
    assert shown.code == 0
    assert tree(folder) == before
    assert "nothing was written" in shown.err
    written = cli("plan", "--new-month", "2026-12", "--write", "--json", "--project", str(folder), *AT)
    data = json.loads(written.out)
    assert (data["written"], data["month"]) == (True, "2026-12")
    text = (folder / "content/plan.yaml").read_text(encoding="utf-8")
    kept = PLAN.splitlines()
    assert [line for line in text.splitlines() if line in kept] == kept
    again = cli("plan", "--new-month", "2026-12", "--write", "--project", str(folder), *AT)
    assert "the month is full" in again.err
    assert (folder / "content/plan.yaml").read_text(encoding="utf-8") == text
    assert cli("check", "--project", str(folder), *AT).code == 0


def test_a_month_begins_a_plan(tmp_path: Path, cli: Cli) -> None:
    folder = planned_site(tmp_path / "site")
    assert cli("plan", "--new-month", "--write", "--project", str(folder), *AT).code == 0
    text = (folder / "content/plan.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../schemas/plan.schema.json\n")
    assert "    networks: [instagram, telegram, linkedin]\n" in text


def test_files_for_calendars_and_planners(tmp_path: Path, cli: Cli) -> None:
    folder, out = planned_site(tmp_path / "site", PLAN), tmp_path / "new" / "plan"
    words = [word for kind in ("ics", "csv", "xlsx") for word in (f"--{kind}", f"{out}.{kind}")]
    for option in range(0, len(words), 2):
        done = cli("plan", *words[option : option + 2], "--project", str(folder), *AT)
        assert done.code == 0, done.err
    assert sorted(path.name for path in out.parent.iterdir()) == ["plan.csv", "plan.ics", "plan.xlsx"]
    for name in ("plan.csv", "plan.ics", "plan.xlsx"):
        again = cli("import", "plan", str(out.parent / name), "--project", str(folder), "--json")
        assert again.code == 0, again.err
        data = json.loads(again.out)
        assert (data["new"], data["changed"], data["same"], data["written"]) == ([], [], 5, False)


def test_an_import_shows_what_it_would_write(tmp_path: Path, cli: Cli) -> None:
    folder = planned_site(tmp_path / "site", PLAN)
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("Date,Platform,Topic,Notes\n2026-12-24,VK,New one,x\n", encoding="utf-8")
    before = tree(folder)
    shown = cli("import", "plan", str(sheet), "--dry-run", "--project", str(folder))
    assert "Date → date, Platform → networks, Topic → topic" in shown.out
    assert "1 new topic, changed: 0, as they are: 0" in shown.out
    assert tree(folder) == before
    done = cli("import", "plan", str(sheet), "--project", str(folder))
    assert "written: content/plan.yaml" in done.err
    assert "topic: New one" in (folder / "content/plan.yaml").read_text(encoding="utf-8")
    assert "nothing to write" in cli("import", "plan", str(sheet), "--project", str(folder)).err


def test_responses_are_shown_and_written(tmp_path: Path, cli: Cli) -> None:
    folder = planned_site(tmp_path / "site", PLAN)
    posts = tmp_path / "posts.csv"
    posts.write_text(
        "Video title,Post time,Video link,Total views,Total comments,Reach\n"
        "One,2026-11-24 18:30:00,https://www.tiktok.com/@a/video/730,10,3,9\n",
        encoding="utf-8",
    )
    done = cli("plan", "--respond", str(posts), "--project", str(folder), *AT)
    assert done.code == 0
    assert "2026-11-24 tiktok https://www.tiktok.com/@a/video/730: the plan has nothing on that day" in done.out
    assert "nothing to write" in done.err


WRONG: Final = {
    "files without --respond": (("posts.csv",), "files with responses come after --respond"),
    "two things": (("--new-month", "2026-12", "--ics", "a.ics"), "are different things"),
    "--write alone": (("--write",), "give --new-month with it"),
    "no month": (("--new-month", "December"), "'December' is no month; write 2026-12"),
    "a month that is over": (("--new-month", "2026-10"), "2026-10 is over"),
    "another ending": (("--csv", "plan.txt"), "such a file ends in .csv"),
    "--for alone": (("--for", "buffer"), "--for is for tables"),
    "--yes alone": (("--yes",), "give --respond FILE with it"),
    "--weeks with a file": (("--weeks", "3", "--ics", "a.ics"), "--weeks says how much of the plan is shown"),
    "--json with a file": (("--json", "--ics", "a.ics"), "give one of them"),
    "no weeks": (("--weeks", "0"), "0 is not in the range"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_use_is_told(what: str, tmp_path: Path, cli: Cli) -> None:
    """A command that does something else than was meant is found out too late."""
    words, message = WRONG[what]
    done = cli("plan", *words, "--project", str(planned_site(tmp_path / "site", PLAN)), *AT)
    assert done.code == 2
    assert message in " ".join(done.err.split())


OWN_SHEET: Final = "Salida,Asunto,Date\n2026-12-03,Five slips,not a day\n2026-12-04,Prices,\n"


def test_columns_with_headers_of_ones_own_are_named(tmp_path: Path, cli: Cli) -> None:
    """A sheet with its own words could not be brought over without being written anew."""
    folder = planned_site(tmp_path / "site", PLAN)
    (tmp_path / "own.csv").write_text(OWN_SHEET, encoding="utf-8")
    words = ("import", "plan", str(tmp_path / "own.csv"), "--network", "telegram", "--project", str(folder))
    unknown = cli(*words)
    assert unknown.code == 1
    assert "--column date=HEADER" in unknown.err
    named = ("--column", "date=salida", "--column", "topic=Asunto")
    done = cli(*words, *named)
    assert done.code == 0, done.err
    assert "2 new topics" in done.out
    assert "Salida → date, Asunto → topic" in done.out
    assert "topic: Five slips" in (folder / "content/plan.yaml").read_text(encoding="utf-8")
    assert "nothing to write" in cli(*words, *named).err


WRONG_COLUMNS: Final = {
    "no such column": (("topic=Asnuto", "date=Salida"), 1, "there is no column 'Asnuto' here"),
    "the near one is said": (("topic=Asnuto", "date=Salida"), 1, "did you mean 'Asunto'?"),
    "no such thing": (("topik=Asunto",), 2, "did you mean 'topic'?"),
    "no header": (("topic",), 2, "should be WHAT=HEADER"),
    "twice": (("topic=Asunto", "topic=Salida"), 2, "'topic' is said to be in two columns"),
}


@pytest.mark.parametrize("what", WRONG_COLUMNS)
def test_a_column_that_cannot_be_meant_is_told(what: str, tmp_path: Path, cli: Cli) -> None:
    """Topics would be read from another column, or none, without a word."""
    columns, code, message = WRONG_COLUMNS[what]
    (tmp_path / "own.csv").write_text(OWN_SHEET, encoding="utf-8")
    folder = planned_site(tmp_path / "site", PLAN)
    words = [word for column in columns for word in ("--column", column)]
    done = cli("import", "plan", str(tmp_path / "own.csv"), *words, "--project", str(folder))
    assert done.code == code
    assert message in " ".join(done.err.split())


def test_the_keys_and_the_document_are_both_found(cli: Cli) -> None:
    assert cli("help", "plan").out.startswith("# The content plan")
    assert "topics[].networks" in cli("help", "plan.yaml").out


def test_nothing_of_a_plan_is_published_and_no_page_is_made_anew(tmp_path: Path, cli: Cli) -> None:
    """What was written for oneself would stand on the web; a build would be slower by each change of the plan."""
    folder = planned_site(tmp_path / "site", PLAN)
    assert cli("build", "--project", str(folder), *AT).code == 0
    before = {name: (folder / "output" / name).stat().st_mtime_ns for name in tree(folder / "output")}
    contents = tree(folder / "output")
    private = PLAN.replace("topic: Late", f"topic: {PRIVATE}, text: Ωж {PRIVATE}").replace(
        "owner: Ann", f"owner: {PRIVATE}"
    )
    (folder / "content/plan.yaml").write_text(private, encoding="utf-8")
    done = cli("build", "--project", str(folder), "--json", *AT)
    assert done.code == 0, done.err
    public = {name for name in contents if not name.startswith(".site-gen/")}
    after = tree(folder / "output")
    assert {name: after[name] for name in public} == {name: contents[name] for name in public}
    assert {name: (folder / "output" / name).stat().st_mtime_ns for name in public} == {
        name: before[name] for name in public
    }
    assert [name for name, content in after.items() if PRIVATE.encode() in content] == []
    assert json.loads(done.out)["written"] in (0, [])
