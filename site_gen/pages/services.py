"""Services with their prices."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.pages import structured_data
from site_gen.pages.horizon import Horizon
from site_gen.pages.page_factory import Draft, PageFactory, PageMeta
from site_gen.pages.shared_views import own_reviews, price_or_none
from site_gen.pages.views import ServiceView


def pages(factory: PageFactory) -> Iterator[Draft]:
    """Yield the services page, where there are services."""
    localized, horizon = factory.localized, factory.horizon()
    views = service_views(factory, horizon)
    if not views:
        return
    yield factory.page(
        "services",
        "services/",
        {"services": views, "reviews": own_reviews(localized)},
        horizon=horizon,
        source="content/services.yaml",
        meta=PageMeta(
            section="services",
            title=localized.text("title.services"),
            description=localized.text("description.services", name=localized.settings.name),
            nodes=[structured_data.service(view, localized) for view in views],
        ),
    )


def service_views(factory: PageFactory, horizon: Horizon) -> list[ServiceView]:
    """Return the services, each with the live offers for it."""
    localized = factory.localized
    live = localized.live_offers(horizon)
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
            url=localized.path(f"services/#{service.id}"),
        )
        for service in localized.services
    ]
