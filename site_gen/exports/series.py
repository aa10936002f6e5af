"""What was measured on days and of posts → series by day, week or month, comparable from first to last value.

Days of one length are compared with each other: what happens on days is averaged per day, so that February and a month
that was cut off stand beside March; what posts reached, per post. Only where months are whole may totals be asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from unicodedata import normalize

from site_gen.exports.catalogue import Kind, Rows, Source, catalogue
from site_gen.exports.found import Measured, Value
from site_gen.messages import m, plural
from site_gen.problems import Problem

LONGEST: Final = 400
"""The most values that a chart takes."""

_EXACT: Final = 4
"""The decimals that are kept of values that stand as they are."""

_MONTHS: Final = 3
"""From so many months on a series is by month."""

_LEAST: Final[Mapping[str, int]] = {"month": 14, "week": 4, "day": 1}
"""The fewest days with values that a month or week at either end needs, to be compared with whole ones."""


@dataclass(frozen=True, slots=True)
class Series:
    """A finished series.

    `values` are by '2026-03' or '2026-03-15', in order. `per` is day, month, post or video, None where values stand as
    they are; `start` and `end` are the first and the last day that is in it. `left_out` says what isn't, and why.
    """

    source: Source | None
    header: str
    metric: str | None
    values: Mapping[str, Decimal]
    per: str | None
    by: str
    start: date
    end: date
    unit: str | None
    left_out: tuple[str, ...] = ()

    @property
    def first(self) -> Decimal:
        return next(iter(self.values.values()))

    @property
    def last(self) -> Decimal:
        return list(self.values.values())[-1]

    @property
    def column(self) -> str:
        """Its name in the table beside the case: 'instagram-posts-views-per-post'."""
        what = self.metric or "-".join(self.header.casefold().replace(",", " ").replace('"', " ").split())
        source = f"{self.source.id}-" if self.source else ""
        return normalize("NFC", f"{source}{what}" + (f"-per-{self.per}" if self.per else ""))

    def name(self, language: str) -> str:
        """Return what readers call it in a language, English where that isn't known; its header for an unknown one."""
        if self.metric is None:
            return self.header
        names = catalogue().metrics[self.metric].names
        plain = names.get(language, names["en"])
        if self.per is None:
            return plain
        patterns = catalogue().per[self.per]
        return patterns.get(language if language in names else "en", patterns["en"]).format(name=plain)


