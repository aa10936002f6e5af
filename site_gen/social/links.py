"""The link of a post: its short address on the site, its target, and the names of its campaign.

The naming rule: utm_source is the network; utm_medium is `social`, or `messenger` for messengers; utm_campaign is the
name of the offer, the case or the article; utm_content is `pin` with the language. `via` is the short link's name. All
are lower-case Latin letters, digits and hyphens: other letters in a query break links on some networks.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from site_gen.model.networks import NETWORKS
from site_gen.model.settings import Settings
from site_gen.model.short_links import SHORT_FOLDER, short_name


@dataclass(frozen=True, slots=True)
class PostedLink:
    """A link in a post: `name` below /go/, `short` its absolute address, `target` the address it redirects to."""

    name: str
    short: str
    target: str


def posted_link(main: Settings, network: str, slug: str, language: str, folder: str = "offers") -> PostedLink:
    """Return the link in a network's post about an offer (or, with folder `cases` or `articles`, one of those).

    Its name is NETWORK-OFFER, followed by the language unless that is the site's main language.
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
