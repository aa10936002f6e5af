"""The rubric of audits: the packaged one in each language, with a project's changes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from site_gen.messages import all_of, m, plural
from site_gen.model.rubric import Rubric, RubricChanges, changed, missing
from site_gen.model.rules import Finding
from site_gen.model.setting_values import LANGUAGES
from site_gen.model.site import Translated
from site_gen.sources.yaml import read_yaml

PACKAGED: Final = Path(__file__).parent.parent / "rubrics"
FALLBACK: Final = "en"
_SHOWN: Final = 3


@cache
def packaged_rubric(language: str) -> Rubric:
    """Return the packaged rubric, in English if there is none in the language."""
    path = PACKAGED / f"{language}.yaml"
    path = path if path.is_file() else PACKAGED / f"{FALLBACK}.yaml"
    return Rubric.model_validate(read_yaml(path.read_text(encoding="utf-8"), path.name).data)


def rubric_in(language: str, changes: Translated[RubricChanges] | None) -> Rubric:
    """Return the rubric of a project in a language; untranslated changes stay in the main language."""
    rubric = packaged_rubric(language)
    return changed(rubric, changes.versions.get(language, changes.original)) if changes else rubric


def untranslated_criteria(file: str, language: str, rubric: Rubric) -> Iterator[Finding]:
    """Find the criteria that would be English in an audit in a language that the program doesn't speak; `rubric` is the
    project's in that language, `file` the audit's. Of an unknown language ('') nothing can be said."""
    english = packaged_rubric(FALLBACK)
    if not language or language in LANGUAGES:
        return
    same = [
        criterion.id
        for area in rubric.areas
        for criterion in area.criteria
        if (known := english.criterion(area.id, criterion.id)) and known.question == criterion.question
    ]
    if same:
        names = ", ".join(same[:_SHOWN]) + (" …" if len(same) > _SHOWN else "")
        message = m(
            "{count} criteria of the rubric have no words in '{language}': {names}",
            count=len(same),
            language=language,
            names=names,
        )
        hint = m(
            "write their area's and their own name, question, worst and best in content/rubric.yaml, or drop: true"
        )
        yield Finding(file, (), message, hint)


def check_rubric(changes: Translated[RubricChanges] | None, language: str) -> Iterator[Finding]:
    """Find incomplete new areas and criteria; `language` is the site's main language."""
    if changes is None:
        return
    for path, lacking in missing(packaged_rubric(language), changes.original):
        step = changes.original.areas[int(path[1])]
        name = step.criteria[int(path[3])].id if len(path) > 2 else step.id
        hint = m("add what is missing, or correct the id of the one that is meant")
        message = plural(
            "'{name}' is new in the rubric, and {keys} is missing",
            "'{name}' is new in the rubric, and {keys} are missing",
            count=len(lacking),
            name=name,
            keys=all_of(f"'{key}'" for key in lacking),
        )
        yield Finding(changes.file, path, message, hint)
