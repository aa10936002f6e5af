"""What changes in a site by itself, and when: the only source for build, preview, offers, funnel, pins and schedules.

A site is a function of its files and of the time. These are all the instants at which time makes a difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from site_gen.model.instants import fixed
from site_gen.model.site import Site


class ChangeKind(StrEnum):
    """Why the site changes at an instant."""

    OPENS = "opens"
    CLOSES = "closes"
    APPEARS = "appears"
    EXPIRES = "expires"


@dataclass(frozen=True, slots=True)
class Change:
    """At `at` (with its offset) the site changes: an offer `opens` or `closes`, an article `appears`, a proposal
    `expires`. `slug` names it, `file` is its source file."""

    at: datetime
    kind: ChangeKind
    slug: str
    file: str


def timeline(site: Site, *, drafts: bool = False) -> tuple[Change, ...]:
    """Return every change of a site, past and future, sorted by time, kind and file.

    Drafts are not public and change nothing. With `drafts` the site already shows drafts and scheduled content, so
    nothing opens or appears later.
    """
    changes = [*_of_offers(site, drafts=drafts), *_of_proposals(site, drafts=drafts)]
    changes += _of_announcement(site, drafts=drafts)
    if not drafts:
        changes += _of_articles(site)
    return tuple(sorted(changes, key=lambda change: (change.at, change.kind, change.file)))


def coming(site: Site, now: datetime, *, drafts: bool = False) -> tuple[Change, ...]:
    """Return the changes after `now`, the next one first."""
    return tuple(change for change in timeline(site, drafts=drafts) if change.at > now)


def next_change(site: Site, now: datetime, *, drafts: bool = False) -> datetime | None:
    """Return the first instant after `now` at which the site changes, in the site's time zone; None if it never
    changes."""
    changes = coming(site, now, drafts=drafts)
    return changes[0].at.astimezone(site.main.zone) if changes else None


def _of_offers(site: Site, *, drafts: bool) -> Iterator[Change]:
    for source in site.offers:
        offer = source.original
        if offer.draft and not drafts:
            continue
        if offer.starts is not None and not drafts:
            yield Change(fixed(offer.starts), ChangeKind.OPENS, source.slug, source.file)
        if offer.ends is not None:
            yield Change(fixed(offer.ends), ChangeKind.CLOSES, source.slug, source.file)


def _of_articles(site: Site) -> Iterator[Change]:
    for source in site.articles:
        if not source.original.draft:
            yield Change(fixed(source.original.date), ChangeKind.APPEARS, source.slug, source.file)


def _of_proposals(site: Site, *, drafts: bool) -> Iterator[Change]:
    for source in site.proposals:
        if drafts or not source.original.draft:
            yield Change(fixed(source.original.valid_until), ChangeKind.EXPIRES, source.slug, source.file)


def _of_announcement(site: Site, *, drafts: bool) -> Iterator[Change]:
    said = site.main.announcement
    if said is not None and said.starts is not None and not drafts:
        yield Change(fixed(said.starts), ChangeKind.OPENS, "announcement", "site.yaml")
    if said is not None and said.ends is not None:
        yield Change(fixed(said.ends), ChangeKind.CLOSES, "announcement", "site.yaml")
