"""Finds the pictures that models name in their keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, get_args

from site_gen.model.base import Model
from site_gen.model.pictures import NamedPicture, Photo

Path = tuple[str | int, ...]


def named_pictures(value: object, path: Path = ()) -> Iterator[tuple[Path, NamedPicture]]:
    """Yield the pictures in a model (or in a tuple of models), each with its path in the file."""
    if isinstance(value, NamedPicture):
        yield path, value
    elif isinstance(value, Model):
        for name, key in _fields_with_pictures(type(value)):
            inner = getattr(value, name)
            if inner:  # of a thousand cases most name no picture
                yield from named_pictures(inner, (*path, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from named_pictures(item, (*path, index))


def focal_points(value: object) -> tuple[tuple[int, int], ...]:
    """Return the focal points of the pictures in a model, sorted."""
    return focal_points_of(named_pictures(value))


def focal_points_of(pictures: Iterable[tuple[Path, NamedPicture]]) -> tuple[tuple[int, int], ...]:
    """Return the focal points of pictures as `named_pictures` yields them, sorted."""
    return tuple(sorted({each.focus for _, each in pictures if isinstance(each, Photo) and each.focus}))


@cache
def _fields_with_pictures(model: type[Model]) -> tuple[tuple[str, str], ...]:
    """Return the fields that can contain a picture, with their keys in a file."""
    fields = model.model_fields.items()
    return tuple((name, info.alias or name) for name, info in fields if _holds_picture(info.annotation))


def _holds_picture(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return issubclass(annotation, NamedPicture) or bool(_fields_with_pictures(annotation))
    return any(_holds_picture(inner) for inner in get_args(annotation))
