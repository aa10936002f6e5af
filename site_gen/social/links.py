"""The link of a post: its short address on the site, where that leads, and how its campaign is named.

The rule of names: utm_source is the network; utm_medium is `social`, or `messenger` for those one can be written to;
utm_campaign is the name of the offer or the article; utm_content is `pin` with the language. `via` is the short name.
All are small Latin letters, digits and hyphens: a query in other letters breaks links on some networks.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from site_gen.model.networks import NETWORKS
from site_gen.model.settings import Settings
from site_gen.model.short_links import SHORT_FOLDER, short_name


@dataclass(frozen=True, slots=True)
class PostedLink:
    """A link to post: `name` below /go/, `short` the absolute address posted, `target` where it leads."""

    name: str
    short: str
    target: str


def posted_link(main: Settings, network: str, slug: str, language: str, folder: str = "offers") -> PostedLink:
    """Return the link that a network's post of an offer (or of an article: folder `articles`) carries.

    It is named NETWORK-OFFER, with the language behind it where that isn't the site's first one.
    """
    name = short_name(network, slug, language, main.language, folder)
    prefix = "" if language == main.language else f"{language}/"
    page = f"{main.origin}{main.base}{prefix}{folder}/{slug}/"
    query = urlencode({**campaign(network, slug, language), "via": name})
    return PostedLink(name, short_url(main, name), f"{page}?{query}")


def short_url(main: Settings, name: str) -> str:
    """Return a short link's absolute address."""
    return f"{main.origin}{main.base}{SHORT_FOLDER}/{name}/"


def campaign(network: str, slug: str, language: str) -> dict[str, str]:
    """Return the utm_ parameters of a post's link."""
    messenger = network in NETWORKS and NETWORKS[network].messenger
    return {
        "utm_source": network,
        "utm_medium": "messenger" if messenger else "social",
        "utm_campaign": slug,
        "utm_content": f"pin-{language}",
    }
