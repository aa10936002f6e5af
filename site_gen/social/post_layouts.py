"""The structure of each network's posts: which blocks, in which order. One row per network, and one for others."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from site_gen.social.brief import USEFUL, Brief
from site_gen.social.fitting import Block, Part, listed, part
from site_gen.social.marked import Span
from site_gen.social.networks import SocialNetwork
from site_gen.social.phrases import Phrases, labelled, within
from site_gen.social.sentences import sentences
from site_gen.social.useful_layouts import useful_blocks


@dataclass(frozen=True, slots=True)
class PostLayout:
    """The blocks of a post.

    `tight`: every character counts, so that there are no blank lines and the zone is short. `dense`: no blank lines.
    `signs`: emoji mark the lines. `flowing`: the feed's fold may not cut a list, so a block of prose comes before it.
    `most`: a list has no more items, then "and more".
    """

    blocks: tuple[str, ...]
    dense: bool = False
    signs: bool = False
    tight: bool = False
    flowing: bool = False
    most: int = 10


@dataclass(frozen=True, slots=True)
class BlockContext:
    """What blocks are made from. `proven` says that the post already has the proof."""

    brief: Brief
    network: SocialNetwork
    layout: PostLayout
    say: Phrases
    link: str
    proven: bool = False


_END: Final = ("terms", "action", "place", "disclosure", "tags")
_WHOLE: Final = ("summary", "includes", "tiers", "audience", "delivery", "steps", "case")
_MIDDLE: Final = ("opening", "summary", "includes", "tiers", "proof", *_END)
_MESSAGE: Final = ("opening", "gist", "includes", "tiers", "proof", "terms", "action", "disclosure")
_ONE_PIECE: Final = ("opening", "summary", "proof", "seats", "action", "disclosure", "tags")
_SHORT: Final = ("opening", "summary", "benefits", "proof", "seats", "action", "disclosure", "tags")

POST_LAYOUTS: Final[Mapping[str, PostLayout]] = MappingProxyType(
    {
        "vk": PostLayout(("opening", "action", *_WHOLE, "terms", "place", "disclosure", "tags"), signs=True),
        "ok": PostLayout(_MIDDLE, signs=True),
        "instagram": PostLayout(_MIDDLE, signs=True, flowing=True),
        "telegram": PostLayout(("opening", "summary", "includes", "tiers", "delivery", "proof", *_END), signs=True),
        "whatsapp": PostLayout(_MESSAGE, signs=True, most=7),
        "viber": PostLayout(_MESSAGE, signs=True, most=7),
        "facebook": PostLayout(_MIDDLE, signs=True),
        "linkedin": PostLayout(("opening", "summary", "case", "audience", "includes", "tiers", *_END)),
        "x": PostLayout(_ONE_PIECE, dense=True, tight=True),
        "bluesky": PostLayout(_ONE_PIECE, dense=True, tight=True),
        "mastodon": PostLayout(_SHORT, most=5),
        "threads": PostLayout(_SHORT, most=5),
        "tiktok": PostLayout(
            ("opening", "action", "gist", "includes", "tiers", "terms", "disclosure", "tags"), signs=True, most=5
        ),
        "youtube": PostLayout(
            ("opening", "summary", "includes", "tiers", "proof", "terms", "action", "disclosure", "tags"), signs=True
        ),
        "pinterest": PostLayout(
            ("opening", "summary", "includes", "tiers", "proof", "was", "action", "disclosure", "tags"), most=5
        ),
    }
)
OWN: Final = PostLayout(_MIDDLE)
CAPTION: Final = PostLayout(
    ("opening", "includes", "tiers", "proof", "terms", "action", "disclosure", "tags"), signs=True, most=7
)

_POINTS: Final = re.compile("[👉👇👆👈☝➡⬇]")
_STEPS_FIRST: Final = frozenset({"vk", "ok", "facebook", "telegram", "linkedin", "instagram", "youtube"})


def layout_of(network: str, kind: str) -> PostLayout:
    """Return the layout of a post about an offer of a kind, for a network.

    A first step shows its steps before its case; articles and cases have blocks of their own.
    """
    layout = POST_LAYOUTS.get(network, OWN)
    if kind in USEFUL:
        return replace(layout, blocks=useful_blocks(network, kind))
    if kind == "first-step" and network in _STEPS_FIRST:
        others = [block for block in layout.blocks if block not in {"steps", "delivery", "audience"}]
        at = others.index("includes") + 1
        return replace(layout, blocks=(*others[:at], "audience", "steps", *others[at:]))
    return layout


# --- blocks -----------------------------------------------------------------------------------------------------------


def _summary(context: BlockContext) -> Block:
    """Return the summary; what follows its first sentence may go alone where it is that of an article or a case."""
    summary = context.brief.summary
    first, *rest = sentences(summary) if summary and context.brief.kind in USEFUL else (summary,)
    detail = (part("detail", " ".join(map(str, rest)), heads="summary"),) if rest else ()
    return ((part("summary", first), *detail),) if first else ()


def _includes(context: BlockContext) -> Block:
    heading = context.say.text("gets" if context.brief.kind == "first-step" else "includes")
    return listed(heading, "benefit", context.brief.includes, more=context.say.text("more"), most=context.layout.most)


def _gist(context: BlockContext) -> Block:
    """Return the summary in a post that is mostly a list, where there is no list."""
    return () if context.brief.includes or context.brief.tiers else _summary(context)


def _benefits(context: BlockContext) -> Block:
    """Return the benefits, in a short post that has no summary and case: both and a list are too much."""
    return () if context.brief.proof and context.brief.summary else _includes(context)


def _tiers(context: BlockContext) -> Block:
    return listed(context.say.text("tiers"), "tier", context.brief.tiers, more=context.say.text("more"))


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
    return _one("proof", context.brief.proof.labelled) if context.brief.proof and not context.proven else ()


def _case(context: BlockContext) -> Block:
    proof = context.brief.proof
    if proof is None:
        return ()
    if context.proven:
        return ((part("evidence", proof.evidence_apart),),)
    return ((part("proof", proof.labelled),), (part("evidence", proof.evidence),))


def _terms(context: BlockContext) -> Block:
    """Return the former price, the reason for an extension, and how many places are left."""
    lines = [*_was(context)]
    if context.brief.extended:
        lines += listed(context.say.text("extended"), "extended", (context.brief.extended,), "")
    return (*lines, *_one("seats", context.brief.seats))


def _was(context: BlockContext) -> Block:
    return _one("was", context.brief.was)


def _seats(context: BlockContext) -> Block:
    """Return the former price and the places left, in one line."""
    brief = context.brief
    parts = [part(name, text) for name, text in (("was", brief.was), ("seats", brief.seats)) if text]
    return (tuple(parts),) if parts else ()


def _action(context: BlockContext) -> Block:
    """Return the call to action, with the link where this network puts it."""
    action, place = context.brief.action, context.network.link
    hand = "👉 " if context.layout.signs and not _POINTS.search(action) else ""
    if place == "words":
        spans = (Span(hand), Span(action, url=context.link)) if hand else (Span(action, url=context.link),)
        return ((Part("action", spans),),)
    where = context.link if place == "text" else context.say.text(f"link.{place}")
    return ((part("action", f"{hand}{labelled(action, where)}"),),)


def _place(context: BlockContext) -> Block:
    if not context.brief.place:
        return ()
    signed = f"📍 {context.brief.place}"
    return _one(
        "place", signed if context.layout.signs else context.say.text("place", place=within(context.brief.place))
    )


def _minutes(context: BlockContext) -> Block:
    return _one("minutes", context.brief.minutes)


def _points(context: BlockContext) -> Block:
    """Return the headings of an article."""
    say = context.say
    return listed(say.text("article.points"), "point", context.brief.points, more=say.text("more"))


def _client(context: BlockContext) -> Block:
    return _one("client", context.brief.client)


def _numbers(context: BlockContext) -> Block:
    """Return the numbers of a case with their sources, and the period as long as one of them stays."""
    brief, say = context.brief, context.say
    listing = listed(say.text("case.numbers"), "number", brief.numbers)
    return (*listing, (part("period", brief.period, heads="number"),)) if brief.period and listing else listing


def _evidence(context: BlockContext) -> Block:
    return _one("source", context.brief.evidence)


def _spent(context: BlockContext) -> Block:
    return _one("spent", context.brief.spent)


def _quote(context: BlockContext) -> Block:
    return _one("quote", context.brief.quote)


def _disclosure(context: BlockContext) -> Block:
    return _one("disclosure", context.brief.disclosure)


def _tags(context: BlockContext) -> Block:
    tags = shown_tags(context.brief, context.network)
    return (tuple(part("hashtag", f"#{tag}") for tag in tags),) if tags else ()


def shown_tags(brief: Brief, network: SocialNetwork) -> tuple[str, ...]:
    """Return the hashtags of a post. Where a post has one topic, that is never a network or the niche of a client."""
    tags = brief.hashtags
    if network.hashtags == 1:
        tags = tuple(tag for tag in tags if tag.casefold() not in brief.borrowed_tags)
    return tags[: network.hashtags]


def _one(name: str, text: str | None) -> Block:
    return ((part(name, text),),) if text else ()


BLOCKS: Final[Mapping[str, Callable[[BlockContext], Block]]] = MappingProxyType(
    {
        "summary": _summary,
        "includes": _includes,
        "gist": _gist,
        "benefits": _benefits,
        "tiers": _tiers,
        "audience": _audience,
        "delivery": _delivery,
        "steps": _steps,
        "proof": _proof,
        "case": _case,
        "terms": _terms,
        "was": _was,
        "seats": _seats,
        "action": _action,
        "place": _place,
        "minutes": _minutes,
        "points": _points,
        "client": _client,
        "numbers": _numbers,
        "evidence": _evidence,
        "spent": _spent,
        "quote": _quote,
        "disclosure": _disclosure,
        "tags": _tags,
    }
)
"""Every block except the opening, which is fitted above the fold in site_gen/social/opening.py."""
