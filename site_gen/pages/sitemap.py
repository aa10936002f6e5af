"""The site map, and robots.txt, which says where it is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from site_gen.pages.site_plan import PlannedFile, PlannedPage, SitePlan
from site_gen.render.artifact import Artifact, FromTemplate, FromText


def files(plan: SitePlan) -> Iterator[PlannedFile]:
    """Yield both files."""
    yield PlannedFile("sitemap.xml", partial(_sitemap, plan))
    yield PlannedFile("robots.txt", partial(_robots, plan))


def _sitemap(plan: SitePlan) -> Artifact:
    pages = [_entry(page, plan) for page in plan.planned if page.listed]
    site = plan.factories[plan.main.lang].site
    return Artifact("sitemap.xml", FromTemplate("sitemap.xml", {"site": site, "pages": pages}), "site.yaml")


def _entry(page: PlannedPage, plan: SitePlan) -> dict[str, Any]:
    localized = page.localized
    return {
        "url": localized.url(page.route),
        "modified": page.modified,
        "alternates": plan.translations.alternates(page.route, localized.lang),
    }


def _robots(plan: SitePlan) -> Artifact:
    text = f"User-agent: *\nAllow: /\n\nSitemap: {plan.main.url('sitemap.xml')}\n"
    return Artifact("robots.txt", FromText(text.encode()), "site.yaml")
