"""The watcher outlives what happens to folders while it begins to watch them."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from site_gen.preview.watch import Watcher

Refuse = Callable[[Path], None]


class Watched:
    """A project's folder that is watched, and what was told of it."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.told: list[str] = []
        self.watcher = Watcher(project, (), self.told.append)

    def at_first(self, monkeypatch: pytest.MonkeyPatch, refuse: Refuse) -> None:
        """Let something happen when the next folder is to be watched, once."""
        observer, done = self.watcher._observer, list[str]()  # noqa: SLF001  # a moment that nothing else can reach
        schedule = observer.schedule

        def scheduled(handler: Any, path: str, **how: Any) -> Any:
            if not done:
                done.append(path)
                refuse(Path(path))
            return schedule(handler, path, **how)

        monkeypatch.setattr(observer, "schedule", scheduled)

    def is_told_of(self, path: Path) -> bool:
        """Write a file again and again until it is told of."""
        for _ in range(100):
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"{time.monotonic_ns()}", encoding="utf-8")
            time.sleep(0.1)
            if str(path) in self.told:
                return True
        return False


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    found = Watched(tmp_path)
    found.watcher.start()
    yield found
    found.watcher.stop()


def test_a_folder_that_is_gone_again_when_it_is_to_be_watched_ends_nothing(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Preview would show nothing new any more, and not say so."""
    watched.at_first(monkeypatch, Path.rmdir)
    (watched.project / "offers").mkdir()
    assert watched.is_told_of(watched.project / "offers" / "month.yaml")
    assert watched.is_told_of(watched.project / "cases" / "cafe.yaml")


def test_where_the_system_watches_no_more_folders_new_ones_are_looked_at_each_second(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path) -> None:
        raise OSError(errno.ENOSPC, "inotify watch limit reached")

    watched.at_first(monkeypatch, full)
    (watched.project / "offers").mkdir()
    assert watched.is_told_of(watched.project / "offers" / "month.yaml")
