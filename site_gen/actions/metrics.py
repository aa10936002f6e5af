"""Takes numbers from networks' exports into a case: finds what is in the files and what it would write; writes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from site_gen.actions.case_metrics import CaseFiles, Entry, changed_files, read_case_files
from site_gen.actions.files import writing
from site_gen.exports.blocks import Block, Wanted, find_blocks, unknown
from site_gen.exports.catalogue import catalogue, plain_header
from site_gen.exports.found import BlockReading, Forms, Measured
from site_gen.exports.reading import read_block
from site_gen.exports.series import Series, group
from site_gen.exports.tables import read_sheets
from site_gen.exports.values import Sheet
from site_gen.files import write_atomically
from site_gen.messages import all_of, joined, listed, m
from site_gen.nearest import nearest
from site_gen.problems import Location, Problem, ProjectError

CHOSEN: Final = 3
"""How many metrics of a source are taken where none is asked for."""


@dataclass(frozen=True, slots=True)
class MetricsRequest:
    """What is asked for: files for a case; which columns; how numbers and days are written; totals of months instead of
    averages; the source that the page names, where the files' own isn't meant."""

    project: Path
    case: str
    files: tuple[Path, ...]
    wanted: Wanted = field(default_factory=Wanted)
    forms: Forms = field(default_factory=Forms)
    totals: bool = False
    source: str | None = None


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table of a file: what it is (None where only the caller knows), its columns that were read, rows with a day,
    first and last day, and what was noted."""

    file: str
    source: str | None
    columns: tuple[str, ...]
    rows: int
    start: date | None
    end: date | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OtherMetric:
    """A column that could be taken and isn't: what readers would call it, and its header, by which it is asked for."""

    name: str
    header: str


@dataclass(frozen=True, slots=True)
class MetricsImport:
    """What was found, what would be written into the case, what isn't and why, what to think of, and the files as they
    would be."""

    case: str
    tables: tuple[FoundTable, ...]
    entries: tuple[Entry, ...]
    others: tuple[OtherMetric, ...]
    left_out: tuple[str, ...]
    notes: tuple[str, ...]
    changes: tuple[tuple[str, bytes], ...]


def find_metrics(request: MetricsRequest) -> MetricsImport:
    """Read the files, and work out what would be written; nothing is.

    Raises UnknownNameError for a case that isn't there, and ProjectError with every problem of every file.
    """
    case = read_case_files(request.project, request.case)
    forms = replace(request.forms, period=case.period)
    readings, problems = _readings(request, forms)
    if problems:
        raise ProjectError(problems)
    measured = [each for reading in readings for each in reading.measured]
    wanted = _wanted(measured, request.wanted)
    found = group(wanted, totals=request.totals)
    problems = [*found.problems, *(found.unfit if request.wanted.metrics or not found.series else ())]
    if not problems and not found.series:
        problems.append(_nothing(request, found.left_out))
    if not problems and request.source is None and any(series.source is None for series in found.series):
        hint = m('say where the numbers were read: --source "The till"')
        problems.append(Problem(Location(str(request.files[0])), m("a number needs its source"), hint))
    if problems:
        raise ProjectError(problems)
    chosen, others = _chosen(found.series, case, request.wanted)
    entries, changes = changed_files(case, chosen, request.source)
    left = [*_left_out(readings), *found.left_out, *(problem.message for problem in found.unfit)]
    left += [joined(f"'{series.header}': ", why) for series in chosen for why in series.left_out]
    twice = {entry.name: entry.column for entry in entries if entry.is_new}
    notes = [
        m(
            "the case has '{name}' already, written by hand: take one of the two out, or write 'series: {column}' into "
            "yours and import again",
            name=name,
            column=twice[name],
        )
        for metric in case.metrics
        if (name := str(metric.get("name"))) in twice
    ]
    return MetricsImport(
        case.file,
        tuple(map(_table, readings)),
        entries,
        tuple(OtherMetric(series.name(case.language), series.header) for series in others),
        tuple(dict.fromkeys(left)),
        tuple(notes),
        changes,
    )


def write_metrics(project: Path, found: MetricsImport) -> None:
    """Write the table and the case. Raises WorldError."""
    with writing(project):
        for file, content in found.changes:
            write_atomically(project / file, content)


