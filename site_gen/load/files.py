"""Read a project's files into models, each with its translations, and collect problems, documents and pictures."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from site_gen.hashing import content_hash
from site_gen.load.ahead import Ahead
from site_gen.load.discovery import FileSet, entries_in, group_files, single_file
from site_gen.load.list_slips import split_texts
from site_gen.load.numbers import doubtful_numbers
from site_gen.load.overlay import Merge
from site_gen.load.read_cache import ReadCache
from site_gen.load.shape import markdown_paths, model_shape
from site_gen.load.texts import Use, text_problems, uses
from site_gen.load.typed_marks import typed_marks
from site_gen.load.typed_texts import typed_texts
from site_gen.load.untranslated import half_translated
from site_gen.load.used_pictures import Body, UsedPictures, pictures_elsewhere
from site_gen.load.wording import describe
from site_gen.model.base import Model
from site_gen.model.long_model import LongModel
from site_gen.model.metrics import TABLE
from site_gen.model.site import Translated
from site_gen.model.text_bounds import OPEN
from site_gen.problems import Location, Problem, Severity
from site_gen.sources.text import decode, read_source
from site_gen.sources.yaml import Document
from site_gen.sources.yaml_file import read_yaml_file, read_yaml_text

M = TypeVar("M", bound=Model)
S = TypeVar("S")

_OWN_FOLDER: Final = 3
"""How many folders lead to a text that has one of its own: content/articles/NAME/index.md."""

YAML_LIMIT: Final = 1_000_000
"""The largest YAML file that is read, in bytes."""


@dataclass(slots=True)
class Found:
    """What reading files found besides the things in them: `documents` by file, `characters` of all texts.

    The document of a thing without errors isn't kept, but None: what needs it reads the file again. Its characters
    are then `spelled`, which takes a tenth of a set.
    `bodies` are the Markdown texts of files that are being read, until their front matter is known.
    """

    problems: list[Problem] = field(default_factory=list)
    documents: dict[str, Document | None] = field(default_factory=dict)
    used: UsedPictures = field(default_factory=UsedPictures)
    characters: set[str] = field(default_factory=set)
    spelled: str = ""
    uses: list[Use] = field(default_factory=list)
    bodies: dict[str, Body] = field(default_factory=dict)

    def note_text(self, body: Body) -> None:
        """Look at a Markdown text, and collect what it uses."""
        self.used.note_text(body)
        self.problems += [*text_problems(body), *pictures_elsewhere(body), *typed_marks(body)]
        self.uses += uses(body)

    def note_body(self, document: Document) -> None:
        """Look at the body of a YAML document, if it has one."""
        body = document.data.get("body") if isinstance(document.data, dict) else None
        if isinstance(body, str):
            self.note_text(Body(body, document, None))

    def note_texts(self, document: Document, paths: Iterable[tuple[str, ...]]) -> None:
        """Look at a document's other texts in Markdown: those at these paths, where '*' is every item."""
        for path in paths:
            for place, text in _texts_at(document.data, path):
                body = Body(text, document, None, place)
                self.problems += text_problems(body)
                self.problems += typed_marks(body)
                self.uses += uses(body)

    def settle(self) -> None:
        """Let go of what only a thing with errors needs: few documents are needed again, and all take much memory."""
        self.documents = dict.fromkeys(self.documents)
        self.spelled, self.characters = "".join(sorted(self.characters)), set()

    def add(self, other: Found) -> None:
        """Add the results of another reading."""
        self.problems += other.problems
        self.documents |= other.documents
        self.used.add(other.used)
        self.characters.update(other.characters, other.spelled)
        self.uses += other.uses


def _is_good(read: tuple[object, Found]) -> bool:
    thing, found = read
    return thing is not None and not any(problem.severity is Severity.ERROR for problem in found.problems)


def _packed(thing: S) -> S:
    """Return a thing whose long texts are packed."""
    if not isinstance(thing, Translated) or not isinstance(thing.original, LongModel):
        return thing
    return replace(thing, versions={language: version.packed() for language, version in thing.versions.items()})


