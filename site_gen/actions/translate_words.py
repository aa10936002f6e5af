"""Makes the words of a language that the program doesn't speak ready to fill in: those of the theme, and of posts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from site_gen.actions.files import write_text
from site_gen.load.own_words import (
    Words,
    packaged_words,
    plural_forms,
    post_words_file,
    theme_words_file,
)
from site_gen.load.read_cache import ReadCache
from site_gen.load.theme import read_theme
from site_gen.messages import m, said
from site_gen.model.settings import Settings
from site_gen.problems import ProjectError, Severity
from site_gen.sources.text import read_source
from site_gen.sources.yaml import read_yaml

_LIMIT: Final = 1_000_000
_HEADS: Final = {
    "strings": m("""\
# The words of the theme in '{language}', to be filled in: above each stands the English one. What is in {braces} is
# filled in by the program and stays as it is. site-gen check names what is missing.
"""),
    "words": m("""\
# The words of posts in '{language}', to be filled in: above each stands the English one. What is in {braces} is filled
# in by the program and stays as it is. site-gen check names what is missing.
"""),
}


@dataclass(frozen=True, slots=True)
class WordFiles:
    """The files that are new, and those that got further keys."""

    new: tuple[str, ...] = ()
    extended: tuple[str, ...] = ()


def write_words(project: Path, language: str, settings: Settings) -> WordFiles:
    """Write the files with the words of a language, each word still empty. A file that is there keeps what it has; keys
    that it lacks are added at its end. Raises ProjectError if the theme can't be read, WorldError.
    """
    new, extended = [], []
    theme = theme_words_file(settings.theme.name, language)
    posts = post_words_file(language)
    wanted = (
        (theme, "strings", _theme_words(project, settings)),
        (posts, "words", packaged_words("en")),
    )
    for file, schema, words in wanted:
        path = project / file
        there = _keys(path, file)
        missing = {key: text for key, text in words.items() if key not in there}
        if not missing:
            continue
        lines = "\n".join(_lines(missing, language))
        if path.is_file():
            before = path.read_text(encoding="utf-8").rstrip("\n")
            note = said(m("# Not translated yet:"), settings.language)
            write_text(path, f"{before}\n\n{note}\n{lines}\n")
            extended.append(file)
        else:
            address = f"{'../' * file.count('/')}schemas/{schema}.schema.json"
            note = said(_HEADS[schema].filled(language=language), settings.language)
            head = f"# yaml-language-server: $schema={address}\n\n{note}"
            path.parent.mkdir(parents=True, exist_ok=True)
            write_text(path, f"{head}\n{lines}\n")
            new.append(file)
    return WordFiles(tuple(new), tuple(extended))


def _theme_words(project: Path, settings: Settings) -> Words:
    text, _ = read_source(project / "site.yaml", "site.yaml", _LIMIT)
    theme, problems = read_theme(project, settings.theme, read_yaml(text, "site.yaml"), ReadCache())
    if theme is None:
        raise ProjectError([problem for problem in problems if problem.severity is Severity.ERROR])
    return theme.strings["en"]


def _keys(path: Path, file: str) -> Mapping[str, Any]:
    """Return what stands in a file; nothing if it isn't there."""
    if not path.is_file():
        return {}
    document = read_yaml(read_source(path, file, _LIMIT)[0], file)
    if document.problems:
        raise ProjectError(document.problems)
    return document.data if isinstance(document.data, dict) else {}


def _lines(words: Words, language: str) -> Iterator[str]:
    """Yield the lines of a file: each text in English as a comment, and its key, with nothing behind it."""
    for key, text in words.items():
        if isinstance(text, Mapping):
            said = dict.fromkeys(str(form) for form in text.values())
            yield "# " + " / ".join(json.dumps(form, ensure_ascii=False) for form in said)
            yield f"{key}:"
            yield from (f"  {form}:" for form in plural_forms(language))
        else:
            yield "# " + json.dumps(text, ensure_ascii=False)
            yield f"{key}:"
