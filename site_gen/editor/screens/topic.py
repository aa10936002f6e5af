"""A topic of the content plan: its form, what is wrong with it, and taking it into the plan or out of it.

A save changes this topic alone. Where other topics were changed elsewhere meanwhile, they stay as they are there; where
this one was, both versions are shown, and nothing is written until somebody chose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from site_gen.actions.editing.drafts import Draft
from site_gen.actions.editing.private_files import digest
from site_gen.actions.editing.saving import ChangedElsewhereError, Wish, save
from site_gen.actions.planning.findings import plan_findings
from site_gen.actions.planning.plan_file import TopicData
from site_gen.editor.desk import Desk
from site_gen.editor.filled import in_words
from site_gen.editor.forms.problems import places
from site_gen.editor.forms.values import Pairs, Path
from site_gen.editor.forms.views import attach, form_view
from site_gen.editor.list_steps import is_list_step, list_step
from site_gen.editor.planned import (
    NEW,
    OpenPlan,
    base_bytes,
    base_data,
    draft_key,
    plan_of,
    topic_context,
    topic_fields,
    typed_topic,
)
from site_gen.editor.web import Answer, Asked, as_json, redirect, whole
from site_gen.editor.words import words_in
from site_gen.messages import joined, m, said_all
from site_gen.model.content_plan import PLAN_FILE
from site_gen.problems import Location, Problem, ProjectError, Severity

_ATTEMPTS: Final = 5
"""How often a save begins anew because another program wrote the file at the same moment."""

_USUAL: Final = frozenset({"date", "networks", "kind", "topic", "status", "about", "text", "posts"})
"""Fields that stand in the form even if there is nothing in them."""


def screen(desk: Desk, asked: Asked) -> Answer:
    """Show the form of a topic, or of a new one; take what was typed: save it, let it go, or take the topic out."""
    plan = plan_of(desk)
    if plan is None or plan.data is None:
        return desk.message(asked, 409, "broken")
    name = asked.query.get("at", NEW)
    if asked.method == "POST":
        return _taken(desk, asked, plan, name)
    kept, index = desk.drafts.of(draft_key(name)), plan.index(name)
    if name != NEW and index is None and kept is None:
        return desk.message(asked, 404, "missing")
    return _form(desk, asked, plan, name, kept or Draft(draft_key(name), _there(plan, index), ()))


def _taken(desk: Desk, asked: Asked, plan: OpenPlan, name: str) -> Answer:
    do, sent = asked.field("do"), _sent(desk, asked, plan, name)
    if do == "discard":
        desk.drafts.forget(sent.file)
        return redirect("topic", at=name) if plan.index(name) is not None else redirect("plan")
    if do == "delete":
        return _delete(desk, asked, name)
    if is_list_step(do):
        sent = Draft(sent.file, sent.base, list_step(sent.pairs, do))
    desk.drafts.keep(sent)
    if do in {"save", "save-anyway", "save-over"}:
        return _save(desk, asked, plan, name, sent)
    return _form(desk, asked, plan, name, sent)


def draft(desk: Desk, asked: Asked) -> Answer:
    """Keep what is typed, and tell the form's script what is wrong with it."""
    plan = plan_of(desk)
    if plan is None or plan.data is None:
        return as_json({}, 409)
    name = asked.query.get("at", NEW)
    sent = _sent(desk, asked, plan, name)
    desk.drafts.keep(sent)
    _, listed = _checked(desk, plan, name, sent, asked.language)
    data, _posted = typed_topic(topic_fields(plan), sent)
    told = said_all(listed, asked.language)
    return as_json({"problems": told, "is_shown": False, "is_changed": data != base_data(sent.base)})


def _there(plan: OpenPlan, index: int | None) -> bytes:
    return base_bytes(plan.topics[index]) if index is not None else b""


