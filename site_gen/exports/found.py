"""What is asked of a table and what reading it gives: values by day, problems, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from site_gen.exports.blocks import Block
from site_gen.exports.catalogue import Kind, catalogue
from site_gen.exports.days import Order
from site_gen.problems import Problem


@dataclass(frozen=True, slots=True)
class Forms:
    """How the caller says numbers and days are written, where a file leaves that open. `period` is that of the case."""

    decimal: str | None = None
    order: Order | None = None
    last_year: int | None = None
    period: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A number of a day (of a post: of the day it was published), and the row it is from."""

    day: date
    number: Decimal
    item: str
    line: int


@dataclass(frozen=True, slots=True)
class Measured:
    """A column of a table: its header, the metric it is (None for one that only the caller knows), and its values.

    `span` is the period of a table without days, whose values belong to all of it.
    """

    block: Block
    header: str
    metric: str | None
    values: tuple[Value, ...]
    is_percent: bool = False
    has_months: bool = False
    span: tuple[date, date] | None = None

    @property
    def kind(self) -> Kind | None:
        return catalogue().metrics[self.metric].kind if self.metric else (Kind.SHARE if self.is_percent else None)


@dataclass
class BlockReading:
    """What reading a block gives; `left_out` says what isn't among the values, with the reason and how often."""

    block: Block
    measured: list[Measured] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def leave_out(self, why: str, count: int = 1) -> None:
        self.left_out[why] = self.left_out.get(why, 0) + count
