"""What a deploy changes for the public, as data: which offers open and close, and which things' pages are new,
changed or gone. Whoever shows it chooses the words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from site_gen.actions.deploy import open_offers
from site_gen.builder.manifest import UNLISTED_FOLDERS
from site_gen.deploy.plan import DeployPlan, Phase, phase_of
from site_gen.deploy.releases import Release, Releases
from site_gen.deploy.site_files import SiteFiles
from site_gen.model.content_kinds import ARTICLE, CASE, OFFER, PAGE, PRIVACY, PROFILE, SERVICES, ContentKind
from site_gen.model.site import Site
from site_gen.problems import WorldError

HOME: Final = "home"
LINKS: Final = "links"
LISTS: Final = "lists"
"""Pages that list things, such as /cases/ and those of a network or a tag."""
SHORT_LINKS: Final = "short-links"
_SHORT: Final = "go"
CLIENTS: Final = "clients"
"""Pages for one client alone: never named."""
OTHERS: Final = "others"
FILES: Final = "files"
"""Pictures, styles and whatever else pages need."""
FEEDS: Final = "feeds"
"""What readers and search engines look at."""


@dataclass(frozen=True, slots=True)
class OfferTurn:
    """An offer that the public sees opening or closing by this deploy, and on how many pages."""

    slug: str
    title: str
    file: str
    opens: bool
    pages: int


@dataclass(frozen=True, slots=True)
class ThingChange:
    """What becomes of the pages of a thing, in all languages. `kind` is one of the names above, or a kind of content;
    `title` and `file` are '' where there is no single thing."""

    kind: str
    title: str
    file: str
    new: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class PublicChanges:
    """All that a deploy changes."""

    turns: tuple[OfferTurn, ...]
    things: tuple[ThingChange, ...]


def public_changes(
    plan: DeployPlan, files: SiteFiles, site: Site, now: datetime, project: Path, before: Release | None
) -> PublicChanges:
    """Return what a plan changes; `before` is the release that the public sees, None where none is kept."""
    turns = tuple(_turns(plan, files, site, now, Releases(project), before)) if before else ()
    return PublicChanges(turns, tuple(_things(plan, site)))


# --- offers that open and close ---------------------------------------------------------------------------------------


def _turns(
    plan: DeployPlan, files: SiteFiles, site: Site, now: datetime, releases: Releases, before: Release
) -> Iterator[OfferTurn]:
    opening, closing = _opened_and_closed(site, now, before)
    if not opening and not closing:
        return
    old, sources = releases.site(before), {source.slug: source for source in site.offers}
    changed = [upload.path for upload in plan.uploads if upload.path.endswith(".html")]
    gone = [path for path in plan.removed if path.endswith(".html")]
    pages = [_texts(path, files, old) for path in changed] + [_texts(path, None, old) for path in gone]
    for slugs, opens in ((opening, True), (closing, False)):
        for slug in slugs:
            mark = f"/{OFFER.route}{slug}/".encode()
            count = sum(mark in text for text in pages)
            source = sources.get(slug)
            title, file = (source.original.title, source.file) if source else (slug, "")
            yield OfferTurn(slug, title, file, opens, count)


def _opened_and_closed(site: Site, now: datetime, before: Release) -> tuple[list[str], list[str]]:
    is_open = open_offers(site, now)
    return sorted(is_open.keys() - before.ends.keys()), sorted(before.ends.keys() - is_open.keys())


def _texts(path: str, files: SiteFiles | None, old: SiteFiles) -> bytes:
    """Return a page as it was and as it will be, one behind the other, with its own address."""
    found = f"/{path.removesuffix('index.html')}\n".encode()
    for site in (files, old):
        if site is not None and path in site.files:
            try:
                found += site.read(path)
            except WorldError:  # a release that somebody tidied up: the page is counted by what is there
                continue
    return found


# --- pages by the thing that they show --------------------------------------------------------------------------------


def _things(plan: DeployPlan, site: Site) -> Iterator[ThingChange]:
    known = _titles(site)
    counts: dict[tuple[str, str], list[int]] = {}
    paths = [(upload.path, 0 if upload.is_new else 1) for upload in plan.uploads]
    for path, column in [*paths, *((path, 2) for path in plan.removed)]:
        counts.setdefault(_thing_of(path, site.main.languages, known), [0, 0, 0])[column] += 1
    for kind, slug in sorted(counts, key=lambda each: (_ORDER.index(each[0]), each[1])):
        title, file = known.get((kind, slug), (slug, ""))
        yield ThingChange(kind, title, file, *counts[kind, slug])


_ROUTED: Final = (OFFER, CASE, ARTICLE)
_SINGLES: Final[Mapping[str, ContentKind]] = {"services": SERVICES, "profile": PROFILE, "privacy": PRIVACY}
_ORDER: Final = (
    HOME, OFFER.name, CASE.name, ARTICLE.name, PAGE.name, *(kind.name for kind in _SINGLES.values()), LINKS, LISTS,
    CLIENTS, OTHERS, SHORT_LINKS, FILES, FEEDS,
)  # fmt: skip


def _titles(site: Site) -> dict[tuple[str, str], tuple[str, str]]:
    """Return title and file of each thing that has pages of its own, by kind and name."""
    groups = ((OFFER, site.offers), (CASE, site.cases), (ARTICLE, site.articles), (PAGE, site.pages))
    return {
        (kind.name, source.slug): (source.original.title, source.file) for kind, sources in groups for source in sources
    }


def _thing_of(path: str, languages: Iterable[str], known: Mapping[tuple[str, str], object]) -> tuple[str, str]:
    """Return the kind and the name of what a file of the site shows; '' for a kind that is told as a whole."""
    if phase_of(path) is Phase.LISTS:
        return FEEDS, ""
    parts = path.split("/")
    if parts[0] in languages:
        parts = parts[1:]
    if parts[0] in UNLISTED_FOLDERS and len(parts) > 1:
        return CLIENTS, ""
    if not path.endswith(".html"):
        return FILES, ""
    return _page_of(parts, known)


def _page_of(parts: list[str], known: Mapping[tuple[str, str], object]) -> tuple[str, str]:
    if parts == ["index.html"]:
        return HOME, ""
    first, name = parts[0], parts[1] if len(parts) > 2 else ""
    if first == _SHORT:
        return SHORT_LINKS, ""
    for kind in _ROUTED:
        if f"{first}/" == kind.route:
            return (kind.name, name) if name and name not in kind.reserved else (LISTS, "")
    if first in _SINGLES:
        return _SINGLES[first].name, ""
    if first == LINKS:
        return LINKS, ""
    return (PAGE.name, first) if (PAGE.name, first) in known else (OTHERS, "")
