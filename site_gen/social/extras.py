"""Texts that accompany a post: status line, title, first comment, alternative text; and the post that replaces it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from site_gen.messages import m, plural
from site_gen.model.facts import OfferStatus
from site_gen.model.legal import FORBIDDEN_NETWORKS, Rule, verdict
from site_gen.model.offer import Offer
from site_gen.problems import Severity
from site_gen.social.addresses import x_addresses
from site_gen.social.brief import USEFUL
from site_gen.social.fitting import Block, PostDraft, listed, part
from site_gen.social.opening import Opening, hook_of, sale
from site_gen.social.phrases import labelled, sentence
from site_gen.social.post import Post, PostContext, PostText

_MENTION: Final = re.compile(r"(?<![\w@.])@\w[\w.]*\w")


def extras(context: PostContext, notes: list[str]) -> Iterator[PostText]:
    """Yield the texts that accompany a post; texts that don't fit are reported in `notes`."""
    rules = context.network.rules
    if rules.title:
        title = next(
            (
                text
                for text in (context.brief.title, context.brief.short_title)
                if text and context.fits(text, rules.title)
            ),
            None,
        )
        if title:
            yield context.written("title", title, rules.title)
        else:
            notes.append(
                m(
                    "the title doesn't fit {name}'s {limit}: {advice}",
                    name=context.network.name,
                    limit=rules.title,
                    advice=_shorter(context),
                )
            )
    if rules.status and context.brief.kind not in USEFUL:
        status = next((text for text in status_lines(context) if context.fits(text, rules.status or 0)), None)
        if status:
            yield context.written("status", status, rules.status)
        else:
            notes.append(
                m(
                    "no status line fits {name}'s {limit}: {advice}",
                    name=context.network.name,
                    limit=rules.status,
                    advice=_shorter(context),
                )
            )
    if rules.comment:
        comment = _comment(context, rules.comment)
        if comment:
            yield context.written("first-comment", comment, rules.comment)
    alt = context.brief.alt or sale(context.brief, title=context.brief.title, until=_until(context))
    yield PostText("alt", alt, len(alt), 0, "code-points")


def _shorter(context: PostContext) -> str:
    if context.brief.short_title:
        return m("shorten short_title:")
    return m("shorten it") if context.brief.kind in USEFUL else m("add short_title:, or shorten it")


def _until(context: PostContext) -> str | None:
    """Return the deadline with its zone, as the end of a sale."""
    deadline = context.brief.deadline
    return f"{deadline.said} {deadline.zone}".rstrip() if deadline else None


def status_lines(context: PostContext) -> Iterator[str]:
    """Yield one-line statuses, the most detailed first; each has title, price, deadline and link."""
    brief, deadline = context.brief, context.brief.deadline
    ends = (deadline.said, deadline.said_short) if deadline else (None,)
    said = sale(brief, title=brief.title, until=_until(context))
    action = labelled(brief.action, context.link.short)
    if brief.seats:
        yield f"{said} {brief.seats} {action}"
    yield f"{said} {action}"
    yield f"{said} {context.link.short}"
    for title in (brief.title, brief.short_title):
        if title:
            yield from (f"{sale(brief, title=title, until=end)} {context.link.short}" for end in ends)


def _comment(context: PostContext, limit: int) -> str | None:
    """Return a first comment: what is not included, and a link to the terms; of an article or a case, the link."""
    place = context.network.link
    if context.brief.kind in USEFUL:
        return _useful_comment(context, limit) if place in {"text", "words"} else None
    key = "terms" if place in {"text", "words"} else f"terms.{place}"
    where: Block = ((part("action", context.say.text(key, link=context.link.short)),),)
    draft = PostDraft((listed(context.say.text("excludes"), "benefit", context.brief.excludes), where))
    if not context.brief.excludes and place in {"bio", "field"}:
        return None
    fits: Callable[[PostDraft], bool] = lambda made: context.fits(made.text(), limit)  # noqa: E731
    fitted = draft.shortened(fits)
    return fitted.text() if fitted else None


def _useful_comment(context: PostContext, limit: int) -> str | None:
    link, say = context.link.short, context.say
    is_case = context.brief.kind == "case"
    text = say.text("comment.case", link=link) if is_case else say.text("comment.article", link=link)
    return text if context.fits(text, limit) else None


def remarks(context: PostContext, opening: Opening, *, hook_kept: bool) -> Iterator[str]:
    """Yield notes that the owner should read before pinning. `hook_kept` says whether the hook is in the post."""
    brief, name, fold = context.brief, context.network.name, context.network.rules.fold
    yield from _hook_remarks(context, opening, hook_kept=hook_kept)
    title = brief.title
    for what, names in (
        (m("a mention"), _MENTION.findall(title)),
        (m("a link"), [title[each.start : each.end] for each in x_addresses(title)]),
    ):
        if names:
            yield m(
                "'{name}' in the title becomes {what} on most networks: say it in words if it isn't meant to",
                name=names[0],
                what=what,
            )
    yield from _legal_remarks(context)
    if not opening.above_fold and brief.kind in USEFUL:
        yield m(
            "the title is not whole before the fold of {name} ({fold} characters): shorten it", name=name, fold=fold
        )
    elif not opening.above_fold and brief.price:
        advice = m("that is the price of this variant") if opening.hook_first and hook_kept else _shorter(context)
        yield m(
            "what, price and deadline are not all before the fold of {name} ({fold} characters): {advice}",
            name=name,
            fold=fold,
            advice=advice,
        )


