"""The rubric that comes with the program, and how a project changes it."""

from __future__ import annotations

from typing import Any

import pytest

from site_gen.load.rubric import PACKAGED, packaged_rubric
from site_gen.model.rubric import Rubric, RubricChanges, changed, missing
from site_gen.model.setting_values import LANGUAGES

TEXTS = {"question": "?", "worst": "Bad", "best": "Good"}
RUBRIC = Rubric.model_validate(
    {
        "areas": [
            {
                "id": "a",
                "name": "A",
                "criteria": [{"id": "x", "name": "X", **TEXTS}, {"id": "y", "name": "Y", **TEXTS}],
            },
            {"id": "b", "name": "B", "criteria": [{"id": "x", "name": "X of B", **TEXTS}]},
        ]
    }
)


def change(*areas: dict[str, Any]) -> RubricChanges:
    return RubricChanges.model_validate({"areas": areas})


def ids(rubric: Rubric) -> dict[str, list[str]]:
    return {area.id: [criterion.id for criterion in area.criteria] for area in rubric.areas}


def test_every_language_of_the_interface_has_a_rubric_of_its_own() -> None:
    assert {path.stem for path in PACKAGED.glob("*.yaml")} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rubric_says_the_same_in_every_language(language: str) -> None:
    rubric, english = packaged_rubric(language), packaged_rubric("en")
    weights = [[criterion.weight for criterion in area.criteria] for area in rubric.areas]
    assert ids(rubric) == ids(english)
    assert weights == [[criterion.weight for criterion in area.criteria] for area in english.areas]


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_nothing_in_a_translated_rubric_is_left_in_english(language: str) -> None:
    def texts(rubric: Rubric) -> set[str]:
        return {text for area in rubric.areas for c in area.criteria for text in (c.question, c.worst, c.best)}

    assert texts(packaged_rubric(language)) & texts(packaged_rubric("en")) == set()


def test_the_rubric_has_the_eight_areas_with_three_to_six_criteria_each() -> None:
    rubric = packaged_rubric("en")
    assert [area.id for area in rubric.areas] == [
        "profile",
        "visuals",
        "content",
        "rhythm",
        "engagement",
        "answers",
        "funnel",
        "ads",
    ]
    assert all(3 <= len(area.criteria) <= 6 for area in rubric.areas)
    assert all(criterion.question.endswith(("?", ".")) for area in rubric.areas for criterion in area.criteria)


def test_a_language_without_a_rubric_gets_the_english_one() -> None:
    assert packaged_rubric("pl") == packaged_rubric("en")


def test_without_changes_the_rubric_is_as_it_was() -> None:
    assert changed(RUBRIC, change()) == RUBRIC


def test_a_criterion_can_be_worded_weighed_dropped_and_added() -> None:
    rubric = changed(
        RUBRIC,
        change(
            {
                "id": "a",
                "criteria": [
                    {"id": "y", "drop": True},
                    {"id": "x", "name": "Other", "weight": 3},
                    {"id": "z", "name": "Z", **TEXTS},
                ],
            }
        ),
    )
    assert ids(rubric) == {"a": ["x", "z"], "b": ["x"]}
    first = rubric.areas[0].criteria[0]
    assert (first.name, first.weight, first.question) == ("Other", 3, "?")


def test_an_area_can_be_renamed_dropped_and_added() -> None:
    new = {"id": "c", "name": "C", "criteria": [{"id": "x", "name": "X", **TEXTS}]}
    rubric = changed(RUBRIC, change({"id": "b", "drop": True}, {"id": "a", "name": "New A"}, new))
    assert ids(rubric) == {"a": ["x", "y"], "c": ["x"]}
    assert rubric.areas[0].name == "New A"


def test_what_a_new_area_or_criterion_lacks_is_told_with_its_place() -> None:
    changes = change({"id": "a", "criteria": [{"id": "z", "name": "Z", "best": "Good"}]}, {"id": "c"})
    assert list(missing(RUBRIC, changes)) == [
        (("areas", 0, "criteria", 0), ["question", "worst"]),
        (("areas", 1), ["name", "criteria"]),
    ]


def test_dropping_what_is_not_there_lacks_nothing() -> None:
    assert (
        list(missing(RUBRIC, change({"id": "c", "drop": True}, {"id": "a", "criteria": [{"id": "q", "drop": True}]})))
        == []
    )
