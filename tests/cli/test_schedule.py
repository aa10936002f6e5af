"""site-gen schedule: lists, prints, writes, and refuses what can't work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from site_gen.actions.schedules import SCHEDULERS
from tests.conftest import Cli, ProjectFactory
from tests.support import DIRECT, SITE, tree, write_files
from tests.support_audit import audit_text

GIT = 'deploy:\n  live: {to: git, remote: "git@github.com:mara/site.git"}\n  here: {to: folder, path: ../live}\n'


@pytest.fixture
def site(project: ProjectFactory) -> Path:
    return project({"site.yaml": SITE + GIT})


def test_without_a_kind_it_lists_them(cli: Cli) -> None:
    shown = cli("schedule")
    assert (shown.code, [line.split()[0] for line in shown.out.splitlines()]) == (0, list(SCHEDULERS))
    assert [row["kind"] for row in json.loads(cli("schedule", "--json").out)] == list(SCHEDULERS)
    assert all(kind in cli("schedule", "--help").out for kind in SCHEDULERS)


@pytest.mark.parametrize("kind", SCHEDULERS)
def test_each_is_printed_and_nothing_is_written(site: Path, cli: Cli, kind: str) -> None:
    before = tree(site)
    shown = cli("schedule", kind, *(() if SCHEDULERS[kind].is_host else ("--target", "here")), cwd=site)
    assert (shown.code, shown.err, tree(site)) == (0, "", before)
    assert "Written by site-gen schedule" in shown.out


def test_the_moments_are_those_of_the_timeline(site: Path, cli: Cli) -> None:
    """A change that is not in the list would wait for the daily run."""
    data = json.loads(cli("schedule", "github", "--json", cwd=site).out)
    assert data["moments"] == [
        {"at": "2026-12-20T18:00:00+01:00", "utc": "2026-12-20T17:00:00+00:00", "why": "month closes"}
    ]
    assert (data["later"], data["secrets"]) == (0, ["SITE_GEN_GIT_TOKEN"])


def test_more_moments_than_there_is_room_for_are_told(site: Path, cli: Cli) -> None:
    """A file that is silent about them would be taken for complete."""
    days = [f"2027-{month:02}-{day:02}" for month in range(1, 6) for day in range(1, 25)]
    offers = {
        f"offers/o{n}.yaml": DIRECT.replace("2026-11-20", day).replace("2026-12-20", day).replace("09:00", "08:00")
        for n, day in enumerate(days)
    }
    write_files(site, {**offers, "offers/far.yaml": DIRECT.replace("2026-12-20", "2028-01-10")})
    data = json.loads(cli("schedule", "github", "--json", cwd=site).out)
    assert (len(data["moments"]), data["later"]) == (100, 2 * len(days) + 2 - 100)
    assert f"time of their own below: {data['later']}, from 2027-0" in data["files"][0]["text"]
    assert len(json.loads(cli("schedule", "windows", "--target", "here", "--json", cwd=site).out)["moments"]) == 47
    write_files(site, dict.fromkeys(offers))
    data = json.loads(cli("schedule", "github", "--json", cwd=site).out)
    assert (len(data["moments"]), data["later"]) == (1, 1)  # without a year, a time beyond one would come too early


def test_passwords_of_locked_pages_are_asked_for_by_name(site: Path, cli: Cli) -> None:
    """On a host the build would fail: it can't lock the page."""
    write_files(site, {"content/audits/casa.yaml": audit_text(more="password: CASA_PASSWORD\n")})
    shown = cli("schedule", "github", cwd=site, env={"CASA_PASSWORD": "correct horse battery"})
    assert "CASA_PASSWORD: ${{ secrets.CASA_PASSWORD }}" in shown.out
    assert "horse" not in shown.out


def test_it_is_written_and_written_again(site: Path, cli: Cli) -> None:
    shown = cli("schedule", "systemd", "--target", "here", "--write", cwd=site)
    assert (shown.code, len(shown.out.split())) == (0, 2)
    assert "systemctl --user" in shown.err
    files = [site / path for path in shown.out.split()]
    before = [file.read_bytes() for file in files]
    write_files(site, {"offers/month.yaml": DIRECT.replace("2026-12-20", "2026-12-21")})
    data = json.loads(cli("schedule", "systemd", "--target", "here", "--write", "--json", cwd=site).out)
    assert [file["written"] for file in data["files"]] == [False, True]
    assert [file.read_bytes() == old for file, old in zip(files, before, strict=True)] == [True, False]
    assert "it was so already" in cli("schedule", "systemd", "--target", "here", "--write", cwd=site).err


@pytest.mark.parametrize("kind", ["github", "windows"])
def test_what_somebody_else_wrote_stays(site: Path, cli: Cli, kind: str) -> None:
    """A pipeline that does more than deploy would be gone."""
    words = ("schedule", kind, *(() if kind == "github" else ("--target", "here")), "--write")
    file = site / cli(*words, cwd=site).out.strip()
    for change in (b"theirs", file.read_bytes().replace(b"03:17", b"04:17").replace(b"17 3", b"17 4") + b"\n\0"):
        file.write_bytes(change)
        ran = cli(*words, cwd=site)
        assert (ran.code, "--replace" in ran.err, file.read_bytes()) == (2, True, change)
    assert cli(*words, "--replace", cwd=site).code == 0
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n") if kind == "github" else file.read_bytes())
    assert cli(*words, cwd=site).code == 0  # git changes line ends on Windows


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("schedule", "githb"), "there is no scheduler 'githb'; did you mean 'github'?"),
        (("schedule", "github", "--target", "lvie"), "there is no target 'lvie'; did you mean 'live'?"),
        (("schedule", "github", "--target", "here"), "take cron, systemd, windows, launchd, or name another target"),
        (("schedule", "github", "--replace"), "--replace goes with --write"),
        (("schedule", "--write"), "say which KIND"),
    ],
)
def test_wrong_uses_are_told_with_the_right_one(site: Path, cli: Cli, words: tuple[str, ...], said: str) -> None:
    ran = cli(*words, cwd=site)
    assert (ran.code, ran.out) == (2, "")
    assert said in " ".join(ran.err.split())


def test_without_a_target_it_says_what_to_write(project: ProjectFactory, cli: Cli) -> None:
    ran = cli("schedule", "cron", cwd=project())
    assert (ran.code, "deploy: {to: folder" in ran.err) == (2, True)


def test_mistakes_of_the_project_are_shown(site: Path, cli: Cli) -> None:
    write_files(site, {"offers/month.yaml": DIRECT.replace("2026-12-20", "2026-11-01")})
    ran = cli("schedule", "github", "--write", cwd=site)
    assert (ran.code, (site / ".github").exists()) == (1, False)


def test_a_disk_that_fails_is_named(site: Path, cli: Cli) -> None:
    write_files(site, {".github": "a file"})
    ran = cli("schedule", "github", "--write", cwd=site)
    assert (ran.code, ".github" in ran.err) == (3, True)


def test_a_folder_with_a_line_break_is_refused(project: ProjectFactory, cli: Cli) -> None:
    """It would end the line of cron in the middle of a command."""
    folder = project({"site.yaml": SITE + GIT})
    broken = folder.rename(folder.with_name("my\nsite"))
    ran = cli("schedule", "cron", "--target", "here", "--project", str(broken))
    assert (ran.code, "rename the folder" in ran.err) == (2, True)
