"""The content plan, content/plan.yaml: what is to be posted when and where, and what came of it. It is never published.

A plan is written in one language and has no translations.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, TypeAlias, get_args
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, ValidationInfo, WithJsonSchema, field_validator, model_validator
from pydantic_core import PydanticCustomError

from site_gen.messages import m
from site_gen.model.base import Model, Name, Paragraphs, Url, mistake, shown
from site_gen.model.instants import read_day, read_instant, wall_to_instant
from site_gen.model.likely_dates import clock_hint, day_hint, moment_hint
from site_gen.model.money import Amount, Currency, likely_amount
from site_gen.model.networks import NETWORKS, network_called

PLAN_FILE: Final = "content/plan.yaml"

PostKind = Literal["useful", "proof", "entertaining", "selling", "contest", "poll"]
PlanStatus = Literal["idea", "written", "approved", "published"]
Step = Literal["announce", "remind", "last-day", "thank"]

POST_KINDS: Final[tuple[PostKind, ...]] = get_args(PostKind)
PLAN_STATUSES: Final[tuple[PlanStatus, ...]] = get_args(PlanStatus)
STEPS: Final[tuple[Step, ...]] = get_args(Step)

TOPICS_MOST: Final = 5_000
"""A post a day for more than ten years."""

_Day: TypeAlias = date
_TIME_FORM: Final = m("write hours and minutes: {time}", time="18:00")


def _read_when(value: Any, info: ValidationInfo) -> Any:
    """Return a day, or a moment in the site's zone."""
    if isinstance(value, date):
        return value
    text = value.strip() if isinstance(value, str) else ""
    if len(text) > 10 and text[10] in "T t":
        return read_instant(text, info)
    try:
        return read_day(text if isinstance(value, str) else value)
    except PydanticCustomError as error:
        hint = day_hint(text) or moment_hint(text)
        if not hint:
            hint = m("write the day as 2026-12-01, or with the time as 2026-12-01T18:00")
            raise mistake(m("'{value}' is neither a day nor a moment", value=shown(value)), hint) from error
        raise


When = Annotated[date | datetime, BeforeValidator(_read_when), WithJsonSchema({"type": "string"})]
"""A day, or a moment: a wall time in the site's zone, or with an offset."""


def _read_time(value: Any) -> Any:
    if isinstance(value, time):
        return value
    text = str(value).strip()
    try:
        if len(text) != 5 or text[2] != ":":
            raise ValueError(text)  # noqa: TRY301  # what Python would read besides, such as 18 and 18:00:00.5
        return time.fromisoformat(text)
    except ValueError as error:
        raise mistake(
            m("'{value}' is not a time of the day", value=shown(value)), clock_hint(text) or _TIME_FORM
        ) from error


ClockTime = Annotated[
    time, BeforeValidator(_read_time), Field(json_schema_extra={"type": "string", "pattern": r"^\d\d:\d\d$"})
]


