"""Writes series into a case: the table beside it, and the lines of its metrics, with every other byte left as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from site_gen.actions.errors import NamedThing, UnknownNameError
from site_gen.exports.series import LONGEST, Series
from site_gen.load import load_settings
from site_gen.load.series import plain, read_series, written
from site_gen.messages import m
from site_gen.problems import Location, Problem, ProjectError, Severity, WorldError
from site_gen.sources.edits.files import Content, EditError, edited
from site_gen.sources.edits.writing import on_one_line
from site_gen.sources.scalars import resolve
from site_gen.sources.text import read_source
from site_gen.sources.yaml import Data, read_yaml

_LIMIT: Final = 1_000_000
_MOST: Final = 12
"""The most metrics that a case may have."""

_EDGES: Final = {"before": 0, "after": -1}
"""Which value of a series is which key of a metric."""

Columns = Mapping[str, Mapping[str, Decimal]]


@dataclass(frozen=True, slots=True)
class CaseFiles:
    """A case as it lies on the disk: its bytes, its data, its translations by language, its table."""

    project: Path
    name: str
    language: str
    raw: bytes
    data: Mapping[str, Any]
    overlays: Mapping[str, bytes]
    columns: Columns
    period: tuple[date, date] | None

    @property
    def file(self) -> str:
        return f"cases/{self.name}.yaml"

    @property
    def table(self) -> str:
        return f"cases/{self.name}.csv"

    @property
    def metrics(self) -> list[dict[str, Any]]:
        """The metrics that are mappings; others are mistakes, which `check` tells."""
        metrics = self.data.get("metrics")
        return [each if isinstance(each, dict) else {} for each in metrics] if isinstance(metrics, list) else []


@dataclass(frozen=True, slots=True)
class Entry:
    """A metric as it would be written; `is_new` where the case has no such yet. `replaced` counts values of the table
    that would be other ones, `keys` is what its mapping in the case has to say."""

    name: str
    column: str
    series: Series
    values: Mapping[str, Decimal]
    start: date
    end: date
    is_new: bool
    replaced: int = 0
    keys: Mapping[str, Data] = field(default_factory=dict)

    @property
    def before(self) -> Decimal:
        return next(iter(self.values.values()))

    @property
    def after(self) -> Decimal:
        return list(self.values.values())[-1]


def read_case_files(project: Path, name: str) -> CaseFiles:
    """Read a case with its translations and its table. Raises UnknownNameError, ProjectError, WorldError."""
    settings = load_settings(project)
    name = name.removesuffix(".yaml").removeprefix("cases/")
    path = project / "cases" / f"{name}.yaml"
    if "/" in name or "\\" in name or not path.is_file():
        names = [found.stem for found in sorted((project / "cases").glob("*.yaml")) if "." not in found.stem]
        raise UnknownNameError(NamedThing.CASE, name, tuple(names))
    file = f"cases/{name}.yaml"
    raw, data = _read(path, file)
    table = project / "cases" / f"{name}.csv"
    columns: Columns = {}
    if table.is_file():
        read = read_series(table, f"cases/{name}.csv")
        if read.problems:
            raise ProjectError(read.problems)
        columns = read.columns
    overlays = {}
    for language in settings.languages[1:]:
        other = project / "cases" / f"{name}.{language}.yaml"
        if other.is_file():
            overlays[language] = _read(other, f"cases/{name}.{language}.yaml")[0]
    return CaseFiles(project, name, settings.language, raw, data, overlays, columns, _period(data.get("period")))


def _read(path: Path, file: str) -> tuple[bytes, Mapping[str, Any]]:
    """Return a YAML file's bytes, and its data."""
    text, problems = read_source(path, file, _LIMIT)
    if problems:
        raise ProjectError(problems)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise WorldError(m("{path} can't be read: {strerror}", path=path, strerror=error.strerror or error)) from error
    document = read_yaml(text, file)
    if any(problem.severity is Severity.ERROR for problem in document.problems):
        raise ProjectError(document.problems)
    if document.data is not None and not isinstance(document.data, dict):
        raise ProjectError([Problem(Location(file), m("a mapping is needed"), m("write 'key: value' lines"))])
    return raw, document.data or {}


def _period(data: Any) -> tuple[date, date] | None:
    if not isinstance(data, dict):
        return None
    try:
        return date.fromisoformat(str(data.get("from"))), date.fromisoformat(str(data.get("to")))
    except ValueError:
        return None