def _sent(desk: Desk, asked: Asked, plan: OpenPlan, name: str) -> Draft:
    """Return what was sent as a draft, with the topic that its form was made from."""
    pairs: Pairs = tuple((key, value) for key, value in asked.pairs if key[1:2] == ":")
    named, kept = asked.field("base"), desk.drafts.of(draft_key(name))
    known = (_there(plan, plan.index(name)), kept.base if kept else None, desk.drafts.base(named))
    base = next((each for each in known if each and digest(each) == named), b"")
    return Draft(draft_key(name), base, tuple(pairs))


# --- the form ---------------------------------------------------------------------------------------------------------


def _form(
    desk: Desk, asked: Asked, plan: OpenPlan, name: str, kept: Draft, status: int = 200, saving: str = ""
) -> Answer:
    nodes, problems = _checked(desk, plan, name, kept, asked.language)
    data, _ = typed_topic(topic_fields(plan), kept)
    index = plan.index(name)
    other = _other(plan, name, kept)
    desk.drafts.keep_base(kept.base)
    shown = [node for node in nodes if node["is_filled"] or node["problems"] or node["path"][-1] in _USUAL]
    return desk.page(
        asked,
        "topic.html",
        status,
        name=name,
        is_new=name == NEW,
        title=str(data.get("topic") or ""),
        nodes=shown,
        more=[node for node in nodes if node not in shown],
        problems=problems,
        saving=saving,
        is_draft=bool(kept.pairs) and data != base_data(kept.base),
        is_gone=name != NEW and index is None,
        over=plan.name(other) if other is not None else "",
        differences=_differences(plan, other, kept, asked.language) if other is not None else [],
        base=digest(kept.base) if kept.base else "",
        file=PLAN_FILE,
    )


def _other(plan: OpenPlan, name: str, kept: Draft) -> int | None:
    """Return the index of what became of a topic that was changed elsewhere: what stands in its place and has its words
    or its date. None where it is as it was, or where nobody can say."""
    place = whole(name.partition("-")[0])
    if name == NEW or plan.index(name) is not None or place is None:
        return None
    was = base_data(kept.base)
    alike = [
        index
        for index, topic in enumerate(plan.topics)
        if isinstance(topic, dict) and any(was.get(key) and topic.get(key) == was[key] for key in ("topic", "date"))
    ]
    return next((index for index in alike if index == place), alike[0] if len(alike) == 1 else None)


def _differences(plan: OpenPlan, other: int, kept: Draft, language: str) -> list[dict[str, str]]:
    """Return what the file says otherwise than this form, key by key."""
    words, theirs = words_in(language), plan.topics[other]
    mine, _ = typed_topic(topic_fields(plan), kept)
    there = theirs if isinstance(theirs, dict) else {}
    return [
        {"label": words.label(key), "mine": in_words(mine.get(key), words), "theirs": in_words(there.get(key), words)}
        for key in dict.fromkeys([*there, *mine])
        if mine.get(key) != there.get(key)
    ]


# --- what is wrong ----------------------------------------------------------------------------------------------------


