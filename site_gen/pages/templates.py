"""The templates, and the context of each besides `site` and, for a page, `page`.

A template's context is a class, and filling the template requires exactly the names of that class with their types: the
type checker refuses missing, additional or wrong values. A new kind of page is one class, one template and one entry of
TEMPLATES here. The values' types are in `pages.views`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, ParamSpec, TypedDict

from site_gen.pages.views.articles import ArticleCardView, ArticleView
from site_gen.pages.views.clients import AcceptedView, AuditView, LockView, ProposalView
from site_gen.pages.views.offers import OfferLineView, OfferView, QuestionView, ServiceView, ThanksView
from site_gen.pages.views.parts import FilterView, LinkView, PaginationView, StepView, TermView
from site_gen.pages.views.sections import BookingView, ClientView, CredentialView, MapView, MemberView, TotalView
from site_gen.pages.views.site import FeedView, GoView, ProfileView, SearchView, SitemapEntryView, TextView
from site_gen.pages.views.work import CaseCardView, CaseView, ResultsView, ReviewView

Names = ParamSpec("Names")


@dataclass(frozen=True, slots=True)
class Template(Generic[Names]):
    """A template by its file, and the class of its context."""

    file: str
    context: Callable[Names, Mapping[str, Any]]

    @property
    def kind(self) -> str:
        """The kind of page that it makes, as in `page.kind`: its name without the suffix."""
        return self.file.partition(".")[0]

    @property
    def is_page(self) -> bool:
        """Whether it makes pages, which also get `page`."""
        return self.file.endswith(".html")

    @property
    def names(self) -> frozenset[str]:
        """The names in its context."""
        return frozenset(inspect.get_annotations(self.context))

    def fill(self, *args: Names.args, **names: Names.kwargs) -> Filled:
        """Return the template with its context; the context's names are keyword arguments."""
        return Filled(self, self.context(*args, **names))


@dataclass(frozen=True, slots=True)
class Filled:
    """A template with its context."""

    template: Template[...]
    context: Mapping[str, Any]


# --- the site and its owner -------------------------------------------------------------------------------------------


class HomeContext(TypedDict):
    """The home page: `sections` names the templates partials/sections/NAME.html to show, in their order."""

    sections: list[str]
    cases: list[CaseCardView]  # three, best first
    results: ResultsView
    steps: list[StepView]  # the way of working
    review: ReviewView | None  # of the best case that has one, else one of the owner's
    services: list[ServiceView]
    articles: list[ArticleCardView]  # the newest one to three
    clients: list[ClientView]
    numbers: list[TotalView]
    team: list[MemberView]
    questions: list[QuestionView]
    credentials: list[CredentialView]
    booking: BookingView | None
    map: MapView | None


class ProfileContext(TypedDict):
    """The owner's page."""

    profile: ProfileView
    results: ResultsView
    reviews: list[ReviewView]
    numbers: list[TotalView]
    team: list[MemberView]
    credentials: list[CredentialView]


class LinksContext(TypedDict):
    """The link page, for the one link that a social profile has."""

    offers: list[OfferLineView]  # live ones
    links: list[LinkView]  # the owner's own rows


class TextContext(TypedDict):
    """A page of the owner's own."""

    text: TextView


class PrivacyContext(TypedDict):
    """The privacy page, and the consent as a document of its own where a law asks for one."""

    text: TextView  # the owner's own text, else the generated one


class SearchContext(TypedDict):
    """The page of the search over cases, articles and the owner's own pages."""

    search: SearchView


class NotFoundContext(TypedDict):
    """The page for addresses that don't exist."""

    cases: list[CaseCardView]  # three


class GoContext(TypedDict):
    """A short link, which redirects at once."""

    go: GoView


HOME: Final = Template("home.html", HomeContext)
PROFILE: Final = Template("profile.html", ProfileContext)
LINKS: Final = Template("links.html", LinksContext)
TEXT: Final = Template("text.html", TextContext)
PRIVACY: Final = Template("privacy.html", PrivacyContext)
SEARCH: Final = Template("search.html", SearchContext)
NOT_FOUND: Final = Template("not-found.html", NotFoundContext)
GO: Final = Template("go.html", GoContext)


