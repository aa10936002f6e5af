"""The rubric of an audit: areas with criteria that can be judged by eye. A project can change it or add to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from site_gen.messages import m
from site_gen.model.base import Model, Slug, Text, mistake, shown

HIGHEST: Final = 5
"""The best score of a criterion; the worst is 0."""


def _read_weight(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 3:
        return value
    raise mistake(m("'{value}' is not a weight", value=shown(value)), m("write 1 (helps), 2 (matters) or 3 (decides)"))


Weight = Annotated[
    int, BeforeValidator(_read_weight), Field(json_schema_extra={"type": "integer", "minimum": 1, "maximum": 3})
]
"""How much a criterion does for the client's sales: 1 helps, 2 matters, 3 decides."""


class Criterion(Model):
    """One thing to look at."""

    id: Slug
    name: Text
    question: Text = Field(description="A question that is answered by looking")
    worst: Text = Field(description="What a score of 0 looks like")
    best: Text = Field(description="What a score of 5 looks like")
    weight: Weight = 2


class Area(Model):
    """Criteria that belong together."""

    id: Slug
    name: Text
    criteria: tuple[Criterion, ...] = Field(min_length=1)


class Rubric(Model):
    """All areas, in the order of the report."""

    areas: tuple[Area, ...] = Field(min_length=1)

    def area(self, id_: str) -> Area | None:
        return next((area for area in self.areas if area.id == id_), None)

    def criterion(self, area: str, id_: str) -> Criterion | None:
        found = self.area(area)
        return next((criterion for criterion in found.criteria if criterion.id == id_), None) if found else None


def decisive(rubric: Rubric) -> Rubric:
    """Return the short rubric: the criteria of the highest weight, which decide whether a page sells."""
    highest = max(criterion.weight for area in rubric.areas for criterion in area.criteria)
    chosen = {
        area: tuple(criterion for criterion in area.criteria if criterion.weight == highest) for area in rubric.areas
    }
    areas = tuple(area.model_copy(update={"criteria": criteria}) for area, criteria in chosen.items() if criteria)
    return Rubric(areas=areas)


# --- what a project changes -------------------------------------------------------------------------------------------


class CriterionChange(Model):
    """A criterion of content/rubric.yaml: one that the rubric has, with what is to be different, or a new one."""

    id: Slug = Field(
        description="The id of a criterion to change, or a new one: small Latin letters, digits and hyphens"
    )
    name: Text | None = Field(None, description="What it is called in the report: The line below the name")
    question: Text | None = Field(None, description="A question that is answered by looking; needed for a new one")
    worst: Text | None = Field(None, description="What a score of 0 looks like")
    best: Text | None = Field(None, description="What a score of 5 looks like")
    weight: Weight | None = Field(
        None, description="1 helps, 2 matters, 3 decides; heavier ones count for more in the overall mark"
    )
    drop: bool = Field(False, description="Leave this one out")


class AreaChange(Model):
    """An area of content/rubric.yaml, likewise."""

    id: Slug = Field(description="The id of an area to change, or a new one: small Latin letters, digits and hyphens")
    name: Text | None = Field(None, description="What it is called in the report; needed for a new one")
    criteria: tuple[CriterionChange, ...] = Field((), description="What changes in it, and what is new")
    drop: bool = Field(False, description="Leave the area out")


class RubricChanges(Model):
    """content/rubric.yaml: what is different from the rubric that comes with the program."""

    areas: tuple[AreaChange, ...] = Field(
        (), description="The areas in which something changes, and new ones; all others stay as they are"
    )


Path = tuple[str | int, ...]
_TEXTS: Final = ("name", "question", "worst", "best")


def missing(rubric: Rubric, changes: RubricChanges) -> Iterator[tuple[Path, list[str]]]:
    """Yield the path of each new area or criterion that lacks keys, with those keys."""
    for index, change in enumerate(changes.areas):
        path: Path = ("areas", index)
        area = rubric.area(change.id)
        if area is None and not change.drop:
            lacking = ["name"] if change.name is None else []
            lacking += ["criteria"] if all(criterion.drop for criterion in change.criteria) else []
            if lacking:
                yield path, lacking
        for at, criterion in enumerate(change.criteria):
            if rubric.criterion(change.id, criterion.id) is None and not criterion.drop:
                lacking = [key for key in _TEXTS if getattr(criterion, key) is None]
                if lacking:
                    yield (*path, "criteria", at), lacking


def changed(rubric: Rubric, changes: RubricChanges) -> Rubric:
    """Return the rubric with a project's changes: known entries in their places, new ones at the end.

    Incomplete entries (see `missing`) and empty areas are left out.
    """
    by_id = {change.id: change for change in changes.areas}
    known = {area.id for area in rubric.areas}
    areas = [_area(area, by_id.get(area.id)) for area in rubric.areas]
    areas += [_area(None, change) for change in changes.areas if change.id not in known]
    kept = tuple(area for area in areas if area is not None)
    return Rubric(areas=kept) if kept else rubric


def _area(area: Area | None, change: AreaChange | None) -> Area | None:
    if change is None:
        return area
    name = change.name or (area.name if area else None)
    criteria = tuple(_criteria(area.criteria if area else (), change.criteria))
    if change.drop or name is None or not criteria:
        return None
    return Area(id=change.id, name=name, criteria=criteria)


def _criteria(known: Iterable[Criterion], changes: Iterable[CriterionChange]) -> Iterator[Criterion]:
    by_id = {change.id: change for change in changes}
    for criterion in known:
        change = by_id.pop(criterion.id, None)
        if change is None:
            yield criterion
        elif not change.drop:
            yield criterion.model_copy(update=_said(change))
    for change in by_id.values():
        if not change.drop and all(getattr(change, key) is not None for key in _TEXTS):
            yield Criterion.model_validate(_said(change))


def _said(change: CriterionChange) -> dict[str, Any]:
    return {key: value for key, value in change.model_dump(exclude={"drop"}).items() if value is not None}
