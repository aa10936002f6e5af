"""Finds every problem without writing anything: mistakes in files, offers that end soon, broken links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from site_gen.actions.check_forms import form_findings
from site_gen.actions.check_funnel import funnel_findings
from site_gen.actions.check_host import host_findings
from site_gen.actions.check_links import link_problems
from site_gen.actions.check_pictures import small_pictures
from site_gen.actions.check_schedule import schedule_problems
from site_gen.actions.ledger import misleading_at
from site_gen.builder.cache import Cache
from site_gen.builder.passwords import password_findings
from site_gen.builder.pipeline import template_set
from site_gen.builder.plan import plan
from site_gen.builder.renderer import RenderContext
from site_gen.load.locator import Locator
from site_gen.load.project import load_site
from site_gen.load.read_cache import ReadCache
from site_gen.load.rest import load_rest
from site_gen.model.facts import OfferStatus, offer_status
from site_gen.model.funnel import funnel
from site_gen.model.instants import SOON, State
from site_gen.model.rules import Finding
from site_gen.model.site import Site
from site_gen.problems import Problem, ProjectError, Severity
from site_gen.social.selection import limit_findings

_PLACEHOLDERS: Final = frozenset({"https://example.com", "name@example.com"})
"""Placeholders of a new project for the owner's own address."""


def check(project: Path, now: datetime, cache: Path, secrets: Mapping[str, str]) -> tuple[Problem, ...]:
    """Return every problem of a project at `now`, errors and warnings, sorted. Writes nothing.

    Things with errors don't keep the others from being checked: what is found then is as if they were right.

    `secrets` holds the passwords of locked pages by the names of environment variables.
    """
    read_cache = ReadCache()
    try:
        loaded = load_site(project, read_cache=read_cache)
        told, site, left_out = loaded.warnings, loaded.site, frozenset[str]()
    except ProjectError as error:
        rest = load_rest(project, error.problems, read_cache)
        if rest is None:
            return error.problems
        told, site, left_out = error.problems, rest.site, rest.names
    try:
        planned = plan(site, now)
    except ProjectError as error:
        return tuple(sorted({*told, *error.problems}))
    locator = Locator(project)
    findings = [
        *_findings(site, now),
        *password_findings(planned.artifacts, secrets),
        *form_findings(site, project, {name for name, value in secrets.items() if value}),
        *(() if left_out else _of_the_whole(site, now, len(planned.artifacts), project / "output")),
    ]
    context = RenderContext(template_set(site), Cache(cache, writable=False), project / "output", None)
    links = link_problems(planned.artifacts, context, site, locator, left_out)
    small = small_pictures(site, locator)
    schedules = () if left_out else schedule_problems(project, site, now)
    return tuple(sorted({*told, *locator.problems(findings), *small, *links, *schedules}))


def _of_the_whole(site: Site, now: datetime, files: int, output: Path) -> Iterator[Finding]:
    """Find what only a complete site can lack or have too much of."""
    yield from host_findings(site, now, files, output)
    yield from funnel_findings(funnel(site, now), site.main.zone)


def _findings(site: Site, now: datetime) -> Iterator[Finding]:
    """Find the problems of the things of a site at `now`."""
    yield from _placeholders(site)
    yield from _ending_offers(site, now)
    yield from _sold_out_offers(site, now)
    yield from _ending_proposals(site, now)
    yield from (replace(found, at_key=True) for found in limit_findings(site, now))
    yield from misleading_at(site, now)


def _placeholders(site: Site) -> Iterator[Finding]:
    """Find placeholders of the starter project that the owner has not replaced yet."""
    main = site.main
    for path, text in ((("url",), main.url.rstrip("/")), (("contact", "email"), main.contact.email)):
        if text in _PLACEHOLDERS:
            hint = "write your own before the site goes online"
            yield Finding("site.yaml", path, f"'{text}' is a placeholder", hint, Severity.WARNING)


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
