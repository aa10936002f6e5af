"""content/audits/NAME.yaml: the findings on a client's pages, criterion by criterion, and the scores.

Scores are computed here, from the file alone; nothing is rounded before display.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, model_validator

from site_gen.messages import m
from site_gen.model.base import LongText, Model, Name, Reference, Slug, Text, Texts, Url, mistake, shown
from site_gen.model.instants import Day
from site_gen.model.network_id import NetworkId
from site_gen.model.pictures import Picture
from site_gen.model.rubric import HIGHEST, Rubric, Weight
from site_gen.model.unlisted import Unlisted

SKIP: Final = "skip"
WEAK: Final = 3
"""A score up to this one needs advice."""

MOST_HOURS: Final = Decimal(400)
THIS_WEEK: Final = 3
QUICK: Final = Decimal(4)
"""Hours: an improvement for this week takes at most half a day."""


def _read_score(value: Any) -> Any:
    if value == SKIP or (isinstance(value, int) and not isinstance(value, bool) and value in _SCORES):
        return value
    raise mistake(
        m("'{value}' is not a score", value=shown(value)), m("write a whole number from 0 (worst) to 5 (best), or skip")
    )


def _read_hours(value: Any) -> Any:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        hours = Decimal(str(value))
        if 0 < hours <= MOST_HOURS:
            return hours
        raise mistake(
            m("{value} hours can't be", value=shown(value)),
            m("write more than 0 and at most {most_hours}", most_hours=MOST_HOURS),
        )
    raise mistake(
        m("'{value}' is not a number of hours", value=shown(value)), m("half an hour is 0.5, a working day is 8")
    )


_SCORES: Final = range(HIGHEST + 1)

Score = Annotated[
    int | Literal["skip"],
    BeforeValidator(_read_score),
    Field(json_schema_extra={"anyOf": [{"type": "integer", "minimum": 0, "maximum": 5}, {"const": "skip"}]}),
]
Hours = Annotated[
    Decimal,
    BeforeValidator(_read_hours),
    Field(json_schema_extra={"type": "number", "exclusiveMinimum": 0, "maximum": 400}),
]


class Rating(Model):
    """What was seen of one criterion, and what to do about it."""

    criterion: Slug = Field(description="Its id in the rubric")
    name: Text | None = Field(None, description="For a criterion that the rubric doesn't have")
    score: Score | None = Field(
        None, description="0 (worst) to 5 (best), or skip for what can't be seen or doesn't matter here"
    )
    evidence: LongText | None = Field(None, description="What you saw, with numbers and days")
    picture: Picture | None = Field(
        None, description="A screenshot of what you saw, below content/images; it is found by this report alone"
    )
    advice: LongText | None = Field(None, description="What to do")
    effort: Hours | None = Field(None, description="Hours that it takes")
    weight: Weight | None = Field(None, description="1 helps, 2 matters, 3 decides; the rubric's where left out")

    @property
    def points(self) -> int | None:
        """The score; None for a criterion that is skipped or not filled in yet."""
        return self.score if isinstance(self.score, int) else None


class AuditArea(Model):
    """The ratings of one area."""

    area: Slug = Field(description="Its id in the rubric")
    name: Text | None = Field(None, description="For an area that the rubric doesn't have")
    criteria: tuple[Rating, ...] = Field(
        min_length=1, description="What was looked at in this area, with scores; the report shows each"
    )


class Audit(Unlisted):
    """content/audits/NAME.yaml"""

    client: Name = Field(description="Whose pages were looked at; stands at the top of the report")
    page: Url | None = Field(None, description="The client's page that was looked at")
    networks: tuple[NetworkId, ...] = Field((), description="The networks looked at: [instagram, vk]; shown as icons")
    date: Day = Field(description="The day on which it was looked at")
    language: str | None = Field(None, description="Where it is not in the site's first language")
    lead: Name | None = Field(None, description="The lead it answers, by its id in the inbox")
    next: Reference | None = Field(None, description="The second-step offer that follows from it")
    summary: LongText | None = Field(None, description="The answer in three sentences")
    strengths: Texts = Field((), description="What is good already; the best ratings where left out")
    areas: tuple[AuditArea, ...] = Field(
        min_length=1, description="The findings, area by area, in the order of the report"
    )
    note: LongText | None = Field(None, description="A last word")
    draft: bool = Field(False, description="While it is being filled in: not built, and gaps are no errors")

    @model_validator(mode="after")
    def _once_each(self) -> Audit:
        areas: set[str] = set()
        for index, area in enumerate(self.areas):
            if area.area in areas:
                raise mistake(
                    m("the area '{area}' stands here twice", area=area.area),
                    m("put its criteria together"),
                    at=_at(index),
                )
            areas.add(area.area)
            seen: set[str] = set()
            for place, rating in enumerate(area.criteria):
                if rating.criterion in seen:
                    hint = m("take one of the two out")
                    raise mistake(
                        m("'{criterion}' is rated twice", criterion=rating.criterion),
                        hint,
                        at=(*_at(index), "criteria", place),
                    )
                seen.add(rating.criterion)
        return self


def _at(index: int) -> tuple[str | int, ...]:
    return ("areas", index)


# --- what it comes to -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scored:
    """A rating with its names and its weight filled in from the rubric. `points` are 0 to 5, None if skipped."""

    area: str
    name: str
    rating: Rating
    points: int | None
    weight: int

    @property
    def key(self) -> tuple[str, str]:
        """The key that is unique among the audit's ratings."""
        return self.area, self.rating.criterion


