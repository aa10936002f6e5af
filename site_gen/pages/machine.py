"""Files for machines: feeds, the site map, robots.txt, the manifest, and the headers file of static hosts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from site_gen.pages.articles import feed_items
from site_gen.pages.frame import Draft, Frame
from site_gen.pages.horizon import Horizon
from site_gen.pages.theme_files import ThemeOutput, web_manifest
from site_gen.render.artifact import Artifact, FromTemplate, FromText


def artifacts(frames: Sequence[Frame], drafts: Sequence[Draft], theme: ThemeOutput) -> Iterator[Artifact]:
    """Yield the files."""
    for frame in frames:
        yield from _feeds(frame)
        edition = frame.edition
        manifest = web_manifest(edition.settings, theme, edition.path(), edition.lang)
        yield Artifact(edition.file("manifest.webmanifest"), FromText(manifest), "site.yaml")
    main = frames[0]
    yield _sitemap(main, [draft for draft in drafts if draft.listed])
    robots = f"User-agent: *\nAllow: /\n\nSitemap: {main.edition.url('sitemap.xml')}\n"
    yield Artifact("robots.txt", FromText(robots.encode()), "site.yaml")
    yield Artifact("_headers", FromText(_headers(main).encode()), "site.yaml")


def _feeds(frame: Frame) -> Iterator[Artifact]:
    edition, horizon = frame.edition, Horizon(frame.now)
    items = feed_items(edition, horizon)
    if not items:
        return
    for name in ("feed.xml", "feed.json"):
        feed = {
            "items": items,
            "url": edition.url(name),
            "updated": max((item["updated"] for item in items), key=datetime.fromisoformat),
        }
        view: dict[str, Any] = {"site": frame.site, "feed": feed, "origin": edition.site.main.origin}
        # The feed carries the site's own data, and changes with it.
        horizon.note(frame.horizon().changes_at)
        yield Artifact(edition.file(name), FromTemplate(name, view), "content/articles", horizon.changes_at)


def _sitemap(main: Frame, drafts: Sequence[Draft]) -> Artifact:
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


def _headers(main: Frame) -> str:
    """Return the headers file that Netlify and Cloudflare Pages read."""
    base = main.edition.site.main.base
    return "\n".join(
        [
            f"{base}*",
            f"  Content-Security-Policy: {main.site['csp']}; frame-ancestors 'none'",
            "  X-Content-Type-Options: nosniff",
            "  Referrer-Policy: strict-origin-when-cross-origin",
            "  Permissions-Policy: camera=(), geolocation=(), microphone=()",
            f"{base}assets/*",
            "  Cache-Control: public, max-age=31536000, immutable",
            f"{base}images/*",
            "  Cache-Control: public, max-age=31536000, immutable",
            "",
        ]
    )
