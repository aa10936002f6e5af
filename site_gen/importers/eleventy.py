"""Eleventy: Markdown anywhere, data files of folders, permalinks, languages by folder or by `lang:`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Final

from site_gen.foreign_json import read_json
from site_gen.importers import text_files
from site_gen.importers.addresses import filled, in_address
from site_gen.importers.folder import Folder
from site_gen.importers.foreign import ForeignSite, ForeignText, Head, Kind
from site_gen.importers.foreign_yaml import read_foreign_yaml
from site_gen.importers.keys import Keys, one_text
from site_gen.importers.languages import folder_languages
from site_gen.messages import m

SETTINGS: Final = (
    ".eleventy.js",
    "eleventy.config.js",
    "eleventy.config.mjs",
    "eleventy.config.cjs",
    "eleventy.config.ts",
)
_INPUT: Final = re.compile(r"\binput\s*:\s*[\"']([^\"']+)[\"']")
_NO_PAGES: Final = frozenset(
    {"readme.md", "license.md", "changelog.md", "contributing.md", "code_of_conduct.md", "404.md"}
)
_VALUE: Final = re.compile(r"\{\{-?\s*([\w.]+)\s*(?:\|[^}]*)?-?\}\}")
_PROGRAMS: Final = (".njk", ".liquid", ".webc", ".hbs", ".ejs", ".pug", ".haml", ".11ty.js", ".11ty.cjs", ".11ty.mjs")
_NO_FOLDERS: Final = ("_includes", "_layouts", "_data", "includes", "layouts", "test", "tests", "docs")


def read(folder: Folder) -> ForeignSite:
    """Return the site."""
    written = next((folder.text(file, 500_000) or "" for file in SETTINGS if folder.has(file)), "")
    found = _INPUT.search(written)
    root = found[1].strip("./") if found else ""
    if not found and not written:
        root = "src" if folder.below("src", *text_files.MARKDOWN) else ""
    data = _site_data(folder, root)
    languages = {
        place: code
        for parent in (root, f"{root}/content".strip("/"), f"{root}/blog".strip("/"), f"{root}/posts".strip("/"))
        for place, code in folder_languages(folder, parent).items()
    }
    language = one_text(data.get("language") or data.get("lang") or data.get("locale"))
    return ForeignSite(
        generator="eleventy",
        folder=folder.root,
        texts=tuple(_texts(folder, root, languages)),
        title=one_text(data.get("title") or data.get("name")),
        url=one_text(data.get("url") or data.get("siteurl") or data.get("base")),
        language=text_files.plain_language(language) if language else None,
        roots={
            f"{root}/public".strip("/"): "/",
            "public": "/",
            "static": "/",
            f"{root}/static".strip("/"): "/",
            root: "/",
            "": "/",
        },
        values=data,
    )


def _site_data(folder: Folder, root: str) -> dict[str, Any]:
    for name in ("site", "metadata", "meta", "config"):
        for prefix in (f"{root}/_data".strip("/"), "_data"):
            for ending, reader in ((".json", read_json), (".yaml", read_foreign_yaml), (".yml", read_foreign_yaml)):
                if folder.has(file := f"{prefix}/{name}{ending}"):
                    try:
                        data = reader(folder.text(file, 500_000) or "")
                    except ValueError:
                        continue
                    if isinstance(data, dict):
                        return {str(key).lower(): value for key, value in data.items()}
            for ending in (".js", ".cjs", ".mjs"):
                if folder.has(file := f"{prefix}/{name}{ending}"):
                    return _javascript(folder.text(file, 500_000) or "")
    return {}


def _javascript(text: str) -> dict[str, Any]:
    """Return the plain texts of an object in JavaScript; nothing is run."""
    found = re.finditer(r"^\s*[\"']?(\w+)[\"']?\s*:\s*(?:\"([^\"\n]*)\"|'([^'\n]*)'|`([^`$\n]*)`)", text, re.MULTILINE)
    values: dict[str, Any] = {}
    for each in found:
        values.setdefault(each[1].lower(), each[2] or each[3] or each[4] or "")
    return values


def _texts(folder: Folder, root: str, languages: Mapping[str, str]) -> Iterator[ForeignText]:
    data: dict[str, Mapping[str, Any]] = {}
    for file in text_files.texts_below(folder, root, ".html"):
        inner = file.removeprefix(f"{root}/") if root else file
        parts = PurePosixPath(inner).parts
        if any(part.startswith("_") or part in _NO_FOLDERS for part in parts[:-1]) or parts[-1].lower() in _NO_PAGES:
            continue
        if parts[-1].startswith("_"):
            continue
        about = text_files.named(inner)
        made = text_files.read_text(folder, file, Kind.PAGE, about, _folder_data(folder, file, root, data))
        if made is None:
            continue
        if made.is_html and (not made.head.lines or re.search(r"\{%-?\s*(?:for|include|extends|block)\b", made.body)):
            if made.head.lines:
                folder.notes.left(m("template"), file, 0, m("it makes its page of other texts"))
            continue
        if re.search(r"\{%-?\s*for\b", made.body) and len(made.body) < 3000:
            folder.notes.left(m("template"), file, 0, m("it makes its page of other texts"))
            continue
        made = _computed(made, folder)
        if "pagination" in made.head.values:
            folder.notes.left(m("template"), file, 0, m("it makes its page of other texts"))
            continue
        yield _placed(made, inner, languages)
    for file in folder.below(root, *_PROGRAMS):
        parts = PurePosixPath(file.removeprefix(f"{root}/") if root else file).parts
        if not any(part.startswith("_") or part in _NO_FOLDERS for part in parts):
            folder.notes.left(m("template"), file, 0, m("its page is made by Eleventy: copy what it says by hand"))


def _computed(made: ForeignText, folder: Folder) -> ForeignText:
    """Return a text with what `eleventyComputed` says in plain words among its keys."""
    computed = made.head.values.get("eleventycomputed")
    if not isinstance(computed, Mapping):
        return made
    said = {str(key).lower(): value for key, value in computed.items() if isinstance(value, str)}
    for key, value in said.items():
        if "{{" in value:
            why = m("what stands for {mark} in '{key}' isn't known here", mark=_one_mark(value), key=key)
            folder.notes.left(m("value {{ … }}"), made.file, made.head.line("eleventycomputed"), why)
    values = {key: value for key, value in made.head.values.items() if key != "eleventycomputed"}
    return replace(made, head=Head({**said, **values}, made.head.lines))


def _one_mark(text: str) -> str:
    found = re.search(r"\{\{.{0,60}?\}\}", text)
    return found[0] if found else "{{"


def _folder_data(folder: Folder, file: str, root: str, known: dict[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return what the data files of the folders around a text say: posts/posts.json, posts/posts.11tydata.json."""
    found: dict[str, Any] = {}
    for parent in reversed(PurePosixPath(file).parents):
        if str(parent) == "." or (root and not f"{parent}/".startswith(f"{root}/")):
            continue
        key = str(parent)
        if key not in known:
            known[key] = _data_of(folder, f"{parent}/{parent.name}")
        found |= known[key]
    return found


