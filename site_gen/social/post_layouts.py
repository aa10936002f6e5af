"""How a post of each network is built: which blocks, in which order. One row a network, and one for an owner's own."""

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
class Form:
    """The blocks of a post.

    `dense`: no blank lines, and the deadline with its zone stands in the sale itself. `signs`: signs lead the eye.
    """

    blocks: tuple[str, ...]
    dense: bool = False
    signs: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """What the blocks are made of. `hooked` says that the proof already opens the post."""

    brief: Brief
    network: SocialNetwork
    form: Form
    say: Phrases
    link: str
    hooked: bool = False


_END: Final = ("terms", "action", "place", "disclosure", "tags")
_LONG: Final = ("opening", "summary", "includes", "tiers", "audience", "delivery", "steps", "case", *_END)
_MIDDLE: Final = ("opening", "summary", "includes", "tiers", "proof", *_END)
_SHORT: Final = ("opening", "includes", "tiers", "proof", *_END)
_MESSAGE: Final = ("opening", "includes", "tiers", "terms", "action", "disclosure")
_ONE_PIECE: Final = ("opening", "proof", "seats", "action", "disclosure", "tags")

FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        "vk": Form(_LONG, signs=True),
        "ok": Form(_MIDDLE, signs=True),
        "instagram": Form(_SHORT, signs=True),
        "telegram": Form(("opening", "summary", "includes", "tiers", "delivery", "proof", *_END), signs=True),
        "whatsapp": Form(_MESSAGE, signs=True),
        "viber": Form(_MESSAGE, signs=True),
        "facebook": Form(_MIDDLE, signs=True),
        "linkedin": Form(("opening", "case", "summary", "includes", "tiers", "audience", *_END)),
        "x": Form(_ONE_PIECE, dense=True),
        "bluesky": Form(_ONE_PIECE, dense=True),
        "mastodon": Form(_ONE_PIECE, dense=True),
        "threads": Form(_ONE_PIECE, dense=True),
        "tiktok": Form(("opening", "includes", "tiers", "terms", "action", "disclosure", "tags"), signs=True),
        "youtube": Form(
            ("opening", "summary", "includes", "tiers", "proof", "terms", "action", "disclosure"), signs=True
        ),
        "pinterest": Form(("opening", "summary", "proof", "seats", "action", "disclosure", "tags"), dense=True),
    }
)
OWN: Final = Form(_MIDDLE)
CAPTION: Final = Form(("opening", "includes", "tiers", "proof", "terms", "action", "disclosure", "tags"), signs=True)

_STEPS_FIRST: Final = frozenset({"vk", "ok", "facebook", "telegram", "linkedin", "instagram", "youtube"})


def form_of(network: str, kind: str) -> Form:
    """Return how a post of an offer's kind is built for a network.

    A first step shows how it goes before it shows a case; an article has its title, what it is about and the way to it.
    """
    form = FORMS.get(network, OWN)
    if kind == "article":
        blocks: tuple[str, ...] = ("opening", "summary", "minutes", "action", "disclosure", "tags")
        return Form(blocks, dense=form.dense, signs=form.signs)
    if kind == "first-step" and network in _STEPS_FIRST:
        others = [block for block in form.blocks if block not in {"steps", "delivery", "audience"}]
        at = others.index("includes") + 1
        return Form((*others[:at], "audience", "steps", *others[at:]), dense=form.dense, signs=form.signs)
    return form


# --- blocks -----------------------------------------------------------------------------------------------------------


def _summary(job: Job) -> Block:
    return _one("summary", job.brief.summary)


def _includes(job: Job) -> Block:
    heading = job.say.text("gets" if job.brief.kind == "first-step" else "includes")
    return listed(heading, "benefit", job.brief.includes)


def _tiers(job: Job) -> Block:
    return listed(job.say.text("tiers"), "tier", job.brief.tiers)


def _audience(job: Job) -> Block:
    return listed(job.say.text("audience"), "audience", (job.brief.audience,), "") if job.brief.audience else ()


def _delivery(job: Job) -> Block:
    return listed(job.say.text("delivery"), "delivery", (job.brief.delivery,), "") if job.brief.delivery else ()


def _steps(job: Job) -> Block:
    titles = [f"{number}. {title}" for number, (title, _) in enumerate(job.brief.steps, 1)]
    return listed(job.say.text("steps"), "step", titles, "")


def _proof(job: Job) -> Block:
    return _one("proof", job.brief.proof.claim) if job.brief.proof and not job.hooked else ()


def _case(job: Job) -> Block:
    if job.brief.proof is None:
        return ()
    heading: Line = (part("heading", job.say.text("case"), heads="evidence" if job.hooked else "proof"),)
    evidence: Line = (part("evidence", job.brief.proof.evidence),)
    return (heading, evidence) if job.hooked else (heading, (part("proof", job.brief.proof.claim),), evidence)


def _terms(job: Job) -> Block:
    """Return the former price, why the deadline was moved, and until when with the zone, beside the seats."""
    brief = job.brief
    lines: list[Line] = list(_one("was", brief.was))
    if brief.extended:
        lines += listed(job.say.text("extended"), "extended", (brief.extended,), "")
    until: list[Part] = [part("deadline", brief.deadline.sentence)] if brief.deadline else []
    until += [_seats_part(brief)] if brief.seats else []
    return (*lines, tuple(until)) if until else tuple(lines)


def _seats(job: Job) -> Block:
    parts = [part("was", job.brief.was)] if job.brief.was else []
    parts += [_seats_part(job.brief)] if job.brief.seats else []
    return (tuple(parts),) if parts else ()


def _seats_part(brief: Brief) -> Part:
    """Return how many places are left; that there are none is never left out."""
    return part("sold-out" if brief.sold_out else "seats", brief.seats or "")


def _action(job: Job) -> Block:
    """Return what to do, with the link where this network wants it."""
    hand, place = "👉 " if job.form.signs else "", job.network.link
    if place == "words":
        spans = (Span(hand), Span(job.brief.action, url=job.link)) if hand else (Span(job.brief.action, url=job.link),)
        return ((Part("action", spans),),)
    said = job.say.text(f"link.{place}", action=job.brief.action, link=job.link)
    return ((part("action", f"{hand}{said}"),),)


def _place(job: Job) -> Block:
    sign = "📍 " if job.form.signs else ""
    return _one("place", f"{sign}{job.brief.place}" if job.brief.place else None)


def _minutes(job: Job) -> Block:
    return _one("minutes", job.brief.minutes)


def _disclosure(job: Job) -> Block:
    return _one("disclosure", job.brief.disclosure)


def _tags(job: Job) -> Block:
    tags = job.brief.hashtags[: job.network.hashtags]
    return (tuple(part("hashtag", f"#{tag}") for tag in tags),) if tags else ()


def _one(name: str, text: str | None) -> Block:
    return ((part(name, text),),) if text else ()


BLOCKS: Final[Mapping[str, Callable[[Job], Block]]] = MappingProxyType(
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
"""Every block but the opening, which is written to fit above the fold (site_gen/social/opening.py)."""
