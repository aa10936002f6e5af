"""Several projects in one command: what an agency with many sites sees, and what one of them does to the others."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import Cli
from tests.support import BASE, CASE, SITE, tree, write_files

BROKEN: Final = {**BASE, "cases/cafe.yaml": "client: [\n"}


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    """A folder with two projects that are fine, `mara` and `nil`, and a broken one, `toni`."""
    write_files(tmp_path / "mara", BASE)
    write_files(tmp_path / "nil", BASE)
    write_files(tmp_path / "toni", BROKEN)
    return tmp_path


def test_one_that_fails_keeps_no_other_from_being_built(sites: Path, cli: Cli) -> None:
    """A typing mistake in one client's site would keep the sites of all others old."""
    done = cli("build", "--project", "mara", "--project", "toni", "--project", "nil", cwd=sites)
    assert done.code == 1
    title, *rows = [line.split() for line in done.out.splitlines()]
    assert title == ["project", "code", "result", "next", "change", "time"]
    assert [row[:2] for row in rows] == [["mara", "0"], ["toni", "1"], ["nil", "0"]]
    assert "28 pages: " in done.out
    assert "1 error; nothing was written" in done.out
    heading, problem, *_ = done.err.splitlines()
    assert heading == f"== toni ({sites / 'toni'}) =="
    assert problem.startswith("cases/cafe.yaml:2:1: ")
    assert done.err.splitlines()[-1] == "3 projects: 1 of them not fine"
    assert all((sites / name / "output" / "index.html").is_file() for name in ("mara", "nil"))


def test_json_has_an_entry_for_each_project_with_what_it_prints_alone(sites: Path, cli: Cli) -> None:
    """A program that watches many sites would need to know another format than that of one."""
    done = cli("check", "--format", "json", "--project", "mara", "--project", "toni", cwd=sites)
    alone = json.loads(cli("check", "--format", "json", "--project", "toni", cwd=sites).out)
    document = json.loads(done.out)
    assert (done.code, document["code"]) == (1, 1)
    assert [(each["name"], each["code"], each["result"]) for each in document["projects"]] == [
        ("mara", 0, []),
        ("toni", 1, alone),
    ]


def test_a_list_names_projects_and_targets(sites: Path, cli: Cli) -> None:
    """Whoever has forty sites writes them down once."""
    for name in ("mara", "nil"):
        (sites / name / "site.yaml").write_text(
            SITE
            + f"deploy: {{live: {{to: folder, path: ../{name}-live}}, test: {{to: folder, path: ../{name}-test}}}}\n"
        )
    (sites / "lists").mkdir()
    (sites / "lists" / "ours.yaml").write_text("- ../mara\n- {path: ../nil, name: Nil Roca, target: test}\n")
    tried = cli("deploy", "--projects", "lists/ours.yaml", "--dry-run", cwd=sites)
    assert tried.code == 0, tried.err
    assert "would be: " in tried.out
    assert "\nnew   " in tried.out
    done = cli("deploy", "--projects", "lists/ours.yaml", "--json", cwd=sites)
    assert done.code == 0, done.err
    projects = json.loads(done.out)["projects"]
    assert [(each["name"], each["result"]["target"]) for each in projects] == [("mara", "live"), ("Nil Roca", "test")]
    assert (sites / "mara-live" / "index.html").is_file()
    assert (sites / "nil-test" / "index.html").is_file()
    assert not (sites / "nil-live").exists()
    again = cli("deploy", "live", "--projects", "lists/ours.yaml", "--if-due", "--quiet", cwd=sites)
    assert again.code == 0
    assert "nothing is due" in again.out  # mara; the other one is deployed to the target that the command line names
    assert (sites / "nil-live" / "index.html").is_file()


def test_nothing_due_is_said_by_nothing_when_asked(sites: Path, cli: Cli) -> None:
    """cron would send a mail every few minutes."""
    (sites / "mara" / "site.yaml").write_text(SITE + "deploy: {to: folder, path: ../live}\n")
    (sites / "list.yaml").write_text("[mara]\n")
    assert cli("deploy", "--projects", "list.yaml", cwd=sites).code == 0
    done = cli("deploy", "--projects", "list.yaml", "--if-due", "--quiet", cwd=sites)
    assert (done.code, done.out, done.err) == (0, "", "")


