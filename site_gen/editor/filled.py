"""A form that was filled in: the data and the bytes that its file would have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from site_gen.actions.editing.drafts import Draft
from site_gen.editor.forms.fields import Field
from site_gen.editor.forms.values import VALUE, Path, Posted, data_of, shown
from site_gen.editor.things import Thing
from site_gen.editor.words import Words
from site_gen.messages import m
from site_gen.problems import Location, Problem
from site_gen.sources.edits.files import Content, EditError, edited, edited_text, read_content
from site_gen.sources.yaml import Data

WHOLE = "f:whole"
"""The field with a whole file, where it can't be read as a form."""


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A file as a form holds it. `new` are the bytes that saving would write; `refused` is what can't be written, or
    can't be read as YAML. Without `is_form` the file is a text (`text`) that has to be mended first."""

    thing: Thing
    base: bytes
    new: bytes
    data: dict[str, Data]
    fields: tuple[Field, ...] = ()
    posted: Posted | None = None
    refused: tuple[tuple[Path, Problem], ...] = ()
    is_form: bool = True
    text: str = ""
    original: dict[str, Data] = field(default_factory=dict)
    """Of a translation: what the original says."""

    @property
    def title(self) -> Data:
        return next((self.data[key] for key in ("title", "client", "name") if self.data.get(key)), "")

    def differences(self, theirs: FilledForm, base: FilledForm, words: Words) -> Iterator[dict[str, Any]]:
        """Yield what two versions differ in, key by key; `choice` is that which alone was changed since `base`."""
        for key in dict.fromkeys([*theirs.data, *self.data]):
            mine, other, was = self.data.get(key), theirs.data.get(key), base.data.get(key)
            if mine != other:
                choice = "theirs" if mine == was else "mine"
                both = was not in (mine, other)
                yield {
                    "key": key,
                    "label": words.label(key),
                    "mine": in_words(mine, words),
                    "theirs": in_words(other, words),
                    "choice": choice,
                    "is_both": both,
                }

    def taking(self, other: FilledForm, keys: frozenset[str]) -> bytes:
        """Return the bytes of this version with some keys as another has them. Raises EditError."""
        wanted = dict(self.data)
        for key in keys:
            if key in other.data:
                wanted[key] = other.data[key]
            else:
                wanted.pop(key, None)
        return _bytes(self.thing, self.base, wanted)


def in_words(value: Data, words: Words, indent: str = "") -> str:
    """Return a value for people to compare: names and values on lines of their own, without brackets."""
    if isinstance(value, dict):
        pairs = ((words.label(key), in_words(inner, words, f"{indent}  ")) for key, inner in value.items())
        return "\n".join(f"{indent}{name}: {text.lstrip()}" for name, text in pairs)
    if isinstance(value, list):
        return "\n".join(f"{indent}– {in_words(item, words, f'{indent}  ').lstrip()}" for item in value)
    return indent + shown(value)


def blank(thing: Thing, raw: bytes, original: dict[str, Data] | None = None) -> FilledForm:
    """Return a file as its form shows it at first; for a translation, `original` is what the original says."""
    try:
        content = read_content(raw, is_markdown=thing.is_markdown)
    except EditError:
        content = Content([])
    if not isinstance(content.data, dict | None):
        return FilledForm(thing, raw, raw, {}, is_form=False, text=raw.decode(errors="replace"))
    data: dict[str, Data] = dict(content.data or {})
    if content.body is not None:
        data["body"] = content.body
    fields = thing.fields(original if original is not None else data)
    return FilledForm(thing, raw, raw, data, fields, original=original or {})


def filled(thing: Thing, draft: Draft, original: dict[str, Data] | None = None) -> FilledForm:
    """Return a file as a draft has it."""
    found = blank(thing, draft.base, original)
    if not draft.pairs:
        return found
    posted = Posted.of(draft.pairs)
    if not found.is_form:
        whole = posted.one("", WHOLE)
        if whole is None:
            return found
        return replace(found, new=edited_text(draft.base, whole), text=whole)
    kind = posted.one(VALUE, "kind")
    fields = thing.fields({"kind": kind}) if kind is not None else found.fields
    data = data_of(fields, found.data, posted)
    if thing.is_markdown:
        data = {**data, "body": data.get("body", "")}
    refused = tuple((path, _unreadable(thing)) for path in posted.broken)
    try:
        new = _bytes(thing, draft.base, data)
    except EditError as error:
        refused += ((error.path, _unwritable(thing)),)
        new = draft.base
    return replace(found, new=new, data=data, fields=fields, posted=posted, refused=refused)


def _bytes(thing: Thing, base: bytes, data: dict[str, Data]) -> bytes:
    if not thing.is_markdown:
        return edited(base, Content(data))
    body = data.get("body")
    front = {key: value for key, value in data.items() if key != "body"}
    data_there = read_content(base, is_markdown=True).data
    return edited(base, Content(front or ({} if data_there else data_there), str(body or "")))


def _unreadable(thing: Thing) -> Problem:
    hint = m("write 'name: value' lines, and put a text in quotes where it has a colon and a space")
    return Problem(Location(thing.file), m("this can't be read"), hint)


def _unwritable(thing: Thing) -> Problem:
    message = m("this value repeats another one, or is written in a way that can't be changed here")
    return Problem(Location(thing.file), message, m("change it in the file itself, with a text editor"))
