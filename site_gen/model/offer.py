"""Offers: what is sold, for how much, until when. The only place for a price and a deadline."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, model_validator

from site_gen.messages import m
from site_gen.model.base import LongText, Model, Reference, Text, Texts, Url, mistake, shown
from site_gen.model.form import Form
from site_gen.model.hashtags import Hashtags
from site_gen.model.instants import Instant, Window
from site_gen.model.money import Price
from site_gen.model.old_paths import Aliases
from site_gen.model.pictures import Picture


class Seats(Model):
    """How many there are and how many are gone."""

    total: int = Field(ge=1, le=1_000_000, description="How many there are, such as 5; shown as what is left")
    taken: int = Field(0, ge=0, description="How many are gone; when all are, the offer is shown as sold out")

    @property
    def left(self) -> int:
        return self.total - self.taken

    @model_validator(mode="after")
    def _not_oversold(self) -> Seats:
        if self.taken > self.total:
            raise mistake(
                m("{taken} seats are taken of {total}", taken=self.taken, total=self.total),
                m("taken is at most total"),
                at=("taken",),
            )
        return self


def _seats(value: Any) -> Any:
    """Read `seats: 5` as five seats, none of them taken."""
    if isinstance(value, int) and not isinstance(value, bool):
        return {"total": value}
    if isinstance(value, dict | Seats):
        return value
    numbers = re.findall(r"\d{1,6}", str(value))
    hint = (
        m("write the number alone: {numbers}", numbers=numbers[0])
        if len(numbers) == 1
        else m("write seats: {total: 5, taken: 2}")
    )
    raise mistake(m("'{value}' says not how many seats there are", value=shown(value)), hint)


class Step(Model):
    """One step of how it goes."""

    title: Text = Field(description="The step in a few words: A call of 20 minutes")
    text: Text = Field(description="What happens then, in one or two sentences")


class Question(Model):
    """A question clients ask, and the answer."""

    question: Text = Field(description="The question in a client's words: Do I need a logo?")
    answer: LongText = Field(description="The answer, in Markdown; shown when the question is pressed")


class Tier(Model):
    """A price tier of a second-step offer."""

    name: Text = Field(description="What the choice is called: Start, Growth")
    price: Price = Field(description="Its price: 290, or {amount: 290, per: month}")
    summary: Text | None = Field(None, description="For whom it is, in one sentence")
    includes: Texts = Field((), description="What is part of it, a line each")
    advised: bool = Field(
        False, description="true for the one that you recommend; it is marked, and at most one can be"
    )


class OfferBase(Model):
    """What every kind of offer has."""

    title: Text = Field(description="What is offered, as a client would say it: A month of Instagram, run for you")
    summary: Text | None = Field(None, description="One or two sentences for lists, search engines and link previews")
    service: Reference | None = Field(None, description="The id of a service in content/services.yaml")
    starts: Instant | None = Field(
        None,
        description="From when it can be had: 2026-11-20T09:00, by site.yaml's time zone; before, the page isn't there",
    )
    ends: Instant | None = Field(
        None, description="Until when: 2026-11-30T18:00; from that moment on every page and post says that it is over"
    )
    extended: Text | None = Field(None, description="Why the deadline was moved, told to the public")
    seats: Annotated[Seats, BeforeValidator(_seats)] | None = Field(
        None, description="How many can be taken: 5, or {total: 5, taken: 2}; shown as what is left"
    )
    waiting_list: Url | None = Field(
        None, description="Where people ask to be told of the next time, once all seats are taken"
    )
    includes: Texts = Field(
        (), description="What the client gets, a line each: [12 posts, daily replies, a monthly report]"
    )
    excludes: Texts = Field((), description="What is not part of it, so that nobody expects it: [advertising budget]")
    audience: Text | None = Field(None, description="Whom it is for")
    delivery: Text | None = Field(None, description="When the client gets it: in 48 hours")
    call_to_action: Text = Field(description="The words on the button: Book your month")
    book: Url | None = Field(None, description="Where the button leads; the form or the contacts where left out")
    steps: tuple[Step, ...] = Field(
        (), max_length=8, description="How it goes after a yes, step by step; each with title and text"
    )
    questions: tuple[Question, ...] = Field(
        (), max_length=20, description="What clients ask, with the answers; shown below the offer"
    )
    terms: LongText | None = Field(
        None, description="The small print in Markdown: payment, cancelling, who owns the pictures"
    )
    proof: Reference | None = Field(None, description="The name of a case that shows it")
    picture: Picture | None = Field(
        None, description="The picture of the offer, also in link previews; a path in content/images"
    )
    form: Form | None = Field(
        None, description="The form on its page; without one the button leads to book: or to the contacts"
    )
    short_title: Text | None = Field(None, description="The title in few words, for status lines and tight feeds")
    problem: Text | None = Field(None, description="The client's trouble in one sentence, which may open a pinned post")
    hashtags: Hashtags = Field((), description="For posts about it, with or without #: [smm, cafes]")
    ad_disclosure: Text | None = Field(
        None, description="Words that the law wants in advertising posts, such as Advertisement; added to each post"
    )
    body: LongText = Field("", description="More about it, in Markdown, below what the other keys say")
    aliases: Aliases = ()
    draft: bool = Field(
        False, description="true while you work on it: it is left out of the site, until you take the line out"
    )

    @property
    def window(self) -> Window:
        return Window(self.starts, self.ends)

    @property
    def is_sold_out(self) -> bool:
        """Whether all seats are taken."""
        return self.seats is not None and self.seats.left == 0

    @property
    def price_tiers(self) -> tuple[Tier, ...]:
        """The tiers it is sold in; () for an offer with one price."""
        return ()

    @property
    def second_step(self) -> str | None:
        """The name of the offer that follows this one, if any."""
        return None

    @model_validator(mode="after")
    def _ends_after_start(self) -> OfferBase:
        if self.starts and self.ends and self.ends <= self.starts:
            starts, ends = (instant.isoformat(timespec="minutes") for instant in (self.starts, self.ends))
            hint = m("write an end that is later than the start")
            if self.ends < self.starts:
                message = m("the offer ends ({ends}) before it starts ({starts})", ends=ends, starts=starts)
            else:
                message = m("the offer ends ({ends}) at the moment it starts", ends=ends)
            raise mistake(message, hint, at=("ends",))
        return self


class DirectOffer(OfferBase):
    """One service, one price, one deadline."""

    kind: Literal["direct"] = Field(description="direct: one service at one price until one deadline")
    price: Price = Field(
        description="290, or {amount: 290, was: 390, lowest_30_days: 350, per: month}; said "
        "alike on the page and in every post"
    )
    starts: Instant = Field(
        description="From when it can be had: 2026-11-20T09:00, by site.yaml's time zone; before, the page isn't there"
    )
    ends: Instant = Field(
        description="Until when: 2026-11-30T18:00; from that moment on every page and post says that it is over"
    )


class FirstStepOffer(OfferBase):
    """Something free or cheap that opens the conversation."""

    kind: Literal["first-step"] = Field(
        description="first-step: something free or cheap, such as an audit, that opens the conversation"
    )
    price: Price = Field(description="0 for what is free, or its price: 29")
    next: Reference | None = Field(None, description="The name of the second-step offer")

    @property
    def second_step(self) -> str | None:
        return self.next


class SecondStepOffer(OfferBase):
    """The fuller proposal, for someone who has seen the first step."""

    kind: Literal["second-step"] = Field(description="second-step: the fuller offer, for who has seen the first step")
    price: Price | None = Field(
        None, description="Its price, where it isn't sold in tiers: 2900, or {amount: 490, per: month}"
    )
    tiers: tuple[Tier, ...] = Field(
        (), max_length=3, description="Up to three choices with a price each; shown side by side"
    )

    @property
    def price_tiers(self) -> tuple[Tier, ...]:
        return self.tiers

    @model_validator(mode="after")
    def _says_a_price(self) -> SecondStepOffer:
        if self.price is None and not self.tiers:
            raise mistake(m("the offer names no price"), m("add price: AMOUNT, or up to three tiers"))
        advised = [index for index, tier in enumerate(self.tiers) if tier.advised]
        if len(advised) > 1:
            at = ("tiers", advised[1], "advised")
            raise mistake(m("more than one tier is advised"), m("mark one tier with advised: true"), at=at)
        return self


def offer_kind(value: Any) -> str:
    """Return the `kind` in an offer's data, which chooses the model; '' if there is none."""
    kind = value.get("kind", "") if isinstance(value, dict) else ""
    return kind if isinstance(kind, str) else ""


Offer = DirectOffer | FirstStepOffer | SecondStepOffer
OFFER_KINDS: Final[dict[str, type[DirectOffer] | type[FirstStepOffer] | type[SecondStepOffer]]] = {
    "direct": DirectOffer,
    "first-step": FirstStepOffer,
    "second-step": SecondStepOffer,
}
