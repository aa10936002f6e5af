"""One table of the kinds of content: where their files are, what the files may contain, where they are shown.

Loading, schemas, watching, the list of drafts and the addresses are derived from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final

from site_gen.model import routes
from site_gen.model.audit import Audit
from site_gen.model.base import Model
from site_gen.model.case import Case
from site_gen.model.content import Article, Profile, Reviews, Services, TextPage
from site_gen.model.content_plan import PLAN_FILE, ContentPlan
from site_gen.model.ledger import LEDGER_FILE
from site_gen.model.offer import OFFER_KINDS
from site_gen.model.pins_file import PINS_FILE
from site_gen.model.proposal import Proposal
from site_gen.model.rubric import RubricChanges

LIST_WORDS: Final = frozenset({"page", "network", "niche", "tag"})
"""Names that the list pages use below /cases/ and /articles/."""

SITE_NAMES: Final = frozenset(
    {"cases", "offers", "articles", "services", "profile", "links", "privacy", "assets", "images", "index", "go"}
    | {"audit", "proposal", "thanks", "search"}
)
"""First segments of addresses that the site itself uses."""


class Translation(Enum):
    """How a file is translated: by an overlay NAME.LANG.yaml with the texts only, by a whole NAME.LANG.md, or not at
    all because it is written for one client."""

    OVERLAY = "overlay"
    WHOLE = "whole"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ContentKind:
    """A kind of content. `place` is its folder, or for a single file its path without the suffix.

    `models` are the models of a file; if there are several, a key in the file chooses one. `route` is the address
    below which each file of the folder gets a page, None if files get none. `reserved` are names that no file may
    have; `beside` lists what else is in the folder: file names, and folder names with a slash at the end.
    """

    name: str
    place: str
    suffix: str
    models: tuple[type[Model], ...]
    translation: Translation
    is_single: bool = False
    route: str | None = None
    reserved: frozenset[str] = frozenset()
    beside: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """The folder with its files."""
        return self.place.rpartition("/")[0] if self.is_single else self.place

    @property
    def stem(self) -> str:
        """The last part of `place`: for a single file, its name without the suffix."""
        return self.place.rpartition("/")[2]


TABLES: Final = "*.csv"
"""In `beside`: each thing may have a table of its own name."""

CASE: Final = ContentKind(
    "case", "cases", ".yaml", (Case,), Translation.OVERLAY, route=routes.CASES, reserved=LIST_WORDS, beside=(TABLES,)
)
OFFER: Final = ContentKind(
    "offer",
    "offers",
    ".yaml",
    tuple(OFFER_KINDS.values()),
    Translation.OVERLAY,
    route=routes.OFFERS,
    reserved=LIST_WORDS,
    beside=("proposals/", LEDGER_FILE.removeprefix("offers/"), PINS_FILE.removeprefix("offers/")),
)
PROPOSAL: Final = ContentKind("proposal", "offers/proposals", ".yaml", (Proposal,), Translation.NONE)
AUDIT: Final = ContentKind("audit", "content/audits", ".yaml", (Audit,), Translation.NONE)
RUBRIC: Final = ContentKind("rubric", "content/rubric", ".yaml", (RubricChanges,), Translation.OVERLAY, is_single=True)
SERVICES: Final = ContentKind("services", "content/services", ".yaml", (Services,), Translation.OVERLAY, is_single=True)
REVIEWS: Final = ContentKind("reviews", "content/reviews", ".yaml", (Reviews,), Translation.OVERLAY, is_single=True)
ARTICLE: Final = ContentKind(
    "article",
    "content/articles",
    ".md",
    (Article,),
    Translation.WHOLE,
    route=routes.ARTICLES,
    reserved=LIST_WORDS,
)
PAGE: Final = ContentKind(
    "page", "content/pages", ".md", (TextPage,), Translation.WHOLE, route=routes.HOME, reserved=SITE_NAMES
)
PLAN: Final = ContentKind(
    "plan", PLAN_FILE.removesuffix(".yaml"), ".yaml", (ContentPlan,), Translation.NONE, is_single=True
)
PROFILE: Final = ContentKind("profile", "content/profile", ".md", (Profile,), Translation.WHOLE, is_single=True)
PRIVACY: Final = ContentKind("privacy", "content/privacy", ".md", (TextPage,), Translation.WHOLE, is_single=True)

CONTENT_KINDS: Final = (
    CASE, OFFER, PROPOSAL, AUDIT, ARTICLE, PAGE, PROFILE, PRIVACY, SERVICES, REVIEWS, RUBRIC, PLAN,
)  # fmt: skip

SINGLES: Final[Mapping[str, str]] = MappingProxyType(
    {kind.stem: kind.suffix for kind in CONTENT_KINDS if kind.is_single}
)
"""The single files of content/: name → suffix."""

PICTURES: Final = "images"
"""The folder of content/ with the photos."""

STATIC: Final = "static"
"""The folder of a project whose files go to the root of the site as they are."""

VIDEOS: Final = "videos"
"""The folder of content/ with the owner's own videos."""

CONTENT_FOLDERS: Final = tuple(
    sorted(
        {kind.stem for kind in CONTENT_KINDS if kind.place.startswith("content/") and not kind.is_single}
        | {PICTURES, VIDEOS}
    )
)
"""The folders of content/."""

TRANSLATED_FOLDERS: Final = (
    "",
    *dict.fromkeys(kind.folder for kind in CONTENT_KINDS if kind.translation is not Translation.NONE),
)
"""The folders of a project that contain translations; '' is the project's own folder, with site.LANG.yaml."""

TOP_FOLDERS: Final = tuple(dict.fromkeys(kind.place.partition("/")[0] for kind in CONTENT_KINDS))
"""The folders of a project with content."""

ROUTES: Final[Mapping[str, str]] = MappingProxyType(
    {kind.place: kind.route for kind in CONTENT_KINDS if kind.route is not None}
)
"""Folder → the route below which the pages of its files are."""
