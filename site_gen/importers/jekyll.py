"""Jekyll: _posts with the date in the file's name, pages, collections, languages by `lang:` or by folder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Any, Final

from site_gen.importers import heads, text_files
from site_gen.importers.addresses import filled, in_address
from site_gen.importers.dates import zone_named
from site_gen.importers.folder import Folder
from site_gen.importers.foreign import ForeignSite, ForeignText, Kind
from site_gen.importers.foreign_yaml import read_foreign_yaml
from site_gen.importers.keys import Keys, one_text, texts
from site_gen.importers.languages import CODES
from site_gen.messages import m

SETTINGS: Final = ("_config.yml", "_config.yaml")
_STYLES: Final[Mapping[str, str]] = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "weekdate": "/:categories/:year/W:week/:short_day/:title.html",
    "none": "/:categories/:title.html",
}
_NO_PAGES_WORDS: Final = (
    "readme.md license.md changelog.md contributing.md code_of_conduct.md 404.md 404.html security.md"
)
_NO_PAGES: Final = frozenset(_NO_PAGES_WORDS.split())


def read(folder: Folder) -> ForeignSite:
    """Return the site."""
    settings = _settings(folder)
    language = one_text(settings.get("lang") or settings.get("locale") or settings.get("default_lang"))
    author = settings.get("author")
    found = tuple(_texts(folder, settings))
    base = one_text(settings.get("baseurl")).strip("/")
    url = one_text(settings.get("url")).rstrip("/")
    return ForeignSite(
        generator="jekyll",
        folder=folder.root,
        texts=found,
        title=one_text(settings.get("title")),
        url=f"{url}/{base}" if url else "",
        language=text_files.plain_language(language) if language else None,
        zone=zone_named(settings.get("timezone")),
        roots={"": "/"},
        menu=tuple(_menu(folder)),
        values={**settings, "author": author},
    )


def _settings(folder: Folder) -> dict[str, Any]:
    for file in SETTINGS:
        if folder.has(file):
            try:
                data = read_foreign_yaml(folder.text(file, 500_000) or "")
            except ValueError as error:
                folder.notes.left(m("settings"), file, 0, m("they can't be read: {error}", error=error))
                return {}
            return {str(key).lower(): value for key, value in data.items()} if isinstance(data, dict) else {}
    return {}


def _texts(folder: Folder, settings: Mapping[str, Any]) -> Iterator[ForeignText]:
    collections = _collections(settings)
    for file in text_files.texts_below(folder, "", *text_files.HTML):
        parts = PurePosixPath(file).parts
        special = next((part for part in parts[:-1] if part.startswith("_")), "")
        if special in {"_posts", "_drafts"} or (not special and text_files.named(file).day):
            yield from _post(folder, file, settings, is_draft=special == "_drafts")
        elif special and (special[1:] in collections or special in {"_pages", "_articles"} or special == "_i18n"):
            yield from _of_collection(folder, file, special[1:], settings)
        elif not special and PurePosixPath(file).name.lower() not in _NO_PAGES:
            yield from _page(folder, file, settings)


def _collections(settings: Mapping[str, Any]) -> frozenset[str]:
    value = settings.get("collections")
    names = list(value) if isinstance(value, dict | list) else []
    return frozenset(one_text(name) for name in names)


def _defaults(settings: Mapping[str, Any], file: str, kind: str) -> dict[str, Any]:
    """Return what the settings say of the front matter of a file."""
    found: dict[str, Any] = {}
    entries = settings.get("defaults")
    for entry in entries if isinstance(entries, list) else []:
        scope, values = (entry.get("scope"), entry.get("values")) if isinstance(entry, dict) else (None, None)
        if not isinstance(values, dict):
            continue
        path = one_text(scope.get("path")) if isinstance(scope, dict) else ""
        of_kind = one_text(scope.get("type")) if isinstance(scope, dict) else ""
        fits = not path or file.startswith(path.strip("/")) or fnmatchcase(file, path)
        if fits and of_kind in {"", kind}:
            found.update({str(key).lower(): value for key, value in values.items() if key in _USEFUL})
    return found


_USEFUL: Final = frozenset({"permalink", "lang", "author", "language", "categories", "tags", "published"})


def _post(folder: Folder, file: str, settings: Mapping[str, Any], *, is_draft: bool) -> Iterator[ForeignText]:
    about = text_files.named(file)
    made = text_files.read_text(folder, file, Kind.ARTICLE, about, _defaults(settings, file, "posts"))
    if made is None:
        return
    made = _with_lists(made)
    inside = [part for part in PurePosixPath(file).parts[:-1] if not part.startswith("_")]
    language = _language(made, inside)
    categories = [part for part in inside if part != language]
    old = _post_addresses(made, settings, categories)
    code = _translates(made) or f"{'/'.join(categories)}/{made.name}"
    yield replace(made, old=old, language=language, translates=code, is_draft=is_draft)


def _with_lists(made: ForeignText) -> ForeignText:
    """Return a post whose tags and categories are lists: in one text, Jekyll divides them by spaces."""
    values = dict(made.head.values)
    for key in ("tags", "categories"):
        value = values.get(key)
        if isinstance(value, str) and "," not in value and not value.strip().startswith("["):
            values[key] = value.split()
    return replace(made, head=replace(made.head, values=values))


def _language(made: ForeignText, folders: list[str]) -> str | None:
    said = one_text(made.head.values.get("lang") or made.head.values.get("language") or made.head.values.get("locale"))
    if said:
        return text_files.plain_language(said)
    return next((part for part in folders if part in CODES), None)


def _translates(made: ForeignText) -> str:
    return Keys(made.head).text("translates")


def _post_addresses(made: ForeignText, settings: Mapping[str, Any], folders: list[str]) -> tuple[str, ...]:
    own = one_text(made.head.values.get("permalink"))
    date = Keys(made.head).date("date")
    days = [date[1].moment.date() if date else None, made.day]  # what the front matter says goes before the file's name
    slug = Keys(made.head).text("slug") or made.name
    categories = texts(made.head.values.get("categories") or made.head.values.get("category"), by_space=True)
    values = {
        "title": in_slug(slug),
        "slug": in_address(slug),
        "name": slug,
        "categories": "/".join(in_address(each) for each in (*folders, *categories)),
        "collection": "posts",
        "path": f"_posts/{made.name}",
        "output_ext": ".html",
    }
    if own:
        patterns = [_STYLES.get(own, own)]
    elif one_text(settings.get("permalink")):
        style = one_text(settings.get("permalink"))
        patterns = [_STYLES.get(style, style)]
    else:
        patterns = [_STYLES["date"], *([] if settings else [_STYLES["pretty"]])]
    paths = (
        filled(pattern, values, day) for pattern in patterns for day in dict.fromkeys(days) if day or not any(days)
    )
    return tuple(dict.fromkeys(path for path in paths if path))


def in_slug(name: str) -> str:
    """Return the name of a post as it stands in its address: as it is, without spaces."""
    return re.sub(r"\s+", "-", name.strip())


def _of_collection(folder: Folder, file: str, collection: str, settings: Mapping[str, Any]) -> Iterator[ForeignText]:
    about = text_files.named(file)
    made = text_files.read_text(folder, file, Kind.PAGE, about, _defaults(settings, file, collection))
    if made is None:
        return
    if not made.body.strip():
        folder.notes.left(m("template"), file, 0, m("it has no text of its own"))
        return
    has_day = made.day is not None or Keys(made.head).date("date") is not None
    kind = Kind.ARTICLE if has_day and collection != "pages" else Kind.PAGE
    own = one_text(made.head.values.get("permalink")) or _pattern_of(settings, collection)
    path = re.sub(r"^.*?_[^/]+/|\.[^./]+$", "", file)
    usual = f"/{'' if collection == 'pages' else f'{collection}/'}{path}.html"
    inside = [part for part in PurePosixPath(file).parts[:-1] if not part.startswith("_")]
    values = {
        "collection": collection,
        "name": made.name,
        "path": path,
        "title": Keys(made.head).text("slug") or made.name,
        "slug": Keys(made.head).text("slug") or made.name,
        "categories": "",
        "output_ext": ".html",
    }
    old = filled(own, values, made.day) if own else usual
    code = _translates(made) or f"{collection}/{made.name}"
    yield replace(made, kind=kind, old=(old,) if old else (), language=_language(made, inside), translates=code)


def _pattern_of(settings: Mapping[str, Any], collection: str) -> str:
    """Return how the settings make the addresses of a collection; '' if they don't say."""
    collections = settings.get("collections")
    said = collections.get(collection) if isinstance(collections, dict) else None
    return one_text(said.get("permalink")) if isinstance(said, dict) else ""


