"""Rows of planners' tables → topics as data: dates, networks and words in the plan's own terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from site_gen.actions.planning.plan_file import TopicData, when_text
from site_gen.exports.catalogue import plain_header
from site_gen.exports.days import Order, Reading, possible_orders, read_day, read_time
from site_gen.exports.numbers import bare, number, possible_marks
from site_gen.exports.planners import PlannerTable, is_yes, planner_words, words_of
from site_gen.exports.values import Row
from site_gen.messages import m
from site_gen.model.content_plan import MEASURES, planned_moment
from site_gen.model.networks import NETWORKS, network_called
from site_gen.nearest import nearest
from site_gen.problems import Problem

TITLE_MOST: Final = 120
"""The longest topic that is made of a post's text."""

_RANGE: Final = re.compile(r"\s*→.*", re.DOTALL)
_WEEKDAY: Final = re.compile(r"^[^\W\d_]{2,12}\.?,?\s+(?=\d{1,4}[./-]\d)")
_POINT: Final = re.compile(r"(?<=\d{4})(,?\s+\d{1,2})\.(\d{2})$")
_FULL_HOUR: Final = re.compile(r"(?<![\d:.])(\d{1,2})\s*([ap])\.?m\.?$", re.IGNORECASE)
_GMT: Final = re.compile(r"\s*\((?:GMT|UTC)([+-])(\d{1,2})(?::?(\d{2}))?\)$")
_GUARDED: Final = frozenset("=+-@\t\r")
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Said:
    """What the caller says where a file leaves it open: networks, what comes first in dates, whose rows to take, and
    the headers of columns by what they hold."""

    networks: tuple[str, ...] = ()
    order: Order | None = None
    client: str | None = None
    own_networks: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FoundTopic:
    """A topic of a file, as data for the plan; `keys` are those that the file says, others are defaults."""

    file: str
    line: int
    data: TopicData
    keys: frozenset[str]


@dataclass
class RowReading:
    """What reading a table gives; `left_out` says why how many rows or values aren't taken."""

    table: PlannerTable
    topics: list[FoundTopic] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)

    def leave_out(self, why: str) -> None:
        self.left_out[why] = self.left_out.get(why, 0) + 1

    def problem(self, row: Row, message: str, hint: str = "") -> None:
        self.problems.append(self.table.sheet.problem(row.line, message, hint))


def tidied(text: str) -> str:
    """Return a date or time as planners write it without what isn't part of it: the end of a span (Notion's arrow), a
    day of the week; '6pm' and '(GMT+1)' as others write them."""
    text = _WEEKDAY.sub("", _RANGE.sub("", text).strip())
    text = _GMT.sub(lambda zone: f"{zone[1]}{int(zone[2]):02}:{zone[3] or '00'}", text)
    return _FULL_HOUR.sub(r"\1:00 \2m", _POINT.sub(r"\1:\2", text))


