"""Site + now → every file of the output, as data. A new kind of page is one module here and one line in KINDS."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from site_gen.model.site import Site
from site_gen.pages import (
    articles,
    audits,
    cases,
    cloudflare,
    home,
    machine,
    offers,
    others,
    privacy,
    profile,
    proposals,
    services,
    short_links,
    thanks,
)
from site_gen.pages.site_plan import Kind, Sheet, SitePlan
from site_gen.render.artifact import Artifact

KINDS: Final[tuple[Kind, ...]] = (
    home.pages,
    profile.pages,
    cases.pages,
    services.pages,
    offers.pages,
    thanks.pages,
    articles.pages,
    others.link_pages,
    others.text_pages,
    privacy.pages,
    others.not_found_pages,
    audits.pages,
    proposals.pages,
)


def site_artifacts(site: Site, now: datetime, *, drafts: bool) -> Iterator[Artifact]:
    """Yield every file of the site at `now`; with `drafts` also what is a draft or scheduled."""
    plan = SitePlan(site, now, KINDS, drafts=drafts)
    for sheet in site_sheets(plan):
        yield sheet.make()
    # Last, as pages name the photos they show while they are made.
    yield from plan.photos.artifacts()


def site_sheets(plan: SitePlan) -> Iterator[Sheet]:
    """Yield every file of the site but its photos, each made when it is asked for."""
    yield from plan.pages()
    for artifact in plan.theme.artifacts:
        yield machine.ready(artifact)
    yield from machine.sheets(plan)
    yield from short_links.sheets(plan)
    for artifact in cloudflare.artifacts(plan.site):
        yield machine.ready(artifact)
