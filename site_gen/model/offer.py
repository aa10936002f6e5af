"""Offers: what is sold, for how much, until when. The only place for a price and a deadline."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, model_validator

from site_gen.model.base import LongText, Model, Reference, Text, Texts, Url, mistake, shown
from site_gen.model.case import Picture
from site_gen.model.form import Form
from site_gen.model.hashtags import Hashtags
from site_gen.model.instants import Instant, Window
from site_gen.model.money import Price
from site_gen.model.old_paths import Aliases


class Seats(Model):
    """How many there are and how many are gone."""

    total: int = Field(ge=1, le=1_000_000)
    taken: int = Field(0, ge=0)

    @property
    def left(self) -> int:
        return self.total - self.taken

    @model_validator(mode="after")
    def _not_oversold(self) -> Seats:
        if self.taken > self.total:
            raise mistake(f"{self.taken} seats are taken of {self.total}", "taken is at most total", at=("taken",))
        return self


def _seats(value: Any) -> Any:
    """Read `seats: 5` as five seats, none of them taken."""
    if isinstance(value, int) and not isinstance(value, bool):
        return {"total": value}
    if isinstance(value, dict | Seats):
        return value
    raise mistake(f"'{shown(value)}' says not how many seats there are", "write seats: {total: 5, taken: 2}")


class Step(Model):
    """One step of how it goes."""

    title: Text
    text: Text


class Question(Model):
    """A question clients ask, and the answer."""

    question: Text
    answer: LongText


class Tier(Model):
    """A price tier of a second-step offer."""

    name: Text
    price: Price
    summary: Text | None = None
    includes: Texts = ()
    advised: bool = False


class OfferBase(Model):
    """What every kind of offer has."""

    title: Text
    summary: Text | None = None
    service: Reference | None = Field(None, description="The id of a service in content/services.yaml")
    starts: Instant | None = None
    ends: Instant | None = None
    extended: Text | None = Field(None, description="Why the deadline was moved, told to the public")
    seats: Annotated[Seats, BeforeValidator(_seats)] | None = None
    waiting_list: Url | None = Field(
        None, description="Where people ask to be told of the next time, once all seats are taken"
    )
    includes: Texts = ()
    excludes: Texts = ()
    audience: Text | None = Field(None, description="Whom it is for")
    delivery: Text | None = Field(None, description="When the client gets it: in 48 hours")
    call_to_action: Text
    book: Url | None = Field(None, description="Where the button leads; the form or the contacts where left out")
    steps: tuple[Step, ...] = Field((), max_length=8)
    questions: tuple[Question, ...] = Field((), max_length=20)
    terms: LongText | None = None
    proof: Reference | None = Field(None, description="The name of a case that shows it")
    picture: Picture | None = None
    form: Form | None = None
    short_title: Text | None = Field(None, description="The title in few words, for status lines and tight feeds")
    problem: Text | None = Field(None, description="The client's trouble in one sentence, which may open a pinned post")
    hashtags: Hashtags = ()
    ad_disclosure: Text | None = None
    body: LongText = ""
    aliases: Aliases = ()
    draft: bool = False

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
            when = f"before it starts ({starts})" if self.ends < self.starts else "at the moment it starts"
            raise mistake(f"the offer ends ({ends}) {when}", "write an end that is later than the start", at=("ends",))
        return self


class DirectOffer(OfferBase):
    """One service, one price, one deadline."""

    kind: Literal["direct"]
    price: Price
    starts: Instant
    ends: Instant


class FirstStepOffer(OfferBase):
    """Something free or cheap that opens the conversation."""

    kind: Literal["first-step"]
    price: Price
    next: Reference | None = Field(None, description="The name of the second-step offer")

    @property
    def second_step(self) -> str | None:
        return self.next


class SecondStepOffer(OfferBase):
    """The fuller proposal, for someone who has seen the first step."""

    kind: Literal["second-step"]
    price: Price | None = None
    tiers: tuple[Tier, ...] = Field((), max_length=3)

    @property
    def price_tiers(self) -> tuple[Tier, ...]:
        return self.tiers

    @model_validator(mode="after")
    def _says_a_price(self) -> SecondStepOffer:
        if self.price is None and not self.tiers:
            raise mistake("the offer names no price", "add price: AMOUNT, or up to three tiers")
        advised = [index for index, tier in enumerate(self.tiers) if tier.advised]
        if len(advised) > 1:
            at = ("tiers", advised[1], "advised")
            raise mistake("more than one tier is advised", "mark one tier with advised: true", at=at)
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