@dataclass
class Grouping:
    """Series of all tables; `problems` are contradictions, `unfit` are columns with too few or too many
    values, `single` those with one."""

    series: list[Series] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unfit: list[Problem] = field(default_factory=list)
    single: list[tuple[str, Series, Measured]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def group(measured: Iterable[Measured], *, totals: bool) -> Grouping:
    """Put the columns of all tables together by source and metric. With `totals`, months are added up."""
    found = Grouping()
    together: dict[tuple[str, str], list[Measured]] = {}
    for each in measured:
        source = each.block.source
        together.setdefault((source.id if source else "", each.metric or each.header), []).append(each)
    for columns in together.values():
        _one(found, columns, totals=totals)
    found.unfit += _single_ones(found.single)
    return found


def _single_ones(single: Sequence[tuple[str, Series, Measured]]) -> Iterable[Problem]:
    """Yield a problem for each table whose columns have one value only."""
    tables: dict[tuple[str, int], list[tuple[str, Series, Measured]]] = {}
    for each in single:
        block = each[2].block
        tables.setdefault((block.sheet.file, block.header.line), []).append(each)
    for columns in tables.values():
        names = ", ".join(name for name, _, _ in columns)
        (_, series, measured) = columns[0]
        block = measured.block
        message = m("there is one value only ({value}): {names}", value=next(iter(series.values)), names=names)
        hint = m("before and after need two: add the file of another period to the command")
        yield block.sheet.problem(block.header.line, message, hint)


def _one(found: Grouping, columns: Sequence[Measured], *, totals: bool) -> None:
    first = columns[0]
    source, kind = first.block.source, first.kind
    rows = source.rows if source else Rows.DAYS
    name = f"'{first.header}'"
    if rows is Rows.POSTS and kind in {Kind.SHARE, Kind.LEVEL}:
        found.left_out.append(
            m("{name}: shares of posts can't be averaged; write a metric with a formula: instead", name=name)
        )
        return
    if totals and kind is Kind.PEOPLE:
        found.left_out.append(
            m("{name}: people of several days can't be added, somebody would be counted twice", name=name)
        )
        return
    if rows is Rows.PARTS:
        series = _of_spans(found, columns, totals=totals)
    else:
        contradictions = len(found.problems)
        values, notes = _united(found, columns, is_posts=rows is Rows.POSTS)
        if len(found.problems) > contradictions:
            return
        series = _of_days(columns, values, notes, totals=totals) if values else None
        if series is None and values:
            hint = m("export whole months, or leave --per month out: averages of days can be compared")
            block = first.block
            found.unfit.append(block.sheet.problem(block.header.line, m("{name}: no month is whole", name=name), hint))
    if series is not None and len(series.values) > LONGEST:
        problem = first.block.sheet.problem
        hint = m("a chart takes {longest}: take totals of months (--per month) or a shorter period", longest=LONGEST)
        found.unfit.append(
            problem(first.block.header.line, m("{name} has {count} values", name=name, count=len(series.values)), hint)
        )
    elif series is not None and len(series.values) < 2:
        found.single.append((name, series, first))
    elif series is not None:
        found.series.append(series)


# --- values of all files ----------------------------------------------------------------------------------------------


def _united(found: Grouping, columns: Sequence[Measured], *, is_posts: bool) -> tuple[list[Value], tuple[str, ...]]:
    """Return the values of all tables, each day or post once."""
    kept: dict[tuple[date, str], tuple[Value, Measured]] = {}
    again = 0
    for column in columns:
        values = column.values if is_posts else _by_day(found, column)
        for value in values:
            key = (value.day, value.item) if is_posts else (value.day, "")
            before = kept.get(key)
            if before is not None and before[1] is column:
                key = (value.day, f"{value.item} {value.line}")
            elif before is not None and not is_posts and before[0].number != value.number:
                message = m(
                    "'{header}' on {day} is {number}, and {other} in another table",
                    header=column.header,
                    day=value.day,
                    number=value.number,
                    other=before[0].number,
                )
                hint = m(
                    "see {file}, line {line}: leave one of the two out",
                    file=before[1].block.sheet.file,
                    line=before[0].line,
                )
                found.problems.append(column.block.sheet.problem(value.line, message, hint))
            elif before is not None:
                again += 1
            kept[key] = (value, column)
    notes = (m("rows that are in two files, counted once: {again}", again=again),) if again else ()
    return [value for value, _ in sorted(kept.values(), key=lambda each: (each[0].day, each[0].line))], notes


def _by_day(found: Grouping, column: Measured) -> Sequence[Value]:
    """Return one value for each day: rows of one day are added where that can be."""
    days: dict[date, list[Value]] = {}
    for value in column.values:
        days.setdefault(value.day, []).append(value)
    if len(days) == len(column.values):
        return column.values
    if column.kind not in {Kind.COUNT, Kind.AMOUNT}:
        found.left_out.append(m("'{header}': a day has several rows, which can't be added up", header=column.header))
        return ()
    return [
        Value(day, sum((each.number for each in values), Decimal(0)), "", values[0].line)
        for day, values in days.items()
    ]


# --- by day, week and month -------------------------------------------------------------------------------------------


def _of_days(
    columns: Sequence[Measured], values: Sequence[Value], notes: tuple[str, ...], *, totals: bool
) -> Series | None:
    first = columns[0]
    source, kind = first.block.source, first.kind
    is_posts = source is not None and source.rows is Rows.POSTS
    unit = "%" if kind is Kind.SHARE else None
    has_months = all(column.has_months for column in columns)
    factor = 100 if unit and not first.is_percent and all(abs(value.number) <= 1 for value in values) else 1

    def finished(days: Sequence[Value], by: str, found: Mapping[str, Decimal], per: str | None, *more: str) -> Series:
        end = _month_end(days[-1].day) if has_months else days[-1].day
        left = (*notes, *more)
        return Series(source, first.header, first.metric, found, per, by, days[0].day, end, unit, left)

    as_it_is = kind in {Kind.LEVEL, Kind.SHARE} or (kind is None and not totals)
    if as_it_is:
        by = "month" if has_months else "day"
        plain = {_key(value.day, by): round(value.number * factor, _EXACT) for value in values}
        if kind is Kind.LEVEL and len(plain) > LONGEST:
            return finished(values, "month", {_key(v.day, "month"): v.number for v in values}, None)
        return finished(values, by, plain, None)
    by = "month" if totals or has_months else _grain([value.day for value in values])
    buckets: dict[str, list[Value]] = {}
    for value in values:
        buckets.setdefault(_key(value.day, by), []).append(value)
    left = [] if is_posts or has_months else (_without_parts(buckets) if totals else _trimmed(buckets, by))
    if not buckets:
        return None
    kept = [value for bucket in buckets.values() for value in bucket]
    per = "month" if totals else (source.each if is_posts and source else "day")
    sums = {key: sum((each.number for each in bucket), Decimal(0)) for key, bucket in buckets.items()}
    divided = {key: _divisor(buckets[key], has_months=has_months, totals=totals) for key in buckets}
    return finished(kept, by, {key: _rounded(sums[key] / divided[key]) for key in buckets}, per, *left)


def _divisor(bucket: Sequence[Value], *, has_months: bool, totals: bool) -> int:
    if totals:
        return 1
    return _month_end(bucket[0].day).day if has_months else len(bucket)


def _without_parts(buckets: dict[str, list[Value]]) -> list[str]:
    """Take the months away that lack days, which totals would make small; return what to say of them."""
    days = {key: _month_end(bucket[0].day).day for key, bucket in buckets.items()}
    parts = [key for key, bucket in buckets.items() if len(bucket) < days[key]]
    said: list[str] = [
        m("{key}: only {number} of {days} days", key=key, number=len(buckets[key]), days=days[key]) for key in parts
    ]
    for key in parts:
        del buckets[key]
    return said


def _trimmed(buckets: dict[str, list[Value]], by: str) -> list[str]:
    """Take the buckets at both ends away that have too few days, while two are left; return what to say of them."""
    said: list[str] = []
    for key in (next(iter(buckets)), list(buckets)[-1]):
        days = len(buckets[key])
        if len(buckets) > 2 and days < _LEAST[by]:
            del buckets[key]
            said.append(plural("{key}: {count} day only", "{key}: {count} days only", count=days, key=key))
    return said


def _grain(days: Sequence[date]) -> str:
    """Return by what values are put together: months where there are three, else weeks where there are two."""
    if len({(day.year, day.month) for day in days}) >= _MONTHS:
        return "month"
    return "week" if len({_key(day, "week") for day in days}) > 1 else "day"


def _key(day: date, by: str) -> str:
    """Return a day, the Monday of its week, or its month, as a series names it."""
    if by == "month":
        return day.isoformat()[:7]
    return (day - timedelta(days=day.weekday()) if by == "week" else day).isoformat()


def _month_end(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - timedelta(days=1)


def _rounded(value: Decimal) -> Decimal:
    """Return a value as a reader can take it in: whole from 100 on, with one decimal below (a share: with two)."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1))
    exact = round(value) if abs(value) >= 100 else round(value, 2 if abs(value) < 10 else 1)
    return Decimal(exact)


# --- tables without days ----------------------------------------------------------------------------------------------


def _of_spans(found: Grouping, columns: Sequence[Measured], *, totals: bool) -> Series | None:
    """Return the series of tables that each have one period: their rows are added, and divided by its days."""
    first = columns[0]
    if first.kind not in {Kind.COUNT, Kind.AMOUNT}:
        found.left_out.append(m("'{header}': its rows can't be added up; export it by day", header=first.header))
        return None
    sums: dict[tuple[date, date], Decimal] = {}
    for column in columns:
        if column.span is None:
            continue
        if column.span in sums:
            start, end = column.span
            hint = m("name each file once; a file with other columns goes into a command of its own")
            message = m("two tables have the period {start} to {end}", start=start, end=end)
            found.problems.append(column.block.sheet.problem(column.block.header.line, message, hint))
        sums[column.span] = sum((value.number for value in column.values), Decimal(0))
    spans = sorted(sums)
    whole = all(start.day == 1 and end == _month_end(start) for start, end in spans)
    if totals and not whole:
        found.left_out.append(m("'{header}': its periods aren't whole months", header=first.header))
        return None
    values = {
        _key(start, "month") if whole else start.isoformat(): _rounded(
            sums[start, end] / (1 if totals else (end - start).days + 1)
        )
        for start, end in spans
    }
    by, per = ("month" if whole else "period"), ("month" if totals else "day")
    return Series(
        first.block.source, first.header, first.metric, values, per, by, spans[0][0], max(end for _, end in spans), None
    )
