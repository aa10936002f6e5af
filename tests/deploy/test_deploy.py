"""site-gen deploy, from a project to a folder: what is built, sent, said, kept and taken back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Cli, ProjectFactory
from tests.support import DIRECT, SITE, Ran, tree, write_files
from tests.support_audit import CLIENT, FILE, TOKEN, audit_text

DEPLOY = "deploy: {to: folder, path: ../live}\n"
TWO = "deploy:\n  live: {to: folder, path: ../live}\n  test: {to: folder, path: ../test}\n"
AFTER = "2026-12-21T09:00"


@pytest.fixture
def site(project: ProjectFactory) -> Path:
    return project({"site.yaml": SITE + DEPLOY})


def online(project: Path, name: str = "live") -> dict[str, bytes]:
    """Return the files that are online, without the deploy's own."""
    files = tree(project.parent / name) if (project.parent / name).exists() else {}
    return {path: content for path, content in files.items() if not path.startswith(".site-gen/")}


def built(project: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(project / "output").items() if not path.startswith(".site-gen/")}


def done(ran: Ran) -> Any:
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_the_site_is_built_and_put_online_and_what_it_offers_is_recorded(site: Path, cli: Cli) -> None:
    ran = cli("deploy", cwd=site)
    assert ran.code == 0, ran.err
    assert online(site) == built(site)
    assert "new" in ran.out
    assert "3 new states of offers recorded" in ran.err
    assert (site / "offers/ledger.jsonl").read_text(encoding="utf-8").count("\n") == 3


def test_a_dry_run_says_the_same_and_changes_nothing(site: Path, cli: Cli) -> None:
    tried = done(cli("deploy", "--dry-run", "--json", cwd=site))
    assert (online(site), (site / "offers/ledger.jsonl").exists()) == ({}, False)
    deployed = done(cli("deploy", "--json", cwd=site))
    keys = ("target", "label", "new", "changed", "removed", "same", "others", "bytes", "changes_at")
    assert [tried[key] for key in keys] == [deployed[key] for key in keys]
    assert set(deployed["new"]) == set(online(site))


def test_only_the_first_target_is_recorded(project: ProjectFactory, cli: Cli) -> None:
    folder = project({"site.yaml": SITE + TWO})
    assert done(cli("deploy", "test", "--json", cwd=folder))["recorded"] == 0
    assert (bool(online(folder, "test")), bool(online(folder))) == (True, False)
    assert done(cli("deploy", "--json", cwd=folder))["target"] == "live"
    assert online(folder) == online(folder, "test")


def test_a_site_with_mistakes_stays_as_it_was(site: Path, cli: Cli) -> None:
    cli("deploy", cwd=site)
    before = online(site)
    write_files(site, {"cases/cafe.yaml": "client: x\n"})
    assert cli("deploy", cwd=site).code == 1
    assert online(site) == before


def test_what_would_mislead_does_not_go_online(site: Path, cli: Cli) -> None:
    cli("deploy", cwd=site)
    write_files(site, {"offers/month.yaml": DIRECT.replace("2026-12-20", "2027-01-20")})
    ran = cli("deploy", cwd=site)
    assert (ran.code, "offers/month.yaml" in ran.err) == (1, True)


def test_after_a_deadline_another_site_goes_online(site: Path, cli: Cli) -> None:
    cli("deploy", cwd=site)
    before = online(site)["offers/month/index.html"]
    cli("deploy", "--now", AFTER, cwd=site)
    assert online(site)["offers/month/index.html"] != before


def test_without_a_target_the_message_says_what_to_write(project: ProjectFactory, cli: Cli) -> None:
    ran = cli("deploy", cwd=project())
    assert ran.code == 2
    assert "write 'deploy: {to: folder, path: /var/www/site}'" in ran.err


def test_an_unknown_target_is_named_with_the_nearest(project: ProjectFactory, cli: Cli) -> None:
    ran = cli("deploy", "tset", cwd=project({"site.yaml": SITE + TWO}))
    assert (ran.code, "there is no target 'tset'; did you mean 'test'?" in ran.err) == (2, True)