def _checked(
    desk: Desk, plan: OpenPlan, name: str, kept: Draft, language: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the form's nodes with what is wrong at each, and a list of all that is wrong."""
    fields = topic_fields(plan)
    data, posted = typed_topic(fields, kept)
    words = words_in(language)
    nodes = form_view(fields, data, posted, topic_context(plan, words))
    if not kept.pairs and name == NEW:
        return nodes, []
    broken = [(path, _unreadable()) for path in (posted.broken if posted else ())]
    return nodes, attach(nodes, [*broken, *_problems(desk, plan, name, data)], words)


def _problems(desk: Desk, plan: OpenPlan, name: str, data: TopicData) -> Iterator[tuple[Path, Problem]]:
    """Yield what a reading and a check of the plan with this topic in it find in the topic, by its keys."""
    index = plan.index(name)
    try:
        raw = plan.changed({} if index is None else {index: data}, (data,) if index is None else ())
    except ProjectError as error:
        yield from (((), problem) for problem in error.problems)
        return
    place = _place(plan, raw, data) if index is None else index
    looked = desk.look.read({PLAN_FILE: raw}, desk.session.engine.shown_at)
    own = [problem for problem in looked.problems if problem.location.file == PLAN_FILE]
    yield from _inside(places(own, raw, is_markdown=False), place)
    if looked.is_shown and desk.look.snapshot is not None:
        found = plan_findings(desk.look.snapshot.site, desk.now)
        every = ((each.path, Problem(Location(PLAN_FILE), each.message, each.hint, each.severity)) for each in found)
        yield from _inside(every, place)


def _place(plan: OpenPlan, raw: bytes, data: TopicData) -> int:
    """Return where a topic that was added stands."""
    found = plan.of(raw).topics
    return max((index for index, topic in enumerate(found) if topic == data), default=-1)


def _inside(found: Iterable[tuple[Path, Problem]], place: int) -> Iterator[tuple[Path, Problem]]:
    for path, problem in found:
        if path[:2] == ("topics", place):
            yield path[2:], problem


def _unreadable() -> Problem:
    return Problem(Location(PLAN_FILE), m("this can't be read"), m("write 'name: value' lines"))


# --- saving -----------------------------------------------------------------------------------------------------------


def _save(desk: Desk, asked: Asked, plan: OpenPlan, name: str, sent: Draft) -> Answer:
    _, problems = _checked(desk, plan, name, sent, asked.language)
    is_wrong = any(each["severity"] == Severity.ERROR.value for each in problems)
    do, other = asked.field("do"), _other(plan, name, sent)
    data, posted = typed_topic(topic_fields(plan), sent)
    if (posted and posted.broken) or (is_wrong and do != "save-anyway"):
        return _form(desk, asked, plan, name, sent, 422, "refused")
    over = plan.name(other) if other is not None else ""
    if over and (do != "save-over" or asked.field("over") != over):
        return _form(desk, asked, plan, name, sent, 409, "elsewhere")
    try:
        number = put(desk, over or name, data)
    except ProjectError as error:
        return _failed(desk, asked, error)
    desk.drafts.forget(sent.file)
    return redirect("plan", wrote=(PLAN_FILE,), **({"saved": number} if number else {}))


def put(desk: Desk, name: str, data: TopicData | None) -> int | None:
    """Write a topic in place of the one of a name, a new one among the others, None takes it out; return the save's
    number, or None if nothing changes. A topic that isn't there any more is added again.

    Raises ProjectError where the plan is written in a way in which it can't be changed, WorldError.
    """
    for _ in range(_ATTEMPTS):
        plan, raw = plan_of(desk), desk.work.read(PLAN_FILE)
        if plan is None or plan.data is None or (raw is not None and raw != plan.raw):
            continue
        index = plan.index(name)
        if index is None and data is None:
            return None
        new = plan.changed({} if index is None else {index: data}, (data,) if index is None and data else ())
        try:
            return save(desk.work, "plan", {PLAN_FILE: Wish(digest(raw), new)}) if new != raw else None
        except ChangedElsewhereError:
            continue
    raise ProjectError(
        [Problem(Location(PLAN_FILE), m("another program writes this file again and again"), m("try again"))]
    )


def _delete(desk: Desk, asked: Asked, name: str) -> Answer:
    plan = plan_of(desk)
    if plan is None or plan.index(name) is None:
        return desk.message(asked, 409, "elsewhere")
    try:
        number = put(desk, name, None)
    except ProjectError as error:
        return _failed(desk, asked, error)
    desk.drafts.forget(draft_key(name))
    return redirect("plan", wrote=(PLAN_FILE,), saved=number or 0, gone=1)


def _failed(desk: Desk, asked: Asked, error: ProjectError) -> Answer:
    say, problem = words_in(asked.language).say, error.problems[0]
    return desk.page(
        asked, "message.html", 409, title=say("failed_title"), text=joined(problem.message, ". ", problem.hint)
    )
