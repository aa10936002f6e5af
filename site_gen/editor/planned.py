"""The content plan as screens show it: its topics by names that stay, and a topic's form.

A topic is named by its place in the file and a digest of what it says. So it is found again where others were put
before it, and told from one that was changed elsewhere meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from pydantic import ValidationError

from site_gen.actions.editing.drafts import Draft
from site_gen.actions.editing.private_files import digest
from site_gen.actions.planning.about import Things
from site_gen.actions.planning.plan_file import PlanSource, TopicData, changed_topics, new_plan, topics_in
from site_gen.editor.desk import Desk
from site_gen.editor.forms.fields import Field, Kind, fields_of
from site_gen.editor.forms.values import Posted, data_of
from site_gen.editor.forms.views import FormContext
from site_gen.editor.things import network_names
from site_gen.editor.web import whole
from site_gen.editor.words import Words
from site_gen.messages import ENGLISH
from site_gen.model.content_plan import PLAN_FILE, ContentPlan, Topic
from site_gen.model.networks import NETWORKS
from site_gen.model.site import Site, Translated
from site_gen.sources.edits.files import EditError, read_content
from site_gen.sources.yaml import Data

NEW: Final = "new"
"""The name of a topic that isn't in the plan yet."""

_SIGNS: Final = 12


@dataclass(frozen=True)
class OpenPlan:
    """A project's plan as its file says it at this moment, topics with mistakes included. `data` is None where the file
    can't be read."""

    desk: Desk
    site: Site
    raw: bytes
    data: Mapping[str, Data] | None

    @cached_property
    def topics(self) -> list[Data]:
        """Every topic as it stands in the file."""
        return topics_in(self.data or {})

    @cached_property
    def read(self) -> tuple[tuple[int, Topic], ...]:
        """The topics without a mistake, each with its index in the file."""
        found = []
        for index, data in enumerate(self.topics):
            try:
                found.append((index, Topic.model_validate(data, context={"zone": self.site.main.zone})))
            except ValidationError:
                continue
        return tuple(found)

    @property
    def wrong(self) -> tuple[int, ...]:
        """The indices of the topics that have mistakes."""
        return tuple(sorted({*range(len(self.topics))} - {index for index, _ in self.read}))

    @cached_property
    def plan(self) -> ContentPlan:
        """The plan without the topics that have mistakes; its other keys count where they have none."""
        rest = {key: value for key, value in (self.data or {}).items() if key != "topics"}
        try:
            plan = ContentPlan.model_validate(rest)
        except ValidationError:
            plan = ContentPlan()
        return plan.model_copy(update={"topics": tuple(topic for _, topic in self.read)})

    @property
    def translated(self) -> Translated[ContentPlan]:
        """The plan as a site has it."""
        language = self.site.main.language
        return Translated("plan", {language: self.plan}, {language: PLAN_FILE})

    def title(self, path: Sequence[str | int]) -> str:
        """Return the words of the topic that a path of keys leads into; '' where it leads into none."""
        topic = self.topics[int(path[1])] if len(path) > 1 and path[0] == "topics" else None
        return str(topic.get("topic", "")) if isinstance(topic, dict) else ""

    @property
    def source(self) -> PlanSource:
        """What the use cases of the plan work with; its topics are those without mistakes."""
        return PlanSource(self.desk.work.project, self.site, self.plan, self.raw, self.data or {})

    def of(self, raw: bytes) -> OpenPlan:
        """Return the plan as other bytes of its file say it."""
        return _plan(self.desk, self.site, raw)

    def name(self, index: int) -> str:
        """Return the name of a topic of the file."""
        return topic_name(index, self.topics[index])

    def index(self, name: str) -> int | None:
        """Return the index of the topic of a name; None for one that isn't there any more, or says something else."""
        first, _, wanted = name.partition("-")
        place = whole(first)
        if place is not None and place < len(self.topics) and digest_of(self.topics[place]) == wanted:
            return place
        found = [index for index, topic in enumerate(self.topics) if digest_of(topic) == wanted]
        return found[0] if found else None

    def changed(self, changed: Mapping[int, TopicData | None], added: tuple[TopicData, ...] = ()) -> bytes:
        """Return the file's bytes with topics changed or taken out (None), by index, and others added. Raises
        ProjectError where it is written in a way in which it can't be changed."""
        return changed_topics(self.raw, self.data or {}, changed, added) or self.raw

    def networks(self) -> tuple[str, ...]:
        """Return the networks that topics may be for: the site's own, then those that the plan names."""
        main = self.site.main
        lists = [topic.get("networks") for topic in self.topics if isinstance(topic, dict)]
        named = [each for found in lists if isinstance(found, list) for each in found if isinstance(each, str)]
        found = dict.fromkeys([*main.networks, *main.network_facts, *self.plan.rhythm, *named])
        return tuple(found) if found else tuple(NETWORKS)

    def network_names(self) -> dict[str, str]:
        """Return what networks are called, by id."""
        return network_names(self.site.main)


