"""Reads what `site-gen offers` lists: JSON, the table for people, and the lines of the ledger."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from tests.truth.reader.facts import FREE, Former, Moment, Price, Seats, Told
from tests.truth.reader.pages import exact
from tests.truth.reader.prose import unit_named

_PRICE: Final = re.compile(
    r"(?P<starting>from )?(?P<amounts>\d+(?:\.\d+)?(?:, \d+(?:\.\d+)?)*) (?P<currency>[A-Z]{3})"
    r"(?: / (?P<unit>[^,()]+?))?(?: \(was (?P<was>\d+(?:\.\d+)?)\))?(?=$|, )"
)


def read_words(text: str, language: str) -> tuple[tuple[Price, ...], tuple[Former, ...]]:
    """Return the prices of a text such as 'from 290 EUR / month (was 390)' or '520, 340 EUR / month'."""
    if text.strip().casefold() == "free":
        return (FREE,), ()
    prices: list[Price] = []
    former: list[Former] = []
    for found in _PRICE.finditer(text.strip()):
        unit = _unit(found["unit"], language) if found["unit"] else None
        prices += [
            Price(Decimal(amount), found["currency"], unit, bool(found["starting"]))
            for amount in found["amounts"].split(", ")
        ]
        if found["was"]:
            former.append(Former(Decimal(found["was"]), None, found["currency"]))
    return tuple(prices), tuple(former)


def _unit(word: str, language: str) -> str:
    """Return what a unit means, written in the site's first language or in English."""
    return unit_named(unit_named(word, language), "en")


def read_rows(text: str, language: str) -> dict[str, tuple[Told, Told]]:
    """Return by the offer's name what `offers --json` tells, in words and in fields; its units are in `language`."""
    rows = json.loads(text, parse_float=Decimal)["offers"]
    return {row["name"]: (_row_words(row, language), _row_fields(row, language)) for row in rows}


def _row_words(row: Mapping[str, Any], language: str) -> Told:
    prices, former = read_words(row["price"], language)
    seats = row["seats"]
    return Told(
        state=row["state"],
        prices=prices,
        former=former,
        starts=_moments(row["starts"]),
        ends=_moments(row["ends"]),
        seats=(Seats(seats["left"], seats["total"]),) if seats else (),
    )


def _row_fields(row: Mapping[str, Any], language: str) -> Told:
    if "amount" not in row:
        return Told(unread=("the row has no field 'amount'",))
    lacking = tuple(f"the row has no field '{key}'" for key in ("currency", "per", "from", "was") if key not in row)
    unit = row.get("per")
    price = Price(
        Decimal(str(row["amount"])),
        row.get("currency"),
        _unit(unit, language) if unit else None,
        bool(row.get("from")),
    )
    was = row.get("was")
    former = (Former(Decimal(str(was)), None, row.get("currency")),) if was is not None else ()
    return Told(prices=(price,), former=former, unread=lacking)


def _moments(text: str | None) -> tuple[Moment, ...]:
    return (exact(text),) if text else ()


def read_table(text: str, language: str) -> dict[str, Told]:
    """Return by the offer's name what the table tells; its moments are those of the site's clock."""
    lines = text.splitlines()
    head = next((index for index, line in enumerate(lines) if line.startswith("NAME ")), None)
    if head is None:
        return {}
    starts = {name: lines[head].index(name) for name in ("NAME", "STATE", "KIND", "PRICE", "WINDOW", "LEDGER")}
    return dict(_table_row(line, list(starts.values()), language) for line in _until_blank(lines[head + 1 :]))


def _until_blank(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if not line.strip():
            return
        yield line


def _table_row(line: str, starts: list[int], language: str) -> tuple[str, Told]:
    cells = [line[begin:end].strip() for begin, end in zip(starts, [*starts[1:], None], strict=True)]
    prices, former = read_words(cells[3], language)
    found = re.search(r"(\d+) of (\d+) left", cells[4])
    moments = [
        Moment(exact(each.replace(" ", "T")).wall) for each in re.findall(r"\d{4}-\d\d-\d\d \d\d:\d\d", cells[4])
    ]
    begin, _, end = cells[4].partition("–")
    return cells[0], Told(
        state=cells[1].replace(" ", "-"),
        prices=prices,
        former=former,
        starts=tuple(moments[:1] if re.search(r"\d{4}", begin) and end else ()),
        ends=tuple(moments[-1:] if re.search(r"\d{4}", end) else ()),
        seats=(Seats(int(found[1]), int(found[2])),) if found else (),
        unread=() if prices else (f"price '{cells[3]}'",),
    )


def read_ledger(text: str, language: str) -> dict[str, Told]:
    """Return by the offer's name what the last line of the ledger about it records."""
    told = {}
    for line in text.splitlines():
        data = json.loads(line, parse_float=Decimal)
        if not data.get("withdrawn"):
            told[data["offer"]] = _record(data, language)
    return told


def _record(data: Mapping[str, Any], language: str) -> Told:
    price, seats = data.get("price"), data.get("seats")
    tiers = tuple((tier["name"], _recorded(tier["price"], language)) for tier in data.get("tiers", ()))
    told = Told(
        prices=(_recorded(price, language),) if price else (),
        tiers=tiers,
        starts=_moments(data.get("starts")),
        ends=_moments(data.get("ends")),
        seats=(Seats(seats["total"] - seats["taken"], seats["total"]),) if seats else (),
    )
    if price and "was" in price:
        former = Former(Decimal(price["was"]), Decimal(price["lowest_30_days"]), price["currency"])
        return replace(told, former=(former,))
    return told


def _recorded(price: Mapping[str, Any], language: str) -> Price:
    unit = price.get("per")
    return Price(
        Decimal(price["amount"]), price["currency"], _unit(unit, language) if unit else None, bool(price.get("from"))
    )
