"""What is common to files that are written for one client only, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from site_gen.load.discovery import FileSet, group_files
from site_gen.load.references import find_references
from site_gen.messages import m
from site_gen.model.content_kinds import ContentKind
from site_gen.model.rules import Finding
from site_gen.model.rules import Path as KeyPath
from site_gen.model.site import Translated
from site_gen.problems import Location, Problem
from site_gen.sources.text import excerpt

T = TypeVar("T")


def client_files(project: Path, kind: ContentKind, languages: tuple[str, ...]) -> tuple[list[FileSet], list[Problem]]:
    """Return the files of a kind's folder, and the problems with their names."""
    sets, problems = group_files(project, kind.folder, kind.suffix, languages)
    one_language = (
        m("an audit is written in one language") if kind.name == "audit" else m("a proposal is written in one language")
    )
    for files in sets:
        for language, file in files.overlays.items():
            hint = m("write another file with a token of its own and 'language: {language}'", language=language)
            problems.append(Problem(Location(file), one_language, hint))
    return [FileSet(files.slug, files.original) for files in sets], problems


def in_its_language(source: Translated[T], languages: tuple[str, ...]) -> Translated[T]:
    """Return a thing in the language that it names, or in the site's main language if it names none."""
    language = getattr(source.original, "language", None) or languages[0]
    return Translated(source.slug, {language: source.original}, {language: source.file})


def check_pictures(file: str, what: str, value: Any, path: KeyPath = ()) -> Iterator[Finding]:
    """Find pictures in the texts of a file's data: the site's pictures are public, so such texts must not use them."""
    if isinstance(value, str):
        for reference in find_references(value):
            if reference.is_picture:
                target = excerpt(reference.target)
                message = (
                    m("an audit shows no pictures: '{target}'", target=target)
                    if what == "an audit"
                    else m("a proposal shows no pictures: '{target}'", target=target)
                )
                hint = m("pictures of the site can be seen by everybody: link to it, or say it in words")
                yield Finding(file, path, message, hint)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from check_pictures(file, what, inner, (*path, key))
    elif isinstance(value, tuple | list):
        for index, inner in enumerate(value):
            yield from check_pictures(file, what, inner, (*path, index))
