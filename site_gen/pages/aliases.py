"""Old addresses of pages, which lead to where the pages are now."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from site_gen.model.aliases import alias_language
from site_gen.model.routes import article_route, case_route, offer_route, text_route
from site_gen.pages.localized_site import Localized, LocalizedSite
from site_gen.pages.redirect_pages import LeadingPage, LinkTarget
from site_gen.pages.site_plan import SitePlan

_FOR_GOOD: Final = 301
"""Moved Permanently: search engines hand on what the old address had earned."""


def pages(plan: SitePlan) -> Iterator[LeadingPage]:
    """Yield one for each alias of a page that is public."""
    for factory in plan.factories.values():
        localized = factory.localized
        for item, route in _items(localized):
            find = partial(_target, localized, item, route)
            for alias in item.value.aliases:
                if alias_language(alias, item.source) == localized.lang:
                    yield LeadingPage(factory, alias, item.file, _FOR_GOOD, find)


def _items(localized: LocalizedSite) -> Iterator[tuple[Localized[Any], str]]:
    """Yield what has a page, with its route."""
    yield from ((item, case_route(item.slug)) for item in localized.cases)
    yield from ((public.item, offer_route(public.item.slug)) for public in localized.offers)
    yield from ((item, article_route(item.slug)) for item in localized.articles)
    yield from ((item, text_route(item.slug)) for item in localized.text_pages)


def _target(localized: LocalizedSite, item: Localized[Any], route: str) -> LinkTarget:
    return LinkTarget(localized.path(route), item.value.title, localized.url(route))