def _data_of(folder: Folder, stem: str) -> Mapping[str, Any]:
    for ending in (".11tydata.json", ".json"):
        if folder.has(f"{stem}{ending}"):
            try:
                data = read_json(folder.text(f"{stem}{ending}", 200_000) or "")
            except ValueError:
                continue
            if isinstance(data, dict):
                return {
                    str(key).lower(): value for key, value in data.items() if key not in {"layout", "eleventyComputed"}
                }
    for ending in (".11tydata.js", ".11tydata.cjs", ".11tydata.mjs"):
        if folder.has(f"{stem}{ending}"):
            script = folder.text(f"{stem}{ending}", 200_000) or ""
            if re.search(r"\bpermalink\s*(?::\s*(?:function|async|\(|\w+\s*=>)|\()", script):
                why = m("a program makes the addresses of these texts: write those that were public under aliases:")
                folder.notes.left(m("old addresses"), f"{stem}{ending}", 0, why)
            return {
                key: value
                for key, value in _javascript(script).items()
                if key in {"permalink", "lang", "locale", "tags"}
            }
    return {}


def _placed(made: ForeignText, inner: str, languages: Mapping[str, str]) -> ForeignText:
    keys = Keys(made.head)
    date = keys.date("date")
    day = date[1].moment.date() if date else made.day
    said = keys.text("language")
    place = next((place for place in languages if made.file.startswith(f"{place}/")), "")
    language = text_files.plain_language(said) if said else languages.get(place)
    stem = re.sub(r"\.[^.]+$", "", inner)
    folders, _, last = stem.rpartition("/")
    is_post = day is not None
    own = made.head.values.get("permalink")
    if own is False or str(own).lower() == "false":
        old: tuple[str, ...] = ()
    else:
        plain = "/".join(part for part in (folders, made.name if last != "index" else "") if part)
        usual = (f"/{plain}/", f"/{stem}/") if last != "index" else (f"/{folders}/",)
        old = tuple(dict.fromkeys(filter(None, (_permalink(one_text(own), made, last), *(() if own else usual)))))
    relative = made.file.removeprefix(f"{place}/") if place else inner
    return replace(
        made,
        kind=Kind.ARTICLE if is_post else Kind.PAGE,
        old=old,
        language=language,
        translates=keys.text("translates") or re.sub(r"\.[^.]+$", "", relative),
        in_menu="eleventynavigation" in made.head.values,
    )


def _permalink(written: str, made: ForeignText, stem: str) -> str | None:
    """Return the address of a permalink with the values that it is made of; None if one isn't known."""
    if not written:
        return None
    date = Keys(made.head).date("date")
    day = date[1].moment.date() if date else made.day
    names = {
        "page.fileslug": made.name,
        "title": in_address(one_text(made.head.values.get("title"))),
        "page.filepathstem": stem,
        "slug": Keys(made.head).text("slug") or made.name,
        "lang": one_text(made.head.values.get("lang")),
    }
    missing = False

    def value(found: re.Match[str]) -> str:
        nonlocal missing
        known = names.get(found[1].lower()) or one_text(made.head.values.get(found[1].lower()))
        missing = missing or not known
        return known

    path = _VALUE.sub(value, written)
    return None if missing or "{" in path else filled(path, {}, day) if ":" not in path else f"/{path.lstrip('/')}"