def changed_files(
    case: CaseFiles, series: Sequence[Series], source: str | None
) -> tuple[tuple[Entry, ...], tuple[tuple[str, bytes], ...]]:
    """Return the metrics as they would be written, and each file that changes with its new bytes.

    Raises ProjectError where the case is written in a way that a program can't change.
    """
    columns = dict(case.columns)
    entries = []
    for each in series:
        entry = _entry(case, each, source or (each.source.name if each.source else ""))
        columns[entry.column] = entry.values
        entries.append(entry)
    count = len(case.metrics) + sum(entry.is_new for entry in entries)
    if count > _MOST:
        hint = m("take fewer with --metric NAME, or take some out of the case")
        raise ProjectError(
            [
                Problem(
                    Location(case.file),
                    m("the case would have {count} metrics, at most {most}", count=count, most=_MOST),
                    hint,
                )
            ]
        )
    if too_long := [entry for entry in entries if len(entry.values) > LONGEST]:
        message = m(
            "'{name}' would have {count} values with those in {table}",
            name=too_long[0].name,
            count=len(too_long[0].values),
            table=case.table,
        )
        hint = m(
            "a chart takes {longest}: delete {table}, or import months (--per month)", longest=LONGEST, table=case.table
        )
        raise ProjectError([Problem(Location(case.table), message, hint)])
    files = {case.file: (case.raw, _new_case(case, entries))}
    for language, raw in case.overlays.items():
        file = f"cases/{case.name}.{language}.yaml"
        files[file] = (raw, _new_overlay(case, file, language, entries))
    changes = [(file, new) for file, (old, new) in files.items() if new != old]
    if columns != case.columns:
        changes.insert(0, (case.table, written(columns).encode()))
    return tuple(entries), tuple(changes)


def _entry(case: CaseFiles, series: Series, source: str) -> Entry:
    """Return a metric with the values that the table has already, new ones instead of old ones."""
    column = series.column
    old = case.columns.get(column, {})
    same_grain = {len(key) for key in old} == {len(key) for key in series.values}
    values = dict(sorted({**(old if same_grain else {}), **series.values}.items()))
    replaced = sum(key in series.values and series.values[key] != value for key, value in old.items())
    index = _index(case, column)
    start, end = series.start, series.end
    if index is not None and same_grain:
        before = _period(case.metrics[index].get("period")) or case.period
        start, end = (min(start, before[0]), max(end, before[1])) if before else (start, end)
    name = series.name(case.language) if index is None else str(case.metrics[index].get("name"))
    keys: dict[str, Data] = {edge: resolve(plain(list(values.values())[at])) for edge, at in _EDGES.items()}
    if (start, end) != case.period or (index is not None and "period" in case.metrics[index]):
        keys["period"] = {"from": start.isoformat(), "to": end.isoformat()}
    if index is not None and not old:
        keys["source"] = source  # a metric that was written by hand, and is now read from elsewhere
    if index is None:
        unit: dict[str, Data] = {"unit": series.unit} if series.unit else {}
        keys = {"name": " ".join(name.split()), **keys, **unit, "source": source, "series": column}
    return Entry(name, column, series, values, start, end, index is None, replaced if same_grain else len(old), keys)


def _index(case: CaseFiles, column: str) -> int | None:
    """Return which metric of a case reads a column."""
    found = (index for index, metric in enumerate(case.metrics) if metric.get("series") == column)
    return next(found, None)


def _new_case(case: CaseFiles, entries: Sequence[Entry]) -> bytes:
    metrics: list[Data] = list(case.data.get("metrics") or [])
    for entry in entries:
        index = _index(case, entry.column)
        if index is None:
            metrics.append(dict(entry.keys))
        else:  # what says the same number already keeps how it is spelt: 12.0
            there = case.metrics[index]
            metrics[index] = {**there, **{key: value for key, value in entry.keys.items() if there.get(key) != value}}
    return _with_metrics(case.file, case.raw, case.data, metrics, entries)


def _new_overlay(case: CaseFiles, file: str, language: str, entries: Sequence[Entry]) -> bytes:
    """Return a translation with the names of new metrics; one that doesn't list metrics needs none."""
    raw = case.overlays[language]
    new = [entry for entry in entries if entry.is_new]
    data = _read(case.project / file, file)[1]
    there = data.get("metrics")
    if not new or not isinstance(there, list):
        return raw
    return _with_metrics(file, raw, data, [*there, *(_translated(entry, language) for entry in new)], new)


def _with_metrics(
    file: str, raw: bytes, data: Mapping[str, Any], metrics: list[Data], entries: Sequence[Entry]
) -> bytes:
    try:
        return edited(raw, Content({**data, "metrics": metrics}))
    except EditError as error:
        items = "; ".join(on_one_line(dict(entry.keys)) for entry in entries)
        message = m(
            "its metrics are written in a way that can't be changed without touching the rest: nothing was written"
        )
        raise ProjectError(
            [Problem(Location(file), message, m("write them yourself, below metrics: {items}", items=items))]
        ) from error


def _translated(entry: Entry, language: str) -> dict[str, Data]:
    return {"name": entry.series.name(language)} if entry.series.metric else {}
