"""Writes the posts to pin, of an offer, a case or an article, for networks and languages of the site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from site_gen.actions.errors import (
    AmbiguousNameError,
    FixedOpeningError,
    NamedThing,
    NothingOpenError,
    NoThreadError,
    NotTranslatedError,
    UnknownNameError,
)
from site_gen.load import load_site
from site_gen.load.locator import Locator
from site_gen.model.rules import Finding
from site_gen.model.site import Site
from site_gen.pages.short_links import short_link_names
from site_gen.problems import ProjectError
from site_gen.social.networks import chosen_networks, social_networks
from site_gen.social.post import Post
from site_gen.social.selection import PostSelection, offer_posts, open_offers, useful_posts
from site_gen.social.subjects import Subject, subjects, subjects_called

ALL: Final = "all"
"""The name that means every known network."""


@dataclass(frozen=True, slots=True)
class PostRequest:
    """The requested posts, as of `now`: of what `name` means; of every open offer if it is None."""

    project: Path
    site: Site
    now: datetime
    name: str | None
    selection: PostSelection

    @property
    def opens_at(self) -> datetime | None:
        """When an offer opens or an article appears, in the site's zone; None if it has, or nothing is named."""
        appears = [each.appears for each in subjects_called(self.site, self.name or "") if each.appears]
        return appears[0].astimezone(self.site.main.zone) if appears and appears[0] > self.now else None

    @property
    def subject(self) -> Subject | None:
        """What the name means; None without a name. Raises UnknownNameError, AmbiguousNameError."""
        if self.name is None:
            return None
        found = subjects_called(self.site, self.name)
        if not found:
            known = tuple(dict.fromkeys(each.source.slug for each in subjects(self.site)))
            raise UnknownNameError(NamedThing.POSTED, self.name, known)
        if len(found) > 1:
            raise AmbiguousNameError(self.name, tuple(each.name for each in found))
        return found[0]


def post_request(project: Path, now: datetime, name: str | None, selection: PostSelection) -> PostRequest:
    """Read the project and return the request.

    Raises ProjectError, UnknownNameError for networks and languages, NoThreadError.
    """
    site = load_site(project).site
    networks = known_networks(site, selection.networks)
    if selection.thread:
        networks = _threaded(site, selection.networks, networks)
    languages = _known(NamedThing.LANGUAGE, selection.languages, site.main.languages)
    return PostRequest(project, site, now, name, replace(selection, networks=networks, languages=languages))


def _threaded(site: Site, asked: Sequence[str], networks: Sequence[str]) -> tuple[str, ...]:
    """Return the networks that have threads, of those asked for or, if none is, of the site's. Raises NoThreadError."""
    known = {id_: network for id_, network in social_networks(site.main).items() if network.has_threads}
    lacking = [id_ for id_ in networks if id_ not in known] if ALL not in asked else []
    found = tuple(id_ for id_ in networks or chosen_networks(site.main) if id_ in known)
    if lacking or not found:
        raise NoThreadError(lacking[0] if lacking else None, tuple(known))
    return found


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

    Raises ProjectError naming every text that is too long, NothingOpenError, UnknownNameError, AmbiguousNameError,
    NotTranslatedError, and FixedOpeningError if an article or a case is to open like an offer.
    """
    found = tuple(_posts(request))
    if not found:
        raise NotTranslatedError(request.name, tuple(request.selection.languages))
    findings = [replace(each, at_key=True) for each in found if isinstance(each, Finding)]
    if findings:
        raise ProjectError(Locator(request.project).problems(findings))
    return tuple(each for each in found if isinstance(each, Post))


def _posts(request: PostRequest) -> Iterator[Post | Finding]:
    site, now, subject = request.site, request.now, request.subject
    if subject is None:
        offers = open_offers(site, now)
        if not offers:
            raise NothingOpenError
        for offer in offers:
            yield from offer_posts(site, offer, request.selection, now)
    elif subject.folder == "offers":
        yield from offer_posts(site, subject.source, request.selection, now)
    elif request.selection.variant != "offer":
        raise FixedOpeningError(subject.name, request.selection.variant)
    else:
        yield from useful_posts(site, subject.source, request.selection)


def networks_without_links(request: PostRequest, posts: Sequence[Post]) -> tuple[str, ...]:
    """Return the names of networks whose posts have a short link without a page on the site."""
    pages = short_link_names(request.site, request.now)
    return tuple(dict.fromkeys(post.name for post in posts if post.link.name not in pages))
