"""What a form asks for, derived from a model: the same types, limits and descriptions as in checks and schemas."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from site_gen.load.shape import Shape, model_shape
from site_gen.model.audit import SKIP, Score
from site_gen.model.base import MARKDOWN, Email, Reference, Url
from site_gen.model.content_plan import PlanBudget
from site_gen.model.instants import Published
from site_gen.model.money import Amount, PriceModel
from site_gen.model.offer import Seats
from site_gen.model.pictures import NamedPicture
from site_gen.model.rubric import HIGHEST
from site_gen.model.sections import Announcement, BookingModel
from site_gen.model.settings import A_THEME
from site_gen.sources.yaml import Data


class Kind(StrEnum):
    """How a value is asked for."""

    TEXT = "text"
    LONG = "long"
    MARKDOWN = "markdown"
    NUMBER = "number"
    WHOLE = "whole"
    YES = "yes"
    CHOICE = "choice"
    MOMENT = "moment"
    DAY = "day"
    WHEN = "when"
    """A day, with a time or without."""
    TIME = "time"
    URL = "url"
    EMAIL = "email"
    REFERENCE = "reference"
    COLOUR = "colour"
    LINES = "lines"
    CHECKS = "checks"
    GROUP = "group"
    ITEMS = "items"
    YAML = "yaml"
    """Whatever has no field of its own: as it is written in the file."""
    APART = "apart"
    """What is written on a screen of its own."""


@dataclass(frozen=True, slots=True)
class Field:
    """A key. `fields` are those of a group, or of each of a list's items; `short` is the key of a group that a value
    alone stands for (`price: 290`); `is_money` says that a number has the site's currency."""

    key: str
    kind: Kind
    help: str = ""
    is_required: bool = False
    is_yes: bool = False
    choices: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    short: str = ""
    is_picture: bool = False
    is_money: bool = False
    most: int | None = None
    is_fixed: bool = False
    """Whether a list has the items of the original, and no others."""
    is_number: bool = False
    """Whether a choice is written as a number where it is one."""
    sentences: Mapping[str, str] = field(default_factory=dict)
    """What choices do, in English, where models say it: 'formspree: Formspree keeps the requests'."""
    kinds: Mapping[str, tuple[Field, ...]] = field(default_factory=dict)
    """The fields of a group that there are several kinds of, by the kind, which the first of `fields` chooses."""

    def of_kind(self, kind: Data) -> tuple[Field, ...]:
        """Return a group's fields where its first one says `kind`."""
        return (*self.fields, *(self.kinds.get(kind, ()) if isinstance(kind, str) else ()))

    @property
    def chooser(self) -> str:
        """The key that chooses the kind of a group; '' where there is one kind."""
        return self.fields[0].key if self.kinds else ""


_SHORT: Final[Mapping[type[BaseModel], str]] = {
    PriceModel: "amount", PlanBudget: "amount", Seats: "total", BookingModel: "url", Announcement: "text"
}  # fmt: skip
_LONG: Final = 1000
"""From how many characters a text may have on it gets several lines."""

_SENTENCES: Final = frozenset(
    {"summary", "text", "tagline", "answer", "problem", "consent", "marketing_consent", "note"}
)
"""Keys whose texts are sentences, which need more than one line on a phone."""

_BRIEF: Final = frozenset({"evidence", "advice"})
"""Keys that stand in a form dozens of times, with some words in Markdown each."""


def _mark(annotated: Any) -> object:
    """Return what makes a type the one it is: its first annotation."""
    return get_args(annotated)[1]


_REFERENCE: Final = get_args(Reference)[-1]
_URL, _EMAIL, _PUBLISHED, _AMOUNT, _SCORE = (_mark(kind) for kind in (Url, Email, Published, Amount, Score))


_FIRST: Final = ("kind", "title", "summary", "service", "price", "tiers", "next", "starts", "ends")
_LAST: Final = ("body", "aliases", "lead", "token", "password", "draft")


@cache
def fields_of(model: type[BaseModel]) -> tuple[Field, ...]:
    """Return the fields of a model in its order, those of an offer as people write them; the long text comes last."""
    found = [_field(info.alias or name, info) for name, info in model.model_fields.items()]
    first = _FIRST if "price" in model.model_fields and "kind" in model.model_fields else ()
    place = {key: index - len(first) for index, key in enumerate(first)}
    place |= {key: 1 + index for index, key in enumerate(_LAST)}
    return tuple(sorted(found, key=lambda field: place.get(field.key, 0)))


def texts_of(model: type[BaseModel]) -> tuple[Field, ...]:
    """Return the fields of a model that a translation may have, none of them needed."""
    return _texts(fields_of(model), model_shape(model))


def _texts(fields: Iterable[Field], shape: Shape | None) -> tuple[Field, ...]:
    found = []
    for each in fields:
        inner = shape.at((each.key,)) if shape else None
        if inner is None or not inner.holds_text:
            continue
        deeper = _texts(each.fields, inner.item or inner) if each.fields else ()
        is_fixed = each.kind is Kind.ITEMS
        found.append(replace(each, fields=deeper, is_required=False, short="", is_fixed=is_fixed))
    return tuple(found)


