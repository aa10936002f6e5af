"""Looks at the files of a project's own theme before any is read: what can't be read, what is none, what leads away."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from site_gen.load.discovery import has_folder
from site_gen.load.places import file_problem, folder_problem
from site_gen.load.plain_files import RefusedError, check_plain
from site_gen.messages import m
from site_gen.problems import Location, Problem
from site_gen.sources.text import excerpt

FOLDERS: Final = ("templates", "assets", "strings", "documents", "cards")
"""The folders of a theme."""

LARGEST: Final = 100_000_000
"""Bytes of the largest file of a theme that is read."""


def refusals(folder: Path, label: str, *, trusted: bool) -> list[Problem]:
    """Return the problems for which a theme's folder isn't read; `label` is its name in messages.

    One that isn't `trusted` may have no links that lead out of it.
    """
    problems = [folder_problem(folder / name, f"{label}/{name}") for name in FOLDERS]
    problems.append(file_problem(folder / "theme.yaml", f"{label}/theme.yaml"))
    found = {problem.location: problem for problem in (*_below(folder, label, trusted=trusted), *problems) if problem}
    return list(found.values())


def _below(folder: Path, label: str, *, trusted: bool) -> Iterator[Problem]:
    closed: list[OSError] = []
    root = os.path.realpath(folder)
    for parent, folders, files in os.walk(folder, onerror=closed.append):
        for name in sorted((*folders, *files)):
            path = Path(parent, name)
            said = _wrong(path, root, trusted=trusted)
            if said:
                yield Problem(Location(_label(path, folder, label)), *said)
    for error in closed:
        where = _label(Path(error.filename), folder, label)
        why = (error.strerror or type(error).__name__).lower()
        yield Problem(Location(where), m("the folder can't be read: {why}", why=why), m("allow it to be read"))


def _wrong(path: Path, root: str, *, trusted: bool) -> tuple[str, str] | None:
    """Return what is wrong with a file or folder, and what to do; None if nothing is."""
    is_link = path.is_symlink()
    if is_link and path.name.startswith(".") and not path.exists():
        return None  # an editor's lock
    if is_link and not trusted and not Path(os.path.realpath(path)).is_relative_to(root):
        hint = m("copy the file itself there; a theme that isn't trusted (theme: in site.yaml) has no other files")
        return m("the link leads out of the theme"), hint
    if has_folder(path):
        return None
    try:
        check_plain(path, Path(path.anchor), LARGEST)
        path.open("rb").close()
    except RefusedError as error:
        return str(error), error.hint
    except OSError as error:
        return m("the file can't be read: {strerror}", strerror=(error.strerror or m("no permission")).lower()), m(
            "allow it to be read"
        )
    return None


def _label(path: Path, folder: Path, label: str) -> str:
    inner = path.relative_to(folder).as_posix()
    return label if inner == "." else f"{label}/{excerpt(inner, 200)}"