def guarded(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula: with an apostrophe in front if need be."""
    return f"'{text}" if text.lstrip("'")[:1] in _GUARDED else text


def unguarded(text: str) -> str:
    """Return the text of a cell that was written by `guarded`."""
    return text[1:] if text.startswith("'") and text.lstrip("'")[:1] in _GUARDED else text


def read_rows(table: PlannerTable, said: Said, zone: ZoneInfo) -> RowReading:
    """Read the topics of a table. Every mistake is found in one run."""
    found = RowReading(table)
    rows = _rows(found, said)
    days = _days(found, rows, said.order)
    for row in rows:
        if row.line in days:
            networks = _networks(found, row, said)
            if networks:
                found.topics.append(_topic(found, row, days[row.line], networks, zone))
    found.topics = _put_together(found.topics)
    return found


# --- rows, days, networks ---------------------------------------------------------------------------------------------


def _rows(found: RowReading, said: Said) -> list[Row]:
    table = found.table
    rows = [row for row in table.rows if not row.is_empty]
    clients = {name: row for row in rows if (name := table.text(row, "client"))}
    if said.client is not None:
        wanted = plain_header(said.client)
        if clients and wanted not in map(plain_header, clients):
            hint = nearest(said.client, clients) or m("clients: {clients}", clients=", ".join(clients))
            found.problem(
                next(iter(clients.values())), m("there is no client '{client}' in it", client=said.client), hint
            )
        return [row for row in rows if plain_header(table.text(row, "client")) == wanted or not clients]
    if len(clients) > 1:
        names = ", ".join(clients)
        hint = m('say whose rows to take: --client "{client}"', client=next(iter(clients)))
        found.problem(
            list(clients.values())[1], m("the table has the plans of several clients: {names}", names=names), hint
        )
        return []
    return rows


def _days(found: RowReading, rows: Sequence[Row], order: Order | None) -> dict[int, date | datetime]:
    """Return the day of each row that has one, by its line; a cell of a workbook may be a moment."""
    table = found.table
    days: dict[int, date | datetime] = {}
    readings: dict[int, Reading] = {}
    for row in rows:
        cell, text = table.cell(row, "date"), tidied(table.text(row, "date"))
        if isinstance(cell, date):
            days[row.line] = cell
        elif not text:
            found.leave_out(m("rows without a date"))
        else:
            reading = read_day(text)
            if reading is None or reading.is_month or reading.month_and_day:
                _no_day(found, row, text, reading)
            else:
                readings[row.line] = reading
    chosen = _order(found, rows, readings, order)
    if chosen is not None:
        days |= {line: reading.by_order[chosen] for line, reading in readings.items()}
    return days


def _no_day(found: RowReading, row: Row, text: str, reading: Reading | None) -> None:
    if sum("is no day" in problem.message for problem in found.problems) < _SHOWN:
        message = m("'{text}' is no day", text=text[:40])
        if reading is not None:
            message = (
                m("'{text}' is no day, it has no year", text=text[:40])
                if reading.month_and_day
                else m("'{text}' is no day, it is a month", text=text[:40])
            )
        hint = m("write dates as 2026-12-01, 2026-12-01 18:00 or 1 December 2026")
        found.problem(row, message, hint)


def _order(
    found: RowReading, rows: Sequence[Row], readings: Mapping[int, Reading], order: Order | None
) -> Order | None:
    """Return whether the day or the month comes first; None with a problem where nobody can know."""
    orders = possible_orders(readings.values())
    texts = {row.line: (row, found.table.text(row, "date")) for row in rows}
    if not readings:
        return None
    if (order is not None and order not in orders) or not orders:
        line = next(line for line, reading in readings.items() if (order or "dmy") not in reading.by_order)
        cell = texts[line][1]
        message = m("'{text}' is no day as the others are written: they have the day first", text=cell)
        if order:
            message = m("'{text}' is no day where the order is {order}", text=cell, order=order)
        found.problem(
            texts[line][0],
            message,
            m("write dates as 2026-12-01"),
        )
        return None
    open_ones = [line for line, reading in readings.items() if reading.is_open]
    if order is None and len(orders) > 1 and open_ones:
        row, text = texts[open_ones[0]]
        message = m("'{text}' may have the day or the month first, and no row decides", text=text)
        found.problem(row, message, m("say which: --dates dmy (day first) or --dates mdy (month first)"))
        return None
    return order or min(orders)


def _networks(found: RowReading, row: Row, said: Said) -> tuple[str, ...]:
    table = found.table
    by_column = [id_ for id_, at in table.network_columns.items() if at < len(row.cells) and is_yes(row.cells[at])]
    words = list(words_of(table.text(row, "networks")))
    known = {plain_header(word): network_called(word) or _own(word, said) for word in words}
    networks = tuple(dict.fromkeys([*filter(None, known.values()), *by_column]))
    for word in words:
        if known[plain_header(word)] is None:
            found.leave_out(m("'{word}' is no network", word=word))
    if networks or words:
        return networks
    if said.networks:
        return said.networks
    if table.network_columns or "networks" in table.columns:
        found.leave_out(m("rows without a network (--network ID gives them one)"))
    elif not any("--network" in problem.hint for problem in found.problems):
        hint = m("say where these are posted: --network instagram (may be repeated)")
        found.problem(row, m("the table names no network"), hint)
    return ()


def _own(word: str, said: Said) -> str | None:
    plain = word.strip().lower()
    return plain if plain in {*said.own_networks, *NETWORKS} else None


# --- one topic --------------------------------------------------------------------------------------------------------


def _topic(found: RowReading, row: Row, day: date | datetime, networks: tuple[str, ...], zone: ZoneInfo) -> FoundTopic:
    table = found.table
    text = unguarded(table.text(row, "text"))
    if (address := table.text(row, "link")) and address not in text:
        text = f"{text}\n{address}" if text else address
    title = " ".join(unguarded(table.text(row, "topic")).split()) or title_of(text)
    data: dict[str, Any] = {
        "date": _when(found, row, day, zone),
        "networks": list(networks),
        "kind": _word(found, row, "kind", planner_words().kinds),
        "topic": title,
        "status": _word(found, row, "status", planner_words().statuses),
    }
    if data["status"] is None and "draft" in table.columns:
        data["status"] = "written" if is_yes(table.cell(row, "draft")) else "approved"
    for key in ("about", "step", "goal", "owner", "why"):
        data[key] = unguarded(table.text(row, key)) or None
    data["text"] = text or None
    data["budget"] = _budget(found, row)
    data["posts"] = _posts(found, row, networks)
    said = frozenset(key for key, value in data.items() if value is not None)
    defaults = {"kind": "useful", "status": "idea"}
    kept = {key: defaults.get(key) if value is None else value for key, value in data.items()}
    whole = {key: value for key, value in kept.items() if value is not None}
    return FoundTopic(table.sheet.file, row.line, whole, said)


def title_of(text: str) -> str:
    """Return the first line of a post's text as a topic, cut between words where it is long."""
    line = next((" ".join(each.split()) for each in text.splitlines() if each.strip()), "")
    if len(line) <= TITLE_MOST:
        return line
    return f"{line[:TITLE_MOST].rpartition(' ')[0] or line[:TITLE_MOST]} …"


def _when(found: RowReading, row: Row, day: date | datetime, zone: ZoneInfo) -> str:
    if isinstance(day, datetime):
        return when_text(planned_moment(day.date(), day.time(), zone), zone)
    texts = [tidied(found.table.text(row, name)) for name in ("time", "date")]
    at: time | None = next((each for text in texts if (each := read_time(text)) is not None), None)
    if texts[0] and read_time(texts[0]) is None:
        found.problem(row, m("'{text}' is no time of the day", text=texts[0][:40]), m("write times as 18:00"))
    if at is None:
        return day.isoformat()
    if at.tzinfo is not None:
        return when_text(datetime.combine(day, at), zone)
    return when_text(planned_moment(day, at, zone), zone)


def _word(found: RowReading, row: Row, name: str, known: Mapping[str, str]) -> str | None:
    """Return the plan's own word for a cell; None for none, and for one that isn't known."""
    text = found.table.text(row, name)
    words = [plain_header(text), *map(plain_header, words_of(text))]
    meant = next((known[word] for word in words if word in known), None)
    if text and meant is None:
        found.leave_out(m("the {name} '{text}' is not known", name=name, text=text))
    return meant


def _number(found: RowReading, row: Row, name: str) -> int | float | None:
    text = found.table.text(row, name)
    said = bare(text)
    if said is None:
        return None
    marks = possible_marks(said.digits)
    if not marks or (len(marks) > 1 and number(said.digits, ".") != number(said.digits, ",")):
        why = m("is no number") if not marks else m("may be two numbers")
        found.problem(
            row,
            m("'{text}' in '{name}' {why}", text=text[:40], name=name, why=why),
            m("write digits alone, without marks of thousands"),
        )
        return None
    value = number(said.digits, next(iter(sorted(marks, reverse=True))))
    return int(value) if value == int(value) else float(value)


def _budget(found: RowReading, row: Row) -> Any:
    amount = _number(found, row, "budget")
    currency = found.table.text(row, "currency")
    return amount if amount is None or not currency else {"amount": amount, "currency": currency}


def _posts(found: RowReading, row: Row, networks: Sequence[str]) -> list[dict[str, Any]] | None:
    """Return the post of a row for one network; links and numbers of several can't be told apart."""
    link = found.table.text(row, "post_link")
    numbers = {name: value for name in MEASURES if (value := _number(found, row, name)) is not None}
    if not link and not numbers:
        return None
    if len(networks) > 1:
        found.leave_out(m("links and numbers of rows with several networks"))
        return None
    post: dict[str, Any] = {"network": networks[0]}
    if link:
        post["link"] = link
    if numbers:
        post["response"] = numbers
    return [post]


# --- rows of one topic on several networks ----------------------------------------------------------------------------


def _put_together(topics: Sequence[FoundTopic]) -> list[FoundTopic]:
    """Return topics in which rows that differ in their networks and posts alone are one."""
    together: dict[str, list[FoundTopic]] = {}
    for topic in topics:
        same = {key: value for key, value in topic.data.items() if key not in {"networks", "posts", "budget"}}
        together.setdefault(repr(sorted(same.items())), []).append(topic)
    return [_one(list(rows)) for rows in together.values()]


def _one(rows: list[FoundTopic]) -> FoundTopic:
    first = rows[0]
    if len(rows) == 1:
        return first
    networks = list(dict.fromkeys(network for row in rows for network in _listed(row, "networks")))
    posts = [post for row in rows for post in _listed(row, "posts")]
    data = {**first.data, "networks": networks}
    if budget := next((row.data["budget"] for row in rows if "budget" in row.data), None):
        data["budget"] = budget
    if posts:
        data["posts"] = posts
    return FoundTopic(first.file, first.line, data, frozenset().union(*(row.keys for row in rows)))


def _listed(topic: FoundTopic, key: str) -> Iterator[Any]:
    value = topic.data.get(key)
    yield from value if isinstance(value, list) else ()
