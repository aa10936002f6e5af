"""What one process read is used by the next: it must be what reading again would give, and never do anything itself."""

from __future__ import annotations

import os
import pickle
import random
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from site_gen.load import files, kept_readings, load_site
from site_gen.load.kept_readings import KeptReadings
from site_gen.load.project import Loaded
from site_gen.load.read_cache import ReadCache
from site_gen.sources import yaml_file
from tests.conftest import ProjectFactory
from tests.load.rich import RICH
from tests.load.test_picture_names import jpeg
from tests.support import CASE, write_files


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache folder, for this test alone."""
    folder = tmp_path / "own"
    folder.mkdir()
    monkeypatch.setattr(kept_readings, "lasting_folder", lambda: folder)
    return folder


def fresh(project: Path) -> Loaded:
    """Read a project without what was kept."""
    return load_site(project, read_cache=ReadCache())


def settled() -> None:
    """Wait until a file that was just written counts as left alone."""
    time.sleep(0.06)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The YAML files that are read, as they are read."""
    names: list[str] = []
    whole = yaml_file.read_yaml_file

    def listening(path: Path, file: str, limit: int) -> Any:
        names.append(file)
        return whole(path, file, limit)

    monkeypatch.setattr(files, "read_yaml_file", listening)
    monkeypatch.setattr("site_gen.sources.yaml_file.read_yaml_file", listening)
    return names


def test_what_is_kept_is_what_reading_gives(project: ProjectFactory, own: Path, read: list[str]) -> None:
    """Lost otherwise: after the second build a price, a photo or a warning is another than after the first."""
    folder = project(RICH)
    settled()
    first = load_site(folder)
    read.clear()
    second = load_site(folder)
    assert set(read) <= {"site.yaml", "site.es.yaml", "site.en.yaml"}
    assert second == first == fresh(folder)


def test_only_what_changed_is_read_again(project: ProjectFactory, own: Path, read: list[str]) -> None:
    folder = project({f"cases/c{number}.yaml": CASE for number in range(5)})
    settled()
    load_site(folder)
    (folder / "cases/c3.yaml").write_text(CASE.replace("title: ", "title: New "))
    read.clear()
    found = load_site(folder)
    assert [name for name in read if name.startswith("cases/")] == ["cases/c3.yaml"]
    assert found == fresh(folder)
    (folder / "cases/c4.yaml").unlink()
    assert load_site(folder) == fresh(folder)


