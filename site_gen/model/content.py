"""Articles, pages, the profile, services and reviews."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Annotated, Any, ClassVar, Final

from pydantic import BeforeValidator, Field, WithJsonSchema, field_validator

from site_gen.messages import m
from site_gen.model.base import TRANSLATABLE, LongText, Model, Name, Reference, Slug, Text, Texts, mistake
from site_gen.model.case import Review
from site_gen.model.illustrated import Illustrated
from site_gen.model.instants import Day, Published
from site_gen.model.kept_bytes import KeptBytes
from site_gen.model.money import Price
from site_gen.model.network_id import NetworkId
from site_gen.model.old_paths import Aliases
from site_gen.model.pictures import Picture, Video
from site_gen.model.search_words import SearchEntry

WORDS_A_MINUTE: Final = 200


def _tags(value: Any) -> Any:
    if isinstance(value, str):
        return [tag.strip() for tag in value.split(",") if tag.strip()]
    return value


Tags = Annotated[tuple[Text, ...], BeforeValidator(_tags), TRANSLATABLE]
"""A list of tags, or one text with commas."""


class SeriesModel(Model):
    """An article's place in a series."""

    title: Text = Field(
        description="What the series is called, the same in each of its articles: From zero to ten clients"
    )
    part: int | None = Field(
        None,
        ge=1,
        le=200,
        description="Its number in the series; where left out, the articles follow each other by date",
    )


def _series(value: Any) -> Any:
    return {"title": value} if isinstance(value, str) else value


Series = Annotated[SeriesModel, BeforeValidator(_series)]
"""A series; a text alone is its title."""


def _names(value: Any) -> Any:
    names = [name.strip() for name in value.split(",") if name.strip()] if isinstance(value, str) else value
    return [_plain_name(name) for name in names] if isinstance(names, list) else names


def _plain_name(name: Any) -> Any:
    return (
        re.sub(r"\.(?:yaml|yml|md)\Z", "", name.strip().strip("/").removeprefix("content/"))
        if isinstance(name, str)
        else name
    )


Related = Annotated[
    tuple[Name, ...],
    BeforeValidator(_names),
    WithJsonSchema({"type": ["array", "string"], "items": {"type": "string"}}),
]
"""Names of cases and articles; cases/NAME and articles/NAME tell those of one name apart."""


class Article(Illustrated):
    """The front matter of content/articles/NAME.md, with its body."""

    long_parts: ClassVar[frozenset[str]] = frozenset({"body"})
    facts: ClassVar[tuple[str, ...]] = ("minutes", "video_addresses", "pictures", "may_show_pictures", "search_entry")

    title: Text = Field(description="The heading, also the title in lists, feeds and search results")
    date: Published = Field(
        description="The day, or the moment, from which it is public: 2026-06-01 or "
        "2026-06-01T09:00; shown above the text"
    )
    summary: Text | None = Field(None, description="One or two sentences for lists, search engines and link previews")
    updated: Day | None = Field(
        None, description="The day of the last change; shown beside the date, and told to search engines"
    )
    tags: Tags = Field(
        (),
        description="Words to find it by: [start, reels]; each has a page with its articles, "
        "and related ones are found by them",
    )
    series: Series | None = Field(
        None,
        description="The series that it is a part of: {title: From zero to ten clients, part: 2}; its parts lead to "
        "each other",
    )
    service: Reference | None = Field(
        None, description="The id of the service that it is about; cases and offers of that service are shown below it"
    )
    related: Related = Field(
        (), description="Names of cases and articles to show below it; those with the same tags where left out"
    )
    offer: Reference | None = Field(
        None,
        description="The name of the offer below it, such as free-audit; the fitting one where left out or while it is "
        "closed",
    )
    author: Name | None = Field(None, description="Who wrote it; the name in site.yaml where left out")
    picture: Picture | None = Field(
        None, description="The picture above the text, in lists and in link previews; a path in content/images"
    )
    video: Video | None = Field(
        None,
        description="A video: the address of its page, or a file in content/videos; shown above "
        "the text with a play button",
    )
    language: str | None = Field(None, description="Where the file is not in the site's first language")
    aliases: Aliases = ()
    math: bool = Field(
        False, description="true where $…$ and $$…$$ are formulas in LaTeX; they become MathML, which browsers show"
    )
    draft: bool = Field(
        False, description="true while you work on it: it is left out of the site, until you take the line out"
    )
    body: LongText = Field("", description="The text in Markdown: what stands below the second ---")

    @cached_property
    def minutes(self) -> int:
        """How long it takes to be read."""
        return max(1, round(len(self.body.split()) / WORDS_A_MINUTE))

    @cached_property
    def search_entry(self) -> KeptBytes:
        """What a search knows of it: a packed SearchEntry."""
        return SearchEntry.of(self.title, (*self.tags, self.author or ""), self.summary, self.body).packed()


