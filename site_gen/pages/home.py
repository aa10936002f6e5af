"""The home page: owner, audience, proof, the offer, the first step."""

from __future__ import annotations

from collections.abc import Iterator

from site_gen.model.settings import Settings
from site_gen.pages import sections, structured_data, templates
from site_gen.pages.localized_site import LocalizedSite
from site_gen.pages.page_factory import Page, PageFactory, PageMeta
from site_gen.pages.services import service_views
from site_gen.pages.shared_views import article_card, case_card, case_review, own_reviews
from site_gen.pages.site_plan import PlannedPage
from site_gen.pages.views.parts import StepView
from site_gen.pages.views.work import ResultsView, ReviewView

CASES_SHOWN = 3
ARTICLES_SHOWN = 3


def pages(localized: LocalizedSite) -> Iterator[PlannedPage]:
    """Yield the home page."""
    yield PlannedPage(localized, "", _home)


def _home(factory: PageFactory) -> Page:
    localized = factory.localized
    site = factory.site
    articles = localized.articles[:ARTICLES_SHOWN]
    image = localized.shared_picture(localized.settings.photo)
    filled = templates.HOME.fill(
        sections=list(localized.site.main.sections),
        cases=[case_card(item, localized) for item in localized.cases[:CASES_SHOWN]],
        results=results(localized),
        steps=steps(localized.settings),
        review=first_review(localized),
        services=service_views(factory),
        articles=[article_card(item, localized) for item in articles],
        clients=sections.clients(localized),
        numbers=sections.numbers(localized),
        team=sections.team(localized),
        questions=sections.questions(localized),
        credentials=sections.credentials(localized),
        booking=sections.booking(localized),
        map=sections.map_(localized),
    )
    return factory.page(
        filled,
        "",
        source="site.yaml",
        meta=PageMeta(
            section="home",
            title=f"{site['name']} · {site['role']}",
            heading=site["name"],
            description=site["tagline"],
            nodes=[
                structured_data.owner(localized, image["url"] if image else None),
                structured_data.website(localized),
            ],
        ),
    )


def results(localized: LocalizedSite) -> ResultsView:
    """Return the numbers of work done."""
    cases = localized.cases
    return ResultsView(
        cases=len(cases),
        niches=len({item.value.niche for item in cases}),
        networks=len({network for item in cases for network in item.value.networks}),
    )


def steps(settings: Settings) -> list[StepView]:
    return [StepView(title=step.title, text=step.text) for step in settings.steps]


def first_review(localized: LocalizedSite) -> ReviewView | None:
    """Return the first review to show: that of the best case with a review."""
    for item in localized.cases:
        review = case_review(item, localized)
        if review:
            return review
    return next(iter(own_reviews(localized)), None)
