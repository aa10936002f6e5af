"""Case studies: work done, with numbers that name their period and source."""

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

from site_gen.model.base import (
    TRANSLATABLE,
    LongText,
    Model,
    Name,
    Paragraphs,
    Reference,
    Text,
    Url,
    Words,
    mistake,
    shown,
)
from site_gen.model.formulas import FORMULAS, Formula, result
from site_gen.model.instants import Day
from site_gen.model.money import Amount, Currency, likely_amount
from site_gen.model.networks import NETWORKS, network_called
from site_gen.model.old_paths import Aliases
from site_gen.model.videos import NAMES as VIDEO_NETWORK_NAMES
from site_gen.model.videos import network_video
from site_gen.nearest import nearest

_LARGEST = Decimal(10) ** 15
_DECIMALS = 6
_FOCUS = re.compile(r"(\d{1,3})%?[\s,]+(\d{1,3})%?", re.ASCII)
_BELOW_ZERO = re.compile(r"\s*[-−–]\s*\d")
_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)", re.ASCII)
_MONTH = re.compile(r"\d{4}-\d{2}")


def _read_network(value: Any) -> Any:
    if isinstance(value, str) and value in NETWORKS:
        return value
    raise mistake(f"unknown network '{shown(value)}'", _meant(str(value)) or "known: " + ", ".join(NETWORKS))


def _meant(word: str) -> str:
    name, colon, account = word.partition(":")
    meant = network_called(name)
    several = [
        network_called(each) for each in re.split(r"[\s;/+&]+", word.strip()) if each not in {"y", "и", "and", "i"}
    ]
    if len(several) > 1 and None not in several:
        return f"separate them by commas: [{', '.join(map(str, several))}]"
    if meant is None:
        return nearest(word, NETWORKS)
    return f"write a space behind the colon: {meant}: {account}" if colon else f"did you mean '{meant}'?"


NetworkId = Annotated[str, BeforeValidator(_read_network), Field(json_schema_extra={"enum": sorted(NETWORKS)})]


def _read_number(value: Any) -> Any:
    if isinstance(value, dict):
        raise mistake("numbers with names need a formula", "add 'formula: cost-per-lead', or write one number")
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        number = Decimal(str(value))
        if abs(number) >= _LARGEST or number != round(number, _DECIMALS):
            raise mistake(
                f"{shown(value)} has more digits than a reader can take in",
                f"write at most 15 digits and {_DECIMALS} decimals, in another unit if need be",
            )
        return number
    found = "a number is needed" if value is None else f"'{shown(value)}' is not a number"
    likely = likely_amount(value, "4800 or 6.40") if isinstance(value, str) else "4800 or 6.40"
    if isinstance(value, str) and _BELOW_ZERO.match(value) and likely[:1].isdigit() and " " not in likely:
        likely = f"-{likely}"
    if isinstance(value, str) and value.rstrip().endswith("%"):
        raise mistake(found, f'write digits alone: {likely}; the sign stands in a line of its own: unit: "%"')
    raise mistake(found, f"write digits alone, with a point for decimals: {likely}")


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
        raise mistake(f"'{shown(data)}' is not a period", f"write two days: {example}")

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        if self.end < self.start:
            raise mistake(
                f"the period ends ({self.end}) before it starts ({self.start})", "swap the two days", at=("to",)
            )
        return self


def _series_day(key: Any) -> date:
    text = str(key)
    try:
        return date.fromisoformat(f"{text}-01" if _MONTH.fullmatch(text) else text)
    except ValueError as error:
        raise mistake(f"'{shown(text)}' is not a month or a day", "write 2026-03 or 2026-03-15") from error


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
        file = table.file if table else "a table"
        raise mistake(
            f"'{shown(value)}' names a column, and there is no {file}",
            "write values by month ({2026-02: 1200, 2026-03: 1900}), or make the table: site-gen import metrics",
        )
    if table.columns is None:
        return {}  # its problems are told with their lines
    if value not in table.columns:
        known = ", ".join(table.columns)
        raise mistake(
            f"{table.file} has no column '{shown(value)}'", nearest(value, table.columns) or f"columns: {shown(known)}"
        )
    return dict(table.columns[value])


