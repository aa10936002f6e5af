"""What search engines are told, as schema.org nodes. Only what the page itself shows.

Reviews are not marked up: Google shows none for a business's reviews on its own site, and a mark-up that can't be
shown is read as an attempt (developers.google.com/search/docs/appearance/structured-data/review-snippet).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from site_gen.model.networks import NETWORKS
from site_gen.model.offer import Offer
from site_gen.model.settings import Settings
from site_gen.pages.localized_site import LocalizedSite
from site_gen.pages.views import LinkView, OfferView, PriceView, ServiceView

Node = dict[str, Any]

LIMITED: Final = 3
"""At this many seats or fewer, availability is called limited."""


def owner_id(localized: LocalizedSite) -> str:
    """Return the identifier of the owner's node, the same on every page."""
    return f"{localized.site.main.origin}{localized.site.main.base}#owner"


def owner_type(settings: Settings) -> str:
    """Return Person, or for an agency ProfessionalService; that one needs a public address, else Organization."""
    if settings.kind == "person":
        return "Person"
    return "ProfessionalService" if settings.contact.address else "Organization"


def owner(localized: LocalizedSite, image: str | None = None) -> Node:
    """Return who the site is of."""
    settings, main = localized.settings, localized.site.main
    type_ = owner_type(main)
    profiles = [NETWORKS[id_].url(handle) for id_, handle in main.networks.items()]
    node: Node = {
        "@type": type_,
        "@id": owner_id(localized),
        "name": settings.name,
        "url": localized.url(),
        "description": settings.tagline,
        "email": settings.contact.email,
        "sameAs": [profile for profile in profiles if profile.startswith("https://")],
    }
    if type_ == "Person":
        node["jobTitle"] = settings.role
    if settings.contact.phone:
        node["telephone"] = settings.contact.phone
    if settings.contact.address:
        node["address"] = settings.contact.address
    if settings.contact.area and type_ != "Person":
        node["areaServed"] = settings.contact.area
    if image:
        node["image"] = image
    return node


def website(localized: LocalizedSite) -> Node:
    return {
        "@type": "WebSite",
        "name": localized.settings.name,
        "url": localized.url(),
        "inLanguage": localized.lang,
        "publisher": {"@id": owner_id(localized)},
    }


def breadcrumbs(crumbs: Iterable[LinkView], origin: str) -> Node:
    """Return the way from the home page to this one."""
    items = [
        {"@type": "ListItem", "position": position, "name": crumb["title"], "item": origin + crumb["url"]}
        for position, crumb in enumerate(crumbs, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def service(view: ServiceView, localized: LocalizedSite) -> Node:
    """Return a service with its price."""
    node: Node = {
        "@type": "Service",
        "name": view["name"],
        "description": view["summary"],
        "url": localized.site.main.origin + view["url"],
        "provider": {"@id": owner_id(localized)},
    }
    if localized.settings.contact.area:
        node["areaServed"] = localized.settings.contact.area
    if view["price"]:
        node["offers"] = _price_only(view["price"], str(node["url"]))
    return node


def _price_only(price: PriceView, url: str) -> Node:
    """Return a standing price: it has no window."""
    node: Node = {"@type": "Offer", "url": url, "priceCurrency": price["currency"]}
    if not price["starting"] and not price["per"]:
        return node | {"price": price["amount"], "availability": "https://schema.org/InStock"}
    specification: Node = {"@type": "UnitPriceSpecification", "priceCurrency": price["currency"]}
    specification["minPrice" if price["starting"] else "price"] = price["amount"]
    if price["per"]:
        specification["unitText"] = price["per"]
    return node | {
        "price": price["amount"],
        "priceSpecification": specification,
        "availability": "https://schema.org/InStock",
    }


def offer(view: OfferView, offer_: Offer, localized: LocalizedSite) -> Iterable[Node]:
    """Yield a live offer; one that is closed is not told of any more."""
    if view["state"] != "live":
        return
    prices = [tier["price"] for tier in view["tiers"]] or ([view["price"]] if view["price"] else [])
    names = [tier["name"] for tier in view["tiers"]] or [view["title"]]
    for name, price in zip(names, prices, strict=True):
        yield _offer(name, price, view, offer_, localized)


def _offer(name: str, price: PriceView, view: OfferView, offer_: Offer, localized: LocalizedSite) -> Node:
    node: Node = {
        "@type": "Offer",
        "name": name,
        "url": localized.site.main.origin + view["url"],
        "price": price["amount"],
        "priceCurrency": price["currency"],
        "availability": _availability(view),
        "offeredBy": {"@id": owner_id(localized)},
        "itemOffered": {"@type": "Service", "name": view["title"], "provider": {"@id": owner_id(localized)}},
    }
    if view["summary"]:
        node["description"] = view["summary"]
    if offer_.starts:
        node["validFrom"] = offer_.starts.isoformat()
    if offer_.ends:
        node["validThrough"] = offer_.ends.isoformat()
        # The last day on which the price holds: at `ends` it is over.
        node["priceValidUntil"] = (offer_.ends - timedelta(seconds=1)).date().isoformat()
    return node


def _availability(view: OfferView) -> str:
    seats = view["seats"]
    if seats is None or seats["left"] > LIMITED:
        return "https://schema.org/InStock"
    return "https://schema.org/" + ("LimitedAvailability" if seats["left"] else "SoldOut")


def article(localized: LocalizedSite, fields: Mapping[str, str | None], *, own_author: str | None = None) -> Node:
    """Return an article or a case study; `fields` are schema.org's names, those without a value are left out."""
    author: Node = {"@id": owner_id(localized)}
    if own_author:
        author = {"@type": "Person", "name": own_author}
    node: Node = {
        "@type": "Article",
        "inLanguage": localized.lang,
        "author": author,
        "publisher": {"@id": owner_id(localized)},
    }
    return node | {name: value for name, value in fields.items() if value}
