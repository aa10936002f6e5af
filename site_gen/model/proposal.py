"""offers/proposals/NAME.yaml: the second step, written for one client, with its own validity date."""

from __future__ import annotations

import hashlib

from pydantic import Field, model_validator

from site_gen.messages import listed, m
from site_gen.model.base import LongText, Model, Name, Reference, Text, Texts, Url, mistake
from site_gen.model.form import Thanks
from site_gen.model.instants import Day, Instant, Window
from site_gen.model.metrics import Number
from site_gen.model.money import PriceModel
from site_gen.model.offer import Step, Tier
from site_gen.model.returns import Ads, Fee, Return, expected_return
from site_gen.model.routes import unlisted_route
from site_gen.model.units import unit_of
from site_gen.model.unlisted import Unlisted


class Goal(Model):
    """What the work is for; with a number, from what to what, until when, and where it is read."""

    text: Text = Field(description="The goal in words: More orders by Instagram")
    metric: Text | None = Field(None, description="What is counted: orders by Instagram")
    start: Number | None = Field(None, alias="from", description="The number now, digits alone: 12")
    target: Number | None = Field(None, alias="to", description="The number aimed at: 40")
    unit: Text | None = Field(None, description="A currency code, '%', or the thing counted")
    by: Day | None = Field(None, description="The day on which it is read again")
    source: Text | None = Field(None, description="Where both numbers are read: Instagram Insights, the till")

    @property
    def has_number(self) -> bool:
        return self.start is not None or self.target is not None or self.metric is not None

    @model_validator(mode="after")
    def _number_is_whole(self) -> Goal:
        if not self.has_number:
            return self
        needed = {"metric": self.metric, "from": self.start, "to": self.target, "by": self.by, "source": self.source}
        missing = [key for key, value in needed.items() if value is None]
        if missing:
            hint = m("a goal with a number has metric, from, to, by and source; without any of them it is words alone")
            raise mistake(m("the goal has a number, but no {listed}", listed=_listed(missing)), hint)
        if self.start == self.target:
            raise mistake(m("the goal is where it starts"), m("write another number to reach"), at=("to",))
        return self


def _listed(words: list[str]) -> str:
    *first, last = words
    return m("{names} and no {last}", names=listed(first, ", no "), last=last) if first else last


class PlanMonth(Model):
    """What is done in a month of the plan."""

    title: Text = Field(description="What the month is about: December: photos and profile")
    items: Texts = Field(min_length=1, description="What is done in it, a line each")


class Accept(Model):
    """How the client says yes, where it isn't the form."""

    link: Url | None = Field(None, description="A payment or e-signature page; the form where left out")
    label: Text | None = Field(None, description="The words on the button")
    thanks: Thanks = Field(default_factory=Thanks, description="The page after accepting")


