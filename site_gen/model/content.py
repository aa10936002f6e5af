"""Articles, pages, the profile, services and reviews."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, field_validator

from site_gen.model.base import TRANSLATABLE, LongText, Model, Name, Slug, Text, Texts, mistake
from site_gen.model.case import NetworkId, Picture, Review, Video
from site_gen.model.instants import Day, Published
from site_gen.model.money import Price
from site_gen.model.old_paths import Aliases


def _tags(value: Any) -> Any:
    if isinstance(value, str):
        return [tag.strip() for tag in value.split(",") if tag.strip()]
    return value


Tags = Annotated[tuple[Text, ...], BeforeValidator(_tags), TRANSLATABLE]
"""A list of tags, or one text with commas."""


class Article(Model):
    """The front matter of content/articles/NAME.md, with its body."""

    title: Text
    date: Published
    summary: Text | None = None
    updated: Day | None = None
    tags: Tags = ()
    author: Name | None = None
    picture: Picture | None = None
    video: Video | None = None
    language: str | None = Field(None, description="Where the file is not in the site's first language")
    aliases: Aliases = ()
    draft: bool = False
    body: LongText = ""


class TextPage(Model):
    """The front matter of content/pages/NAME.md (and content/privacy.md), with its body."""

    title: Text
    summary: Text | None = None
    updated: Day | None = None
    menu: bool = Field(False, description="Whether the page stands in the main menu")
    noindex: bool = False
    language: str | None = None
    aliases: Aliases = ()
    draft: bool = False
    body: LongText = ""


class Fact(Model):
    """A small fact beside the profile."""

    label: Text
    value: Text


class Profile(Model):
    """The front matter of content/profile.md, with its body."""

    title: Text
    summary: Text | None = None
    facts: tuple[Fact, ...] = ()
    photo: Picture | None = None
    updated: Day | None = None
    language: str | None = None
    body: LongText = ""


class Service(Model):
    """One service of content/services.yaml."""

    id: Slug
    name: Text
    summary: Text
    price: Price | None = None
    includes: Texts = ()
    excludes: Texts = ()
    networks: tuple[NetworkId, ...] = ()


class Services(Model):
    """content/services.yaml"""

    services: tuple[Service, ...] = ()

    @field_validator("services")
    @classmethod
    def _ids_differ(cls, services: tuple[Service, ...]) -> tuple[Service, ...]:
        seen: set[str] = set()
        for index, service in enumerate(services):
            if service.id in seen:
                raise mistake(
                    f"two services have the id '{service.id}'", "give each service its own id", at=(index, "id")
                )
            seen.add(service.id)
        return services


class Reviews(Model):
    """content/reviews.yaml"""

    reviews: tuple[Review, ...] = ()
