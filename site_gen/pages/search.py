"""The page of the search over cases, articles and the owner's own pages, and the index that it asks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from site_gen.model.case import Case
from site_gen.model.content import Article, TextPage
from site_gen.model.networks import NETWORKS
from site_gen.model.routes import ARTICLES, CASES, SEARCH, article_route, case_route, text_route
from site_gen.pages import templates
from site_gen.pages.localized_site import Localized, LocalizedSite
from site_gen.pages.page_factory import Page, PageFactory, PageMeta
from site_gen.pages.search_index import SearchText, search_files
from site_gen.pages.site_plan import PlannedFile, PlannedPage, SitePlan
from site_gen.pages.views.parts import LinkView
from site_gen.pages.views.site import SearchView
from site_gen.render.artifact import Artifact, FromText


def pages(localized: LocalizedSite) -> Iterator[PlannedPage]:
    """Yield the page of the search, if the language has one."""
    if localized.has_search:
        yield PlannedPage(localized, SEARCH, _page, listed=False)


def _page(factory: PageFactory) -> Page:
    localized = factory.localized
    sections = [("cases", CASES, localized.cases), ("articles", ARTICLES, localized.articles)]
    lists = [factory.section_link(name) for name, _, items in sections if items]
    lists += [
        LinkView(title=item.value.title, url=localized.path(text_route(item.slug)))
        for item in localized.text_pages
        if item.value.menu
    ]
    return factory.page(
        templates.SEARCH.fill(search=SearchView(folder=localized.path(SEARCH), lists=lists)),
        SEARCH,
        source="site.yaml",
        meta=PageMeta(
            section="search",
            title=localized.text("title.search"),
            description=localized.text("description.search", name=localized.settings.name),
            noindex=True,
        ),
    )


def files(plan: SitePlan) -> Iterator[PlannedFile]:
    """Yield the files of each language's index."""
    for localized in plan.localized_sites.values():
        if localized.has_search:
            texts = [_case(item, localized) for item in localized.cases]
            texts += [_article(item, localized) for item in localized.articles]
            texts += [_text_page(item, localized) for item in localized.text_pages if not item.value.noindex]
            for name, content in search_files(texts, localized.lang):
                path = localized.file(f"{SEARCH}{name}")
                yield PlannedFile(path, partial(Artifact, path, FromText(content), "content/articles"))


def _case(item: Localized[Case], localized: LocalizedSite) -> SearchText:
    case, route = item.value, case_route(item.slug)
    networks = [NETWORKS[id_].name_in(localized.lang) for id_ in case.networks]
    labels = (case.client, case.niche, case.place or "", *case.tags, *networks, *(each.name for each in case.metrics))
    body = f"{case.body}\n\n{case.review.text}" if case.review else case.body
    return SearchText("case", route, localized.path(route), case.title, labels, case.summary, body)


def _article(item: Localized[Article], localized: LocalizedSite) -> SearchText:
    article, route = item.value, article_route(item.slug)
    labels = (*article.tags, article.author or "")
    return SearchText("article", route, localized.path(route), article.title, labels, article.summary, article.body)


def _text_page(item: Localized[TextPage], localized: LocalizedSite) -> SearchText:
    page, route = item.value, text_route(item.slug)
    return SearchText("page", route, localized.path(route), page.title, (), page.summary, page.body)