# --- files → measured columns -----------------------------------------------------------------------------------------


def _readings(request: MetricsRequest, forms: Forms) -> tuple[list[BlockReading], list[Problem]]:
    readings: list[BlockReading] = []
    problems: list[Problem] = []
    for path in dict.fromkeys(request.files):
        try:
            sheets = read_sheets(path)
        except ProjectError as error:
            problems += error.problems
            continue
        blocks = [found for sheet in sheets for found in find_blocks(sheet, request.wanted)]
        if not blocks:
            fullest = max(sheets, key=lambda sheet: len(sheet.rows))
            problems.append(unknown(fullest, request.wanted))
        problems += [found for found in blocks if isinstance(found, Problem)]
        tables = [found for found in blocks if isinstance(found, Block)]
        problems += _other_sources(sheets, tables)
        readings += [read_block(block, request.wanted, forms) for block in tables]
    return readings, [*problems, *(problem for reading in readings for problem in reading.problems)]


def _other_sources(sheets: Sequence[Sheet], blocks: Sequence[Block]) -> Iterable[Problem]:
    """Find a workbook whose sheets are of networks that have nothing to do with each other."""
    names = {block.source.name: block for block in blocks if block.source}
    if len(sheets) > 1 and len(names) > 1:
        said = all_of(m("{name} in {file}", name=name, file=block.sheet.file) for name, block in names.items())
        hint = m("save each as a file of its own")
        yield Problem(Location(blocks[0].sheet.file), m("two exports are in one file: {said}", said=said), hint)


def _wanted(measured: Sequence[Measured], wanted: Wanted) -> list[Measured]:
    """Return the columns that are asked for, else all. Raises ProjectError for one that isn't there."""
    if not wanted.metrics:
        return list(measured)
    chosen: list[Measured] = []
    problems: list[Problem] = []
    for name in wanted.metrics:
        plain, metric = plain_header(name), catalogue().metric_named(name)
        fitting = [each for each in measured if plain_header(each.header) == plain]
        fitting = fitting or [each for each in measured if each.metric is not None and each.metric == metric]
        headers = list(dict.fromkeys(each.header for each in measured))
        if not fitting and measured:
            hint = nearest(name, headers) or m("columns with numbers: {headers}", headers=", ".join(headers))
            first = measured[0].block
            problems.append(
                first.sheet.problem(first.header.line, m("there is no column '{name}' with numbers", name=name), hint)
            )
        chosen += [each for each in fitting if each not in chosen]
    if problems:
        raise ProjectError(problems)
    return chosen


def _nothing(request: MetricsRequest, left_out: Sequence[str]) -> Problem:
    why = listed(left_out, "; ") if left_out else m("no column with numbers")
    return Problem(
        Location(str(request.files[0])), m("nothing can be taken: {why}", why=why), m("name a column: --metric COLUMN")
    )


def _chosen(series: Sequence[Series], case: CaseFiles, wanted: Wanted) -> tuple[list[Series], list[Series]]:
    """Return the series to write, and the others: those asked for, else those of the case and the first of a source."""
    if wanted.metrics:
        return list(series), []
    counts: dict[str, int] = {}
    chosen: list[Series] = []
    for each in series:
        source = each.source.id if each.source else ""
        counts[source] = counts.get(source, 0) + 1
        if counts[source] <= CHOSEN or each.column in case.columns:
            chosen.append(each)
    return chosen, [each for each in series if each not in chosen]


def _left_out(readings: Sequence[BlockReading]) -> list[str]:
    together: dict[str, int] = {}
    for reading in readings:
        for why, count in reading.left_out.items():
            together[why] = together.get(why, 0) + count
    return [joined(why, f" ({count})") if count > 1 else why for why, count in together.items()]


def _table(reading: BlockReading) -> FoundTable:
    block = reading.block
    days = [value.day for each in reading.measured for value in each.values]
    lines = {value.line for each in reading.measured for value in each.values}
    start, end = block.period if block.date_index is None and block.period else (min(days), max(days))
    return FoundTable(
        block.sheet.file,
        f"{block.source.name} ({block.source.id})" if block.source else None,
        tuple(each.header for each in reading.measured),
        len(lines),
        start,
        end,
        (*block.sheet.notes, *reading.notes),
    )
