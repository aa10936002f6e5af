"""Reads a project's own files: what is true of an offer, by its YAML alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml

from tests.truth.reader.facts import FREE, Former, Price, Seats
from tests.truth.reader.prose import unit_named

_TRUE: Final = frozenset({"true", "True", "TRUE"})


@dataclass(frozen=True)
class Truth:
    """What is true of an offer in one language. `price` is the one it is named with; `action` its call to
    action, `waits` whether there is a waiting list for when it is full."""

    slug: str
    kind: str
    title: str
    action: str
    price: Price
    tiers: tuple[tuple[str, Price], ...]
    former: Former | None
    starts: datetime | None
    ends: datetime | None
    seats: Seats | None
    waits: bool
    zone: ZoneInfo
    language: str

    def state(self, now: datetime) -> str:
        """Return where it stands at an instant: at its start it is live, at its end it is closed."""
        if self.ends is not None and now >= self.ends:
            return "closed"
        if self.starts is not None and now < self.starts:
            return "scheduled"
        return "sold-out" if self.seats is not None and self.seats.left == 0 else "live"

    def __str__(self) -> str:
        tiers = "; ".join(f"{name}: {price}" for name, price in self.tiers)
        window = f"{self.starts} – {self.ends}"
        return f"price {self.price} | tiers {tiers} | former {self.former} | {window} | seats {self.seats}"


def read_project(folder: Path) -> dict[tuple[str, str], Truth]:
    """Return what is true of every offer of a project, by its name and language."""
    site = _load(folder / "site.yaml")
    truths = {}
    for language in site["languages"]:
        for path in sorted((folder / "offers").glob("*.yaml")):
            slug, _, overlay = path.stem.partition(".")
            if overlay:
                continue
            over = folder / "offers" / f"{slug}.{language}.yaml"
            data = _over(_load(path), _load(over) if over.exists() else {})
            truths[slug, language] = _truth(slug, data, site, language)
    return truths


def _load(path: Path) -> Any:
    """Return a file's data, each scalar as the text that stands there."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506  # makes texts alone


def _over(base: Any, over: Any) -> Any:
    """Return data with a translation's texts over it."""
    if isinstance(base, dict) and isinstance(over, dict):
        return {**base, **{key: _over(base.get(key), value) for key, value in over.items()}}
    if isinstance(base, list) and isinstance(over, list) and len(base) == len(over):
        return [_over(one, other) for one, other in zip(base, over, strict=True)]
    return base if over in (None, "") else over


def _truth(slug: str, data: Mapping[str, Any], site: Mapping[str, Any], language: str) -> Truth:
    zone = ZoneInfo(site["time_zone"])
    tiers = tuple((tier["name"], _price(tier["price"], site, language)) for tier in data.get("tiers", ()))
    own = data.get("price")
    seats = data.get("seats")
    return Truth(
        slug=slug,
        kind=data["kind"],
        title=data["title"],
        action=data["call_to_action"],
        price=_price(own, site, language) if own is not None else headline([price for _, price in tiers]),
        tiers=tiers,
        former=_former(own, site),
        starts=_instant(data.get("starts"), zone),
        ends=_instant(data.get("ends"), zone),
        seats=Seats(int(seats["total"]) - int(seats.get("taken", 0)), int(seats["total"])) if seats else None,
        waits="waiting_list" in data,
        zone=zone,
        language=language,
    )


def headline(tiers: list[Price]) -> Price:
    """Return the price that several tiers are named with: the lowest of those like the first in currency and unit.

    Of more than one it is a price to start from, also where those are counted in other units.
    """
    like = [tier for tier in tiers if (tier.currency, tier.unit) == (tiers[0].currency, tiers[0].unit)]
    lowest = min(like, key=lambda tier: tier.amount)
    return Price(lowest.amount, lowest.currency, lowest.unit, lowest.starting or len(tiers) > 1)


def _price(value: Any, site: Mapping[str, Any], language: str) -> Price:
    data = value if isinstance(value, dict) else {"amount": value}
    amount = Decimal(data["amount"])
    if amount == 0:
        return FREE
    unit = unit_named(data["per"], language) if "per" in data else None
    unit = unit_named(unit, site["languages"][0]) if unit else None
    return Price(amount, data.get("currency", site["currency"]), unit, data.get("from") in _TRUE)


def _former(value: Any, site: Mapping[str, Any]) -> Former | None:
    if not isinstance(value, dict) or "was" not in value:
        return None
    currency = value.get("currency", site["currency"])
    return Former(Decimal(value["was"]), Decimal(value["lowest_30_days"]), currency, "before")


def _instant(text: str | None, zone: ZoneInfo) -> datetime | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(re.sub(r"(?i)z$", "+00:00", text.strip()))
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
