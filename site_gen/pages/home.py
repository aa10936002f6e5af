"""The home page: who, for whom, proof, the offer, the first step."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from site_gen.model.settings import Settings
from site_gen.pages import structured_data
from site_gen.pages.page_factory import About, Draft, Frame, Leaf
from site_gen.pages.services import service_views
from site_gen.pages.shared_views import article_card, case_card, case_review, own_reviews
from site_gen.pages.views import ResultsView, ReviewView, StepView

CASES_SHOWN = 3
ARTICLES_SHOWN = 3


def pages(frame: Frame) -> Iterator[Leaf]:
    """Yield the home page."""
    yield Leaf(frame.edition, "", partial(_home, frame))


def _home(frame: Frame) -> Draft:
    edition, horizon = frame.edition, frame.horizon()
    site = frame.site
    articles = edition.articles(horizon)[:ARTICLES_SHOWN]
    image = edition.shared_picture(edition.site.main.photo)
    own = {
        "cases": [case_card(item, edition) for item in edition.cases[:CASES_SHOWN]],
        "results": results(frame),
        "steps": steps(edition.settings),
        "review": first_review(frame),
        "services": service_views(frame, horizon),
        "articles": [article_card(item, edition) for item in articles],
    }
    return frame.page(
        "home",
        "",
        own,
        horizon=horizon,
        source="site.yaml",
        about=About(
            section="home",
            title=f"{site['name']} · {site['role']}",
            heading=site["name"],
            description=site["tagline"],
            nodes=[structured_data.owner(edition, image["url"] if image else None), structured_data.website(edition)],
        ),
    )


def results(frame: Frame) -> ResultsView:
    """Count what was done."""
    cases = frame.edition.cases
    return ResultsView(
        cases=len(cases),
        niches=len({item.value.niche for item in cases}),
        networks=len({network for item in cases for network in item.value.networks}),
    )


def steps(settings: Settings) -> list[StepView]:
    return [StepView(title=step.title, text=step.text) for step in settings.steps]


def first_review(frame: Frame) -> ReviewView | None:
    """Return the review to lead with: that of the best case which has one."""
    edition = frame.edition
    for item in edition.cases:
        review = case_review(item, edition)
        if review:
            return review
    return next(iter(own_reviews(edition)), None)
