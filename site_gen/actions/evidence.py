"""What the ledger proves about an offer: every state that was public, with the lowest price before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from site_gen.actions.errors import NamedThing, NoHistoryError, UnknownNameError
from site_gen.load import load_site
from site_gen.model.evidence import LedgerProof, proofs
from site_gen.model.site import Site


@dataclass(frozen=True, slots=True)
class Evidence:
    """The states of an offer in chronological order, as known at `now`. `site` names the responsible person."""

    site: Site
    offer: str
    now: datetime
    proofs: tuple[LedgerProof, ...]


def offer_evidence(project: Path, offer: str, now: datetime) -> Evidence:
    """Return the evidence about an offer, even if it is no longer in the project.

    Raises ProjectError, UnknownNameError, and NoHistoryError for an offer that was never recorded.
    """
    site = load_site(project).site
    there, recorded = {source.slug for source in site.offers}, site.ledger.offers
    if offer in recorded:
        return Evidence(site, offer, now, tuple(proofs(site.ledger, offer, now)))
    if offer in there:
        raise NoHistoryError(offer)
    raise UnknownNameError(NamedThing.OFFER, offer, tuple(sorted({*recorded, *there})))
