"""Writes the posts to pin, of an offer or an article, for networks and languages of the site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from site_gen.actions.errors import NamedThing, NothingOpenError, NotTranslatedError, UnknownNameError
from site_gen.load import load_site
from site_gen.load.locator import Locator
from site_gen.model.offer import Offer
from site_gen.model.rules import Finding
from site_gen.model.site import Site, Translated
from site_gen.pages.short_links import short_link_names
from site_gen.problems import ProjectError
from site_gen.social.networks import social_networks
from site_gen.social.post import Post
from site_gen.social.selection import PostSelection, article_posts, offer_posts, open_offers

ALL: Final = "all"
"""The name that means every known network."""


@dataclass(frozen=True, slots=True)
class PostRequest:
    """The requested posts, as of `now`: of `name`, an offer or an article; of every open offer if it is None."""

    project: Path
    site: Site
    now: datetime
    name: str | None
    selection: PostSelection

    @property
    def opens_at(self) -> datetime | None:
        """When the offer opens, in the site's zone; None if it is open already or no offer is named."""
        starts = next((each.original.starts for each in self.site.offers if each.slug == self.name), None)
        return starts.astimezone(self.site.main.zone) if starts and starts > self.now else None


def post_request(project: Path, now: datetime, name: str | None, selection: PostSelection) -> PostRequest:
    """Read the project and return the request. Raises ProjectError, UnknownNameError for networks and languages."""
    site = load_site(project).site
    networks = known_networks(site, selection.networks)
    languages = _known(NamedThing.LANGUAGE, selection.languages, site.main.languages)
    return PostRequest(project, site, now, name, PostSelection(networks, languages, selection.variant))


def known_networks(site: Site, networks: Sequence[str]) -> tuple[str, ...]:
    """Return the networks without duplicates, and every known network for 'all'. Raises UnknownNameError."""
    known = tuple(social_networks(site.main))
    return known if ALL in networks else _known(NamedThing.NETWORK, networks, known)


def _known(kind: NamedThing, names: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    for name in names:
        if name not in known:
            raise UnknownNameError(kind, name, tuple(known))
    return tuple(dict.fromkeys(names))


def make_posts(request: PostRequest) -> tuple[Post, ...]:
    """Return the posts of a request.

    Raises ProjectError naming every text that is too long, NothingOpenError, UnknownNameError, NotTranslatedError.
    """
    found = tuple(_offer_posts(request)) or tuple(_article_posts(request))
    if not found:
        raise NotTranslatedError(request.name, tuple(request.selection.languages))
    findings = [replace(each, at_key=True) for each in found if isinstance(each, Finding)]
    if findings:
        raise ProjectError(Locator(request.project).problems(findings))
    return tuple(each for each in found if isinstance(each, Post))


def _offer_posts(request: PostRequest) -> Iterator[Post | Finding]:
    site, now, name = request.site, request.now, request.name
    offers = open_offers(site, now) if name is None else _named(request)
    if name is None and not offers:
        raise NothingOpenError
    for offer in offers:
        yield from offer_posts(site, offer, request.selection, now)


def _article_posts(request: PostRequest) -> Iterator[Post | Finding]:
    """Yield an article's posts. Raises UnknownNameError if there is no such article and no such offer."""
    site, name = request.site, request.name
    if name is None or _named(request):
        return
    found = tuple(article_posts(site, name.removeprefix("articles/"), request.selection))
    if not found:
        raise UnknownNameError(
            NamedThing.OFFER_OR_ARTICLE, name, tuple(each.slug for each in (*site.offers, *site.articles))
        )
    yield from found


def _named(request: PostRequest) -> tuple[Translated[Offer], ...]:
    offers = request.site.offers
    return tuple(each for each in offers if each.slug == request.name and not each.original.draft)


def networks_without_links(request: PostRequest, posts: Sequence[Post]) -> tuple[str, ...]:
    """Return the names of networks whose posts have a short link without a page on the site."""
    pages = short_link_names(request.site, request.now)
    return tuple(dict.fromkeys(post.name for post in posts if post.link.name not in pages))
