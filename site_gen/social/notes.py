"""Notes on posts for their owner: what has no room, what a variant can't have, what a network or a law says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from site_gen.messages import m, plural
from site_gen.model.legal import FORBIDDEN_NETWORKS, Rule, verdict
from site_gen.problems import Severity
from site_gen.social.addresses import x_addresses
from site_gen.social.brief import USEFUL
from site_gen.social.opening import Opening, hook_of
from site_gen.social.post import PostContext

_MENTION: Final = re.compile(r"(?<![\w@.])@\w[\w.]*\w")


def shorter(context: PostContext) -> str:
    """Return how its owner can make an offer, article or case fit."""
    if context.brief.short_title:
        return m("shorten short_title:")
    return m("shorten it") if context.brief.kind in USEFUL else m("add short_title:, or shorten it")


def remarks(context: PostContext, opening: Opening, *, hook_kept: bool) -> Iterator[str]:
    """Yield notes that the owner should read before pinning. `hook_kept` says whether the hook is in the post."""
    brief, name, fold = context.brief, context.network.name, context.network.rules.fold
    yield from _hook_remarks(context, opening, hook_kept=hook_kept)
    yield from _live_names(brief.title)
    yield from _legal_remarks(context)
    if not opening.above_fold and brief.kind in USEFUL:
        yield m(
            "the title is not whole before the fold of {network} ({fold} characters): shorten it",
            network=name,
            fold=fold,
        )
    elif not opening.above_fold and brief.price:
        advice = m("that is the price of this variant") if opening.hook_first and hook_kept else shorter(context)
        yield m(
            "what, price and deadline are not all before the fold of {network} ({fold} characters): {advice}",
            network=name,
            fold=fold,
            advice=advice,
        )


def _live_names(title: str) -> Iterator[str]:
    """Yield a note for a name and for an address in a title, which most networks make live."""
    for name in _MENTION.findall(title)[:1]:
        yield m(
            "'{name}' in the title becomes a mention on most networks: say it in words if it isn't meant to", name=name
        )
    for address in x_addresses(title)[:1]:
        yield m(
            "'{address}' in the title becomes a link on most networks: say it in words if it isn't meant to",
            address=title[address.start : address.end],
        )


def _hook_remarks(context: PostContext, opening: Opening, *, hook_kept: bool) -> Iterator[str]:
    """Yield a note where a variant's hook doesn't open the post."""
    brief, name, is_result = context.brief, context.network.name, context.variant == "result"
    if context.variant == "offer":
        return
    if hook_of(brief, context.variant) is None:
        yield (
            m(
                "{file} has no case with a result that fits (proof:), so the offer itself opens the post",
                file=brief.file,
            )
            if is_result
            else m("{file} has no problem:, so the offer itself opens the post", file=brief.file)
        )
    elif not hook_kept:
        advice = m("shorten it") if brief.short_title else m("shorten it, or add short_title:")
        yield (
            m(
                "the result has no room on {network}, so the post is that of the offer: {advice}",
                network=name,
                advice=advice,
            )
            if is_result
            else m(
                "the problem has no room on {network}, so the post is that of the offer: {advice}",
                network=name,
                advice=advice,
            )
        )
    elif not opening.hook_first:
        fold = context.network.rules.fold
        yield (
            m(
                "the result is longer than the fold of {network} ({fold} characters), so it follows the offer",
                network=name,
                fold=fold,
            )
            if is_result
            else m(
                "the problem is longer than the fold of {network} ({fold} characters), so it follows the offer",
                network=name,
                fold=fold,
            )
        )


Shown = Mapping[str, int | None]
"""How many hashtags each text of a post shows; None for a text that never has any."""


def left_out(context: PostContext, shown: Shown) -> Iterator[str]:
    """Yield a note if texts have fewer hashtags than the offer, texts that show as many in one."""
    have, name, most = len(context.brief.hashtags), context.network.name, context.network.hashtags
    for count in dict.fromkeys(shown.values()):
        if count is None or not most or count >= have:
            continue
        roles = {role for role in shown if shown[role] == count}
        reason = m("{most} at most", most=most) if count == most else m("{most} at most, if they have room", most=most)
        gone, values = have - count, {"have": have, "network": name, "reason": reason}
        if len(roles) > 1:
            yield plural(
                "{count} of {have} hashtags is not in the post or the caption for {network} ({reason})",
                "{count} of {have} hashtags are not in the post or the caption for {network} ({reason})",
                count=gone,
                **values,
            )
        elif roles == {"caption"}:
            yield plural(
                "{count} of {have} hashtags is not in the caption for {network} ({reason})",
                "{count} of {have} hashtags are not in the caption for {network} ({reason})",
                count=gone,
                **values,
            )
        else:
            yield plural(
                "{count} of {have} hashtags is not in the post for {network} ({reason})",
                "{count} of {have} hashtags are not in the post for {network} ({reason})",
                count=gone,
                **values,
            )


def _legal_remarks(context: PostContext) -> Iterator[str]:
    """Yield a note if the legal profile forbids advertising on the network, or requires a label that is missing."""
    profile, network = context.main.legal.profile, context.network
    place, mark = verdict(Rule.AD_PLACE, profile), verdict(Rule.AD_MARK, profile)
    if place and network.id in FORBIDDEN_NETWORKS.get(profile, ()):
        yield m(
            "advertising on {network} is forbidden to those who follow these rules ({basis})",
            network=network.name,
            basis=place.basis,
        )
    if mark and mark.severity is Severity.ERROR and context.brief.kind not in USEFUL and not context.brief.disclosure:
        yield m(
            "{file} has no ad_disclosure:, which an advertisement needs ({basis})",
            file=context.brief.file,
            basis=mark.basis,
        )
