"""Structured data for search engines, as schema.org nodes. Contains only what the page itself shows.

Reviews are not marked up: Google doesn't show a business's reviews from its own site, and treats such mark-up as an
attempt to manipulate (developers.google.com/search/docs/appearance/structured-data/review-snippet).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

from site_gen.model.facts import OfferFacts, OfferStatus, PriceFacts
from site_gen.model.settings import Settings
from site_gen.pages.chart import plain
from site_gen.pages.localized_site import LocalizedSite, PublicOffer
from site_gen.pages.views.articles import SeriesView
from site_gen.pages.views.offers import ServiceView
from site_gen.pages.views.parts import LinkView

Node = dict[str, Any]

_SCHEMA: Final = "https://schema.org/"
_UNIT_CODES: Final[Mapping[str | None, str]] = {
    "hour": "HUR", "day": "DAY", "week": "WEE", "month": "MON", "quarter": "QAN", "year": "ANN",
}  # fmt: skip
"""The codes of UN/CEFACT Recommendation 20 for units of time, which schema.org's unitCode takes."""

LIMITED: Final = 3
"""With this many seats or fewer, availability is limited."""


def owner_id(localized: LocalizedSite) -> str:
    """Return the identifier of the owner's node, the same on every page."""
    return f"{localized.site.main.origin}{localized.site.main.base}#owner"


def owner_type(settings: Settings) -> str:
    """Return Person, or for an agency ProfessionalService, which requires a public address; else Organization."""
    if settings.kind == "person":
        return "Person"
    return "ProfessionalService" if settings.contact.address else "Organization"


def owner(localized: LocalizedSite, image: str | None = None) -> Node:
    """Return the site's owner."""
    settings, main = localized.settings, localized.site.main
    type_ = owner_type(main)
    node: Node = {
        "@type": type_,
        "@id": owner_id(localized),
        "name": settings.name,
        "url": localized.url(),
        "description": settings.tagline,
        "email": settings.contact.email,
        "sameAs": [address for address in main.networks.values() if address.startswith("https://")],
    }
    if type_ == "Person":
        node["jobTitle"] = settings.role
    if settings.contact.phone:
        node["telephone"] = settings.contact.phone.text
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
    """Return the breadcrumbs from the home page to this one."""
    items = [
        {"@type": "ListItem", "position": position, "name": crumb["title"], "item": origin + crumb["url"]}
        for position, crumb in enumerate(crumbs, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def service(view: ServiceView, price: PriceFacts | None, localized: LocalizedSite) -> Node:
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
    if price is not None:
        # A permanent price without a window.
        standing = {"@type": "Offer", "url": node["url"], "availability": f"{_SCHEMA}InStock"}
        node["offers"] = standing | price_node(price)
    return node


def price_node(price: PriceFacts) -> Node:
    """Return the keys of schema.org's Offer for a price.

    Search engines require the plain number; the unit, and that it is a starting price, are in a specification.
    """
    amount = plain(price.amount)
    node: Node = {"price": amount, "priceCurrency": price.currency}
    if not price.starting and price.per is None:
        return node
    specification: Node = {
        "@type": "UnitPriceSpecification",
        "priceCurrency": price.currency,
        "minPrice" if price.starting else "price": amount,
    }
    if price.per is not None:
        specification["unitText"] = price.per
    if price.unit in _UNIT_CODES:
        specification["unitCode"] = _UNIT_CODES[price.unit]
    return node | {"priceSpecification": specification}


def offer(public: PublicOffer, localized: LocalizedSite) -> Iterator[Node]:
    """Yield a node for each price of an offer that is open or sold out; nothing for a closed offer."""
    facts = public.facts
    if facts.status not in {OfferStatus.LIVE, OfferStatus.SOLD_OUT}:
        return
    title = public.item.value.title
    prices = [(tier.name, tier.price) for tier in facts.tiers] or ([(title, facts.price)] if facts.price else [])
    for name, price in prices:
        yield _offer(name, price, public, localized)


def _offer(name: str, price: PriceFacts, public: PublicOffer, localized: LocalizedSite) -> Node:
    offer_, facts = public.item.value, public.facts
    node: Node = {
        "@type": "Offer",
        "name": name,
        "url": localized.url(facts.route),
        **price_node(price),
        "availability": f"{_SCHEMA}{_availability(facts)}",
        "offeredBy": {"@id": owner_id(localized)},
        "itemOffered": {"@type": "Service", "name": offer_.title, "provider": {"@id": owner_id(localized)}},
    }
    if offer_.summary:
        node["description"] = offer_.summary
    if facts.window.starts:
        node["validFrom"] = facts.window.starts.isoformat()
    if facts.window.ends:
        node["validThrough"] = facts.window.ends.isoformat()
        # The last day on which the price is valid: at `ends` it is over.
        node["priceValidUntil"] = (facts.window.ends - timedelta(seconds=1)).date().isoformat()
    return node


def _availability(facts: OfferFacts) -> str:
    if facts.status is OfferStatus.SOLD_OUT:
        return "SoldOut"
    return "LimitedAvailability" if facts.seats is not None and facts.seats.left <= LIMITED else "InStock"


def article(
    localized: LocalizedSite,
    fields: Mapping[str, str | None],
    *,
    own_author: str | None = None,
    series: SeriesView | None = None,
) -> Node:
    """Return an article or a case study; `fields` has schema.org's names; those without a value are left out."""
    kind = "Person" if localized.settings.kind == "person" else "Organization"
    author: Node = {"@type": kind, "@id": owner_id(localized), "name": localized.settings.name}
    if own_author:
        author = {"@type": "Person", "name": own_author}
    node: Node = {
        "@type": "Article",
        "inLanguage": localized.lang,
        "author": author,
        "publisher": {"@id": owner_id(localized)},
    }
    if series:
        node |= {"isPartOf": {"@type": "CreativeWorkSeries", "name": series["title"]}, "position": series["part"]}
    return node | {name: value for name, value in fields.items() if value}
