"""The addresses of Astro's collections: what pages with brackets in their names make of a text; nothing is run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any, Final

from site_gen.importers.dates import read_date
from site_gen.importers.folder import Folder
from site_gen.importers.javascript.nodes import Node
from site_gen.importers.javascript.script import Script, value_of
from site_gen.importers.javascript.values import Members, UnknownError, text_of
from site_gen.importers.keys import NAMES, Keys
from site_gen.messages import m

_PARAMETER: Final = re.compile(r"\[(?:\.\.\.)?(\w+)\]")
_COLLECTION: Final = re.compile(r"\bgetCollection(?:<[^>]*>)?\(\s*[\"'`]([\w-]+)[\"'`]")
_IMPORTED: Final = re.compile(r"\bfrom\s+[\"']([^\"'\n]+)[\"']")
_DEFINED: Final = re.compile(r"\b(?:const|let)\s+(\w+)\s*=\s*defineCollection\(")
_BASE: Final = re.compile(r"\bbase\s*:\s*[\"'`](?:\./)?([^\"'`\n]+?)/?[\"'`]")
_EXPORTED: Final = re.compile(r"\bcollections\s*=\s*\{([^{}]*)\}")
_CONFIGS: Final = ("src/content.config.ts", "src/content.config.mjs", "src/content.config.js", "src/content/config.ts")
_PROGRAM: Final = re.compile(r"^[ \t]*---([\s\S]*?)^[ \t]*---", re.MULTILINE)
_SCRIPTS: Final = (".ts", ".js", ".mjs")
_MOST_FILES: Final = 20


def collection_folders(folder: Folder) -> dict[str, str]:
    """Return the folders of collections by what the settings call them: folder → collection."""
    text = next((folder.text(file, 200_000) or "" for file in _CONFIGS if folder.has(file)), "")
    parts = [*_DEFINED.finditer(text)]
    exported = _EXPORTED.search(text)
    names = {}
    for entry in (exported[1] if exported else "").split(","):
        name, _, defined = (part.strip().strip("\"'") for part in entry.partition(":"))
        names[defined or name] = name
    found = {}
    for number, part in enumerate(parts):
        end = parts[number + 1].start() if number + 1 < len(parts) else len(text)
        if base := _BASE.search(text, part.end(), end):
            found[base[1]] = names.get(part[1], part[1])
    return found


@dataclass
class Route:
    """A page that makes one address for each text of a collection: blog/[...slug].astro."""

    file: str
    collections: frozenset[str]
    callbacks: list[Node]
    scope: Mapping[str, Any]

    @cached_property
    def path(self) -> str:
        """The page's address with its parameters in brackets."""
        return re.sub(r"(?:^|/)index$", "", self.file.removeprefix("src/pages/").removesuffix(".astro"))

    @property
    def prefix(self) -> str:
        """What stands before the first parameter."""
        return re.sub(r"/?\[.*", "", self.path)

    def address(self, entry: Members) -> str | None:
        """Return the address of a text; None if it isn't known."""
        for callback in self.callbacks:
            try:
                made = value_of(callback, self.scope, entry)
                params = made.get("params") if isinstance(made, Mapping) else None
                if isinstance(params, Mapping):
                    return self._filled(params)
            except UnknownError:
                continue
        return None

    def _filled(self, params: Mapping[str, Any]) -> str:
        path = _PARAMETER.sub(lambda found: text_of(params.get(found[1].lower())), self.path)
        return "/".join(("", *(part for part in path.split("/") if part), ""))


@dataclass
class Routes:
    """All pages of a site that make addresses of texts."""

    folder: Folder
    all: list[Route] = field(default_factory=list)
    _unread: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for file in self.folder.below("src/pages", ".astro"):
            if "[" in file:
                text = self.folder.text(file, 200_000) or ""
                program = _PROGRAM.search(text)  # the rest of the page is HTML
                script = Script(program[1] if program else "")
                named = frozenset(_COLLECTION.findall(text))
                scope = {**self._imported(text), **script.functions()}
                self.all.append(Route(file, named, script.callbacks("map", "flatMap"), scope))

    def prefixes(self) -> list[str]:
        """Return the beginnings of addresses: blog of blog/[...slug].astro."""
        return sorted({route.prefix for route in self.all})

    def addresses(self, collection: str, entry: Members) -> list[str]:
        """Return the addresses of a text; [] if no page that names its collection says them."""
        found = []
        for route in self.all:
            if collection not in route.collections:
                continue
            made = route.address(entry)
            if made is not None:
                found.append(made)
            elif len(_PARAMETER.findall(route.path)) > 1 and route.file not in self._unread:
                why = m("a program makes the addresses of these texts: write those that were public under aliases:")
                self.folder.notes.left(m("old addresses"), route.file, 0, why)
                self._unread.add(route.file)
        return found

    def _imported(self, text: str) -> dict[str, Any]:
        """Return the functions of the site's own files that a page imports."""
        found: dict[str, Any] = {}
        for path in _IMPORTED.findall(text)[:_MOST_FILES]:
            name = PurePosixPath(path).name
            stem = name.removesuffix(PurePosixPath(name).suffix) if name.endswith(_SCRIPTS) else name
            for file in self.folder.below("src", *_SCRIPTS):
                at = PurePosixPath(file)
                if at.stem == stem or (at.stem == "index" and at.parent.name == stem):
                    found |= Script(self.folder.text(file, 200_000) or "").functions()
        return found


def entry_of(head: Mapping[str, Any], keys: Keys, stem: str, collection: str) -> Members:
    """Return what Astro hands to a page of a text: id, slug and data. `stem` is its path in the collection."""
    name = keys.text("slug") or "/".join(_slug(part) for part in stem.split("/"))
    dates = {*NAMES["date"], *NAMES["updated"]}
    data: dict[str, Any] = {}
    for key, value in head.items():
        day = read_date(value) if key in dates else None
        data[key.lower()] = day.moment.date() if day else value
    return Members({"id": name, "slug": name, "collection": collection, "data": Members(data), "filepath": stem})


def _slug(text: str) -> str:
    """Return a part of a path as github-slugger writes it."""
    return re.sub(r"[^\w\s-]", "", text.lower()).replace(" ", "-")
