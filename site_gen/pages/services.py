"""Services with their prices."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.model.routes import SERVICES, service_route
from site_gen.pages import structured_data
from site_gen.pages.localized_site import LocalizedSite
from site_gen.pages.page_factory import Page, PageFactory, PageMeta
from site_gen.pages.shared_views import own_reviews, price_or_none
from site_gen.pages.site_plan import PlannedPage
from site_gen.pages.views import ServiceView


def pages(localized: LocalizedSite) -> Iterator[PlannedPage]:
    """Yield the services page, where there are services."""
    if localized.services:
        yield PlannedPage(localized, SERVICES, _services)


def _services(factory: PageFactory) -> Page:
    localized, views = factory.localized, service_views(factory)
    return factory.page(
        "services",
        SERVICES,
        {"services": views, "reviews": own_reviews(localized)},
        source="content/services.yaml",
        meta=PageMeta(
            section="services",
            title=localized.text("title.services"),
            description=localized.text("description.services", name=localized.settings.name),
            nodes=[structured_data.service(view, localized) for view in views],
        ),
    )


def service_views(factory: PageFactory) -> list[ServiceView]:
    """Return the services, each with the live offers for it."""
    localized = factory.localized
    live = localized.live_offers
    return [
        ServiceView(
            id=service.id,
            name=service.name,
            summary=service.summary,
            price=price_or_none(service.price, localized),
            includes=list(service.includes),
            excludes=list(service.excludes),
            networks=[localized.network(id_) for id_ in service.networks],
            offers=[factory.line(item) for item in live if item.value.service == service.id],
            url=localized.path(service_route(service.id)),
        )
        for service in localized.services
    ]
