"""What can be read about an offer, from any medium."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

LANGUAGES = ("ca", "es", "en", "ru", "uk")


YEARLESS = 1904
"""Stands for a year that isn't said; a leap year, so that every day is in it."""


def offset_at(zone: str, wall: datetime) -> timedelta | None:
    """Return how far a zone's clock is from Greenwich when it shows a time; None if it shows that time twice."""
    there = [wall.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() for fold in (0, 1)]
    return there[0] if there[0] == there[1] else None


@dataclass(frozen=True, slots=True)
class Price:
    """A price as it is understood.

    `unit` is 'month', 'hour' and so on in every language, or the owner's own word; `phrase` is how it was said ('a
    month'), '' where a machine says it. `free` tells that it was said in words to cost nothing. A `currency` of None
    is an amount of nobody knows what.
    """

    amount: Decimal
    currency: str | None
    unit: str | None = None
    starting: bool = False
    free: bool = False
    phrase: str = field(default="", compare=False)

    def __str__(self) -> str:
        if self.free:
            return "free"
        amount = f"{self.amount.normalize():f} {self.currency or '(no currency)'}"
        return f"{'from ' if self.starting else ''}{amount}{f' / {self.unit}' if self.unit else ''}"


FREE = Price(Decimal(0), None, free=True)


@dataclass(frozen=True, slots=True)
class Former:
    """What is said of a former price. `days` is how the 30 days are told: 'before' the reduction, or the 'last' ones,
    which stops being true; '' where nothing is said of them.
    """

    was: Decimal | None = None
    lowest: Decimal | None = None
    currency: str | None = None
    days: str = ""

    def __str__(self) -> str:
        return f"was {self.was}, lowest {self.lowest} {self.currency} of the 30 days {self.days or '?'}"


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment as it is said: what the clock shows there, and how far that clock is from Greenwich if it is told.

    A moment said without a year has YEARLESS, and the `zone` it names.
    """

    wall: datetime
    offset: timedelta | None = None
    zone: str | None = None

    def in_year(self, year: int) -> Moment:
        """Return the moment in a year, if it is said without one."""
        if self.wall.year > YEARLESS + 1:
            return self
        wall = self.wall.replace(year=year + self.wall.year - YEARLESS)
        return Moment(wall, offset_at(self.zone, wall) if self.zone else self.offset)

    @property
    def instant(self) -> datetime | None:
        """The one instant meant; None where no zone is told."""
        from datetime import timezone

        return None if self.offset is None else self.wall.replace(tzinfo=timezone(self.offset))

    def __str__(self) -> str:
        return (
            f"{self.wall:%Y-%m-%d %H:%M}{'' if self.offset is None else f' ({self.offset / timedelta(hours=1):+g} h)'}"
        )


@dataclass(frozen=True, slots=True)
class Seats:
    """How many places are left; of how many, where that is said."""

    left: int
    total: int | None = None

    def __str__(self) -> str:
        return f"{self.left} of {self.total or '?'}"


@dataclass(frozen=True, slots=True)
class Told:
    """All that one medium tells of one offer. What it doesn't tell is empty; what it tells twice is there twice.

    `last_day` is the day on which it ended, for what is over and tells no more. `state` is live,
    sold-out, closed or scheduled, '' where nothing is said. `acts` are the ways to act that it holds (form, button,
    bar, countdown); `opens` are other offers that it shows as open; `elsewhere` tells that it leads to where the open
    offers are. `unread` is what looked like a fact and couldn't be understood.
    """

    state: str = ""
    prices: tuple[Price, ...] = ()
    tiers: tuple[tuple[str, Price], ...] = ()
    former: tuple[Former, ...] = ()
    starts: tuple[Moment, ...] = ()
    ends: tuple[Moment, ...] = ()
    last_day: date | None = None
    seats: tuple[Seats, ...] = ()
    acts: frozenset[str] = frozenset()
    opens: frozenset[str] = frozenset()
    elsewhere: bool = False
    unread: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = {
            "state": self.state,
            "price": ", ".join(map(str, self.prices)),
            "tiers": "; ".join(f"{name}: {price}" for name, price in self.tiers),
            "former": "; ".join(map(str, self.former)),
            "starts": ", ".join(map(str, self.starts)),
            "ends": ", ".join(map(str, self.ends)),
            "last day": str(self.last_day or ""),
            "seats": ", ".join(map(str, self.seats)),
            "acts": ", ".join(sorted(self.acts)),
            "opens": ", ".join(sorted(self.opens)),
            "not understood": "; ".join(self.unread),
        }
        return " | ".join(f"{name} {value}" for name, value in said.items() if value) or "(nothing)"
