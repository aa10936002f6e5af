"""An unreadable folder is a problem like others, which disappears once the folder is readable."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from site_gen.load.discovery import group_files, names_in, single_file, stray_files, stray_overlays
from site_gen.load.files import FileReader
from site_gen.load.pictures import read_pictures
from site_gen.load.read_cache import ReadCache
from site_gen.problems import Problem

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders there are closed in another way")

NOBODY: Final = 65534


@pytest.fixture
def folder() -> Iterator[Path]:
    """A project's folder that every user may enter: those of the other tests are closed to all but one."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def closed(path: Path) -> Iterator[None]:
    """Let nobody read a folder. To the superuser nothing is closed, so another is taken for as long."""
    is_root = os.geteuid() == 0
    path.chmod(0)
    try:
        if is_root:
            os.seteuid(NOBODY)
        yield
    finally:
        if is_root:
            os.seteuid(0)
        path.chmod(0o755)


def said(problems: list[Problem]) -> list[str]:
    return [f"{problem.location.file}: {problem.message}" for problem in problems]


def things(project: Path, read_cache: ReadCache) -> tuple[list[str], list[str]]:
    """Return the things of cases/ and what is wrong, as a reading with a memory does."""
    reader = FileReader(project, read_cache)
    read_cache.begin(())
    found = reader.things("cases", ".yaml", lambda _, files: files.slug)
    read_cache.end()
    return found, said(reader.found.problems)


REFUSED: Final = "cases: the folder can't be read: permission denied"


def test_a_closed_folder_is_a_problem_and_is_read_when_it_opens(folder: Path) -> None:
    read_cache, cases = ReadCache(), folder / "cases"
    assert things(folder, read_cache) == ([], [])
    cases.mkdir()
    with closed(cases):
        assert things(folder, read_cache) == ([], [REFUSED])
        assert said(group_files(folder, "cases", ".yaml", ("en",))[1]) == [REFUSED]
    assert things(folder, read_cache) == ([], [])
    (cases / "a.yaml").write_text("", encoding="utf-8")
    assert things(folder, read_cache) == (["a"], [])
    with closed(cases):
        assert things(folder, read_cache) == ([], [REFUSED])


def test_a_folder_that_is_a_link_to_itself_is_a_problem(folder: Path) -> None:
    (folder / "cases").symlink_to("cases")
    (problem,) = group_files(folder, "cases", ".yaml", ("en",))[1]
    assert problem.message == "the folder can't be read: too many levels of symbolic links"
    assert problem.hint


def test_a_closed_folder_of_single_files_is_a_problem(folder: Path) -> None:
    content = folder / "content"
    (content / "images").mkdir(parents=True)
    (content / "profile.md").write_text("", encoding="utf-8")
    with closed(content):
        assert single_file(folder, "content/profile", ".md", ("en", "es")) is None
        found = list(stray_files(folder, "content", {"profile": ".md"}, ["images"]))
        assert said(found) == ["content: the folder can't be read: permission denied"]
        assert list(stray_overlays(folder, "content/profile", ".md", ("en", "es"))) == []
        assert said([*read_pictures(folder, ReadCache()).problems]) == [
            "content/images: the folder can't be read: permission denied"
        ]


def test_a_link_into_a_closed_folder_is_no_folder(folder: Path) -> None:
    (folder / "secret" / "inner").mkdir(parents=True)
    (folder / "cases").mkdir()
    (folder / "cases" / "link").symlink_to(folder / "secret" / "inner")
    with closed(folder / "secret"):
        assert names_in(folder / "cases") == [("link", False)]


def test_a_folder_that_is_not_there_is_no_problem(folder: Path) -> None:
    (folder / "cases").write_text("", encoding="utf-8")
    assert names_in(folder / "cases") == names_in(folder / "nothing") == []