class TextPage(Model):
    """The front matter of content/pages/NAME.md (and content/privacy.md), with its body."""

    title: Text = Field(description="The heading, also the title in the menu and in search results")
    summary: Text | None = Field(None, description="One or two sentences for search engines and link previews")
    updated: Day | None = Field(None, description="The day of the last change, such as 2026-06-10; shown on the page")
    menu: bool = Field(False, description="Whether the page stands in the main menu")
    noindex: bool = Field(
        False, description="true keeps the page out of search engines; it can be opened by its address as before"
    )
    language: str | None = Field(
        None, description="The language of the file, such as es, where it isn't the site's first one"
    )
    aliases: Aliases = ()
    math: bool = Field(
        False, description="true where $…$ and $$…$$ are formulas in LaTeX; they become MathML, which browsers show"
    )
    draft: bool = Field(
        False, description="true while you work on it: it is left out of the site, until you take the line out"
    )
    body: LongText = Field("", description="The text in Markdown: what stands below the second ---")


class Fact(Model):
    """A small fact beside the profile."""

    label: Text = Field(description="What it is about: Experience")
    value: Text = Field(description="What is so: 9 years")


class Profile(Model):
    """The front matter of content/profile.md, with its body."""

    title: Text = Field(description="The heading of the page about you")
    summary: Text | None = Field(None, description="One or two sentences for search engines and link previews")
    facts: tuple[Fact, ...] = Field((), description="Small facts beside the text: {label: Experience, value: 9 years}")
    photo: Picture | None = Field(None, description="A picture of you, shown beside the text; a path in content/images")
    updated: Day | None = Field(None, description="The day of the last change, such as 2026-06-10")
    language: str | None = Field(
        None, description="The language of the file, such as es, where it isn't the site's first one"
    )
    body: LongText = Field("", description="The text about you, in Markdown: what stands below the second ---")


class Service(Model):
    """One service of content/services.yaml."""

    id: Slug = Field(
        description="A short name by which offers and cases refer to it, such as management; readers don't see it"
    )
    formerly: tuple[Slug, ...] = Field(
        (),
        description="Short names that it had before: [care]; checks find its former prices in the ledger by them",
    )
    name: Text = Field(description="What readers call it: Management of Instagram")
    summary: Text = Field(description="What the client gets, in one or two sentences")
    price: Price | None = Field(
        None, description="The usual price: 390, or {amount: 390, per: month}; shown on the page of services"
    )
    includes: Texts = Field((), description="What is part of it, a line each: [12 posts a month, daily replies]")
    excludes: Texts = Field((), description="What is not, so that nobody expects it: [advertising budget]")
    networks: tuple[NetworkId, ...] = Field(
        (), description="For which networks: [instagram, vk]; named below the service"
    )


class Services(Model):
    """content/services.yaml"""

    services: tuple[Service, ...] = Field(
        (), description="What you do for clients, in the order of the page; each with id, name and summary"
    )

    @field_validator("services")
    @classmethod
    def _ids_differ(cls, services: tuple[Service, ...]) -> tuple[Service, ...]:
        seen: set[str] = set()
        for index, service in enumerate(services):
            if service.id in seen:
                raise mistake(
                    m("two services have the id '{id}'", id=service.id),
                    m("give each service its own id"),
                    at=(index, "id"),
                )
            seen.add(service.id)
        for index, service in enumerate(services):
            for place, name in enumerate(service.formerly):
                if name in seen:
                    raise mistake(
                        m("'{id}' is also a name of another service, or of this one already", id=name),
                        m("a former name belongs to one service: take it out here or there"),
                        at=(index, "formerly", place),
                    )
                seen.add(name)
        return services


class Reviews(Model):
    """content/reviews.yaml"""

    reviews: tuple[Review, ...] = Field(
        (), description="What clients say, in the order of the page; each with by and text"
    )
