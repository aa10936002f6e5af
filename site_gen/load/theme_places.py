"""Where a theme lies: a folder or a zip file in the project's themes/, an installed package, or the program."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.machinery import PathFinder
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path, PurePosixPath
from typing import Final

from site_gen.files import read_regular
from site_gen.hashing import content_hash
from site_gen.load.discovery import RESERVED_NAMES, has_folder, names_in
from site_gen.load.theme_guard import FOLDERS, LARGEST
from site_gen.messages import m
from site_gen.own_folder import own_folder
from site_gen.problems import Location, Problem
from site_gen.sources.text import excerpt
from site_gen.zip_files import DamagedZipError, HugeZipError, ZipReader

PACKAGED: Final = Path(__file__).parent.parent / "themes"
BASE: Final = "base"
"""The base of every theme, even of a new one: machine-readable files, and the site's own texts."""

ENTRY_POINTS: Final = "site_gen.themes"
"""The group in which a package names its themes: `warm = "warm_theme"`, the theme's folder as Python has it."""

_MOST_FILES: Final = 5000


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of a theme, its name in messages, and whether it comes with the program."""

    folder: Path
    label: str
    is_packaged: bool = False


@dataclass
class ThemePlaces:
    """Finds the folders of themes for one project; `problems` has what was wrong with zip files that were asked for."""

    project: Path
    problems: list[Problem] = field(default_factory=list)

    def find(self, name: str) -> list[Place]:
        """Return a theme's folders: a folder of the project's changes what a zip file, a package or the program has."""
        own = self.project / "themes" / name
        found = [Place(own, f"themes/{name}")] if has_folder(own) else []
        if own.with_name(f"{name}.zip").is_file():
            found += self._unpacked(name)
        if has_folder(PACKAGED / name):
            return [*found, Place(PACKAGED / name, f"themes/{name}", is_packaged=True)]
        package = None if found else package_folder(name)
        return [*found, Place(package, f"themes/{name}")] if package else found

    def names(self) -> set[str]:
        """Return the names of all themes that can be chosen."""
        found = {path.name for root in (self.project / "themes", PACKAGED) for path in folders(root)} - {BASE}
        return found | {path.stem for path in archives(self.project)} | {entry.name for entry in _entries()}

    def files(self, name: str) -> list[str]:
        """Return everything that a theme of this name may be read from, for telling whether it changed."""
        own = self.project / "themes"
        found = [file for root in (own, *_links(own), PACKAGED) for file in everything(root)]
        for archive in archives(self.project):
            found += [file for place in self._unpacked(archive.stem) for file in everything(place.folder)]
        if not has_folder(own / name) and not has_folder(PACKAGED / name):
            found += everything(package) if (package := package_folder(name)) else []
        return found

    def _unpacked(self, name: str) -> list[Place]:
        label = f"themes/{name}.zip"
        try:
            return [Place(_unpack(self.project / "themes" / f"{name}.zip", name), label)]
        except _ZipError as error:
            problem = Problem(Location(label), error.message, error.hint)
            if problem not in self.problems:
                self.problems.append(problem)
            return []


def archives(project: Path) -> list[Path]:
    """Return the zip files in a project's themes/."""
    folder = project / "themes"
    return sorted(path for path in folder.glob("*.zip") if path.is_file()) if folder.is_dir() else []


def everything(folder: Path | str) -> list[str]:
    """Return every file and folder below a folder, sorted."""
    found: list[str] = []
    for parent, inner, files in os.walk(folder):
        found += [f"{parent}/{name}" for name in (*inner, *files) if name != "__pycache__"]
    return sorted(found)


def _links(root: Path) -> list[Path]:
    """Return the linked folders in a folder, which `everything` doesn't follow."""
    return sorted(folder for folder in folders(root) if folder.is_symlink())


def folders(root: Path) -> Iterator[Path]:
    """Yield the folders in a folder."""
    yield from (root / name for name, is_folder in names_in(root) if is_folder and not name.startswith("/"))


# --- packages ---------------------------------------------------------------------------------------------------------


def _entries() -> tuple[EntryPoint, ...]:
    return tuple(entry_points(group=ENTRY_POINTS))


def package_folder(name: str) -> Path | None:
    """Return the folder of an installed package's theme, None if there is none; nothing of the package is imported."""
    for entry in _entries():
        if entry.name == name:
            first, *rest = entry.module.split(".")
            found = PathFinder.find_spec(first)
            for root in (found.submodule_search_locations or ()) if found else ():
                folder = Path(root, *rest)
                if folder.is_dir():
                    return folder
    return None


# --- zip files --------------------------------------------------------------------------------------------------------


class _ZipError(Exception):
    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def _unpack(archive: Path, name: str) -> Path:
    """Return the folder that a theme's zip file is unpacked in, once for each state of it. Raises _ZipError."""
    try:
        raw = read_regular(archive, LARGEST)
        target = own_folder() / "unpacked" / content_hash(raw) / "themes" / name
        if not target.is_dir():
            _extract(ZipReader(raw, _MOST_FILES, LARGEST), target)
    except HugeZipError as error:
        raise _ZipError(
            m("it holds more than {files} files or {size} MB", files=_MOST_FILES, size=LARGEST // 1_000_000),
            m("a theme needs templates, styles and a font"),
        ) from error
    except DamagedZipError as error:
        raise _ZipError(m("it is no zip file, or a damaged one"), m("pack the theme's folder again")) from error
    except OSError as error:
        raise _ZipError(
            m("it can't be unpacked: {why}", why=error.strerror or str(error)), m("look at permissions and room")
        ) from error
    return target


def _extract(opened: ZipReader, target: Path) -> None:
    """Write the files of a theme below `target`, all or nothing. Other processes may do the same at the same time."""
    members = [info for info in opened.files if not info.filename.startswith("__MACOSX/")]
    _check(members)
    root = _root(members)
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".unpack-", dir=target.parent))
    try:
        for info in members:
            inner = PurePosixPath(info.filename)
            if inner.is_relative_to(root):
                path = scratch.joinpath(*inner.relative_to(root).parts)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(opened.read(info))
        scratch.chmod(0o700)
        if not target.is_dir():
            scratch.rename(target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _check(members: list[zipfile.ZipInfo]) -> None:
    """Refuse files that would be written elsewhere, or over each other, on any system."""
    for info in members:
        path = PurePosixPath(info.filename)
        leads_out = path.is_absolute() or ".." in path.parts or "\\" in info.filename or ":" in info.filename
        is_device = any(part.partition(".")[0].rstrip().lower() in RESERVED_NAMES for part in path.parts)
        if leads_out or is_device or stat.S_ISLNK(info.external_attr >> 16):
            raise _ZipError(
                m("{file} leads out of it", file=excerpt(info.filename)),
                m("don't use it: no honest theme has such a file"),
            )
    if len({info.filename.casefold() for info in members}) < len(members):
        raise DamagedZipError


def _root(members: list[zipfile.ZipInfo]) -> PurePosixPath:
    """Return the folder in a zip file that the theme is: its root, or the only folder there."""
    paths = [PurePosixPath(info.filename) for info in members]
    for root in (PurePosixPath(), *sorted({PurePosixPath(path.parts[0]) for path in paths if len(path.parts) > 1})):
        inner = {path.relative_to(root).parts[0] for path in paths if path.is_relative_to(root) and path != root}
        if "theme.yaml" in inner or inner & set(FOLDERS):
            return root
    raise _ZipError(
        m("it holds no theme"), m("a theme has a theme.yaml, or one of {folders}", folders=", ".join(FOLDERS))
    )
