"""Finds files in the places of folders, and folders in those of files: nothing of what they were for would be read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from site_gen.load.discovery import names_in
from site_gen.messages import m
from site_gen.model.content_kinds import CONTENT_FOLDERS, CONTENT_KINDS, SINGLES, STATIC
from site_gen.model.ledger import LEDGER_FILE
from site_gen.model.pins_file import PINS_FILE
from site_gen.problems import Location, Problem

FOLDERS: Final = (
    *dict.fromkeys(
        (
            *(kind.place.partition("/")[0] for kind in CONTENT_KINDS),
            *(kind.folder for kind in CONTENT_KINDS),
            *(f"content/{name}" for name in CONTENT_FOLDERS),
            STATIC,
            "social",
            "social/words",
            "themes",
        )
    ),
)
"""What is a folder in a project, where it is there."""


def misplaced(project: Path) -> Iterator[Problem]:
    """Yield a problem for each folder of a project that is none, and for each file that is none."""
    for place in FOLDERS:
        problem = folder_problem(project / place, place)
        if problem:
            yield problem
    for place in _file_places(project):
        problem = file_problem(project / place, place)
        if problem:
            yield problem


def folder_problem(path: Path, place: str) -> Problem | None:
    """Return what is wrong with something in a folder's place; None if it is a folder, or nothing is there.

    A folder that may not be looked at counts as one: whoever reads it finds out.
    """
    try:
        if path.is_dir() or not os.path.lexists(path):  # the link itself, without what it leads to
            return None
        is_link = path.is_symlink() and not path.exists()
    except OSError:
        return None
    if is_link:
        return Problem(
            Location(place), m("the link leads to a folder that does not exist"), m("mend or delete the link")
        )
    return Problem(
        Location(place), m("this is a file, and a folder is expected"), m("rename the file, or move it elsewhere")
    )


def file_problem(path: Path, place: str) -> Problem | None:
    """Return what is wrong with something in a file's place; None if it is a file, or nothing is there."""
    try:
        if path.is_file() or not os.path.lexists(path):
            return None
        is_folder, is_link = path.is_dir(), path.is_symlink() and not path.exists()
    except OSError:
        return None
    if is_folder:
        hint = m("rename the folder, or move it elsewhere")
        return Problem(Location(place), m("this is a folder, and a file is expected"), hint)
    if is_link:
        return Problem(
            Location(place), m("the link points to a file that does not exist"), m("mend or delete the link")
        )
    return Problem(Location(place), m("this is not an ordinary file"), m("put a text file in its place"))


def _file_places(project: Path) -> Iterator[str]:
    """Yield the places of single files: site.yaml and those of content/, with their translations, and the records."""
    for name, _ in names_in(project):
        if name.startswith("site.") and name.endswith(".yaml"):
            yield name
    for name, _ in names_in(project / "content"):
        if name.endswith(SINGLES.get(name.partition(".")[0], "/")):
            yield f"content/{name}"
    yield from (LEDGER_FILE, PINS_FILE)
