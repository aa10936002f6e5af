"""The very command lines of the files, run by a shell on a project with an awkward path: a deploy happens."""

from __future__ import annotations

import os
import plistlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from site_gen.actions.schedule import make_schedule
from site_gen.cli.schedule import PROGRAM
from tests.conftest import Cli
from tests.schedules.kit import AWKWARD, parsed
from tests.support import BASE, NOW, SITE, write_files

DEPLOY = "deploy: {to: folder, path: ../live}\n"
GIT = 'deploy: {to: git, remote: "https://git.example/mara/site.git"}\n'


@pytest.fixture
def awkward(tmp_path: Path) -> Path:
    return write_files(tmp_path / AWKWARD, {**BASE, "site.yaml": SITE + DEPLOY})


def cron_command(text: str) -> str:
    """Return what cron gives to the shell: what is behind the five times; crontab(5) on the percent sign."""
    line = text.splitlines()[-1]
    command = line.split(" ", 5)[5]
    assert not re.search(r"(?<!\\)%", command), "cron would end the command here"
    return command.replace(r"\%", "%")


def systemd_words(text: str) -> list[str]:
    """Return the words that systemd starts: systemd.service(5), Command lines; systemd.unit(5), Specifiers."""
    line = re.search(r'(?m)^ExecStart=(/bin/sh) (-c) "(.*)"$', text)
    assert line is not None
    script = re.sub(r"\\(.)", r"\1", line[3])
    assert not re.search(r"(?<!%)%(?!%)|(?<!\$)\$(?!\$)", script.replace("%%", "").replace("$$", ""))
    return [line[1], line[2], script.replace("%%", "%").replace("$$", "$")]


def words_of(kind: str, project: Path) -> list[str]:
    made = make_schedule(project, kind, None, NOW, (sys.executable, *PROGRAM))
    text = made.files[0].text
    match kind:
        case "cron":
            return ["/bin/sh", "-c", cron_command(text)]
        case "systemd":
            return systemd_words(text)
    return list(map(str, plistlib.loads(made.files[0].content)["ProgramArguments"]))