@pytest.mark.parametrize("words", [("--history", "--unlock"), ("--if-due", "--rollback")])
def test_what_does_not_go_together_is_wrong_usage(site: Path, cli: Cli, words: tuple[str, ...]) -> None:
    assert cli("deploy", *words, cwd=site).code == 2


def test_a_refusal_is_the_worlds_and_yes_goes_on(site: Path, cli: Cli) -> None:
    write_files(site.parent / "live", {"index.html": "theirs", "shop.php": "theirs"})
    ran = cli("deploy", cwd=site)
    assert (ran.code, "in the way of the site: index.html" in ran.err) == (3, True)
    assert done(cli("deploy", "--yes", "--json", cwd=site))["others"] == ["index.html", "shop.php"]
    assert online(site) == {**built(site), "shop.php": b"theirs"}


def test_a_lock_is_taken_away_when_asked(site: Path, cli: Cli) -> None:
    lock = '{"who": "Pau", "machine": "x", "since": "2999-01-01T00:00:00+00:00"}'
    write_files(site.parent / "live", {".site-gen/lock.json": lock})
    ran = cli("deploy", cwd=site)
    assert (ran.code, "locked by Pau" in ran.err, "--unlock" in ran.err) == (3, True, True)
    assert "was of Pau" in cli("deploy", "--unlock", cwd=site).err
    assert cli("deploy", cwd=site).code == 0


# --- releases ---------------------------------------------------------------------------------------------------------


def test_a_release_is_taken_back(site: Path, cli: Cli) -> None:
    cli("deploy", cwd=site)
    first = online(site)
    write_files(site, {"content/profile.md": "---\ntitle: Other\n---\nOther.\n"})
    cli("deploy", cwd=site)
    assert online(site) != first
    back = done(cli("deploy", "--rollback", "--json", cwd=site))
    assert online(site) == first
    history = done(cli("deploy", "--history", "--json", cwd=site))
    assert [release["of"] for release in history] == [history[2]["release"], None, None]
    assert history[0]["release"] == back["release"]
    cli("deploy", "--rollback", history[1]["release"], cwd=site)
    assert online(site) == built(site)


def test_a_release_with_an_offer_that_is_over_stays_unless_that_is_said(site: Path, cli: Cli) -> None:
    cli("deploy", cwd=site)
    first = online(site)
    write_files(site, {"offers/month.yaml": None, "cases/cafe.yaml": None, "content/articles/first.md": None})
    cli("deploy", cwd=site)
    before = online(site)
    ran = cli("deploy", "--rollback", cwd=site)
    assert (ran.code, "shows as open what is over now: month" in ran.err) == (3, True)
    assert online(site) == before
    assert cli("deploy", "--rollback", "--yes", cwd=site).code == 0
    assert online(site) == first


def test_there_is_nothing_to_take_back_after_one_release(site: Path, cli: Cli) -> None:
    cli("deploy", cwd=site)
    ran = cli("deploy", "--rollback", cwd=site)
    assert (ran.code, "no earlier release" in ran.err) == (2, True)
    assert "there is no release 'x'" in cli("deploy", "--rollback", "x", cwd=site).err


def test_the_last_ten_releases_are_kept_with_their_files_alone(site: Path, cli: Cli) -> None:
    for number in range(12):
        write_files(site, {"content/profile.md": f"---\ntitle: Me\n---\nVersion {number}.\n"})
        assert cli("deploy", cwd=site).code == 0
    releases = site / ".cache/site-gen/releases"
    kept = [json.loads(path.read_text(encoding="utf-8")) for path in releases.glob("*Z-*.json")]
    assert len(kept) == 10
    used = {file[0] for release in kept for file in release["files"].values()}
    assert {path.name for path in (releases / "files").glob("*/*")} == used
    assert cli("deploy", "--history", cwd=site).out.count("\n") == 11