def _texts_at(data: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the texts at a path of keys that may need a look, each with its place."""
    if not path:
        if isinstance(data, str) and (len(data) > OPEN or "<" in data or "![" in data):
            yield (), data
        return
    key, *rest = path
    inner: Iterable[tuple[str | int, object]] = ()
    if key == "*":
        inner = enumerate(data) if isinstance(data, list) else data.items() if isinstance(data, dict) else ()
    elif isinstance(data, dict) and key in data:
        inner = [(key, data[key])]
    for step, value in inner:
        yield from (((step, *place), text) for place, text in _texts_at(value, tuple(rest)))


@dataclass
class FileReader:
    """Reads files of a project into models. `languages` are the site's, the main one first ('' if it is unknown);
    `context` is pydantic's validation context; `jobs` is the number of processes; files `without` which to read.
    `drafts` are bytes to read in place of those of a file."""

    project: Path
    read_cache: ReadCache
    jobs: int = 1
    languages: tuple[str, ...] = ("en",)
    context: dict[str, Any] = field(default_factory=dict)
    found: Found = field(default_factory=Found)
    without: frozenset[str] = frozenset()
    drafts: Mapping[str, bytes] = field(default_factory=dict)

    # --- many things, unless the cache has them -------------------------------------------------------------------

    def things(
        self,
        folder: str,
        suffix: str,
        make: Callable[[FileReader, FileSet], S | None],
        reserved: Collection[str] = (),
        others: Collection[str] = (),
    ) -> list[S]:
        """Return the result of `make` for each thing in a folder, without those that have errors.

        `reserved` are names that no thing may have; `others` is what else is in the folder (folders with a slash).
        """
        names = entries_in(self.project / folder, suffix)
        drafts = [(file.removeprefix(f"{folder}/"), False) for file in self.drafts if file.startswith(f"{folder}/")]
        names += [entry for entry in drafts if entry not in names and entry[0].endswith(suffix)]
        group = partial(group_files, self.project, folder, suffix, self.languages, reserved, others)
        sets, problems = self.read_cache.recall((folder, "names"), (), (names, self.languages), group)
        self.found.problems += problems
        return self.parts(sets, make)

    def parts(self, sets: Iterable[FileSet], make: Callable[[FileReader, FileSet], S | None]) -> list[S]:
        """Return the result of `make` for each file set, without those that have errors."""
        sets = [files for files in sets if self.without.isdisjoint(files.names)]
        by_names = {files.names: files for files in sets}
        paths = ((names, self._looked_at(names)) for names in by_names)
        also = (self.languages, self.context.get("zone"))
        things = []

        def read(names: tuple[str, ...]) -> tuple[S | None, Found]:
            return self._read(by_names[names], make)

        def read_well(names: tuple[str, ...]) -> tuple[S | None, Found] | None:
            result = read(names)
            return result if _is_good(result) else None

        with ExitStack() as stack:

            def begin(keys: list[tuple[str, ...]]) -> Callable[[tuple[str, ...]], bytes | None]:
                return stack.enter_context(closing(Ahead(read_well, keys, self.jobs))).take

            results = self.read_cache.recall_each(paths, also, read, ahead=begin, keep=_is_good)
            for thing, found in stack.enter_context(closing(results)):
                self.found.add(found)
                things += [thing] if thing is not None else []
        return things

    def single(self, stem: str, suffix: str, make: Callable[[FileReader, FileSet], S | None]) -> S | None:
        """Return the result of `make` for the file STEM+SUFFIX; None if there is none or it has errors."""
        files = single_file(self.project, stem, suffix, self.languages)
        for language in self.languages[1:]:
            if files and f"{stem}.{language}{suffix}" in self.drafts:
                files.overlays[language] = f"{stem}.{language}{suffix}"
        return next(iter(self.parts([files], make)), None) if files else None

    def _read(self, files: FileSet, make: Callable[[FileReader, FileSet], S | None]) -> tuple[S | None, Found]:
        inner = FileReader(
            self.project,
            self.read_cache,
            languages=self.languages,
            context=self.context,
            drafts=self.drafts,
        )
        thing = make(inner, files)
        if isinstance(thing, Translated):
            whole, summary = inner._hashes(files)
            thing = replace(thing, whole=whole, summary=summary)
        if _is_good((thing, inner.found)):
            inner.found.settle()
            thing = _packed(thing)
        return thing, inner.found

    def _hashes(self, files: FileSet) -> tuple[str, str]:
        """Return hashes of all that a thing was read from, and of all but its texts; the same in all processes."""
        data = [document.data for document in self.found.documents.values() if document is not None]
        rest = [{key: each[key] for key in each if key != "body"} if isinstance(each, dict) else each for each in data]
        common = (files.names, self.context.get(TABLE))
        return content_hash(repr((common, data)).encode("utf-8", "surrogatepass")), content_hash(
            repr((common, rest)).encode("utf-8", "surrogatepass")
        )

    def _looked_at(self, names: Iterable[str]) -> list[str]:
        """Return what a thing is read from: its files, and the folders of pictures beside a text in a folder of its
        own."""
        folder = f"{self.project}/"
        found = [folder + name for name in names]
        for own in {file.rpartition("/")[0] for file in found if file.count("/") - folder.count("/") >= _OWN_FOLDER}:
            found += [inner for inner, _, _ in os.walk(own)]
        return found

    # --- one thing ------------------------------------------------------------------------------------------------

    def yaml_thing(self, files: FileSet, model: type[M]) -> Translated[M] | None:
        """Read a YAML file and its overlays."""
        return self.versions(files, model, self.yaml(files.original or ""))

    def versions(self, files: FileSet, model: type[M], document: Document) -> Translated[M] | None:
        """Validate a YAML document, and read its overlays."""
        self.found.problems += [*doubtful_numbers(document, model_shape(model)), *split_texts(document)]
        original = self.validate(model, document, document.data)
        if original is None:
            return None
        self.found.used.note(document, original)
        self.found.note_body(document)
        versions, names = {self.languages[0]: original}, {self.languages[0]: document.file}
        for language, file in sorted(files.overlays.items()):
            version = self.overlaid(model, document, file)
            if version is not None:
                versions[language], names[language] = version, file
        return Translated(files.slug, versions, names)

    def overlaid(self, model: type[M], original: Document, file: str) -> M | None:
        """Read a translation: the original with texts replaced from another file."""
        overlay = self.yaml(file)
        self.found.note_body(overlay)
        return self.merged(model, original, overlay)

    def merged(self, model: type[M], original: Document, overlay: Document) -> M | None:
        """Validate an original whose texts are replaced from an overlay."""
        merge = Merge(original, overlay)
        data = merge.merged(model_shape(model))
        self.found.problems += merge.problems
        if overlay.data is not None and not merge.problems:
            self.found.problems += half_translated(original, overlay, model_shape(model))
        return None if merge.problems else self.validate(model, overlay, data)

    # --- reading and validating -----------------------------------------------------------------------------------

    def text(self, file: str, limit: int) -> str:
        """Read a text of up to `limit` bytes; its problems are collected in `found`."""
        draft = self.drafts.get(file)
        text, problems = read_source(self.project / file, file, limit) if draft is None else decode(draft, file)
        self.found.problems += problems
        self.found.characters.update(text)
        return text

    def yaml(self, file: str) -> Document:
        """Read a YAML file; its data is None if it can't be read."""
        draft = self.drafts.get(file)
        if draft is None:
            read = read_yaml_file(self.project / file, file, YAML_LIMIT)
        else:
            read = read_yaml_text(*decode(draft, file), file)
        self.found.problems += read.problems
        self.found.characters |= read.characters
        self.found.documents[file] = read.document
        return read.document

    def validate(self, model: type[M], document: Document, data: Any) -> M | None:
        """Return a document's data as a model, or None after collecting all problems in `found`."""
        if data is None and self.is_blamed(document):
            return None  # it could not be read; the problem is already reported
        self.found.note_texts(document, markdown_paths(model))
        self.found.problems += typed_texts(document, model_shape(model))
        try:
            return model.model_validate({} if data is None else data, context=self.context)
        except ValidationError as error:
            errors = list(describe(error, document, model_shape(model)))
            said = {problem.location for problem in errors}  # an error says more than a warning at the same place
            kept = (p for p in self.found.problems if p.severity is Severity.ERROR or p.location not in said)
            self.found.problems[:] = [*kept, *errors]
            return None

    def is_blamed(self, document: Document) -> bool:
        """Whether a problem of this document was found."""
        return any(problem.location.file == document.file for problem in self.found.problems)

    def add(self, location: Location, message: str, hint: str = "", severity: Severity = Severity.ERROR) -> None:
        """Add a problem to `found`."""
        self.found.problems.append(Problem(location, message, hint, severity))