def _page(folder: Folder, file: str, settings: Mapping[str, Any]) -> Iterator[ForeignText]:
    """Read a page: a file with front matter; others are only copied by Jekyll."""
    written = folder.text(file)
    if written is None:
        return
    parts = heads.split(written)
    is_html = file.lower().endswith(text_files.HTML)
    if not parts.fault and (not parts.has_head or (is_html and _is_template(parts.body))):
        if parts.has_head:
            folder.notes.left(m("template"), file, 0, m("it makes its page of other texts"))
        return
    about = text_files.named(file)
    made = text_files.read_text(folder, file, Kind.PAGE, about, _defaults(settings, file, "pages"))
    if made is None:
        return
    if not made.body.strip() and not made.head.values.get("title"):
        folder.notes.left(m("template"), file, 0, m("it has no text of its own"))
        return
    stem = re.sub(r"\.[^.]+$", "", file)
    own = one_text(made.head.values.get("permalink"))
    usual = f"/{stem.removesuffix('index')}" if stem.endswith("index") else f"/{stem}.html"
    old = filled(own, {"title": made.name, "name": made.name, "path": stem}, made.day) if own else None
    language = _language(made, list(PurePosixPath(file).parts[:-1]))
    in_menu = str(made.head.values.get("nav", made.head.values.get("menu", ""))).lower() not in {"", "false", "none"}
    code = _translates(made) or "/".join(part for part in PurePosixPath(stem).parts if part != language)
    yield replace(
        made,
        old=tuple(dict.fromkeys(filter(None, (old, None if own else usual, None if own else f"/{stem}/")))),
        language=language,
        translates=code,
        in_menu=in_menu,
    )


def _is_template(body: str) -> bool:
    """Whether a page is made of other texts, or of a layout alone."""
    return (
        re.search(r"\{%-?\s*for\b|site\.posts|paginator", body) is not None
        or not re.sub(r"\{[%{].*?[%}]\}", "", body, flags=re.DOTALL).strip()
    )


def _menu(folder: Folder) -> Iterator[str]:
    for file in ("_data/navigation.yml", "_data/nav.yml", "_data/menu.yml", "_data/menus.yml"):
        if not folder.has(file):
            continue
        try:
            data = read_foreign_yaml(folder.text(file, 200_000) or "")
        except ValueError:
            continue
        lists = (
            [data]
            if isinstance(data, list)
            else [v for v in data.values() if isinstance(v, list)]
            if isinstance(data, dict)
            else []
        )
        for entry in (entry for each in lists for entry in each if isinstance(entry, dict)):
            address = one_text(entry.get("url") or entry.get("link") or entry.get("href"))
            if address:
                yield address
