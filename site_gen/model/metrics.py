"""The numbers of a case: before and after, with their period and their source, read or worked out by a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from site_gen.messages import all_of, m
from site_gen.model.base import (
    Model,
    Text,
    mistake,
    shown,
)
from site_gen.model.formulas import FORMULAS, Formula, result
from site_gen.model.instants import Day
from site_gen.model.money import likely_amount
from site_gen.nearest import nearest

_LARGEST = Decimal(10) ** 15
_DECIMALS = 6
_BELOW_ZERO = re.compile(r"\s*[-−–]\s*\d")
_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)", re.ASCII)
_MONTH = re.compile(r"\d{4}-\d{2}")


def _read_number(value: Any) -> Any:
    if isinstance(value, dict):
        raise mistake(m("numbers with names need a formula"), m("add 'formula: cost-per-lead', or write one number"))
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        number = Decimal(str(value))
        if abs(number) >= _LARGEST or number != round(number, _DECIMALS):
            raise mistake(
                m("{value} has more digits than a reader can take in", value=shown(value)),
                m("write at most 15 digits and {decimals} decimals, in another unit if need be", decimals=_DECIMALS),
            )
        return number
    found = m("a number is needed") if value is None else m("'{value}' is not a number", value=shown(value))
    likely = likely_amount(value, m("4800 or 6.40")) if isinstance(value, str) else m("4800 or 6.40")
    if isinstance(value, str) and _BELOW_ZERO.match(value) and likely[:1].isdigit() and " " not in likely:
        likely = f"-{likely}"
    if isinstance(value, str) and value.rstrip().endswith("%"):
        raise mistake(
            found, m('write digits alone: {likely}; the sign stands in a line of its own: unit: "%"', likely=likely)
        )
    raise mistake(found, m("write digits alone, with a point for decimals: {likely}", likely=likely))


Number = Annotated[Decimal, BeforeValidator(_read_number), Field(json_schema_extra={"type": "number"})]
Measured = Annotated[
    Decimal,
    BeforeValidator(_read_number),
    Field(
        json_schema_extra={
            "type": ["number", "object"],
            "additionalProperties": {"type": "number"},
        }
    ),
]
"""A number, or the numbers that the metric's formula works it out of."""


class Period(Model):
    """Two days, both included."""

    start: Day = Field(alias="from", description="The first day, such as 2026-03-01")
    end: Day = Field(alias="to", description="The last day, which counts too, such as 2026-08-31")

    @model_validator(mode="before")
    @classmethod
    def _is_two_days(cls, data: Any) -> Any:
        if isinstance(data, dict | Period):
            return data
        days = _DAY.findall(str(data))
        example = f"{{from: {days[0]}, to: {days[1]}}}" if len(days) == 2 else "{from: 2026-03-01, to: 2026-08-31}"
        raise mistake(m("'{data}' is not a period", data=shown(data)), m("write two days: {example}", example=example))

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        if self.end < self.start:
            raise mistake(
                m("the period ends ({end}) before it starts ({start})", end=self.end, start=self.start),
                m("swap the two days"),
                at=("to",),
            )
        return self


def _series_day(key: Any) -> date:
    text = str(key)
    try:
        return date.fromisoformat(f"{text}-01" if _MONTH.fullmatch(text) else text)
    except ValueError as error:
        raise mistake(
            m("'{text}' is not a month or a day", text=shown(text)), m("write 2026-03 or 2026-03-15")
        ) from error


@dataclass(frozen=True, slots=True)
class CaseTable:
    """The table beside a case: its file, and its series by the header of their column; None if it can't be read."""

    file: str
    is_there: bool
    columns: Mapping[str, Mapping[str, Decimal]] | None = None


TABLE: Final = "table"
"""The key of pydantic's context with the `CaseTable`."""


def _from_table(value: Any, info: ValidationInfo) -> Any:
    """Return the series of a column that is named in place of values."""
    if not isinstance(value, str):
        return value
    table: CaseTable | None = (info.context or {}).get(TABLE)
    if table is None or not table.is_there:
        file = table.file if table else m("a table")
        raise mistake(
            m("'{value}' names a column, and there is no {file}", value=shown(value), file=file),
            m("write values by month ({2026-02: 1200, 2026-03: 1900}), or make the table: site-gen import metrics"),
        )
    if table.columns is None:
        return {}  # its problems are told with their lines
    if value not in table.columns:
        known = ", ".join(table.columns)
        raise mistake(
            m("{file} has no column '{value}'", file=table.file, value=shown(value)),
            nearest(value, table.columns) or m("columns: {known}", known=shown(known)),
        )
    return dict(table.columns[value])


