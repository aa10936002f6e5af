"""The files of a project whose texts can be translated, with the translations that are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from site_gen.load.discovery import FileSet, group_files, single_file
from site_gen.load.locator import Locator
from site_gen.load.shape import Shape, model_shape
from site_gen.load.untranslated import named, untranslated
from site_gen.messages import m
from site_gen.model.base import Model
from site_gen.model.content_kinds import CONTENT_KINDS, ContentKind, Translation
from site_gen.model.offer import OFFER_KINDS
from site_gen.model.rules import Finding
from site_gen.model.setting_values import LANGUAGES
from site_gen.model.settings import Settings
from site_gen.model.site import ThemeFiles
from site_gen.problems import Location, Problem, Severity
from site_gen.sources.text import excerpt
from site_gen.sources.yaml import Data


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file with texts: what kind it is, its data, their shape, and its translations by language."""

    kind: str
    file: str
    data: Data
    shape: Shape
    overlays: Mapping[str, str]

    def overlay(self, language: str) -> str:
        """Return the path of its translation, whether it is there or not."""
        path = PurePosixPath(self.file)
        return self.overlays.get(language) or path.with_suffix(f".{language}{path.suffix}").as_posix()


def text_files(project: Path, languages: tuple[str, ...], locator: Locator) -> Iterator[TextFile]:
    """Yield the originals of a project that can be translated; `languages` are the project's, its first one first."""
    found = single_file(project, "site", ".yaml", languages)
    if found:
        yield _text_file("site", found, Settings, locator)
    for kind in CONTENT_KINDS:
        if kind.translation is Translation.NONE:
            continue
        for files in _file_sets(project, kind, languages):
            yield _text_file(kind.name, files, _model(kind, files, locator), locator)


def _file_sets(project: Path, kind: ContentKind, languages: tuple[str, ...]) -> list[FileSet]:
    if kind.is_single:
        files = single_file(project, kind.place, kind.suffix, languages)
        return [files] if files else []
    return group_files(project, kind.folder, kind.suffix, languages, kind.reserved, kind.beside)[0]


def _model(kind: ContentKind, files: FileSet, locator: Locator) -> type[Model]:
    data = locator.data(files.original or "")
    chosen = data.get("kind") if isinstance(data, dict) else None
    return (
        OFFER_KINDS.get(chosen, kind.models[0]) if len(kind.models) > 1 and isinstance(chosen, str) else kind.models[0]
    )


def _text_file(kind: str, files: FileSet, model: type[Model], locator: Locator) -> TextFile:
    file = files.original or ""
    return TextFile(kind, file, locator.data(file), model_shape(model), files.overlays)


def translation_problems(project: Path, languages: tuple[str, ...]) -> Iterator[Problem]:
    """Yield every text that is not translated into one of a project's languages, the first of which is the original's:
    whole files, texts that a translation lacks, and texts that it repeats."""
    locator = Locator(project)
    for source in text_files(project, languages, locator):
        own = source.data.get("language") if isinstance(source.data, dict) else None
        for language in languages[1:]:
            file = source.overlay(language)
            if language in source.overlays:
                yield from _in_overlay(source, file, locator)
            elif own in {None, languages[0]}:
                message = m(
                    "there is no translation into '{language}': {absent}", language=language, absent=_absent(source)
                )
                hint = m(
                    "write {file}; 'site-gen translate {language} {file_2}' makes it ready to fill in",
                    file=file,
                    language=language,
                    file_2=source.file,
                )
                yield Problem(Location(source.file), message, hint, Severity.WARNING)


def _absent(source: TextFile) -> str:
    return m("its texts are shown as they are here") if source.kind == "site" else m("it isn't shown in that language")


def _in_overlay(source: TextFile, file: str, locator: Locator) -> Iterator[Problem]:
    for each in untranslated(source.data, locator.data(file), source.shape):
        path = named(each.path)
        is_same = m("'{path}' is still as in {file}", path=path, file=source.file)
        message = m("'{path}' is missing", path=path) if each.is_missing else is_same
        hint = m("translate '{text}'", text=excerpt(each.text))
        yield Problem(locator.value(file, each.path), message, hint, Severity.WARNING)


def languages_without_words(main: Settings, theme: ThemeFiles) -> Iterator[Finding]:
    """Find the site's languages of the program's own in which the theme lacks words: those then are English."""
    known = theme.strings.get("en", {})
    for index, language in enumerate(main.languages):
        if language not in LANGUAGES:
            continue  # own_words.missing_words
        missing = [key for key in known if key not in theme.strings.get(language, {})]
        if missing:
            message = (
                m(
                    "the theme lacks {count} of its {of} words in '{language}': buttons, messages of forms and the "
                    "like are English there",
                    count=len(missing),
                    of=len(known),
                    language=language,
                )
                if language in theme.strings
                else m(
                    "the theme has no words in '{language}': buttons, messages of forms and the like are English there",
                    language=language,
                )
            )
            file = f"themes/{theme.name}/strings/{language}.yaml"
            first = ", ".join(map(excerpt, missing[:3]))
            hint = m(
                "write them into {file}, each with its key: {first} … (site-gen help themes lists them)",
                file=file,
                first=first,
            )
            yield Finding("site.yaml", ("languages", index), message, hint, Severity.WARNING)
