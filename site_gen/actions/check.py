"""Finds every problem without writing anything: mistakes in files, offers that end soon, broken links."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from site_gen.actions.check_colours import colour_findings
from site_gen.actions.check_forms import form_findings
from site_gen.actions.check_funnel import funnel_findings
from site_gen.actions.check_host import host_findings
from site_gen.actions.check_links import link_problems
from site_gen.actions.check_pictures import small_pictures
from site_gen.actions.check_schedule import schedule_problems
from site_gen.actions.ledger import misleading_at
from site_gen.actions.placeholders import placeholder_findings
from site_gen.builder.cache import Cache
from site_gen.builder.check_record import CheckRecord
from site_gen.builder.passwords import asked, password_findings
from site_gen.builder.pipeline import build, known_pages, template_set
from site_gen.builder.plan import Plan, lazy_plan
from site_gen.builder.record import Before, BuildRecord
from site_gen.builder.renderer import ArtifactRenderer, RenderContext
from site_gen.builder.report import PageLinks, Report
from site_gen.builder.request import BuildListener, BuildRequest
from site_gen.builder.staging import is_as_before, resolved
from site_gen.load.kept_readings import KeptReadings
from site_gen.load.locator import Locator
from site_gen.load.project import load_settings, load_site
from site_gen.load.read_cache import ReadCache
from site_gen.load.rest import load_rest
from site_gen.load.translations import translation_problems
from site_gen.messages import m
from site_gen.model.facts import OfferStatus, offer_status
from site_gen.model.funnel import funnel
from site_gen.model.instants import SOON, State
from site_gen.model.rules import Finding
from site_gen.model.site import Site
from site_gen.problems import Problem, ProjectError, Severity
from site_gen.render.artifact import Artifact, FromBefore
from site_gen.social.selection import limit_findings

_A_DAY: Final = timedelta(days=1)
"""What lies within the coming year or month is looked at anew after this time."""


@dataclass(frozen=True, slots=True)
class ProjectInspection:
    """All that is looked for in a project that can be read, at `now`: the same for `check`, `build` and `deploy`.

    `secrets` holds the passwords of locked pages by the names of environment variables; `output` has the last build.
    Things that were `left_out`, by name, have errors, and are in the files `unmade`: what only a whole site can lack or
    have too much of isn't looked for. With `stops_by_time`, what the clock alone has broken is an error, too.
    """

    project: Path
    now: datetime
    output: Path
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    left_out: Collection[str] = ()
    unmade: Collection[str] = ()
    stops_by_time: bool = True

    def of_site(self, site: Site, planned: Plan) -> Iterator[Problem]:
        """Yield the problems of the site itself."""
        locator = Locator(self.project)
        variables = {name for name, value in self.secrets.items() if value}
        yield from locator.problems(_findings(site, self.now))
        yield from locator.problems(placeholder_findings(site, locator))
        yield from locator.problems(password_findings(planned.artifacts, self.secrets))
        yield from locator.problems(form_findings(site, self.project, variables))
        yield from small_pictures(site, locator)
        if not self.left_out:
            breaks = funnel_findings(funnel(site, self.now), site.main.zone, stops_by_time=self.stops_by_time)
            yield from locator.problems(breaks)
            yield from schedule_problems(self.project, site, self.now)

    def of_pages(self, site: Site, planned: Plan, pages: Mapping[str, PageLinks]) -> Iterator[Problem]:
        """Yield the broken links of the finished pages, and what is too much for the site's host."""
        locator = Locator(self.project)
        yield from link_problems(planned.artifacts, pages, site, locator, self.left_out, self.unmade)
        if not self.left_out:
            yield from locator.problems(host_findings(site, self.now, len(planned.artifacts), self.output))

    def until(self, site: Site) -> datetime:
        """Return until when the same is found: a day, unless an offer or a proposal comes near its end before."""
        ends = [source.original.ends for source in site.offers if source.original.ends]
        ends += [source.original.valid_until for source in site.proposals]
        return min([self.now + _A_DAY, *(end - SOON for end in ends if end - SOON > self.now)])


