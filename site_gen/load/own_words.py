"""The words of a language that the program doesn't speak, in a project's files: those of posts and those of the theme.

For a language that it does speak, a project's file holds the words that it changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from site_gen.load.files import FileReader
from site_gen.messages import all_of, m
from site_gen.model.rules import Finding
from site_gen.model.setting_values import LANGUAGES
from site_gen.model.site import ThemeFiles
from site_gen.nearest import closest, nearest
from site_gen.problems import Location, Problem
from site_gen.sources.text import excerpt
from site_gen.sources.yaml import Document, read_yaml

Words = Mapping[str, object]
"""Texts by their keys; a text with a number has one for each plural form."""

FOLDER: Final = "social/words"
"""The folder of a project with its words of posts, a file for each language."""

PLURALS: Final = frozenset({"zero", "one", "two", "few", "many", "other"})
_PACKAGED: Final = Path(__file__).parent.parent / "social" / "data" / "words"
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
_MAY_GO: Final = frozenset({"count", "city"})
"""What a text may leave out: 'one month' needs no figure, and a zone may have a name of its own."""
_QUOTES: Final = 4
FIGURES: Final = "deadline.figures"
"""The key of a deadline in figures, for posts with a near fold."""
_NOT_NEEDED: Final = frozenset({FIGURES})
"""The words that a project's own language needn't have."""
VOWEL: Final = "_vowel"
"""The end of a key for a date that begins with 1 or 11, where the article before it changes."""


def theme_words_file(theme: str, language: str) -> str:
    """Return the project's file with a theme's words in a language."""
    return f"themes/{theme}/strings/{language}.yaml"


def post_words_file(language: str) -> str:
    """Return the project's file with the words of posts in a language."""
    return f"{FOLDER}/{language}.yaml"


@cache
def packaged_words(language: str) -> Words:
    """Return the program's own words of posts in a language; none if it doesn't speak it."""
    path = _PACKAGED / f"{language}.yaml"
    data: Any = read_yaml(path.read_text(encoding="utf-8"), path.name).data if path.is_file() else {}
    return MappingProxyType(dict(data))


def read_post_words(files: FileReader) -> Mapping[str, Words]:
    """Return a project's own words of posts by language, and note what is wrong with their files."""
    own: dict[str, Words] = {}
    for language in files.languages:
        file = post_words_file(language)
        if (files.project / file).is_file():
            document = files.yaml(file)
            files.found.problems += _PostWords(language, document).problems()
            own[language] = document.data if isinstance(document.data, dict) else {}
    files.found.problems += _unread(files)
    return MappingProxyType(own)


def _unread(files: FileReader) -> Iterator[Problem]:
    """Find what lies in the folder and nothing reads."""
    folder = files.project / FOLDER.partition("/")[0]
    known = {post_words_file(language) for language in files.languages}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        file = path.relative_to(files.project).as_posix()
        if path.is_file() and file not in known and path.suffix in {".yaml", ".yml"}:
            hint = m("words of posts are in {folder}/LANGUAGE.yaml, for the languages of site.yaml: ", folder=FOLDER)
            yield Problem(Location(file), m("this file is not read"), hint + ", ".join(files.languages))


@dataclass(frozen=True, slots=True)
class _PostWords:
    """Looks at a project's words of posts in one language."""

    language: str
    document: Document
    known: Words = field(default_factory=lambda: packaged_words("en"))

    def problems(self) -> Iterator[Problem]:
        document, data = self.document, self.document.data
        if data is not None and not isinstance(data, dict):
            yield Problem(document.locate(()), m("a mapping is needed"), m("write 'key: text' lines"))
            return
        given: Mapping[str, Any] = data or {}
        for key, value in given.items():
            if key.removesuffix(VOWEL) not in self.known:
                yield Problem(
                    document.locate((key,), key=True),
                    m("'{key}' is none of the words of posts", key=excerpt(key)),
                    nearest(key, self.known) or m("site-gen translate writes a file with all of them"),
                )
            elif value is not None and not _is_words(value):
                yield _no_text(document, key)
        yield from self._quotes(given.get("quotes"))
        for each in findings(self.document.file, self.language, self.known, given):
            yield Problem(document.locate(each.path, key=True), each.message, each.hint)

    def _quotes(self, quotes: object) -> Iterator[Problem]:
        if isinstance(quotes, str) and len(quotes) != _QUOTES:
            hint = m("write the outer pair and the inner one without spaces, such as „“‚‘")
            yield Problem(self.document.locate(("quotes",)), m("'quotes' needs four marks"), hint)


