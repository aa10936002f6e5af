"""The sections of the home page, and what site.yaml says in those that have no file of their own."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from site_gen.messages import m
from site_gen.model.base import LongText, Model, Name, Reference, Text, Url, mistake, shown
from site_gen.model.destinations import Destination
from site_gen.model.instants import Instant, Window
from site_gen.model.metrics import Number
from site_gen.model.pictures import OwnMark, Photo, Picture
from site_gen.nearest import nearest

SECTIONS: Final = (
    "hero", "clients", "results", "numbers", "offer", "steps", "review", "services", "team", "credentials", "booking",
    "faq", "articles", "map",
)  # fmt: skip
"""Every section of the home page. A new one is a name here and a template partials/sections/NAME.html."""

HERO: Final = "hero"
"""The section with the page's heading: there is no home page without it."""

USUAL: Final = tuple(name for name in SECTIONS if name != "offer")
"""The sections in the order of a site.yaml that names none; the hero shows the offer already."""

_MEANT: Final = {
    "questions": "faq", "cases": "results", "statistics": "numbers", "logos": "clients", "reviews": "review",
    "offers": "offer", "blog": "articles", "certificates": "credentials", "press": "credentials", "intro": "hero",
}  # fmt: skip


def _read_section(value: Any) -> Any:
    if isinstance(value, str) and value in SECTIONS:
        return value
    likely = _MEANT.get(str(value).strip().lower(), "")
    hint = (
        m("write {likely}", likely=likely)
        if likely
        else nearest(str(value), SECTIONS) or m("known: {sections}", sections=", ".join(SECTIONS))
    )
    raise mistake(m("the home page has no section '{value}'", value=shown(value)), hint)


SectionName = Annotated[str, BeforeValidator(_read_section), WithJsonSchema({"type": "string", "enum": list(SECTIONS)})]


def read_order(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return an order of sections. Raises a mistake for one that the home page can't have."""
    for index, name in enumerate(names):
        if name in names[:index]:
            raise mistake(
                m("the section '{name}' is listed twice", name=name), m("list each section once"), at=(index,)
            )
    if names and names[0] != HERO:
        raise mistake(m("the home page begins with its heading, which is in the hero"), m("put hero first"), at=(0,))
    return names


class Client(Model):
    """Somebody the owner works for, by their logo or by their name alone."""

    name: Name = Field(description="What the client is called; read out for the logo, shown where there is none")
    logo: OwnMark | None = Field(
        None, description="A dark logo on white or on nothing, SVG or PNG, in content/images; shown in grey"
    )
    url: Url | None = Field(None, description="The client's own site; the case leads to ours instead")
    case: Reference | None = Field(None, description="The name of a case about them, such as coffee-shop")


class Total(Model):
    """A number about all of the work, which says what it counts and how that is known."""

    value: Number = Field(description="The number alone: 41")
    unit: Text | None = Field(None, description="A currency code, % or a word; left out where the name says it")
    name: Text = Field(description="What it counts: shops and clinics looked after")
    period: Text | None = Field(None, description="Of which time: since 2017")
    source: Text = Field(description="How you know: my invoices; shown in small type, as a number alone proves nothing")


class Member(Model):
    """Somebody of the team."""

    name: Name = Field(description="Their name")
    role: Text | None = Field(None, description="What they do: photographs and films")
    text: Text | None = Field(None, description="A sentence or two about them")
    photo: Picture | None = Field(None, description="A portrait; a path in content/images")
    url: Url | None = Field(None, description="Their own page or account; the name then leads there")


CredentialKind = Literal["certificate", "award", "press", "talk"]


class Credential(Model):
    """A certificate, an award, something said in the press, or a talk: what others vouch for."""

    kind: CredentialKind = Field("certificate", description="certificate, award, press or talk")
    title: Text = Field(description="What it is: Meta Certified Digital Marketing Associate")
    by: Name = Field(description="Who gave or published it: Meta; the newspaper's name")
    year: int | None = Field(None, ge=1950, le=2100, description="The year: 2025")
    url: Url | None = Field(None, description="Where it can be seen or checked")
    picture: Picture | None = Field(None, description="A picture of it; a path in content/images")


def _read_booking(value: Any) -> Any:
    return {"url": value} if isinstance(value, str) else value


class BookingModel(Model):
    """Where a call is booked. With words or a picture it is also a section of the home page."""

    url: Url = Field(description="cal.com, Calendly or any address where a call is booked")
    title: Text | None = Field(None, description="What is booked: A call of twenty minutes")
    text: LongText | None = Field(None, description="What happens in it, in a sentence or two, in Markdown")
    picture: Picture | None = Field(
        None, description="What is found there, such as a picture of your calendar; a path in content/images"
    )

    @property
    def has_preview(self) -> bool:
        return bool(self.title or self.text or self.picture)


Booking = Annotated[BookingModel, BeforeValidator(_read_booking)]
"""Where a call is booked; an address alone stands for it."""


class MapPicture(Photo):
    """A picture of a map that leads to the map itself. Nothing of the map's service is loaded."""

    url: Url = Field(description="Where the map opens: a link to the place at OpenStreetMap, Google or Yandex")


class Announcement(Model):
    """A line at the top of every page."""

    text: Text = Field(description="The news in one sentence: Closed from 1 to 7 January")
    url: Destination | None = Field(None, description="Where it leads: a path of the site (/offers/) or https://…")
    starts: Instant | None = Field(None, description="From when it is shown: 2026-12-20T09:00")
    ends: Instant | None = Field(
        None, description="Until when: 2027-01-07T18:00; it then goes away by itself, on pages that are open too"
    )

    @property
    def window(self) -> Window:
        return Window(self.starts, self.ends)

    @model_validator(mode="after")
    def _ends_after_start(self) -> Announcement:
        if self.starts and self.ends and self.ends <= self.starts:
            raise mistake(
                m("the announcement ends before it starts"),
                m("write an end that is later than the start"),
                at=("ends",),
            )
        return self


def _read_announcement(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


OwnAnnouncement = Annotated[Announcement, BeforeValidator(_read_announcement)]
"""An announcement; a text alone is one that stays."""
