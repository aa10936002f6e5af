"""Selects the posts to write: of all open offers or of a named thing, in which languages, for which networks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from site_gen.model.case import Case
from site_gen.model.content import Article
from site_gen.model.facts import OfferStatus, offer_facts, offer_status
from site_gen.model.finding import Finding
from site_gen.model.offer import Offer
from site_gen.model.site import Site, Translated
from site_gen.problems import Severity
from site_gen.social.brief import Brief, offer_brief, phrases_of
from site_gen.social.content_briefs import useful_brief
from site_gen.social.extras import CLOSING, closing_post
from site_gen.social.networks import chosen_networks, social_networks
from site_gen.social.opening import Variant
from site_gen.social.post import Post, PostContext, TooLongError
from site_gen.social.threads import write_thread
from site_gen.social.writing import write_post


@dataclass(frozen=True, slots=True)
class PostSelection:
    """The requested posts; () for languages and networks means all of the project's. `thread`: as numbered threads."""

    networks: Sequence[str] = ()
    languages: Sequence[str] = ()
    variant: Variant = "offer"
    thread: bool = False


def open_offers(site: Site, now: datetime) -> tuple[Translated[Offer], ...]:
    """Return the offers that can be taken at `now`, sorted by end, then by name."""
    live = (source for source in site.offers if offer_status(source.original, now) is OfferStatus.LIVE)
    return tuple(sorted(live, key=_order))


def _order(source: Translated[Offer]) -> tuple[bool, float, str]:
    ends = source.original.ends
    return (ends is None, ends.timestamp() if ends else 0.0, source.slug)


def offer_posts(
    site: Site, source: Translated[Offer], choice: PostSelection, now: datetime
) -> Iterator[Post | Finding]:
    """Yield an offer's posts, and a finding for each post that can't be made to fit.

    For an offer that is closed or sold out at `now`, yield the text that replaces the pinned post.
    """
    for language in _languages(site, choice, source):
        facts = offer_facts(site, source, language, now)
        this_year = now.astimezone(site.main.zone).year
        brief = offer_brief(site, source, facts, this_year)
        for context in post_contexts(site, brief, choice):
            if brief.status in CLOSING:
                yield closing_post(context, source.versions[language])
            else:
                yield _post(context, choice)


def useful_posts(
    site: Site, source: Translated[Article] | Translated[Case], choice: PostSelection
) -> Iterator[Post | Finding]:
    """Yield the posts of an article or a case, and a finding for each that can't be made to fit."""
    for language in _languages(site, choice, source):
        for context in post_contexts(site, useful_brief(site, source, language), choice):
            yield _post(context, choice)


def _languages(site: Site, choice: PostSelection, source: Translated[object]) -> list[str]:
    return [language for language in (choice.languages or site.main.languages) if language in source.versions]


def post_contexts(site: Site, brief: Brief, choice: PostSelection) -> Iterator[PostContext]:
    """Yield the context of a post for each chosen network."""
    networks = social_networks(site.main)
    say = phrases_of(site, brief.language)
    for id_ in choice.networks or chosen_networks(site.main):
        yield PostContext(site.main, brief, networks[id_], say, choice.variant)


def _post(context: PostContext, choice: PostSelection) -> Post | Finding:
    try:
        return write_thread(context) if choice.thread else write_post(context)
    except TooLongError as error:
        return error.finding


def limit_findings(site: Site, now: datetime) -> Iterator[Finding]:
    """Find open and coming offers whose posts don't fit a network of site.yaml: a warning for each."""
    for source in site.offers:
        if offer_status(source.original, now) in {OfferStatus.DRAFT, OfferStatus.CLOSED}:
            continue
        for found in offer_posts(site, source, PostSelection(), now):
            if isinstance(found, Finding):
                yield Finding(found.file, found.path, found.message, found.hint, Severity.WARNING)
