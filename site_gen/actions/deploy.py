"""Putting a site online: built for this moment, compared, sent, remembered; and taking an earlier release back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from site_gen.actions.check import inspected_build
from site_gen.actions.deploy_target import Publisher, chosen
from site_gen.actions.ledger import record_offers
from site_gen.actions.placeholders import placeholder_findings
from site_gen.builder.pipeline import load_strictly
from site_gen.builder.record import SOURCE_FOLDERS
from site_gen.builder.report import Answer
from site_gen.builder.request import BuildListener, BuildRequest
from site_gen.deploy.connection import Place
from site_gen.deploy.due import Published, look_at_sources, remember
from site_gen.deploy.guards import RefusedError, Way, shown
from site_gen.deploy.leaks import Private, refuse_leaks
from site_gen.deploy.plan import DeployPlan
from site_gen.deploy.publish import DeployListener, Permission, look, publish
from site_gen.deploy.releases import Release, Releases, new_id
from site_gen.deploy.site_files import SiteFiles, built_site
from site_gen.deploy.stores.logins import kept_secrets
from site_gen.load.locator import Locator
from site_gen.messages import joined, m
from site_gen.model.audit import Audit
from site_gen.model.facts import OfferStatus, offer_status
from site_gen.model.ledger import Entry
from site_gen.model.proposal import Proposal
from site_gen.model.secrets import SECRET_VARIABLES
from site_gen.model.settings import Settings
from site_gen.model.site import Site, Translated
from site_gen.problems import Problem, WorldError

_MANY: Final = 4
"""From so many on placeholders are told by file."""


@dataclass(frozen=True, slots=True)
class DeployRequest:
    """What to publish, and who does it: `build` is how the site is built first; without `target` it is the first one
    of site.yaml. With `dry_run` nothing is changed at the place; with `full` all its files are listed.
    """

    build: BuildRequest
    publisher: Publisher
    target: str | None = None
    permission: Permission = field(default_factory=Permission)
    dry_run: bool = False
    full: bool = False

    def place(self, settings: Settings, name: str) -> Place:
        """Return the place of a target. Raises StoreError."""
        place = self.publisher.place(settings, name)
        return replace(place, lists_quickly=True) if self.full else place


@dataclass(frozen=True, slots=True)
class Deployed:
    """What a deploy did, or would do: `release` is None where nothing had to be done, `recorded` are the new lines of
    the ledger, `changes_at` is when to deploy again, in the site's time zone, `answers` are those new in it."""

    target: str
    label: str
    plan: DeployPlan
    site: SiteFiles
    release: Release | None = None
    recorded: tuple[Entry, ...] = ()
    changes_at: datetime | None = None
    warnings: tuple[Problem, ...] = ()
    answers: tuple[Answer, ...] = ()


def deploy(
    request: DeployRequest, listener: DeployListener | None = None, build_listener: BuildListener | None = None
) -> Deployed:
    """Build the site for its instant and bring a target to that state.

    The first target of site.yaml is the site itself: what goes online there is recorded in the ledger. Raises
    ProjectError, ActionError and WorldError; what is online then works, and the next deploy completes it.
    """
    listener = listener or DeployListener()
    project, now = request.build.project, request.build.now
    sources = look_at_sources(project, SOURCE_FOLDERS)
    loaded = load_strictly(project, strict=request.build.strict, jobs=request.build.jobs)
    main = loaded.site.main
    name = chosen(main, request.target)
    place = request.place(main, name)
    if not request.permission.placeholders:
        _refuse_placeholders(project, loaded.site)
    report = inspected_build(request.build, build_listener)
    site, changes_at = built_site(request.build.output, main.url, now), report.changes_at
    private = _private(loaded.site, site, request.publisher.secrets)

    def check(plan: DeployPlan) -> None:
        refuse_leaks(site, [upload.path for upload in plan.uploads], private)

    if request.dry_run:
        found = look(place, site, request.permission, listener)
        check(found.plan)
        return Deployed(name, place.label, found.plan, site, changes_at=changes_at, warnings=report.warnings)
    id_ = new_id(request.publisher.at)
    found = publish(place, site, request.permission, request.publisher.holder(), id_, check, listener)
    release = Release(
        id_, request.publisher.at, request.publisher.who, name, place.label, site.url, now, site.changes_at,
        site.files, open_offers(loaded.site, now),
    )  # fmt: skip
    kept = keep_release(project, release, site)
    recorded = _recorded(project, now) if name == next(iter(main.targets)) else ()
    remember_published(project, main, name, Published(now, site.changes_at, sources))
    return Deployed(name, place.label, found.plan, site, kept, recorded, changes_at, report.warnings, report.answers)


