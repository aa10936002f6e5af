"""Finds what nothing reads though it looks like a project's own: renamed folders, and files with another ending."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path, PurePosixPath
from typing import Final

from site_gen.file_states import NAMES_DEEP
from site_gen.imaging.kinds import SUFFIXES
from site_gen.load.discovery import READ_TOO, TEXTS, has_folder, names_in, renamed_file, wrong_ending
from site_gen.load.lookalikes import lookalike
from site_gen.load.places import misplaced
from site_gen.messages import m, plural
from site_gen.model.base import Model
from site_gen.model.content_kinds import (
    CONTENT_FOLDERS,
    CONTENT_KINDS,
    OFFER,
    PICTURES,
    SINGLES,
    STATIC,
    TABLES,
    VIDEOS,
    ContentKind,
)
from site_gen.model.folder_names import (
    CONTENT_NAMES,
    OFFER_NAMES,
    OWN_FOLDERS,
    SINGLE_NAMES,
    TOP_NAMES,
    YAML_FOLDERS,
    plain,
)
from site_gen.model.networks import NETWORKS
from site_gen.model.settings import Settings
from site_gen.problems import Location, Problem, Severity

_SITE_FILE: Final = re.compile(r"site(?:\.[a-z]{2,3})?\.[a-z.]+", re.IGNORECASE)
_TEXTS: Final = (".yaml", ".yml", ".md", ".markdown", ".mdx", ".yaml.txt", ".yml.txt", ".md.txt")
_FILES: Final[Mapping[str, tuple[str, ...]]] = {
    f"content/{PICTURES}": tuple(SUFFIXES),
    f"content/{VIDEOS}": (".mp4", ".webm", ".mov"),
    "themes": ("",),
    STATIC: ("",),
}
"""What a folder must hold to be taken for one of ours; texts where none is named."""

_ALIKE: Final = 0.8


@dataclass(frozen=True, slots=True)
class Unread:
    """What isn't read: its problems, and by place (a folder, or a single file without its ending) the names of the
    things in it, so that what refers to them isn't blamed too."""

    problems: tuple[Problem, ...]
    names: Mapping[str, frozenset[str]]

    def says_more(self, problem: Problem) -> bool:
        """Whether one of these problems is at the place of another's warning, that nothing is read there."""
        return (
            problem.severity is Severity.WARNING
            and problem not in self.problems
            and any(other.location == problem.location for other in self.problems)
        )

    def hides(self, place: str) -> bool:
        """Whether what belongs to a place lies elsewhere, itself or with the folder that it is in."""
        return any(place == other or place.startswith(f"{other}/") for other in self.names)


def find_unread(project: Path) -> Unread:
    """Find a project's renamed folders and files, and its folders and files in places where nothing is read."""
    finder = _Finder(project, [], {})
    finder.problems += finder.misplaced()
    finder.problems += finder.site_files()
    finder.problems += finder.folders("", TOP_NAMES, OWN_FOLDERS)
    finder.problems += finder.folders("content", CONTENT_NAMES, frozenset(CONTENT_FOLDERS))
    finder.problems += finder.folders("offers", OFFER_NAMES, frozenset({"proposals"}))
    finder.problems += finder.singles()
    finder.problems += finder.inner_folders()
    finder.note_endings()
    finder.lookalikes()
    return Unread(tuple(finder.problems), {place: frozenset(names) for place, names in finder.names.items()})


def site_file(name: str) -> str | None:
    """Return the name that a file like site.yml, Site.es.yaml or site.yaml.txt was meant to have; None for others."""
    if not _SITE_FILE.fullmatch(name):
        return None
    right = wrong_ending(name.lower(), ".yaml") or name.lower()
    return right if right != name and right.endswith(".yaml") else None


def site_file_slip(folder: Path) -> str | None:
    """Return the name of the file in a folder that was meant to be site.yaml; None if there is none."""
    names = [name for name, is_folder in names_in(folder) if not is_folder]
    found = next((name for name in names if site_file(name) == "site.yaml"), None)
    if found is not None:
        return found
    others = (name for name in names if name.lower().startswith("site.") and name.count(".") == 1)
    return next((name for name in others if lookalike(folder, name, "site.yaml", (Settings,), 2)), None)


_KEPT_OUT: Final = m("; a name that begins with _ keeps it out on purpose")


