"""Read Markdown files: front matter, body, and translations of both."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeVar

from site_gen.load.discovery import FileSet
from site_gen.load.files import FileReader
from site_gen.load.shape import model_shape
from site_gen.load.texts import formula_problems
from site_gen.load.used_pictures import Body
from site_gen.messages import m
from site_gen.model.base import Model
from site_gen.model.site import Translated
from site_gen.problems import Location, Severity
from site_gen.sources.front_matter import split_front_matter
from site_gen.sources.text import excerpt
from site_gen.sources.yaml import Document, read_yaml

M = TypeVar("M", bound=Model)

MARKDOWN_LIMIT: Final = 4_000_000
"""The largest Markdown file that is read, in bytes."""

_DRAFT: Final = m("use draft: true for what isn't to be shown")

FOREIGN_KEYS: Final[Mapping[str, str]] = {
    "categories": m("use tags:"),
    "category": m("use tags:"),
    "hidden": _DRAFT,
    "online": _DRAFT,
    "post_status": _DRAFT,
    "private": _DRAFT,
    "publish": _DRAFT,
    "state": _DRAFT,
    "visibility": _DRAFT,
    "comments": "",
    "cover": m("use picture:"),
    "date_modified": m("use updated:"),
    "description": m("use summary:"),
    "excerpt": m("use summary:"),
    "featured_image": m("use picture:"),
    "id": "",
    "image": m("use picture:"),
    "keywords": m("use tags:"),
    "lang": m("use language:"),
    "last_modified_at": m("use updated:"),
    "lastmod": m("use updated:"),
    "layout": m("the theme chooses the layout"),
    "modified": m("use updated:"),
    "permalink": m("the file's name is the address"),
    "published": _DRAFT,
    "slug": m("the file's name is the address"),
    "status": _DRAFT,
    "subtitle": m("use summary:"),
    "template": m("the theme chooses the layout"),
    "thumbnail": m("use picture:"),
    "toc": "",
    "type": "",
    "url": m("the file's name is the address"),
    "weight": "",
}
"""Front matter keys of other generators, and what does the same here."""


_NO: Final = frozenset({"false", "no", "off", "0", "n"})
_YES: Final = frozenset({"true", "yes", "on", "1", "y"})
_NOT_PUBLIC: Final = frozenset(
    {"draft", "drafts", "auto-draft", "private", "hidden", "pending", "unpublished", "archived", "trash", "wip"}
    | {"future", "scheduled", "inactive", "review", "in review", "in-review", "idea", "concept"}
)
HELD_BACK: Final[Mapping[str, frozenset[str]]] = {
    "hidden": _YES,
    "online": _NO,
    "post_status": _NOT_PUBLIC,
    "private": _YES,
    "publish": _NO,
    "published": _NO | _NOT_PUBLIC,
    "state": _NOT_PUBLIC,
    "status": _NOT_PUBLIC,
    "visibility": _NOT_PUBLIC,
}
"""Front matter keys of other generators and editors, and the values by which they keep a text from the public."""


def markdown_thing(reader: FileReader, files: FileSet, model: type[M]) -> Translated[M] | None:
    """Read a Markdown file and its overlays."""
    document = _document(reader, files.original or "", model)
    original = reader.validate(model, document, document.data)
    if original is None:
        return None
    reader.found.used.note(document, original)
    languages = reader.languages
    own = getattr(original, "language", None) or languages[0]
    if own not in languages and languages[0]:
        reader.add(
            document.locate(("language",)),
            m("'{own}' is not one of the site's languages", own=excerpt(own)),
            m("site.yaml lists: {languages}", languages=", ".join(languages)),
        )
    versions, names = {own: original}, {own: document.file}
    for language, file in sorted(files.overlays.items()):
        version = reader.merged(model, document, _document(reader, file, model, of=document))
        if language == own:
            hint = m("its texts stand in {file} itself; take one of the two away", file=document.file)
            reader.add(
                Location(file), m("'{language}' is the language of {file}", language=language, file=document.file), hint
            )
        elif version is not None:
            versions[language], names[language] = version, file
    math = getattr(original, "math", None)
    for file in files.names if math is not None else ():
        reader.found.problems += formula_problems(reader.found.bodies.pop(file, None), is_on=bool(math))
    return Translated(files.slug, versions, names)


def _document(reader: FileReader, file: str, model: type[Model], of: Document | None = None) -> Document:
    """Read a file and add its text to the data as `body`; `of` is the document that it translates."""
    text = reader.text(file, MARKDOWN_LIMIT)
    split = split_front_matter(text, file)
    document = read_yaml(split.yaml or "", file, split.yaml_line)
    reader.found.problems += [*split.problems, *document.problems]
    data = {} if document.data is None else document.data
    no_front_matter = split.yaml is None and not split.problems and of is None and not reader.is_blamed(document)
    if no_front_matter:
        hint = m("begin the file with '---', a line 'title: …' and another '---'")
        reader.add(Location(file), m("the file has no front matter"), hint)
    if isinstance(data, dict) and "body" in data:
        place = document.locate(("body",), key=True)
        reader.add(place, m("'body' stands below the front matter"), m("move the text there"))
    if isinstance(data, dict):
        data = _without_foreign(reader, data, document, model)
        _find_beside(reader.project, file, data)
        body = data["body"] = split.body.strip("\n")
        lead = len(split.body) - len(split.body.lstrip("\n"))
        reader.found.bodies[file] = Body(body, document, split.body_line + lead)
        reader.found.note_text(reader.found.bodies[file])
    unreadable = split.problems or no_front_matter or (document.problems and document.data is None)
    document = replace(document, data=None if unreadable else data)
    reader.found.documents[file] = document
    return document


def _find_beside(project: Path, file: str, data: dict[str, Any]) -> None:
    """Name the picture of the front matter as `load.pictures` does, if it lies beside the text in its own folder."""
    value = data.get("picture")
    name = value.get("image") if isinstance(value, dict) else value
    folder = posixpath.dirname(file)
    if not isinstance(name, str) or folder.count("/") < 2:  # content/articles/ itself
        return
    path = posixpath.normpath(posixpath.join(folder, name))
    if path.startswith("content/") and (project / path).is_file():
        found = path.removeprefix("content/")
        data["picture"] = {**value, "image": found} if isinstance(value, dict) else found


def _without_foreign(
    reader: FileReader, data: dict[str, Any], document: Document, model: type[Model]
) -> dict[str, Any]:
    known = model_shape(model).fields or {}
    foreign = [key for key in data if key in FOREIGN_KEYS and key not in known]
    held = False
    for key in foreign:
        value = str(data[key]).strip().lower()
        is_held = value in HELD_BACK.get(key, ()) and "draft" in known
        held = held or is_held
        reader.add(
            document.locate((key,), key=True),
            m("'{key}: {value}' makes it a draft", key=key, value=excerpt(value))
            if is_held
            else m("'{key}' is not used here", key=key),
            m("write draft: true instead") if is_held else FOREIGN_KEYS[key] or m("take it out"),
            Severity.WARNING,
        )
    rest = {key: value for key, value in data.items() if key not in foreign}
    return {"draft": True, **rest} if held and "draft" not in rest else rest
