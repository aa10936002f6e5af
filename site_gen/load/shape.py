"""What a model's keys are and which of them an overlay may translate, read off the model's own annotations."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from site_gen.model.base import Translatable


@dataclass(frozen=True, slots=True)
class Shape:
    """A value's shape: `fields` where it is a mapping with known keys, `item` where it is a list."""

    fields: Mapping[str, Shape] | None = None
    item: Shape | None = None
    translatable: bool = False

    @property
    def holds_text(self) -> bool:
        """Whether anything in it may be translated."""
        if self.translatable:
            return True
        if self.fields is not None:
            return any(shape.holds_text for shape in self.fields.values())
        return self.item is not None and self.item.holds_text

    def at(self, path: tuple[str | int, ...]) -> Shape | None:
        """Return the shape of the value at `path`, or None where nothing is known of it."""
        shape: Shape | None = self
        for step in path:
            if shape is None:
                return None
            shape = shape.item if isinstance(step, int) else (shape.fields or {}).get(step)
        return shape


@cache
def model_shape(model: type[BaseModel]) -> Shape:
    """Return the shape of a model, its keys as they are written in a file."""
    fields = {}
    for name, field in model.model_fields.items():
        marked = any(isinstance(mark, Translatable) for mark in field.metadata)
        shape = _shape(field.annotation)
        fields[field.alias or name] = Shape(shape.fields, shape.item, marked or shape.translatable)
    return Shape(fields=fields)


def _shape(annotation: Any) -> Shape:
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *marks = get_args(annotation)
        shape = _shape(inner)
        marked = any(isinstance(mark, Translatable) for mark in marks)
        return Shape(shape.fields, shape.item, marked or shape.translatable)
    if origin in {Union, types.UnionType}:
        members = [_shape(member) for member in get_args(annotation) if member is not type(None)]
        return members[0] if len(members) == 1 else Shape()
    if origin is tuple:
        return Shape(item=_shape(get_args(annotation)[0]))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return model_shape(annotation)
    return Shape()