def test_annotations_name_files_from_where_the_command_runs(sites: Path, cli: Cli) -> None:
    """GitHub would show them at no line."""
    done = cli("check", "--format", "github", "--project", "mara", "--project", "toni", cwd=sites)
    assert done.out.startswith("::error file=toni/cases/cafe.yaml,line=2,col=1::")


def test_a_single_project_loads_nothing_of_several(sites: Path) -> None:
    """Each build of each owner would take longer for what agencies need."""
    program = (
        "import sys; from site_gen.cli import group\n"
        "group.main(['build', '--project', 'mara', '--help'], standalone_mode=False)\n"
        "from site_gen.cli import build, check, deploy, verify\n"
        "print(*[name for name in sys.modules if 'several' in name or 'project_list' in name or 'distributed' in name])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=sites, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == ""


LISTS: Final = {
    "not there, twice, alike": (
        "- mara\n- nowhere\n- ./mara\n- {path: nil, name: mara}\n- lists\n",
        "list.yaml:2:3: there is no folder nowhere",
        "list.yaml:3:3: {sites}/mara is listed twice",
        "list.yaml:4:21: two projects are called 'mara'",
        "list.yaml:5:3: there is no site.yaml in lists",
    ),
    "keys and kinds": (
        "- {pth: mara}\n- 3\n- {name: x}\n- {path: mara, branch: main}\n- {git: 'https://u:secret@h.example/x'}\n",
        "list.yaml:1:4: unknown key 'pth'",
        "list.yaml:2:3: a project is needed",
        "list.yaml:3:3: nothing says where the project is",
        "list.yaml:4:24: a branch without a repository",
        "list.yaml:5:9: a password in an address stands in the list",
    ),
    "out of the repository": (
        "- {git: 'git@h.example:x/y.git', path: ../z}\n- {git: '-x'}\n",
        "list.yaml:1:40: this is not inside the repository",
        "list.yaml:2:9: '-x' is no address of a git repository",
    ),
    "no list": ("mara\n", "list.yaml:1:1: a list is needed"),
    "nothing": ("# later\n", "list.yaml:1:1: no project is listed"),
    "not YAML": ("- [\n", "list.yaml:2:1: "),
}


@pytest.mark.parametrize("case", LISTS.values(), ids=LISTS)
def test_all_mistakes_of_a_list_are_told_with_their_lines(case: tuple[str, ...], sites: Path, cli: Cli) -> None:
    """Who corrects a list of forty would have to start the command forty times."""
    text, *said = case
    (sites / "lists").mkdir()
    (sites / "list.yaml").write_text(text)
    done = cli("check", "--projects", "list.yaml", cwd=sites)
    assert (done.code, done.out) == (1, "")
    for words in said:
        assert words.format(sites=sites) in done.err
    assert "secret" not in done.err
    assert done.err.splitlines()[-1].startswith(f"{len(said)} error")


USAGE: Final = {
    "an output": (("build", "--output", "out"), "--output goes with one project, and 2 projects are named here"),
    "a history": (("deploy", "--history"), "--history goes with one project"),
    "a lock": (("deploy", "--unlock"), "--unlock goes with one project"),
    "a release": (("deploy", "--rollback", "2026"), "write --rollback alone"),
    "an address": (("verify", "https://mara.example/"), "an address is that of one site"),
    "the same twice": (("check", "--project", "./mara"), "is named twice: leave one out"),
    "no project": (("check", "--project", "lists"), "there is no site.yaml in lists"),
    "no folder": (("check", "--project", "nowhere"), "Directory 'nowhere' does not exist."),
    "no list": (("check", "--projects", "no.yaml"), "no.yaml"),
}


@pytest.mark.parametrize(("words", "said"), USAGE.values(), ids=USAGE)
def test_what_can_be_meant_for_one_alone_is_refused_for_several(
    words: tuple[str, ...], said: str, sites: Path, cli: Cli
) -> None:
    """All sites would be written over each other, or one release be sought in all."""
    (sites / "lists").mkdir()
    before = tree(sites)
    done = cli(*words, "--project", "mara", "--project", "nil", cwd=sites)
    assert done.code == (1 if words[-1] == "no.yaml" else 2)
    assert said in done.err
    assert tree(sites) == before


@pytest.mark.parametrize("language", ["en", "ru"])
def test_why_one_failed_is_told_in_each_language(language: str, sites: Path, cli: Cli) -> None:
    """'It failed' in the table, and the reason among lines on how commands are written, helps nobody."""
    words = ("deploy", "--project", "mara", "--project", "nil")
    done = cli(*words, cwd=sites, env={"SITE_GEN_LANGUAGE": language})
    assert done.code == 2
    rows = done.out.splitlines()[1:]
    assert ["deploy: {to: folder" in row for row in rows] == [True, True]
    assert "site-gen deploy [OPTIONS]" not in done.err
    assert "--help" not in done.err


def test_mistakes_of_each_project_are_told_in_the_language_of_who_asks(sites: Path, cli: Cli) -> None:
    """Each project is read by a process of its own, which must not make English of its messages."""
    (sites / "nil" / "cases" / "cafe.yaml").write_text(CASE.replace("title:", "titel:", 1))
    words = ("check", "--project", "mara", "--project", "nil", "--project", "toni")
    done = cli(*words, cwd=sites, env={"SITE_GEN_LANGUAGE": "ru"})
    assert done.code == 1
    told = [line for line in done.err.splitlines() if line.startswith(("cases/cafe.yaml:", "  "))]
    assert len(told) > 3
    assert [line for line in told if not re.search("[а-я]", line)] == []
    assert "hint:" not in done.err


def test_options_go_to_each_project_as_they_were_given(sites: Path, cli: Cli) -> None:
    """--strict, --now and the like would hold for nobody."""
    write_files(sites / "nil", {"content/articles/note.txt": "x", "cases/draft.yaml": CASE + "draft: true\n"})
    words = ("--project", "mara", "--project", "nil", "--json", "--now", "2027-01-01T00:00", "--drafts", "--jobs", "1")
    done = json.loads(cli("build", *words, cwd=sites).out)
    assert [each["result"]["changes_at"] for each in done["projects"]] == [None, None]
    assert done["projects"][1]["result"]["left_out"] == []
    assert cli("build", *words, "--strict", cwd=sites).code == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no groups of processes")
def test_ctrl_c_stops_all_of_them(sites: Path) -> None:
    """Builds that nobody sees would go on behind one's back."""
    command = [sys.executable, "-m", "site_gen", "build", "--project", "mara", "--project", "nil"]
    environment = os.environ | {"SITE_GEN_CACHE": str(sites / "cache"), "PYTHONUNBUFFERED": "1"}
    running = subprocess.Popen(command, cwd=sites, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    while not children_of(running.pid):
        assert running.poll() is None
        time.sleep(0.01)
    started = children_of(running.pid)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert b"stopped" in said
    wait_for_the_end(started)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux ends them at once")
def test_where_the_command_is_killed_its_builds_end_too(sites: Path) -> None:
    """A deploy that nobody waits for would meet the one that is started in its place."""
    command = [sys.executable, "-m", "site_gen", "build", "--project", "mara", "--project", "nil"]
    environment = os.environ | {"SITE_GEN_CACHE": str(sites / "cache")}
    running = subprocess.Popen(command, cwd=sites, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    while len(started := children_of(running.pid)) < 2:
        assert running.poll() is None
        time.sleep(0.01)
    time.sleep(0.3)  # until they have begun to listen
    running.kill()
    running.communicate(timeout=60)
    wait_for_the_end(started)


def wait_for_the_end(processes: list[int]) -> None:
    """Wait until processes have ended, for less time than their builds would take."""
    until = time.monotonic() + 2
    while any(is_alive(pid) for pid in processes):
        assert time.monotonic() < until
        time.sleep(0.02)


def children_of(pid: int) -> list[int]:
    """Return the processes that one started (Linux)."""
    found = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(child) for child in children.read_text().split()]
        except OSError:
            continue
    return found


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be reaped doesn't."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
