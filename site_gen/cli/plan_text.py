"""The plan as site-gen plan shows it: tables by week, and the same as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from rich.table import Column
from rich.text import Text

from site_gen.actions.planning.ahead import PlanAhead, PlannedTopic, PlannedWeek
from site_gen.cli.language import in_words, spoken
from site_gen.cli.tables import cell, fixed, flexible, table_lines, whole_cell
from site_gen.cli.terminal import moment
from site_gen.messages import ENGLISH, m, plural
from site_gen.model.content_plan import POST_KINDS, Topic


def plan_lines(ahead: PlanAhead, width: int | None) -> Iterator[str]:
    """Yield the lines for people; `width` is the window's, None if there is no window."""
    at = moment(ahead.now.astimezone(ahead.zone))
    yield in_words(m("{name}, plan at {moment} ({zone})", name=ahead.name, moment=at, zone=ahead.zone.key))
    if ahead.late:
        yield ""
        late = len(ahead.late)
        yield in_words(
            plural("Late: {count} topic should be out by now", "Late: {count} topics should be out by now", count=late)
        )
        yield from topic_table(ahead.late, width, with_year=True)
    for week in ahead.weeks:
        yield ""
        yield _heading(week)
        if week.topics:
            yield from topic_table(week.topics, width)
    if ahead.later:
        yield ""
        weeks = len(ahead.weeks) * 2
        yield in_words(
            plural(
                "{count} topic later: --weeks {weeks} shows more",
                "{count} topics later: --weeks {weeks} shows more",
                count=ahead.later,
                weeks=weeks,
            )
        )


def _heading(week: PlannedWeek) -> str:
    number = week.monday.isocalendar().week
    kinds = kinds_words([each.topic for each in week.topics])
    days = span(week.monday, week.sunday, spoken())
    return in_words(m("Week {number}, {days}: {kinds}", number=number, days=days, kinds=kinds))


def span(first: date, last: date, language: str) -> str:
    """Return two days as one span, in a language: 23 – 29 November."""
    start = str(first.day) if first.month == last.month else day_words(first, "MMMMd", language)
    return f"{start} – {day_words(last, 'MMMMd', language)}"


def day_words(day: date, skeleton: str, language: str) -> str:
    """Return the parts of a day that a skeleton of CLDR names ('MMMMd': 23 November), as a language says them."""
    from babel.dates import format_skeleton

    locale = "en_GB" if language == ENGLISH else language  # the day before the month, as in the other languages
    return str(format_skeleton(skeleton, day, locale=locale))


def kinds_words(topics: Sequence[Topic]) -> str:
    """Return how many topics there are of each kind: '2 useful, 1 proof'."""
    counts = {kind: sum(topic.kind == kind for topic in topics) for kind in POST_KINDS}
    return ", ".join(f"{count} {kind}" for kind, count in counts.items() if count) or m("nothing planned")


def topic_table(topics: Sequence[PlannedTopic], width: int | None, *, with_year: bool = False) -> Iterator[str]:
    """Yield a table of topics, a topic's command below its words."""
    columns = [
        fixed(m("WHEN")), fixed(m("STATUS")), fixed(m("KIND")), flexible(m("TOPIC")), flexible(m("NETWORKS")),
    ]  # fmt: skip
    yield from table_lines(_narrowed(columns, width), [_row(each, with_year=with_year) for each in topics], width)


def _narrowed(columns: list[Column], width: int | None) -> list[Column]:
    if width is not None:
        columns[-1].max_width = max(10, width // 6)
    return columns


def _row(planned: PlannedTopic, *, with_year: bool) -> list[Text]:
    topic = planned.topic
    words = topic.topic if planned.command is None else f"{topic.topic}\n→ {planned.command}"
    return [
        cell(when_words(topic, with_year=with_year)),
        cell(topic.status),
        cell(topic.kind),
        whole_cell(words),
        whole_cell(", ".join(topic.networks)),
    ]


def when_words(topic: Topic, *, with_year: bool = False) -> str:
    """Return when a topic is due: 'Mon 23 18:00', with its year and month where they aren't told otherwise."""
    day = f"{topic.day}" if with_year else f"{day_words(topic.day, 'E', spoken())} {topic.day.day:2}"
    return f"{day} {topic.moment:%H:%M}" if topic.moment is not None else day


# --- data -------------------------------------------------------------------------------------------------------------


def plan_data(ahead: PlanAhead) -> dict[str, Any]:
    """Return the JSON document."""
    return {
        "now": ahead.now.astimezone(ahead.zone).isoformat(),
        "time_zone": ahead.zone.key,
        "late": [topic_json(each) for each in ahead.late],
        "weeks": [
            {
                "from": week.monday.isoformat(),
                "to": week.sunday.isoformat(),
                "topics": [topic_json(each) for each in week.topics],
            }
            for week in ahead.weeks
        ],
        "later": ahead.later,
    }


def topic_json(planned: PlannedTopic) -> dict[str, Any]:
    """Return a topic as data: moments with their offset, names as the file has them."""
    topic = planned.topic
    return {
        "date": topic.day.isoformat(),
        "at": topic.moment.isoformat() if topic.moment is not None else None,
        "networks": list(topic.networks),
        "kind": topic.kind,
        "topic": topic.topic,
        "status": topic.status,
        "about": planned.about.path if planned.about is not None else topic.about,
        "step": topic.step,
        "goal": topic.goal,
        "owner": topic.owner,
        "text": topic.text,
        "why": topic.why,
        "budget": _budget(topic),
        "posts": [post.model_dump(exclude_none=True) for post in topic.posts],
        "command": planned.command,
    }


def _budget(topic: Topic) -> dict[str, str | None] | None:
    budget = topic.budget
    return {"amount": str(budget.amount), "currency": budget.currency} if budget is not None else None
