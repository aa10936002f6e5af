"""A model's keys, and which of them an overlay may translate, derived from the model's annotations."""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, Tag
from pydantic.fields import FieldInfo

from site_gen.model.base import MARKDOWN, Translatable


@dataclass(frozen=True, slots=True)
class Shape:
    """A value's shape: `fields` where it is a mapping with known keys, `each` where it is one with keys of the owner's
    own, `item` where it is a list.

    `names` are the keys that one with `each` may have, where they are known.

    `variants` are the shapes of a tagged union, by the tag's value; `fields` are then those of all variants.
    `is_text` says that it is a text, `is_markdown` that it is one in Markdown, `is_number` that it is a decimal number,
    or may be written as one;
    `description` says what it is for.
    """

    fields: Mapping[str, Shape] | None = None
    item: Shape | None = None
    each: Shape | None = None
    names: frozenset[str] = frozenset()
    translatable: bool = False
    is_markdown: bool = False
    is_number: bool = False
    is_text: bool = False
    description: str = ""
    variants: Mapping[str, Shape] = field(default_factory=dict)

    @property
    def holds_text(self) -> bool:
        """Whether any part may be translated."""
        if self.translatable:
            return True
        if self.fields is not None:
            return any(shape.holds_text for shape in self.fields.values())
        return self.item is not None and self.item.holds_text

    def at(self, path: tuple[str | int, ...]) -> Shape | None:
        """Return the shape of the value at `path`, or None if it is unknown."""
        shape: Shape | None = self
        for step in path:
            if shape is None:
                return None
            known = {**(shape.fields or {}), **shape.variants}
            shape = shape.item if isinstance(step, int) else known.get(step, shape.each)
        return shape

    def without_variants(self, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
        """Return one of pydantic's paths as a path in the file: without the steps that name a variant."""
        plain: list[str | int] = []
        shape: Shape | None = self
        for step in path:
            if shape is None or step not in shape.variants:
                plain.append(step)
            shape = shape.at((step,)) if shape is not None else None
        return tuple(plain)


@cache
def model_shape(model: type[BaseModel]) -> Shape:
    """Return the shape of a model, with its keys as written in a file."""
    fields = {}
    for name, info in model.model_fields.items():
        shape = _marked(_shape(info.annotation), info.metadata)
        fields[info.alias or name] = replace(shape, description=info.description or "")
    return Shape(fields=fields, is_number="amount" in fields)  # a price may be written as its amount alone


def _variants(members: list[Any]) -> Shape:
    """Return the shape of a mapping of several kinds: each model names its kind by a key with one possible value, and
    what isn't a model has a tag."""
    variants: dict[str, Shape] = {}
    for member in members:
        tags = [mark.tag for mark in get_args(member)[1:] if isinstance(mark, Tag)]
        if tags:
            variants[tags[0]] = _shape(member)
            continue
        if not (isinstance(member, type) and issubclass(member, BaseModel)):
            return Shape()
        kinds = [f.annotation for f in member.model_fields.values() if get_origin(f.annotation) is Literal]
        variants |= {str(value): model_shape(member) for kind in kinds for value in get_args(kind)[:1]}
    fields = {name: shape for variant in variants.values() for name, shape in (variant.fields or {}).items()}
    return Shape(fields=fields, variants=variants)


def _enum(annotation: Any) -> Iterator[str]:
    """Yield the texts that are possible, where the annotation's schema says so."""
    for mark in get_args(annotation):
        extra = mark.json_schema_extra if isinstance(mark, FieldInfo) else None
        if isinstance(extra, dict):
            yield from map(str, extra.get("enum") or ())  # type: ignore[arg-type]  # JSON: anything


def _marked(shape: Shape, marks: Iterable[object]) -> Shape:
    marks = list(marks)
    translatable = shape.translatable or any(isinstance(mark, Translatable) for mark in marks)
    return replace(shape, translatable=translatable, is_markdown=shape.is_markdown or MARKDOWN in marks)


@cache
def markdown_paths(model: type[BaseModel]) -> tuple[tuple[str, ...], ...]:
    """Return the paths of keys to a model's texts in Markdown, with '*' for each item of a list or key of its owner's.
    Left out is `body`, which has a place of its own."""
    return tuple(path for path in _markdown_paths(model_shape(model)) if path != ("body",))


def _markdown_paths(shape: Shape) -> Iterator[tuple[str, ...]]:
    if shape.is_markdown:
        yield ()
    inner = [*(shape.fields or {}).items(), *(("*", each) for each in (shape.item, shape.each) if each is not None)]
    for key, found in inner:
        yield from ((key, *path) for path in _markdown_paths(found))


def _shape(annotation: Any) -> Shape:
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *marks = get_args(annotation)
        return _marked(_shape(inner), marks)
    if origin in {Union, types.UnionType}:
        members = [member for member in get_args(annotation) if member is not type(None)]
        return _shape(members[0]) if len(members) == 1 else _variants(members)
    if origin is dict:
        key, value = get_args(annotation)
        return Shape(each=_shape(value), names=frozenset(_enum(key)))
    if origin is tuple:
        return Shape(item=_shape(get_args(annotation)[0]))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return model_shape(annotation)
    return Shape(is_number=annotation in {Decimal, float}, is_text=annotation is str)