def _no_text(document: Document, key: str) -> Problem:
    hint = m("write a text in quotes, or {one: …, other: …}")
    return Problem(document.locate((key,)), m("'{key}' is neither a text nor its plural forms", key=excerpt(key)), hint)


def _is_words(value: object) -> bool:
    if isinstance(value, dict):
        return bool(value) and set(value) <= PLURALS and all(isinstance(form, str | None) for form in value.values())
    return isinstance(value, str)


def findings(
    file: str, language: str, known: Words, given: Words, files: Mapping[str, str] | None = None
) -> Iterator[Finding]:
    """Find the words of a language that are missing, and the {placeholders} that are lost or unknown.

    `known` are the English ones. `files` are the project's files of single words, where they aren't in `file`. Of a
    language that the program speaks only those that are given are looked at.
    """
    own = language not in LANGUAGES
    needed = _plural_forms(language)
    for key, english in known.items():
        place = (files or {}).get(key, file)
        said = given.get(key)
        if own and key not in _NOT_NEEDED:
            for path in _missing(key, english, said, needed):
                hint = _hint(path, language, english, given, known)
                yield Finding(place, path, m("'{path}' is missing", path=".".join(path)), hint)
        for text in said.values() if isinstance(said, dict) else [said]:
            if isinstance(text, str):
                yield from _placeholders(place, key, english, text)


def _missing(key: str, english: object, said: object, needed: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the keys of a text that is not there or empty, or of those of its plural forms that are not."""
    if isinstance(english, Mapping) and isinstance(said, Mapping):
        yield from ((key, form) for form in needed if not said.get(form))
    elif not said:
        yield (key,)


def _hint(path: tuple[str, ...], language: str, english: object, given: Words, known: Words) -> str:
    text = english.get(path[-1], english["other"]) if isinstance(english, Mapping) else english
    slip = closest(path[0], frozenset(given) - frozenset(known))
    meant = m("is it '{slip}'? ", slip=slip) if slip else ""
    return m(
        "{meant}write it in '{language}'; in English it is '{text}'",
        meant=meant,
        language=language,
        text=excerpt(str(text)),
    )


def _placeholders(file: str, key: str, english: object, text: str) -> Iterator[Finding]:
    known = set(_PLACEHOLDER.findall(str(english)))
    used = set(_PLACEHOLDER.findall(text))
    for name in sorted(used - known):
        names = ", ".join(f"{{{each}}}" for each in sorted(known)) or m("no {placeholders}")
        yield Finding(
            file,
            (key,),
            m("'{key}' has {{name}}, which nothing fills in", key=key, name=name),
            m("it knows {names}", names=names),
        )
    for name in sorted(known - used - _MAY_GO):
        hint = m("in English it is '{english}'", english=excerpt(str(english)))
        yield Finding(
            file, (key,), m("'{key}' lacks {{name}}: what is filled in there would be lost", key=key, name=name), hint
        )


@cache
def _plural_forms(language: str) -> tuple[str, ...]:
    """Return the plural forms that whole numbers of a language have."""
    from babel import Locale

    rule = Locale.parse(language).plural_form
    return tuple(dict.fromkeys((*(rule(count) for count in range(200)), "other")))


def plural_forms(language: str) -> tuple[str, ...]:
    """Return the plural forms that a text with a number needs in a language, 'other' among them."""
    order = ("zero", "one", "two", "few", "many", "other")
    return tuple(form for form in order if form in _plural_forms(language))


def missing_words(languages: tuple[str, ...], theme: ThemeFiles, posts: Mapping[str, Words]) -> Iterator[Finding]:
    """Find the languages of a site in which the program can't speak and the project has no words, or not all of them.

    What a project's own file of posts lacks is said when it is read.
    """
    known = theme.strings.get("en", {})
    for index, language in enumerate(languages):
        if language in LANGUAGES:
            continue
        texts = theme.strings.get(language)
        lacking = [
            *([post_words_file(language)] if language not in posts else []),
            *([theme_words_file(theme.name, language)] if texts is None else []),
        ]
        if lacking:
            message = m(
                "'{language}' has no words yet: buttons, forms, posts and the like would be English", language=language
            )
            hint = m(
                "'site-gen translate {language}' makes {lacking} ready to fill in",
                language=language,
                lacking=all_of(lacking),
            )
            yield Finding("site.yaml", ("languages", index), message, hint)
        if texts is not None:
            file = theme_words_file(theme.name, language)
            yield from findings(file, language, known, texts, theme.string_files.get(language))
