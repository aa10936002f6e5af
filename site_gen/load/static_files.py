"""Reads the files of static/, which go to the root of the site as they are: a PDF to give away, proofs of ownership."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final
from unicodedata import normalize

from site_gen.hashing import content_hash
from site_gen.imaging.kinds import SUFFIXES, UnfitPictureError
from site_gen.load.discovery import has_folder, relative, unreadable
from site_gen.load.plain_files import IGNORED, RefusedError, read_plain
from site_gen.load.read_cache import ReadCache
from site_gen.messages import m
from site_gen.model.content_kinds import STATIC
from site_gen.model.site import Asset
from site_gen.model.unlisted import FOLDERS as CLIENTS
from site_gen.problems import Location, Problem, Severity
from site_gen.sources.text import excerpt

_LARGEST: Final = 100_000_000
_LARGE: Final = 25_000_000
"""Bytes from which on a phone waits for a file, and some hosts refuse it."""

_WELL_KNOWN: Final = ".well-known"
"""The one hidden folder that is published (RFC 8615)."""

_NO_ADDRESS: Final = re.compile(r"[\x00-\x1f\x7f\\<>:\"|?*#]")
_LANGUAGE: Final = re.compile("[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """The files by their path on the site, and what was found wrong."""

    files: tuple[Asset, ...]
    problems: tuple[Problem, ...]


def read_static(project: Path, read_cache: ReadCache) -> StaticFiles:
    """Return the files of static/, sorted by name; hidden ones are left out, and named."""
    files: dict[str, Asset] = {}
    problems = unreadable(project, STATIC)
    folder = project / STATIC
    for path in sorted(folder.rglob("*")) if has_folder(folder) else ():
        if has_folder(path) or path.name.lower() in IGNORED:
            continue
        file, name = relative(path, project), normalize("NFC", relative(path, folder))
        found = list(_name_problems(file, name))
        if not found and name in files:
            hint = m("rename one of the two")
            found.append(Problem(Location(file), m("another file has the same name, written in other bytes"), hint))
        if not found:
            read = partial(_read, path, project, name)
            asset, found = read_cache.recall(("static", file), [path], None, read, keep=_is_good)
            if asset is not None:
                files[name] = asset
        problems += found
    return StaticFiles(tuple(files.values()), tuple(problems))


def _is_good(read: tuple[Asset | None, list[Problem]]) -> bool:
    return read[0] is not None and not read[1]


def _name_problems(file: str, name: str) -> Iterator[Problem]:
    first, *others = name.split("/")
    if any(part.startswith(".") for part in (*others, *([first] if first != _WELL_KNOWN else ()))):
        hint = m("files that begin with a dot are left out; rename it if it is to be online")
        yield Problem(Location(file), m("this file is hidden, so it is not published"), hint, Severity.WARNING)
    elif found := _NO_ADDRESS.search(name):
        message = m("the name has '{group}', which can't be part of an address", group=excerpt(found.group()))
        yield Problem(Location(file), message, m("rename the file: letters, digits, hyphens and dots are safe"))
    elif first in CLIENTS or (_LANGUAGE.fullmatch(first) and others[:1] and others[0] in CLIENTS):
        hint = m("rename the folder in static/")
        yield Problem(Location(file), m("the site keeps pages for one client in a folder of this name"), hint)


def _read(path: Path, project: Path, name: str) -> tuple[Asset | None, list[Problem]]:
    file = relative(path, project)
    try:
        data = read_plain(path, project, _LARGEST)
    except RefusedError as error:
        return None, [Problem(Location(file), str(error), error.hint)]
    problems = []
    if len(data) > _LARGE:
        message = m(
            "the file has {count} MB: people on a phone wait for it, and some hosts refuse it",
            count=f"{len(data) / 1_000_000:.0f}",
        )
        problems.append(
            Problem(Location(file), message, m("make it smaller, or link to it elsewhere"), Severity.WARNING)
        )
    if path.suffix.lower() in SUFFIXES and _tells_place(data):
        message = m("the photo says where it was taken, and files of static/ are published as they are")
        hint = m("put it into content/images: what is made of it there says nothing of places")
        problems.append(Problem(Location(file), message, hint, Severity.WARNING))
    return Asset(name, path, content_hash(data)), problems


def _tells_place(data: bytes) -> bool:
    from site_gen.imaging.opening import tells_place

    try:
        return tells_place(data)
    except UnfitPictureError:
        return False
