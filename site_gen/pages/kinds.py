"""Site + now → every file of the output, as data. A new kind of page is one module here and one line in KINDS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from site_gen.model.site import Site
from site_gen.pages import (
    articles,
    audits,
    cases,
    cloudflare,
    feeds,
    home,
    hosting,
    links,
    manifests,
    not_found,
    offers,
    privacy,
    profile,
    proposals,
    search,
    services,
    sitemap,
    static_files,
    text_pages,
    thanks,
    videos,
)
from site_gen.pages.site_plan import PageKind, PlannedFile, SitePlan
from site_gen.render.artifact import Artifact, FromPlan

KINDS: Final[tuple[PageKind, ...]] = (
    home.pages,
    profile.pages,
    cases.pages,
    services.pages,
    offers.pages,
    thanks.pages,
    articles.pages,
    links.pages,
    search.pages,
    text_pages.pages,
    privacy.pages,
    not_found.pages,
    audits.pages,
    proposals.pages,
)


def site_plan(site: Site, now: datetime, *, drafts: bool) -> SitePlan:
    """Return the plan of a site at `now`, with every page's address known; with `drafts`, drafts and scheduled
    content are included."""
    return SitePlan(site, now, KINDS, drafts=drafts)


def planned_files(plan: SitePlan) -> Iterator[PlannedFile]:
    """Yield every file of the site except its pictures, each made on request."""
    yield from planned_at_once(plan)
    yield from search.files(plan)


def search_index_files(plan: SitePlan) -> Iterator[PlannedFile]:
    """Yield the files of the search's index alone. Their names depend on every text, so planning them takes time."""
    return search.files(plan)


def planned_at_once(plan: SitePlan) -> Iterator[PlannedFile]:
    """Yield every file of the site except its pictures and the search's index, each made on request."""
    yield from plan.page_files()
    yield from map(_ready, plan.theme.artifacts)
    yield from map(_ready, videos.files(plan.site, plan.localized_sites.values()))
    yield from feeds.files(plan)
    yield from manifests.files(plan)
    yield from sitemap.files(plan)
    yield from hosting.files(plan)
    yield from map(_ready, cloudflare.artifacts(plan.site))
    yield from map(_ready, static_files.artifacts(plan.site))


def site_artifacts(plan: SitePlan) -> Iterator[Artifact]:
    """Yield every file of the site; pictures come last because finished pages name them."""
    found = [file.make() for file in planned_files(plan)]
    yield from found
    yield from plan.pictures(found)


def lazy_artifacts(plan: SitePlan, before: Mapping[str, Artifact]) -> Iterator[Artifact]:
    """Yield every file of the site but its pictures. Pages that can be are made later; those that were made `before` of
    the same inputs, by path, aren't made again."""
    for file in planned_files(plan):
        basis = file.basis
        if basis is None:
            yield file.make()
            continue
        inputs, known = plan.inputs(file), before.get(file.path)
        if known is not None and known.inputs == inputs:
            yield replace(known, source=basis.source)
        else:
            maker = FromPlan(basis.template.file, file.lang, file.make)
            yield Artifact(file.path, maker, basis.source, inputs=inputs)


def _ready(artifact: Artifact) -> PlannedFile:
    return PlannedFile(artifact.path, partial(_same, artifact))


def _same(artifact: Artifact) -> Artifact:
    return artifact
