"""The doctor's findings: each broken place is named with what to do, and a sound one is called sound."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from site_gen.actions.doctor import Finding, State, Surroundings, can_build, examine
from site_gen.actions.doctor.finding import installed
from site_gen.distribution import install_line
from tests.conftest import ProjectFactory
from tests.support import SITE
from tests.support_disks import small_disk

NOW = datetime(2199, 1, 2, 3, 4, tzinfo=UTC)
"""After whatever these files were written."""


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    """A sound machine, without a project."""
    return Surroundings(
        environment={"LANG": "es_ES.UTF-8"},
        now=NOW,
        here=tmp_path,
        home=tmp_path / "mara",
        cache=tmp_path / "mara" / "cache",
        output_encoding="utf-8",
    )


def named(findings: tuple[Finding, ...], name: str) -> Finding:
    """Return the worst finding of this name."""
    order = list(State)
    return max((each for each in findings if each.name == name), key=lambda each: order.index(each.state))


def is_broken(around: Surroundings, name: str) -> Finding:
    """Hold that this alone prevents a build, and has a hint; return it."""
    findings = examine(around)
    assert {each.name for each in findings if each.state is State.BROKEN} == {name}
    assert not can_build(findings)
    found = named(findings, name)
    assert found.hint
    return found


def test_a_sound_machine_is_called_sound(around: Surroundings) -> None:
    """Who has no problem would be sent to mend one."""
    findings = examine(around)
    assert can_build(findings)
    assert [each for each in findings if each.state is State.NOTE and not each.hint] == []
    assert {each.group for each in findings} == {"program", "places", "text", "time", "extras", "programs"}


def test_a_project_is_read_and_its_mistakes_are_counted(around: Surroundings, project: ProjectFactory) -> None:
    sound = replace(around, project=project())
    assert named(examine(sound), "project").state is State.FINE
    wrong = replace(around, project=project({"site.yaml": "name: [\n"}))
    found = is_broken(wrong, "project")
    assert "mistake" in found.value
    assert "site-gen check" in found.hint


@pytest.mark.parametrize("kind", ["read-only", "a file"])
def test_a_cache_that_cannot_be_written_is_named(kind: str, around: Surroundings, tmp_path: Path) -> None:
    """Every build would end with an error of the disk, without a word of another place."""
    if kind == "a file":
        (tmp_path / "cache").write_text("", encoding="utf-8")
        assert "SITE_GEN_CACHE" in is_broken(replace(around, cache=tmp_path / "cache"), "cache").hint
        return
    with small_disk(tmp_path / "disk", 60) as disk, disk.read_only():
        found = is_broken(replace(around, cache=disk.folder / "cache"), "cache")
        assert "Read-only" in found.value


def test_a_full_disk_is_named_before_a_build_fails_on_it(around: Surroundings, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 8) as disk:
        found = is_broken(replace(around, here=disk.folder), "room")
        assert "8.4 MB free" in found.value


def test_a_package_that_is_missing_or_too_old_is_named(around: Surroundings) -> None:
    """An environment that was made by hand, or half upgraded, fails in the middle of a build."""
    without = replace(around, installed=lambda name: None if name == "jinja2" else installed(name))
    assert is_broken(without, "packages").value == "not installed: jinja2"
    old = replace(around, installed=lambda name: "9.3" if name == "pillow" else installed(name))
    found = is_broken(old, "packages")
    assert found.value.startswith("too old: pillow 9.3 (at least ")
    assert install_line() in found.hint


def test_a_missing_extra_stops_no_build_and_comes_with_its_line(around: Surroundings) -> None:
    without = replace(around, installed=lambda name: None if name == "asyncssh" else installed(name))
    findings = examine(without)
    found = named(findings, "sftp")
    assert (found.state, found.hint) == (State.NOTE, install_line("sftp"))
    assert can_build(findings)


def test_what_the_projects_own_deploy_lacks_stands_out(around: Surroundings, project: ProjectFactory) -> None:
    """Among eight extras that nobody needs, the one that is missed is easily passed over."""
    site = f"{SITE}deploy: {{to: rsync, host: h.example, user: u, path: www}}\n"
    bare = replace(around, installed=lambda _: None, which=lambda _: None, project=project({"site.yaml": site}))
    assert named(examine(bare), "rsync").value == "not found, and deploy: here needs it"
    site = f"{SITE}deploy: {{to: sftp, host: h.example, user: u, path: www}}\n"
    found = examine(replace(bare, project=project({"site.yaml": site})))
    assert named(found, "sftp").value == "not installed, and deploy: here needs it"
    assert named(found, "s3").value.startswith("not installed; for: ")


def test_every_extra_says_what_it_is_for(around: Surroundings) -> None:
    """'not installed' alone tells nobody whether they need it."""
    rows = [each for each in examine(replace(around, installed=lambda _: None)) if each.group == "extras"]
    assert len(rows) >= 8
    assert [each.name for each in rows if each.value.endswith("for: ")] == []


@pytest.mark.parametrize("now", [datetime(1970, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)])
def test_a_clock_before_its_own_files_is_named(now: datetime, around: Surroundings) -> None:
    """Every offer would be open, or not yet: a board without a battery says 1970."""
    found = is_broken(replace(around, now=now), "clock")
    assert f"{now:%Y-%m-%d}" in found.value


def test_a_terminal_without_letters_is_told_and_stops_nothing(around: Surroundings) -> None:
    findings = examine(replace(around, output_encoding="cp437"))
    assert named(findings, "terminal").state is State.NOTE
    assert can_build(findings)


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands for the program")
def test_programs_are_told_with_place_and_version(around: Surroundings) -> None:
    script = around.home / "bin" / "rsync"
    script.parent.mkdir(parents=True)
    script.write_text("#!/bin/sh\necho 'rsync  version 3.2.7  protocol version 31'\n", encoding="utf-8")
    script.chmod(0o755)
    findings = examine(replace(around, which=lambda name: str(script) if name == "rsync" else None))
    assert named(findings, "rsync").value == f"~{os.sep}bin{os.sep}rsync (3.2.7)"
    assert "deploy: {to: git}" in named(findings, "git").hint


def test_nothing_secret_and_no_name_of_a_home_is_told(around: Surroundings, project: ProjectFactory) -> None:
    """It goes into public reports."""
    secrets = {"SITE_GEN_SSH_PASSWORD": "hunter2", "NETLIFY_AUTH_TOKEN": "nfp_x", "AWS_SECRET_ACCESS_KEY": "wJalr"}
    home = project().parent / "mara"
    home.mkdir()
    shutil.move(home.parent / "project", home / "site")
    told = examine(replace(around, home=home, project=home / "site", environment=secrets))
    text = "\n".join(f"{each.value} {each.hint}" for each in told)
    assert "SITE_GEN_SSH_PASSWORD" in text
    assert "NETLIFY" not in text
    assert not [value for value in (*secrets.values(), str(home)) if value in text]
    assert f"~{os.sep}site" in text


def test_a_home_is_shortened_as_a_whole_folder_alone(around: Surroundings) -> None:
    assert replace(around, home=Path("/u/ann")).short("/u/ann/x, /u/anna/x, /u/ann") == "~/x, /u/anna/x, ~"
    assert replace(around, home=Path("/")).short("/etc") == "/etc"
