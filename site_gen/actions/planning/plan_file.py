"""Reads a project's plan, and writes topics into it: whatever isn't changed keeps its bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic_core import PydanticCustomError

from site_gen.actions.files import writing
from site_gen.files import write_atomically
from site_gen.load import load_site
from site_gen.messages import m, said
from site_gen.model.content_plan import PLAN_FILE, ContentPlan, Topic
from site_gen.model.instants import wall_to_instant
from site_gen.model.site import Site
from site_gen.problems import Location, Problem, ProjectError, WorldError
from site_gen.sources.edits.files import Content, EditError, edited, read_content
from site_gen.sources.edits.items import edited_items
from site_gen.sources.edits.writing import FileStyle, pair_lines
from site_gen.sources.yaml import Data


def new_plan(language: str) -> str:
    """Return what a plan begins as, with its note in the owner's language."""
    note = m("# The content plan: what is to be posted when and where. Nothing of it is published. site-gen help plan")
    return f"# yaml-language-server: $schema=../schemas/plan.schema.json\n{said(note, language)}\ntopics: []\n"


_EMPTY: Final = b"\ntopics: []\n"

TopicData = dict[str, Data]


@dataclass(frozen=True, slots=True)
class PlanSource:
    """A project with its plan, and the bytes of the plan's file; those of an empty one where there is none."""

    project: Path
    site: Site
    plan: ContentPlan
    raw: bytes
    data: Mapping[str, Data]

    @property
    def zone(self) -> ZoneInfo:
        return self.site.main.zone

    @property
    def topics(self) -> tuple[Topic, ...]:
        return self.plan.topics

    @property
    def topic_data(self) -> list[TopicData]:
        """The topics as they stand in the file."""
        return [dict(each) for each in topics_in(self.data) if isinstance(each, dict)]


def read_plan(project: Path) -> PlanSource:
    """Read a project and its plan. Raises ProjectError, WorldError."""
    site = load_site(project).site
    path = project / PLAN_FILE
    try:
        raw = path.read_bytes() if site.plan is not None else new_plan(site.main.language).encode()
    except OSError as error:
        raise WorldError(m("{path} can't be read: {strerror}", path=path, strerror=error.strerror or error)) from error
    try:
        data = read_content(raw, is_markdown=False).data
    except EditError as error:  # somebody writes it at this moment
        raise _by_hand() from error
    plan = site.plan.original if site.plan is not None else ContentPlan()
    return PlanSource(project, site, plan, raw, data if isinstance(data, dict) else {})


def changed_plan(source: PlanSource, changed: Mapping[int, TopicData], added: Sequence[TopicData]) -> bytes | None:
    """Return the plan's bytes with some topics changed, by index, and others added behind those of earlier dates; None
    where it says all of that already.

    Raises ProjectError where it is written in a way in which it can't be changed.
    """
    return changed_topics(source.raw, source.data, changed, added)


def changed_topics(
    raw: bytes, data: Mapping[str, Data], changed: Mapping[int, TopicData | None], added: Sequence[TopicData]
) -> bytes | None:
    """Return the bytes of a plan's file, which says `data`, with some topics changed or (None) taken out, by index, and
    others added behind those of earlier dates; None where it says all of that already. Other topics may have mistakes.

    Raises ProjectError where it is written in a way in which it can't be changed.
    """
    there = topics_in(data)
    groups: dict[int, list[Data]] = {
        index: [topic] if topic is not None else [] for index, topic in changed.items() if topic != there[index]
    }
    days = [_day(topic) for topic in there]
    first: list[Data] = []
    for topic in sorted(added, key=_when):
        day = _day(topic)
        place = next((index for index in range(len(days) - 1, -1, -1) if days[index] <= day), None)
        if place is None:
            first.append(topic)
        else:
            groups.setdefault(place, [there[place]]).append(topic)
    if not groups and not first:
        return None
    try:
        if not there:
            begun = _begun(raw, added) if added else raw
            return edited(begun, Content({**data, "topics": first}))
        if first:
            groups[0] = [*first, *groups.get(0, [there[0]])]
        if sum(map(len, groups.values())) == 0 and len(groups) == len(there):
            return edited(raw, Content({**data, "topics": []}))
        return edited_items(raw, "topics", groups)
    except EditError as error:
        raise _by_hand() from error


def topics_in(data: Mapping[str, Data]) -> list[Data]:
    """Return the topics of a plan's data as they stand there, those with mistakes too."""
    topics = data.get("topics")
    return list(topics) if isinstance(topics, list) else []


def _when(topic: TopicData) -> str:
    """Return a topic's day and time as they are written, by which topics are sorted; '' for one without."""
    return str(topic.get("date", ""))


def _day(topic: Data) -> date:
    """Return the day of a topic; the first of all for one that has none."""
    try:
        return date.fromisoformat(str(topic["date"])[:10]) if isinstance(topic, dict) else date.min
    except (KeyError, ValueError):
        return date.min


def _begun(raw: bytes, added: Sequence[TopicData]) -> bytes:
    """Return a new plan with its first topic, whose lists stand in brackets: others are written in the same way."""
    first = min(added, key=_when)
    if not raw.endswith(_EMPTY) or not first:  # a form that was sent empty
        return raw
    style = FileStyle(brackets=True)
    lines = [line for key, value in first.items() for line in pair_lines(key, value, 4, style)]
    text = "\n".join(["topics:", f"  - {lines[0].strip()}", *lines[1:]])
    return raw.removesuffix(_EMPTY) + f"\n{text}".encode()


def _by_hand() -> ProjectError:
    message = m("the plan is written in a way that can't be changed without touching the rest: nothing was written")
    hint = m("write topics: as a list with one item a line after '- ', without anchors")
    return ProjectError([Problem(Location(PLAN_FILE), message, hint)])


def write_plan(source: PlanSource, content: bytes) -> None:
    """Write the plan's file, whole or not at all. Raises WorldError."""
    path = source.project / PLAN_FILE
    with writing(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content)


# --- topics as they stand in the file ---------------------------------------------------------------------------------


def when_text(when: date | datetime, zone: ZoneInfo) -> str:
    """Return a day or a moment as plan.yaml has it: a wall time of the zone, with its offset where it needs one."""
    if not isinstance(when, datetime):
        return when.isoformat()
    local = when.astimezone(zone)
    form = "minutes" if local.second == 0 else "seconds"
    wall = local.replace(tzinfo=None)
    try:
        wall_to_instant(wall, zone)
    except PydanticCustomError:
        return local.isoformat(timespec=form)
    return wall.isoformat(timespec=form)


def topic_data(topic: Topic, zone: ZoneInfo) -> TopicData:
    """Return a topic as data for the file, without keys that say nothing."""
    data: TopicData = {
        "date": when_text(topic.date, zone),
        "networks": list(topic.networks),
        "kind": topic.kind,
        "topic": topic.topic,
        "status": topic.status,
    }
    for key in ("about", "step", "goal", "owner", "text", "why"):
        if (value := getattr(topic, key)) is not None:
            data[key] = value
    if topic.budget is not None:
        amount: Any = topic.budget.amount
        number = int(amount) if amount == int(amount) else float(amount)
        currency = topic.budget.currency
        data["budget"] = {"amount": number, "currency": currency} if currency else number
    if topic.posts:
        data["posts"] = [_post_data(post.model_dump(exclude_none=True)) for post in topic.posts]
    return data


def _post_data(post: Mapping[str, Any]) -> Data:
    return {key: value for key, value in post.items() if value != {}}
