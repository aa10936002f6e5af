"""Finds every problem without writing anything: mistakes in files, offers that end soon, broken links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from site_gen.actions.check_forms import form_findings
from site_gen.actions.check_funnel import funnel_findings
from site_gen.actions.check_host import host_findings
from site_gen.actions.check_links import link_problems
from site_gen.actions.check_pictures import small_pictures
from site_gen.actions.ledger import misleading_at
from site_gen.actions.placeholders import placeholder_findings
from site_gen.builder.cache import Cache
from site_gen.builder.passwords import password_findings
from site_gen.builder.pipeline import load_strictly, template_set
from site_gen.builder.plan import plan
from site_gen.builder.renderer import RenderContext
from site_gen.load.locator import Locator
from site_gen.model.facts import OfferStatus, offer_status
from site_gen.model.funnel import funnel
from site_gen.model.instants import SOON, State
from site_gen.model.rules import Finding
from site_gen.model.site import Site
from site_gen.problems import Problem, ProjectError, Severity
from site_gen.social.selection import limit_findings


def check(project: Path, now: datetime, cache: Path, secrets: Mapping[str, str]) -> tuple[Problem, ...]:
    """Return every problem of a project at `now`, errors and warnings, sorted. Writes nothing.

    `secrets` holds the passwords of locked pages by the names of environment variables.
    """
    try:
        loaded = load_strictly(project, strict=False)
        planned = plan(loaded.site, now)
    except ProjectError as error:
        return error.problems
    site, locator = loaded.site, Locator(project)
    findings = [
        *_findings(site, now),
        *placeholder_findings(site, locator),
        *password_findings(planned.artifacts, secrets),
        *host_findings(site, now, len(planned.artifacts), project / "output"),
        *form_findings(site, project, {name for name, value in secrets.items() if value}),
    ]
    context = RenderContext(template_set(site), Cache(cache), project / "output", None)
    links = link_problems(planned.artifacts, context, site, locator)
    small = small_pictures(site, locator)
    return tuple(sorted({*loaded.warnings, *locator.problems(findings), *small, *links}))


def _findings(site: Site, now: datetime) -> Iterator[Finding]:
    """Find the problems of the site itself at `now`."""
    yield from _ending_offers(site, now)
    yield from _sold_out_offers(site, now)
    yield from _ending_proposals(site, now)
    yield from (replace(found, at_key=True) for found in limit_findings(site, now))
    yield from funnel_findings(funnel(site, now), site.main.zone)
    yield from misleading_at(site, now)


def _ending_offers(site: Site, now: datetime) -> Iterator[Finding]:
    """Find offers that end soon."""
    for source in site.offers:
        offer = source.original
        if offer.draft:
            continue
        if offer.ends and offer.window.state(now) is State.LIVE and offer.ends - now <= SOON:
            message = f"the offer ends on {offer.ends:%Y-%m-%d at %H:%M}"
            hint = "prepare what comes next; moving the end needs 'extended:' with the reason"
            yield Finding(source.file, ("ends",), message, hint, Severity.WARNING, at_key=True)


def _sold_out_offers(site: Site, now: datetime) -> Iterator[Finding]:
    """Find offers that are shown as sold out: the owner may have more seats, or another offer."""
    for source in site.offers:
        if offer_status(source.original, now) is OfferStatus.SOLD_OUT:
            message = "all places are taken: the offer is shown as sold out, with nothing to press"
            hint = "raise total where there are more places; waiting_list: ADDRESS lets people ask for the next time"
            yield Finding(source.file, ("seats", "taken"), message, hint, Severity.WARNING)


def _ending_proposals(site: Site, now: datetime) -> Iterator[Finding]:
    """Find proposals that end soon: the owner should contact their clients before."""
    for source in site.proposals:
        proposal = source.original
        if not proposal.draft and now < proposal.valid_until <= now + SOON:
            message = f"the proposal for {proposal.client} ends on {proposal.valid_until:%Y-%m-%d at %H:%M}"
            hint = "ask before it does; a later valid_until makes another version of it"
            yield Finding(source.file, ("valid_until",), message, hint, Severity.WARNING, at_key=True)