@dataclass
class _Finder:
    project: Path
    problems: list[Problem]
    names: dict[str, set[str]]
    listed: dict[Path, list[tuple[str, bool]]] = field(default_factory=dict)

    def _names_in(self, folder: Path) -> list[tuple[str, bool]]:
        """Return the names in a folder, which is looked into once."""
        if folder not in self.listed:
            self.listed[folder] = names_in(folder)
        return self.listed[folder]

    def misplaced(self) -> Iterator[Problem]:
        """Find what is a file where a folder belongs, and the other way round."""
        for problem in misplaced(self.project):
            place = problem.location.file
            suffix = PurePosixPath(place).suffix
            self.names.setdefault(place.removesuffix(suffix), set())  # what refers to its things isn't blamed
            yield problem

    def site_files(self) -> Iterator[Problem]:
        """Find site.yml, site.yaml.txt, Site.es.yaml and the like."""
        for name, is_folder in self._names_in(self.project):
            right = None if is_folder else site_file(name)
            if right and not self._is_same(name, right):
                yield self._renamed_file(name, right)

    def folders(self, parent: str, table: Mapping[str, str], own: frozenset[str]) -> Iterator[Problem]:
        """Find the folders in `parent` that people call otherwise; `own` are those that are read."""
        for name, is_folder in self._names_in(self.project / parent):
            file = f"{parent}/{name}" if parent else name
            right = _place(name, parent, table, own) if is_folder and name not in own else None
            if right is None or self._is_same(file, right):
                continue
            found = _files(self.project / file, _FILES.get(right, _TEXTS), NAMES_DEEP)
            count = sum(not _is_post(path) for path in found)
            if count:
                stems = {path.name.partition(".")[0] for path in (self.project / file).glob("*.*")}
                self.names.setdefault(right, set()).update(stems)
                is_there = has_folder(self.project / right)
                hint = (
                    m("move its files into {right}/", right=right)
                    if is_there
                    else m("rename it to {right}/", right=right)
                )
                message = _not_read(count)
                yield Problem(Location(file), message, hint + _KEPT_OUT)

    def singles(self) -> Iterator[Problem]:
        """Find the single files of content/ under other names, with other endings, or beside site.yaml."""
        for parent in ("content", ""):
            for name, is_folder in self._names_in(self.project / parent):
                stem, _, rest = name.partition(".")
                single = SINGLE_NAMES.get(plain(stem), plain(stem))
                if is_folder or single not in SINGLES:
                    continue
                suffix = SINGLES[single]
                ending = f".{rest}"
                right_ending = wrong_ending(ending, suffix) or (ending if ending.endswith(suffix) else None)
                right = f"content/{single}{right_ending}"
                file = f"{parent}/{name}" if parent else name
                if right_ending is None or file == right or self._is_same(file, right):
                    continue
                self.names.setdefault(f"content/{single}", set()).add(single)
                yield self._renamed_file(file, right)

    def inner_folders(self) -> Iterator[Problem]:
        """Find folders in those of YAML files, where files must lie side by side."""
        for parent in YAML_FOLDERS:
            for name, is_folder in self._names_in(self.project / parent):
                file = f"{parent}/{name}"
                if not is_folder or file in YAML_FOLDERS or name.startswith("/"):
                    continue
                if parent == OFFER.folder and (name in OFFER.beside or plain(name) in OFFER_NAMES):
                    continue
                inner = list(_files(self.project / file, (".yaml", ".yml"), NAMES_DEEP))
                self.names.setdefault(parent, set()).update(path.name.partition(".")[0] for path in inner)
                if inner:
                    message = _not_read(len(inner))
                    yield Problem(
                        Location(file),
                        message,
                        m("move its .yaml files up into {parent}/{kept_out}", parent=parent, kept_out=_KEPT_OUT),
                    )
                else:
                    hint = m("files lie side by side here; pictures belong in content/images")
                    yield Problem(Location(file), m("this folder is not read"), hint, Severity.WARNING)

    def note_endings(self) -> None:
        """Note the names of things in files with another ending: `discovery` says what is wrong with them."""
        for parent in YAML_FOLDERS:
            for name, is_folder in self._names_in(self.project / parent):
                if not is_folder and wrong_ending(name, ".yaml"):
                    self.names.setdefault(parent, set()).add(name.partition(".")[0])

    def lookalikes(self) -> None:
        """Find files that hold one of ours under an ending that nothing reads."""
        for kind in CONTENT_KINDS:
            folder = self.project / kind.folder
            is_deep = kind.suffix in READ_TOO and not kind.is_single
            for name in _names(folder, NAMES_DEEP if is_deep else 0, self._names_in):
                right = None if _is_read(name, kind) else _right_name(name, kind)
                if right is not None:
                    enough = 1 if kind.is_single else 2
                    self._lookalike(f"{kind.folder}/{name}", f"{kind.folder}/{right}", kind.models, enough)
        for name, is_folder in self._names_in(self.project):
            stem, _, ending = name.rpartition(".")
            if not is_folder and plain(stem).partition(".")[0] == "site" and ending.lower() not in {"yaml", "yml"}:
                self._lookalike(name, f"{stem.lower().removesuffix('.yaml')}.yaml", (Settings,), 2)

    def _lookalike(self, file: str, right: str, models: tuple[type[Model], ...], enough: int) -> None:
        if any(problem.location.file == file for problem in self.problems):
            return  # its name says enough
        problem = lookalike(self.project, file, right, models, enough)
        if problem is not None:
            self.problems.append(problem)
            place = right.partition(".")[0]
            stem = place.rpartition("/")[2]
            is_single = stem in SINGLES or stem == "site"
            self.names.setdefault(place if is_single else place.rpartition("/")[0], set()).add(stem)

    def _renamed_file(self, file: str, right: str) -> Problem:
        return renamed_file(file, right, is_taken=(self.project / right).exists())

    def _is_same(self, name: str, right: str) -> bool:
        """Whether two names are one, on a disk that ignores case."""
        try:
            return (self.project / name).samefile(self.project / right)
        except OSError:
            return False


