"""What goes with a post: status lines, a title, a first comment, words for the picture; and what takes its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from site_gen.model.declaration import address
from site_gen.model.legal import FORBIDDEN_NETWORKS, Rule, verdict
from site_gen.model.offer import Offer
from site_gen.model.site import Site
from site_gen.problems import Severity
from site_gen.social.fitting import Block, Draft, listed, part
from site_gen.social.opening import hook_of, sale
from site_gen.social.phrases import sentence
from site_gen.social.post import Desk, Post, Written


def extras(desk: Desk, notes: list[str]) -> Iterator[Written]:
    """Yield the texts that go with a post; what can't be written is noted."""
    rules = desk.network.rules
    if rules.title:
        title = next(
            (text for text in (desk.brief.title, desk.brief.short_title) if text and desk.fits(text, rules.title)),
            None,
        )
        if title:
            yield desk.written("title", title, rules.title)
        else:
            notes.append(f"the title doesn't fit {desk.network.name}'s {rules.title}: {_shorter(desk)}")
    if rules.status and desk.brief.kind != "article":
        status = next((text for text in status_lines(desk) if desk.fits(text, rules.status or 0)), None)
        if status:
            yield desk.written("status", status, rules.status)
        else:
            notes.append(f"no status line fits {desk.network.name}'s {rules.status}: {_shorter(desk)}")
    if rules.comment:
        comment = _comment(desk, rules.comment)
        if comment:
            yield desk.written("first-comment", comment, rules.comment)
    alt = desk.brief.alt or sale(desk.brief, title=desk.brief.title, until=_until(desk))
    yield Written("alt", alt, len(alt), 0, "code-points")


def _shorter(desk: Desk) -> str:
    return "shorten it" if desk.brief.kind == "article" else "add short_title:, or shorten it"


def _until(desk: Desk) -> str | None:
    return desk.brief.deadline.until if desk.brief.deadline else None


def status_lines(desk: Desk) -> Iterator[str]:
    """Yield a status in one line, the richest first: what, price, until when and the link are in each."""
    brief, deadline = desk.brief, desk.brief.deadline
    short = deadline.until_short if deadline else None
    said = sale(brief, title=brief.title, until=_until(desk))
    action = desk.say.text("link.text", action=brief.action, link=desk.link.short)
    full = f" {brief.seats}" if brief.sold_out else ""
    if brief.seats and not full:
        yield f"{said} {brief.seats} {action}"
    yield f"{said}{full} {action}"
    yield f"{said}{full} {desk.link.short}"
    for title in (brief.title, brief.short_title):
        if title:
            yield f"{sale(brief, title=title, until=short)}{full} {desk.link.short}"


def _comment(desk: Desk, limit: int) -> str | None:
    """Return a first comment: what is not included, and where the terms are."""
    place = desk.network.link
    key = "terms" if place in {"text", "words"} else f"terms.{place}"
    where: Block = ((part("action", desk.say.text(key, link=desk.link.short)),),)
    draft = Draft((listed(desk.say.text("excludes"), "benefit", desk.brief.excludes), where))
    if desk.brief.kind == "article" or (not desk.brief.excludes and place in {"bio", "field"}):
        return None
    fits: Callable[[Draft], bool] = lambda made: desk.fits(made.text(), limit)  # noqa: E731
    fitted = draft.shortened(fits)
    return fitted.text() if fitted else None


def remarks(desk: Desk, *, above_fold: bool) -> Iterator[str]:
    """Yield what the owner should know before pinning."""
    brief, variant = desk.brief, desk.variant
    if variant != "offer" and hook_of(brief, variant) is None:
        missing = "problem:" if variant == "problem" else "case with a result that fits (proof:)"
        yield f"{brief.file} has no {missing}, so the offer itself opens the post"
    if brief.sold_out:
        yield f"{brief.file} has no places left (seats:), so there is nothing to pin it for"
    yield from _legal_remarks(desk)
    if not above_fold and brief.price:
        yield (
            f"what, price and deadline are not all before the fold of {desk.network.name} "
            f"({desk.network.rules.fold} characters): {_shorter(desk)}"
        )


def _legal_remarks(desk: Desk) -> Iterator[str]:
    """Say where the profile of law forbids an advertisement, or asks for a mark that the offer doesn't have."""
    profile, network = desk.main.legal.profile, desk.network
    place, mark = verdict(Rule.AD_PLACE, profile), verdict(Rule.AD_MARK, profile)
    if place and network.id in FORBIDDEN_NETWORKS.get(profile, ()):
        yield f"advertising on {network.name} is forbidden to those who follow these rules ({place.basis})"
    if mark and mark.severity is Severity.ERROR and desk.brief.kind != "article" and not desk.brief.disclosure:
        yield f"{desk.brief.file} has no ad_disclosure:, which an advertisement needs ({mark.basis})"


def closed_text(site: Site, desk: Desk, offer: Offer) -> str:
    """Return what to put in place of a pinned offer that has closed: that it has, and where the open ones are."""
    say, ends = desk.say, offer.ends
    home = address(site, desk.brief.language, "offers/")
    over = say.dated("closed", say.instant(ends), title=desk.brief.title) if ends else ""
    short = say.dated("closed.short", say.instant(ends)) if ends else ""
    offers = say.text("closed.offers.bio" if desk.network.link == "bio" else "closed.offers", link=home)
    texts = [f"{sentence(said)}\n{offers}" for said in (over, short) if said]
    return next((text for text in texts if desk.network.fits(text, desk.network.limit)), texts[-1] if texts else offers)


def closed_post(site: Site, desk: Desk, offer: Offer) -> Post:
    """Return the post that takes a closed offer's place."""
    text = closed_text(site, desk, offer)
    return Post(
        network=desk.network.id,
        name=desk.network.name,
        offer=desk.brief.slug,
        folder=desk.brief.folder,
        language=desk.brief.language,
        variant=desk.variant,
        link=desk.link,
        texts=(desk.written("post", text, desk.network.limit),),
        price=desk.brief.price,
        deadline=desk.brief.deadline.until_full if desk.brief.deadline else None,
        notes=("the offer is closed: this takes the place of what is pinned",),
    )
