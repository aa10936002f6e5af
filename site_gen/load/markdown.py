"""Read Markdown files: front matter, body, and translations of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, TypeVar

from site_gen.load.discovery import FileSet
from site_gen.load.files import FileReader
from site_gen.load.shape import model_shape
from site_gen.load.used_pictures import Body
from site_gen.model.base import Model
from site_gen.model.site import Translated
from site_gen.problems import Location, Severity
from site_gen.sources.front_matter import split_front_matter
from site_gen.sources.text import excerpt
from site_gen.sources.yaml import Document, read_yaml

M = TypeVar("M", bound=Model)

MARKDOWN_LIMIT: Final = 4_000_000
"""The largest Markdown file that is read, in bytes."""

FOREIGN_KEYS: Final[Mapping[str, str]] = {
    "categories": "use tags:",
    "category": "use tags:",
    "comments": "",
    "cover": "use picture:",
    "date_modified": "use updated:",
    "description": "use summary:",
    "excerpt": "use summary:",
    "featured_image": "use picture:",
    "id": "",
    "image": "use picture:",
    "keywords": "use tags:",
    "lang": "use language:",
    "last_modified_at": "use updated:",
    "lastmod": "use updated:",
    "layout": "the theme chooses the layout",
    "modified": "use updated:",
    "permalink": "the file's name is the address",
    "published": "use draft: true for what isn't to be shown",
    "slug": "the file's name is the address",
    "status": "use draft: true for what isn't to be shown",
    "subtitle": "use summary:",
    "template": "the theme chooses the layout",
    "thumbnail": "use picture:",
    "toc": "",
    "type": "",
    "url": "the file's name is the address",
    "weight": "",
}
"""Front matter keys of other generators, and what does the same here."""


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
            f"'{excerpt(own)}' is not one of the site's languages",
            f"site.yaml lists: {', '.join(languages)}",
        )
    versions, names = {own: original}, {own: document.file}
    for language, file in sorted(files.overlays.items()):
        version = reader.merged(model, document, _document(reader, file, model, of=document))
        if language == own:
            hint = f"its texts stand in {document.file} itself; take one of the two away"
            reader.add(Location(file), f"'{language}' is the language of {document.file}", hint)
        elif version is not None:
            versions[language], names[language] = version, file
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
        hint = "begin the file with '---', a line 'title: …' and another '---'"
        reader.add(Location(file), "the file has no front matter", hint)
    if isinstance(data, dict) and "body" in data:
        place = document.locate(("body",), key=True)
        reader.add(place, "'body' stands below the front matter", "move the text there")
    if isinstance(data, dict):
        data = _without_foreign(reader, data, document, model)
        body = data["body"] = split.body.strip("\n")
        lead = len(split.body) - len(split.body.lstrip("\n"))
        reader.found.used.note_text(Body(body, document, split.body_line + lead))
    unreadable = split.problems or no_front_matter or (document.problems and document.data is None)
    document = replace(document, data=None if unreadable else data)
    reader.found.documents[file] = document
    return document


def _without_foreign(
    reader: FileReader, data: dict[str, Any], document: Document, model: type[Model]
) -> dict[str, Any]:
    known = model_shape(model).fields or {}
    foreign = [key for key in data if key in FOREIGN_KEYS and key not in known]
    for key in foreign:
        reader.add(
            document.locate((key,), key=True),
            f"'{key}' is not used here",
            FOREIGN_KEYS[key] or "take it out",
            Severity.WARNING,
        )
    return {key: value for key, value in data.items() if key not in foreign}
