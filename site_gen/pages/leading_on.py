"""What an article leads on to: cases and articles on its subject, the offer that fits, other parts of its series."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from itertools import chain
from typing import Final

from site_gen.model.case import Case
from site_gen.model.content import Article
from site_gen.model.routes import article_route
from site_gen.pages.localized_site import Localized, LocalizedSite, PublicOffer, term_slug
from site_gen.pages.views.articles import SeriesView
from site_gen.pages.views.parts import LinkView

RELATED: Final = 3
"""How many articles are shown."""

RELATED_CASES: Final = 2
_CASES: Final = "cases/"
_ARTICLES: Final = "articles/"


@dataclass(frozen=True)
class LeadingOn:
    """The published articles of a language, the newest first, and what each leads on to."""

    localized: LocalizedSite

    @property
    def articles(self) -> Sequence[Localized[Article]]:
        return self.localized.articles

    # --- cases and articles ---------------------------------------------------------------------------------------

    def cases(self, item: Localized[Article]) -> list[Localized[Case]]:
        """Return the cases that an article names; else those with most of its tags, or of its service, first; else the
        best ones."""
        named = [case for name in item.source.original.related if (case := self._case(name))]
        if named:
            return named
        article = item.source.original
        tags = {term_slug(tag) for tag in article.tags}
        points = {slug: len(tags & found) for slug, found in self._case_terms.items() if found & tags}
        if article.service is not None:
            for case in self._cases_of_service.get(article.service, ()):
                points[case.slug] = points.get(case.slug, 0) + 2
        fitting = (case for case in self.localized.cases if case.slug in points) if points else self.localized.cases
        return nsmallest(RELATED_CASES, fitting, key=lambda case: -points.get(case.slug, 0))

    @cached_property
    def _case_terms(self) -> Mapping[str, frozenset[str]]:
        """The tags, the niche and the networks of each case, as parts of addresses."""
        return {
            case.slug: frozenset(
                map(term_slug, (*case.source.original.tags, case.source.original.niche, *case.source.original.networks))
            )
            for case in self.localized.cases
        }

    @cached_property
    def _cases_of_service(self) -> Mapping[str, list[Localized[Case]]]:
        found: defaultdict[str, list[Localized[Case]]] = defaultdict(list)
        for case in self.localized.cases:
            if case.value.service is not None:
                found[case.value.service].append(case)
        return found

    def _case(self, name: str) -> Localized[Case] | None:
        return self.localized.case_by_slug.get(name.removeprefix(_CASES))

    def related(self, index: int) -> list[Localized[Article]]:
        """Return the articles that one names, else those that share the most tags with it; the newest of equal ones."""
        item = self.articles[index]
        named = [self._by_slug[slug] for name in item.source.original.related if (slug := self._article_slug(name))]
        return named or [self.articles[at] for at in self._sharing_tags(index)]

    def _article_slug(self, name: str) -> str | None:
        """Return the article that a name means: a case of that name comes first, if the name doesn't say which."""
        slug = name.removeprefix(_ARTICLES)
        return slug if slug in self._by_slug and (slug != name or self._case(name) is None) else None

    @cached_property
    def _by_slug(self) -> Mapping[str, Localized[Article]]:
        return {item.slug: item for item in self.articles}

    @cached_property
    def _tagged(self) -> Mapping[str, list[int]]:
        """The articles with each tag: every tag is looked up once, not every article for every other."""
        tagged: defaultdict[str, list[int]] = defaultdict(list)
        for index, item in enumerate(self.articles):
            for tag in set(item.source.original.tags):
                tagged[tag].append(index)
        return tagged

    def _sharing_tags(self, index: int) -> list[int]:
        tags = set(self.articles[index].source.original.tags)
        shared = Counter(chain.from_iterable(self._tagged[tag] for tag in tags))
        del shared[index]
        series = _series_title(self.articles[index])
        for at in list(shared) if series else ():
            if _series_title(self.articles[at]) == series:
                del shared[at]  # the other parts are named anyway
        best: list[int] = []
        for number in range(len(tags), 0, -1):
            if len(best) < RELATED:
                best += nsmallest(RELATED - len(best), (at for at, common in shared.items() if common == number))
        return best

    # --- an offer -------------------------------------------------------------------------------------------------

    def offer(self, item: Localized[Article]) -> PublicOffer | None:
        """Return the offer below an article, which can be taken now: the one it names, else a first step, of its
        service before others, else a direct offer."""
        article = item.source.original
        named = self.localized.live_offer(article.offer) if article.offer else None
        if named is not None:
            return named
        services = {article.service} if article.service else {case.value.service for case in self.cases(item)} - {None}
        wanted = ("first-step", "direct")
        offers = [offer for offer in self.localized.live_offers if offer.item.value.kind in wanted]
        return min(
            offers,
            key=lambda offer: (wanted.index(offer.item.value.kind), offer.item.value.service not in services),
            default=None,
        )

    # --- series ---------------------------------------------------------------------------------------------------

    @cached_property
    def _series(self) -> Mapping[str, list[Localized[Article]]]:
        """The parts of each series, by its title in the article's first language, in their order."""
        found: defaultdict[str, list[Localized[Article]]] = defaultdict(list)
        for item in reversed(self.articles):
            if title := _series_title(item):
                found[title].append(item)
        return {title: sorted(items, key=_part) for title, items in found.items()}

    def series(self, item: Localized[Article]) -> SeriesView | None:
        """Return an article's series; None if it is in none, or alone in it."""
        mine, parts = item.value.series, self._series.get(_series_title(item), [])
        if mine is None or len(parts) < 2:
            return None
        at = next(number for number, part in enumerate(parts) if part.slug == item.slug)
        links = [self.link(part) for part in parts]
        return SeriesView(
            title=mine.title,
            part=at + 1,
            parts=links,
            previous=links[at - 1] if at else None,
            next=links[at + 1] if at + 1 < len(links) else None,
        )

    def link(self, item: Localized[Article]) -> LinkView:
        return LinkView(title=item.value.title, url=self.localized.path(article_route(item.slug)))


def _series_title(item: Localized[Article]) -> str:
    series = item.source.original.series
    return series.title if series is not None else ""


def _part(item: Localized[Article]) -> float:
    series = item.source.original.series
    return series.part if series is not None and series.part is not None else float("inf")
