"""Astro: collections in src/content, pages in src/pages, Markdown and MDX, languages by folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from site_gen.importers import text_files
from site_gen.importers.astro_routes import Routes, collection_folders, entry_of
from site_gen.importers.folder import Folder
from site_gen.importers.foreign import ForeignSite, ForeignText, Kind
from site_gen.importers.keys import Keys, one_text
from site_gen.importers.languages import CODES, folder_languages
from site_gen.messages import m

SETTINGS: Final = ("astro.config.mjs", "astro.config.ts", "astro.config.js", "astro.config.mts", "astro.config.cjs")
_SETTING: Final = r"\b{}\s*:\s*[\"'`]([^\"'`\n]+)[\"'`]"
_LISTS: Final = frozenset(
    {"authors", "author", "tags", "categories", "data", "navigation", "settings", "config", "team"}
)
_SERIES: Final = frozenset({"blog", "posts", "post", "articles", "news", "writing", "notes", "journal"})


def read(folder: Folder) -> ForeignSite:
    """Return the site."""
    written = next((folder.text(file, 500_000) or "" for file in SETTINGS if folder.has(file)), "")
    site, base = (re.search(_SETTING.format(name), written) for name in ("site", "base"))
    first = re.search(_SETTING.format("defaultLocale"), written)
    named = {place: name for place, name in collection_folders(folder).items() if folder.below(place)}
    collections = _collections(folder, named)
    routes = Routes(folder)
    languages = {place: code for name in collections for place, code in folder_languages(folder, name).items()}
    languages |= folder_languages(folder, "src/pages")
    language = text_files.plain_language(first[1]) if first else None
    url = f"{site[1].rstrip('/')}/{base[1].strip('/') if base else ''}" if site else ""
    found = [
        text
        for place in collections
        for text in _of_collection(folder, place, named.get(place, ""), routes, languages, language)
    ]
    found += _pages(folder, languages, language)
    return ForeignSite(
        generator="astro",
        folder=folder.root,
        texts=tuple(found),
        title=_title(folder),
        url=url,
        language=language,
        roots={"public": "/", "src": "/src/", "src/assets": "/assets/", **({} if folder.below("src") else {"": "/"})},
    )


def _collections(folder: Folder, named: Mapping[str, str]) -> list[str]:
    """Return the folders with texts: those that settings name, those in src/content, or else all there are."""
    outside = {place for place in named if not re.match(r"(?:src/content|src/data|content)(?:/|$)", place)}
    return sorted({*outside, *(_usual_collections(folder) if not outside or folder.below("src/content") else ())})


def _usual_collections(folder: Folder) -> list[str]:
    for parent in ("src/content", "src/data", "content"):
        start = f"{parent}/"
        files = folder.below(parent, *text_files.MARKDOWN)
        names = {
            f"{start}{file[len(start) :].partition('/')[0]}" if "/" in file[len(start) :] else parent for file in files
        }
        if names:
            return sorted(names - {parent} or names)
    if folder.below("src/pages", *text_files.MARKDOWN):
        return []
    files = folder.below("", *text_files.MARKDOWN)
    return sorted({file.rpartition("/")[0] if "/" in file else "" for file in files if "src/pages/" not in file})


def _title(folder: Folder) -> str:
    for file in ("src/consts.ts", "src/config.ts", "src/site.config.ts", "src/siteConfig.ts", "src/site-config.ts"):
        text = folder.text(file, 200_000) if folder.has(file) else None
        found = re.search(r"\b(?:SITE_TITLE|title|name)\b\s*[:=]\s*[\"'`]([^\"'`\n]{1,100})[\"'`]", text or "")
        if found:
            return found[1]
    return ""


def _of_collection(
    folder: Folder, place: str, named: str, routes: Routes, languages: Mapping[str, str], first: str | None
) -> Iterator[ForeignText]:
    name = named or place.rpartition("/")[2] or folder.root.name
    for file in text_files.texts_below(folder, place):
        inner = file.removeprefix(f"{place}/") if place else file
        parts = PurePosixPath(inner).parts
        if any(part.startswith("_") for part in parts) or (
            place == "" and len(parts) == 1 and parts[0].lower() == "readme.md"
        ):
            continue
        about = text_files.named(inner)
        made = text_files.read_text(folder, file, Kind.PAGE, about)
        if made is None:
            continue
        if name in _LISTS and Keys(made.head).date("date") is None and not made.body.strip():
            folder.notes.left(m("data file"), file, 0, m("it is no text"))
            continue
        yield _placed(made, name, inner, routes, languages, first)


def _placed(
    made: ForeignText, collection: str, inner: str, routes: Routes, languages: Mapping[str, str], first: str | None
) -> ForeignText:
    keys = Keys(made.head)
    has_day = keys.date("date") is not None or made.day is not None
    place = next((place for place in languages if made.file.startswith(f"{place}/")), "")
    said = keys.text("language")
    language = text_files.plain_language(said) if said else languages.get(place) or first
    stem = re.sub(r"(?:^|/)index$", "", re.sub(r"\.[^.]+$", "", inner))
    path = keys.text("slug") or stem
    without = "/".join(part for part in path.split("/") if part not in CODES)
    prefix = f"/{languages[place]}" if place and languages[place] != first else ""
    old = routes.addresses(collection, entry_of(made.head.values, keys, stem, collection))
    if not old:
        prefixes = routes.prefixes()
        begin = [collection, *[route for route in prefixes if route and "/" not in route]]
        begin = [
            route for route in dict.fromkeys(begin) if route == collection or len(prefixes) == 1 or route in _SERIES
        ]
        old = [f"{prefix}/{route}/{without}/" for route in begin if route]
        old += [f"{prefix}/{without}/"] if "" in prefixes else []
    own = one_text(made.head.values.get("permalink"))
    relative = made.file.removeprefix(f"{place}/") if place else f"{collection}/{inner}"
    return replace(
        made,
        kind=Kind.ARTICLE if has_day else Kind.PAGE,
        old=tuple(dict.fromkeys(([own] if own else []) + old)),
        language=language,
        translates=keys.text("translates") or f"{collection}:{re.sub(r'[.][^.]+$', '', relative)}",
    )


def _pages(folder: Folder, languages: Mapping[str, str], first: str | None) -> Iterator[ForeignText]:
    for file in text_files.texts_below(folder, "src/pages"):
        inner = file.removeprefix("src/pages/")
        if "[" in inner or any(part.startswith("_") for part in PurePosixPath(inner).parts):
            continue
        made = text_files.read_text(folder, file, Kind.PAGE, text_files.named(inner))
        if made is None:
            continue
        place = next((place for place in languages if file.startswith(f"{place}/")), "")
        stem = re.sub(r"(?:^|/)index$", "", re.sub(r"\.[^.]+$", "", inner))
        has_day = Keys(made.head).date("date") is not None
        relative = file.removeprefix(f"{place}/") if place else inner
        yield replace(
            made,
            kind=Kind.ARTICLE if has_day and "/" in inner else Kind.PAGE,
            old=(f"/{stem}/" if stem else "/",),
            language=languages.get(place) or first,
            translates=f"pages:{re.sub(r'[.][^.]+$', '', relative)}",
        )
    for file in folder.below("src/pages", ".astro"):
        if "[" not in file:
            folder.notes.left(m("page in Astro's own language"), file, 0, m("only Markdown and MDX are read"))
