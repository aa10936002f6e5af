"""Files for machines: feeds, the site map, robots.txt, the manifest, and the headers file of static hosts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from site_gen.model.unlisted import FOLDERS
from site_gen.pages.articles import feed_items
from site_gen.pages.horizon import Horizon
from site_gen.pages.page_factory import Draft, PageFactory
from site_gen.pages.site_plan import Sheet, SitePlan
from site_gen.pages.theme_files import web_manifest
from site_gen.render.artifact import Artifact, FromTemplate, FromText


def sheets(plan: SitePlan) -> Iterator[Sheet]:
    """Yield the files."""
    for factory in plan.factories:
        yield from _feeds(factory)
        localized = factory.localized
        manifest = web_manifest(localized.settings, plan.theme, localized.path(), localized.lang)
        yield ready(Artifact(localized.file("manifest.webmanifest"), FromText(manifest), "site.yaml"))
    main = plan.factories[0]
    yield Sheet("sitemap.xml", lambda: _sitemap(main, [draft for draft in plan.drafts() if draft.listed]))
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {main.localized.url('sitemap.xml')}\n"
    yield ready(Artifact("robots.txt", FromText(robots.encode()), "site.yaml"))
    yield ready(Artifact("_headers", FromText(_headers(plan).encode()), "site.yaml"))


def ready(artifact: Artifact) -> Sheet:
    """Return the sheet of an artifact that is made already."""
    return Sheet(artifact.path, lambda: artifact)


def _feeds(factory: PageFactory) -> Iterator[Sheet]:
    if not factory.localized.articles(factory.horizon()):
        return
    for name in ("feed.xml", "feed.json"):
        yield Sheet(factory.localized.file(name), partial(_feed, factory, name))


def _feed(factory: PageFactory, name: str) -> Artifact:
    localized, horizon = factory.localized, Horizon(factory.now)
    items = feed_items(localized, horizon)
    feed = {
        "items": items,
        "url": localized.url(name),
        "updated": max((item["updated"] for item in items), key=datetime.fromisoformat),
    }
    view: dict[str, Any] = {"site": factory.site, "feed": feed, "origin": localized.site.main.origin}
    # The feed carries the site's own data, and changes with it.
    horizon.note(factory.horizon().changes_at)
    return Artifact(localized.file(name), FromTemplate(name, view), "content/articles", horizon.changes_at)


def _sitemap(main: PageFactory, drafts: Sequence[Draft]) -> Artifact:
    pages = [
        {
            "url": draft.view["page"]["url"],
            "modified": draft.modified,
            "alternates": draft.view["page"]["alternates"],
        }
        for draft in drafts
    ]
    horizon = Horizon(main.now)
    for draft in drafts:
        horizon.note(draft.horizon.changes_at)
    view = {"site": main.site, "pages": pages}
    return Artifact("sitemap.xml", FromTemplate("sitemap.xml", view), "site.yaml", horizon.changes_at)


def _headers(plan: SitePlan) -> str:
    """Return the headers file that Netlify and Cloudflare Pages read."""
    base, csp = plan.site.main.base, plan.factories[0].site["csp"]
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
    """Yield what keeps clients' pages out of indexes, caches and referrers; the patterns name no page.

    Hosts join a header that two patterns give; of two referrer policies browsers take the last one.
    """
    for localized in plan.localized_sites.values():
        for folder in FOLDERS:
            yield f"{localized.path(folder)}/*"
            yield "  X-Robots-Tag: noindex, nofollow, noarchive"
            yield "  Referrer-Policy: no-referrer"
            yield "  Cache-Control: private, no-store"
