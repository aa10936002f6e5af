"""Problems as screens list them, each with the address of the field that mends it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from site_gen.actions.planning.plan_file import topics_in
from site_gen.editor.desk import Desk
from site_gen.editor.forms.problems import places
from site_gen.editor.planned import topic_name
from site_gen.editor.things import thing_of
from site_gen.editor.web import address
from site_gen.model.content_kinds import PLAN
from site_gen.problems import Problem, Severity, WorldError
from site_gen.sources.edits.files import read_content

_OF_A_TOPIC: Final = 2
"""How many steps lead to a topic of the plan."""


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


def _topic_link(problem: Problem, raw: bytes) -> str:
    """Return the address of the field of a topic of the plan; '' where it is about none."""
    path = next((path for path, _ in places([problem], raw, is_markdown=False)), ())
    if len(path) < _OF_A_TOPIC or path[0] != "topics":
        return ""
    at, data = int(path[1]), read_content(raw, is_markdown=False).data
    topics = topics_in(data if isinstance(data, dict) else {})
    return f"{address('topic', at=topic_name(at, topics[at]))}#f-{'-'.join(map(str, path[2:])) or 'topic'}"


def _link(desk: Desk, problem: Problem) -> str:
    thing = thing_of(problem.location.file)
    try:
        raw = desk.work.read(problem.location.file) if thing else None
    except WorldError:  # a pipe, a folder: the problem says so, and no form mends it
        raw = None
    if thing is None or raw is None:
        return ""
    if thing.kind is PLAN and (link := _topic_link(problem, raw)):
        return link
    path = next((path for path, _ in places([problem], raw, is_markdown=thing.is_markdown)), ())
    field = "f-" + "-".join(map(str, path)) if path else "problems"
    return f"{address('write', file=thing.file)}#{field}"
