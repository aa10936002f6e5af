"""Site + now → every file of the output, as data. A new kind of page is one module here and one line in KINDS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from site_gen.model.instants import State
from site_gen.model.site import Site
from site_gen.pages import articles, cases, home, machine, offers, others, profile, services
from site_gen.pages.edition import Edition
from site_gen.pages.frame import Draft, Frame, alternates
from site_gen.pages.horizon import Horizon
from site_gen.pages.photos import PhotoBook
from site_gen.pages.theme_files import theme_output
from site_gen.render.artifact import Artifact, FromTemplate

KINDS: Final[tuple[Callable[[Frame], Iterator[Draft]], ...]] = (
    home.pages,
    profile.pages,
    cases.pages,
    services.pages,
    offers.pages,
    articles.pages,
    others.link_pages,
    others.text_pages,
    others.privacy_pages,
    others.not_found_pages,
)


def site_artifacts(site: Site, now: datetime, *, drafts: bool) -> Iterator[Artifact]:
    """Yield every file of the site at `now`; with `drafts` also what is a draft or scheduled."""
    photos = PhotoBook(site.pictures, site.main.base, site.main.origin)
    theme = theme_output(site)
    editions = {language: Edition(site, language, photos, drafts=drafts) for language in site.settings}
    frames = [Frame(edition, now, theme) for edition in editions.values()]
    drafted = [draft for frame in frames for kind in KINDS for draft in kind(frame)]
    _connect(drafted, editions, now)
    for draft in drafted:
        maker = FromTemplate(draft.template, draft.view)
        yield Artifact(draft.edition.file(draft.tail), maker, draft.source, draft.horizon.changes_at)
    yield from theme.artifacts
    yield from machine.artifacts(frames, drafted, theme)
    yield from photos.artifacts()


def _connect(drafted: list[Draft], editions: dict[str, Edition], now: datetime) -> None:
    """Tell each page of its translations; a page that will appear in another language changes this one then."""
    existing: dict[str, frozenset[str]] = {}
    for draft in drafted:
        existing[draft.tail] = existing.get(draft.tail, frozenset()) | {draft.edition.lang}
    coming = _next_opening(editions, now) if len(editions) > 1 else None
    for draft in drafted:
        alternates(draft, editions, existing)
        if len(existing[draft.tail]) < len(editions):
            draft.horizon.note(coming)


def _next_opening(editions: dict[str, Edition], now: datetime) -> datetime | None:
    """Return the next instant at which a page appears in any language."""
    horizon = Horizon(now)
    for edition in editions.values():
        edition.articles(horizon)
        for offer in edition.site.offers:
            if not offer.original.draft and offer.original.window.state(now) is State.SCHEDULED:
                horizon.note(offer.original.starts)
    return horizon.changes_at
