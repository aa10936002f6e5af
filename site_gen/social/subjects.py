"""What posts are written about: offers, cases and articles, by the names that people type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from site_gen.model.instants import fixed
from site_gen.model.site import Site, Translated


@dataclass(frozen=True, slots=True)
class Subject:
    """An offer, a case or an article; `folder` tells which: offers, cases or articles."""

    folder: str
    source: Translated[Any]

    @property
    def name(self) -> str:
        """The name that can mean nothing else: 'cases/bakery'."""
        return f"{self.folder}/{self.source.slug}"

    @property
    def appears(self) -> datetime | None:
        """The instant from which it is public; None if it always was."""
        at = getattr(self.source.original, {"offers": "starts", "articles": "date"}.get(self.folder, ""), None)
        return fixed(at) if at is not None else None


def subjects(site: Site) -> Iterator[Subject]:
    """Yield everything that posts can be written about; drafts are left out."""
    kinds: tuple[tuple[str, tuple[Translated[Any], ...]], ...] = (
        ("offers", site.offers),
        ("cases", site.cases),
        ("articles", site.articles),
    )
    return (Subject(folder, source) for folder, kind in kinds for source in kind if not source.original.draft)


def subjects_called(site: Site, name: str) -> tuple[Subject, ...]:
    """Return what a name may mean: 'bakery' any kind, 'cases/bakery' a case alone."""
    return tuple(each for each in subjects(site) if name in {each.source.slug, each.name})


def short_name_of(site: Site, folder: str, slug: str) -> str:
    """Return the shortest name that means one thing: 'bakery', or 'cases/bakery' if others have the name too."""
    others = [each for each in subjects(site) if each.source.slug == slug and each.folder != folder]
    return f"{folder}/{slug}" if others else slug