def placeholders_left(project: Path, site: Site) -> tuple[Problem, ...]:
    """Return what a new project came with and is still there."""
    locator = Locator(project)
    return tuple(locator.problems(placeholder_findings(site, locator)))


def _refuse_placeholders(project: Path, site: Site) -> None:
    """Raise RefusedError for a site that still has what a new project came with."""
    left = placeholders_left(project, site)
    if left:
        raise RefusedError(
            m(
                "the site still has placeholders: {places}",
                places=_places(left),
            ),
            m(
                "nothing was changed; write your own in their place ('site-gen check' names them), or use "
                "--placeholders"
            ),
            [each.location.file for each in left],
            Way.PLACEHOLDERS,
        )


def _places(left: Sequence[Problem]) -> str:
    """Return where placeholders are: each by itself, of many how many each file has."""
    if len(left) < _MANY:
        return shown([joined(f"{each.location} ", each.message) for each in left])
    files = Counter(each.location.file for each in left)
    return ", ".join(f"{file} ({number})" for file, number in files.items())


def _private(site: Site, files: SiteFiles, environment: Mapping[str, str]) -> Private:
    """Return what may not be read in the site's files."""
    passwords = {source.original.password for source in site.unlisted if source.original.password}
    named = {variable for target in site.main.targets.values() for variable in target.secrets}
    variables = sorted(SECRET_VARIABLES | passwords | named)
    locked: dict[str, dict[str, str]] = {}
    clients: tuple[Translated[Audit] | Translated[Proposal], ...] = (*site.audits, *site.proposals)
    for source in clients:
        if source.original.password:
            texts: dict[str, str] = {
                m("the client of {file}, whose page is locked", file=source.file): source.original.client
            }
            mark = f"/{source.original.token}/"
            locked |= {path: texts for path in files.files if mark in f"/{path}"}
    return Private(
        values={variable: environment[variable] for variable in variables if environment.get(variable)},
        logins=tuple(kept_secrets(Path.home())),
        locked=locked,
        hidden={source.original.token: m("the address of {file}", file=source.file) for source in site.unlisted},
    )


def open_offers(site: Site, now: datetime) -> dict[str, datetime | None]:
    """Return the offers that are open, each with its end."""
    offers = {source.slug: source.original for source in site.offers if not source.original.draft}
    return {slug: offer.ends for slug, offer in offers.items() if offer_status(offer, now) is OfferStatus.LIVE}


def keep_release(project: Path, release: Release, site: SiteFiles) -> Release | None:
    """Keep a release; None where the target's latest one has the same files already."""
    store = Releases(project)
    last = next((old for old in store.all() if old.target == release.target), None)
    if last is not None and last.files == release.files and last.label == release.label:
        return None
    store.keep(release, site)
    return release


def _recorded(project: Path, now: datetime) -> tuple[Entry, ...]:
    try:
        return record_offers(project, now).entries
    except WorldError as error:
        raise WorldError(
            m("the site is online, but what it offers was not recorded: {error}", error=error),
            joined(error.hint, m("; then run site-gen offers --record")),
        ) from error


def remember_published(project: Path, settings: Settings, name: str, published: Published) -> None:
    try:
        remember(project, name, next(iter(settings.targets)), published)
    except OSError as error:
        raise WorldError(
            m(
                "the site is online, but {filename} can't be written: {strerror}",
                filename=error.filename,
                strerror=error.strerror or error,
            ),
            m("--if-due will deploy once more"),
        ) from error