def test_a_file_that_was_only_just_written_is_read_again(
    project: ProjectFactory, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lost otherwise: of two saves within one tick of the clock, the second."""
    folder = project({"cases/cafe.yaml": CASE})
    path = folder / "cases/cafe.yaml"
    monkeypatch.setattr("site_gen.load.read_cache.clock", lambda: path.stat().st_mtime_ns + 1_000_000)
    load_site(folder)
    state = path.stat()
    monkeypatch.setattr("site_gen.load.read_cache.state_of", _same_for(path, state))
    path.write_bytes(path.read_bytes().replace(b"title: ", b"title: X", 1)[: state.st_size])
    assert load_site(folder).site == fresh(folder).site


def _same_for(path: Path, state: os.stat_result) -> Any:
    """Return a look at files to which one of them seems unchanged."""
    from site_gen.file_states import state_of

    same = (state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino)
    return lambda name: same if str(name) == str(path) else state_of(name)


def test_a_picture_that_is_put_beside_a_text_is_found(project: ProjectFactory, own: Path) -> None:
    """Lost otherwise: the owner adds the photo that the error asked for, and the error stays."""
    photo = jpeg()
    text = "---\ntitle: A\ndate: 2026-01-01\nsummary: S\npicture: {image: photo.jpg, alt: A}\n---\nText.\n"
    folder = project({"content/articles/note/index.md": text, "content/articles/note/other.jpg": photo})
    (folder / "content/images").mkdir(exist_ok=True)
    (folder / "content/images/photo.jpg").write_bytes(photo)
    settled()
    first = picture(folder)
    (folder / "content/articles/note/photo.jpg").write_bytes(photo)
    assert (first, picture(folder)) == ("photo.jpg", "articles/note/photo.jpg")


def picture(project: Path) -> str:
    found = next(article for article in load_site(project).site.articles if article.slug == "note").original.picture
    assert found
    return found.image


@pytest.mark.parametrize("seed", range(6))
def test_damage_is_read_over(project: ProjectFactory, own: Path, seed: int) -> None:
    """Lost otherwise: a byte that a disk turned stands on a page, or ends every build with a traceback."""
    folder = project(RICH)
    settled()
    wanted = load_site(folder)
    [store] = (own / "readings").iterdir()
    chance, whole = random.Random(seed), store.read_bytes()  # noqa: S311
    for _ in range(8):
        content = bytearray(whole)
        for _ in range(chance.choice([1, 3, 200])):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        store.write_bytes(content[: chance.choice([len(content), len(content) // 2, 10, 0])])
        assert load_site(folder) == wanted


def test_another_version_of_the_program_reads_everything(
    project: ProjectFactory, own: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project({"cases/cafe.yaml": CASE})
    settled()
    load_site(folder)
    read.clear()
    monkeypatch.setattr(kept_readings, "_program", lambda: "another")
    load_site(folder)
    assert "cases/cafe.yaml" in read
    read.clear()
    load_site(folder)
    assert "cases/cafe.yaml" not in read


class Bomb:
    """Something that runs when an ordinary reader of pickles loads it."""

    def __init__(self, call: Any, *words: Any) -> None:
        self._parts = call, words

    def __reduce__(self) -> Any:
        return self._parts


def bombs(mark: Path) -> Iterator[Bomb]:
    yield Bomb(os.system, f"touch {mark}")
    yield Bomb(exec, f"open({str(mark)!r}, 'w')")
    yield Bomb(getattr, Path, "touch")
    yield Bomb(Path.touch, mark)
    yield Bomb(subprocess.Popen, ["touch", str(mark)])  # a type, as data are
    yield Bomb(write_files, mark.parent, {mark.name: "x"})


def test_what_is_planted_does_not_run(project: ProjectFactory, own: Path, tmp_path: Path) -> None:
    """Lost otherwise: whoever can write one file into a person's cache runs programs as that person."""
    folder, mark = project({"cases/cafe.yaml": CASE}), tmp_path / "ran"
    settled()
    wanted = load_site(folder)
    [store] = (own / "readings").iterdir()
    for bomb in bombs(mark):
        with closing(sqlite3.connect(store)) as database, database:
            for key, also, states in database.execute("SELECT key, also, states FROM reading").fetchall():
                content = pickle.dumps(bomb)
                row = (content, kept_readings._hash(key, also, states, content), key)  # noqa: SLF001
                database.execute("UPDATE reading SET content = ?, hash = ? WHERE key = ?", row)
        assert load_site(folder) == wanted
        time.sleep(0.05)  # what was started may still be on its way
        assert not mark.exists()


def test_nothing_is_kept_where_there_is_no_folder(project: ProjectFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_readings, "lasting_folder", lambda: None)
    folder = project()
    assert KeptReadings.of(folder) is None
    assert load_site(folder) == fresh(folder)


def test_readings_are_for_their_owner_alone(project: ProjectFactory, own: Path) -> None:
    """Lost otherwise: proposals and audits, with their clients' names, to everybody on the machine."""
    folder = project({"cases/cafe.yaml": CASE})
    settled()
    load_site(folder)
    [store] = (own / "readings").iterdir()
    assert store.stat().st_mode & 0o077 == 0
    assert store.parent.stat().st_mode & 0o077 == 0


def test_a_project_is_kept_for_each_way_to_name_it(
    project: ProjectFactory, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lost otherwise: photos are looked for in the folder in which the last command was started."""
    folder = project(RICH)
    settled()
    monkeypatch.chdir(folder)
    load_site(Path())
    monkeypatch.chdir("/")
    pictures = load_site(folder).site.pictures
    assert pictures
    assert all(picture.path.is_file() for picture in pictures.values())
