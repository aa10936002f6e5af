"""What site-gen import metrics says: tables of what was found and of what would be written, and the same as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from site_gen.actions.case_metrics import Entry
from site_gen.actions.metrics import FoundTable, MetricsImport
from site_gen.cli.language import in_words
from site_gen.cli.tables import cell, fixed, flexible, table_lines, whole_cell, wrapped
from site_gen.load.series import plain
from site_gen.messages import joined, m

_BY: Final = {
    "day": m("{number} by day"),
    "week": m("{number} by week"),
    "month": m("{number} by month"),
    "span": m("{number} by period"),
}
"""How many values there are, and of what."""


def metrics_lines(found: MetricsImport, width: int | None) -> Iterator[str]:
    """Yield the lines for people."""
    yield in_words(m("Found:"))
    columns = (
        flexible(m("file")), flexible(m("source")), flexible(m("columns")), fixed(m("rows"), right=True),
        fixed(m("period")),
    )  # fmt: skip
    rows = [
        (cell(table.file), cell(table.source or m("your table")), whole_cell(", ".join(table.columns)),
         cell(str(table.rows)), cell(_span(table)))
        for table in found.tables
    ]  # fmt: skip
    yield from table_lines(columns, rows, width)
    for table in found.tables:
        yield from wrapped((joined(f"  {table.file}: ", note) for note in table.notes), width, 4)
    yield ""
    yield in_words(m("For {case}:", case=found.case))
    titles = (fixed(""), flexible(m("metric")), fixed(m("before"), right=True), fixed(m("after"), right=True),
              fixed(m("period")), fixed(m("values"), right=True))  # fmt: skip
    lines = [
        (cell(m("new") if entry.is_new else m("again")), cell(entry.name), cell(_shown(entry, entry.before)),
         cell(_shown(entry, entry.after)), cell(f"{entry.start} – {entry.end}"), cell(_count(entry)))
        for entry in found.entries
    ]  # fmt: skip
    yield from table_lines(titles, lines, width)
    said: list[str] = [
        m("{name}: values of the table that would be other ones: {count:,}", name=entry.name, count=entry.replaced)
        for entry in found.entries
        if entry.replaced
    ]
    said += (
        [m("not taken: {names} (with --metric NAME)", names=", ".join(each.name for each in found.others))]
        if found.others
        else []
    )
    said += [m("left out: {why}", why=why) for why in found.left_out]
    said += [m("note: {note}", note=note) for note in found.notes]
    said += [m("changes: {files}", files=", ".join(file for file, _ in found.changes))] if found.changes else []
    if said:
        yield ""
        yield from wrapped(said, width, 2)


def metrics_data(found: MetricsImport, *, is_written: bool) -> dict[str, object]:
    """Return the JSON document."""
    return {
        "case": found.case,
        "found": [
            {
                "file": table.file,
                "source": table.source,
                "columns": list(table.columns),
                "rows": table.rows,
                "from": table.start.isoformat() if table.start else None,
                "to": table.end.isoformat() if table.end else None,
                "notes": list(table.notes),
            }
            for table in found.tables
        ],
        "metrics": [
            {
                "name": entry.name,
                "column": entry.column,
                "new": entry.is_new,
                "unit": entry.series.unit,
                "before": float(entry.before),
                "after": float(entry.after),
                "from": entry.start.isoformat(),
                "to": entry.end.isoformat(),
                "by": entry.series.by,
                "series": {day: float(value) for day, value in entry.values.items()},
            }
            for entry in found.entries
        ],
        "not_taken": [each.name for each in found.others],
        "left_out": list(found.left_out),
        "notes": list(found.notes),
        "changes": [file for file, _ in found.changes],
        "written": is_written,
    }


def _span(table: FoundTable) -> str:
    return f"{table.start} – {table.end}"


def _shown(entry: Entry, value: Decimal) -> str:
    return f"{plain(value)} %" if entry.series.unit == "%" else plain(value)


def _count(entry: Entry) -> str:
    return _BY[entry.series.by].filled(number=len(entry.values))
