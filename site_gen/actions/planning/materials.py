"""What topics can be made of: the articles, cases, reviews, questions and offers of a site, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from site_gen.actions.planning.about import ARTICLES, CASES, OFFERS, REVIEWS, About, Things
from site_gen.model.content_plan import PostKind
from site_gen.model.facts import OfferStatus, offer_status
from site_gen.model.instants import fixed
from site_gen.model.offer import Offer
from site_gen.model.site import Site
from site_gen.render.moments import last_day
from site_gen.social.brief import phrases_of
from site_gen.social.content_briefs import headline_first, sections_of
from site_gen.social.phrases import amount_text, one_line
from site_gen.social.plan_words import PlanWords

_SECTIONS: Final = 5
_NUMBERS: Final = 3
"""How many topics one article's sections and one case's numbers may give."""


@dataclass(frozen=True, slots=True)
class Material:
    """A topic that can be proposed. `angle` counts the ways in which a thing can be shown: 0 is the first; `place`
    keeps the order of the site. `about` is None for an idea without a thing."""

    kind: PostKind
    title: str
    about: About | None
    angle: int = 0
    place: int = 0

    def fits(self, at: datetime) -> bool:
        """Whether it can be posted at an instant: an offer only while it can be taken, an article once it is public."""
        if self.about is None:
            return True
        if self.about.offer is not None:
            return offer_status(self.about.offer.original, at) is OfferStatus.LIVE
        return self.about.appears is None or self.about.appears <= at


def materials(site: Site, things: Things, words: PlanWords) -> Iterator[Material]:
    """Yield everything that a month can be made of, in the order of the site; drafts are left out."""
    for place, about in enumerate(things.known):
        if about.source is not None and about.source.original.draft:
            continue
        for angle, (kind, title) in enumerate(_topics(site, about, words)):
            yield Material(kind, title, about, angle, place)
    for kind, titles in words.ideas.items():
        for place, title in enumerate(titles):
            yield Material(kind, title, None, 0, place)


def _topics(site: Site, about: About, words: PlanWords) -> Iterator[tuple[PostKind, str]]:
    if about.folder == ARTICLES and about.source is not None:
        article = about.source.original
        title = one_line(article.title)
        yield "useful", words.topic("article", title=title)
        for section in sections_of(article.body)[:_SECTIONS]:
            yield "useful", words.topic("section", section=one_line(section.title), title=title)
    elif about.folder == CASES:
        yield from _of_case(site, about, words)
    elif about.folder == REVIEWS:
        yield "proof", words.topic("review", name=about.name)
    elif about.folder == OFFERS and about.offer is not None:
        yield from _of_offer(about.offer.original, words)


def _of_case(site: Site, about: About, words: PlanWords) -> Iterator[tuple[PostKind, str]]:
    if about.source is None:
        return
    case, say = about.source.original, phrases_of(site, site.main.language)
    client = one_line(case.client)
    yield "proof", words.topic("case", client=client, title=one_line(case.title))
    for metric in list(headline_first(case))[1 : _NUMBERS + 1]:
        before, after = (say.quantity(amount_text(value), metric.unit) for value in (metric.before, metric.after))
        yield "proof", words.topic("number", client=client, name=one_line(metric.name), before=before, after=after)


def _of_offer(offer: Offer, words: PlanWords) -> Iterator[tuple[PostKind, str]]:
    title = one_line(offer.title)
    yield "selling", words.topic("offer", title=title)
    if offer.audience:
        yield "selling", words.topic("audience", title=title)
    if offer.includes:
        yield "selling", words.topic("includes", title=title)
    if offer.steps:
        yield "selling", words.topic("steps", title=title)
    for question in offer.questions:
        yield "useful", words.topic("question", question=one_line(question.question))


def offer_reason(offer: Offer, at: datetime, words: PlanWords) -> str:
    """Return why an open offer is proposed at an instant."""
    if offer.ends is None:
        return words.reason("always")
    ends = last_day(fixed(offer.ends).astimezone(at.tzinfo))
    return words.reason("until", date=words.day(ends.date(), at.year))
