"""The folders that the program reads and writes, and the room in them."""

from __future__ import annotations

import importlib.util
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from site_gen.actions.doctor.finding import Finding, State, Surroundings
from site_gen.distribution import install_line, reinstall_line
from site_gen.messages import joined, m, plural, size_of
from site_gen.own_folder import lasting_folder
from site_gen.problems import ProjectError, WorldError

if TYPE_CHECKING:
    from site_gen.model.targets.base import Target

MEGABYTE: Final = 1_000_000
LEAST_ROOM: Final = 50 * MEGABYTE
"""Bytes below which a build of a few photos fails."""
LITTLE_ROOM: Final = 500 * MEGABYTE
TYPEFACES: Final = {"font-manrope": "Manrope", "font-source-serif-pro": "Source Serif Pro"}
"""The packages with the typefaces of the program's own themes, and what they are called."""


def project(around: Surroundings) -> Iterator[Finding]:
    """Whether there is a project here, whether it can be read, and whether its site can be written."""
    if around.project is None:
        value = m("none in {here} or above it", here=around.short(around.here))
        yield Finding(m("places"), m("project"), State.NOTE, value, m("in a folder of a project more is looked at"))
        return
    yield _read(around, around.project)
    yield _writable(
        around, m("output"), around.project / "output", m("allow it for your account, or build with --output")
    )


def _read(around: Surroundings, folder: Path) -> Finding:
    where = around.short(folder)
    try:
        from site_gen.load import load_site

        site = load_site(folder).site
    except ProjectError as error:
        count = len(error.problems)
        value = plural(
            "{where}: {count} mistake in its files", "{where}: {count} mistakes in its files", count=count, where=where
        )
        return Finding(m("places"), m("project"), State.BROKEN, value, m("site-gen check names each with its line"))
    except WorldError as error:
        return Finding(
            m("places"), m("project"), State.BROKEN, around.short(joined(where, ": ", str(error))), error.hint
        )
    except ImportError as error:  # said of the package already
        return Finding(
            m("places"),
            m("project"),
            State.BROKEN,
            m("{where}: not read, {error}", where=where, error=error),
            install_line(),
        )
    main = site.main
    languages = ", ".join(main.languages)
    value = m(
        "{where}: {languages}; {time_zone}; offers: {offers}, cases: {cases}",
        where=where,
        languages=languages,
        time_zone=main.time_zone,
        offers=len(site.offers),
        cases=len(site.cases),
    )
    return Finding(m("places"), m("project"), State.FINE, value)


def targets_of(around: Surroundings) -> tuple[Target, ...]:
    """Return where the project here is deployed to; nothing where there is none, or its settings can't be read."""
    if around.project is None:
        return ()
    try:
        from site_gen.load import load_settings

        return tuple(load_settings(around.project).targets.values())
    except (ProjectError, WorldError, ImportError):  # said of the project already
        return ()


def cache(around: Surroundings) -> Iterator[Finding]:
    """Where results are kept, and whether they can be."""
    hint = m("allow it for your account, or name another folder with SITE_GEN_CACHE")
    yield _writable(around, m("cache"), around.cache, hint)
    own = lasting_folder()
    if own is None:
        value = m("there can be none in your own cache folder, or others may write into it")
        yield Finding(
            m("places"),
            m("own cache"),
            State.NOTE,
            value,
            m("every build reads all anew: allow that folder for you alone"),
        )
    else:
        yield Finding(m("places"), m("own cache"), State.FINE, m("{folder}, can be written", folder=around.short(own)))


def own_places(around: Surroundings) -> Iterator[Finding]:
    """Whether a temporary folder can be written."""
    try:
        folder = Path(tempfile.gettempdir())
    except OSError as error:
        yield Finding(m("places"), m("temporary"), State.BROKEN, around.short(error), m("make room, or set TMPDIR"))
        return
    yield _writable(around, m("temporary"), folder, m("make it writable, or set TMPDIR (on Windows TEMP)"))


def room(around: Surroundings) -> Iterator[Finding]:
    """How much room is left on the disks of the project and of the cache."""
    seen = set()
    for place in (around.project or around.here, around.cache):
        there = _nearest(place)
        try:
            disk, free = there.stat().st_dev, shutil.disk_usage(there).free
        except OSError as error:
            yield Finding(m("places"), m("room"), State.NOTE, around.short(error))
            continue
        if disk in seen:
            continue
        seen.add(disk)
        state = State.BROKEN if free < LEAST_ROOM else State.NOTE if free < LITTLE_ROOM else State.FINE
        hint = "" if state is State.FINE else m("make room: photos need some, and a full disk stops every build")
        yield Finding(
            m("places"),
            m("room"),
            state,
            m("{free} free at {there}", free=size_of(free), there=around.short(there)),
            hint,
        )


def fonts(around: Surroundings) -> Iterator[Finding]:
    """Whether the typefaces of the themes that come with the program are there and whole."""
    for package, name in TYPEFACES.items():
        yield _typeface(around, package, name)


def _typeface(around: Surroundings, package: str, name: str) -> Finding:
    hint = reinstall_line(package)
    try:
        spec = importlib.util.find_spec(package.replace("-", "_"))
        folder = Path(spec.origin).parent if spec and spec.origin else None
        files = [] if folder is None else [path for path in folder.rglob("*") if path.suffix in {".ttf", ".otf"}]
        from fontTools.ttLib import TTFont

        for path in files:
            with TTFont(path, lazy=True) as font:
                font.getBestCmap()
    except Exception as error:  # noqa: BLE001  # whatever a damaged file makes of its reader
        value = around.short(m("{name} can't be read ({error})", name=name, error=f"{type(error).__name__}: {error}"))
        return Finding(m("text"), m("fonts"), State.BROKEN, value, hint)
    if not files:
        return Finding(m("text"), m("fonts"), State.BROKEN, m("{name} has no files", name=name), hint)
    value = plural("{name}, {count} file", "{name}, {count} files", count=len(files), name=name)
    return Finding(m("text"), m("fonts"), State.FINE, value)


def _writable(around: Surroundings, name: str, folder: Path, hint: str) -> Finding:
    """Try to write where the folder is or would be made: rights alone say too little (full disks, network folders)."""
    there = _nearest(folder)
    try:
        if not there.is_dir():
            raise NotADirectoryError(0, m("is a file where a folder should be"), str(there))  # as an OSError
        with tempfile.TemporaryFile(dir=there, prefix=".site-gen-") as file:
            file.write(b"site-gen")
    except OSError as error:
        value = m("{there} can't be written: {error}", there=around.short(there), error=error.strerror or error)
        return Finding(m("places"), name, State.BROKEN, value, hint)
    fine = m("{folder}, can be written") if there == folder else m("{folder}, can be made")
    return Finding(m("places"), name, State.FINE, fine.filled(folder=around.short(folder)))


def _nearest(folder: Path) -> Path:
    """Return the folder itself, or the first above it that is there."""
    return next((each for each in (folder, *folder.parents) if each.exists()), folder)
