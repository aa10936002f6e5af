"""Short links, /go/NAME/: pages that redirect at once, without scripts, and the same as rules for hosts.

A posted link is thus short, identifies where a visitor came from, and can get another target later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from site_gen.model.networks import NETWORKS
from site_gen.model.short_links import SHORT_FOLDER, former_names, linked_networks, short_name
from site_gen.model.site import Site
from site_gen.pages.localized_site import Localized, LocalizedSite, localize
from site_gen.pages.redirect_pages import LeadingPage, LinkTarget, as_sent
from site_gen.pages.site_plan import SitePlan
from site_gen.social.links import posted_link

ARTICLES_LINKED: Final = 100
"""How many articles of a language, the newest, have short links: hosts allow 20,000 files; each network needs one."""
CASES_LINKED: Final = 100
"""How many cases of a language, the first of their list, have short links."""

_MAY_CHANGE: Final = 302
"""Found: what a short link leads to is not remembered by browsers."""


@dataclass(frozen=True, slots=True)
class ShortLink:
    """A name below /go/, its source file, and a function that returns its target on request."""

    name: str
    source: str
    find: Callable[[], LinkTarget]


def pages(plan: SitePlan) -> Iterator[LeadingPage]:
    """Yield one for each network and each public offer, case and article, and for the owner's own."""
    for factory in plan.factories.values():
        for link in _links(factory.localized):
            yield LeadingPage(factory, f"{SHORT_FOLDER}/{link.name}/", link.source, _MAY_CHANGE, link.find)


def short_link_names(site: Site, now: datetime) -> frozenset[str]:
    """Return the names below /go/ for which a build at `now` has pages."""
    return frozenset(link.name for localized in localize(site, now).values() for link in _links(localized))


def _links(localized: LocalizedSite) -> Iterator[ShortLink]:
    """Yield the short links to pages of a language: the owner's own, then live offers, closed ones, cases, articles."""
    if localized.is_main:
        for name, target in localized.site.main.go.items():
            yield ShortLink(name, "site.yaml", partial(_own, localized, name, target))
    for offer in localized.offers:
        yield from _posted(localized, offer.item, "offers")
    for case in localized.cases[:CASES_LINKED]:
        yield from _posted(localized, case, "cases")
    for article in localized.articles[:ARTICLES_LINKED]:
        yield from _posted(localized, article, "articles")


def _posted(localized: LocalizedSite, item: Localized[Any], folder: str) -> Iterator[ShortLink]:
    main = localized.site.main
    for slug in (item.slug, *former_names(item.value, folder)):
        for network in linked_networks(main):
            name = short_name(network, slug, localized.lang, main.language, folder)
            yield ShortLink(name, item.file, partial(_from_post, localized, item, folder, network))


def _from_post(localized: LocalizedSite, item: Localized[Any], folder: str, network: str) -> LinkTarget:
    main = localized.site.main
    link = posted_link(main, network, item.slug, localized.lang, folder)
    title = f"{item.value.title} ({_network_name(localized, network)})"
    return LinkTarget(link.target.removeprefix(main.origin), title, localized.url(f"{folder}/{item.slug}/"))


def _network_name(localized: LocalizedSite, id_: str) -> str:
    facts = localized.site.main.network_facts.get(id_)
    return (facts.name if facts else None) or (NETWORKS[id_].name if id_ in NETWORKS else id_)


def _own(localized: LocalizedSite, name: str, target: str) -> LinkTarget:
    """Return the target of a short link in site.yaml; a path starts at the site's root."""
    if not target.startswith("/"):
        return LinkTarget(as_sent(target), f"{urlsplit(target).hostname} ({name})", None)
    end = min((at for mark in "?#" if (at := target.find(mark)) >= 0), default=len(target))
    path = localized.resolve(target[:end], "site.yaml")
    page = localized.site.main.origin + path
    return LinkTarget(as_sent(path + target[end:]), f"{localized.settings.name} ({name})", page)
