"""A file where a folder belongs, a folder where a file belongs, links to nowhere: each is said, none is passed over."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from site_gen.load.places import FOLDERS
from site_gen.load.project import load_site
from site_gen.problems import Problem, ProjectError
from tests.conftest import Cli, ProjectFactory
from tests.load.test_unreadable import closed
from tests.load.test_unreadable import folder as open_folder  # noqa: F401  # a fixture
from tests.support import BASE, SITE, write_files

THEME = {
    "site.yaml": f"{SITE}theme: {{name: mine}}\n",
    "themes/mine/theme.yaml": "name: Mine\n",
    "themes/mine/assets/a.css": "p {}\n",
    "themes/mine/templates/case.html": "x",
}


def problems(project: Path) -> list[Problem]:
    with pytest.raises(ProjectError) as caught:
        load_site(project)
    return list(caught.value.problems)


def put_away(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)


@pytest.mark.parametrize("place", FOLDERS)
@pytest.mark.parametrize("made", ["file", "link", "pipe"])
def test_what_is_no_folder_is_said(project: ProjectFactory, place: str, made: str) -> None:
    """Otherwise all offers of a site would be gone, and the build would say that all is well."""
    folder = project()
    put_away(folder / place)
    if made == "file":
        (folder / place).write_text("x")
    elif made == "link":
        (folder / place).symlink_to("nowhere")
    else:
        os.mkfifo(folder / place)
    found = [problem for problem in problems(folder) if problem.location.file == place]
    assert len(found) == 1
    assert found[0].hint
    assert ("folder" in found[0].message) != (made == "pipe" and "ordinary" in found[0].message)


@pytest.mark.parametrize(
    "place",
    [
        "site.yaml", "site.es.yaml", "content/services.yaml", "content/services.es.yaml", "content/profile.md",
        "content/privacy.md", "content/reviews.yaml", "content/rubric.yaml", "offers/ledger.jsonl", "offers/pins.jsonl",
        "themes/mine/theme.yaml", "themes/mine/assets/a.css", "themes/mine/templates/case.html",
    ],
)  # fmt: skip
@pytest.mark.parametrize("made", ["folder", "link", "pipe"])
def test_what_is_no_file_is_said(project: ProjectFactory, cli: Cli, place: str, made: str) -> None:
    folder = project(THEME)
    put_away(folder / place)
    if made == "folder":
        (folder / place).mkdir()
    elif made == "link":
        (folder / place).symlink_to("nowhere")
    else:
        os.mkfifo(folder / place)
    if made == "folder" and place in {"themes/mine/assets/a.css", "themes/mine/templates/case.html"}:
        return  # folders may be there
    found = [problem for problem in problems(folder) if problem.location.file == place]
    assert len(found) == 1
    assert found[0].hint
    if made == "folder":
        ran = cli("check", "--project", str(folder))
        assert ran.code == 1
        assert f"{place}:1:1: this is a folder, and a file is expected" in ran.out + ran.err


@pytest.mark.parametrize("part", ["templates", "assets", "strings", "documents", "cards"])
def test_a_file_in_the_place_of_a_themes_folder_is_said(project: ProjectFactory, part: str) -> None:
    folder = project(THEME)
    put_away(folder / "themes/mine" / part)
    (folder / "themes/mine" / part).write_text("x")
    [problem] = problems(folder)
    assert str(problem).startswith(f"themes/mine/{part}:1:1: this is a file, and a folder is expected")


@pytest.mark.parametrize("part", ["themes", "themes/mine", "themes/mine/assets", "themes/mine/templates"])
def test_a_theme_that_may_not_be_read_is_said(open_folder: Path, part: str) -> None:  # noqa: F811
    """Otherwise the packaged theme would take its place, and the site would be online in other clothes."""
    write_files(open_folder, {**BASE, **THEME})
    for path in (open_folder, *open_folder.rglob("*")):
        path.chmod(0o755)
    with closed(open_folder / part):
        [problem] = problems(open_folder)
    assert str(problem).startswith(f"{part}:1:1: the folder can't be read: permission denied")


@pytest.mark.parametrize("file", ["theme.yaml", "assets/a.css", "templates/case.html"])
def test_a_file_of_a_theme_that_may_not_be_read_is_said(open_folder: Path, file: str) -> None:  # noqa: F811
    write_files(open_folder, {**BASE, **THEME})
    for path in (open_folder, *open_folder.rglob("*")):
        path.chmod(0o755)
    place = open_folder / "themes/mine" / file
    with closed(place):
        [problem] = problems(open_folder)
    assert str(problem).startswith(f"themes/mine/{file}:1:1: the file can")


def test_a_theme_of_links_is_a_theme(project: ProjectFactory, tmp_path: Path) -> None:
    """Who keeps one theme for several sites links to it."""
    away = write_files(tmp_path / "away", {name.removeprefix("themes/mine/"): THEME[name] for name in THEME})
    folder = project({"site.yaml": THEME["site.yaml"]})
    (folder / "themes").mkdir()
    (folder / "themes/mine").symlink_to(away)
    assert "a.css" in load_site(folder).site.theme.assets


def test_a_file_of_a_theme_that_is_too_big_is_not_read(project: ProjectFactory) -> None:
    folder = project(THEME)
    with (folder / "themes/mine/assets/film.mp4").open("wb") as file:
        file.truncate(200_000_000)
    [problem] = problems(folder)
    assert problem.message == "the file is too big: 200 MB, and at most 100 MB are read"


@pytest.mark.parametrize(
    "place", ["content/articles", "content/pages", "content/images", "static", "themes/studio/assets"]
)
def test_links_that_lead_in_circles_end(project: ProjectFactory, cli: Cli, place: str) -> None:
    """Two links to their own folder are two to the power of forty folders: a build would never end."""
    folder = project()
    (folder / place).mkdir(parents=True, exist_ok=True)
    for name, target in (("a", "."), ("b", ".."), ("c", "/")):
        (folder / place / name).symlink_to(target)
    began = time.process_time()
    assert cli("build", "--project", str(folder)).code == 0
    assert time.process_time() - began < 20


@pytest.mark.parametrize("place", ["output", ".cache", "static", "content/images"])
def test_a_link_to_itself_in_a_folders_place_is_no_mistake_of_the_program(
    project: ProjectFactory, cli: Cli, place: str
) -> None:
    folder = project()
    put_away(folder / place)
    (folder / place).symlink_to(Path(place).name)
    for command in ("check", "build", "check"):
        assert cli(command, "--project", str(folder)).code in {0, 1, 3}


def test_folders_that_are_too_deep_are_said(project: ProjectFactory) -> None:
    folder = project()
    deep = folder / "content/articles" / "/".join("d" * 150)
    write_files(deep, {"x.md": BASE["content/articles/first.md"]})
    found = load_site(folder)
    assert [str(problem.location) for problem in found.warnings] == ["content/articles/d:1:1"]


def test_no_depth_of_folders_is_a_mistake_of_the_program(
    project: ProjectFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("site_gen.load.project.read_static", fail)
    [problem] = problems(project())
    assert problem.message == "folders of the project are too many one in another, so it can't be read"
