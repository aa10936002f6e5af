"""The site at an instant: every file of the output; paths are known at once, contents are made on request.

The plan has two passes. The first finds the address of every page. The second finishes pages, one by one and in any
order: each gets the links to its translations, and is never changed afterwards. A build requests all files, a preview
only those that are viewed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial

from site_gen.model.site import Site
from site_gen.pages.cards import CARD
from site_gen.pages.localized_site import LocalizedSite, localize
from site_gen.pages.page_factory import Page, PageFactory
from site_gen.pages.theme_files import ThemeOutput, theme_output
from site_gen.pages.translations import Translations
from site_gen.pages.videos import has_videos
from site_gen.render.artifact import Artifact, FromLocked, FromTemplate


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file of the output whose path is known; `make` returns its artifact."""

    path: str
    make: Callable[[], Artifact]


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """A page whose route is known; `make` finishes it. `files` come with it, below its address.

    `listed` says whether it is in the site map, `modified` is the ISO day of its last change, if known. An `unlisted`
    page is found only by its address.
    """

    localized: LocalizedSite
    route: str
    make: Callable[[PageFactory], Page]
    listed: bool = True
    modified: str | None = None
    unlisted: bool = False
    files: tuple[PlannedFile, ...] = ()


PageKind = Callable[[LocalizedSite], Iterator[PlannedPage]]
"""Finds the pages of one kind in one language."""


class SitePlan:
    """Every page of a site at `now`; with `drafts`, drafts and scheduled content are included."""

    def __init__(self, site: Site, now: datetime, kinds: Iterable[PageKind], *, drafts: bool) -> None:
        self.site = site
        self.localized_sites = localize(site, now, drafts=drafts)
        self.photos = self.main.photos
        self.theme: ThemeOutput = theme_output(site, has_videos=any(map(has_videos, self.localized_sites.values())))
        self.planned = tuple(
            page for localized in self.localized_sites.values() for kind in kinds for page in kind(localized)
        )
        routes = ((page.localized.lang, page.route) for page in self.planned if not page.unlisted)
        self.translations = Translations(self.localized_sites, routes)
        self.factories = {
            language: PageFactory(localized, self.theme, self.translations)
            for language, localized in self.localized_sites.items()
        }

        self._finished: dict[int, Page] = {}

    @property
    def main(self) -> LocalizedSite:
        """The site in its first language."""
        return next(iter(self.localized_sites.values()))

    @property
    def has_unlisted(self) -> bool:
        """Whether there are pages that are found only by their address."""
        return any(page.unlisted for page in self.planned)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Every page, finished."""
        return tuple(self._page(index) for index in range(len(self.planned)))

    def page_files(self) -> Iterator[PlannedFile]:
        """Yield every page and its accompanying files."""
        for index, planned in enumerate(self.planned):
            yield PlannedFile(planned.localized.file(planned.route), partial(self._page_artifact, index))
            yield from planned.files

    def pictures(self) -> Iterator[Artifact]:
        """Yield the cards and photos that pages name, without duplicates. Finishes every page."""
        cards = {page.card.path: page.card for page in self.pages if page.card is not None}
        views = [maker.view for page in self.pages for maker in _templates(page)]
        yield from {**cards, **{photo.path: photo for photo in self.photos.named_in(views)}}.values()

    def picture(self, path: str) -> Artifact | None:
        """Return the artifact of a photo or a card by its path in the output; None if there is none."""
        if not path.startswith(CARD):
            return self.photos.find(path)
        return next((page.card for page in self.pages if page.card and page.card.path == path), None)

    def _page_artifact(self, index: int) -> Artifact:
        return self._page(index).artifact

    def _page(self, index: int) -> Page:
        page = self._finished.get(index)
        if page is None:
            planned = self.planned[index]
            page = self._finished[index] = planned.make(self.factories[planned.localized.lang])
        return page


def _templates(page: Page) -> tuple[FromTemplate, ...]:
    maker = page.maker
    return (maker.shell, maker.inner) if isinstance(maker, FromLocked) else (maker,)
