"""Services with their prices."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.model.content import Service
from site_gen.model.facts import PriceFacts, price_facts
from site_gen.model.routes import SERVICES, service_route
from site_gen.pages import sections, structured_data, templates
from site_gen.pages.localized_site import LocalizedSite
from site_gen.pages.page_factory import Page, PageFactory, PageMeta
from site_gen.pages.shared_views import own_reviews, price_or_none
from site_gen.pages.site_plan import PlannedPage
from site_gen.pages.views.offers import ServiceView


def pages(localized: LocalizedSite) -> Iterator[PlannedPage]:
    """Yield the services page if there are services."""
    if localized.services:
        yield PlannedPage(localized, SERVICES, _services)


def _services(factory: PageFactory) -> Page:
    localized, views = factory.localized, service_views(factory)
    return factory.page(
        templates.SERVICES.fill(
            services=views, reviews=own_reviews(localized), questions=sections.questions(localized)
        ),
        SERVICES,
        source="content/services.yaml",
        meta=PageMeta(
            section="services",
            title=localized.text("title.services"),
            description=localized.text("description.services", name=localized.settings.name),
            nodes=[
                structured_data.service(view, price_of(service, localized), localized)
                for view, service in zip(views, localized.services, strict=True)
            ],
        ),
    )


def price_of(service: Service, localized: LocalizedSite) -> PriceFacts | None:
    """Return the standing price of a service."""
    return price_facts(service.price, localized.site.main.currency) if service.price else None


def service_views(factory: PageFactory) -> list[ServiceView]:
    """Return the services, each with the live offers for it."""
    localized = factory.localized
    live = localized.live_offers
    return [
        ServiceView(
            id=service.id,
            name=service.name,
            summary=service.summary,
            price=price_or_none(price_of(service, localized), localized),
            includes=list(service.includes),
            excludes=list(service.excludes),
            networks=[localized.network(id_) for id_ in service.networks],
            offers=[factory.line(offer) for offer in live if offer.item.value.service == service.id],
            url=localized.path(service_route(service.id)),
        )
        for service in localized.services
    ]
