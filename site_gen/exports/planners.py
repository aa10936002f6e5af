"""The columns of planners and content calendars (data/planners.yaml): tables → rows by what their cells hold.

Knows nothing of plans: what a cell means to a project is the caller's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from site_gen.exports.catalogue import plain_header
from site_gen.exports.days import read_day, read_time
from site_gen.exports.values import Cell, Row, Sheet
from site_gen.model.networks import NETWORKS, network_called
from site_gen.sources.yaml import read_yaml

_DATA: Final = Path(__file__).parent / "data" / "planners.yaml"
_SEARCHED: Final = 60
"""How many rows may stand above the header."""

_BARE_LINK: Final = re.compile(r"https?://\S+")
_HOOTSUITE: Final = ("date", "text", "link")


@dataclass(frozen=True, slots=True)
class Planner:
    """A planner that tables are written for. `columns` are its headers with what they hold: a field, a network, or '-'
    for nothing; `day`, `clock` and `moment` are formats of strftime, `moment` where day and time share a column."""

    id: str
    name: str
    columns: Mapping[str, str]
    has_header: bool = True
    day: str = "%Y-%m-%d"
    clock: str = "%H:%M"
    moment: str | None = None


@dataclass(frozen=True, slots=True)
class PlannerWords:
    """All headers and values by their plain form, and the planners."""

    fields: Mapping[str, str]
    kinds: Mapping[str, str]
    statuses: Mapping[str, str]
    yes: frozenset[str]
    planners: Mapping[str, Planner]


@dataclass(frozen=True, slots=True)
class PlannerTable:
    """A table of a planner: which column holds what (a field, or 'network:ID' for a column with yes or no), its rows,
    and the headers that nothing is known of."""

    sheet: Sheet
    columns: Mapping[str, int]
    rows: tuple[Row, ...]
    unread: tuple[str, ...] = ()
    network_columns: Mapping[str, int] = field(default_factory=dict)

    def cell(self, row: Row, name: str) -> Cell:
        """Return a row's cell of a field; '' where there is none."""
        index = self.columns.get(name)
        return row.cells[index] if index is not None and index < len(row.cells) else ""

    def text(self, row: Row, name: str) -> str:
        return str(self.cell(row, name)).strip()


@cache
def planner_words() -> PlannerWords:
    """Return the packaged table."""
    data: Any = read_yaml(_DATA.read_text(encoding="utf-8"), _DATA.name).data
    planners = {
        id_: Planner(
            id_,
            entry["name"],
            MappingProxyType(dict(entry.get("columns", {}))),
            entry.get("header", True),
            entry.get("day", "%Y-%m-%d"),
            entry.get("clock", "%H:%M"),
            entry.get("moment"),
        )
        for id_, entry in data["planners"].items()
    }
    return PlannerWords(
        _by_word(data["fields"]),
        _by_word(data["kinds"]),
        _by_word(data["statuses"]),
        frozenset(map(plain_header, data["yes"])),
        MappingProxyType(planners),
    )


def _by_word(table: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    return MappingProxyType({plain_header(str(word)): name for name, words in table.items() for word in words})


def is_yes(cell: Cell) -> bool:
    """Whether a cell says yes: TRUE, sí, да, a tick."""
    return plain_header(str(cell)) in planner_words().yes


def column_names() -> tuple[str, ...]:
    """Return what columns may hold, by the names that `planner_table` takes."""
    return tuple(dict.fromkeys(planner_words().fields.values()))


def planner_table(sheet: Sheet, named: Mapping[str, str] = MappingProxyType({})) -> PlannerTable | None:
    """Return the table of a sheet; None for one in which no column with days and none with words is known.

    `named` are headers by what their columns hold; they come before what is known, and all of them must be there.
    """
    for index, row in enumerate(sheet.rows[:_SEARCHED]):
        columns, networks, unread = _columns(row, named)
        if "date" in columns and {"topic", "text"} & columns.keys() and named.keys() <= columns.keys():
            return PlannerTable(sheet, columns, sheet.rows[index + 1 :], unread, networks)
    return None if named else _without_header(sheet)


def _columns(row: Row, named: Mapping[str, str]) -> tuple[dict[str, int], dict[str, int], tuple[str, ...]]:
    own = {plain_header(header.replace("_", " ")): name for name, header in named.items()}
    known = {word: name for word, name in planner_words().fields.items() if name not in named} | own
    columns: dict[str, int] = {}
    networks: dict[str, int] = {}
    unread = []
    for index in range(len(row.cells)):
        header = row.text(index)
        plain = plain_header(header.replace("_", " "))
        name = known.get(plain)
        network = network_called(header) if name is None else None
        if name is not None and name not in columns:
            columns[name] = index
        elif network is not None and network in NETWORKS:
            networks[network] = index
        elif header:
            unread.append(header)
    is_named = not named.keys().isdisjoint({"date", "time"})
    if "date" not in columns and "time" in columns and not is_named:  # 'Publish time' may hold day and time
        columns["date"] = columns.pop("time")
    return columns, networks, tuple(unread)


def _without_header(sheet: Sheet) -> PlannerTable | None:
    """Return a table of Hootsuite's: a moment, a text, and perhaps a link, from the first row on."""
    rows = [row for row in sheet.rows if not row.is_empty]
    if not rows or not all(_is_post(row) for row in rows[:_SEARCHED]):
        return None
    return PlannerTable(sheet, MappingProxyType({name: at for at, name in enumerate(_HOOTSUITE)}), tuple(rows))


def _is_post(row: Row) -> bool:
    cells = [row.text(index) for index in range(len(row.cells))]
    links = cells[2:]
    return (
        len(cells) in {2, 3}
        and read_day(cells[0]) is not None
        and read_time(cells[0]) is not None
        and bool(cells[1])
        and all(not link or _BARE_LINK.fullmatch(link) for link in links)
    )


def words_of(text: str) -> Iterator[str]:
    """Yield the names in a cell with several: 'Instagram, VK', 'Facebook + LinkedIn'."""
    for part in re.split(r"[,;/|+&\n]|\s(?:and|y|i|и|і|та)\s", text):
        if part.strip():
            yield part.strip()
