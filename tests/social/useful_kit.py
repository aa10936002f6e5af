"""What tests of posts about articles and cases share: such things made of plain data, and strategies that make them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from site_gen.model.case import Case
from site_gen.model.content import Article
from site_gen.model.site import Site, Translated
from site_gen.social.brief import phrases_of
from site_gen.social.content_briefs import article_brief, case_brief
from site_gen.social.post import PostContext
from tests.social.kit import LANGUAGES, ZONE, base_networks, base_site
from tests.social.test_laws import maybe, texts

ARTICLE: Final = {
    "title": "A content plan on one sheet",
    "date": "2026-06-01",
    "summary": "Four kinds of post. Two fixed days.",
    "tags": ["content", "first steps"],
    "body": "Before.\n\n## First, the rhythm\n\nTwo posts a week. Always.\n\n## Four kinds\n\nNo more.\n",
}
CASE: Final = {
    "client": "Casa Blau",
    "title": "Followers from 1,200 to 4,800 in four months",
    "summary": "A café that nobody saw. Now they queue.",
    "niche": "coffee shop",
    "place": "Girona",
    "networks": ["instagram"],
    "tags": ["launch"],
    "period": {"from": "2026-02-01", "to": "2026-05-31"},
    "metrics": [
        {"name": "Followers", "before": 1200, "after": 4800, "source": "Instagram Insights"},
        {"name": "Cost per lead", "before": 6.40, "after": 2.10, "unit": "EUR", "source": "The till"},
    ],
    "budget": {"amount": 900, "revenue": 5200, "note": "Four months"},
    "review": {"by": "Joana Mas", "role": "owner", "text": "Now I know it every Friday."},
}


def make_article(**values: object) -> Article:
    data = {key: value for key, value in {**ARTICLE, **values}.items() if value is not None}
    return Article.model_validate(data, context={"zone": ZoneInfo(ZONE)})


def make_case(**values: object) -> Case:
    data = {key: value for key, value in {**CASE, **values}.items() if value is not None}
    return Case.model_validate(data, context={"zone": ZoneInfo(ZONE)})


def site_with(thing: Article | Case) -> tuple[Site, Translated[Any]]:
    """Return the site with one article or case that says the same in every language."""
    is_case = isinstance(thing, Case)
    file = "cases/cafe.yaml" if is_case else "content/articles/plan.md"
    name = "cafe" if is_case else "plan"
    source: Translated[Any] = Translated(name, dict.fromkeys(LANGUAGES, thing), dict.fromkeys(LANGUAGES, file))
    base = base_site()
    services = dict.fromkeys(LANGUAGES, base.services[base.main.language])
    if is_case:
        return replace(base, services=services, cases=(source,)), source
    return replace(base, services=services, articles=(source,)), source


def context(thing: Article | Case, network: str = "vk", language: str = "en") -> PostContext:
    site, source = site_with(thing)
    brief = (case_brief if isinstance(thing, Case) else article_brief)(site, source, language)
    return PostContext(site.main, brief, base_networks()[network], phrases_of(site, language), "offer")


# --- strategies -------------------------------------------------------------------------------------------------------

NUMBERS: Final = st.integers(0, 10**6) | st.decimals(0, 9999, places=2, allow_nan=False)
SECTIONS: Final = st.lists(st.tuples(texts(5), texts(12)), max_size=6)
ARTICLES: Final = st.builds(
    lambda title, summary, sections, tags: make_article(
        title=title,
        summary=summary,
        tags=tags,
        body="\n\n".join(f"## {heading}\n\n{text}." for heading, text in sections),
    ),
    texts(14),
    maybe(texts(25)),
    SECTIONS,
    st.lists(st.sampled_from(["launch", "reels", "Запуск"]), max_size=3),
)
NAMES: Final = texts(4).filter(lambda name: any(character.isalpha() for character in name))
METRICS: Final = st.lists(
    st.fixed_dictionaries({"name": NAMES, "before": NUMBERS, "after": NUMBERS, "source": texts(8)}),
    min_size=1,
    max_size=5,
)
CASES: Final = st.builds(
    lambda client, title, summary, metrics, budget, review: make_case(
        client=client, title=title, summary=summary, metrics=metrics, budget=budget, review=review
    ),
    texts(3),
    texts(12),
    maybe(texts(25)),
    METRICS,
    maybe(st.fixed_dictionaries({"amount": st.integers(1, 9999), "revenue": st.integers(1, 99999)})),
    maybe(st.fixed_dictionaries({"by": texts(2), "text": texts(30)})),
)
USEFUL: Final = ARTICLES | CASES
