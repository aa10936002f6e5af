"""Takes topics from planners' tables and calendars into the plan: finds what is in the files, and what it would write.

A topic that the plan has already is found again by its words, and gets what the file says anew; whatever the file
leaves open stays. So a second import of a file changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from site_gen.actions.planning.plan_calendar import read_calendar
from site_gen.actions.planning.plan_file import PlanSource, TopicData, changed_plan, topic_data
from site_gen.actions.planning.planner_rows import FoundTopic, Said, read_rows
from site_gen.exports.catalogue import plain_header
from site_gen.exports.planners import planner_table
from site_gen.exports.tables import read_sheets
from site_gen.exports.values import Sheet
from site_gen.load.shape import model_shape
from site_gen.load.wording import words
from site_gen.messages import joined, m
from site_gen.model.content_plan import Topic
from site_gen.nearest import nearest
from site_gen.problems import Location, Problem, ProjectError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class FoundFile:
    """What was found in a file: how many topics, which columns are read as what, and what is left out and why."""

    file: str
    topics: int
    columns: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanImport:
    """What the files have, the topics that would be new, those that would be other ones (with their keys), how many the
    plan has already, and the plan's bytes as they would be (None where nothing changes)."""

    files: tuple[FoundFile, ...]
    new: tuple[Topic, ...]
    changed: tuple[tuple[Topic, tuple[str, ...]], ...]
    same: int
    content: bytes | None


def find_topics(source: PlanSource, files: Sequence[Path], said: Said) -> PlanImport:
    """Read the files, and work out what would be written; nothing is. Raises ProjectError with every problem."""
    said = replace(said, own_networks=tuple(source.site.main.network_facts))
    found: list[FoundTopic] = []
    shown: list[FoundFile] = []
    problems: list[Problem] = []
    for path in dict.fromkeys(files):
        try:
            topics, told = _read(path, said, source.zone)
        except ProjectError as error:
            problems += error.problems
            continue
        found += topics
        shown += told
    if problems:
        raise ProjectError(problems)
    return _merged(source, found, tuple(shown))


# --- files → topics ---------------------------------------------------------------------------------------------------


def _read(path: Path, said: Said, zone: ZoneInfo) -> tuple[list[FoundTopic], list[FoundFile]]:
    if path.suffix.lower() in {".ics", ".ical", ".ifb"}:
        topics = read_calendar(path, said, zone)
        return topics, [FoundFile(str(path), len(topics))]
    sheets = read_sheets(path, with_times=True)
    tables = [table for sheet in sheets if (table := planner_table(sheet, said.columns)) is not None]
    if not tables:
        raise ProjectError([_unknown(max(sheets, key=lambda sheet: len(sheet.rows)), said.columns)])
    readings = [read_rows(table, said, zone) for table in tables]
    if problems := [problem for reading in readings for problem in reading.problems]:
        raise ProjectError(problems)
    shown = []
    for reading in readings:
        table = reading.table
        headers = table.sheet.rows[0] if table.rows != table.sheet.rows else None
        columns = {
            (headers.text(index) if headers is not None else m("column {index}", index=index + 1)): name
            for name, index in {**table.columns, **table.network_columns}.items()
        }
        left = [joined(why, f" ({count})") if count > 1 else why for why, count in reading.left_out.items()]
        if table.unread:
            more = ", …" if len(table.unread) > _SHOWN else ""
            left.append(
                m(
                    "columns that the plan has no place for: {unread}{more}",
                    unread=", ".join(table.unread[:_SHOWN]),
                    more=more,
                )
            )
        shown.append(FoundFile(table.sheet.file, len(reading.topics), columns, tuple(left)))
    return [topic for reading in readings for topic in reading.topics], shown