# --- secrets ----------------------------------------------------------------------------------------------------------

SECRET = "correct horse battery & staple"  # noqa: S105  # of a test


def test_a_secret_of_the_environment_does_not_go_online(site: Path, cli: Cli) -> None:
    write_files(site, {"content/profile.md": f"---\ntitle: Me\n---\nMy key is {SECRET}.\n"})
    ran = cli("deploy", cwd=site, env={"SITE_GEN_TELEGRAM_TOKEN": SECRET})
    assert (ran.code, online(site)) == (3, {})
    assert "profile/index.html holds the value of SITE_GEN_TELEGRAM_TOKEN" in ran.err
    assert SECRET not in ran.err + ran.out


def test_pages_for_one_client_go_online_and_are_told_by_their_folder(site: Path, cli: Cli) -> None:
    write_files(site, {FILE: audit_text()})
    ran = cli("deploy", "--json", cwd=site)
    assert "audit/…" in done(ran)["new"]
    assert TOKEN not in ran.out + ran.err
    assert f"audit/{TOKEN}/index.html" in online(site)
    assert [path for path, content in tree(site.parent / "live").items() if CLIENT.encode() in content] == [
        f"audit/{TOKEN}/index.html"
    ]


def test_the_address_of_one_client_in_a_public_page_does_not_go_online(site: Path, cli: Cli) -> None:
    write_files(site, {FILE: audit_text(), "content/profile.md": f"---\ntitle: Me\n---\nSee {TOKEN}.\n"})
    ran = cli("deploy", cwd=site)
    assert (ran.code, f"profile/index.html holds the address of {FILE}" in ran.err) == (3, True)
    assert TOKEN not in ran.err


# --- only when due ----------------------------------------------------------------------------------------------------


def test_nothing_is_due_until_a_source_or_the_time_changes_the_site(site: Path, cli: Cli) -> None:
    due = ("deploy", "--if-due", "--json")
    assert "release" in done(cli(*due, cwd=site))
    assert done(cli(*due, cwd=site)) == {"due": False}
    assert done(cli(*due, "--now", "2026-12-20T17:59", cwd=site)) == {"due": False}
    assert "release" in done(cli(*due, "--now", "2026-12-20T18:00", cwd=site))
    write_files(site, {"content/profile.md": "---\ntitle: Me\n---\nNew.\n"})
    assert "content/profile.md" not in done(cli(*due, "--now", "2026-12-20T18:00", cwd=site))["new"]
    assert done(cli(*due, "--now", "2026-12-20T18:00", cwd=site)) == {"due": False}


def test_another_target_is_due_by_itself(project: ProjectFactory, cli: Cli) -> None:
    folder = project({"site.yaml": SITE + TWO})
    cli("deploy", cwd=folder)
    assert done(cli("deploy", "live", "--if-due", "--json", cwd=folder)) == {"due": False}
    assert "release" in done(cli("deploy", "test", "--if-due", "--json", cwd=folder))


CHECK = """
import sys
from site_gen.cli import main
sys.argv = ["site-gen", "deploy", "--if-due", "--now", "2026-11-23T12:30:00+01:00"]
try:
    main()
except SystemExit:
    pass
print(*sorted({name.partition(".")[0] for name in sys.modules} & {"pydantic", "jinja2", "rich", "yaml", "markdown"}))
"""


def test_that_nothing_is_due_is_known_without_anything_heavy(site: Path, cli: Cli) -> None:
    cli("deploy", cwd=site)
    ran = subprocess.run([sys.executable, "-c", CHECK], cwd=site, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ""
    assert "nothing to do" in ran.stderr


def test_a_build_with_drafts_is_built_again(site: Path, cli: Cli) -> None:
    write_files(site, {"offers/month.yaml": DIRECT.replace("2026-11-20", "2026-12-01")})
    cli("build", "--drafts", cwd=site)
    assert "offers/month/index.html" in built(site)
    assert cli("deploy", cwd=site).code == 0
    assert "offers/month/index.html" not in online(site)