def _result(formula: Formula, written: Any, key: str) -> Decimal:
    """Return what a formula gives for the inputs in `before` or `after`."""
    example = "{" + ", ".join(f"{name}: 50" for name in formula.inputs) + "}"
    if not isinstance(written, dict):
        hint = m("write what the formula takes: {key}: {example}", key=key, example=example)
        raise mistake(m("'{written}' is a result, and formula: works it out", written=shown(written)), hint, at=(key,))
    for name in written:
        if name not in formula.inputs:
            near = nearest(str(name), formula.inputs) or m("it takes {inputs}", inputs=all_of(formula.inputs))
            raise mistake(m("the formula doesn't take '{name}'", name=shown(name)), near, at=(key, str(name)))
    values: dict[str, Decimal] = {}
    for name in formula.inputs:
        if name not in written:
            raise mistake(
                m("the formula needs '{name}'", name=name),
                m("write {key}: {example}", key=key, example=example),
                at=(key,),
            )
        try:
            values[name] = _read_number(written[name])
        except PydanticCustomError as error:
            context = error.context or {}
            raise mistake(str(context.get("message")), str(context.get("hint")), at=(key, name)) from error
        if values[name] < 0:
            raise mistake(
                m("'{name}' is below zero", name=name), m("write what was counted: zero or more"), at=(key, name)
            )
    if values[formula.divisor] == 0:
        raise mistake(
            m("nothing can be divided by '{divisor}: 0'", divisor=formula.divisor),
            m("leave the metric out"),
            at=(key, formula.divisor),
        )
    return result(formula, values)


class Metric(Model):
    """One number before and after, with where it was read."""

    name: Text = Field(description="What was counted, as readers see it: Followers, Cost per lead")
    before: Measured = Field(
        description="The number at the beginning of the period, digits alone: 1200 or 6.40; with formula:, what it is "
        "worked out of: {spent: 320, leads: 50}"
    )
    after: Measured = Field(description="The number at its end; the page shows both, and works out the change")
    source: Text = Field(description="Where the number was read: Instagram Insights, Google Analytics, the till")
    unit: Text | None = Field(None, description="A currency code, '%', or the thing counted")
    better: Literal["higher", "lower"] = Field(
        "higher",
        description="lower where less is better, such as costs; decides whether a change is shown as a good one",
    )
    period: Period | None = Field(None, description="Where it differs from the case's period")
    series: Annotated[
        dict[str, Number], BeforeValidator(_from_table, json_schema_input_type=dict[str, Number] | str)
    ] = Field(
        default_factory=dict,
        description="Values by month (2026-03) or day; or the name of a column in the table beside the case, "
        "cases/NAME.csv",
    )
    formula: (
        Literal["engagement-rate", "engagement-rate-by-followers", "engagement-rate-by-views", "cost-per-lead", "romi"]
        | None
    ) = Field(
        None, description="How before and after are worked out of the numbers in them; the page states it in words"
    )
    headline: bool = Field(False, description="The number that the case is led by")

    @model_validator(mode="before")
    @classmethod
    def _is_worked_out(cls, data: Any) -> Any:
        formula = FORMULAS.get(str(data.get("formula"))) if isinstance(data, dict) else None
        if formula is None:
            return data
        found = {key: _result(formula, data[key], key) for key in ("before", "after") if key in data}
        if not formula.is_share and not data.get("unit"):
            raise mistake(m("what a lead costs needs its currency"), m("add 'unit: EUR'"), at=("formula",))
        defaults = {"unit": "%"} if formula.is_share else {"better": "lower"}
        return {**defaults, **data, **found}

    @field_validator("series")
    @classmethod
    def _series_is_dated(cls, series: dict[str, Decimal]) -> dict[str, Decimal]:
        if len(series) == 1:
            raise mistake(m("a series needs at least two values"), m("add the other months, or leave series out"))
        days = [_series_day(key) for key in series]
        if days != sorted(days):
            raise mistake(m("the series is not in the order of time"), m("put the earliest month first"))
        if len(series) > 400:
            raise mistake(
                m("the series has {count} values", count=len(series)),
                m("a chart carries at most 400: give it by month"),
            )
        return series

    @cached_property
    def points(self) -> tuple[tuple[date, Decimal], ...]:
        """The series as days and values; a month counts as its first day."""
        return tuple((_series_day(key), value) for key, value in self.series.items())

    @property
    def growth(self) -> Decimal | None:
        """(after - before) / before, or None if `before` is not above zero."""
        return (self.after - self.before) / self.before if self.before > 0 else None

    @property
    def in_points(self) -> bool:
        """Whether the metric is itself a percentage, so that its change is given in percentage points."""
        return self.unit == "%"

    @property
    def change(self) -> Decimal | None:
        """The change: in points if the metric is a percentage, else in whole percent; None if `before` is zero."""
        if self.in_points:
            return self.after - self.before
        return Decimal(round(self.growth * 100)) if self.growth is not None else None

    @property
    def times(self) -> Decimal | None:
        """after / before, with one decimal below ten and none from ten on; None below two and for percentages."""
        if self.in_points or self.before <= 0 or self.after < self.before * 2:
            return None
        times = self.after / self.before
        return round(times, 1) if times < 10 else Decimal(round(times))

    @property
    def is_good(self) -> bool:
        return self.after <= self.before if self.better == "lower" else self.after >= self.before
