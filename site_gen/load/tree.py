"""Which file of a project is what: originals, their overlays, and files that nothing reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from slugify import slugify

from site_gen.problems import Location, Problem, Severity, nearest

RESERVED_NAMES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)
"""Names that Windows keeps for devices: a folder of such a name can't be made there."""

LIST_WORDS: Final = frozenset({"page", "network", "niche", "tag"})
"""Names that the list pages need below /cases/ and /articles/."""


@dataclass
class FileSet:
    """The files of one thing: the original (None where only translations were found) and its overlays."""

    slug: str
    original: str | None = None
    overlays: dict[str, str] = field(default_factory=dict)


def relative(path: Path, project: Path) -> str:
    """Return a path in the form that messages and manifests use: from the project, with forward slashes."""
    return path.relative_to(project).as_posix()


def group_files(
    project: Path, folder: str, suffix: str, languages: tuple[str, ...], reserved: Iterable[str] = ()
) -> tuple[list[FileSet], list[Problem]]:
    """Return the things of a folder in the order of their names, and what is wrong with the names."""
    sets: dict[str, FileSet] = {}
    problems: list[Problem] = []
    for path in _files(project / folder):
        file = relative(path, project)
        if path.suffix.lower() != suffix:
            problems.append(_unread(file, suffix))
            continue
        name, _, language = path.name[: -len(suffix)].partition(".")
        problem = _name_problem(file, name, language, languages, suffix, reserved)
        if problem:
            problems.append(problem)
            continue
        things = sets.setdefault(name, FileSet(name))
        if not language:
            things.original = file
        else:
            things.overlays[language] = file
    problems += [_orphan(file, folder, suffix) for s in sets.values() if not s.original for file in s.overlays.values()]
    return [s for _, s in sorted(sets.items()) if s.original], problems


def single_file(project: Path, stem: str, suffix: str, languages: tuple[str, ...]) -> FileSet | None:
    """Return the one file STEM+SUFFIX with its overlays, or None where there is none."""
    if not (project / f"{stem}{suffix}").is_file():
        return None
    overlays = {
        language: f"{stem}.{language}{suffix}"
        for language in languages
        if (project / f"{stem}.{language}{suffix}").is_file()
    }
    return FileSet(stem.rpartition("/")[2], f"{stem}{suffix}", overlays)


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if not path.name.startswith((".", "_")) and not path.is_dir():
                yield path


def _unread(file: str, suffix: str) -> Problem:
    return Problem(
        Location(file),
        "this file is not read",
        f"files here end in {suffix}; pictures belong in content/images",
        Severity.WARNING,
    )


def _orphan(file: str, folder: str, suffix: str) -> Problem:
    name = file.rpartition("/")[2].partition(".")[0]
    return Problem(
        Location(file),
        f"this is a translation, but there is no {folder}/{name}{suffix}",
        f"write {folder}/{name}{suffix} in the site's first language",
    )


def _name_problem(
    file: str, name: str, language: str, languages: tuple[str, ...], suffix: str, reserved: Iterable[str]
) -> Problem | None:
    good = slugify(name) or "a-name"
    if name != good:
        return Problem(
            Location(file),
            f"'{name}' would be part of an address",
            f"use small Latin letters, digits and hyphens: {good}{suffix}",
        )
    if name in RESERVED_NAMES or name in reserved:
        return Problem(Location(file), f"the name '{name}' is taken", f"rename the file, for example {name}-1{suffix}")
    if language and language not in languages:
        return Problem(
            Location(file),
            f"'{language}' is not one of the site's languages",
            nearest(language, languages) or f"site.yaml lists: {', '.join(languages)}",
        )
    if language and language == languages[0]:
        return Problem(
            Location(file),
            f"'{language}' is the site's first language",
            f"its texts stand in {name}{suffix} itself",
        )
    return None
