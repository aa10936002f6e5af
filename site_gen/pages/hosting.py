"""Files for browsers and hosts: the web app manifest, and the headers file of static hosts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from site_gen.model.unlisted import FOLDERS
from site_gen.pages.page_factory import PageFactory
from site_gen.pages.site_plan import PlannedFile, SitePlan
from site_gen.pages.theme_files import web_manifest
from site_gen.render.artifact import Artifact, FromText

MANIFEST = "manifest.webmanifest"
HEADERS = "_headers"


def manifests(plan: SitePlan) -> Iterator[PlannedFile]:
    """Yield the web app manifest of each language."""
    for factory in plan.factories.values():
        yield PlannedFile(factory.localized.file(MANIFEST), partial(_manifest, factory, plan))


def _manifest(factory: PageFactory, plan: SitePlan) -> Artifact:
    localized = factory.localized
    content = web_manifest(localized.settings, plan.theme, localized.path(), localized.lang)
    return Artifact(localized.file(MANIFEST), FromText(content), "site.yaml")


def headers(plan: SitePlan) -> PlannedFile:
    """Return the headers file that Netlify and Cloudflare Pages read."""
    return PlannedFile(HEADERS, lambda: Artifact(HEADERS, FromText(_headers(plan).encode()), "site.yaml"))


def _headers(plan: SitePlan) -> str:
    base, csp = plan.site.main.base, plan.factories[plan.main.lang].site["csp"]
    return "\n".join(
        [
            f"{base}*",
            f"  Content-Security-Policy: {csp}; frame-ancestors 'none'",
            "  X-Content-Type-Options: nosniff",
            "  Referrer-Policy: strict-origin-when-cross-origin",
            "  Permissions-Policy: camera=(), geolocation=(), microphone=()",
            f"{base}assets/*",
            "  Cache-Control: public, max-age=31536000, immutable",
            f"{base}images/*",
            "  Cache-Control: public, max-age=31536000, immutable",
            *(_unlisted_headers(plan) if plan.has_unlisted else ()),
            "",
        ]
    )


def _unlisted_headers(plan: SitePlan) -> Iterator[str]:
    """Yield headers that keep clients' pages out of indexes, caches and referrers; the patterns name no page.

    Hosts join a header that two patterns set; of two referrer policies browsers use the last one.
    """
    for localized in plan.localized_sites.values():
        for folder in FOLDERS:
            yield f"{localized.path(folder)}/*"
            yield "  X-Robots-Tag: noindex, nofollow, noarchive"
            yield "  Referrer-Policy: no-referrer"
            yield "  Cache-Control: private, no-store"
