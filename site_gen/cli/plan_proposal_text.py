"""What site-gen plan --new-month says: the proposed topics with their reasons, and how the mix comes out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.text import Text

from site_gen.actions.planning.ahead import PlannedTopic
from site_gen.actions.planning.proposing import Proposal
from site_gen.cli.language import in_words, spoken
from site_gen.cli.plan_text import day_words, topic_json, when_words
from site_gen.cli.tables import cell, fixed, flexible, table_lines, whole_cell, wrapped
from site_gen.cli.terminal import counted
from site_gen.messages import listed, m
from site_gen.model.content_plan import Topic


def proposal_lines(found: Proposal, width: int | None) -> Iterator[str]:
    """Yield the lines for people; each topic has its reason below it."""
    month = day_words(found.month, "yMMMM", spoken())
    yield in_words(m("Proposed for {month}: {topics}", month=month, topics=counted(len(found.topics), "topic")))
    if found.topics:
        yield ""
        columns = [fixed(m("WHEN")), fixed(m("KIND")), flexible(m("TOPIC, AND WHY")), flexible(m("NETWORKS"))]
        if width is not None:
            columns[-1].max_width = max(10, width // 6)
        yield from table_lines(columns, [_row(topic) for topic in found.topics], width)
    yield ""
    mix = (
        m("{kind} {number} of {wanted}", kind=kind, number=found.have[kind], wanted=wanted)
        for kind, wanted in found.wanted.items()
    )
    yield from wrapped([m("Mix of the month: {kinds}", kinds=listed(mix))], width, 2)
    yield from wrapped((m("note: {note}", note=note) for note in found.notes), width, 2)


def _row(topic: Topic) -> list[Text]:
    about = f" ({topic.about})" if topic.about is not None else ""
    return [
        cell(when_words(topic)),
        cell(topic.kind),
        whole_cell(f"{topic.topic}\n· {topic.why}{about}"),
        whole_cell(", ".join(topic.networks)),
    ]


def proposal_data(found: Proposal, *, is_written: bool) -> dict[str, Any]:
    """Return the JSON document."""
    return {
        "month": f"{found.month:%Y-%m}",
        "topics": [topic_json(PlannedTopic(0, topic, None, None)) for topic in found.topics],
        "mix": {kind: {"have": found.have[kind], "wanted": wanted} for kind, wanted in found.wanted.items()},
        "notes": list(found.notes),
        "written": is_written,
    }
