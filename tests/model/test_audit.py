"""The results of an audit: its score, what to do first, and what is good already."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from site_gen.model.audit import (
    QUICK,
    Audit,
    Rating,
    Scored,
    ScoredArea,
    best,
    improvements,
    overall,
    scored_areas,
    this_week,
)
from site_gen.model.rubric import Rubric
from tests.support_audit import TOKEN

RATINGS = st.builds(
    lambda number, score, weight, effort, advice: Scored(
        "area",
        f"criterion {number}",
        Rating(criterion=f"c{number}", score=score, effort=effort, advice=advice, weight=weight),
        score if isinstance(score, int) else None,
        weight,
    ),
    st.integers(0, 999),
    st.sampled_from([0, 1, 2, 3, 4, 5, "skip", None]),
    st.integers(1, 3),
    st.sampled_from([None, Decimal("0.25"), Decimal(1), Decimal(3), Decimal(8), Decimal(40)]),
    st.sampled_from([None, "Do it"]),
)
MANY = st.lists(RATINGS, max_size=12, unique_by=lambda scored: scored.rating.criterion)


def scored(points: int | None, weight: int = 2, effort: str | None = "1", advice: str | None = "Do it") -> Scored:
    rating = Rating(
        criterion=f"c{points}-{weight}-{effort}".replace(".", "-").lower(),
        score="skip" if points is None else points,
        effort=None if effort is None else Decimal(effort),
        advice=advice,
        evidence="Seen",
    )
    return Scored("area", f"{points} {weight} {effort}", rating, points, weight)


def area(*ratings: Scored) -> list[ScoredArea]:
    return [ScoredArea("area", "Area", ratings)]


# --- the score --------------------------------------------------------------------------------------------------------


SCORES = {
    "all at their best": ([scored(5), scored(5, 3)], 100),
    "all at their worst": ([scored(0), scored(0, 1)], 0),
    "a heavier one counts more": ([scored(5, 3), scored(0, 1)], 75),
    "a skipped one counts nothing": ([scored(4), scored(None, 3)], 80),
    "one alone": ([scored(3)], 60),
}


@pytest.mark.parametrize(("ratings", "score"), SCORES.values(), ids=SCORES)
def test_the_score_is_the_weighed_share_of_the_points_that_could_be_had(ratings: list[Scored], score: int) -> None:
    assert overall(ratings) == score


def test_where_nothing_was_judged_there_is_no_score() -> None:
    assert overall([]) is None
    assert overall([scored(None)]) is None


@given(ratings=MANY)
def test_the_score_lies_between_the_worst_and_the_best_criterion(ratings: list[Scored]) -> None:
    score = overall(ratings)
    points = [rating.points for rating in ratings if rating.points is not None]
    assert (score is None) == (not points)
    if score is not None:
        assert 0 <= 20 * min(points) <= score <= 20 * max(points) <= 100


@given(ratings=MANY, order=st.randoms())
def test_the_score_depends_on_no_order_and_on_nothing_that_was_skipped(ratings: list[Scored], order: Any) -> None:
    judged = [rating for rating in ratings if rating.points is not None]
    order.shuffle(judged)
    assert overall(judged) == overall(ratings)


@given(ratings=MANY)
def test_a_better_rating_never_lowers_the_score(ratings: list[Scored]) -> None:
    before = overall(ratings)
    for index, rating in enumerate(ratings):
        if rating.points is not None and rating.points < 5:
            better = Scored(rating.area, rating.name, rating.rating, rating.points + 1, rating.weight)
            after = overall([*ratings[:index], better, *ratings[index + 1 :]])
            assert before is not None
            assert after is not None
            assert after > before


# --- what to do -------------------------------------------------------------------------------------------------------


@given(ratings=MANY)
def test_improvements_come_in_the_order_of_effect_over_effort(ratings: list[Scored]) -> None:
    found = improvements(area(*ratings))
    worths = [improvement.worth for improvement in found]
    assert worths == sorted(worths, reverse=True)
    assert all(improvement.effect > 0 for improvement in found)
    assert {improvement.scored.key for improvement in found} == {
        rating.key
        for rating in ratings
        if rating.points is not None and rating.points < 5 and rating.rating.advice and rating.rating.effort
    }


@given(ratings=MANY)
def test_all_improvements_together_never_promise_more_than_100(ratings: list[Scored]) -> None:
    score = overall(ratings) or Fraction(0)
    assert score + sum((found.effect for found in improvements(area(*ratings))), Fraction(0)) <= 100


def test_the_effect_is_what_a_best_rating_would_add_to_the_score() -> None:
    ratings = [scored(2, 3), scored(4, 1)]
    (first, second) = improvements(area(*ratings))
    assert overall([scored(5, 3), scored(4, 1)]) == (overall(ratings) or 0) + first.effect
    assert (first.scored.name, second.scored.name) == ("2 3 1", "4 1 1")


def test_equals_are_ordered_by_the_greater_effect_then_as_the_file_has_them() -> None:
    quick, slow, twin = scored(4, 1, "1"), scored(3, 1, "2"), scored(3, 1, "2.0")
    assert [found.scored for found in improvements(area(quick, slow, twin))] == [slow, twin, quick]


@given(ratings=MANY)
def test_this_week_holds_the_first_three_that_take_half_a_day_or_less(ratings: list[Scored]) -> None:
    ordered = improvements(area(*ratings))
    week = this_week(ordered)
    assert week == [found for found in ordered if found.hours <= QUICK][:3]


def test_the_best_ratings_are_the_strengths_the_weightiest_first() -> None:
    assert [s.name for s in best(area(scored(5, 1), scored(4, 3), scored(5, 3)))] == ["5 3 1", "5 1 1"]
    assert [s.name for s in best(area(scored(4, 1), scored(3, 3)))] == ["4 1 1"]
    assert best(area(scored(3), scored(None))) == []


# --- the file ---------------------------------------------------------------------------------------------------------

DATA: dict[str, Any] = {"client": "C", "date": "2026-11-20", "token": TOKEN}


def read(*areas: dict[str, Any]) -> Audit:
    return Audit.model_validate(DATA | {"areas": areas})


def test_names_and_weights_come_from_the_rubric_where_the_file_says_none() -> None:
    texts = {"question": "?", "worst": "0", "best": "5"}
    rubric = Rubric.model_validate(
        {"areas": [{"id": "a", "name": "Area", "criteria": [{"id": "x", "name": "X", "weight": 3, **texts}]}]}
    )
    audit = read(
        {"area": "a", "criteria": [{"criterion": "x"}, {"criterion": "y", "name": "Own", "weight": 1}]},
        {"area": "b", "name": "Own area", "criteria": [{"criterion": "x", "name": "Other X"}]},
    )
    first, second = scored_areas(audit, rubric)
    assert [(s.name, s.weight) for s in first.ratings] == [("X", 3), ("Own", 1)]
    assert (first.name, second.name, second.ratings[0].name, second.ratings[0].weight) == (
        "Area",
        "Own area",
        "Other X",
        2,
    )


WRONG = {
    "a score too high": ({"score": 6}, "'6' is not a score"),
    "half a point": ({"score": 2.5}, "'2.5' is not a score"),
    "yes": ({"score": True}, "'True' is not a score"),
    "a word": ({"score": "good"}, "'good' is not a score"),
    "no time at all": ({"effort": 0}, "0 hours can't be"),
    "hours as a text": ({"effort": "2 h"}, "'2 h' is not a number of hours"),
    "a weight of 5": ({"weight": 5}, "'5' is not a weight"),
}


@pytest.mark.parametrize(("values", "message"), WRONG.values(), ids=WRONG)
def test_a_rating_that_cannot_be_is_refused_with_what_to_write(values: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Rating.model_validate({"criterion": "x"} | values)
    (error,) = caught.value.errors()
    assert error["msg"] == message
    assert error["ctx"]["hint"]


def test_one_criterion_cannot_be_rated_twice() -> None:
    with pytest.raises(ValidationError, match="'x' is rated twice"):
        read({"area": "a", "criteria": [{"criterion": "x"}, {"criterion": "x"}]})
    with pytest.raises(ValidationError, match="the area 'a' stands here twice"):
        read({"area": "a", "criteria": [{"criterion": "x"}]}, {"area": "a", "criteria": [{"criterion": "y"}]})
