"""Nikola: '.. key: value' heads or .meta files, posts/ and pages/, languages by name.LANG.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Final

from site_gen.importers import heads, text_files
from site_gen.importers.dates import zone_named
from site_gen.importers.folder import Folder
from site_gen.importers.foreign import ForeignSite, ForeignText, Kind
from site_gen.importers.keys import Keys, one_text
from site_gen.importers.python_settings import python_settings

SETTINGS: Final = ("conf.py",)
_POSTS: Final = (("posts/*.md", "posts"), ("posts/*.rst", "posts"))
_PAGES: Final = (("pages/*.md", ""), ("stories/*.md", "stories"), ("pages/*.rst", ""))


def read(folder: Folder) -> ForeignSite:
    """Return the site."""
    settings = python_settings(folder, *SETTINGS)
    language = text_files.plain_language(one_text(settings.get("DEFAULT_LANG"))) or "en"  # Nikola's own default
    translations = settings.get("TRANSLATIONS")
    languages = (
        frozenset(text_files.plain_language(str(code)) for code in translations)
        if isinstance(translations, dict)
        else frozenset()
    )
    found = tuple(_texts(folder, settings, languages | {language}, language))
    return ForeignSite(
        generator="nikola",
        folder=folder.root,
        texts=found,
        title=one_text(settings.get("BLOG_TITLE")),
        url=one_text(settings.get("SITE_URL")) or one_text(settings.get("BASE_URL")),
        language=language,
        zone=zone_named(settings.get("TIMEZONE")),
        roots={"files": "/", "images": "/images/", "galleries": "/galleries/", "": "/"},
        menu=tuple(_menu(settings)),
        values=settings,
    )


def _places(settings: Mapping[str, Any], name: str, usual: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Return folder → beginning of addresses, for POSTS or PAGES."""
    rows = settings.get(name)
    pairs = (
        [(one_text(row[0]), one_text(row[1])) for row in rows if isinstance(row, list) and len(row) > 1]
        if isinstance(rows, list)
        else list(usual)
    )
    return {pattern.rpartition("/")[0]: prefix.strip("/") for pattern, prefix in pairs if "/" in pattern}


def _posts(folder: Folder, settings: Mapping[str, Any]) -> dict[str, str]:
    """Return the folders of posts; where a folder of posts alone is read, it is the root."""
    found = _places(settings, "POSTS", _POSTS)
    return found if settings or any(folder.below(place) for place in found) else {"": "posts"}


def _texts(folder: Folder, settings: Mapping[str, Any], languages: frozenset[str], first: str) -> Iterator[ForeignText]:
    pretty = settings.get("PRETTY_URLS", True)
    for kind, places in (
        (Kind.ARTICLE, _posts(folder, settings)),
        (Kind.PAGE, _places(settings, "PAGES", _PAGES)),
    ):
        for place, prefix in places.items():
            for file in text_files.texts_below(folder, place, ".html", ".htm", ".txt"):
                about = text_files.named(_modern(file, languages), languages)
                made = text_files.read_text(folder, file, kind, about, _meta(folder, file))
                if made is None:
                    continue
                keys = Keys(made.head)
                slug = keys.text("slug") or made.name
                language = about.language or first
                start = "" if about.language in {None, first} else f"/{about.language}"
                inner = file.removeprefix(f"{place}/" if place else "").rpartition("/")[0]
                path = "/".join(part for part in (prefix, inner, slug) if part)
                old = f"{start}/{path}/" if pretty else f"{start}/{path}.html"
                yield replace(
                    made, name=slug, old=(old,), language=language, translates=f"{place}/{inner}/{about.name}"
                )


def _modern(file: str, languages: frozenset[str]) -> str:
    """Return a name with its language before the ending: older sites have name.md.es."""
    found = re.fullmatch(r"(.+)\.(md|rst|html|txt)\.([a-z]{2})", file)
    return f"{found[1]}.{found[3]}.{found[2]}" if found and found[3] in languages else file


def _meta(folder: Folder, file: str) -> Mapping[str, Any]:
    """Return what stands in the file beside a text: name.meta, whose lines are fields, or title, slug, date, tags …"""
    path = PurePosixPath(file)
    beside = str(path.with_suffix(".meta"))
    if not folder.has(beside):
        return {}
    text = folder.text(beside, 100_000) or ""
    parts = heads.split(text)
    if parts.has_head:
        return parts.head.values
    names = ("title", "slug", "date", "tags", "link", "description", "type")
    return dict(zip(names, (row.strip() for row in text.split("\n")), strict=False))


def _menu(settings: Mapping[str, Any]) -> Iterator[str]:
    links = settings.get("NAVIGATION_LINKS")
    rows = next((each for each in links.values() if isinstance(each, list)), []) if isinstance(links, dict) else []
    for row in rows:
        if isinstance(row, list) and row and isinstance(row[0], str):
            yield row[0]