def _hook_remarks(context: PostContext, opening: Opening, *, hook_kept: bool) -> Iterator[str]:
    """Yield a note where a variant's hook doesn't open the post."""
    brief, variant, name = context.brief, context.variant, context.network.name
    hook = hook_of(brief, variant)
    if variant == "offer":
        return
    if hook is None:
        missing = "problem:" if variant == "problem" else m("case with a result that fits (proof:)")
        yield m("{file} has no {missing}, so the offer itself opens the post", file=brief.file, missing=missing)
    elif not hook_kept:
        advice = m("shorten it") if brief.short_title else m("shorten it, or add short_title:")
        yield m(
            "the {variant} has no room on {name}, so the post is that of the offer: {advice}",
            variant=variant,
            name=name,
            advice=advice,
        )
    elif not opening.hook_first:
        fold = context.network.rules.fold
        yield m(
            "the {variant} is longer than the fold of {name} ({fold} characters), so it follows the offer",
            variant=variant,
            name=name,
            fold=fold,
        )


def left_out(context: PostContext, role: str, shown: int | None) -> Iterator[str]:
    """Yield a note if a text has fewer hashtags than the offer; `shown` is None for a text that never has any."""
    have, name = len(context.brief.hashtags), context.network.name
    most = context.network.hashtags
    if shown is not None and most and shown < have:
        reason = m("{most} at most", most=most) if shown == most else m("{most} at most, if they have room", most=most)
        yield plural(
            "{count} of {all} hashtags is not in the text for {name}: {role} ({reason})",
            "{count} of {all} hashtags are not in the text for {name}: {role} ({reason})",
            count=have - shown, all=have, role=role, name=name, reason=reason,
        )  # fmt: skip


def _legal_remarks(context: PostContext) -> Iterator[str]:
    """Yield a note if the legal profile forbids advertising on the network, or requires a label that is missing."""
    profile, network = context.main.legal.profile, context.network
    place, mark = verdict(Rule.AD_PLACE, profile), verdict(Rule.AD_MARK, profile)
    if place and network.id in FORBIDDEN_NETWORKS.get(profile, ()):
        yield m(
            "advertising on {name} is forbidden to those who follow these rules ({basis})",
            name=network.name,
            basis=place.basis,
        )
    if mark and mark.severity is Severity.ERROR and context.brief.kind not in USEFUL and not context.brief.disclosure:
        yield m(
            "{file} has no ad_disclosure:, which an advertisement needs ({basis})",
            file=context.brief.file,
            basis=mark.basis,
        )


CLOSING: Final = frozenset({OfferStatus.CLOSED, OfferStatus.SOLD_OUT})
"""An offer with such a status is no longer pinned: a closing text replaces it."""


def closing_text(context: PostContext, offer: Offer) -> str:
    """Return the text that replaces a pinned offer that is closed or sold out.

    Its link is that of the pinned post, whose page now says what is open instead. If the offer is sold out and has a
    waiting list, the text links to that, too.
    """
    say, place = context.say, context.network.link
    if place in {"bio", "field"}:
        ends = [say.text(f"closed.offers.{place}")]
    else:
        ends = [say.text("closed.offers", link=context.link.short)]
        if context.brief.status is OfferStatus.SOLD_OUT and offer.waiting_list:
            ends.insert(0, say.text("sold_out.waiting_list", link=offer.waiting_list))
    link = "\n".join(ends)
    texts = [f"{sentence(said)}{gap}{link}" for said in _closing_words(context, offer) for gap in ("\n\n", "\n")]
    return next((text for text in texts if context.network.fits(text, context.network.limit)), texts[-1])


def _closing_words(context: PostContext, offer: Offer) -> Iterator[str]:
    """Yield the closing words of an offer, in full and shortened. The last day is enough; with its year, as it may be
    read long after."""
    say, title = context.say, context.say.quoted(context.brief.title)
    if context.brief.status is OfferStatus.SOLD_OUT:
        yield say.text("sold_out", title=title)
        yield say.text("sold_out.short")
    elif offer.ends is not None:
        yield say.dated("closed", say.last_day(offer.ends), title=title)
        yield say.dated("closed.short", say.last_day(offer.ends))


def closing_post(context: PostContext, offer: Offer) -> Post:
    """Return the post that replaces an offer that is closed or sold out."""
    brief, text = context.brief, closing_text(context, offer)
    is_sold_out = brief.status is OfferStatus.SOLD_OUT
    note = m("the offer is sold out: this takes the place of what is pinned")
    note = note if is_sold_out else m("the offer is closed: this takes the place of what is pinned")
    return Post(
        network=context.network.id,
        name=context.network.name,
        offer=brief.slug,
        folder=brief.folder,
        language=brief.language,
        variant=context.variant,
        link=context.link,
        texts=(context.written("post", text, context.network.limit),),
        price=brief.price.text if brief.price else None,
        deadline=brief.deadline.until_full if brief.deadline else None,
        promise=brief.promise,
        notes=(note,),
    )
