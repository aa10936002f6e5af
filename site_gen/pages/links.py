"""The link page, for the single link in a social profile."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.model.routes import LINKS
from site_gen.pages import templates
from site_gen.pages.localized_site import LocalizedSite
from site_gen.pages.page_factory import Page, PageFactory, PageMeta
from site_gen.pages.site_plan import PlannedPage
from site_gen.pages.views.parts import LinkView


def pages(localized: LocalizedSite) -> Iterator[PlannedPage]:
    """Yield /links/."""
    yield PlannedPage(localized, LINKS, _links)


def _links(factory: PageFactory) -> Page:
    localized, settings = factory.localized, factory.localized.settings
    filled = templates.LINKS.fill(
        offers=[factory.line(offer) for offer in localized.live_offers],
        links=[LinkView(title=row.title, url=localized.resolve(row.url, "site.yaml")) for row in settings.links],
    )
    return factory.page(
        filled,
        LINKS,
        source="site.yaml",
        meta=PageMeta(
            section="links",
            title=localized.text("nav.links"),
            heading=settings.name,
            description=settings.tagline,
        ),
    )
