"""Hugo: content/ with sections and bundles, front matter in YAML, TOML or JSON, languages by name or by folder."""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any, Final

from site_gen.foreign_json import read_json
from site_gen.importers import heads, text_files
from site_gen.importers.addresses import filled, in_address
from site_gen.importers.dates import zone_named
from site_gen.importers.folder import Folder
from site_gen.importers.foreign import ForeignSite, ForeignText, Kind
from site_gen.importers.foreign_yaml import read_foreign_yaml
from site_gen.importers.keys import Keys, one_text, texts
from site_gen.importers.languages import CODES, folder_languages, suffix_languages
from site_gen.messages import m

SETTINGS: Final = tuple(
    f"{folder}{name}.{ending}"
    for folder in ("", "config/_default/", "config/")
    for name in ("hugo", "config")
    for ending in ("toml", "yaml", "yml", "json")
)
_SHARED: Final = ("languages", "menus", "menu", "params", "permalinks")
_SERIES_WORDS: Final = (
    "posts post blog articles article news notes tech writing essays entries journal talks tutorials til archive "
    "weblog diary"
)
_ROOT: Final = "the folder's name"
"""Among the settings: where a section's folder alone is read, its name is the beginning of the addresses."""

_SERIES: Final = frozenset(_SERIES_WORDS.split())


def read(folder: Folder) -> ForeignSite:
    """Return the site."""
    settings = _settings(folder)
    content = one_text(settings.get("contentdir")) or "content"
    if not folder.below(content):
        content = ""
    languages = _languages(folder, settings, content)
    texts_ = tuple(_texts(folder, settings, languages, content))
    statics = texts(settings.get("staticdir")) or ["static"]
    params = _mapping(settings.get("params"))
    return ForeignSite(
        generator="hugo",
        folder=folder.root,
        texts=texts_,
        title=one_text(settings.get("title")),
        url=one_text(settings.get("baseurl")),
        language=languages.first,
        zone=zone_named(settings.get("timezone")),
        roots={**dict.fromkeys(statics, "/"), "assets": "/", **({content: "/"} if content else {})},
        menu=tuple(_menu(settings)),
        values={"title": settings.get("title", ""), **params},
    )


@dataclass(frozen=True, slots=True)
class _Languages:
    """The first language, all of them, their folders, and whether addresses have the first one too."""

    first: str | None
    all: frozenset[str]
    folders: Mapping[str, str]
    first_in_address: bool = False


def _settings(folder: Folder) -> dict[str, Any]:
    found: dict[str, Any] = {_ROOT: folder.root.name}
    for file in SETTINGS:
        if folder.has(file):
            found = {**_read(folder, file), **found}
    for name in _SHARED:
        for ending in ("toml", "yaml", "yml", "json"):
            file = f"config/_default/{name}.{ending}"
            if folder.has(file):
                found.setdefault(name, _read(folder, file))
    return found


def _read(folder: Folder, file: str) -> dict[str, Any]:
    text = folder.text(file, 500_000) or ""
    try:
        if file.endswith("toml"):
            data: Any = tomllib.loads(text)
        else:
            data = read_json(text) if file.endswith("json") else read_foreign_yaml(text)
    except (ValueError, RecursionError) as error:
        folder.notes.left(m("settings"), file, 0, m("they can't be read: {error}", error=error))
        return {}
    return {str(key).lower(): value for key, value in data.items()} if isinstance(data, dict) else {}


def _mapping(value: Any) -> dict[str, Any]:
    return {str(key).lower(): each for key, each in value.items()} if isinstance(value, dict) else {}


def _languages(folder: Folder, settings: Mapping[str, Any], content: str) -> _Languages:
    given = _mapping(settings.get("languages"))
    first = one_text(settings.get("defaultcontentlanguage")) or one_text(settings.get("languagecode")) or None
    first = text_files.plain_language(first) if first else None
    folders: dict[str, str] = {}
    for code, each in given.items():
        directory = one_text(_mapping(each).get("contentdir"))
        if directory:
            folders[directory.strip("/")] = text_files.plain_language(code)
    if not folders:
        folders = folder_languages(folder, content, known={text_files.plain_language(code) for code in given} or None)
    known = {text_files.plain_language(code) for code in given}
    known |= set(folders.values()) | suffix_languages(folder.below(content, *text_files.MARKDOWN))
    if first:
        known.add(first)
    in_address = str(settings.get("defaultcontentlanguageinsubdir", "")).lower() == "true"
    return _Languages(first or (min(known) if len(known) == 1 else None), frozenset(known & CODES), folders, in_address)


def _texts(folder: Folder, settings: Mapping[str, Any], languages: _Languages, content: str) -> Iterator[ForeignText]:
    roots = {content, *languages.folders}
    files = sorted({file for root in roots for file in text_files.texts_below(folder, root, *text_files.HTML)})
    dated = _dated_sections(files)
    bundles = {str(PurePosixPath(file).parent) for file in files if re.match(r"index\.", PurePosixPath(file).name)}
    sections = Counter(PurePosixPath(file).parent for file in files)
    for file in files:
        if not content and PurePosixPath(file).parts[0] in {
            "layouts",
            "themes",
            "static",
            "archetypes",
            "assets",
            "i18n",
        }:
            continue
        if PurePosixPath(file).name.lower() in {"readme.md", "license.md", "changelog.md"} and "/" not in file:
            continue
        root = max((each for each in roots if not each or file.startswith(f"{each}/")), key=len)
        inner = file.removeprefix(f"{root}/") if root else file
        about = text_files.named(inner, languages.all)
        path = PurePosixPath(file)
        if not path.name.startswith("index.") and not bundles.isdisjoint(map(str, path.parents)):
            folder.notes.left(
                m("part of a page"), file, 0, m("it lies in the folder of an index.md: Hugo makes no page of it")
            )
            continue
        if path.name.startswith("_index."):
            if not inner.count("/") or sections[path.parent] > 1 or _is_section(folder, path):
                folder.notes.left(m("list page (_index.md)"), file, 0, m("the site makes its lists by itself"))
                continue
            inner = inner.replace("/_index.", "/index.")  # a folder with nothing else in it is a page of its own
            about = text_files.named(inner, languages.all)
        made = text_files.read_text(folder, file, Kind.PAGE, about)
        if made is not None:
            language = about.language or languages.folders.get(root)
            yield _placed(made, inner, language, languages, settings, dated)


