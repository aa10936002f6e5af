"""Case studies: work done, with numbers that name their period and source."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Annotated, ClassVar

from pydantic import Field

from site_gen.model.base import (
    TRANSLATABLE,
    LongText,
    Model,
    Name,
    Paragraphs,
    Reference,
    Text,
    Url,
)
from site_gen.model.illustrated import Illustrated
from site_gen.model.instants import Day
from site_gen.model.kept_bytes import KeptBytes
from site_gen.model.metrics import Metric, Period
from site_gen.model.money import Amount, Currency
from site_gen.model.network_id import NetworkId
from site_gen.model.networks import NETWORKS
from site_gen.model.old_paths import Aliases
from site_gen.model.pictures import Picture, Video
from site_gen.model.search_words import SearchEntry


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

    @property
    def is_evident(self) -> bool:
        """Whether it says when it was given, or where it can be read."""
        return self.date is not None or self.url is not None


class BeforeAfter(Model):
    """Two pictures of the same thing: a feed, a shop window, a cover."""

    before: Picture = Field(description="How it was; a path in content/images")
    after: Picture = Field(description="How it is now, best in the same shape; a path in content/images")


class Case(Illustrated):
    """cases/NAME.yaml"""

    long_parts: ClassVar[frozenset[str]] = frozenset(
        {"summary", "place", "client_url", "metrics", "budget", "review", "cover", "gallery", "before_after", "body"}
    )
    facts: ClassVar[tuple[str, ...]] = ("reviewed", "video_addresses", "pictures", "may_show_pictures", "search_entry")

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
    before_after: BeforeAfter | None = Field(
        None, description="Two pictures to compare, how it was and how it is: {before: old.jpg, after: new.jpg}"
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
        metrics = self.metrics
        return next((metric for metric in metrics if metric.headline), metrics[0])

    @cached_property
    def reviewed(self) -> tuple[str, bool, bool] | None:
        """Who reviews the work, whether it is said when or where, and whether there is a portrait of them; None without
        a review."""
        review = self.review
        return None if review is None else (review.by, review.is_evident, review.photo is not None)

    @cached_property
    def search_entry(self) -> KeptBytes:
        """What a search knows of it: a packed SearchEntry."""
        networks = [name for id_ in self.networks for name in (NETWORKS[id_].name, *NETWORKS[id_].own.values())]
        numbers = [each.name for each in self.metrics]
        labels = (self.client, self.niche, self.place or "", *self.tags, *networks, *numbers)
        body = f"{self.body}\n\n{self.review.text}" if self.review else self.body
        return SearchEntry.of(self.title, labels, self.summary, body).packed()
