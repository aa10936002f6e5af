"""The plan as a table, CSV or XLSX: all that it has, or the columns that a planner takes in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from site_gen.actions.planning.about import Things
from site_gen.actions.planning.plan_file import PlanSource, when_text
from site_gen.actions.planning.planner_rows import guarded
from site_gen.exports.planners import Planner, planner_words
from site_gen.model.content_plan import DEFAULT_TIME, MEASURES, PlanPost, Topic, planned_moment
from site_gen.model.networks import NETWORKS
from site_gen.model.routes import page_address

SHEET: Final = "sheet"
_WHOLE_DAY: Final = 10
"""The length of a date without a time."""

COLUMNS: Final = (
    "Date", "Time", "Platform", "Kind", "Topic", "About", "Step", "Goal", "Owner", "Status", "Text", "Why", "Budget",
    "Currency", "Post link", *(name.capitalize() for name in MEASURES),
)  # fmt: skip
"""The columns of a table of all that the plan has; a row for each network of a topic."""

Table = list[list[str]]


def planners() -> tuple[str, ...]:
    """Return the ids of what tables can be written for."""
    return tuple(planner_words().planners)


def plan_table(source: PlanSource, planner: str, now: datetime) -> Table:
    """Return the rows of a table, with its header where it has one.

    The whole sheet has every topic; a planner gets those that aren't published yet and lie ahead of `now`.
    """
    if planner == SHEET:
        return [list(COLUMNS), *(row for topic in source.topics for row in _sheet_rows(topic, source))]
    chosen = planner_words().planners[planner]
    today = now.astimezone(source.zone).date()
    topics = [topic for topic in source.topics if not topic.is_published and topic.day >= today]
    rows = [row for topic in topics for row in _planner_rows(topic, chosen, source)]
    return [list(chosen.columns), *rows] if chosen.has_header else rows


# --- all that the plan has --------------------------------------------------------------------------------------------


def _sheet_rows(topic: Topic, source: PlanSource) -> Iterator[list[str]]:
    when = when_text(topic.date, source.zone)
    budget = topic.budget
    for number, network in enumerate(topic.networks):
        post = topic.post_on(network) or PlanPost(network=network)
        first = number == 0
        yield [
            when[:_WHOLE_DAY],
            when[_WHOLE_DAY + 1 :],
            network,
            topic.kind,
            guarded(topic.topic),
            guarded(topic.about or ""),
            topic.step or "",
            guarded(topic.goal or ""),
            guarded(topic.owner or ""),
            topic.status,
            guarded(topic.text or ""),
            guarded(topic.why or ""),
            f"{budget.amount}" if budget is not None and first else "",
            (budget.currency or "") if budget is not None and first else "",
            post.link or "",
            *(_number(post, name) for name in MEASURES),
        ]


def _number(post: PlanPost, name: str) -> str:
    value = getattr(post.response, name) if post.response is not None else None
    return "" if value is None else str(value)


# --- what planners take in --------------------------------------------------------------------------------------------


def _planner_rows(topic: Topic, planner: Planner, source: PlanSource) -> Iterator[list[str]]:
    """Yield a row for a topic; none where the planner knows its networks, and the topic is on none of them."""
    known = {holds for holds in planner.columns.values() if holds in NETWORKS}
    if known and not known.intersection(topic.networks):
        return
    at = topic.moment or planned_moment(topic.day, source.plan.time or DEFAULT_TIME, source.zone)
    local = at.astimezone(source.zone)
    is_day_enough = "status" in planner.columns.values()  # a list of things to do, not a machine that posts them
    form = planner.day if planner.moment is None or (topic.moment is None and is_day_enough) else planner.moment
    values = {
        "date": f"{local:{form}}",
        "time": f"{local:{planner.clock}}",
        "topic": topic.topic,
        "text": topic.text or topic.topic,
        "kind": topic.kind,
        "status": topic.status.capitalize(),
        "owner": topic.owner or "",
        "goal": topic.goal or "",
        "draft": "TRUE" if topic.status in {"idea", "written"} else "FALSE",
        "page": _page(topic, source),
        "networks": ", ".join(NETWORKS[id_].name if id_ in NETWORKS else id_ for id_ in topic.networks),
        "-": "",
        **{id_: "TRUE" if id_ in topic.networks else "FALSE" for id_ in NETWORKS},
    }
    yield [values[holds] for holds in planner.columns.values()]


def _page(topic: Topic, source: PlanSource) -> str:
    """Return the address of the page that a topic is about; '' for none."""
    about = Things.of(source.site).of_topic(topic)
    if about is None or about.source is None or about.source.original.draft:
        return ""
    return page_address(source.site.main, source.site.main.language, f"{about.folder}/{about.name}/")


# --- files ------------------------------------------------------------------------------------------------------------


def csv_file(table: Sequence[Sequence[str]], planner: str) -> bytes:
    """Return a table as CSV (RFC 4180) in UTF-8; one for people has the mark by which Excel knows it, which the
    planners' own readers would take for a part of the first header."""
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows(table)
    mark = b"\xef\xbb\xbf" if planner == SHEET else b""
    return mark + written.getvalue().encode("utf-8")


def xlsx_file(table: Sequence[Sequence[str]], now: datetime) -> bytes:
    """Return a table as a workbook: texts as texts, days as days, numbers as numbers. Equal tables of one `now` give
    equal cells."""
    import openpyxl
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = now.replace(tzinfo=None)
    sheet: Any = book.active
    sheet.title = "Plan"
    header = table[0] if table else ()
    for row_number, row in enumerate(table, 1):
        for number, value in enumerate(row, 1):
            cell = sheet.cell(row_number, number)
            name = header[number - 1] if row_number > 1 and number <= len(header) else ""
            _fill(cell, value, name)
    if table and tuple(header) == COLUMNS:
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
        sheet.column_dimensions["E"].width = 48
        sheet.column_dimensions["A"].width = 12
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _fill(cell: Any, value: str, name: str) -> None:
    if value and name == "Date" and len(value) == _WHOLE_DAY:
        cell.value = datetime.fromisoformat(value) + timedelta()
        cell.number_format = "yyyy-mm-dd"
    elif value.isdigit() and name.lower() in MEASURES:
        cell.value = int(value)
    elif value:
        cell.value = value
        cell.data_type = "s"  # never a formula
