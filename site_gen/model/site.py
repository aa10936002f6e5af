"""A loaded project: everything that `plan` may use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from site_gen.imaging.kinds import Kind
from site_gen.model.audit import Audit
from site_gen.model.case import Case, Review
from site_gen.model.content import Article, Profile, Service, TextPage
from site_gen.model.content_plan import ContentPlan
from site_gen.model.deliveries.base import Delivery, FormContext, FormTarget
from site_gen.model.finding import Finding
from site_gen.model.ledger import NO_LEDGER, Ledger
from site_gen.model.offer import Offer
from site_gen.model.proposal import Proposal
from site_gen.model.rubric import RubricChanges
from site_gen.model.settings import Settings
from site_gen.model.theme_options import DEFAULT_ACCENT
from site_gen.model.unlisted import Unlisted

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Translated(Generic[T_co]):
    """One thing in every language it is written in.

    `versions` maps a language to the thing, the original first; `files` names the file of each version
    (project-relative, forward slashes). `original` and `file` are the first of each.

    `whole` is a hash of all that the thing was read from, `summary` of all but the text below; both '' if unknown.
    `samples` are findings of what in it is still a starter's; they are no faults, except for whoever publishes it.
    """

    slug: str
    versions: Mapping[str, T_co]
    files: Mapping[str, str]
    whole: str = field(default="", repr=False, compare=False)
    summary: str = field(default="", repr=False, compare=False)
    samples: tuple[Finding, ...] = field(default=(), repr=False, compare=False)
    original: T_co = field(init=False, repr=False, compare=False)
    file: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "original", next(iter(self.versions.values())))
        object.__setattr__(self, "file", next(iter(self.files.values())))


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture of the project: path below content/images (in NFC), size in pixels as shown, hash of the file's bytes,
    what it is, and whether it is a film."""

    name: str
    path: Path
    width: int
    height: int
    digest: str
    kind: Kind
    animated: bool = False


@dataclass(frozen=True, slots=True)
class VideoFile:
    """A video of the owner's own: path below content/videos, hash of the file's bytes."""

    name: str
    path: Path
    digest: str


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the theme: name below assets/, where it lies, hash of its bytes."""

    name: str
    path: Path
    digest: str


@dataclass(frozen=True, slots=True)
class FontFace:
    """A font file with the weight, or range of weights as CSS writes it, that it is used for.

    `style` is normal or italic; `scripts` are those that it has letters for, latin and cyrillic.
    """

    path: Path
    weight: str
    digest: str
    style: str = "normal"
    scripts: tuple[str, ...] = ("latin", "cyrillic")


@dataclass(frozen=True, slots=True)
class FontSpec:
    """The theme's typeface: family name, font file, range of weights as CSS writes it; `more` are its other weights.

    `fallback` adapts a local Arial to it: size-adjust, ascent, descent, line gap in percent.
    """

    family: str
    path: Path
    weight: str
    digest: str
    fallback: tuple[float, float, float, float]
    more: tuple[FontFace, ...] = ()

    @property
    def faces(self) -> tuple[FontFace, ...]:
        """All files of the typeface, the one for running text first."""
        return (FontFace(self.path, self.weight, self.digest), *self.more)


@dataclass(frozen=True, slots=True)
class ThemeFiles:
    """A theme with everything it inherits. `templates` are folders; the first one wins, and so for the rest.

    `stylesheets` are CSS texts by name, in the order in which they are joined.

    `documents` are the .typ files by their path in the theme; `characters` are all characters in `strings`;
    `string_files` are the project's files that texts stand in, by language and name; a theme that isn't `trusted` is
    somebody else's. `options` are the values that are chosen of what the theme lets site.yaml choose, `properties` the
    custom properties that they stand for.
    """

    name: str
    templates: tuple[Path, ...]
    template_names: frozenset[str]
    assets: Mapping[str, Asset]
    stylesheets: Mapping[str, str]
    scripts: tuple[str, ...]
    colors: Mapping[str, tuple[str, str]]
    font: FontSpec | None
    strings: Mapping[str, Mapping[str, object]]
    characters: frozenset[str]
    documents: Mapping[str, Asset]
    string_files: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    trusted: bool = True
    accent: str = DEFAULT_ACCENT
    options: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)


FormRoute = Callable[[Delivery | None, FormContext], FormTarget | None]
"""Returns a form's target, given the delivery of site.yaml and the form."""


@dataclass(frozen=True, slots=True)
class Site:
    """A project without errors. `settings` maps every language of the site to site.yaml in it; `post_words` are the
    project's own words of posts by language. `plan` is the content plan, of which no page is made.

    `form_route` replaces the delivery of site.yaml (a preview keeps forms on this machine).
    """

    settings: Mapping[str, Settings]
    cases: tuple[Translated[Case], ...]
    offers: tuple[Translated[Offer], ...]
    articles: tuple[Translated[Article], ...]
    pages: tuple[Translated[TextPage], ...]
    profile: Translated[Profile] | None
    privacy: Translated[TextPage] | None
    services: Mapping[str, tuple[Service, ...]]
    reviews: Mapping[str, tuple[Review, ...]]
    pictures: Mapping[str, PictureFile]
    theme: ThemeFiles
    characters: frozenset[str]
    audits: tuple[Translated[Audit], ...] = ()
    rubric: Translated[RubricChanges] | None = None
    proposals: tuple[Translated[Proposal], ...] = ()
    ledger: Ledger = NO_LEDGER
    form_route: FormRoute | None = None
    static: tuple[Asset, ...] = ()
    videos: Mapping[str, VideoFile] = field(default_factory=dict)
    post_words: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    plan: Translated[ContentPlan] | None = None

    @property
    def unlisted(self) -> tuple[Translated[Unlisted], ...]:
        """What is made for one client only."""
        return (*self.audits, *self.proposals)

    @property
    def drafts(self) -> Iterator[Translated[Any]]:
        """The drafts, which are not published, ordered by kind."""
        sources = (self.cases, self.offers, self.articles, self.pages, self.audits, self.proposals)
        return (source for kind in sources for source in kind if source.original.draft)

    def form_target(self, form: FormContext) -> FormTarget | None:
        """Return what is set in the HTML of a form; None if forms have no delivery."""
        delivery = self.main.form
        if self.form_route is not None:
            return self.form_route(delivery, form)
        return delivery.target(form) if delivery is not None else None

    @property
    def main(self) -> Settings:
        """site.yaml in the site's first language."""
        return next(iter(self.settings.values()))