def _result(formula: Formula, written: Any, key: str) -> Decimal:
    """Return what a formula gives for the inputs in `before` or `after`."""
    example = "{" + ", ".join(f"{name}: 50" for name in formula.inputs) + "}"
    if not isinstance(written, dict):
        hint = f"write what the formula takes: {key}: {example}"
        raise mistake(f"'{shown(written)}' is a result, and formula: works it out", hint, at=(key,))
    for name in written:
        if name not in formula.inputs:
            near = nearest(str(name), formula.inputs) or f"it takes {' and '.join(formula.inputs)}"
            raise mistake(f"the formula doesn't take '{shown(name)}'", near, at=(key, str(name)))
    values: dict[str, Decimal] = {}
    for name in formula.inputs:
        if name not in written:
            raise mistake(f"the formula needs '{name}'", f"write {key}: {example}", at=(key,))
        try:
            values[name] = _read_number(written[name])
        except PydanticCustomError as error:
            context = error.context or {}
            raise mistake(str(context.get("message")), str(context.get("hint")), at=(key, name)) from error
        if values[name] < 0:
            raise mistake(f"'{name}' is below zero", "write what was counted: zero or more", at=(key, name))
    if values[formula.divisor] == 0:
        raise mistake(
            f"nothing can be divided by '{formula.divisor}: 0'", "leave the metric out", at=(key, formula.divisor)
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
            raise mistake("what a lead costs needs its currency", "add 'unit: EUR'", at=("formula",))
        defaults = {"unit": "%"} if formula.is_share else {"better": "lower"}
        return {**defaults, **data, **found}

    @field_validator("series")
    @classmethod
    def _series_is_dated(cls, series: dict[str, Decimal]) -> dict[str, Decimal]:
        if len(series) == 1:
            raise mistake("a series needs at least two values", "add the other months, or leave series out")
        days = [_series_day(key) for key in series]
        if days != sorted(days):
            raise mistake("the series is not in the order of time", "put the earliest month first")
        if len(series) > 400:
            raise mistake(f"the series has {len(series)} values", "a chart carries at most 400: give it by month")
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


class Budget(Model):
    """What the work and the advertising cost, and what came back."""

    amount: Amount = Field(description="What was spent in the period, digits alone: 900; shown with the case")
    revenue: Amount | None = Field(
        None, description="What came back; with it the page shows the return on the money spent"
    )
    currency: Currency | None = Field(
        None, description="Three-letter code, such as EUR; that of site.yaml where left out"
    )
    note: Text | None = Field(None, description="What is counted in, and how revenue was attributed")

    @property
    def romi(self) -> Decimal | None:
        """Return on marketing investment: (revenue - amount) / amount; None without revenue or cost."""
        return (self.revenue - self.amount) / self.amount if self.revenue is not None and self.amount > 0 else None


def _focus(value: Any) -> Any:
    """Return percent from the left and from the top."""
    if not isinstance(value, str) or not (found := _FOCUS.fullmatch(value.strip())):
        raise mistake(
            f"'{shown(value)}' is no point in a picture",
            'write percent from the left and from the top: "30 20"; "50 50" is the middle',
        )
    point = (int(found[1]), int(found[2]))
    if max(point) > 100:
        raise mistake(f"'{shown(value)}' is a point outside the picture", "percent go from 0 to 100")
    return point


Focus = Annotated[
    tuple[int, int],
    BeforeValidator(_focus, json_schema_input_type=Annotated[str, Field(pattern=r"^\s*\d{1,3}%?[\s,]+\d{1,3}%?\s*$")]),
]
"""The point that crops keep: percent from the left and from the top, written as '30 20'."""


class NamedPicture(Model):
    """A picture below content/images, and words for those who don't see it ('' for mere decoration)."""

    image: Name = Field(
        description="The picture's path in content/images, such as team.jpg; every size and format is made of it"
    )
    alt: Words | None = Field(
        None, description='What can be seen, for those who don\'t see it; alt: "" for mere decoration'
    )


class Mark(NamedPicture):
    """A picture that stands for the owner; where it has no words they are the site's name."""


class Photo(NamedPicture):
    """A picture of a page."""

    caption: Text | None = Field(None, description="Words that are shown below the picture")
    focus: Focus | None = Field(
        None, description="What crops keep in sight: percent from the left and from the top, such as 30 20"
    )


def _picture(value: Any) -> Any:
    return {"image": value} if isinstance(value, str) else value


Picture = Annotated[Photo, BeforeValidator(_picture)]
OwnMark = Annotated[Mark, BeforeValidator(_picture)]


def _poster(value: Any) -> Any:
    return {"image": value, "alt": ""} if isinstance(value, str) else value


def _video(value: Any) -> Any:
    if isinstance(value, str):
        return {"url" if "//" in value else "file": value}
    return value


class VideoModel(Model):
    """A video: the address of one on a network, or a file below content/videos."""

    url: Url | None = Field(None, description="Its page on YouTube, Vimeo, VK, Instagram, TikTok or Telegram")
    file: Name | None = Field(None, description="An MP4 or WebM file below content/videos")
    title: Text | None = Field(None, description="What is to be seen, in a few words")
    poster: Annotated[Photo | None, BeforeValidator(_poster)] = Field(
        None, description="The picture that is shown until the video is played"
    )

    @field_validator("url")
    @classmethod
    def _is_known(cls, url: str | None) -> str | None:
        if url is not None and network_video(url) is None:
            raise mistake(
                f"'{shown(url)}' is not the address of a video on {VIDEO_NETWORK_NAMES}",
                "open the video there and copy the address of its page; short forms of apps (vm.tiktok.com) lead to it",
            )
        return url

    @field_validator("file")
    @classmethod
    def _can_be_played(cls, file: str | None) -> str | None:
        if file is not None and not file.lower().endswith((".mp4", ".webm")):
            raise mistake(f"browsers may not play '{shown(file)}'", "save it as MP4 (H.264) or WebM")
        return file

    @model_validator(mode="after")
    def _is_one(self) -> VideoModel:
        if (self.url is None) == (self.file is None):
            raise mistake("a video is one address or one file", "write either url: or file:")
        return self


Video = Annotated[VideoModel, BeforeValidator(_video)]
"""A video; a text alone is its address or its file."""


class Review(Model):
    """A client's own words. A name is needed; a text without one proves nothing."""

    by: Name = Field(description="Who says it: the client's name, shown below the words")
    role: Text | None = Field(None, description="What they are: owner of Casa Blau; shown beside the name")
    text: Paragraphs = Field(description="The client's own words, unchanged")
    date: Day | None = Field(
        None, description="The day on which it was said or written, such as 2026-06-03; shown beside the name"
    )
    url: Url | None = Field(None, description="Where the review was published")
    language: str | None = Field(None, description="The language the client wrote in, where not the file's")
    case: Reference | None = Field(
        None, description="The name of a case it belongs to, such as coffee-shop; the review then leads there"
    )
    photo: Picture | None = Field(
        None, description="A picture of the client, for a theme that shows it; a path in content/images"
    )


class Case(Model):
    """cases/NAME.yaml"""

    client: Name = Field(description="The client's name, as it may be public; shown on the case and in lists of cases")
    title: Text = Field(description="The result as a claim with its number")
    summary: Text | None = Field(None, description="One or two sentences for lists, search engines and link previews")
    niche: Text = Field(description="The trade, such as coffee shop; cases of one niche have a page together")
    networks: tuple[NetworkId, ...] = Field(
        min_length=1,
        description="Where the work was done, such as [instagram, vk]; shown as icons, and each "
        "has a list of its cases",
    )
    tags: Annotated[tuple[Text, ...], TRANSLATABLE] = Field(
        (), description="Words to find it by, such as [launch, reels]; each has a list of its cases"
    )
    period: Period = Field(description="From when until when the numbers are: {from: 2026-02-01, to: 2026-05-31}")
    place: Text | None = Field(
        None, description="Where the client is, such as Valencia; shown beside the client's name"
    )
    client_url: Url | None = Field(None, description="The client's site; their name becomes a link to it")
    service: Reference | None = Field(None, description="The id of a service in content/services.yaml")
    metrics: tuple[Metric, ...] = Field(
        min_length=1,
        max_length=12,
        description="The numbers, each with its source; the first one leads the case, or that with headline: true",
    )
    budget: Budget | None = Field(None, description="What it cost and what came back: {amount: 900, revenue: 5200}")
    review: Review | None = Field(None, description="What the client says about it")
    cover: Picture | None = Field(
        None, description="The picture at the top, in lists and in link previews; a path in content/images"
    )
    video: Video | None = Field(
        None,
        description="A video: the address of its page, or a file in content/videos; shown as a "
        "picture with a play button",
    )
    gallery: tuple[Picture, ...] = Field(
        (), description="Further pictures, shown below the text: [before.jpg, after.jpg]"
    )
    body: LongText = Field("", description="The story in Markdown: what there was, what you did, what came of it")
    order: int = Field(0, description="Higher comes first; then the later period")
    updated: Day | None = Field(
        None, description="The day of the last change, such as 2026-06-10; told to search engines"
    )
    aliases: Aliases = ()
    draft: bool = Field(
        False, description="true while you work on it: it is left out of the site, until you take the line out"
    )

    @property
    def headline(self) -> Metric:
        """The metric marked as headline, else the first."""
        return next((metric for metric in self.metrics if metric.headline), self.metrics[0])
