"""Finds what names a page in data and texts, and makes it name the page by its new name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from site_gen.load.references import Reference, find_references, is_external
from site_gen.model.base import referred
from site_gen.model.content_kinds import CASE, OFFER, ContentKind
from site_gen.model.routes import SERVICES
from site_gen.sources.edits.files import Content
from site_gen.sources.yaml import Data

_KEYS: Final[Mapping[str, ContentKind]] = {"next": OFFER, "offer": OFFER, "proof": CASE, "case": CASE}
"""The keys that name another thing by its file; what they are in site.yaml names none."""

_TAIL: Final = re.compile(r"[?#].*", re.DOTALL)


class Renames(Protocol):
    """Something that gets another name: which keys name it, and what a link to it has to say."""

    @property
    def old(self) -> str: ...

    @property
    def new(self) -> str: ...

    def is_named_by(self, key: str, file: str) -> bool: ...

    def target(self, target: str, file: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class RenamedService:
    """A service that gets another id. `root` is the site's own address, `languages` are the site's, in their order."""

    old: str
    new: str
    root: str
    languages: tuple[str, ...]

    def is_named_by(self, key: str, file: str) -> bool:
        """Whether a key names a service by its id."""
        return key == "service" and not file.startswith("site.")

    def target(self, target: str, file: str) -> str | None:  # noqa: ARG002  # links to it are the same in every file
        """Return what a link has to say instead; None for one that leads elsewhere than to this service's place."""
        own = self.root.rstrip("/")
        path, mark, fragment = target.removeprefix(own).partition("#")
        pages = {f"/{SERVICES}", *(f"/{language}/{SERVICES}" for language in self.languages)}
        is_it = bool(mark) and fragment == self.old and f"{path.rstrip('/')}/" in pages
        return f"{target.removesuffix(self.old)}{self.new}" if is_it else None


@dataclass(frozen=True, slots=True)
class Renamed:
    """A page that gets another name. `root` is the site's own address, `languages` are the site's, in their order."""

    kind: ContentKind
    old: str
    new: str
    root: str
    languages: tuple[str, ...]

    def is_named_by(self, key: str, file: str) -> bool:
        """Whether a key names a thing of this kind by its file."""
        return _KEYS.get(key) is self.kind and not file.startswith("site.")

    def address(self, language: str, name: str) -> str:
        """Return a page's address from the site's root in a language."""
        folder = "" if language == self.languages[0] else f"{language}/"
        return f"/{folder}{self.kind.route}{name}/"

    def target(self, target: str, file: str) -> str | None:
        """Return what a link in a file has to say instead; None for one that leads elsewhere."""
        own = self.root.rstrip("/")
        start = own if target.startswith(f"{own}/") else ""
        if not start and is_external(target):
            return None
        tail = _TAIL.search(target, len(start))
        path = target[len(start) : tail.start() if tail else len(target)]
        new = self._path(path) if path.startswith("/") else self._file(path, file)
        return None if new is None else f"{start}{new}{tail[0] if tail else ''}"

    def _path(self, path: str) -> str | None:
        bare = path.rstrip("/")
        known = (self.address(language, self.old).rstrip("/") for language in self.languages)
        return f"{bare.removesuffix(self.old)}{self.new}{path[len(bare) :]}" if bare in known else None

    def _file(self, path: str, file: str) -> str | None:
        folder, slash, name = path.rpartition("/")
        place = posixpath.normpath(posixpath.join(posixpath.dirname(file), folder))
        is_own = re.fullmatch(rf"{re.escape(self.old)}((?:\.[a-z]{{2,3}})?{re.escape(self.kind.suffix)})", name)
        return f"{folder}{slash}{self.new}{is_own[1]}" if is_own and place == self.kind.folder else None


def followed(content: Content, renamed: Renames, file: str) -> Content:
    """Return what a file says, with all that names the page naming it by its new name."""
    body = None if content.body is None else _text(content.body, renamed, file)
    return Content(_value(content.data, renamed, file), body)


def _value(value: Data, renamed: Renames, file: str, key: str = "") -> Data:
    if isinstance(value, dict):
        return {name: _value(inner, renamed, file, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_value(inner, renamed, file, key) for inner in value] if key != "aliases" else value
    if not isinstance(value, str):
        return value
    if renamed.is_named_by(key, file) and referred(value) == renamed.old:
        return re.sub(rf"{re.escape(renamed.old)}(?=/?\s*\Z|\.\w+/?\s*\Z)", renamed.new, value)
    return renamed.target(value, file) or _text(value, renamed, file)


def _text(text: str, renamed: Renames, file: str) -> str:
    """Return a Markdown text with its links to the page changed."""
    spans = dict(_spans(text, renamed, file))
    for (start, stop), new in sorted(spans.items(), reverse=True):
        text = text[:start] + new + text[stop:]
    return text


def _spans(text: str, renamed: Renames, file: str) -> Iterator[tuple[tuple[int, int], str]]:
    for reference in find_references(text):
        new = None if reference.is_picture else renamed.target(reference.target, file)
        at = text.find(reference.target, _behind_words(text, reference)) if new is not None else -1
        if new is not None and at >= 0:
            yield (at, at + len(reference.target)), new


def _behind_words(text: str, reference: Reference) -> int:
    """Return where a link's address begins at the earliest: behind its words, or behind the name of a definition."""
    behind = reference.offset + 1 + len(reference.text)
    return behind if text.startswith("](", behind) else max(text.find("]:", reference.offset), reference.offset)
