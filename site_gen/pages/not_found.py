"""The page for unknown addresses."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.model.routes import NOT_FOUND
from site_gen.pages import templates
from site_gen.pages.home import CASES_SHOWN
from site_gen.pages.localized_site import LocalizedSite
from site_gen.pages.page_factory import Page, PageFactory, PageMeta
from site_gen.pages.shared_views import case_card
from site_gen.pages.site_plan import PlannedPage


def pages(localized: LocalizedSite) -> Iterator[PlannedPage]:
    """Yield 404.html, which static hosts show for unknown addresses."""
    yield PlannedPage(localized, NOT_FOUND, _not_found, listed=False)


def _not_found(factory: PageFactory) -> Page:
    localized = factory.localized
    return factory.page(
        templates.NOT_FOUND.fill(cases=[case_card(item, localized) for item in localized.cases[:CASES_SHOWN]]),
        NOT_FOUND,
        source="site.yaml",
        meta=PageMeta(
            section="",
            title=localized.text("title.not_found"),
            description=localized.text("title.not_found"),
            noindex=True,
        ),
    )