@pytest.mark.skipif(os.name == "nt", reason="no such schedulers there")
@pytest.mark.parametrize("kind", ["cron", "systemd", "launchd"])
@pytest.mark.sampled(1)
def test_the_line_deploys_and_then_finds_nothing_to_do(awkward: Path, tmp_path: Path, cache: Path, kind: str) -> None:
    """Whoever has a blank, a quote or a letter of their own language in a folder's name would never be online."""
    home = tmp_path / "home"
    (home / "Library" / "Logs").mkdir(parents=True)
    bare = {"HOME": str(home), "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "SITE_GEN_CACHE": str(cache)}
    words = words_of(kind, awkward)
    first = subprocess.run(words, env=bare, cwd=home, capture_output=True, check=False)
    assert first.returncode == 0, first.stderr
    assert (tmp_path / "live" / "index.html").exists()
    again = subprocess.run(words, env=bare, cwd=home, capture_output=True, check=False)
    assert (again.returncode, again.stdout, again.stderr) == (0, b"", b"")


@pytest.mark.skipif(os.name == "nt", reason="no such schedulers there")
@pytest.mark.parametrize("kind", ["cron", "systemd", "launchd"])
def test_secrets_come_from_the_file_that_is_named(tmp_path: Path, kind: str) -> None:
    """A password that doesn't reach the deploy fails it each time, where nobody looks."""
    project = write_files(tmp_path / AWKWARD, {**BASE, "site.yaml": SITE + GIT})
    show = tmp_path / "show"
    show.write_text('#!/bin/sh\nprintf "%s" "$SITE_GEN_GIT_TOKEN" >"$HOME/seen"\n', encoding="utf-8")
    show.chmod(0o755)
    home = tmp_path / "home"
    write_files(home, {".config/site-gen/mara.example.env": "SITE_GEN_GIT_TOKEN='a$b \"%s'\n", "Library/Logs/x": ""})
    words = [word.replace(sys.executable, str(show)) for word in words_of(kind, project)]
    subprocess.run(words, env={"HOME": str(home), "PATH": "/usr/bin:/bin"}, check=True)
    assert (home / "seen").read_text(encoding="utf-8") == 'a$b "%s'


# --- on a host --------------------------------------------------------------------------------------------------------


def git(folder: Path, *words: str) -> str:
    named = ["git", "-c", "user.name=Mara", "-c", "user.email=mara@mara.example", "-c", "init.defaultBranch=main"]
    return subprocess.run([*named, *words], cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the project, from which runs on a host begin."""
    seed = write_files(tmp_path / "seed", {**BASE, "site.yaml": SITE + DEPLOY, ".gitignore": ".cache/\noutput/\n"})
    git(tmp_path, "init", "--quiet", "--bare", "site.git")
    git(seed, "init", "--quiet")
    git(seed, "add", "--all")
    git(seed, "commit", "--quiet", "--message=first")
    git(seed, "push", "--quiet", str(tmp_path / "site.git"), "HEAD:main")
    return tmp_path / "site.git"


def test_a_fresh_checkout_with_what_was_kept_has_nothing_to_do(repository: Path, tmp_path: Path, cli: Cli) -> None:
    """On a host every run would build and deploy: all files are new there."""
    git(tmp_path, "clone", "--quiet", str(repository), "one")
    assert cli("deploy", "--if-due", cwd=tmp_path / "one").code == 0
    git(tmp_path, "clone", "--quiet", str(repository), "two")
    os.utime(tmp_path / "two" / "site.yaml", (1, 1))
    assert '"release"' in cli("deploy", "--if-due", "--json", "--dry-run", cwd=tmp_path / "two").out
    shutil.copytree(tmp_path / "one" / ".cache", tmp_path / "two" / ".cache")
    state = (tmp_path / "two/.cache/site-gen/releases/state.json").read_bytes()
    due = ("deploy", "--if-due", "--json")
    assert cli(*due, cwd=tmp_path / "two").out == '{"due": false}\n'
    assert cli(*due, cwd=tmp_path / "two").out == '{"due": false}\n'
    assert (tmp_path / "two/.cache/site-gen/releases/state.json").read_bytes() == state
    write_files(tmp_path / "two", {"content/profile.md": "---\ntitle: Other me\n---\nI work alone.\n"})
    assert '"release"' in cli(*due, cwd=tmp_path / "two").out


def test_the_record_of_a_run_is_committed_once_and_starts_no_other(repository: Path, tmp_path: Path, cli: Cli) -> None:
    """The evidence of what was offered would be lost with the host's machine, or runs would go on for ever."""
    made = make_schedule(
        write_files(tmp_path / "other", {**BASE, "site.yaml": SITE + GIT}), "github", None, NOW, ("python",)
    )
    steps = parsed(made.files[0])["jobs"]["deploy"]["steps"]
    script = next(step["run"] for step in steps if "ledger" in step.get("run", ""))
    git(tmp_path, "clone", "--quiet", str(repository), "run")
    run = tmp_path / "run"
    assert cli("deploy", cwd=run).code == 0
    # Somebody pushes meanwhile.
    git(tmp_path, "clone", "--quiet", str(repository), "theirs")
    write_files(tmp_path / "theirs", {"README.md": "Hello\n"})
    git(tmp_path / "theirs", "add", "--all")
    git(tmp_path / "theirs", "commit", "--quiet", "--message=theirs")
    git(tmp_path / "theirs", "push", "--quiet")
    for _ in range(2):
        subprocess.run(["bash", "-e", "-c", script], cwd=run, check=True, env={**os.environ, "GITHUB_REF_NAME": "main"})
    messages = git(repository, "log", "--format=%s", "main").splitlines()
    assert messages == ["What is offered in public [skip ci]", "theirs", "first"]
    assert git(repository, "show", "main:offers/ledger.jsonl").count("\n") == 3
