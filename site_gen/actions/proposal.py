"""Starts a proposal for one client: a file prefilled from the audit, the lead and the second-step offer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from site_gen.actions.audit_file import client_of
from site_gen.actions.client_file import ClientPage, check_name, client_page, known_lead, password_variable, write_new
from site_gen.actions.errors import AlreadyThereError, NamedThing, UnknownNameError
from site_gen.actions.proposal_file import ProposalStart, findings, proposal_text
from site_gen.inbox.marking import find_lead
from site_gen.inbox.records import Lead
from site_gen.load import load_site
from site_gen.load.rubric import rubric_in
from site_gen.model.audit import Audit
from site_gen.model.offer import Offer, SecondStepOffer
from site_gen.model.site import Site, Translated
from site_gen.model.unlisted import new_token

FOLDER: Final = "offers/proposals"


@dataclass(frozen=True, slots=True)
class ProposalRequest:
    """The name of the proposal, and its sources: an audit, a lead by its id, a second-step offer."""

    name: str
    audit: str | None = None
    lead: str | None = None
    offer: str | None = None

    @property
    def file(self) -> str:
        return f"{FOLDER}/{self.name}.yaml"

    @property
    def is_name_alone(self) -> bool:
        """Whether only the name is given."""
        return not any((self.audit, self.lead, self.offer))


@dataclass(frozen=True, slots=True)
class _Grounds:
    """The sources of a proposal; None for those that don't exist."""

    audit: Translated[Audit] | None
    lead: Lead | None
    offer: Translated[Offer] | None


def start_proposal(project: Path, database: str, request: ProposalRequest, now: datetime) -> ClientPage:
    """Write the file of a proposal; if the file exists already, return its page.

    `database` is the inbox's. Raises ProjectError, WorldError, and ActionError if the request can't be fulfilled,
    including an existing file if more than the name is given.
    """
    check_name(request.name)
    site = load_site(project).site
    if (project / request.file).exists():
        if not request.is_name_alone:
            raise AlreadyThereError((request.file,))
        return _page(site, request, is_new=False)
    if request.lead:
        known_lead(database, request.lead)
    write_new(project, request.file, proposal_source(site, request, partial(find_lead, database), now))
    return _page(load_site(project).site, request, is_new=True)


def proposal_source(site: Site, request: ProposalRequest, find: Callable[[str], Lead | None], now: datetime) -> str:
    """Return the text of a new proposal's file; `find` gives a lead by its id, None for one that was deleted.

    Raises ActionError for an audit or an offer that isn't there.
    """
    return proposal_text(_start(site, request.name, _grounds(site, find, request), now))


def _page(site: Site, request: ProposalRequest, *, is_new: bool) -> ClientPage:
    source = next(source for source in site.proposals if source.slug == request.name)
    return client_page(site, source, source.original.route, is_new=is_new)


def _grounds(site: Site, find: Callable[[str], Lead | None], request: ProposalRequest) -> _Grounds:
    """Look up what the request names; the audit's lead may have been deleted."""
    audit = _audit(site, request.audit)
    wanted = request.lead or (audit.original.lead if audit else None)
    return _Grounds(audit, find(wanted) if wanted else None, _offer(site, request.offer, audit))


def _audit(site: Site, name: str | None) -> Translated[Audit] | None:
    found = {source.slug: source for source in site.audits}
    if name is not None and name not in found:
        raise UnknownNameError(NamedThing.AUDIT, name, tuple(found))
    return found[name] if name is not None else None


def _offer(site: Site, name: str | None, audit: Translated[Audit] | None) -> Translated[Offer] | None:
    """Return the second step: the named one, the audit's, or the only one."""
    seconds = {source.slug: source for source in site.offers if isinstance(source.original, SecondStepOffer)}
    if name is not None and name not in seconds:
        raise UnknownNameError(NamedThing.SECOND_STEP, name, tuple(seconds))
    following = name or (audit.original.next if audit else None)
    if following is not None:
        return seconds.get(following)
    return next(iter(seconds.values())) if len(seconds) == 1 else None


def _start(site: Site, name: str, grounds: _Grounds, now: datetime) -> ProposalStart:
    """Return the start of a proposal, prefilled from the audit, the lead and the offer."""
    audit, lead, offer = grounds.audit, grounds.lead, grounds.offer
    known, language = audit.original if audit else None, _language(site, grounds)
    return ProposalStart(
        client=known.client if known else client_of(lead.values if lead else {}, name),
        language=language,
        is_main_language=language == site.main.language,
        token=new_token(),
        today=now.astimezone(site.main.zone).date(),
        lead=lead.id if lead else known.lead if known else None,
        audit=audit.slug if audit else None,
        summary=(known.summary or "") if known else "",
        findings=findings(known, rubric_in(language, site.rubric)) if known else (),
        offer_name=offer.slug if offer else None,
        offer=offer.versions.get(language, offer.original) if offer else None,
        variable=password_variable("PROPOSAL", name),
        notes=site.main.language,
    )


def _language(site: Site, grounds: _Grounds) -> str:
    """Return the language of the audit, else of the lead, if the site has it; else the site's main language."""
    main = site.main.language
    spoken = next(iter(grounds.audit.versions)) if grounds.audit else grounds.lead.language if grounds.lead else main
    return spoken if spoken in site.settings else main