# --- cases and articles -----------------------------------------------------------------------------------------------


class CasesContext(TypedDict):
    """A page of the cases, all or those of one term."""

    cases: list[CaseCardView]  # at most 12
    filters: list[FilterView]
    term: TermView | None  # the one this page is filtered by
    pagination: PaginationView


class CaseContext(TypedDict):
    """A case."""

    case: CaseView


class ArticlesContext(TypedDict):
    """A page of the articles, all or those with one tag."""

    articles: list[ArticleCardView]  # at most 12
    filters: list[FilterView]  # tags
    term: TermView | None  # the one this page is filtered by
    pagination: PaginationView


class ArticleContext(TypedDict):
    """An article."""

    article: ArticleView


CASES: Final = Template("cases.html", CasesContext)
CASE: Final = Template("case.html", CaseContext)
ARTICLES: Final = Template("articles.html", ArticlesContext)
ARTICLE: Final = Template("article.html", ArticleContext)


# --- services and offers ----------------------------------------------------------------------------------------------


class ServicesContext(TypedDict):
    """The services with their prices."""

    services: list[ServiceView]
    reviews: list[ReviewView]
    questions: list[QuestionView]


class OffersContext(TypedDict):
    """The offers."""

    offers: list[OfferLineView]  # live ones, the first to end first; then those that are sold out


class OfferContext(TypedDict):
    """An offer that is or was open."""

    offer: OfferView
    others: list[OfferLineView]  # other live offers, for when this one is closed


class ThanksContext(TypedDict):
    """The page after an offer's form."""

    thanks: ThanksView


SERVICES: Final = Template("services.html", ServicesContext)
OFFERS: Final = Template("offers.html", OffersContext)
OFFER: Final = Template("offer.html", OfferContext)
THANKS: Final = Template("thanks.html", ThanksContext)


# --- for one client alone ---------------------------------------------------------------------------------------------


class AuditContext(TypedDict):
    """The report of an audit."""

    audit: AuditView
    next: OfferLineView | None  # the second step, where it is live


class ProposalContext(TypedDict):
    """A proposal."""

    proposal: ProposalView


class AcceptedContext(TypedDict):
    """The page after a proposal's form."""

    accepted: AcceptedView


class LockedContext(TypedDict):
    """The page that asks for the password of a locked one. It names nobody."""

    lock: LockView


AUDIT: Final = Template("audit.html", AuditContext)
PROPOSAL: Final = Template("proposal.html", ProposalContext)
ACCEPTED: Final = Template("accepted.html", AcceptedContext)
LOCKED: Final = Template("locked.html", LockedContext)


# --- for programs -----------------------------------------------------------------------------------------------------


class FeedContext(TypedDict):
    """A language's newest articles. It gets no `page`."""

    feed: FeedView
    origin: str  # of the site, for the `absolute` filter


class SitemapContext(TypedDict):
    """The pages for search engines, in every language; `site` is in the main language. It gets no `page`."""

    pages: list[SitemapEntryView]


ATOM_FEED: Final = Template("feed.xml", FeedContext)
JSON_FEED: Final = Template("feed.json", FeedContext)
SITEMAP: Final = Template("sitemap.xml", SitemapContext)


TEMPLATES: Final[tuple[Template[...], ...]] = (
    HOME,
    PROFILE,
    CASES,
    CASE,
    SERVICES,
    OFFERS,
    OFFER,
    THANKS,
    ARTICLES,
    ARTICLE,
    LINKS,
    TEXT,
    PRIVACY,
    SEARCH,
    NOT_FOUND,
    GO,
    AUDIT,
    PROPOSAL,
    ACCEPTED,
    LOCKED,
    ATOM_FEED,
    JSON_FEED,
    SITEMAP,
)
"""All templates that the program fills."""
