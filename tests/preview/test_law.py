"""The law of preview: whatever happened to the files, what is served is what a fresh start serves."""

from __future__ import annotations

import gc
import os
import random
import shutil
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from site_gen.preview.engine import Engine, PreviewedProject
from tests.conftest import ProjectFactory
from tests.preview.running import Running, previewing
from tests.support import ARTICLE, BASE, CASE, NOW, SITE, write_files

OPERATIONS: Final = int(os.environ.get("CHANGES", "600"))
SEED: Final = 20261123
LARGEST_BURST: Final = 25


class Vandal:
    """Does things to a project: makes, edits, moves, deletes, breaks and mends files and folders."""

    def __init__(self, project: Path, random_: random.Random) -> None:
        self._project = project
        self._random = random_
        self._count = 0

    def act(self) -> None:
        """Do one thing."""
        ways: tuple[Callable[[], None], ...] = (
            self._make_case,
            self._edit,
            self._edit,
            self._break,
            self._move,
            self._delete,
            self._theme,
            self._site,
            self._copy_folder,
            self._save_by_rename,
        )
        self._random.choice(ways)()

    def mend(self, late: int) -> None:
        """Put everything right, with some cases more, so that there is a site to look at."""
        for path in self._files("."):
            if path.suffix in {".yaml", ".md"}:
                path.unlink()
            elif path.suffix == ".html":
                path.write_text("<p>mended</p>", encoding="utf-8")
        write_files(self._project, BASE)
        for number in range(late):
            self._write(f"cases/late-{number}.yaml", self._case())

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _case(self) -> str:
        text = CASE.replace("Casa Blau", f"Client {self._next()}").replace("Coffee shop", self._random.choice("ABC"))
        return text.replace("service: management\n", "") + f"body: |\n  Words {self._next()}.\n"

    def _files(self, folder: str) -> list[Path]:
        return sorted(path for path in (self._project / folder).rglob("*") if path.is_file())

    def _write(self, name: str, text: str) -> None:
        target = self._project / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def _some(self) -> Path | None:
        files = [path for path in self._files(".") if path.suffix in {".yaml", ".md", ".html", ".css"}]
        return self._random.choice(files) if files else None

    def _make_case(self) -> None:
        self._write(f"cases/case-{self._random.randrange(30)}.yaml", self._case())

    def _edit(self) -> None:
        cases = self._files("cases")
        if cases:
            self._random.choice(cases).write_text(self._case(), encoding="utf-8")

    def _break(self) -> None:
        path = self._some()
        if path is not None:
            path.write_text(self._random.choice(("{", "a: [", "---\n", "{% if %}", "")), encoding="utf-8")

    def _move(self) -> None:
        cases = self._files("cases")
        if cases:
            self._random.choice(cases).replace(self._project / f"cases/moved-{self._random.randrange(9)}.yaml")

    def _delete(self) -> None:
        path = self._some()
        if path is not None and path.name != "site.yaml":
            path.unlink()

    def _theme(self) -> None:
        if self._random.random() < 0.3:
            shutil.rmtree(self._project / "themes", ignore_errors=True)
        elif self._random.random() < 0.5:
            self._write("themes/studio/templates/links.html", f"<p>links {self._next()}</p>")
        else:
            self._write("themes/studio/assets/parts.css", f"p {{ margin: {self._next()}px }}")

    def _site(self) -> None:
        self._write("site.yaml", SITE.replace("Mara Vidal", f"Mara {self._next()}"))

    def _copy_folder(self) -> None:
        target = self._project / "content/articles"
        shutil.rmtree(target, ignore_errors=True)
        for number in range(self._random.randrange(4)):
            self._write(f"content/articles/a{number}.md", ARTICLE.replace("The first", f"Number {self._next()}"))

    def _save_by_rename(self) -> None:
        cases = self._files("cases")
        if cases:
            beside = self._project / "cases/.swp"
            beside.write_text(self._case(), encoding="utf-8")
            beside.replace(self._random.choice(cases))


def everything(running: Running, paths: list[str]) -> dict[str, bytes]:
    """Return every file of the site as it is served."""
    return {path: running.ask(f"/{path}").body for path in paths}


def fresh(project: Path, cache: Path) -> dict[str, bytes]:
    """Return every file of the site as preview serves it that starts now."""
    with previewing(project, cache) as running:
        snapshot = running.session.engine.snapshot
        assert snapshot is not None
        return everything(running, [path for path in snapshot.paths if not path.startswith("_")])


@pytest.mark.slow
def test_after_many_changes_every_file_is_as_after_a_fresh_start(project: ProjectFactory, cache: Path) -> None:
    folder, chance = project(), random.Random(SEED)  # noqa: S311  # the same every time
    vandal, done = Vandal(folder, chance), 0
    with previewing(folder, cache) as running:
        while done < OPERATIONS:
            for _ in range(chance.randrange(1, LARGEST_BURST)):
                vandal.act()
                done += 1
            if chance.random() < 0.3:
                running.ask("/cases/")
        vandal.mend(late=chance.randrange(8))
        running.until(lambda: running.ask("/").status == 200 and not running.session.engine.problems)
        expected = fresh(folder, cache)
        running.until(lambda: everything(running, list(expected)) == expected)
        gone = [path for path in ("cases/case-1/", "cases/moved-1/") if f"{path}index.html" not in expected]
        assert [running.ask(f"/{path}").status for path in gone] == [404] * len(gone)


@pytest.mark.slow
@pytest.mark.laws
def test_memory_does_not_grow_with_the_number_of_changes(project: ProjectFactory, cache: Path) -> None:
    folder, chance = project(), random.Random(SEED)  # noqa: S311  # the same every time
    vandal = Vandal(folder, chance)
    engine = Engine(PreviewedProject(folder, cache), lambda: NOW)

    def change(times: int) -> int:
        for number in range(times):
            vandal.act()
            engine.refresh(())
            if number % 10 == 0 and engine.snapshot is not None:
                list(engine.snapshot.complete(set()))
        vandal.mend(late=3)
        engine.refresh(())
        assert engine.snapshot is not None
        list(engine.snapshot.complete(set()))
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        change(50)  # until everything that is loaded on use is loaded
        early = change(40)
        late = change(80)
    finally:
        tracemalloc.stop()
    assert late < early * 1.2
