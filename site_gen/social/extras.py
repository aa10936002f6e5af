"""Texts that accompany a post: status line, title, first comment, alternative text; and the post that replaces it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from site_gen.model.facts import OfferStatus
from site_gen.model.legal import FORBIDDEN_NETWORKS, Rule, verdict
from site_gen.model.offer import Offer
from site_gen.model.routes import OFFERS, page_address
from site_gen.model.site import Site
from site_gen.problems import Severity
from site_gen.social.fitting import Block, PostDraft, listed, part
from site_gen.social.opening import hook_of, sale
from site_gen.social.phrases import sentence
from site_gen.social.post import Post, PostContext, PostText


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
            notes.append(f"the title doesn't fit {context.network.name}'s {rules.title}: {_shorter(context)}")
    if rules.status and context.brief.kind != "article":
        status = next((text for text in status_lines(context) if context.fits(text, rules.status or 0)), None)
        if status:
            yield context.written("status", status, rules.status)
        else:
            notes.append(f"no status line fits {context.network.name}'s {rules.status}: {_shorter(context)}")
    if rules.comment:
        comment = _comment(context, rules.comment)
        if comment:
            yield context.written("first-comment", comment, rules.comment)
    alt = context.brief.alt or sale(context.brief, title=context.brief.title, until=_until(context))
    yield PostText("alt", alt, len(alt), 0, "code-points")


def _shorter(context: PostContext) -> str:
    return "shorten it" if context.brief.kind == "article" else "add short_title:, or shorten it"


def _until(context: PostContext) -> str | None:
    return context.brief.deadline.until if context.brief.deadline else None


def status_lines(context: PostContext) -> Iterator[str]:
    """Yield one-line statuses, the most detailed first; each has title, price, deadline and link."""
    brief, deadline = context.brief, context.brief.deadline
    short = deadline.until_short if deadline else None
    said = sale(brief, title=brief.title, until=_until(context))
    action = context.say.text("link.text", action=brief.action, link=context.link.short)
    if brief.seats:
        yield f"{said} {brief.seats} {action}"
    yield f"{said} {action}"
    yield f"{said} {context.link.short}"
    for title in (brief.title, brief.short_title):
        if title:
            yield f"{sale(brief, title=title, until=short)} {context.link.short}"


def _comment(context: PostContext, limit: int) -> str | None:
    """Return a first comment: what is not included, and a link to the terms."""
    place = context.network.link
    key = "terms" if place in {"text", "words"} else f"terms.{place}"
    where: Block = ((part("action", context.say.text(key, link=context.link.short)),),)
    draft = PostDraft((listed(context.say.text("excludes"), "benefit", context.brief.excludes), where))
    if context.brief.kind == "article" or (not context.brief.excludes and place in {"bio", "field"}):
        return None
    fits: Callable[[PostDraft], bool] = lambda made: context.fits(made.text(), limit)  # noqa: E731
    fitted = draft.shortened(fits)
    return fitted.text() if fitted else None


def remarks(context: PostContext, *, above_fold: bool) -> Iterator[str]:
    """Yield notes that the owner should read before pinning."""
    brief, variant = context.brief, context.variant
    if variant != "offer" and hook_of(brief, variant) is None:
        missing = "problem:" if variant == "problem" else "case with a result that fits (proof:)"
        yield f"{brief.file} has no {missing}, so the offer itself opens the post"
    yield from _legal_remarks(context)
    if not above_fold and brief.price:
        yield (
            f"what, price and deadline are not all before the fold of {context.network.name} "
            f"({context.network.rules.fold} characters): {_shorter(context)}"
        )


def _legal_remarks(context: PostContext) -> Iterator[str]:
    """Yield a note if the legal profile forbids advertising on the network, or requires a label that is missing."""
    profile, network = context.main.legal.profile, context.network
    place, mark = verdict(Rule.AD_PLACE, profile), verdict(Rule.AD_MARK, profile)
    if place and network.id in FORBIDDEN_NETWORKS.get(profile, ()):
        yield f"advertising on {network.name} is forbidden to those who follow these rules ({place.basis})"
    if mark and mark.severity is Severity.ERROR and context.brief.kind != "article" and not context.brief.disclosure:
        yield f"{context.brief.file} has no ad_disclosure:, which an advertisement needs ({mark.basis})"


CLOSING: Final = frozenset({OfferStatus.CLOSED, OfferStatus.SOLD_OUT})
"""An offer with such a status is no longer pinned: a closing text replaces it."""


def closing_text(site: Site, context: PostContext, offer: Offer) -> str:
    """Return the text that replaces a pinned offer that is closed or sold out, with a link to the open offers.

    If the offer is sold out and has a waiting list, the text links to it.
    """
    say = context.say
    home = page_address(site.main, context.brief.language, OFFERS)
    bio = context.network.link == "bio"
    ends = [say.text("closed.offers.bio" if bio else "closed.offers", link=home)]
    if context.brief.status is OfferStatus.SOLD_OUT and offer.waiting_list and not bio:
        ends.insert(0, say.text("sold_out.waiting_list", link=offer.waiting_list))
    texts = ["\n".join([sentence(said), *ends]) for said in _closing_words(context, offer)]
    return next((text for text in texts if context.network.fits(text, context.network.limit)), texts[-1])


def _closing_words(context: PostContext, offer: Offer) -> Iterator[str]:
    """Yield the closing words of an offer, in full and shortened."""
    say, title = context.say, context.brief.title
    if context.brief.status is OfferStatus.SOLD_OUT:
        yield say.text("sold_out", title=title)
        yield say.text("sold_out.short")
    elif offer.ends is not None:
        yield say.dated("closed", say.instant(offer.ends), title=title)
        yield say.dated("closed.short", say.instant(offer.ends))


def closing_post(site: Site, context: PostContext, offer: Offer) -> Post:
    """Return the post that replaces an offer that is closed or sold out."""
    brief, text = context.brief, closing_text(site, context, offer)
    what = "sold out" if brief.status is OfferStatus.SOLD_OUT else "closed"
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
        notes=(f"the offer is {what}: this takes the place of what is pinned",),
    )
