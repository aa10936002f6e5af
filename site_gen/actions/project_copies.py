"""A project that lies in a git repository: copied for the time of one command, and what it recorded given back.

Git works with the keys and helpers of whoever runs it, and asks nothing.
"""

from __future__ import annotations

import re
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from site_gen.deploy.releases import Releases
from site_gen.deploy.stores.git import quiet_environment
from site_gen.files import real_path
from site_gen.messages import joined, m
from site_gen.model.ledger import LEDGER_FILE
from site_gen.model.project_list import ProjectPlace
from site_gen.problems import WorldError

_TIMEOUT: Final = 600.0
"""Seconds that git may take for one step."""

_ATTEMPTS: Final = 4
_PREFIX: Final = "site-gen-copy-"
_TELLING: Final = re.compile(r"^(?:fatal|error|remote): ", re.IGNORECASE)
_AUTHOR: Final = ("-c", "user.name=site-gen", "-c", "user.email=site-gen@localhost")


@contextmanager
def project_copy(place: ProjectPlace, identity: str) -> Iterator[Path]:
    """Give the folder of a project that was copied from its repository; it is removed at the end.

    Deploys of copies with one `identity` know each other's locks for their own. Raises WorldError.
    """
    _remove_forgotten()
    name = f"{_PREFIX}{secrets.token_hex(8)}"
    folder = Path(tempfile.gettempdir(), name)
    with FileLock(_lock_of(folder)):
        try:
            folder.mkdir(mode=0o700)
            _clone(place, folder / "project")
            project = folder / "project" / place.path
            if not real_path(project).is_relative_to(real_path(folder)):
                raise WorldError(
                    m("{path} leads out of {git}", path=place.path, git=place.git),
                    m("name a folder that lies in the repository"),
                )
            Releases(project).adopt(identity)
            yield project
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    _lock_of(folder).unlink(missing_ok=True)


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


def _remove_forgotten() -> None:
    """Remove the copies of processes that were killed: nobody holds their locks."""
    for lock in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*.lock"):
        try:
            with FileLock(lock, timeout=0):
                shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
                lock.unlink(missing_ok=True)
        except (Timeout, OSError):  # at work, or of another user
            continue


def _clone(place: ProjectPlace, folder: Path) -> None:
    branch = ("--branch", place.branch) if place.branch else ()
    words = ("clone", "--quiet", "--depth=1", "--single-branch", "--no-tags", "--recurse-submodules")
    _git(place, folder.parent, *words, "--shallow-submodules", *branch, "--", place.git, str(folder))


def push_ledger(place: ProjectPlace, project: Path) -> str:
    """Commit what a deploy recorded in a copy, and push it to the branch it came from, after what others pushed.

    Returns the lines that are new, '' for none. Raises WorldError, with those lines, where the branch can't be pushed
    to.
    """
    ledger = project / LEDGER_FILE
    _git(place, project, "add", "--intent-to-add", "--force", "--", LEDGER_FILE) if ledger.is_file() else ""
    new = _git(place, project, "diff", "--unified=0", "--no-color", "--", LEDGER_FILE)
    lines = "\n".join(line[1:] for line in new.splitlines() if line.startswith("+{"))
    if not lines:
        return ""
    try:
        _git(place, project, *_AUTHOR, "commit", "--quiet", "--message", _MESSAGE, "--", LEDGER_FILE)
        _push(place, project)
    except WorldError as error:
        raise WorldError(
            m(
                "the site is online, but what it offers could not be pushed to {where}: {error}",
                where=place.where,
                error=error,
            ),
            m(
                "let this machine push to that branch; add these lines to {ledger_file} there:\n{lines}",
                ledger_file=LEDGER_FILE,
                lines=lines,
            ),
        ) from error
    return lines


_MESSAGE: Final = "What is offered in public [skip ci]"


def _push(place: ProjectPlace, project: Path) -> None:
    branch = _git(place, project, "branch", "--show-current").strip()
    attributes = _git(place, project, "rev-parse", "--git-path", "info/attributes").strip()
    path = project / attributes
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("ledger.jsonl merge=union\n", encoding="utf-8")  # lines are only ever added
    for attempt in range(_ATTEMPTS):
        try:
            _git(place, project, "push", "--quiet", "origin", f"HEAD:refs/heads/{branch}")
        except WorldError:
            if attempt == _ATTEMPTS - 1:
                raise
            _git(place, project, *_AUTHOR, "pull", "--quiet", "--rebase", "--autostash", "origin", branch)
        else:
            return


def _git(place: ProjectPlace, folder: Path, *words: str) -> str:
    """Return what git prints. Raises WorldError."""
    try:
        done = subprocess.run(  # noqa: S603  # the words are ours; an address is checked when the list is read
            ["git", *words],  # noqa: S607  # the user's own git
            cwd=folder,
            env=quiet_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_TIMEOUT,
            start_new_session=True,  # without a terminal that ssh could ask at
        )
    except FileNotFoundError as error:
        raise WorldError(m("there is no program 'git' here"), m("install git (git-scm.com)")) from error
    except subprocess.TimeoutExpired as error:
        raise WorldError(
            m("{where}: git took longer than {timeout} seconds", where=place.where, timeout=f"{_TIMEOUT:.0f}"),
            m("try again later"),
        ) from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").splitlines()
        telling = [line for line in said if _TELLING.match(line)] or said or ["git failed"]
        raise WorldError(
            joined(place.where, ": ", _TELLING.sub("", telling[0])),
            m("see that git reaches it from this machine"),
        )
    return done.stdout.decode(errors="replace")
