"""The table of what exports look like: sources with their columns, and what is counted in them (data/sources.yaml)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from unicodedata import normalize

from site_gen.sources.yaml import read_yaml

_DATA: Final = Path(__file__).parent / "data" / "sources.yaml"
_SPACES: Final = re.compile(r"\s+")


class Kind(StrEnum):
    """How a metric's values go together over days."""

    LEVEL = "level"
    """What there is on a day, such as followers: days are not added."""
    COUNT = "count"
    """What happened on a day, such as views: whole numbers that may be added."""
    PEOPLE = "people"
    """Different people on a day, such as reach: adding days would count somebody twice."""
    SHARE = "share"
    """A share of something else: days are neither added nor averaged."""
    AMOUNT = "amount"
    """Anything else that may be added, such as hours."""


class Rows(StrEnum):
    """What a row of an export is."""

    DAYS = "days"
    POSTS = "posts"
    PARTS = "parts"
    """Parts of one period, which the file names above its table: pages, channels."""
    FACTS = "facts"
    """One number of one day each, with what it counts in a column of its own."""


@dataclass(frozen=True, slots=True)
class KnownMetric:
    """A metric that the table knows, with its name by language."""

    id: str
    kind: Kind
    names: Mapping[str, str]
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """An export. Headers are in their plain form (`plain_header`).

    `known_by` are columns that make a table this one: of each group one must be there. `by_title` are headers of a
    column that is named in the line above the table; `fact` and `parameters` are for rows that are facts; `each` is
    what a row of posts is.
    """

    id: str
    name: str
    rows: Rows
    date: tuple[str, ...]
    known_by: tuple[frozenset[str], ...]
    columns: Mapping[str, tuple[str, ...]]
    by_title: frozenset[str] = frozenset()
    fact: frozenset[str] = frozenset()
    parameters: frozenset[str] = frozenset()
    each: str = "post"

    def metric_of(self, header: str) -> str | None:
        """Return the id of the metric that a header (in its plain form) names here."""
        return next((metric for metric, headers in self.columns.items() if header in headers), None)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All sources and metrics, the words for rows that are no day (totals, and what is of all time), and what a metric
    is called that is counted `per` day, month, post or video, by language."""

    sources: tuple[Source, ...]
    metrics: Mapping[str, KnownMetric]
    totals: frozenset[str]
    lifetime: frozenset[str]
    per: Mapping[str, Mapping[str, str]]

    def metric_named(self, name: str) -> str | None:
        """Return the id of the metric that a name means in any source or language."""
        wanted = plain_header(name)
        for metric in self.metrics.values():
            if wanted in {metric.id, *map(plain_header, metric.names.values())}:
                return metric.id
        return next((found for source in self.sources if (found := source.metric_of(wanted))), None)


def plain_header(text: str) -> str:
    """Return a header as it is compared: without case, marks of order and superfluous spaces."""
    text = normalize("NFKC", text).strip("\ufeff\u200e\u200f \t\r\n:*")
    return _SPACES.sub(" ", text).casefold()


@cache
def catalogue() -> Catalogue:
    """Return the packaged table."""
    data: Any = read_yaml(_DATA.read_text(encoding="utf-8"), _DATA.name).data
    metrics = {id_: _metric(id_, entry) for id_, entry in data["metrics"].items()}
    shared = {id_: list(entry.get("headers", ())) for id_, entry in data["metrics"].items()}
    return Catalogue(
        tuple(_source(id_, entry, shared) for id_, entry in data["sources"].items()),
        MappingProxyType(metrics),
        frozenset(map(plain_header, data["totals"])),
        frozenset(map(plain_header, data["lifetime"])),
        data["per"],
    )


def _metric(id_: str, entry: Mapping[str, Any]) -> KnownMetric:
    kind = Kind(entry["kind"])
    return KnownMetric(id_, kind, MappingProxyType(dict(entry["names"])), "%" if kind is Kind.SHARE else None)


def _source(id_: str, entry: Mapping[str, Any], shared: Mapping[str, list[str]]) -> Source:
    own = entry.get("columns") or {}
    columns = {metric: tuple(map(plain_header, [*(headers or ()), *shared[metric]])) for metric, headers in own.items()}
    return Source(
        id_,
        entry["name"],
        Rows(entry["rows"]),
        tuple(map(plain_header, entry.get("date", ()))),
        tuple(frozenset(map(plain_header, group)) for group in entry["known_by"]),
        MappingProxyType(columns),
        frozenset(map(plain_header, entry.get("by_title", ()))),
        frozenset(map(plain_header, entry.get("fact", ()))),
        frozenset(map(plain_header, entry.get("parameters", ()))),
        entry.get("each", "post"),
    )
