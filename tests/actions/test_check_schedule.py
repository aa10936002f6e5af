"""What `check` says of files that `site-gen schedule` wrote: whether they still fit the site."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from site_gen.actions.check_schedule import schedule_problems
from site_gen.actions.schedule import make_schedule, write_schedule
from site_gen.actions.schedules import SCHEDULERS
from site_gen.load import load_site
from tests.conftest import Cli, ProjectFactory
from tests.support import DIRECT, NOW, SITE, write_files

GIT = 'deploy:\n  live: {to: git, remote: "git@github.com:mara/site.git"}\n  test: {to: s3, bucket: b, region: eu}\n'
HOLDING = [kind for kind, row in SCHEDULERS.items() if row.holds is not None]

Said = Callable[..., list[str]]


@pytest.fixture
def site(project: ProjectFactory) -> Path:
    return project({"site.yaml": SITE + GIT})


def write(site: Path, kind: str, target: str | None = None, program: str = "python") -> None:
    write_schedule(site, make_schedule(site, kind, target, NOW, (program,)), replace=False)


def said(site: Path, days: int = 0) -> list[str]:
    """Return what is said some days after NOW."""
    return [str(found) for found in schedule_problems(site, load_site(site).site, NOW + timedelta(days=days))]


@pytest.mark.parametrize("kind", SCHEDULERS)
@pytest.mark.parametrize("target", [None, "test"])
def test_a_file_that_was_just_written_is_in_order_also_when_its_moments_are_over(
    site: Path, kind: str, target: str | None
) -> None:
    """A warning that comes with each day that passes is one that nobody reads."""
    write(site, kind, target)
    assert said(site) == []
    assert said(site, days=60) == []


@pytest.mark.parametrize("kind", HOLDING)
def test_a_new_moment_that_nothing_runs_at_is_named_with_the_command(site: Path, kind: str) -> None:
    """The offer would open or close on the page a day late, and nobody would know why."""
    write(site, kind, "test")
    write_files(site, {"offers/winter.yaml": DIRECT.replace("2026-11-20", "2026-12-01")})
    (found,) = said(site)
    assert "out of date: nothing runs at 2026-12-01 09:00 CET (winter opens)" in found
    assert f"site-gen schedule {kind} --target test --write" in found
    write(site, kind, "test")
    assert said(site) == []


@pytest.mark.parametrize("kind", HOLDING)
def test_a_moment_that_is_none_any_more_is_named(site: Path, kind: str) -> None:
    """At hosts such runs are set by hand: their owner would keep them for ever."""
    write(site, kind)
    write_files(site, {"offers/month.yaml": None, "offers/year.yaml": DIRECT})
    (found,) = said(site)
    assert "nothing runs at 2026-12-20 18:00 CET (year closes)" in found
    assert "nothing changes any more at 2026-12-20 18:00 CET (month closes)" in found


@pytest.mark.parametrize("kind", ["cron", "launchd"])
def test_what_asks_all_the_time_needs_no_moments(site: Path, kind: str) -> None:
    write(site, kind)
    write_files(site, {"offers/winter.yaml": DIRECT.replace("2026-11-20", "2026-12-01")})
    assert said(site) == []


@pytest.mark.parametrize("kind", SCHEDULERS)
def test_another_kind_of_target_or_another_version_is_told(
    site: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run would look for a secret that is not there, or lack a library; each time, where nobody looks."""
    write(site, kind)
    write_files(site, {"site.yaml": SITE + GIT.replace("live: {to: git", "live: {to: webdav, endpoint: x, user: u} #")
                       .replace("endpoint: x", "endpoint: 'https://dav.example/'")})  # fmt: skip
    assert all("target, secrets, address or the version of site-gen are others now" in found for found in said(site))
    assert said(site)
    write(site, kind)
    assert said(site) == []
    if SCHEDULERS[kind].is_host:
        monkeypatch.setattr("site_gen.distribution.__version__", "99")
        assert len(said(site)) == 1


def test_a_project_that_lies_elsewhere_is_no_difference(site: Path, tmp_path: Path) -> None:
    """Where `check` runs at a host, each file of this machine would be called out of date."""
    write(site, "systemd", program="/elsewhere/python")
    assert said(site.rename(tmp_path / "moved")) == []


def test_a_target_that_is_gone_is_told(site: Path) -> None:
    write(site, "github", "test")
    write_files(site, {"site.yaml": SITE + GIT.partition("  test:")[0]})
    (found,) = said(site)
    assert "this schedule deploys to 'test', and site.yaml has no such target" in found
    write_files(site, {"site.yaml": SITE})
    assert len(said(site)) == 1


def test_a_file_that_somebody_changed_is_not_to_be_written_over(site: Path) -> None:
    write(site, "github")
    file = site / ".github/workflows/site.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("ubuntu-latest", "self-hosted"), encoding="utf-8")
    assert said(site) == []
    write_files(site, {"offers/winter.yaml": DIRECT.replace("2026-11-20", "2026-12-01")})
    (found,) = said(site.parent / site.name)
    assert "you changed it: see what it would be with site-gen schedule github, and take over" in found
    file.rename(file.with_name("other.yaml"))
    assert len(said(site)) == 1


def test_what_came_into_reach_of_a_full_file_is_missed_when_it_nears(site: Path) -> None:
    """The file itself says from which day on it has no room: until then a warning would be noise."""
    offers = {
        f"offers/o{day}.yaml": DIRECT.replace("2026-11-20", "2026-11-01").replace("12-20", f"12-{day:02}")
        for day in range(1, 31, 2)
    }
    write_files(site, offers)
    write(site, "gitlab")
    assert said(site, days=8) == []
    assert "nothing runs at 2026-12-19" in said(site, days=21)[0]


def test_files_of_others_and_broken_ones_are_let_be(site: Path) -> None:
    write_files(site, {".gitlab-ci.yml": "x: 1\n", "schedule/a": b"\xff\xfe\x00", "schedule/b": b"\xff"})
    assert said(site) == []


def test_a_file_of_an_older_version_is_out_of_date(site: Path) -> None:
    write(site, "gitlab")
    file = site / ".gitlab-ci.yml"
    old = re.sub(r"\(([0-9a-f]{8}) [0-9a-f]{8}\)", r"(\1)", file.read_text(encoding="utf-8"))
    file.write_text(old, encoding="utf-8")
    assert "version of site-gen" in said(site)[0]


def test_check_warns_at_the_file(site: Path, cli: Cli) -> None:
    assert cli("schedule", "github", "--write", cwd=site).code == 0
    assert "out of date" not in cli("check", cwd=site).err
    write_files(site, {"offers/winter.yaml": DIRECT.replace("2026-11-20", "2026-12-01")})
    shown = cli("check", cwd=site)
    assert ".github/workflows/site.yml:1:1: warning: this schedule is out of date" in shown.err
    assert shown.code == 0
