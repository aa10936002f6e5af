"""Starts a project: small and complete, with dates relative to the day of its start."""

from __future__ import annotations

import calendar
import os
import shutil
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from site_gen.actions.errors import AlreadyThereError
from site_gen.actions.files import write_text, writing
from site_gen.actions.new_answers import Answers, filled_files, prices_from
from site_gen.actions.schemas import write_schemas
from site_gen.load.starter_samples import STARTERS

OFFER_DAYS: Final = 30


LEFT_BY_SYSTEMS: Final = frozenset({".DS_Store", ".localized", ".directory", "Thumbs.db", "desktop.ini", ".git"})
"""What lies in a folder that people call empty: notes of a file manager, and a repository that was just begun."""


def new_project(folder: Path, answers: Answers, today: datetime) -> None:
    """Write the starter project of a language into a new or empty folder, with the answers in it.

    Raises AlreadyThereError, WrongAnswersError, WorldError; nothing is then left of it.
    """
    check_is_free(folder)
    files = project_files(answers, today)
    begun = _Begun(folder)
    try:
        with writing(folder):
            for file, text in files.items():
                write_text(begun.of(file), text)
            begun.of("content/images/x").parent.mkdir(parents=True, exist_ok=True)
        begun.of("schemas/x")
        write_schemas(folder / "schemas")
    except BaseException:
        begun.take_back()
        raise


def project_files(answers: Answers, today: datetime) -> dict[str, str]:
    """Return a new project's files by path. Raises WrongAnswersError."""
    files = starter_files(answers.language, today)
    if answers == Answers(answers.language):
        return files
    return filled_files(answers, files, starter_files(prices_from(answers, files), today))


def check_is_free(folder: Path) -> None:
    """Raise AlreadyThereError for a folder that has files in it."""
    if what_is_in(folder):
        raise AlreadyThereError((str(folder),))


def what_is_in(folder: Path) -> tuple[str, ...]:
    """Return the names in a folder, sorted, but those that file managers leave; nothing for one that isn't there."""
    if not os.path.lexists(folder):
        return ()
    return tuple(sorted(path.name for path in folder.iterdir() if path.name not in LEFT_BY_SYSTEMS))


class _Begun:
    """Remembers which files and folders of a project were not there before, to take them back if it can't be made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._new: list[Path] = []

    def of(self, file: str) -> Path:
        """Return a file's path, and remember what is made for it."""
        path = self._folder / file
        self._new += [each for each in (path, *path.parents) if not os.path.lexists(each) and each not in self._new]
        return path

    def take_back(self) -> None:
        for path in sorted(self._new, key=lambda each: -len(each.parts)):
            with suppress(OSError):
                if path.is_dir():
                    shutil.rmtree(path) if path == self._folder / "schemas" else path.rmdir()
                else:
                    path.unlink()


def starter_files(language: str, today: datetime) -> dict[str, str]:
    """Return the starter project's files by path, with dates relative to `today`."""
    root = STARTERS / language
    words = tokens(today)
    files = {}
    for path in sorted(root.rglob("*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            for token, value in words.items():
                text = text.replace(token, value)
            name = path.relative_to(root).as_posix()
            files[".gitignore" if name == "gitignore" else name] = text
    return files


def tokens(today: datetime) -> dict[str, str]:
    tokens = {
        "@TODAY@": f"{today:%Y-%m-%d}",
        "@START@": f"{today:%Y-%m-%d}T00:00",
        "@END@": f"{today + timedelta(days=OFFER_DAYS):%Y-%m-%d}T18:00",
    }
    for back in range(1, 7):
        months = today.year * 12 + today.month - 1 - back
        year, month = divmod(months, 12)
        tokens[f"@M{back}@"] = f"{year:04}-{month + 1:02}"
        tokens[f"@M{back}_LAST@"] = f"{year:04}-{month + 1:02}-{calendar.monthrange(year, month + 1)[1]:02}"
    return tokens
