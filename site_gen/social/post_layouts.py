"""The structure of each network's posts: which blocks, in which order. One row per network, and one for others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from site_gen.social.brief import Brief
from site_gen.social.fitting import Block, Line, Part, listed, part
from site_gen.social.marked import Span
from site_gen.social.networks import SocialNetwork
from site_gen.social.phrases import Phrases


@dataclass(frozen=True, slots=True)
class PostLayout:
    """The blocks of a post.

    `dense`: no blank lines, and the sale itself contains the deadline with its zone. `signs`: emoji mark the lines.
    """

    blocks: tuple[str, ...]
    dense: bool = False
    signs: bool = False


@dataclass(frozen=True, slots=True)
class BlockContext:
    """What blocks are made from. `hooked` says that the post already begins with the proof."""

    brief: Brief
    network: SocialNetwork
    layout: PostLayout
    say: Phrases
    link: str
    hooked: bool = False


_END: Final = ("terms", "action", "place", "disclosure", "tags")
_LONG: Final = ("opening", "summary", "includes", "tiers", "audience", "delivery", "steps", "case", *_END)
_MIDDLE: Final = ("opening", "summary", "includes", "tiers", "proof", *_END)
_SHORT: Final = ("opening", "includes", "tiers", "proof", *_END)
_MESSAGE: Final = ("opening", "includes", "tiers", "terms", "action", "disclosure")
_ONE_PIECE: Final = ("opening", "proof", "seats", "action", "disclosure", "tags")

POST_LAYOUTS: Final[Mapping[str, PostLayout]] = MappingProxyType(
    {
        "vk": PostLayout(_LONG, signs=True),
        "ok": PostLayout(_MIDDLE, signs=True),
        "instagram": PostLayout(_SHORT, signs=True),
        "telegram": PostLayout(("opening", "summary", "includes", "tiers", "delivery", "proof", *_END), signs=True),
        "whatsapp": PostLayout(_MESSAGE, signs=True),
        "viber": PostLayout(_MESSAGE, signs=True),
        "facebook": PostLayout(_MIDDLE, signs=True),
        "linkedin": PostLayout(("opening", "case", "summary", "includes", "tiers", "audience", *_END)),
        "x": PostLayout(_ONE_PIECE, dense=True),
        "bluesky": PostLayout(_ONE_PIECE, dense=True),
        "mastodon": PostLayout(_ONE_PIECE, dense=True),
        "threads": PostLayout(_ONE_PIECE, dense=True),
        "tiktok": PostLayout(("opening", "includes", "tiers", "terms", "action", "disclosure", "tags"), signs=True),
        "youtube": PostLayout(
            ("opening", "summary", "includes", "tiers", "proof", "terms", "action", "disclosure"), signs=True
        ),
        "pinterest": PostLayout(("opening", "summary", "proof", "seats", "action", "disclosure", "tags"), dense=True),
    }
)
OWN: Final = PostLayout(_MIDDLE)
CAPTION: Final = PostLayout(
    ("opening", "includes", "tiers", "proof", "terms", "action", "disclosure", "tags"), signs=True
)

_STEPS_FIRST: Final = frozenset({"vk", "ok", "facebook", "telegram", "linkedin", "instagram", "youtube"})


def layout_of(network: str, kind: str) -> PostLayout:
    """Return the layout of a post about an offer of a kind, for a network.

    A first step shows its steps before its case; an article has only title, summary and link.
    """
    layout = POST_LAYOUTS.get(network, OWN)
    if kind == "article":
        blocks: tuple[str, ...] = ("opening", "summary", "minutes", "action", "disclosure", "tags")
        return PostLayout(blocks, dense=layout.dense, signs=layout.signs)
    if kind == "first-step" and network in _STEPS_FIRST:
        others = [block for block in layout.blocks if block not in {"steps", "delivery", "audience"}]
        at = others.index("includes") + 1
        return PostLayout((*others[:at], "audience", "steps", *others[at:]), dense=layout.dense, signs=layout.signs)
    return layout


# --- blocks -----------------------------------------------------------------------------------------------------------


def _summary(context: BlockContext) -> Block:
    return _one("summary", context.brief.summary)


def _includes(context: BlockContext) -> Block:
    heading = context.say.text("gets" if context.brief.kind == "first-step" else "includes")
    return listed(heading, "benefit", context.brief.includes)


def _tiers(context: BlockContext) -> Block:
    return listed(context.say.text("tiers"), "tier", context.brief.tiers)


def _audience(context: BlockContext) -> Block:
    return (
        listed(context.say.text("audience"), "audience", (context.brief.audience,), "")
        if context.brief.audience
        else ()
    )


def _delivery(context: BlockContext) -> Block:
    return (
        listed(context.say.text("delivery"), "delivery", (context.brief.delivery,), "")
        if context.brief.delivery
        else ()
    )


def _steps(context: BlockContext) -> Block:
    titles = [f"{number}. {title}" for number, (title, _) in enumerate(context.brief.steps, 1)]
    return listed(context.say.text("steps"), "step", titles, "")


def _proof(context: BlockContext) -> Block:
    return _one("proof", context.brief.proof.claim) if context.brief.proof and not context.hooked else ()


def _case(context: BlockContext) -> Block:
    if context.brief.proof is None:
        return ()
    heading: Line = (part("heading", context.say.text("case"), heads="evidence" if context.hooked else "proof"),)
    evidence: Line = (part("evidence", context.brief.proof.evidence),)
    return (heading, evidence) if context.hooked else (heading, (part("proof", context.brief.proof.claim),), evidence)


def _terms(context: BlockContext) -> Block:
    """Return the former price, the reason for an extension, and the deadline with its zone, beside the seats."""
    brief = context.brief
    lines: list[Line] = list(_one("was", brief.was))
    if brief.extended:
        lines += listed(context.say.text("extended"), "extended", (brief.extended,), "")
    until: list[Part] = [part("deadline", brief.deadline.sentence)] if brief.deadline else []
    until += [_seats_part(brief)] if brief.seats else []
    return (*lines, tuple(until)) if until else tuple(lines)


def _seats(context: BlockContext) -> Block:
    parts = [part("was", context.brief.was)] if context.brief.was else []
    parts += [_seats_part(context.brief)] if context.brief.seats else []
    return (tuple(parts),) if parts else ()


def _seats_part(brief: Brief) -> Part:
    """Return how many seats are left."""
    return part("seats", brief.seats or "")


def _action(context: BlockContext) -> Block:
    """Return the call to action, with the link where this network puts it."""
    hand, place = "👉 " if context.layout.signs else "", context.network.link
    if place == "words":
        spans = (
            (Span(hand), Span(context.brief.action, url=context.link))
            if hand
            else (Span(context.brief.action, url=context.link),)
        )
        return ((Part("action", spans),),)
    said = context.say.text(f"link.{place}", action=context.brief.action, link=context.link)
    return ((part("action", f"{hand}{said}"),),)


def _place(context: BlockContext) -> Block:
    sign = "📍 " if context.layout.signs else ""
    return _one("place", f"{sign}{context.brief.place}" if context.brief.place else None)


def _minutes(context: BlockContext) -> Block:
    return _one("minutes", context.brief.minutes)


def _disclosure(context: BlockContext) -> Block:
    return _one("disclosure", context.brief.disclosure)


def _tags(context: BlockContext) -> Block:
    tags = context.brief.hashtags[: context.network.hashtags]
    return (tuple(part("hashtag", f"#{tag}") for tag in tags),) if tags else ()


def _one(name: str, text: str | None) -> Block:
    return ((part(name, text),),) if text else ()


BLOCKS: Final[Mapping[str, Callable[[BlockContext], Block]]] = MappingProxyType(
    {
        "summary": _summary,
        "includes": _includes,
        "tiers": _tiers,
        "audience": _audience,
        "delivery": _delivery,
        "steps": _steps,
        "proof": _proof,
        "case": _case,
        "terms": _terms,
        "seats": _seats,
        "action": _action,
        "place": _place,
        "minutes": _minutes,
        "disclosure": _disclosure,
        "tags": _tags,
    }
)
"""Every block except the opening, which is fitted above the fold in site_gen/social/opening.py."""
