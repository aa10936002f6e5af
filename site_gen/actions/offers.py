"""The list of offers: their status at an instant, and what opens and closes later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from site_gen.actions.ledger import misleading_at, new_entries
from site_gen.load import load_site
from site_gen.load.locator import Locator
from site_gen.model.facts import OfferFacts, OfferStatus, offer_facts
from site_gen.model.offer import Offer
from site_gen.model.site import Site, Translated
from site_gen.model.timeline import Change, coming
from site_gen.problems import Problem

_ORDER: Final = (
    OfferStatus.LIVE,
    OfferStatus.SOLD_OUT,
    OfferStatus.SCHEDULED,
    OfferStatus.DRAFT,
    OfferStatus.CLOSED,
)


@dataclass(frozen=True, slots=True)
class ListedOffer:
    """An offer in the list, in the site's first language.

    `recorded` says whether the ledger has the state that is public now; None if nothing is public.
    """

    source: Translated[Offer]
    facts: OfferFacts
    recorded: bool | None

    @property
    def offer(self) -> Offer:
        return self.source.original


@dataclass(frozen=True, slots=True)
class OfferList:
    """All offers of a site, the live ones first; their changes after `now`, the next one first, with instants in the
    site's zone; and problems."""

    site: Site
    now: datetime
    offers: tuple[ListedOffer, ...]
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]


def list_offers(project: Path, now: datetime) -> OfferList:
    """Return the offers of a project at `now`. Raises ProjectError."""
    loaded = load_site(project)
    site = loaded.site
    problems = [*loaded.warnings, *Locator(project).problems(misleading_at(site, now))]
    return OfferList(site, now, _listed(site, now), _changes(site, now), tuple(sorted(problems)))


def _listed(site: Site, now: datetime) -> tuple[ListedOffer, ...]:
    new = {entry.offer for entry in new_entries(site, now)}
    rows = [_row(site, source, now, is_new=source.slug in new) for source in site.offers]
    return tuple(sorted(rows, key=_place))


def _place(row: ListedOffer) -> tuple[int, float, str]:
    ends = row.facts.window.ends
    return (_ORDER.index(row.facts.status), ends.timestamp() if ends else float("inf"), row.facts.slug)


def _row(site: Site, source: Translated[Offer], now: datetime, *, is_new: bool) -> ListedOffer:
    facts = offer_facts(site, source, site.main.language, now)
    is_over = facts.status is OfferStatus.CLOSED
    is_public = facts.is_public and (not is_over or site.ledger.last(source.slug) is not None)
    return ListedOffer(source, facts, not is_new if is_public else None)


def _changes(site: Site, now: datetime) -> tuple[Change, ...]:
    """Return the openings and closings after `now`."""
    files = {source.file for source in site.offers}
    changes = (change for change in coming(site, now) if change.file in files)
    return tuple(replace(change, at=change.at.astimezone(site.main.zone)) for change in changes)