class Proposal(Unlisted):
    """A proposal in one language."""

    client: Name = Field(description="For whom it is, as at the top of the page")
    title: Text | None = Field(None, description="The heading; made of the client's name where left out")
    date: Day = Field(description="The day on which you write it: 2026-11-20; shown at the top")
    language: str | None = Field(None, description="Where it is not in the site's first language")
    valid_until: Instant = Field(
        description="Until when it can be accepted: 2026-12-04T18:00; from then on the page says that it is over"
    )
    lead: Name | None = Field(None, description="The lead it was made for, as `site-gen leads` names it")
    audit: Reference | None = Field(None, description="The name of a file in content/audits")
    offer: Reference | None = Field(None, description="The name of the second-step offer")
    understood: LongText = Field(min_length=1, description="What you understood of the client's wishes, in Markdown")
    goals: tuple[Goal, ...] = Field(
        (), max_length=8, description="What the work is for, with or without numbers; shown as a table"
    )
    months: tuple[PlanMonth, ...] = Field((), max_length=12, description="The plan, month by month")
    tiers: tuple[Tier, ...] = Field(
        min_length=1, max_length=3, description="One to three choices with a price each; shown side by side"
    )
    excludes: Texts = Field((), description="What is not part of it, so that nobody expects it")
    ads: Ads | None = Field(
        None,
        description="The advertising budget, and what it may bring by stated assumptions; leave "
        "out where there is none",
    )
    delivery: Text | None = Field(None, description="When the work starts")
    steps: tuple[Step, ...] = Field((), max_length=8, description="What happens after a yes")
    terms: LongText | None = Field(
        None, description="The small print in Markdown: payment, cancelling, who owns the pictures"
    )
    accept: Accept = Field(
        default_factory=Accept, description="How the client says yes, where it isn't the form of the page"
    )
    draft: bool = Field(
        False, description="true while you work on it: it is left out of the site, until you take the line out"
    )

    @property
    def window(self) -> Window:
        return Window(None, self.valid_until)

    @property
    def route(self) -> str:
        """The address of its page, below the language."""
        return unlisted_route("proposal", self.token)

    @property
    def thanks_route(self) -> str:
        """The address of the page after accepting, below the language."""
        return f"{self.route}accepted/"

    @property
    def form_name(self) -> str:
        """The name of its form. It reveals nothing about the client and is as hard to guess as the token.

        A receiver tells the page's address to anyone who knows this name.
        """
        return f"p-{hashlib.sha256(self.token.encode()).hexdigest()[:32]}"

    @property
    def version(self) -> str:
        """The version of the wording: eight hexadecimal digits that change with everything the client can read.

        The token is hashed too, so others can't deduce the proposal's content from the version.
        """
        content = self.model_dump_json(exclude={"draft", "lead", "password", "audit"})
        return hashlib.sha256(content.encode()).hexdigest()[:8]

    @property
    def reckoned_tier(self) -> Tier | None:
        """The tier whose fee is part of the expected return: the advised one, else the only one."""
        advised = next((tier for tier in self.tiers if tier.advised), None)
        return advised or (self.tiers[0] if len(self.tiers) == 1 else None)

    @property
    def expected(self) -> Return | None:
        """The expected return of the advertising; None if there is no advertising."""
        tier = self.reckoned_tier
        if self.ads is None or tier is None:
            return None
        return expected_return(self.ads, fee_of(tier.price))

    @model_validator(mode="after")
    def _lasts(self) -> Proposal:
        if self.valid_until.date() < self.date:
            until = self.valid_until.isoformat(timespec="minutes")
            raise mistake(
                m("the proposal is of {date} and valid until {until}, which is before", date=self.date, until=until),
                m("write a later valid_until"),
                at=("valid_until",),
            )
        return self

    @model_validator(mode="after")
    def _prices_are_clear(self) -> Proposal:
        for index, tier in enumerate(self.tiers):
            at: tuple[str | int, ...] = ("tiers", index, "price")
            if tier.price.amount <= 0:
                raise mistake(m("a tier of a proposal has a price"), m("write an amount above zero"), at=at)
            if tier.price.was is not None or tier.price.starting:
                hint = m("write the price alone, without 'was' and 'from'")
                raise mistake(m("a proposal names the price that holds, and no other"), hint, at=at)
        return self

    @model_validator(mode="after")
    def _tiers_differ(self) -> Proposal:
        for index, tier in enumerate(self.tiers):
            before = self.tiers[:index]
            if tier.advised and any(other.advised for other in before):
                at = ("tiers", index, "advised")
                raise mistake(m("more than one tier is advised"), m("mark one tier with advised: true"), at=at)
            if tier.name in [other.name for other in before]:
                at = ("tiers", index, "name")
                raise mistake(
                    m("two tiers are named '{name}'", name=tier.name), m("give each tier its own name"), at=at
                )
        return self

    @model_validator(mode="after")
    def _return_can_be_reckoned(self) -> Proposal:
        if self.ads is None:
            return self
        tier = self.reckoned_tier
        if tier is None:
            hint = m("mark the tier that the expected return takes in with advised: true")
            raise mistake(m("the return on everything depends on the tier, and none is advised"), hint, at=("tiers",))
        index = self.tiers.index(tier)
        if tier.price.per is not None and not is_monthly(tier.price):
            raise mistake(
                m("the return is reckoned by months, and this price is asked per '{per}'", per=tier.price.per),
                m("write per: month, or leave per out where the price is asked once"),
                at=("tiers", index, "price"),
            )
        if tier.price.currency is not None:
            raise mistake(
                m("the return is reckoned in the site's currency, and this price has another"),
                m("leave currency out of the tier's price"),
                at=("tiers", index, "price"),
            )
        return self


def is_monthly(price: PriceModel) -> bool:
    """Whether a price is monthly."""
    return unit_of(price.per) == "month"


def fee_of(price: PriceModel) -> Fee:
    """Return a tier's price as the fee in the expected return."""
    return Fee(price.amount, monthly=is_monthly(price))
