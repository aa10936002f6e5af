"""Feeds of a language's articles, as Atom and as JSON Feed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Final

from site_gen.model.content import Article
from site_gen.model.routes import article_route
from site_gen.pages import templates
from site_gen.pages.localized_site import Localized, LocalizedSite
from site_gen.pages.page_factory import PageFactory
from site_gen.pages.site_plan import PlannedFile, SitePlan
from site_gen.pages.views.site import FeedEntryView, FeedView
from site_gen.render.artifact import Artifact

FEEDS: Final = {template.file: template for template in (templates.ATOM_FEED, templates.JSON_FEED)}
LENGTH: Final = 20
"""How many entries a feed has; the newest are used."""


def files(plan: SitePlan) -> Iterator[PlannedFile]:
    """Yield the feeds of each language that has articles."""
    for factory in plan.factories.values():
        if factory.localized.articles:
            for name in FEEDS:
                yield PlannedFile(factory.localized.file(name), partial(_feed, factory, name))


def _feed(factory: PageFactory, name: str) -> Artifact:
    localized = factory.localized
    items = [_entry(item, localized) for item in localized.articles[:LENGTH]]
    feed = FeedView(
        items=items,
        url=localized.url(name),
        updated=max((item["updated"] for item in items), key=datetime.fromisoformat),
    )
    filled = FEEDS[name].fill(feed=feed, origin=localized.site.main.origin)
    return Artifact(localized.file(name), factory.maker(filled), "content/articles")


def _entry(item: Localized[Article], localized: LocalizedSite) -> FeedEntryView:
    article = item.value
    return FeedEntryView(
        title=article.title,
        url=localized.url(article_route(item.slug)),
        summary=article.summary,
        author=article.author or localized.settings.name,
        published=article.date.isoformat(),
        updated=_updated(article),
        tags=list(article.tags),
        body=localized.body(article.body, item.file, math=article.math),
    )


def _updated(article: Article) -> str:
    """Return the instant of the last change, which Atom requires; a day counts as its first instant."""
    if article.updated is None or article.updated <= article.date.date():
        return article.date.isoformat()
    day = article.updated
    return article.date.replace(year=day.year, month=day.month, day=day.day, hour=0, minute=0).isoformat()