def _is_section(folder: Folder, path: PurePosixPath) -> bool:
    """Whether there are further texts below a folder, or nothing is said in its own."""
    has_more = len(folder.below(str(path.parent), *text_files.MARKDOWN, *text_files.HTML)) > 1
    return has_more or not heads.split(folder.text(str(path)) or "").body.strip()


def _dated_sections(files: list[str]) -> frozenset[str]:
    """Return the sections that hold many texts: those of a blog, whatever it is called."""
    return frozenset(PurePosixPath(file).parts[-2] for file in files if len(PurePosixPath(file).parts) > 2) & _SERIES


def _placed(
    made: ForeignText,
    inner: str,
    language: str | None,
    languages: _Languages,
    settings: Mapping[str, Any],
    dated: frozenset[str],
) -> ForeignText:
    keys = Keys(made.head)
    date = keys.date("date")
    parts = PurePosixPath(inner).parts
    section = parts[0] if len(parts) > 1 and parts[0] != "" else ""
    kind_said = one_text(made.head.values.get("type")) or section
    is_page = kind_said in {"page", "pages", "about", "contact"} or (not section and date is None and made.day is None)
    has_day = date is not None or made.day is not None
    kind = Kind.ARTICLE if has_day and not is_page else Kind.PAGE
    if kind is Kind.PAGE and section in dated | _SERIES and has_day:
        kind = Kind.ARTICLE
    old = _address(made, parts, section, language, languages, settings)
    made = _with_whole_aliases(made, old[0])
    code = one_text(made.head.values.get("translationkey")) or _without_language(inner, made.name)
    return replace(made, kind=kind, old=tuple(old), language=language or languages.first, translates=code)


def _with_whole_aliases(made: ForeignText, address: str) -> ForeignText:
    """Return a text whose aliases are whole: one without a slash in front lies beside the text's own address."""
    aliases = made.head.values.get("aliases")
    if not isinstance(aliases, list):
        return made
    around = address.rstrip("/").rpartition("/")[0]
    whole = [
        posixpath.normpath(f"{around}/{each}") if re.match(r"(?!/|https?:)\S", one_text(each)) else each
        for each in aliases
    ]
    return replace(made, head=replace(made.head, values={**made.head.values, "aliases": whole}))


def _without_language(inner: str, name: str) -> str:
    folder, _, file = inner.rpartition("/")
    return f"{folder}/{re.sub(r'[.].*', '', file)}" if re.match(r"_?index\b", file) else f"{folder}/{name}"


def _address(
    made: ForeignText,
    parts: tuple[str, ...],
    section: str,
    language: str | None,
    languages: _Languages,
    settings: Mapping[str, Any],
) -> list[str]:
    keys = Keys(made.head)
    prefix = f"/{language}" if language and (language != languages.first or languages.first_in_address) else ""
    slug = keys.text("slug")
    url = one_text(made.head.values.get("url"))
    if url:
        return [url if url.startswith("/") else f"{prefix}/{url}"]
    day = found[1].moment.date() if (found := keys.date("date")) else made.day
    is_bundle = PurePosixPath(parts[-1]).name.startswith("index.")
    folders = parts[:-2] if is_bundle and len(parts) > 1 else parts[:-1]
    stem = parts[-2] if is_bundle and len(parts) > 1 else re.sub(r"\.[^.]+$", "", parts[-1])
    if language and stem.endswith(f".{language}"):
        stem = stem.removesuffix(f".{language}")
    name = in_address(slug or (made.name if made.day and not keys.date("date") else stem))
    values = {
        "slug": in_address(slug or one_text(made.head.values.get("title"))),
        "title": in_address(
            made.head.values.get("title", "") if isinstance(made.head.values.get("title"), str) else ""
        ),
        "filename": in_address(stem),
        "contentbasename": in_address(stem),
        "slugorfilename": name,
        "slugorcontentbasename": name,
        "section": in_address(section),
        "sections": "/".join(map(in_address, folders)),
    }
    pattern = _mapping(settings.get("permalinks"))
    by_section = pattern.get(section) or _mapping(pattern.get("page")).get(section)
    made_of = filled(one_text(by_section), values, day) if one_text(by_section) else None
    alone = settings.get(_ROOT) if not folders and settings.get(_ROOT) in _SERIES else None
    usual = "/" + "/".join([*map(in_address, [alone, *folders] if alone else folders), name]) + "/"
    return [f"{prefix}{path}" for path in dict.fromkeys(filter(None, [made_of, usual]))]


def _menu(settings: Mapping[str, Any]) -> Iterator[str]:
    menus = [_mapping(settings.get("menu") or settings.get("menus"))]
    menus += [
        _mapping(_mapping(each).get("menu") or _mapping(each).get("menus"))
        for each in _mapping(settings.get("languages")).values()
    ]
    for menu in menus:
        entries = menu.get("main") or menu.get("header") or menu.get("nav")
        for entry in entries if isinstance(entries, list) else []:
            address = one_text(_mapping(entry).get("pageref")) or one_text(_mapping(entry).get("url"))
            if address:
                yield address