@dataclass(frozen=True, slots=True)
class ScoredArea:
    """An area's ratings."""

    id: str
    name: str
    ratings: tuple[Scored, ...]


@dataclass(frozen=True, slots=True)
class Improvement:
    """An improvement: what a 5 on this criterion would add to the overall score (of 100), and the hours it takes."""

    scored: Scored
    effect: Fraction
    hours: Decimal

    @property
    def worth(self) -> Fraction:
        """Effect divided by effort: points per hour."""
        return self.effect / Fraction(self.hours)


def scored_areas(audit: Audit, rubric: Rubric) -> tuple[ScoredArea, ...]:
    """Return the audit's areas, completed from the rubric."""
    return tuple(_scored_area(area, rubric) for area in audit.areas)


def _scored_area(area: AuditArea, rubric: Rubric) -> ScoredArea:
    known = rubric.area(area.area)
    name = area.name or (known.name if known else area.area)
    return ScoredArea(area.area, name, tuple(_scored(rating, area.area, rubric) for rating in area.criteria))


def _scored(rating: Rating, area: str, rubric: Rubric) -> Scored:
    criterion = rubric.criterion(area, rating.criterion)
    name = rating.name or (criterion.name if criterion else rating.criterion)
    weight = rating.weight or (criterion.weight if criterion else 2)
    return Scored(area, name, rating, rating.points, weight)


def overall(ratings: Iterable[Scored]) -> Fraction | None:
    """Return the score out of 100: the weighted points of all judged criteria, relative to the maximum they could
    reach. None if no criterion was judged.
    """
    counted = [(scored.points, scored.weight) for scored in ratings if scored.points is not None]
    most = sum(HIGHEST * weight for _, weight in counted)
    return Fraction(100 * sum(points * weight for points, weight in counted), most) if most else None


def improvements(areas: Iterable[ScoredArea]) -> list[Improvement]:
    """Return the improvements, sorted by points per hour, then by effect, then by their order in the file.

    Criteria without advice or hours are left out, and so are those that already have the best score.
    """
    ratings = [scored for area in areas for scored in area.ratings]
    most = sum(HIGHEST * scored.weight for scored in ratings if scored.points is not None)
    found = list(_improvements(ratings, most))
    return sorted(found, key=lambda improvement: (-improvement.worth, -improvement.effect))


def _improvements(ratings: Iterable[Scored], most: int) -> Iterator[Improvement]:
    for scored in ratings:
        hours = scored.rating.effort
        if scored.points is None or scored.points == HIGHEST or not scored.rating.advice or hours is None:
            continue
        yield Improvement(scored, Fraction(100 * (HIGHEST - scored.points) * scored.weight, most), hours)


def this_week(ordered: Iterable[Improvement]) -> list[Improvement]:
    """Return the first improvements that take half a day or less each, at most three."""
    return [improvement for improvement in ordered if improvement.hours <= QUICK][:THIS_WEEK]


def best(areas: Iterable[ScoredArea]) -> list[Scored]:
    """Return up to five ratings of 5 (or of 4 if there are none) that have a description; the highest weight first."""
    ratings = [scored for area in areas for scored in area.ratings if scored.rating.evidence]
    top = [scored for scored in ratings if scored.points == HIGHEST]
    top = top or [scored for scored in ratings if scored.points == HIGHEST - 1]
    return sorted(top, key=lambda scored: -scored.weight)[:5]
