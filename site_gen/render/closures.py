"""A template's closure: itself, everything it extends, includes and imports, the texts, and this program."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

import jinja2
from jinja2 import meta, nodes

from site_gen import __version__
from site_gen.hashing import content_hash
from site_gen.render.templates import FALLBACK, ONCE, TemplateSet

_ALL: Final = None
"""A reference whose name is only known when rendering: it may be any template."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A template file: the hash of its bytes, and the templates that it refers to."""

    digest: str
    references: frozenset[str | None]


class TemplateClosures:
    """Fingerprints of a theme's templates, each including its dependencies."""

    def __init__(self, templates: TemplateSet, parsed: Mapping[str, frozenset[str | None]] | None = None) -> None:
        """Take the templates; `parsed` has what is known of files from before, so that they aren't parsed again: the
        templates that they refer to, by the hash of their bytes."""
        self._templates = templates
        self.parsed = dict(parsed or {})
        self._sources: dict[str, _Source | None] = {}
        self._fingerprints: dict[tuple[str, str], str] = {}

    def fingerprint(self, template: str, language: str) -> str:
        """Return a hash of everything a page depends on besides its view.

        With the same view, the same hash means the same page.
        """
        key = template, language
        if key not in self._fingerprints:
            files = self._closure(template)
            parts = [f"{name} {source.digest if source else ''}" for name, source in sorted(files.items())]
            self._fingerprints[key] = content_hash("\n".join([self._words(language), *parts]).encode())
        return self._fingerprints[key]

    def _words(self, language: str) -> str:
        templates = self._templates
        texts = self._texts.get(language, self._texts.get("en"))
        # What a theme made while it was trusted is made again once it isn't.
        return f"{__version__} {templates.time_zone} {language} {texts}{' sandboxed' if templates.sandboxed else ''}"

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        """The hash of each language's texts, with English ones in place of missing ones."""
        strings = self._templates.strings
        english = strings.get("en", {})
        return {
            language: content_hash(json.dumps([texts, english], sort_keys=True, ensure_ascii=False).encode())
            for language, texts in strings.items()
        }

    def _closure(self, template: str) -> dict[str, _Source | None]:
        """Return the files of a template and of all its references, by name; None for a missing file."""
        found: dict[str, _Source | None] = {}
        waiting: list[str] = [template if self._source(template) else FALLBACK]
        while waiting:
            name = waiting.pop()
            if name in found:
                continue
            source = found[name] = self._source(name)
            references = source.references if source else frozenset[str | None]()
            waiting += self._names if _ALL in references else [each for each in references if each is not None]
        return found

    def _source(self, name: str) -> _Source | None:
        if name not in self._sources:
            self._sources[name] = self._read(name)
        return self._sources[name]

    def _read(self, name: str) -> _Source | None:
        for folder in self._templates.folders:
            path = folder / name
            if path.is_file():
                content = path.read_bytes()
                digest = content_hash(content)
                if digest not in self.parsed:
                    self.parsed[digest] = _references_in(content)
                return _Source(digest, self.parsed[digest])
        return None

    @cached_property
    def _names(self) -> list[str]:
        """The names of all templates."""
        return sorted({name for folder in self._templates.folders for name in _names_below(folder)})


def _names_below(folder: Path) -> Iterator[str]:
    for place, _, names in os.walk(folder):
        below = place[len(str(folder)) :].replace(os.sep, "/").strip("/")
        yield from (f"{below}/{name}" if below else name for name in names)


@lru_cache(maxsize=512)
def _references_in(content: bytes) -> frozenset[str | None]:
    """Return the templates that a template refers to, with None for a name that isn't a literal.

    Kept for further builds of a process: themes of several projects mostly are the same.
    """
    try:
        tree = jinja2.Environment(autoescape=True).parse(content.decode())
    except (UnicodeDecodeError, jinja2.TemplateSyntaxError, RecursionError):
        return frozenset()  # rendering it reports the error
    return frozenset([*meta.find_referenced_templates(tree), *_made_once(tree)])


def _made_once(tree: nodes.Template) -> Iterator[str | None]:
    """Yield the pieces that a template uses with `once(...)`."""
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == ONCE:
            name = call.args[0] if call.args else None
            yield str(name.value) if isinstance(name, nodes.Const) else _ALL
