"""A file that lists projects → where they are, or all its problems."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import combinations
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from site_gen.load.shape import Shape, model_shape
from site_gen.load.wording import describe
from site_gen.messages import m
from site_gen.model.project_list import Item, ListedProject, ProjectPlace
from site_gen.problems import Location, Problem, ProjectError
from site_gen.sources.yaml import Document
from site_gen.sources.yaml_file import read_yaml_file

LIMIT: Final = 1_000_000
"""The largest list that is read, in bytes."""


def read_project_list(path: Path, *, here: bool) -> tuple[ProjectPlace, ...]:
    """Return the projects of a list. Folders begin where the list lies; `here` says that they are on this machine.

    Raises ProjectError with every problem of the list, at its line and column.
    """
    read = read_yaml_file(path, path.as_posix(), LIMIT)
    if read.problems:
        raise ProjectError(read.problems)
    document = read.document
    if not document.data:
        hint = m("write a project's folder on each line, after '- '")
        raise ProjectError([Problem(Location(document.file), m("no project is listed"), hint)])
    items, problems = _items(document)
    places = {index: _place(item, path.absolute().parent) for index, item in items.items()}
    problems += [*_twice(places, document), *(_not_there(items, places, document) if here else ())]
    if problems:
        raise ProjectError(problems)
    return tuple(places.values())


def _items(document: Document) -> tuple[dict[int, ListedProject], list[Problem]]:
    """Return the items that are right, by their numbers, and what is wrong with the others."""
    try:
        return dict(enumerate(TypeAdapter(tuple[Item, ...]).validate_python(document.data))), []
    except ValidationError as error:
        problems = list(describe(error, document, Shape(item=model_shape(ListedProject))))
    items, one = {}, TypeAdapter[ListedProject](Item)
    for index, item in enumerate(document.data if isinstance(document.data, list) else ()):
        with suppress(ValidationError):
            items[index] = one.validate_python(item)
    return items, problems


def _place(item: ListedProject, base: Path) -> ProjectPlace:
    if item.git:
        last = item.git.rstrip("/").replace(":", "/").rpartition("/")[2].removesuffix(".git")
        path = "" if item.path in {None, "."} else Path(item.path or "").as_posix()
        name = item.name or Path(path).name or last
    else:
        path = os.path.normpath(base / (item.path or ""))
        name = item.name or Path(path).name
    return ProjectPlace(name, path, item.git or "", item.branch or "", item.target or "")


def _twice(places: Mapping[int, ProjectPlace], document: Document) -> Iterator[Problem]:
    """Yield a problem for each project that is listed before, or is called like one."""
    for (_, other), (index, place) in combinations(places.items(), 2):
        if place.same_as(other):
            hint = m("take one out; for another of its targets add 'target: NAME'")
            yield Problem(document.locate((index,)), m("{where} is listed twice", where=place.where), hint)
        elif place.name == other.name:
            hint = m("add 'name: …' to one of them: results go by these names")
            at = document.locate((index, "name"))
            yield Problem(
                at,
                m(
                    "two projects are called '{name}': {where} and {where_2}",
                    name=place.name,
                    where=other.where,
                    where_2=place.where,
                ),
                hint,
            )


def _not_there(
    items: Mapping[int, ListedProject], places: Mapping[int, ProjectPlace], document: Document
) -> Iterator[Problem]:
    """Yield a problem for each folder that has no project."""
    for index, item in items.items():
        folder = Path(places[index].path)
        if item.git or os.path.lexists(folder / "site.yaml"):
            continue
        said = (
            m("there is no site.yaml in {path}", path=item.path)
            if folder.is_dir()
            else m("there is no folder {path}", path=item.path)
        )
        hint = m("folders begin where the list lies: this would be {folder}", folder=folder)
        yield Problem(document.locate((index, "path")), said, hint)
