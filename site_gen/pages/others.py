"""The link page, the owner's own pages, and the page for addresses that don't exist."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.pages.cards import PageCard
from site_gen.pages.home import CASES_SHOWN
from site_gen.pages.page_factory import Draft, PageFactory, PageMeta
from site_gen.pages.shared_views import case_card
from site_gen.pages.views import LinkView, TextView


def link_pages(factory: PageFactory) -> Iterator[Draft]:
    """Yield /links/, for the one link a social profile has."""
    localized, horizon = factory.localized, factory.horizon()
    settings = localized.settings
    own = {
        "offers": [factory.line(item) for item in localized.live_offers(horizon)],
        "links": [LinkView(title=row.title, url=localized.resolve(row.url, "site.yaml")) for row in settings.links],
    }
    yield factory.page(
        "links",
        "links/",
        own,
        horizon=horizon,
        source="site.yaml",
        meta=PageMeta(
            section="links",
            title=localized.text("nav.links"),
            heading=settings.name,
            description=settings.tagline,
        ),
    )


def text_pages(factory: PageFactory) -> Iterator[Draft]:
    """Yield the pages of content/pages."""
    localized = factory.localized
    for item in localized.text_pages:
        page = item.value
        updated = page.updated.isoformat() if page.updated else None
        yield factory.page(
            "text",
            f"{item.slug}/",
            {"text": TextView(title=page.title, body=localized.body(page.body, item.file), updated=updated)},
            horizon=factory.horizon(),
            source=item.file,
            meta=PageMeta(
                section=item.slug,
                title=page.title,
                description=page.summary or f"{page.title} · {localized.settings.name}",
                card=PageCard(page.title),
                modified=updated,
                noindex=page.noindex,
            ),
        )


def not_found_pages(factory: PageFactory) -> Iterator[Draft]:
    """Yield 404.html, which static hosts show for addresses that don't exist."""
    localized = factory.localized
    yield factory.page(
        "not-found",
        "404.html",
        {"cases": [case_card(item, localized) for item in localized.cases[:CASES_SHOWN]]},
        horizon=factory.horizon(),
        source="site.yaml",
        meta=PageMeta(
            section="",
            title=localized.text("title.not_found"),
            description=localized.text("title.not_found"),
            noindex=True,
        ),
    )
