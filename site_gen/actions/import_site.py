"""Brings the site of another generator into a project: says what becomes of everything, and writes what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Final

from site_gen.actions.files import writing
from site_gen.actions.import_record import BEGUN, RECORD, ImportRecord, read_record, record_bytes
from site_gen.files import real_path, write_atomically
from site_gen.hashing import content_hash
from site_gen.importers.conversion import Converted, Destination, convert
from site_gen.importers.folder import Folder
from site_gen.importers.foreign import ForeignSite, Notes
from site_gen.importers.generators import GENERATORS, STATIC_NAMES, generator_of
from site_gen.load.project import load_settings
from site_gen.messages import m
from site_gen.model.content_kinds import ROUTES
from site_gen.problems import Location, Problem, ProjectError, WorldError


@dataclass(frozen=True, slots=True)
class SiteRequest:
    """What is asked for: the folder (or one export) of a site, the project it comes into, its generator if it is named,
    pictures that were fetched from other sites (address → contents)."""

    folder: Path
    project: Path
    generator: str | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict)


class Stage(StrEnum):
    """What an import is at."""

    TEXTS = "texts"
    COMPARING = "comparing"
    WRITING = "writing"


Tell = Callable[[Stage, int, int], None]
"""Is told how many things of a stage are done, of how many."""


def _nobody(_stage: Stage, _done: int, _total: int) -> None:
    pass


class State(StrEnum):
    """What would be done with a file."""

    NEW = "new"
    UPDATED = "updated"
    SAME = "unchanged"
    KEPT = "kept"
    GONE = "taken out"


@dataclass(frozen=True, slots=True)
class FileToBe:
    """A file of the project as the import would have it, and what would be done: a file that its owner changed or took
    out stays as it is. Contents are bytes, or the file that they are copied from."""

    path: str
    source: str
    contents: bytes | Path
    state: State
    digest: str


@dataclass(frozen=True, slots=True)
class SiteImport:
    """What was found, by kind, how many texts came over, and what would be written."""

    generator: str
    title: str
    url: str
    project: Path
    texts: Mapping[str, int]
    arrived: int
    files: tuple[FileToBe, ...]
    notes: Notes
    wanted: tuple[str, ...]
    record: ImportRecord

    @property
    def changes(self) -> tuple[FileToBe, ...]:
        """The files that would be written."""
        return tuple(file for file in self.files if file.state in {State.NEW, State.UPDATED})

    def counts(self) -> Counter[State]:
        """Return how many files there are of each state."""
        return Counter(file.state for file in self.files)


def read_site(request: SiteRequest) -> ForeignSite:
    """Return the site of a folder. Raises ProjectError if there is nothing in it that can be read."""
    return _read(request)[0]


def find_site(request: SiteRequest, tell: Tell = _nobody) -> SiteImport:
    """Read a site, and work out what would be written; nothing is. `tell` is told how far it is.

    Raises ProjectError if the folder or the project's site.yaml can't be read.
    """
    site, folder = _read(request)
    record = read_record(request.project)
    destination = _destination(request.project, record)
    fetched = {address: _picture_path(address) for address in request.pictures}
    names = {address: path.removeprefix("content/images/") for address, path in {**record.pictures, **fetched}.items()}
    made = convert(site, folder, destination, names, lambda done, total: tell(Stage.TEXTS, done, total))
    count, found = len(made.texts) + len(made.copies) + len(fetched), list[FileToBe]()
    for done, file in enumerate(_files(request, made, record, fetched), 1):
        found.append(file)
        tell(Stage.COMPARING, done, count)
    files = tuple(found)
    wanted = tuple(address for address in made.wanted if address not in names)
    texts, notes = len(made.texts), folder.notes
    return SiteImport(
        site.generator, site.title, site.url, request.project, made.found, texts, files, notes, wanted, record
    )


def write_site(found: SiteImport, tell: Tell = _nobody) -> None:
    """Write the files, and the record of them, which comes last; `tell` is told how far it is. Raises WorldError.

    An import that is cut off is completed by the next one.
    """
    with writing(found.project):
        changes = found.changes
        begun = found.project / BEGUN
        begun.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(begun, record_bytes({file.path: (file.source, file.digest) for file in changes}))
        for done, file in enumerate(changes, 1):
            tell(Stage.WRITING, done, len(changes))
            target = found.project / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            contents = file.contents if isinstance(file.contents, bytes) else _bytes_of(file.contents)
            write_atomically(target, contents)
        files = {**found.record.files}
        for file in found.files:
            if file.state is not State.KEPT and file.state is not State.GONE:
                files[file.path] = (file.source, file.digest)
        path = found.project / RECORD
        write_atomically(path, record_bytes(files))
        begun.unlink()


def _read(request: SiteRequest) -> tuple[ForeignSite, Folder]:
    root, only = request.folder, None
    if root.is_file():
        root, only = root.parent, root.name
    folder = Folder(real_path(root), Notes(), STATIC_NAMES)
    if only is not None:
        folder.files = tuple(
            file for file in folder.files if file == only or not file.lower().endswith((".xml", ".wxr"))
        )
    _check_apart(root, request.project)
    generator = request.generator or ("wordpress" if only else generator_of(folder))
    if generator is None:
        known = ", ".join(GENERATORS)
        hint = m("name the folder that holds its texts; known are: {known}", known=known)
        raise ProjectError(
            [Problem(Location(str(request.folder)), m("there is no site of another generator here"), hint)]
        )
    site = GENERATORS[generator](folder)
    if not site.texts and not folder.notes.all:
        hint = m("name the folder that holds its content, or say what it was made with: --from NAME")
        raise ProjectError(
            [Problem(Location(str(request.folder)), m("no texts of {generator} were found", generator=generator), hint)]
        )
    return site, folder


def _check_apart(root: Path, project: Path) -> None:
    """Refuse a project that lies in the folder: it would be read as a part of the other site."""
    if real_path(project) == real_path(root) or real_path(project).is_relative_to(real_path(root)):
        hint = m("put the project beside that folder: site-gen import site OLD --into NEW")
        raise ProjectError([Problem(Location(str(root)), m("the project lies in the folder that is to be read"), hint)])


def _destination(project: Path, record: ImportRecord) -> Destination:
    settings = load_settings(project)
    taken = {place: frozenset(_names(project, place, record)) for place in ROUTES}
    earlier = {source: path for path, (source, _) in record.files.items()}
    return Destination(tuple(settings.languages), settings.zone, settings.base, settings.url, taken, earlier)


def _names(project: Path, place: str, record: ImportRecord) -> Iterator[str]:
    """Yield the names of a folder's files that no import wrote."""
    folder = project / place
    for path in folder.rglob("*") if folder.is_dir() else ():
        name = path.relative_to(project).as_posix()
        if path.suffix in {".md", ".markdown", ".yaml"} and name not in record.files:
            yield (
                path.parent.name
                if path.name.startswith("index.") and path.parent != folder
                else path.name.partition(".")[0]
            )


