"""Pelican: heads 'Key: value', articles and pages in Markdown, HTML or reStructuredText, languages by `Lang:`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Final

from site_gen.importers import text_files
from site_gen.importers.addresses import filled, in_address
from site_gen.importers.dates import zone_named
from site_gen.importers.folder import Folder
from site_gen.importers.foreign import ForeignSite, ForeignText, Kind
from site_gen.importers.keys import Keys, one_text, texts
from site_gen.importers.python_settings import python_settings

SETTINGS: Final = ("pelicanconf.py", "publishconf.py", "settings.py", "conf/pelicanconf.py")
_SKIPPED: Final = frozenset({"themes", "theme", "plugins", "output", "tests", "docs", "samples"})


def read(folder: Folder) -> ForeignSite:
    """Return the site."""
    settings = python_settings(folder, *SETTINGS)
    published = python_settings(folder, "publishconf.py")
    content = one_text(settings.get("PATH")).strip("./") or "content"
    if not folder.below(content):
        content = ""
    language = text_files.plain_language(one_text(settings.get("DEFAULT_LANG"))) or "en"  # Pelican's own default
    return ForeignSite(
        generator="pelican",
        folder=folder.root,
        texts=tuple(_texts(folder, settings, content, language)),
        title=one_text(settings.get("SITENAME")),
        url=one_text(published.get("SITEURL")) or one_text(settings.get("SITEURL")),
        language=language,
        zone=zone_named(settings.get("TIMEZONE")),
        roots={content: "/", **({"": "/"} if content else {})},
        menu=tuple(_menu(settings)),
        values=settings,
    )


def _texts(folder: Folder, settings: Mapping[str, Any], content: str, language: str) -> Iterator[ForeignText]:
    pages = texts(settings.get("PAGE_PATHS")) or texts(settings.get("PAGE_DIR")) or ["pages"]
    statics = set(texts(settings.get("STATIC_PATHS"))) - set(texts(settings.get("ARTICLE_PATHS")))
    for file in text_files.texts_below(folder, content, ".html", ".htm"):
        inner = file.removeprefix(f"{content}/") if content else file
        parts = PurePosixPath(inner).parts
        if (not content and parts[0] in _SKIPPED) or (parts[0] in statics and file.endswith((".html", ".htm"))):
            continue
        if PurePosixPath(inner).name.lower() in {"readme.md", "readme.rst", "license.md"} and len(parts) == 1:
            continue
        about = text_files.named(inner)
        made = text_files.read_text(folder, file, Kind.ARTICLE, about)
        if made is not None:
            yield _placed(made, parts, pages, settings, language)


def _placed(
    made: ForeignText, parts: tuple[str, ...], pages: list[str], settings: Mapping[str, Any], first: str
) -> ForeignText:
    keys = Keys(made.head)
    said = keys.text("language")
    language = text_files.plain_language(said) if said else first
    date = keys.date("date")
    is_page = parts[0] in pages or (date is None and made.day is None and len(parts) == 1)
    title = one_text(made.head.values.get("title"))
    slug = keys.text("slug") or in_address(title) or made.name
    category = one_text(made.head.values.get("category")) or (parts[-2] if len(parts) > 1 else "misc")
    day = date[1].moment.date() if date else made.day
    values = {
        "slug": slug,
        "lang": language,
        "category": in_address(category),
        "author": in_address(", ".join(keys.authors())),
        "title": in_address(title),
        "path_no_ext": "",
    }
    name = "PAGE" if is_page else "ARTICLE"
    is_other = bool(said) and language != first
    start = f"{name}_LANG" if is_other else name
    usual = {
        "PAGE": "pages/{slug}.html",
        "ARTICLE": "{slug}.html",
        "PAGE_LANG": "pages/{slug}-{lang}.html",
        "ARTICLE_LANG": "{slug}-{lang}.html",
    }[start]
    own = keys.addresses("address")
    pattern = one_text(settings.get(f"{start}_URL")) or one_text(settings.get(f"{start}_SAVE_AS")) or usual
    made_of = filled(pattern, values, day)
    old = tuple(
        dict.fromkeys(filter(None, [f"/{each.lstrip('/')}" for each in own if "{" not in each] or [made_of or ""]))
    )
    status = one_text(made.head.values.get("status")).lower()
    return replace(
        made,
        kind=Kind.PAGE if is_page else Kind.ARTICLE,
        name=keys.text("slug") or made.name,
        old=old,
        language=language,
        translates=f"{name}/{slug}",
        in_menu=is_page and status not in {"hidden", "draft"},
    )


def _menu(settings: Mapping[str, Any]) -> Iterator[str]:
    entries = settings.get("MENUITEMS")
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, list) and len(entry) > 1:
            yield one_text(entry[1])
