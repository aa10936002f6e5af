"""What a planned topic is about: an offer, a case, an article or a review of the project, or words of one's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from site_gen.messages import m
from site_gen.model.content_plan import Topic
from site_gen.model.instants import fixed
from site_gen.model.offer import Offer
from site_gen.model.site import Site, Translated
from site_gen.nearest import closest
from site_gen.social.subjects import short_name_of, subjects_called

OFFERS: Final = "offers"
CASES: Final = "cases"
ARTICLES: Final = "articles"
REVIEWS: Final = "reviews"
FOLDERS: Final = (OFFERS, CASES, ARTICLES, REVIEWS)

_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
"""A file's name that can hardly be a word of somebody's own: it has a hyphen."""


@dataclass(frozen=True, slots=True)
class About:
    """A thing of the project. `source` is None for a review, which has no file of its own."""

    folder: str
    name: str
    source: Translated[Any] | None = None

    @property
    def path(self) -> str:
        """The name that can mean nothing else, as plan.yaml has it: cases/bakery."""
        return f"{self.folder}/{self.name}"

    @property
    def title(self) -> str:
        """What it is called, in the site's first language; who wrote it, of a review."""
        return str(self.source.original.title) if self.source is not None else self.name

    @property
    def offer(self) -> Translated[Offer] | None:
        return self.source if self.folder == OFFERS else None

    @property
    def appears(self) -> datetime | None:
        """The instant from which an article is public; None for anything else."""
        return fixed(self.source.original.date) if self.folder == ARTICLES and self.source is not None else None


def things(site: Site) -> Iterator[About]:
    """Yield everything that a topic can be about, drafts too; a person with several reviews once."""
    kinds: tuple[tuple[str, tuple[Translated[Any], ...]], ...] = (
        (OFFERS, site.offers),
        (CASES, site.cases),
        (ARTICLES, site.articles),
    )
    for folder, sources in kinds:
        yield from (About(folder, source.slug, source) for source in sources)
    own = [review.by for review in site.reviews.get(site.main.language, ())]
    of_cases = [case.original.review.by for case in site.cases if case.original.review is not None]
    yield from (About(REVIEWS, name) for name in dict.fromkeys([*own, *of_cases]))


@dataclass(frozen=True, slots=True)
class Things:
    """Everything that topics of a site can be about, by the names that may be written."""

    known: tuple[About, ...]

    @classmethod
    def of(cls, site: Site) -> Things:
        return cls(tuple(things(site)))

    def called(self, text: str) -> tuple[About, ...]:
        """Return what a text may mean: 'bakery', 'cases/bakery', 'cases/bakery.yaml'; () for words of one's own."""
        name = re.sub(r"\.(?:yaml|md)\Z", "", text.strip().removeprefix("content/"))
        exact = [each for each in self.known if each.path == name]
        return tuple(exact or (each for each in self.known if each.name == name))

    def of_topic(self, topic: Topic) -> About | None:
        """Return the one thing that a topic is about."""
        found = self.called(topic.about) if topic.about else ()
        return found[0] if len(found) == 1 else None

    def mistaken(self, text: str) -> str | None:
        """Return the hint for a text that names a thing which isn't there; None for words of one's own."""
        text = text.strip().removeprefix("content/")
        folder, slash, _ = text.partition("/")
        if slash and folder in FOLDERS and " " not in folder:
            names = [each.path for each in self.known if each.folder == folder]
            near = closest(text, names)
            if near:
                return m("did you mean '{near}'?", near=near)
            return (
                m("known: {names}", names=", ".join(sorted(names)[:8]))
                if names
                else m("there is nothing in {folder}/ yet", folder=folder)
            )
        if _SLUG.fullmatch(text):
            near = closest(text, [each.name for each in self.known])
            return m("did you mean '{near}'?", near=near) if near else None
        return None


def pin_command(site: Site, about: About | None) -> str | None:
    """Return the command that writes the posts of a topic; None for a draft, a review and words of one's own."""
    if about is None or about.source is None or not subjects_called(site, about.path):
        return None
    return f"site-gen pin {short_name_of(site, about.folder, about.name)}"
