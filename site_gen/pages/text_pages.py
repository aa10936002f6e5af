"""The owner's own pages, of content/pages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from site_gen.model.content import TextPage
from site_gen.model.routes import text_route
from site_gen.pages import templates
from site_gen.pages.cards import PageCard
from site_gen.pages.localized_site import Localized, LocalizedSite
from site_gen.pages.page_factory import Page, PageFactory, PageMeta
from site_gen.pages.site_plan import PlannedPage
from site_gen.pages.views.site import TextView


def pages(localized: LocalizedSite) -> Iterator[PlannedPage]:
    """Yield the pages of content/pages."""
    for item in localized.text_pages:
        make = partial(_page, item=item)
        modified = _updated(item.value)
        yield PlannedPage(localized, text_route(item.slug), make, listed=not item.value.noindex, modified=modified)


def _updated(page: TextPage) -> str | None:
    return page.updated.isoformat() if page.updated else None


def _page(factory: PageFactory, item: Localized[TextPage]) -> Page:
    localized, page = factory.localized, item.value
    text = TextView(
        title=page.title,
        body=localized.body(page.body, item.file, with_videos=True, math=page.math),
        updated=_updated(page),
    )
    return factory.page(
        templates.TEXT.fill(text=text),
        text_route(item.slug),
        source=item.file,
        meta=PageMeta(
            section=item.slug,
            title=page.title,
            description=page.summary or f"{page.title} · {localized.settings.name}",
            card=PageCard(page.title),
            modified=_updated(page),
            noindex=page.noindex,
        ),
    )
