"""Eleventy: Markdown anywhere, data files of folders, permalinks, languages by folder or by `lang:`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Final

from site_gen.foreign_json import read_json
from site_gen.importers import text_files
from site_gen.importers.eleventy_addresses import ENDINGS, Permalink, addresses, permalink_in, permalink_of_all
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
    data = _FolderData(folder, root)
    unread: set[str] = set()
    for file in text_files.texts_below(folder, root, ".html"):
        inner = file.removeprefix(f"{root}/") if root else file
        parts = PurePosixPath(inner).parts
        if any(part.startswith("_") or part in _NO_FOLDERS for part in parts[:-1]) or parts[-1].lower() in _NO_PAGES:
            continue
        if parts[-1].startswith("_"):
            continue
        about = text_files.named(inner)
        made = text_files.read_text(folder, file, Kind.PAGE, about, data.values(file))
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
        yield _placed(made, inner, languages, addresses(folder, made, inner, data.permalink(file), unread))
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


class _FolderData:
    """What data files say of a text: those of the folders around it (posts/posts.json), and its own."""

    def __init__(self, folder: Folder, root: str) -> None:
        self._folder, self._root = folder, root
        self._files = frozenset(folder.files)
        settings = next((file for file in SETTINGS if folder.has(file)), "")
        text = folder.text(settings, 500_000) or "" if settings else ""
        found = re.search(r"setDataFileBaseName\(\s*[\"']([\w.-]+)[\"']", text)
        self._name = found[1] if found else ""
        self._of_all = permalink_of_all(folder, settings) if "addGlobalData" in text else None
        self._values: dict[str, Mapping[str, Any]] = {}
        self._permalinks: dict[str, Permalink | None] = {}

    def values(self, file: str) -> dict[str, Any]:
        """Return the keys for a text's front matter, the nearest file's last."""
        found: dict[str, Any] = {}
        for stem in self._stems(file):
            if stem not in self._values:
                self._values[stem] = _data_of(self._folder, stem)
            found |= self._values[stem]
        return found

    def permalink(self, file: str) -> Permalink | None:
        """Return how the address of a text is made; None for the usual way."""
        found = self._of_all
        for stem in self._stems(file):
            for ending in (".11tydata.json", ".json", *ENDINGS):
                name = f"{stem}{ending}"
                if name in self._files and name not in self._permalinks:
                    self._permalinks[name] = permalink_in(self._folder, name)
                found = self._permalinks.get(name) or found
        return found

    def _stems(self, file: str) -> Iterator[str]:
        for parent in reversed(PurePosixPath(file).parents):
            if str(parent) != "." and (not self._root or f"{parent}/".startswith(f"{self._root}/")):
                yield f"{parent}/{parent.name}"
                if self._name:
                    yield f"{parent}/{self._name}"
        yield re.sub(r"\.[^./]+$", "", file)


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
    script = next((f"{stem}{ending}" for ending in ENDINGS if folder.has(f"{stem}{ending}")), None)
    said = _javascript(folder.text(script, 200_000) or "") if script else {}
    return {key: value for key, value in said.items() if key in {"lang", "locale", "tags"}}


def _placed(made: ForeignText, inner: str, languages: Mapping[str, str], old: tuple[str, ...]) -> ForeignText:
    keys = Keys(made.head)
    date = keys.date("date")
    day = date[1].moment.date() if date else made.day
    said = keys.text("language")
    place = next((place for place in languages if made.file.startswith(f"{place}/")), "")
    language = text_files.plain_language(said) if said else languages.get(place)
    is_post = day is not None
    relative = made.file.removeprefix(f"{place}/") if place else inner
    return replace(
        made,
        kind=Kind.ARTICLE if is_post else Kind.PAGE,
        old=old,
        language=language,
        translates=keys.text("translates") or re.sub(r"\.[^.]+$", "", relative),
        in_menu="eleventynavigation" in made.head.values,
    )
