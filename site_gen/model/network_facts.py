"""The limits and features of a network, by name, and an owner's changes to them in site.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from site_gen.messages import m
from site_gen.model.base import Model, Name, Slug, mistake
from site_gen.model.networks import NETWORKS
from site_gen.nearest import nearest

Length = Annotated[int, Field(ge=0, le=1_000_000)]


class NetworkFacts(Model):
    """Facts of one network; where one is left out, the packaged table's holds (site_gen/social/data/networks.yaml)."""

    name: Name | None = Field(None, description="What the network is called")
    limit: Length | None = Field(None, description="The longest post, in `unit`")
    unit: Literal["code-points", "utf-16", "utf-8", "graphemes", "x", "mastodon", "threads"] | None = Field(
        None, description="How the network counts"
    )
    bytes: Length | None = Field(None, description="A second limit, in UTF-8 bytes")
    caption: Length | None = Field(None, description="The longest text under a picture, where it differs")
    title: Length | None = Field(None, description="The longest title, where a post has one")
    comment: Length | None = Field(None, description="The longest comment, where a first comment is wanted")
    fold: Length | None = Field(None, description="How much is seen before a phone's feed hides the rest")
    hashtags_max: Length | None = Field(None, description="How many hashtags a post may have; 0 where they aren't used")
    hashtags_advised: Length | None = Field(
        None, description="How many hashtags a post gets, the first ones of the offer"
    )
    link: Literal["text", "words", "bio", "field"] | None = Field(
        None, description="Where a link belongs: in the text, behind words, in the bio, in a field of its own"
    )
    formatting: Literal["plain", "telegram", "stars"] | None = Field(
        None, description="How bold is written there: not at all, in Telegram's way, or between *stars*"
    )
    status: Length | None = Field(None, description="The longest status line")
    bio: Length | None = Field(None, description="The longest text of a profile")
    pins: Length | None = Field(None, description="How many posts can be pinned; 0 for none")
    thread: bool | None = Field(None, description="true where people answer their own posts to say more: pin --thread")
    week: Length | None = Field(
        None, description="How many posts a week are usual there; site-gen plan proposes so many"
    )
    week_max: Length | None = Field(
        None, description="How many posts a week are still usual; site-gen check tells of more in the plan"
    )
    source: Name | None = Field(None, description="Where these facts are from: an address, 'paid account'")

    @model_validator(mode="before")
    @classmethod
    def _is_told_of(cls, data: Any) -> Any:
        if isinstance(data, _Untold):
            hint = nearest(data.id, NETWORKS) or m(
                "a network of your own needs name: and limit: (add {missing}:)", missing=data.missing
            )
            raise mistake(m("the network '{id}' is not known", id=data.id), hint)
        return data


@dataclass(frozen=True, slots=True)
class _Untold:
    """Placeholder for an unknown network whose entry lacks required facts."""

    id: str
    missing: str


def _mark_untold(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    marked = {}
    for id_, facts in value.items():
        missing = [key for key in ("name", "limit") if key not in facts] if isinstance(facts, dict) else []
        marked[id_] = _Untold(id_, missing[0]) if missing and id_ not in NETWORKS and isinstance(id_, str) else facts
    return marked


FactsByNetwork = Annotated[dict[Slug, NetworkFacts], BeforeValidator(_mark_untold)]
"""`network_facts` in site.yaml: changes to a known network, or all required facts of a new one."""
