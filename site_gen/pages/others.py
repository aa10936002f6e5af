"""The link page, the owner's own pages, and the page for addresses that don't exist."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.pages.cards import PageCard
from site_gen.pages.home import CASES_SHOWN
from site_gen.pages.page_factory import About, Draft, Frame
from site_gen.pages.shared_views import case_card
from site_gen.pages.views import LinkView, TextView


def link_pages(frame: Frame) -> Iterator[Draft]:
    """Yield /links/, for the one link a social profile has."""
    edition, horizon = frame.edition, frame.horizon()
    settings = edition.settings
    own = {
        "offers": [frame.line(item) for item in edition.live_offers(horizon)],
        "links": [LinkView(title=row.title, url=edition.resolve(row.url, "site.yaml")) for row in settings.links],
    }
    yield frame.page(
        "links",
        "links/",
        own,
        horizon=horizon,
        source="site.yaml",
        about=About(
            section="links",
            title=edition.text("nav.links"),
            heading=settings.name,
            description=settings.tagline,
        ),
    )


def text_pages(frame: Frame) -> Iterator[Draft]:
    """Yield the pages of content/pages."""
    edition = frame.edition
    for item in edition.text_pages:
        page = item.value
        updated = page.updated.isoformat() if page.updated else None
        yield frame.page(
            "text",
            f"{item.slug}/",
            {"text": TextView(title=page.title, body=edition.body(page.body, item.file), updated=updated)},
            horizon=frame.horizon(),
            source=item.file,
            about=About(
                section=item.slug,
                title=page.title,
                description=page.summary or f"{page.title} · {edition.settings.name}",
                card=PageCard(page.title),
                modified=updated,
                noindex=page.noindex,
            ),
        )


def not_found_pages(frame: Frame) -> Iterator[Draft]:
    """Yield 404.html, which static hosts show for addresses that don't exist."""
    edition = frame.edition
    yield frame.page(
        "not-found",
        "404.html",
        {"cases": [case_card(item, edition) for item in edition.cases[:CASES_SHOWN]]},
        horizon=frame.horizon(),
        source="site.yaml",
        about=About(
            section="",
            title=edition.text("title.not_found"),
            description=edition.text("title.not_found"),
            noindex=True,
        ),
    )
