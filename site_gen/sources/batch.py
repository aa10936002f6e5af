"""Reads many YAML files at once: in several processes, if there are enough files and starting a process is cheap."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from site_gen.problems import Problem
from site_gen.processes import default_start_method, serve_parent
from site_gen.sources.text import read_source
from site_gen.sources.yaml import Document, read_yaml

if TYPE_CHECKING:
    from multiprocessing.pool import AsyncResult

WORTH_PROCESSES: Final = 300
_BATCH: Final = 50


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read: its document, its problems, and the characters in it."""

    document: Document
    problems: tuple[Problem, ...]
    characters: frozenset[str]


def read_yaml_file(path: Path, file: str, limit: int) -> ReadFile:
    """Read one file of at most `limit` bytes."""
    text, problems = read_source(path, file, limit)
    return read_yaml_text(text, problems, file)


def read_yaml_text(text: str, problems: tuple[Problem, ...], file: str) -> ReadFile:
    """Return a text that was read, with the problems of reading it."""
    document = read_yaml(text, file)
    return ReadFile(document, (*problems, *document.problems), frozenset(text))


class FilesAhead:
    """Files that are read ahead of those who take them, each once and in about the order in which they are read."""

    def __init__(self, files: Generator[ReadFile]) -> None:
        self._files = files
        self._passed: dict[str, ReadFile] = {}

    def take(self, file: str) -> ReadFile | None:
        """Return a file; None if it isn't among them or was taken."""
        while file not in self._passed and (read := next(self._files, None)) is not None:
            self._passed[read.document.file] = read
        return self._passed.pop(file, None)

    def close(self) -> None:
        """Read no more."""
        self._files.close()
        self._passed.clear()


def no_files() -> FilesAhead:
    """Return none."""
    return FilesAhead(read_yaml_files({}, 0, 1))


def read_yaml_files(files: Mapping[str, Path], limit: int, jobs: int) -> Generator[ReadFile]:
    """Yield every file, in the order given."""
    if jobs == 1 or len(files) < WORTH_PROCESSES or default_start_method() != "fork":
        for file, path in files.items():
            yield read_yaml_file(path, file, limit)
        return
    items = list(files.items())
    batches = (items[at : at + _BATCH] for at in range(0, len(items), _BATCH))
    with multiprocessing.get_context("fork").Pool(jobs, serve_parent) as pool:
        begun: deque[AsyncResult[list[ReadFile]]] = deque()
        while True:
            # A few batches ahead: whoever takes them is slower, and those that wait take much memory.
            while len(begun) < jobs * 2 and (batch := next(batches, None)) is not None:
                begun.append(pool.apply_async(_read_batch, (limit, batch)))
            if not begun:
                break
            yield from begun.popleft().get()
        pool.close()
        pool.join()


def _read_batch(limit: int, items: list[tuple[str, Path]]) -> list[ReadFile]:
    return [read_yaml_file(path, file, limit) for file, path in items]