def _unknown(sheet: Sheet, named: Mapping[str, str]) -> Problem:
    row = max(sheet.rows[:20], key=lambda row: sum(map(bool, row.cells)), default=None)
    texts = [text for index in range(len(row.cells)) if (text := row.text(index))] if row is not None else []
    shown = ", ".join(texts[:_SHOWN]) + (", …" if len(texts) > _SHOWN else "")
    known = {plain_header(text.replace("_", " ")) for text in texts}
    lacking = [header for header in named.values() if plain_header(header.replace("_", " ")) not in known]
    if lacking:
        near = nearest(lacking[0], texts)
        message = m("there is no column '{header}' here: {shown}", header=lacking[0], shown=shown)
        return sheet.problem(
            row.line if row is not None else 1, message, near or m("write the header as the file has it")
        )
    hint = m(
        "say what they hold, such as --column date=HEADER --column topic=HEADER, or name them as one of those that "
        "site-gen help plan lists"
    )
    message = m("no column with dates, or none with topics or texts, is known here: {shown}", shown=shown)
    return sheet.problem(row.line if row is not None else 1, message, hint)


# --- topics → the plan ------------------------------------------------------------------------------------------------


def _merged(source: PlanSource, found: Sequence[FoundTopic], files: tuple[FoundFile, ...]) -> PlanImport:
    old = list(source.topics)
    left = set(range(len(old)))
    new: list[Topic] = []
    changed: dict[int, tuple[Topic, tuple[str, ...]]] = {}
    problems: list[Problem] = []
    for topic in found:
        try:
            read = _topic(topic, topic.data, source.zone)
        except _WrongRowError as wrong:
            problems += wrong.problems
            continue
        index = _match(read, old, left)
        if index is None:
            new.append(read)
            continue
        left.discard(index)
        keys = tuple(_differences(old[index], read, topic, source.zone))
        if keys:
            data = {**topic_data(old[index], source.zone), **{key: topic.data[key] for key in keys}}
            changed[index] = (_topic(topic, data, source.zone), keys)
    if problems:
        raise ProjectError(problems)
    new = [topic for number, topic in enumerate(new) if topic not in new[:number]]
    edits = {
        index: {**source.topic_data[index], **_only(topic_data(topic, source.zone), keys)}
        for index, (topic, keys) in changed.items()
    }
    content = changed_plan(source, edits, [topic_data(topic, source.zone) for topic in new])
    same = len(found) - len(new) - len(changed)
    return PlanImport(files, tuple(new), tuple(changed.values()), same, content)


class _WrongRowError(Exception):
    def __init__(self, problems: list[Problem]) -> None:
        super().__init__()
        self.problems = problems


def _topic(found: FoundTopic, data: TopicData, zone: ZoneInfo) -> Topic:
    from pydantic import ValidationError

    try:
        return Topic.model_validate(data, context={"zone": zone})
    except ValidationError as error:
        problems = [_problem(found, detail) for detail in error.errors(include_url=False)]
        raise _WrongRowError(problems) from error


def _problem(found: FoundTopic, detail: ErrorDetails) -> Problem:
    names = ".".join(str(step) for step in detail["loc"] if not isinstance(step, int))
    message, hint = words(detail, model_shape(Topic))
    return Problem(
        Location(found.file, found.line),
        m("'{names}' of this row: {message}", names=names, message=message),
        hint or m("correct the cell"),
    )


def _match(topic: Topic, old: Sequence[Topic], left: set[int]) -> int | None:
    """Return which topic of the plan a topic of a file is: one of its words, first of its day, then on its networks."""
    words = topic.topic.casefold()
    fitting = [index for index in sorted(left) if old[index].topic.casefold() == words]
    same_day = [at for at in fitting if old[at].day == topic.day and {*old[at].networks} & {*topic.networks}]
    moved = [at for at in fitting if not old[at].is_published and old[at].networks == topic.networks]
    for found in ([at for at in same_day if old[at].date == topic.date], same_day, moved):
        if len(found) == 1 or (found and old[found[0]].date == topic.date):
            return found[0]
    return None


def _differences(old: Topic, new: Topic, found: FoundTopic, zone: ZoneInfo) -> Iterator[str]:
    """Yield the keys that the file says otherwise than the plan."""
    before, after = topic_data(old, zone), topic_data(new, zone)
    for key in sorted(found.keys):
        if key in after and before.get(key) != after[key]:
            yield key


def _only(data: TopicData, keys: Sequence[str]) -> TopicData:
    return {key: data[key] for key in keys}
