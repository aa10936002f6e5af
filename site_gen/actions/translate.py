"""Makes translations ready to fill in: files that hold the texts of their originals, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

import yaml

from site_gen.actions.errors import NamedThing, UnknownNameError
from site_gen.actions.files import write_text, writing
from site_gen.actions.translate_words import write_words
from site_gen.files import read_regular, real_path
from site_gen.load import load_settings
from site_gen.load.locator import Locator
from site_gen.load.translations import TextFile, text_files
from site_gen.load.untranslated import named, texts_alone, untranslated
from site_gen.messages import m, said
from site_gen.model.content_kinds import ARTICLE
from site_gen.model.setting_values import LANGUAGES, Language
from site_gen.sources.front_matter import split_front_matter
from site_gen.sources.quoting import plain_or_quoted
from site_gen.sources.text import read_source

_LANGUAGES: Final = re.compile(r"^(languages:[ \t]*\[)([^\]\n]*)(\].*)$", re.MULTILINE)
_LIMIT: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Translated:
    """What was made ready: files that are new, files with further keys, texts that are to be written in by hand with
    their files, and whether site.yaml names the language now."""

    language: str
    new: tuple[str, ...] = ()
    extended: tuple[str, ...] = ()
    by_hand: tuple[tuple[str, str], ...] = ()
    is_listed: bool = True


@dataclass
class _Work:
    project: Path
    language: str
    notes: str
    new: list[str] = field(default_factory=list)
    extended: list[str] = field(default_factory=list)
    by_hand: list[tuple[str, str]] = field(default_factory=list)


def translate(project: Path, language: str, files: Collection[str] = ()) -> Translated:
    """Make the translations of a project into a language ready to fill in, and name the language in site.yaml.

    Only those of `files` if some are named, else all but articles; for a language that the program doesn't speak also
    the words of the theme and of posts, which are all that the site's first language needs. A file that is there keeps
    what it has; keys that it lacks are added at its end. Raises UnknownNameError for a first language that the program
    speaks and for unknown files, ProjectError, WorldError.
    """
    settings, locator = load_settings(project), Locator(project)
    if not _is_language(language) or (language == settings.language and language in LANGUAGES):
        raise UnknownNameError(NamedThing.LANGUAGE, language, settings.languages[1:])
    languages = tuple(dict.fromkeys((*settings.languages, language)))
    is_first = language == settings.language
    sources = [] if is_first else list(text_files(project, languages, locator))
    wanted = {_plain(file, project) for file in files}
    for name in sorted(wanted - {source.file for source in sources}):
        raise UnknownNameError(NamedThing.TEXT_FILE, name, tuple(source.file for source in sources))
    work = _Work(project, language, settings.language)
    with writing(project):
        for source in sources:
            if source.file in wanted or (not wanted and source.kind != ARTICLE.name):
                _make_ready(work, source, locator)
        if language not in LANGUAGES and not files:
            made = write_words(project, language, settings)
            work.new += made.new
            work.extended += made.extended
        is_listed = language in settings.languages or _list_language(project / "site.yaml", language)
    return Translated(language, tuple(work.new), tuple(work.extended), tuple(work.by_hand), is_listed)


def _is_language(code: str) -> bool:
    from pydantic import TypeAdapter, ValidationError

    try:
        TypeAdapter(Language).validate_python(code)
    except ValidationError:
        return False
    return True


def _plain(file: str, project: Path) -> str:
    """Return a file as messages name it: below the project, however it was given."""
    path = Path(file)
    return (
        real_path(path).relative_to(real_path(project)).as_posix()
        if path.is_absolute()
        else PurePosixPath(file).as_posix()
    )


def _make_ready(work: _Work, source: TextFile, locator: Locator) -> None:
    texts = texts_alone(source.data, source.shape)
    own = source.data.get("language") if isinstance(source.data, dict) else None
    if not texts or own == work.language:
        return
    file = source.overlay(work.language)
    if work.language not in source.overlays:
        write_text(work.project / file, _new_file(work, source, texts))
        work.new.append(file)
        return
    there = locator.data(file)
    missing = [each.path for each in untranslated(source.data, there, source.shape) if each.is_missing]
    keys = [key for key in texts if not isinstance(there, dict) or key not in there]
    if keys and file.endswith(".yaml"):
        path = work.project / file
        before = read_regular(path).decode()
        gap = "" if before.endswith("\n") or not before else "\n"
        note = said(m("# Not translated yet:"), work.notes)
        added = f"{gap}\n{note}\n{dump({key: texts[key] for key in keys})}"
        write_text(path, before + (added.replace("\n", "\r\n") if "\r\n" in before else added))
        work.extended.append(file)
        missing = [path for path in missing if path[0] not in keys]
    work.by_hand += [(file, named(path)) for path in missing]


def _new_file(work: _Work, source: TextFile, texts: dict[str, Any]) -> str:
    """Return the text of a new translation, with the original's texts to write over."""
    text = m(
        "# The texts of {file}, to be written over in '{language}'. What stays as it is can go.",
        file=source.file,
        language=work.language,
    )
    note = said(text, work.notes)
    if source.file.endswith(".yaml"):
        up = "../" * source.file.count("/")
        schema = f"# yaml-language-server: $schema={up}schemas/{source.kind}.overlay.schema.json"
        return f"{schema}\n\n{note}\n\n{dump(texts)}"
    body = split_front_matter(read_source(work.project / source.file, source.file, _LIMIT)[0], source.file).body
    return f"---\n{note}\n{dump(texts)}---\n{body}"


def _list_language(path: Path, language: str) -> bool:
    """Add a language to the list in site.yaml; return False where the list is written in another way."""
    text = read_regular(path).decode()
    new, count = _LANGUAGES.subn(lambda found: f"{found[1]}{found[2].rstrip()}, {language}{found[3]}", text, count=1)
    if count:
        write_text(path, new)
    return bool(count)


# --- YAML -------------------------------------------------------------------------------------------------------------


class _Dumper(yaml.SafeDumper):
    """Writes texts as people do: on one line, or after a |."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # the name is the library's
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002  # so are these
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    if "\n" in text:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|")
    style = None if plain_or_quoted(text) == text else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def dump(data: Any) -> str:
    """Return data as YAML that is read as the same data."""
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100_000, default_flow_style=False)