def _read_whole(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        said = value if isinstance(value, str) else f"{value:.3f}" if isinstance(value, float) else ""
        likely = likely_amount(said, "")  # 1.200 is read as 1.2, and thousands are meant
        hint = (
            m("write digits alone: {likely}", likely=likely)
            if likely.isdigit()
            else m("write a whole number, or leave the line out")
        )
        raise mistake(m("'{value}' is no number of people or times", value=shown(value)), hint)
    return value


Count = Annotated[
    int, BeforeValidator(_read_whole), Field(le=10**12, json_schema_extra={"type": "integer", "minimum": 0})
]
"""A whole number of people or times."""


def _read_network(value: Any) -> Any:
    """Return a network's id; one of the owner's own is known when site.yaml is read (network_facts)."""
    if isinstance(value, str) and value.strip():
        word = value.strip()
        meant = network_called(word)
        if word not in NETWORKS and meant is not None:
            raise mistake(m("unknown network '{value}'", value=shown(value)), m("did you mean '{meant}'?", meant=meant))
        if word in NETWORKS or (word == word.lower() and not set(word) & set(" ,;:/+&")):
            return word
    raise mistake(m("unknown network '{value}'", value=shown(value)), m("write a list of ids: [instagram, vk]"))


PlanNetwork = Annotated[str, BeforeValidator(_read_network), Field(max_length=40)]
"""The id of a network: a known one, or one of the owner's own."""


class PlanBudget(Model):
    """What is spent on a post, such as on its advertising."""

    amount: Amount = Field(description="What it may cost, digits alone: 20 or 49.90")
    currency: Currency | None = Field(None, description="Three-letter code, such as EUR; site.yaml's where left out")


def _budget_from_number(value: Any) -> Any:
    return value if isinstance(value, dict | PlanBudget) else {"amount": value}


class Response(Model):
    """What came of a post: whole numbers as its network counts them."""

    reach: Count | None = Field(None, description="How many people saw it")
    saves: Count | None = Field(None, description="How many times it was saved")
    comments: Count | None = Field(None, description="How many comments it has")
    clicks: Count | None = Field(None, description="How many times its link was followed")
    leads: Count | None = Field(None, description="How many people asked for something because of it")

    @property
    def answers(self) -> int:
        """How many times people did something: saved, commented, clicked, asked."""
        return sum(filter(None, (self.saves, self.comments, self.clicks, self.leads)))

    @property
    def is_empty(self) -> bool:
        return all(value is None for _, value in self)


MEASURES: Final = tuple(Response.model_fields)


class PlanPost(Model):
    """A topic as it was posted on one network."""

    network: PlanNetwork = Field(description="Where: the id of a network, such as instagram")
    link: Url | None = Field(None, description="The address of the post; numbers of exports are matched by it")
    response: Response | None = Field(
        None, description="What came of it: {reach: 1200, saves: 40, comments: 12, clicks: 31, leads: 2}"
    )


class Topic(Model):
    """One topic of the plan."""

    date: When = Field(description="When: 2026-12-01, or with the time 2026-12-01T18:00, in the time zone of site.yaml")
    networks: tuple[PlanNetwork, ...] = Field(
        min_length=1, max_length=30, description="On which networks: [instagram, vk]"
    )
    kind: PostKind = Field(
        description="What it does for the reader: useful, proof, entertaining, selling, contest or poll"
    )
    topic: Name = Field(description="What it is about, in a few words: Five mistakes in a profile")
    status: PlanStatus = Field("idea", description="How far it is: idea, written, approved or published")
    about: Name | None = Field(
        None,
        description="The offer, case, article or review it is about: offers/first-month, cases/cafe, "
        "articles/prices, reviews/Ana Gil; or a few words of your own",
    )
    step: Step | None = Field(
        None, description="What a post does about an offer's dates: announce, remind, last-day or thank"
    )
    goal: Name | None = Field(None, description="What it is to bring: saves, comments, clicks, leads")
    owner: Name | None = Field(None, description="Who writes it")
    text: Paragraphs | None = Field(None, description="What the post says, or notes for it")
    why: Name | None = Field(None, description="Why it is in the plan; a proposed topic says its reason here")
    budget: Annotated[PlanBudget, BeforeValidator(_budget_from_number)] | None = Field(
        None, description="What may be spent on it: 20, or {amount: 20, currency: EUR}"
    )
    posts: tuple[PlanPost, ...] = Field(
        (),
        max_length=30,
        description="Where it was published and what came of it, a post each: "
        "{network: vk, link: https://vk.com/wall-1_2}",
    )

    @field_validator("networks")
    @classmethod
    def _networks_differ(cls, networks: tuple[str, ...]) -> tuple[str, ...]:
        for index, network in enumerate(networks):
            if network in networks[:index]:
                raise mistake(
                    m("{network} stands here twice", network=network), m("take one of the two out"), at=(index,)
                )
        return networks

    @model_validator(mode="after")
    def _posts_are_of_its_networks(self) -> Topic:
        seen: set[str] = set()
        for index, post in enumerate(self.posts):
            if post.network not in self.networks:
                hint = m("write {network} under networks: too, or take the post out", network=post.network)
                raise mistake(
                    m("the topic has a post on {network}", network=post.network), hint, at=("posts", index, "network")
                )
            if post.network in seen:
                hint = m("a second post on the network is a topic of its own")
                raise mistake(
                    m("{network} has two posts of this topic", network=post.network),
                    hint,
                    at=("posts", index, "network"),
                )
            seen.add(post.network)
        return self

    @property
    def day(self) -> _Day:
        """The day by the site's clocks."""
        return self.date.date() if isinstance(self.date, datetime) else self.date

    @property
    def moment(self) -> datetime | None:
        """The instant, in the site's zone; None for a topic with a day alone."""
        return self.date if isinstance(self.date, datetime) else None

    @property
    def is_published(self) -> bool:
        return self.status == "published"

    def post_on(self, network: str) -> PlanPost | None:
        """Return its post on a network; None if the plan has none."""
        return next((post for post in self.posts if post.network == network), None)


class Mix(Model):
    """How many topics there are of each kind, in comparison: 40 and 20 are twice as many."""

    useful: Annotated[int, Field(ge=0, le=1000)] = Field(0, description="The share of useful topics")
    proof: Annotated[int, Field(ge=0, le=1000)] = Field(0, description="The share of cases, numbers and reviews")
    entertaining: Annotated[int, Field(ge=0, le=1000)] = Field(0, description="The share of entertaining topics")
    selling: Annotated[int, Field(ge=0, le=1000)] = Field(0, description="The share of topics that sell")
    contest: Annotated[int, Field(ge=0, le=1000)] = Field(0, description="The share of contests")
    poll: Annotated[int, Field(ge=0, le=1000)] = Field(0, description="The share of polls and questions")

    @model_validator(mode="after")
    def _has_something(self) -> Mix:
        if not any(share for _, share in self):
            raise mistake(
                m("a mix without any share"), m("write {useful: 40, proof: 25, selling: 15}, or take mix: out")
            )
        return self

    @property
    def shares(self) -> Mapping[PostKind, int]:
        return MappingProxyType({kind: getattr(self, kind) for kind in POST_KINDS if getattr(self, kind)})


DEFAULT_MIX: Final = Mix(useful=40, proof=25, entertaining=10, selling=15, poll=10)
"""The mix of a proposal where plan.yaml states none. Convention, no owner stands behind it: 40 % educational, 25 %
brand and culture, 20 % proof, 15 % promotional (ikf.co.in/faqs/social-media/social-media-content-mix, 2026-11-29).
Polls and entertaining topics share the second part; the five percent they leave go to proof, so that no week of four
topics is without it. Contests are left to their owners: the law wants terms for each."""

DEFAULT_TIME: Final = time(18)
"""When a proposed topic is posted where plan.yaml says nothing else. Convention: between 17 and 21 h on working days
(teletype.in/@awetyaan/UzqKJCh_n7E, checked 2026-11-29)."""


class ContentPlan(Model):
    """content/plan.yaml"""

    mix: Mix | None = Field(
        None,
        description="How proposals mix the kinds: {useful: 40, proof: 25, entertaining: 10, selling: 15, poll: 10}",
    )
    time: ClockTime | None = Field(None, description="At which time proposals plan a post: 18:00")
    rhythm: dict[PlanNetwork, Annotated[int, Field(ge=0, le=100)]] = Field(
        {}, description="How many posts a week you make on a network, where not as many as usual: {instagram: 4}"
    )
    topics: tuple[Topic, ...] = Field(
        (), max_length=TOPICS_MOST, description="What is to be posted, each with date, networks, kind and topic"
    )


def planned_moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the instant of a wall time on a day; for one that a clock change skips or repeats, the first that shows
    it or comes after it."""
    wall = datetime.combine(day, at)
    try:
        return wall_to_instant(wall, zone)
    except PydanticCustomError:
        first = wall.replace(tzinfo=zone)
        return datetime.fromtimestamp(first.timestamp(), zone)