def _field(key: str, info: FieldInfo) -> Field:
    field = _typed(key, info.annotation, [*info.metadata, info])
    if (field.kind is Kind.TEXT and key in _SENTENCES) or key in _BRIEF:
        field = replace(field, kind=Kind.LONG)
    return replace(field, help=info.description or "", is_required=info.is_required(), is_yes=info.default is True)


def _typed(key: str, annotation: Any, marks: Iterable[Any]) -> Field:
    marks = list(marks)
    while get_origin(annotation) is Annotated:
        annotation, *more = get_args(annotation)
        marks += more
    origin = get_origin(annotation)
    if origin in {Union, types.UnionType}:
        if any(mark is _SCORE for mark in marks):
            return Field(key, Kind.CHOICE, choices=(*map(str, range(HIGHEST + 1)), SKIP), is_number=True)
        members = [member for member in get_args(annotation) if member is not type(None)]
        if set(members) == {date, datetime}:
            return Field(key, Kind.WHEN)
        if len(members) == 1:
            return _typed(key, members[0], marks)
        tag = next((mark.discriminator for mark in marks if isinstance(mark, FieldInfo) and mark.discriminator), None)
        return _several(key, tag, members) if isinstance(tag, str) else Field(key, Kind.YAML)
    if origin is Literal:
        return Field(key, Kind.CHOICE, choices=tuple(map(str, get_args(annotation))))
    if origin is tuple:
        return _list(key, annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        is_picture = issubclass(annotation, NamedPicture)
        short = "image" if is_picture else _SHORT.get(annotation, "")
        return Field(key, Kind.GROUP, fields=fields_of(annotation), short=short, is_picture=is_picture)
    return _scalar(key, annotation, marks)


def _several(key: str, tag: str, models: Iterable[type[BaseModel]]) -> Field:
    """Return the field of a value of several kinds, which `tag` tells apart."""
    by_kind = {str(get_args(model.model_fields[tag].annotation)[0]): model for model in models}
    sentences = {kind: model.model_fields[tag].description or "" for kind, model in by_kind.items()}
    kinds = {kind: tuple(each for each in fields_of(model) if each.key != tag) for kind, model in by_kind.items()}
    chooser = Field(tag, Kind.CHOICE, choices=tuple(kinds), sentences=sentences)
    return Field(key, Kind.GROUP, fields=(chooser,), kinds=kinds)


def _list(key: str, annotation: Any) -> Field:
    arguments = get_args(annotation)
    if len(arguments) != 2 or arguments[1] is not Ellipsis:
        return Field(key, Kind.TEXT)  # a point, written as '30 20'
    item = _typed(key, arguments[0], ())
    if item.kind is Kind.CHOICE:
        return Field(key, Kind.CHECKS, choices=item.choices)
    if item.kind is Kind.GROUP:
        return replace(item, kind=Kind.ITEMS)
    return Field(key, Kind.LINES if item.kind is not Kind.YAML else Kind.YAML)


def _scalar(key: str, annotation: Any, marks: list[Any]) -> Field:
    schema = _schema(marks)
    if "enum" in schema:
        return Field(key, Kind.CHOICE, choices=tuple(map(str, schema["enum"])))
    for mark, kind in ((_URL, Kind.URL), (_EMAIL, Kind.EMAIL), (_REFERENCE, Kind.REFERENCE), (A_THEME, Kind.REFERENCE)):
        if any(found is mark for found in marks):
            return Field(key, kind)
    if annotation is bool:
        return Field(key, Kind.YES)
    if annotation is int:
        return Field(key, Kind.WHOLE)
    if annotation in {Decimal, float}:
        return Field(key, Kind.NUMBER, is_money=any(mark is _AMOUNT for mark in marks))
    if annotation is datetime:
        return Field(key, Kind.DAY if any(mark is _PUBLISHED for mark in marks) else Kind.MOMENT)
    if annotation in _OF_CLOCKS:
        return Field(key, _OF_CLOCKS[annotation])
    if annotation is not str:
        return Field(key, Kind.TEXT if getattr(annotation, "__name__", "") == "Phone" else Kind.YAML)
    if schema.get("pattern") == "^#[0-9a-fA-F]{6}$":
        return Field(key, Kind.COLOUR)
    if MARKDOWN in marks:
        return Field(key, Kind.MARKDOWN)
    most = next((mark.max_length for mark in marks if getattr(mark, "max_length", None)), None)
    return Field(key, Kind.LONG if most and most > _LONG else Kind.TEXT, most=most)


_OF_CLOCKS: Final[Mapping[type, Kind]] = {date: Kind.DAY, time: Kind.TIME}


def _schema(marks: Iterable[Any]) -> Mapping[str, Any]:
    for mark in marks:
        extra = mark.json_schema_extra if isinstance(mark, FieldInfo) else None
        if isinstance(extra, dict):
            return extra
    return {}
