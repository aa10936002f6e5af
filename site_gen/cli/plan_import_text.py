"""What site-gen import plan says: what was found, what would be written; and the same as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from site_gen.actions.planning.ahead import PlannedTopic
from site_gen.actions.planning.plan_import import PlanImport
from site_gen.cli.language import in_words
from site_gen.cli.plan_text import topic_json, when_words
from site_gen.cli.tables import cell, fixed, flexible, table_lines, whole_cell, wrapped
from site_gen.cli.terminal import counted
from site_gen.messages import joined, listed, m
from site_gen.model.content_plan import Topic


def import_lines(found: PlanImport, width: int | None) -> Iterator[str]:
    """Yield the lines for people."""
    yield in_words(m("Found:"))
    for file in found.files:
        columns = listed(joined(header, f" → {name}") for header, name in file.columns.items())
        yield from wrapped([joined(f"  {file.file}: ", counted(file.topics, "topic"))], width, 4)
        yield from wrapped([joined("    ", m("read: {columns}", columns=columns))] if columns else [], width, 6)
        yield from wrapped((joined("    ", m("left out: {why}", why=why)) for why in file.left_out), width, 6)
    yield ""
    said = m(
        "For the plan: {new}, changed: {changed}, as they are: {same}",
        new=counted(len(found.new), "new topic"), changed=len(found.changed), same=found.same,
    )  # fmt: skip
    yield in_words(said)
    columns_ = (
        fixed(""), fixed(m("WHEN")), fixed(m("KIND")), flexible(m("TOPIC")), flexible(m("NETWORKS")),
    )  # fmt: skip
    rows = [_row(m("new"), topic) for topic in found.new]
    rows += [_row(m("other {keys}", keys=", ".join(keys)), topic) for topic, keys in found.changed]
    if rows:
        yield from table_lines(columns_, rows, width)


def _row(what: str, topic: Topic) -> Any:
    return (
        cell(what),
        cell(when_words(topic, with_year=True)),
        cell(topic.kind),
        whole_cell(topic.topic),
        whole_cell(", ".join(topic.networks)),
    )


def import_data(found: PlanImport, *, is_written: bool) -> dict[str, Any]:
    """Return the JSON document."""
    return {
        "found": [
            {
                "file": file.file,
                "topics": file.topics,
                "columns": dict(file.columns),
                "left_out": list(file.left_out),
            }
            for file in found.files
        ],
        "new": [topic_json(PlannedTopic(0, topic, None, None)) for topic in found.new],
        "changed": [
            {**topic_json(PlannedTopic(0, topic, None, None)), "keys": list(keys)} for topic, keys in found.changed
        ],
        "same": found.same,
        "written": is_written,
    }
