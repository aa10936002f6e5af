"""The site at an instant, as sheets: output files whose paths are known, and whose artifacts are made when asked for.

A build asks for all of them, preview for those that are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial

from site_gen.model.instants import State
from site_gen.model.site import Site
from site_gen.pages.horizon import Horizon
from site_gen.pages.localized_site import LocalizedSite
from site_gen.pages.page_factory import Draft, Leaf, PageFactory, alternates
from site_gen.pages.photos import PhotoBook
from site_gen.pages.theme_files import ThemeOutput, theme_output
from site_gen.render.artifact import Artifact

Kind = Callable[[PageFactory], Iterator[Draft | Leaf]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """An output file to be: `path` in the output folder, and `make`, which returns its artifact."""

    path: str
    make: Callable[[], Artifact]


class SitePlan:
    """Every file of a site at `now`; with `drafts` also what is a draft or scheduled."""

    def __init__(self, site: Site, now: datetime, kinds: Iterable[Kind], *, drafts: bool) -> None:
        self.site = site
        self.now = now
        self.photos = PhotoBook(site.pictures, site.main.base, site.main.origin)
        self.theme: ThemeOutput = theme_output(site)
        self.localized_sites = {
            language: LocalizedSite(site, language, self.photos, drafts=drafts) for language in site.settings
        }
        self.factories = [PageFactory(localized, now, self.theme) for localized in self.localized_sites.values()]
        self._leaves = [_leaf(page) for factory in self.factories for kind in kinds for page in kind(factory)]
        self._made: dict[int, Draft] = {}

    def pages(self) -> Iterator[Sheet]:
        """Yield every page."""
        for index, leaf in enumerate(self._leaves):
            yield Sheet(leaf.localized.file(leaf.route), partial(self._artifact, index))
            for file in leaf.files:
                yield Sheet(file.path, partial(_same, file))

    @property
    def has_unlisted(self) -> bool:
        """Whether there are pages that are found by their address alone."""
        return any(leaf.unlisted for leaf in self._leaves)

    def drafts(self) -> list[Draft]:
        """Return every page, made."""
        return [self._draft(index) for index in range(len(self._leaves))]

    def _artifact(self, index: int) -> Artifact:
        return self._draft(index).artifact()

    def _draft(self, index: int) -> Draft:
        draft = self._made.get(index)
        if draft is None:
            draft = self._made[index] = self._leaves[index].make()
            self._connect(draft)
        return draft

    def _connect(self, draft: Draft) -> None:
        """Tell a page of its translations; one that will appear in another language changes it then."""
        if draft.unlisted or len(self.localized_sites) == 1:
            return
        alternates(draft, self.localized_sites, self._languages)
        if len(self._languages[draft.route]) < len(self.localized_sites):
            draft.horizon.note(self._next_opening)

    @cached_property
    def _languages(self) -> Mapping[str, frozenset[str]]:
        """The languages in which each address exists."""
        found: dict[str, set[str]] = {}
        for leaf in self._leaves:
            found.setdefault(leaf.route, set()).add(leaf.localized.lang)
        return {route: frozenset(languages) for route, languages in found.items()}

    @cached_property
    def _next_opening(self) -> datetime | None:
        """The next instant at which a page appears in any language."""
        if len(self.localized_sites) == 1:
            return None
        horizon = Horizon(self.now)
        for localized in self.localized_sites.values():
            localized.articles(horizon)
        for offer in self.site.offers:
            if not offer.original.draft and offer.original.window.state(self.now) is State.SCHEDULED:
                horizon.note(offer.original.starts)
        return horizon.changes_at


def _same(artifact: Artifact) -> Artifact:
    return artifact


def _leaf(page: Draft | Leaf) -> Leaf:
    if isinstance(page, Leaf):
        return page
    return Leaf(page.localized, page.route, lambda: page, unlisted=page.unlisted, files=page.files)
