"""What goes with a post: status lines, a title, a first comment, words for the picture; and what takes its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

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
    """Yield the texts that go with a post; what can't be written is noted."""
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
    """Yield a status in one line, the richest first: what, price, until when and the link are in each."""
    brief, deadline = context.brief, context.brief.deadline
    short = deadline.until_short if deadline else None
    said = sale(brief, title=brief.title, until=_until(context))
    action = context.say.text("link.text", action=brief.action, link=context.link.short)
    full = f" {brief.seats}" if brief.sold_out else ""
    if brief.seats and not full:
        yield f"{said} {brief.seats} {action}"
    yield f"{said}{full} {action}"
    yield f"{said}{full} {context.link.short}"
    for title in (brief.title, brief.short_title):
        if title:
            yield f"{sale(brief, title=title, until=short)}{full} {context.link.short}"


def _comment(context: PostContext, limit: int) -> str | None:
    """Return a first comment: what is not included, and where the terms are."""
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
    """Yield what the owner should know before pinning."""
    brief, variant = context.brief, context.variant
    if variant != "offer" and hook_of(brief, variant) is None:
        missing = "problem:" if variant == "problem" else "case with a result that fits (proof:)"
        yield f"{brief.file} has no {missing}, so the offer itself opens the post"
    if brief.sold_out:
        yield f"{brief.file} has no places left (seats:), so there is nothing to pin it for"
    yield from _legal_remarks(context)
    if not above_fold and brief.price:
        yield (
            f"what, price and deadline are not all before the fold of {context.network.name} "
            f"({context.network.rules.fold} characters): {_shorter(context)}"
        )


def _legal_remarks(context: PostContext) -> Iterator[str]:
    """Say where the profile of law forbids an advertisement, or asks for a mark that the offer doesn't have."""
    profile, network = context.main.legal.profile, context.network
    place, mark = verdict(Rule.AD_PLACE, profile), verdict(Rule.AD_MARK, profile)
    if place and network.id in FORBIDDEN_NETWORKS.get(profile, ()):
        yield f"advertising on {network.name} is forbidden to those who follow these rules ({place.basis})"
    if mark and mark.severity is Severity.ERROR and context.brief.kind != "article" and not context.brief.disclosure:
        yield f"{context.brief.file} has no ad_disclosure:, which an advertisement needs ({mark.basis})"


def closed_text(site: Site, context: PostContext, offer: Offer) -> str:
    """Return what to put in place of a pinned offer that has closed: that it has, and where the open ones are."""
    say, ends = context.say, offer.ends
    home = page_address(site.main, context.brief.language, OFFERS)
    over = say.dated("closed", say.instant(ends), title=context.brief.title) if ends else ""
    short = say.dated("closed.short", say.instant(ends)) if ends else ""
    offers = say.text("closed.offers.bio" if context.network.link == "bio" else "closed.offers", link=home)
    texts = [f"{sentence(said)}\n{offers}" for said in (over, short) if said]
    return next(
        (text for text in texts if context.network.fits(text, context.network.limit)), texts[-1] if texts else offers
    )


def closed_post(site: Site, context: PostContext, offer: Offer) -> Post:
    """Return the post that takes a closed offer's place."""
    text = closed_text(site, context, offer)
    return Post(
        network=context.network.id,
        name=context.network.name,
        offer=context.brief.slug,
        folder=context.brief.folder,
        language=context.brief.language,
        variant=context.variant,
        link=context.link,
        texts=(context.written("post", text, context.network.limit),),
        price=context.brief.price,
        deadline=context.brief.deadline.until_full if context.brief.deadline else None,
        notes=("the offer is closed: this takes the place of what is pinned",),
    )
