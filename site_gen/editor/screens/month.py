"""A month that is proposed for the content plan: each topic with its reason, to be taken or left."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from site_gen.actions.editing.private_files import digest
from site_gen.actions.editing.saving import ChangedElsewhereError, Wish, save
from site_gen.actions.planning.about import About, Things
from site_gen.actions.planning.plan_file import TopicData, topic_data
from site_gen.actions.planning.proposing import Proposal, next_month, propose
from site_gen.editor.desk import Desk
from site_gen.editor.forms.wording import named_by_labels
from site_gen.editor.planned import OpenPlan, digest_of, plan_of
from site_gen.editor.screens.plan import day_words
from site_gen.editor.screens.problem_links import problem_views
from site_gen.editor.web import Answer, Asked, redirect
from site_gen.editor.words import words_in
from site_gen.messages import joined
from site_gen.model.content_plan import PLAN_FILE, Topic
from site_gen.problems import ProjectError
from site_gen.render.localize import Localizer

_MONTHS: Final = 4
"""How many months can be chosen, from this one on."""


def screen(desk: Desk, asked: Asked) -> Answer:
    """Show the proposal for a month; take the chosen topics into the plan, as one save."""
    plan = plan_of(desk)
    if plan is None or plan.data is None:
        return desk.message(asked, 409, "broken")
    if plan.wrong:  # what they are about, and when, isn't known: the month might be filled twice
        own = [each for each in desk.session.problems if each.location.file == PLAN_FILE]
        return desk.page(asked, "month.html", 409, found=None, problems=problem_views(desk, own))
    months = _months(desk, plan)
    month = _month(asked.query.get("month", ""), months)
    found = propose(plan.site, plan.plan, month, desk.now)
    chosen = {value for key, value in asked.pairs if key == "take"} if asked.method == "POST" else None
    if chosen:
        return _take(desk, asked, plan, found, chosen)
    return _show(desk, asked, plan, found, months, is_none=chosen is not None)


def _months(desk: Desk, plan: OpenPlan) -> list[date]:
    found = [desk.now.astimezone(plan.site.main.zone).date().replace(day=1)]
    while len(found) < _MONTHS:
        found.append(next_month(found[-1]))
    return found


def _month(text: str, months: list[date]) -> date:
    """Return the month that is meant; the next one where that is none of those that can be chosen."""
    return next((each for each in months if f"{each:%Y-%m}" == text), months[1])


def _show(
    desk: Desk, asked: Asked, plan: OpenPlan, found: Proposal, months: list[date], *, is_none: bool = False
) -> Answer:
    words, local = words_in(asked.language), Localizer(asked.language, plan.site.main.time_zone, {})
    things = Things.of(plan.site)
    return desk.page(
        asked,
        "month.html",
        422 if is_none else 200,
        found=found,
        months=[(f"{each:%Y-%m}", local.month(f"{each:%Y-%m}")) for each in months],
        month=f"{found.month:%Y-%m}",
        month_name=local.month(f"{found.month:%Y-%m}"),
        topics=[_row(plan, topic, things.of_topic(topic), local) for topic in found.topics],
        mix=[(words.choice(kind), found.have[kind], wanted) for kind, wanted in found.wanted.items()],
        notes=[named_by_labels(note, words) for note in found.notes],
        is_none=is_none,
        problems=[],
    )


def _row(plan: OpenPlan, topic: Topic, about: About | None, local: Localizer) -> dict[str, Any]:
    names = plan.network_names()
    return {
        "id": _id(plan, topic),
        "date": topic.day.isoformat(),
        "day": day_words(topic.day, local),
        "time": f"{topic.moment:%H:%M}" if topic.moment is not None else "",
        "topic": topic.topic,
        "kind": topic.kind,
        "networks": ", ".join(names.get(id_, id_) for id_ in topic.networks),
        "why": topic.why or "",
        "about": about.title if about is not None else topic.about or "",
        "about_path": about.path if about is not None else "",
    }


def _id(plan: OpenPlan, topic: Topic) -> str:
    return digest_of(dict(topic_data(topic, plan.site.main.zone)))


def _take(desk: Desk, asked: Asked, plan: OpenPlan, found: Proposal, chosen: set[str]) -> Answer:
    """Write the chosen topics into the plan. What isn't proposed any more, since time went on, is left out."""
    topics: list[TopicData] = [
        topic_data(topic, plan.site.main.zone) for topic in found.topics if _id(plan, topic) in chosen
    ]
    raw = desk.work.read(PLAN_FILE)
    if not topics or (raw is not None and raw != plan.raw):
        return desk.message(asked, 409, "elsewhere")
    try:
        number = save(desk.work, "plan", {PLAN_FILE: Wish(digest(raw), plan.changed({}, tuple(topics)))})
    except ChangedElsewhereError:
        return desk.message(asked, 409, "elsewhere")
    except ProjectError as error:
        problem, say = error.problems[0], words_in(asked.language).say
        text = joined(problem.message, ". ", problem.hint)
        return desk.page(asked, "message.html", 409, title=say("failed_title"), text=text)
    return redirect("plan", wrote=(PLAN_FILE,), saved=number or 0, taken=len(topics))
