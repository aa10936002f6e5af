"""The old addresses of texts as `aliases:` of theirs: each leads to one text, and to no page that is there anyway."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from pydantic import TypeAdapter, ValidationError

from site_gen.importers.addresses import base_of, path_of, written
from site_gen.importers.foreign import ForeignText, Notes
from site_gen.messages import m
from site_gen.model.aliases import taken_by_site
from site_gen.model.old_paths import OldPath

MOST: Final = 50
"""Aliases of one text."""

_OLD: Final[TypeAdapter[str]] = TypeAdapter(OldPath)


class OldAddresses:
    """Hands out the aliases of one site. `own` are the paths of all pages of the project, in small letters."""

    def __init__(self, url: str, base: str, languages: Sequence[str], own: frozenset[str], notes: Notes) -> None:
        self._old_base, self._base = base_of(url), base
        self._languages, self._own, self._notes = languages, own, notes
        self._claimed: dict[str, str] = {}

    def of(self, texts: Iterable[tuple[ForeignText, tuple[str, ...]]], name: str) -> list[str]:
        """Return the aliases of a text in all its languages, each with what its front matter says of old addresses."""
        found: dict[str, str] = {}
        main = ""
        for text, more in texts:
            main = main or text.file
            for old in (*text.old, *more):
                route = self._route(old, text.file)
                if route is not None and self._is_free(route, text.file, name):
                    found.setdefault(route.casefold(), route)
        if len(found) > MOST:
            self._notes.left(
                m("old address"), main, 0, m("it has {number}, and {most} lead on", number=len(found), most=MOST)
            )
        return [written(f"/{route}") for route in found.values()][:MOST]

    def _route(self, old: str, file: str) -> str | None:
        """Return an old address as a route; None if it is the home page, or, with a note, if it can be none."""
        if re.match(r"https?://|//", old) and path_of(old) == "/":
            return None
        path = self._below_base(old if old.startswith("/") else f"/{re.sub(r'^https?://[^/]*/?', '', old)}")
        path = path.partition("#")[0].partition("?")[0]
        if not path.strip("/"):
            return None
        try:
            return _OLD.validate_python(written(path))
        except ValidationError as error:
            self._notes.left(m("old address"), file, 0, f"{old[:100]}: {error.errors()[0]['msg']}")
            return None

    def _below_base(self, path: str) -> str:
        """Return a path as it is below the new site's base: the old one's is a part of it if that has moved up."""
        if self._old_base == "/":
            return path
        if self._old_base == self._base:
            return "/" + path[len(self._base) :] if path.startswith(self._base) else path
        if self._base == "/" and not path.startswith(self._old_base):
            return self._old_base + path.lstrip("/")
        return path

    def _is_free(self, route: str, file: str, name: str) -> bool:
        """Whether an address may lead to the text of this name; if not, that is noted."""
        plain = route.strip("/").casefold()
        if plain in self._own:
            return False
        taken = taken_by_site(route, self._languages)
        if taken is None and self._claimed.setdefault(plain, name) != name:
            taken = m("an address that leads to another text already")
        if taken is not None:
            self._notes.left(m("old address"), file, 0, m("/{route} is {taken}", route=route, taken=taken))
        return taken is None