def _is_read(name: str, kind: ContentKind) -> bool:
    """Whether a file is read where it is, or is told by its name alone."""
    is_table = TABLES in kind.beside and name.endswith(".csv")
    read = READ_TOO.get(kind.suffix, (kind.suffix,))
    is_told = wrong_ending(name, kind.suffix) or (kind.suffix in READ_TOO and name.endswith(TEXTS))
    return is_table or name in kind.beside or name.endswith((*read, *SUFFIXES)) or bool(is_told)


def _right_name(name: str, kind: ContentKind) -> str | None:
    """Return the name that a file would have if it were one of a kind; None if its name is that of another thing."""
    folder, slash, last = name.rpartition("/")
    stem = (last.rpartition(".")[0] or last).removesuffix(kind.suffix)
    if kind.is_single:
        first, dot, language = stem.partition(".")
        if SINGLE_NAMES.get(plain(first), plain(first)) != kind.stem:
            return None
        stem = f"{kind.stem}{dot}{language}"
    return f"{folder}{slash}{stem}{kind.suffix}"


def _place(name: str, parent: str, table: Mapping[str, str], own: frozenset[str]) -> str | None:
    """Return where a folder belongs by its name; None if it is none of ours."""
    said = plain(name)
    if said in table:
        return table[said]
    prefix = f"{parent}/" if parent else ""
    for known in sorted(own):
        if said == known or (len(said) > 3 and SequenceMatcher(None, said, known).ratio() > _ALIKE):
            return f"{prefix}{known}"
    return None


def _files(folder: Path, endings: tuple[str, ...], depth: int) -> Iterator[Path]:
    return (folder / name for name in _names(folder, depth) if name.lower().endswith(endings))


def _is_post(path: Path) -> bool:
    """Whether a text is one that `pin --out` wrote, to be copied to a network: NAME/LANGUAGE/NETWORK/post.md."""
    return path.name in {"post.md", "caption.md"} and path.parent.name in NETWORKS


def _names(folder: Path, depth: int, list_: Callable[[Path], list[tuple[str, bool]]] = names_in) -> Iterator[str]:
    """Yield the files in a folder, and in those inside it down to a depth, as paths below it."""
    for name, is_folder in list_(folder):
        if is_folder and depth and not name.startswith("/"):
            yield from (f"{name}/{inner}" for inner in _names(folder / name, depth - 1, list_))
        elif not is_folder:
            yield name


def _not_read(count: int) -> str:
    return plural(
        "this folder is not read: the site is without its {count} file",
        "this folder is not read: the site is without its {count} files",
        count=count,
    )