def plan_of(desk: Desk) -> OpenPlan | None:
    """Return the project's plan, an empty one where there is none; None where the rest of the project can't be read."""
    site, raw = desk.site, desk.work.read(PLAN_FILE)
    if site is None:  # perhaps the plan alone has mistakes
        looked = desk.look.read({PLAN_FILE: new_plan(ENGLISH).encode()}, desk.session.engine.shown_at)
        site = desk.look.snapshot.site if looked.is_shown and desk.look.snapshot is not None else None
    if site is None:
        return None
    return _plan(desk, site, new_plan(site.main.language).encode() if raw is None else raw)


def _plan(desk: Desk, site: Site, raw: bytes) -> OpenPlan:
    try:
        data: Any = read_content(raw, is_markdown=False).data
    except EditError:
        return OpenPlan(desk, site, raw, None)
    is_plan = isinstance(data, dict | None) and isinstance((data or {}).get("topics", []), list | None)
    return OpenPlan(desk, site, raw, (data or {}) if is_plan else None)


def topic_name(index: int, topic: Data) -> str:
    """Return the name of a topic at an index of the file."""
    return f"{index}-{digest_of(topic)}"


def digest_of(topic: Data) -> str:
    """Return a digest of what a topic says."""
    return digest(json.dumps(topic, sort_keys=True, ensure_ascii=False).encode(errors="backslashreplace"))[:_SIGNS]


# --- the form of a topic ----------------------------------------------------------------------------------------------


def draft_key(name: str) -> str:
    """Return the name under which a draft of a topic is kept."""
    return f"{PLAN_FILE}#{name.partition('-')[2] or NEW}"


def draft_name(file: str) -> str | None:
    """Return the name of the topic that a draft is of; None for a draft of another file."""
    path, mark, name = file.partition("#")
    if path != PLAN_FILE or not mark:
        return None
    return NEW if name == NEW else f"0-{name}"


def topic_fields(plan: OpenPlan) -> tuple[Field, ...]:
    """Return the fields of a topic: its networks, and those of its posts, are chosen from the site's own."""
    return tuple(_fields(fields_of(Topic), plan.networks()))


def _fields(fields: tuple[Field, ...], networks: tuple[str, ...]) -> Iterator[Field]:
    for each in fields:
        if each.key == "networks":
            yield replace(each, kind=Kind.CHECKS, choices=networks)
        elif each.key == "network":
            yield replace(each, kind=Kind.CHOICE, choices=networks)
        else:
            yield replace(each, fields=tuple(_fields(each.fields, networks))) if each.fields else each


def topic_context(plan: OpenPlan, words: Words) -> FormContext:
    """Return what a topic's form needs to know."""
    topics, known = [topic for _, topic in plan.read], Things.of(plan.site).known
    suggested = {
        "about": tuple(each.path for each in known),
        "owner": tuple(dict.fromkeys(topic.owner for topic in topics if topic.owner)),
        "goal": tuple(dict.fromkeys(topic.goal for topic in topics if topic.goal)),
    }
    main = plan.site.main
    names = {**plan.network_names(), **{each.path: each.title for each in known}}
    return FormContext(words, main.currency, main.time_zone, suggested=suggested, names=names)


def base_data(base: bytes) -> TopicData:
    """Return the topic that a form was made from."""
    try:
        data = json.loads(base or b"{}")
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def base_bytes(topic: Data) -> bytes:
    """Return a topic as the base of its drafts."""
    return json.dumps(topic, ensure_ascii=False).encode(errors="backslashreplace")


def typed_topic(fields: tuple[Field, ...], draft: Draft) -> tuple[TopicData, Posted | None]:
    """Return a topic as a draft has it, and what was sent."""
    data = base_data(draft.base)
    if not draft.pairs:
        return data, None
    posted = Posted.of(draft.pairs)
    return data_of(fields, data, posted), posted
