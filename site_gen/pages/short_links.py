"""Short links, /go/NAME/: pages that redirect at once, without scripts, and the same as rules for hosts.

A posted link is thus short, identifies where a visitor came from, and can get another target later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, Final
from urllib.parse import quote, urlsplit

from site_gen.model.networks import NETWORKS
from site_gen.model.short_links import SHORT_FOLDER, linked_networks, short_name
from site_gen.model.site import Site
from site_gen.pages import templates
from site_gen.pages.localized_site import Localized, LocalizedSite, localize
from site_gen.pages.page_factory import PageFactory
from site_gen.pages.site_plan import PlannedFile, SitePlan
from site_gen.pages.views.site import GoView, PageView
from site_gen.render.artifact import Artifact, FromText
from site_gen.social.links import posted_link

REDIRECTS: Final = "_redirects"
MOST_RULES: Final = 1000
"""GitLab Pages ignores a longer file completely, Cloudflare Pages allows 2,000 rules (docs of both); the pages work
without rules."""
LONGEST_RULE: Final = 1000
"""In characters (docs of Cloudflare Pages)."""

ARTICLES_LINKED: Final = 100
"""How many articles of a language, the newest, have short links: hosts allow 20,000 files; each network needs one."""

_IN_ADDRESSES: Final = "/:?#[]@!$&'()*+,;=%-._~"


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """A short link's target (path or address), its title, and the address for search engines.

    `page` is None if the target is on another site.
    """

    target: str
    title: str
    page: str | None


@dataclass(frozen=True, slots=True)
class ShortLink:
    """A name below /go/, its source file, and a function that returns its target on request."""

    name: str
    source: str
    find: Callable[[], LinkTarget]

    @property
    def route(self) -> str:
        return f"{SHORT_FOLDER}/{self.name}/"


def files(plan: SitePlan) -> Iterator[PlannedFile]:
    """Yield a page for each network of each public offer and article, the owner's links, and the hosts' rules."""
    found = [(factory, link) for factory in plan.factories.values() for link in _links(factory.localized)]
    for factory, link in found:
        yield PlannedFile(f"{link.route}index.html", partial(_page, factory, link))
    if found:
        yield PlannedFile(REDIRECTS, partial(_redirects, plan, [link for _, link in found]))


def short_link_names(site: Site, now: datetime) -> frozenset[str]:
    """Return the names below /go/ for which a build at `now` has pages."""
    return frozenset(link.name for localized in localize(site, now).values() for link in _links(localized))


def _links(localized: LocalizedSite) -> Iterator[ShortLink]:
    """Yield the short links to pages of a language: the owner's own, then live offers, closed ones, articles."""
    if localized.is_main:
        for name, target in localized.site.main.go.items():
            yield ShortLink(name, "site.yaml", partial(_own, localized, name, target))
    for offer in localized.offers:
        yield from _posted(localized, offer.item, "offers")
    for item in localized.articles[:ARTICLES_LINKED]:
        yield from _posted(localized, item, "articles")


def _posted(localized: LocalizedSite, item: Localized[Any], folder: str) -> Iterator[ShortLink]:
    main = localized.site.main
    for network in linked_networks(main):
        name = short_name(network, item.slug, localized.lang, main.language, folder)
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
        return LinkTarget(_ascii(target), f"{urlsplit(target).hostname} ({name})", None)
    end = min((at for mark in "?#" if (at := target.find(mark)) >= 0), default=len(target))
    path = localized.resolve(target[:end], "site.yaml")
    page = localized.site.main.origin + path
    return LinkTarget(_ascii(path + target[end:]), f"{localized.settings.name} ({name})", page)


def _ascii(address: str) -> str:
    """Return an address with non-ASCII letters percent-encoded; existing percent signs stay."""
    return quote(address, safe=_IN_ADDRESSES)


def _page(factory: PageFactory, link: ShortLink) -> Artifact:
    main, way = factory.localized.site.main, link.find()
    page = PageView(
        kind=templates.GO.kind,
        section="",
        title=way.title,
        heading=factory.localized.text("go.heading"),
        description=way.title,
        path=main.base + link.route,
        url=way.page or f"{main.origin}{main.base}{link.route}",
        alternates=[],
        switch=[],
        breadcrumbs=[],
        image=None,
        og_type="website",
        published=None,
        modified=None,
        noindex=True,
        unlisted=False,
        structured_data=[],
    )
    filled = templates.GO.fill(go=GoView(target=way.target, title=way.title))
    return Artifact(f"{link.route}index.html", factory.maker(filled, page), link.source)


def _redirects(plan: SitePlan, links: Sequence[ShortLink]) -> Artifact:
    """Return the rules for Netlify, Cloudflare Pages and similar hosts; with 302, as a target may change."""
    base = plan.site.main.base
    lines = (f"{base}{link.route} {link.find().target} 302\n" for link in links)
    rules = islice((line for line in lines if len(line) <= LONGEST_RULE), MOST_RULES)
    return Artifact(REDIRECTS, FromText("".join(rules).encode()), "site.yaml")
