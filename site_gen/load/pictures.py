"""Reads what the pictures below content/images are, without decoding them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final
from unicodedata import normalize

from site_gen.file_states import around, identity
from site_gen.hashing import content_hash
from site_gen.imaging.kinds import FORMATS, SUFFIXES, UnfitPictureError, kind_of
from site_gen.load.discovery import has_folder, names_in, relative, unreadable
from site_gen.load.plain_files import IGNORED, RefusedError, read_plain
from site_gen.load.read_cache import ReadCache
from site_gen.messages import m
from site_gen.model.content_kinds import ARTICLE, PAGE
from site_gen.model.site import PictureFile
from site_gen.problems import Location, Problem, Severity
from site_gen.sources.text import excerpt

FOLDER: Final = "content/images"


@dataclass(frozen=True, slots=True)
class Gallery:
    """The pictures by their path below content/images in NFC (of those beside a text: below content), the files that
    can't be shown, each with what is wrong with it (a warning, as perhaps nothing uses it), and problems of names."""

    files: Mapping[str, PictureFile]
    unfit: Mapping[str, Problem]
    problems: tuple[Problem, ...]

    @property
    def names(self) -> Collection[str]:
        """The names of all files, those that can't be shown too."""
        return {**self.files, **self.unfit}.keys()


def read_pictures(project: Path, read_cache: ReadCache) -> Gallery:
    """Return every picture of a project."""
    files: dict[str, PictureFile] = {}
    unfit: dict[str, Problem] = {}
    problems = unreadable(project, FOLDER)
    folder = project / FOLDER
    entries = [(path, relative(path, folder)) for path in _entries(folder)]
    entries += [(path, relative(path, project / "content")) for path in _beside_texts(project)]
    for path, written in entries:
        file = relative(path, project)
        name = normalize("NFC", written)
        if name in files or name in unfit:
            problems.append(
                Problem(Location(file), m("another file has the same name, written in other bytes"), _RENAME)
            )
            continue
        if path.suffix.lower() in SUFFIXES:
            read = partial(_read, path, project, name)
            found = read_cache.recall(("picture", file), [path], None, read, keep=_is_picture)
        else:
            found = _foreign(path, project)
        if isinstance(found, PictureFile):
            files[name] = found
        else:
            unfit[name] = Problem(Location(file), *found, Severity.WARNING)
    return Gallery(files, unfit, tuple(problems))


def _is_picture(read: object) -> bool:
    return isinstance(read, PictureFile)


_RENAME: Final = m("rename one of the two")


def _beside_texts(project: Path) -> list[Path]:
    """Return the pictures that lie beside a text, in folders inside those of articles and pages."""
    found: list[Path] = []
    for folder in (project / kind.place for kind in (ARTICLE, PAGE)):
        above = around(folder)
        inner = (folder / name for name, is_folder in names_in(folder) if is_folder and not name.startswith("/"))
        found += (path for each in inner if identity(each) not in above for path in each.rglob("*"))
    return sorted(path for path in found if path.suffix.lower() in SUFFIXES and not path.name.startswith("."))


def _entries(folder: Path) -> Iterator[Path]:
    """Yield everything below a folder that isn't a folder or hidden, sorted."""
    for path in sorted(folder.rglob("*")) if has_folder(folder) else ():
        is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not is_hidden and path.name.lower() not in IGNORED and not has_folder(path):
            yield path


def _read(path: Path, project: Path, name: str) -> PictureFile | tuple[str, str]:
    """Return a picture, or what is wrong with it and what to do."""
    from site_gen.imaging.opening import LARGEST_FILE, inspect

    try:
        data = read_plain(path, project, LARGEST_FILE)
        facts = inspect(data)
    except (RefusedError, UnfitPictureError) as error:
        return excerpt(str(error), 200), error.hint
    return PictureFile(name, path, facts.width, facts.height, content_hash(data), facts.kind, facts.animated)


_WHOLE: Final = 1 << 40
_BEGINNING: Final = 1_000
"""As many bytes of a file as tell what it is."""


def _foreign(path: Path, project: Path) -> tuple[str, str]:
    """Return what to say of a file whose name isn't that of a picture."""
    try:
        kind = kind_of(read_plain(path, project, _WHOLE, _BEGINNING))
    except RefusedError as error:
        return str(error), error.hint
    except UnfitPictureError as error:
        said = str(error)
        is_named = said.startswith(("this is a ", "this is an "))
        return (said, error.hint) if is_named else (m("this file is not read"), FORMATS)
    ending = next(suffix for suffix, known in SUFFIXES.items() if known is kind)
    return m("this file is not read, as its name doesn't end in {ending}", ending=ending), m(
        "it is a picture: rename it to NAME{ending}", ending=ending
    )
