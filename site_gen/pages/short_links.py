"""Short addresses, /go/NAME/: pages that lead on at once, without scripts, and the same as rules for hosts.

A posted link is short this way, tells where a visitor came from, and can lead elsewhere later.
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
from site_gen.pages.horizon import Horizon
from site_gen.pages.localized_site import Edition, Item
from site_gen.pages.page_factory import Frame
from site_gen.pages.photos import PhotoBook
from site_gen.pages.site_plan import Book, Sheet
from site_gen.pages.views import GoView, PageView
from site_gen.render.artifact import Artifact, FromTemplate, FromText
from site_gen.social.links import posted_link

TEMPLATE: Final = "go.html"
REDIRECTS: Final = "_redirects"
MOST_RULES: Final = 1000
"""GitLab Pages takes no rule of a longer file, Cloudflare Pages 2,000 (docs of both); the pages do without."""
LONGEST_RULE: Final = 1000
"""In characters (docs of Cloudflare Pages)."""

ARTICLES_LINKED: Final = 100
"""How many articles of a language have short links, the newest: hosts take 20,000 files and each network needs one."""

_IN_ADDRESSES: Final = "/:?#[]@!$&'()*+,;=%-._~"


@dataclass(frozen=True, slots=True)
class Way:
    """Where a short link leads (path or address), what stands there, and the address that search engines should take.

    `page` is None where it is another site's.
    """

    target: str
    title: str
    page: str | None


@dataclass(frozen=True, slots=True)
class ShortLink:
    """A name below /go/, the file that asks for it, and what finds its way when that is asked for."""

    name: str
    source: str
    find: Callable[[], Way]

    @property
    def tail(self) -> str:
        return f"{SHORT_FOLDER}/{self.name}/"


def sheets(book: Book) -> Iterator[Sheet]:
    """Yield a page for each network and each public offer and article, for the owner's own, and the rules for hosts."""
    horizon = Horizon(book.now)
    found = [(frame, link) for frame in book.frames for link in _links(frame.edition, horizon)]
    for frame, link in found:
        yield Sheet(f"{link.tail}index.html", partial(_page, frame, link))
    if found:
        yield Sheet(REDIRECTS, partial(_redirects, book, [link for _, link in found], horizon))


def short_link_names(site: Site, now: datetime) -> frozenset[str]:
    """Return the names below /go/ that a build at `now` has pages for."""
    photos = PhotoBook({}, site.main.base, site.main.origin)
    editions = [Edition(site, language, photos, drafts=False) for language in site.settings]
    return frozenset(link.name for edition in editions for link in _links(edition, Horizon(now)))


def _links(edition: Edition, horizon: Horizon) -> Iterator[ShortLink]:
    """Yield the short links to pages of a language: the owner's own, then live offers, closed ones, articles."""
    if edition.is_main:
        for name, target in edition.site.main.go.items():
            yield ShortLink(name, "site.yaml", partial(_own, edition, name, target))
    for offer in edition.offers(horizon):
        yield from _posted(edition, offer.item, "offers")
    for item in edition.articles(horizon)[:ARTICLES_LINKED]:
        yield from _posted(edition, item, "articles")


def _posted(edition: Edition, item: Item[Any], folder: str) -> Iterator[ShortLink]:
    main = edition.site.main
    for network in linked_networks(main):
        name = short_name(network, item.slug, edition.lang, main.language, folder)
        yield ShortLink(name, item.file, partial(_from_post, edition, item, folder, network))


def _from_post(edition: Edition, item: Item[Any], folder: str, network: str) -> Way:
    main = edition.site.main
    link = posted_link(main, network, item.slug, edition.lang, folder)
    title = f"{item.value.title} ({_network_name(edition, network)})"
    return Way(link.target.removeprefix(main.origin), title, edition.url(f"{folder}/{item.slug}/"))


def _network_name(edition: Edition, id_: str) -> str:
    facts = edition.site.main.network_facts.get(id_)
    return (facts.name if facts else None) or (NETWORKS[id_].name if id_ in NETWORKS else id_)


def _own(edition: Edition, name: str, target: str) -> Way:
    """Return the way of a short link of site.yaml; a path is one from the site's root."""
    if not target.startswith("/"):
        return Way(_ascii(target), f"{urlsplit(target).hostname} ({name})", None)
    end = min((at for mark in "?#" if (at := target.find(mark)) >= 0), default=len(target))
    path = edition.resolve(target[:end], "site.yaml")
    page = edition.site.main.origin + path
    return Way(_ascii(path + target[end:]), f"{edition.settings.name} ({name})", page)


def _ascii(address: str) -> str:
    """Return an address as it goes over the wire: other letters in percent signs, what has some already untouched."""
    return quote(address, safe=_IN_ADDRESSES)


def _page(frame: Frame, link: ShortLink) -> Artifact:
    main, way, horizon = frame.edition.site.main, link.find(), frame.horizon()
    page = PageView(
        kind="go",
        section="",
        title=way.title,
        heading=frame.edition.text("go.heading"),
        description=way.title,
        path=main.base + link.tail,
        url=way.page or f"{main.origin}{main.base}{link.tail}",
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
    view = {"site": frame.site, "page": page, "go": GoView(target=way.target, title=way.title)}
    return Artifact(f"{link.tail}index.html", FromTemplate(TEMPLATE, view), link.source, horizon.changes_at)


def _redirects(book: Book, links: Sequence[ShortLink], horizon: Horizon) -> Artifact:
    """Return the rules for Netlify, Cloudflare Pages and others of their kind; 302, as a target may change."""
    base = book.site.main.base
    lines = (f"{base}{link.tail} {link.find().target} 302\n" for link in links)
    rules = islice((line for line in lines if len(line) <= LONGEST_RULE), MOST_RULES)
    return Artifact(REDIRECTS, FromText("".join(rules).encode()), "site.yaml", horizon.changes_at)