def _files(
    request: SiteRequest, made: Converted, record: ImportRecord, fetched: Mapping[str, str]
) -> Iterator[FileToBe]:
    for text in made.texts:
        yield _to_be(request.project, text.path, text.source, text.content.encode(), record)
    for path, source in made.copies.items():
        yield _to_be(
            request.project,
            path,
            source.as_posix().removeprefix(f"{real_path(request.folder).as_posix()}/"),
            source,
            record,
        )
    for address, path in fetched.items():
        yield _to_be(request.project, path, address, request.pictures[address], record)


def _to_be(project: Path, path: str, source: str, contents: bytes | Path, record: ImportRecord) -> FileToBe:
    digest = content_hash(contents if isinstance(contents, bytes) else _bytes_of(contents))
    target = project / path
    written = record.files.get(path)
    if not target.exists() and not target.is_symlink():
        state = State.GONE if written else State.NEW
    else:
        now = content_hash(_bytes_of(target)) if target.is_file() else ""
        state = State.SAME if now == digest else State.UPDATED if written and written[1] == now else State.KEPT
    return FileToBe(path, source, contents, state, digest)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WorldError(
            m("{path} can't be read: {strerror}", path=path, strerror=error.strerror or error), m("allow it to be read")
        ) from error


_FETCHED: Final = "content/images/fetched"


def _picture_path(address: str) -> str:
    """Return where a picture of another site is put: its name, told apart by its address."""
    from site_gen.importers.site_files import plain_path

    name = PurePosixPath(address.partition("?")[0].partition("#")[0]).name or "picture"
    return f"{_FETCHED}/{content_hash(address.encode(), size=4)}-{plain_path(name)[-80:]}"
