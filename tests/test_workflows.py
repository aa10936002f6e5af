"""The workflows in .github: what they run is there, what is from others is pinned, and publishing needs no secret."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from site_gen.distribution import DISTRIBUTION
from tests.support import ROOT
from tools.pythons import VERSIONS

FILES: Final = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MAKEFILE: Final = (ROOT / "Makefile").read_text(encoding="utf-8")


def read(path: Path) -> dict[str, Any]:
    """Return a workflow with all values as texts: `on` is no boolean here."""
    found = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # makes texts alone
    assert isinstance(found, dict)
    return found


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_there_is_one_for_changes_and_one_for_releases() -> None:
    assert [path.stem for path in FILES] == ["ci", "release"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_actions_of_others_are_pinned_and_nothing_may_write(path: Path) -> None:
    """Who takes over an action's tag would publish in our name."""
    workflow = read(path)
    used = [step["uses"] for step in steps(workflow) if "uses" in step]
    assert used
    assert [action for action in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action)] == []
    pinned = re.findall(r"uses: \S+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(pinned) == len(used)
    assert workflow["permissions"] == {"contents": "read"}
    assert all(step["with"]["persist-credentials"] == "false" for step in steps(workflow) if "checkout" in str(step))
    assert all(int(job["timeout-minutes"]) for job in workflow["jobs"].values())


def test_a_release_is_built_checked_and_then_published_without_a_secret() -> None:
    jobs = read(ROOT / ".github/workflows/release.yml")["jobs"]
    assert [(name, job.get("needs")) for name, job in jobs.items()] == [
        ("build", None),
        ("check", "build"),
        ("publish", "check"),
    ]
    assert jobs["publish"]["permissions"] == {"id-token": "write"}
    assert jobs["publish"]["environment"] == "pypi"
    assert not any("permissions" in jobs[name] for name in ("build", "check"))
    assert not any("run" in step for step in jobs["publish"]["steps"]), "what may publish runs no code of the project"
    assert "secrets." not in (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
    uploaded, downloaded = (
        next(step["with"] for step in jobs[job]["steps"] if f"{way}-artifact" in step.get("uses", ""))
        for job, way in (("build", "upload"), ("publish", "download"))
    )
    assert uploaded["name"] == downloaded["name"]
    assert downloaded["path"] == "dist/", "where the publishing action looks"


def test_every_promised_python_is_tried() -> None:
    jobs = read(ROOT / ".github/workflows/ci.yml")["jobs"]
    assert tuple(jobs["pythons"]["strategy"]["matrix"]["python"]) == VERSIONS
    declared = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert tuple(re.findall(r'"Programming Language :: Python :: (3\.\d+)"', declared)) == VERSIONS
    assert f'requires-python = ">={VERSIONS[0]}"' in declared
    assert set(jobs["installed"]["strategy"]["matrix"]["system"]) == {"ubuntu-latest", "windows-latest", "macos-latest"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_run_is_there(path: Path) -> None:
    """A workflow with a wrong name fails on the day of the release."""
    from site_gen.cli import COMMANDS

    run = "\n".join(step["run"] for step in steps(read(path)) if "run" in step)
    assert [target for target in re.findall(r"\bmake ([\w-]+)", run) if f"\n{target}:" not in MAKEFILE] == []
    assert [file for file in re.findall(r"\bsh (\S+)", run) if not (ROOT / file).is_file()] == []
    assert [name for name in re.findall(r"\bsite-gen ([a-z]+)", run) if name not in {*COMMANDS, "check"}] == []
    assert all(name == DISTRIBUTION for name in re.findall(r"runpip (\S+)", run))
