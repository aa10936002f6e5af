"""What hosts are told of the site: headers, redirects and pages for what isn't there, as data and as files of hosts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Final

from site_gen.model.caching import A_WHILE, ASK_AGAIN, FEEDS, FOR_EVER, HASHED, NOT_AT_ALL
from site_gen.model.deliveries.base import static_host
from site_gen.model.host_rules import CACHE, SECURE_ONLY, HeaderRule, HostRules, NotFound, Redirect
from site_gen.model.routes import NOT_FOUND
from site_gen.model.security_policy import with_frames
from site_gen.model.settings import Settings
from site_gen.model.unlisted import FOLDERS
from site_gen.pages import aliases, short_links
from site_gen.pages.hosts import ALWAYS, HOSTS, HostFile
from site_gen.pages.redirect_pages import LeadingPage
from site_gen.pages.site_plan import PlannedFile, SitePlan
from site_gen.render.artifact import Artifact, FromText

_HIDDEN: Final = ("_", ".site-gen/", ".htaccess")
_ONE_YEAR: Final = "max-age=31536000"


def files(plan: SitePlan) -> Iterator[PlannedFile]:
    """Yield the pages that lead on, and the files that hosts read: of those that say nothing, none."""
    leading = tuple(leading_pages(plan))
    yield from (page.planned() for page in leading)
    for file in (*ALWAYS, *(HOSTS[name] for name in plan.site.main.hosting)):
        if file.path is not None and (leading or not file.is_for_redirects):
            yield PlannedFile(file.path, partial(_file, plan, leading, file, file.path))


def leading_pages(plan: SitePlan) -> Iterator[LeadingPage]:
    """Yield every page that leads on: old addresses first, as search engines look for those."""
    return chain(aliases.pages(plan), short_links.pages(plan))


def full_rules(plan: SitePlan) -> HostRules:
    """Return all that hosts are told."""
    return host_rules(plan, (page.redirect() for page in leading_pages(plan)))


def host_rules(plan: SitePlan, redirects: Iterable[Redirect]) -> HostRules:
    """Return what hosts are told, with these redirects."""
    base = plan.site.main.base
    return HostRules(
        base=base,
        headers=(HeaderRule(f"{base}*", tuple(_for_all(plan))), *_for_some(plan)),
        redirects=tuple(redirects),
        not_found=tuple(
            NotFound(localized.path(), localized.path(NOT_FOUND)) for localized in plan.localized_sites.values()
        ),
        hidden=tuple(base + name for name in _HIDDEN),
        language=plan.site.main.language,
    )


def _file(plan: SitePlan, leading: Iterable[LeadingPage], file: HostFile, path: str) -> Artifact:
    rules = host_rules(plan, (page.redirect() for page in leading))
    return Artifact(path, FromText(file.text(rules).encode()), "site.yaml")


def _for_all(plan: SitePlan) -> Iterator[tuple[str, str]]:
    csp = plan.factories[plan.main.lang].site["csp"]
    # A page's own policy names only the networks of its videos; this one, which must allow them too, names all.
    frames = {o for localized in plan.localized_sites.values() for n in localized.framed_networks for o in n.origins}
    yield "Content-Security-Policy", f"{with_frames(csp, sorted(frames))}; frame-ancestors 'none'"
    yield "X-Content-Type-Options", "nosniff"
    yield "Referrer-Policy", "strict-origin-when-cross-origin"
    yield "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
    if _has_own_host(plan.site.main):
        yield SECURE_ONLY, _ONE_YEAR
    yield CACHE, ASK_AGAIN


def _has_own_host(main: Settings) -> bool:
    """Whether the site may speak for its whole host: it is at its root, and the name isn't one of a static host's."""
    return main.origin.startswith("https://") and main.base == "/" and static_host(main.url) is None


def _for_some(plan: SitePlan) -> Iterator[HeaderRule]:
    for folder in HASHED:
        yield HeaderRule(f"{plan.site.main.base}{folder}*", ((CACHE, FOR_EVER),))
    for localized in plan.localized_sites.values():
        if localized.articles:
            yield from (HeaderRule(localized.path(name), ((CACHE, A_WHILE),)) for name in FEEDS)
    if plan.has_unlisted:
        yield from _for_clients(plan)


def _for_clients(plan: SitePlan) -> Iterator[HeaderRule]:
    """Yield what keeps clients' pages out of indexes, caches and referrers; the patterns name no page."""
    headers = (
        ("X-Robots-Tag", "noindex, nofollow, noarchive"),
        ("Referrer-Policy", "no-referrer"),
        (CACHE, NOT_AT_ALL),
    )
    for localized in plan.localized_sites.values():
        yield from (HeaderRule(f"{localized.path(folder)}/*", headers) for folder in FOLDERS)
