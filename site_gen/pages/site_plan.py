"""The site at an instant: every file of the output; paths are known at once, contents are made on request.

The plan has two passes. The first finds the address of every page. The second finishes pages, one by one and in any
order: each gets the links to its translations, and is never changed afterwards. A build requests all files, a preview
only those that are viewed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial

from site_gen.model.site import Site
from site_gen.model.timeline import next_change
from site_gen.pages.cards import CARD
from site_gen.pages.inputs import Basis, frame_hash, page_hash
from site_gen.pages.localized_site import LocalizedSite, localize
from site_gen.pages.page_factory import Page, PageFactory
from site_gen.pages.theme_files import ThemeOutput, theme_output
from site_gen.pages.translations import Translations
from site_gen.pages.videos import has_videos
from site_gen.render.artifact import Artifact, FromBefore, FromLocked, FromTemplate


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file of the output whose path is known; `make` returns its artifact. A page has a `lang` and may have a
    `basis`."""

    path: str
    make: Callable[[], Artifact]
    basis: Basis | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """A page whose route is known; `make` finishes it. `files` come with it, below its address.

    `listed` says whether it is in the site map, `modified` is the ISO day of its last change, if known. An `unlisted`
    page is found only by its address. A page with a `basis` needn't be made if that is as it was.
    """

    localized: LocalizedSite
    route: str
    make: Callable[[PageFactory], Page]
    listed: bool = True
    modified: str | None = None
    unlisted: bool = False
    files: tuple[PlannedFile, ...] = ()
    basis: Basis | None = None


PageKind = Callable[[LocalizedSite], Iterator[PlannedPage]]
"""Finds the pages of one kind in one language."""


class SitePlan:
    """Every page of a site at `now`; with `drafts`, drafts and scheduled content are included."""

    def __init__(self, site: Site, now: datetime, kinds: Iterable[PageKind], *, drafts: bool) -> None:
        self.site = site
        self.localized_sites = localize(site, now, drafts=drafts)
        self.photos = self.main.photos
        localized_sites = self.localized_sites.values()
        self.theme: ThemeOutput = theme_output(
            site,
            has_videos=any(map(has_videos, localized_sites)),
            has_search=any(localized.has_search for localized in localized_sites),
        )
        self.planned = tuple(
            page for localized in self.localized_sites.values() for kind in kinds for page in kind(localized)
        )
        routes = ((page.localized.lang, page.route) for page in self.planned if not page.unlisted)
        self.translations = Translations(self.localized_sites, routes)
        self.factories = {
            language: PageFactory(localized, self.theme, self.translations)
            for language, localized in self.localized_sites.items()
        }

        self._now, self._drafts = now, drafts
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
            path = planned.localized.file(planned.route)
            yield PlannedFile(path, partial(self._page_artifact, index), planned.basis, planned.localized.lang)
            yield from planned.files

    def pictures(self, pages: Iterable[Artifact]) -> tuple[Artifact, ...]:
        """Return the cards and photos that finished pages name, without duplicates. Of pages of the last build the
        cards are of the last build, too."""
        found: dict[str, Artifact] = {}
        names = set(self.photos.names_in(factory.site for factory in self.factories.values()))
        for page in pages:
            if page.card is not None:
                found[page.card.path] = page.card
            for path in page.pictures:
                if not path.startswith(CARD):
                    names.add(path)
                elif path not in found:
                    found[path] = Artifact(path, FromBefore(), page.source)
        photos = (self.photos.find(name) for name in sorted(names))
        return tuple({**found, **{photo.path: photo for photo in photos if photo is not None}}.values())

    def picture(self, path: str) -> Artifact | None:
        """Return the artifact of a photo or a card by its path in the output; None if there is none."""
        if not path.startswith(CARD):
            return self.photos.find(path)
        return next((page.card for page in self.pages if page.card and page.card.path == path), None)

    def inputs(self, file: PlannedFile) -> str:
        """Return a hash of all that a page is made of, its templates aside; '' if that isn't known."""
        return page_hash(self._frame, file.path, file.basis) if file.basis else ""

    @cached_property
    def _frame(self) -> str:
        return frame_hash(self.site, next_change(self.site, self._now, drafts=self._drafts), drafts=self._drafts)

    def _page_artifact(self, index: int) -> Artifact:
        """Return a page with all that it names. It isn't kept: views of many pages take much memory."""
        planned = self.planned[index]
        page = self._finished.get(index) or planned.make(self.factories[planned.localized.lang])
        own = [{name: value for name, value in each.view.items() if name != "site"} for each in _templates(page)]
        drawn = () if page.card is None else (page.card.path,)
        return replace(page.artifact, pictures=(*drawn, *self.photos.names_in(own)))

    def _page(self, index: int) -> Page:
        page = self._finished.get(index)
        if page is None:
            planned = self.planned[index]
            page = self._finished[index] = planned.make(self.factories[planned.localized.lang])
        return page


def _templates(page: Page) -> tuple[FromTemplate, ...]:
    maker = page.maker
    return (maker.shell, maker.inner) if isinstance(maker, FromLocked) else (maker,)
