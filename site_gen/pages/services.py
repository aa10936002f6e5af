"""Services with their prices."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.pages import structured_data
from site_gen.pages.horizon import Horizon
from site_gen.pages.page_factory import About, Draft, Frame
from site_gen.pages.shared_views import own_reviews, price_or_none
from site_gen.pages.views import ServiceView


def pages(frame: Frame) -> Iterator[Draft]:
    """Yield the services page, where there are services."""
    edition, horizon = frame.edition, frame.horizon()
    views = service_views(frame, horizon)
    if not views:
        return
    yield frame.page(
        "services",
        "services/",
        {"services": views, "reviews": own_reviews(edition)},
        horizon=horizon,
        source="content/services.yaml",
        about=About(
            section="services",
            title=edition.text("title.services"),
            description=edition.text("description.services", name=edition.settings.name),
            nodes=[structured_data.service(view, edition) for view in views],
        ),
    )


def service_views(frame: Frame, horizon: Horizon) -> list[ServiceView]:
    """Return the services, each with the live offers for it."""
    edition = frame.edition
    live = edition.live_offers(horizon)
    return [
        ServiceView(
            id=service.id,
            name=service.name,
            summary=service.summary,
            price=price_or_none(service.price, edition),
            includes=list(service.includes),
            excludes=list(service.excludes),
            networks=[edition.network(id_) for id_ in service.networks],
            offers=[frame.line(item) for item in live if item.value.service == service.id],
            url=edition.path(f"services/#{service.id}"),
        )
        for service in edition.services
    ]
