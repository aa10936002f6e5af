"""What is made for one client only: audits and proposals."""

from __future__ import annotations

from typing import TypedDict

from site_gen.pages.views.offers import FormView, TierView
from site_gen.pages.views.parts import BodyView, NetworkView, PictureView, StepView


class RatingView(TypedDict):
    """The rating of one criterion: `score` from 0 to `highest`, None if it was skipped. `weight` is 1 to 3.

    `finding` is the number of the improvement for it, if there is one.
    """

    name: str
    score: int | None
    highest: int
    weight: int
    evidence: BodyView | None
    picture: PictureView | None
    finding: int | None


class AuditAreaView(TypedDict):
    """An area of an audit with its score out of 100, None if nothing in it was judged."""

    id: str
    name: str
    score: int | None
    ratings: list[RatingView]


class ImprovementView(TypedDict):
    """An improvement; `number` is its rank by points per hour.

    `gain` is what the best rating would add to the score out of 100, with one decimal; it takes `hours` (= `minutes`).
    """

    number: int
    name: str
    score: int
    highest: int
    gain: str
    hours: str
    minutes: int
    evidence: BodyView | None
    picture: PictureView | None
    advice: BodyView


class StrengthView(TypedDict):
    """Something that is good already."""

    name: str
    text: BodyView | None


class AuditView(TypedDict):
    """The report of an audit. `score` is of 100, None where nothing was judged; `skipped` names the
    criteria left out, or the area where that is all of it.

    `this_week` holds the numbers of the improvements to begin with.
    """

    client: str
    page_url: str | None
    page_name: str
    networks: list[NetworkView]
    date: str
    score: int | None
    judged: int
    skipped: list[str]
    summary: BodyView | None
    areas: list[AuditAreaView]
    strengths: list[StrengthView]
    improvements: list[ImprovementView]
    this_week: list[int]
    note: BodyView | None


class LockView(TypedDict):
    """The data of the page in front of a locked one: the locked page, encrypted, as base64 (see `render.locked`)."""

    envelope: str


class LockedFileView(TypedDict):
    """A file that comes with a client's page; a `locked` one is decrypted by the page that links to it."""

    url: str
    name: str
    type: str
    locked: bool


class GoalView(TypedDict):
    """What a proposal's work is for. With a number, `metric` goes from `start` to `target` (ready to be read) until the
    day `by`, as `source` says; else all of these are None."""

    text: str
    metric: str | None
    start: str | None
    target: str | None
    by: str | None
    source: str | None


class PlanMonthView(TypedDict):
    """A month of a proposal's plan."""

    title: str
    items: list[str]


class AssumptionView(TypedDict):
    """A number that a reckoning rests on, ready to be read, and where it comes from."""

    name: str
    value: str
    source: str


class ReckoningView(TypedDict):
    """A line of a reckoning, ready to be read; `sum` marks the results that it is made for."""

    name: str
    formula: str
    result: str
    sum: bool


class AdvertisingView(TypedDict):
    """A proposal's advertising and what it may bring back, in words and numbers ready to be read, as in the PDF."""

    budget: str
    budget_text: str
    assumptions: list[AssumptionView]
    lines: list[ReckoningView]
    break_even: str
    caveat: str


class AcceptView(TypedDict):
    """How to accept: with the form, else with the link, else by writing."""

    form: FormView | None
    url: str | None
    label: str


class ProposalView(TypedDict):
    """A whole proposal. `state` is 'live' or 'closed'; `version` identifies the wording, also in the PDF."""

    client: str
    state: str
    date: str
    valid_until: str
    version: str
    understood: BodyView
    goals: list[GoalView]
    months: list[PlanMonthView]
    tiers: list[TierView]
    excludes: list[str]
    ads: AdvertisingView | None
    delivery: str | None
    steps: list[StepView]
    terms: BodyView | None
    accept: AcceptView
    file: LockedFileView  # the PDF
    audit_url: str | None


class AcceptedView(TypedDict):
    """The page after a proposal was accepted. For a proposal with a password it reveals nothing about it."""

    text: BodyView | None  # the owner's own words
    delivery: str | None
    steps: list[StepView]