def check(
    project: Path, now: datetime, cache: Path, secrets: Mapping[str, str], record: CheckRecord | None = None
) -> tuple[Problem, ...]:
    """Return every problem of a project at `now`, errors and warnings, sorted. Writes nothing but into caches.

    Things with errors don't keep the others from being checked: what is found then is as if they were right.

    `secrets` holds the passwords of locked pages by the names of environment variables. What is found is kept in the
    `record`, if all of the project can be read.
    """
    if record is not None:
        record.begin()
    read_cache = ReadCache(KeptReadings.of(project))
    try:
        loaded = load_site(project, read_cache=read_cache)
        told, site, left_out, unmade = loaded.warnings, loaded.site, frozenset[str](), frozenset[str]()
    except ProjectError as error:
        rest = load_rest(project, error.problems, read_cache)
        if rest is None:
            return error.problems
        told, site, left_out, unmade = error.problems, rest.site, rest.names, rest.files
    output = project / "output"
    before = BuildRecord(cache, project, output, {}).before(for_output=False)
    try:
        planned = lazy_plan(site, now, known_pages(before, site))
    except ProjectError as error:
        return tuple(sorted({*told, *error.problems}))
    inspection = ProjectInspection(project, now, output, secrets, left_out, unmade)
    context = RenderContext(
        template_set(site), Cache(cache, writable=False), output, None, references=before.references
    )
    pages, named, broken = _links(planned, before, ArtifactRenderer(context))
    found = {*told, *broken, *inspection.of_site(site, planned)}
    if site.plan is not None:
        from site_gen.actions.planning.findings import plan_findings  # builds don't ask for it

        found.update(Locator(project).problems(plan_findings(site, now, left_out)))
    try:
        found.update(inspection.of_pages(site, planned.with_pictures(named), pages))
    except ProjectError as error:
        found.update(error.problems)
    problems = tuple(sorted(found))
    if record is not None and not left_out:
        ends = [inspection.until(site), *([planned.changes_at] if planned.changes_at else [])]
        record.keep(problems, now, min(ends), {variable for variable, _ in asked(planned.artifacts)})
    return problems


def _links(
    planned: Plan, before: Before, renderer: ArtifactRenderer
) -> tuple[Mapping[str, PageLinks], Collection[Artifact], Collection[Problem]]:
    """Return the links of all pages by path, pages with the pictures that they name, and the problems of files that
    can't be made. What the last build made of the same isn't made again."""
    pages: dict[str, PageLinks] = {}
    named: list[Artifact] = []
    problems: set[Problem] = set()
    for artifact in map(resolved, planned.artifacts):
        known, links = before.files.get(artifact.path), None
        is_enough = known is not None and (known.links is not None or not artifact.path.endswith(".html"))
        try:
            if known is not None and is_enough and is_as_before(artifact, known, renderer):
                links = known.links
            else:
                links = renderer.links(artifact)
        except ProjectError as error:
            problems.update(error.problems)
        if links is not None:
            pages[artifact.path] = links
        if artifact.pictures:
            named.append(replace(artifact, maker=FromBefore()))
    return pages, named, problems


def untranslated_texts(project: Path) -> tuple[Problem, ...]:
    """Return what is not translated yet, sorted by file: whole files, and texts that are missing or as in the original.

    Raises ProjectError for errors in site.yaml.
    """
    return tuple(sorted(set(translation_problems(project, load_settings(project).languages))))


def inspected_build(
    request: BuildRequest, listener: BuildListener | None = None, record: BuildRecord | None = None
) -> Report:
    """Build a project unless something is wrong with it that `check` finds; the report has the same warnings, but those
    about the content plan.

    `record` is that of the request, if it was asked before. Raises ProjectError, WorldError; nothing is written then.
    """
    inspection = ProjectInspection(request.project, request.now, request.output, request.secrets, stops_by_time=False)
    return build(replace(request, inspected=True), listener, record, inspection)


def _findings(site: Site, now: datetime) -> Iterator[Finding]:
    """Find the problems of the site itself at `now`."""
    yield from _ending_offers(site, now)
    yield from _sold_out_offers(site, now)
    yield from _ending_proposals(site, now)
    yield from (replace(found, at_key=True) for found in limit_findings(site, now))
    yield from misleading_at(site, now)
    yield from colour_findings(site)


def _ending_offers(site: Site, now: datetime) -> Iterator[Finding]:
    """Find offers that end soon."""
    for source in site.offers:
        offer = source.original
        if offer.draft:
            continue
        if offer.ends and offer.window.state(now) is State.LIVE and offer.ends - now <= SOON:
            message = m("the offer ends on {day} at {time}", day=f"{offer.ends:%Y-%m-%d}", time=f"{offer.ends:%H:%M}")
            hint = m("prepare what comes next; moving the end needs 'extended:' with the reason")
            yield Finding(source.file, ("ends",), message, hint, Severity.WARNING, at_key=True)


def _sold_out_offers(site: Site, now: datetime) -> Iterator[Finding]:
    """Find offers that are shown as sold out: the owner may have more seats, or another offer."""
    for source in site.offers:
        if offer_status(source.original, now) is OfferStatus.SOLD_OUT:
            message = m("all places are taken: the offer is shown as sold out, with nothing to press")
            hint = m("raise total where there are more places; waiting_list: ADDRESS lets people ask for the next time")
            yield Finding(source.file, ("seats", "taken"), message, hint, Severity.WARNING)


def _ending_proposals(site: Site, now: datetime) -> Iterator[Finding]:
    """Find proposals that end soon: the owner should contact their clients before."""
    for source in site.proposals:
        proposal = source.original
        if not proposal.draft and now < proposal.valid_until <= now + SOON:
            message = m(
                "the proposal for {client} ends on {day} at {time}",
                client=proposal.client,
                day=f"{proposal.valid_until:%Y-%m-%d}",
                time=f"{proposal.valid_until:%H:%M}",
            )
            hint = m("ask before it does; a later valid_until makes another version of it")
            yield Finding(source.file, ("valid_until",), message, hint, Severity.WARNING, at_key=True)
