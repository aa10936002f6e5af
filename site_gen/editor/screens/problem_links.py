"""Problems as screens list them, each with the address of the field that mends it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from site_gen.editor.desk import Desk
from site_gen.editor.forms.problems import places
from site_gen.editor.things import thing_of
from site_gen.editor.web import address
from site_gen.problems import Problem, Severity


def problem_views(desk: Desk, problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Return problems as plain data; `link` leads to the field, or to the form where no field is known, '' where there
    is no form."""
    return [_view(problem, _link(desk, problem)) for problem in problems]


def _view(problem: Problem, link: str) -> dict[str, Any]:
    place = problem.location
    return {
        "message": problem.message,
        "hint": problem.hint,
        "is_error": problem.severity is Severity.ERROR,
        "place": str(place),
        "file": place.file if link else "",
        "link": link,
    }


def _link(desk: Desk, problem: Problem) -> str:
    thing = thing_of(problem.location.file)
    raw = desk.work.read(problem.location.file) if thing else None
    if thing is None or raw is None:
        return ""
    path = next((path for path, _ in places([problem], raw, is_markdown=thing.is_markdown)), ())
    field = "f-" + "-".join(map(str, path)) if path else "problems"
    return f"{address('write', file=thing.file)}#{field}"
