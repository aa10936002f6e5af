"""The site map, and robots.txt, which links to it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from site_gen.pages import templates
from site_gen.pages.inputs import Basis
from site_gen.pages.site_plan import PlannedFile, PlannedPage, SitePlan
from site_gen.pages.views.site import SitemapEntryView
from site_gen.render.artifact import Artifact, FromText


def files(plan: SitePlan) -> Iterator[PlannedFile]:
    """Yield both files."""
    basis = Basis(templates.SITEMAP, "site.yaml")
    yield PlannedFile(templates.SITEMAP.file, partial(_sitemap, plan), basis, plan.main.lang)
    yield PlannedFile("robots.txt", partial(_robots, plan))


def _sitemap(plan: SitePlan) -> Artifact:
    pages = [_entry(page, plan) for page in plan.planned if page.listed]
    factory = plan.factories[plan.main.lang]
    return Artifact(templates.SITEMAP.file, factory.maker(templates.SITEMAP.fill(pages=pages)), "site.yaml")


def _entry(page: PlannedPage, plan: SitePlan) -> SitemapEntryView:
    localized = page.localized
    return SitemapEntryView(
        url=localized.url(page.route),
        modified=page.modified,
        alternates=plan.translations.alternates(page.route, localized.lang),
    )


def _robots(plan: SitePlan) -> Artifact:
    text = f"User-agent: *\nAllow: /\n\nSitemap: {plan.main.url(templates.SITEMAP.file)}\n"
    return Artifact("robots.txt", FromText(text.encode()), "site.yaml")
