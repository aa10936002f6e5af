"""The home page: who, for whom, proof, the offer, the first step."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from site_gen.model.settings import Settings
from site_gen.pages import structured_data
from site_gen.pages.page_factory import Draft, Leaf, PageFactory, PageMeta
from site_gen.pages.services import service_views
from site_gen.pages.shared_views import article_card, case_card, case_review, own_reviews
from site_gen.pages.views import ResultsView, ReviewView, StepView

CASES_SHOWN = 3
ARTICLES_SHOWN = 3


def pages(factory: PageFactory) -> Iterator[Leaf]:
    """Yield the home page."""
    yield Leaf(factory.localized, "", partial(_home, factory))


def _home(factory: PageFactory) -> Draft:
    localized, horizon = factory.localized, factory.horizon()
    site = factory.site
    articles = localized.articles(horizon)[:ARTICLES_SHOWN]
    image = localized.shared_picture(localized.site.main.photo)
    own = {
        "cases": [case_card(item, localized) for item in localized.cases[:CASES_SHOWN]],
        "results": results(factory),
        "steps": steps(localized.settings),
        "review": first_review(factory),
        "services": service_views(factory, horizon),
        "articles": [article_card(item, localized) for item in articles],
    }
    return factory.page(
        "home",
        "",
        own,
        horizon=horizon,
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


def results(factory: PageFactory) -> ResultsView:
    """Count what was done."""
    cases = factory.localized.cases
    return ResultsView(
        cases=len(cases),
        niches=len({item.value.niche for item in cases}),
        networks=len({network for item in cases for network in item.value.networks}),
    )


def steps(settings: Settings) -> list[StepView]:
    return [StepView(title=step.title, text=step.text) for step in settings.steps]


def first_review(factory: PageFactory) -> ReviewView | None:
    """Return the review to lead with: that of the best case which has one."""
    localized = factory.localized
    for item in localized.cases:
        review = case_review(item, localized)
        if review:
            return review
    return next(iter(own_reviews(localized)), None)
