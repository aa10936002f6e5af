"""Checks that say again what they found: they must say what a check that reads everything says."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from site_gen.actions.check import check, inspected_build
from site_gen.builder.check_record import CheckRecord
from site_gen.load import kept_readings
from site_gen.problems import Problem, ProjectError
from tests.builder.edits import Editor
from tests.conftest import ProjectFactory
from tests.load.rich import RICH
from tests.support import CASE, NOW, write_files
from tests.support_audit import LOCKED, PASSWORD, VARIABLE
from tests.support_build import request

SEQUENCES: Final = int(os.environ.get("SEQUENCES", "4")) // 2


def record(project: Path, cache: Path, environment: dict[str, str] | None = None) -> CheckRecord:
    return CheckRecord(cache, project, project / "output", environment or {})


def again(
    project: Path, cache: Path, now: datetime = NOW, environment: dict[str, str] | None = None
) -> tuple[Problem, ...]:
    """Check as the command does."""
    known = record(project, cache, environment)
    found = known.problems(now)
    return check(project, now, cache, environment or {}, known) if found is None else found


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_after_any_edits_a_check_finds_what_one_that_reads_everything_finds(
    project: ProjectFactory, tmp_path: Path, cache: Path, seed: int
) -> None:
    """Lost otherwise: a broken link or a missing proof that nobody is told of, until a stranger finds it."""
    folder, kept, own = project(), tmp_path / "kept", tmp_path / "own"
    own.mkdir()
    editor = Editor(folder, folder / "output", kept, random.Random(1000 + seed))  # noqa: S311
    for _ in range(5):
        for _ in range(editor.chance.randrange(1, 4)):
            editor.act()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(kept_readings, "lasting_folder", lambda: None)
            wanted = check(folder, editor.now, tmp_path / "none", {})
            patch.setattr(kept_readings, "lasting_folder", lambda: own)
            assert again(folder, kept, editor.now) == wanted, editor.done
            assert again(folder, kept, editor.now) == wanted, editor.done
            if editor.chance.random() < 0.5:
                try:
                    inspected_build(request(folder, folder / "output", kept, now=editor.now))
                except ProjectError:
                    continue


def test_nothing_changed_is_said_without_a_heavy_import(project: ProjectFactory, cache: Path, tmp_path: Path) -> None:
    """Lost otherwise: a second at each save in an editor that checks, and in each hook."""
    folder = project(RICH)
    code = "import sys\nfrom site_gen.cli import group\ngroup(standalone_mode=False)\nprint(*sys.modules)"
    words = [sys.executable, "-c", code, "check", "--project", str(folder), "--now", NOW.isoformat()]
    environment = os.environ | {"SITE_GEN_CACHE": str(tmp_path / "cache")}
    first, second = (
        subprocess.run(words, env=environment, capture_output=True, text=True, check=True) for _ in range(2)
    )
    assert first.stderr == second.stderr
    heavy = {"jinja2", "pydantic", "markdown", "babel", "rich", "yaml", "PIL", "typst", "site_gen.builder.pipeline"}
    assert heavy & set(first.stdout.split())
    assert heavy & set(second.stdout.split()) == set()


def test_what_the_clock_changes_is_found(project: ProjectFactory, tmp_path: Path) -> None:
    """Lost otherwise: nobody is told that the offer ends this week."""
    folder = project()
    assert again(folder, tmp_path / "kept") == check(folder, NOW, tmp_path / "none", {})
    for days in (1, 10, 19, 20, 21, 27, 28, 60):
        now = NOW + timedelta(days=days)
        assert again(folder, tmp_path / "kept", now) == check(folder, now, tmp_path / "none", {})
    assert again(folder, tmp_path / "kept") == check(folder, NOW, tmp_path / "none", {})


def test_what_the_environment_changes_is_found(project: ProjectFactory, tmp_path: Path) -> None:
    """Lost otherwise: a build server without the password builds what it can't lock."""
    folder = project({"content/audits/bakery.yaml": LOCKED})
    for environment in ({}, {VARIABLE: "short"}, {VARIABLE: PASSWORD}, {VARIABLE: "another-four-words"}, {}):
        found = again(folder, tmp_path / "kept", NOW, environment)
        assert found == check(folder, NOW, tmp_path / "none", environment)


def test_a_damaged_record_is_looked_over(project: ProjectFactory, tmp_path: Path) -> None:
    folder = project({"cases/cafe.yaml": CASE + "body: '[x](/nowhere/)'\n"})
    wanted = again(folder, tmp_path / "kept")
    assert wanted
    [kept] = (tmp_path / "kept" / "builds").iterdir()
    whole, chance = kept.read_bytes(), random.Random(3)  # noqa: S311
    for _ in range(100):
        content = bytearray(whole)
        content[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        kept.write_bytes(content)
        assert record(folder, tmp_path / "kept").problems(NOW) in {None, wanted}
    kept.write_bytes(whole[:40])
    assert again(folder, tmp_path / "kept") == wanted
    write_files(folder, {"cases/cafe.yaml": CASE})
    assert again(folder, tmp_path / "kept") == ()


def test_a_file_deep_in_a_wrong_folder_is_found_after_a_check_without_it(
    project: ProjectFactory, tmp_path: Path
) -> None:
    """Lost otherwise: the site is without an article, and no check says so."""
    folder = project({"posts/notes.txt": "x", "posts/2026/11/notes.txt": "x"})
    assert again(folder, tmp_path / "kept") == check(folder, NOW, tmp_path / "none", {})
    write_files(folder, {"posts/2026/11/mine.md": "---\ntitle: Mine\ndate: 2026-11-01\n---\nText.\n"})
    wanted = check(folder, NOW, tmp_path / "none", {})
    assert "posts" in {problem.location.file for problem in wanted}
    assert again(folder, tmp_path / "kept") == wanted
