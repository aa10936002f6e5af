"""The articles index, tag pages, each article, and the feeds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from heapq import nsmallest
from itertools import chain
from typing import Final

from site_gen.model.content import Article
from site_gen.model.routes import ARTICLES, article_route
from site_gen.pages import structured_data, templates
from site_gen.pages.cards import PageCard
from site_gen.pages.listing import ListPage, Term, filter_views, list_pages, page_title, term_view
from site_gen.pages.localized_site import Localized, LocalizedSite, term_slug
from site_gen.pages.page_factory import Page, PageFactory, PageMeta
from site_gen.pages.shared_views import article_card
from site_gen.pages.site_plan import PlannedPage
from site_gen.pages.videos import video_view
from site_gen.pages.views.parts import LinkView
from site_gen.pages.views.work import ArticleCardView, ArticleView

ArticleTerm = Term[Localized[Article]]
RELATED: Final = 3


class _Cards(dict[str, ArticleCardView]):
    """The cards of articles, each made on first use."""

    def __init__(self, articles: Iterable[Localized[Article]], localized: LocalizedSite) -> None:
        super().__init__()
        self._localized = localized
        self._items = {item.slug: item for item in articles}

    def __missing__(self, slug: str) -> ArticleCardView:
        card = self[slug] = article_card(self._items[slug], self._localized)
        return card


def pages(localized: LocalizedSite) -> Iterator[PlannedPage]:
    """Yield the index, a list for each tag, and the published articles."""
    articles = localized.articles
    if not articles:
        return
    cards = _Cards(articles, localized)
    terms = article_terms(articles)
    yield from _list(localized, cards, terms, None, articles)
    for term in terms:
        yield from _list(localized, cards, terms, term, term.items)
    related = RelatedArticles(articles)
    for index, item in enumerate(articles):
        make = partial(_article, articles=articles, index=index, cards=cards, related=related)
        yield PlannedPage(localized, article_route(item.slug), make, modified=modified(item.value))


def article_terms(articles: Sequence[Localized[Article]]) -> list[ArticleTerm]:
    """Return the tags in use, the most frequent first."""
    found: dict[str, tuple[str, list[Localized[Article]]]] = {}
    for item in articles:
        seen: set[str] = set()
        for tag, original in zip(item.value.tags, item.source.original.tags, strict=True):
            slug = term_slug(original)
            if slug not in seen:
                seen.add(slug)
                found.setdefault(slug, (tag, []))[1].append(item)
    terms = [Term("tag", slug, title, tuple(items)) for slug, (title, items) in found.items()]
    return sorted(terms, key=lambda term: (-len(term.items), term.title, term.slug))


def _list(
    localized: LocalizedSite,
    cards: Mapping[str, ArticleCardView],
    terms: list[ArticleTerm],
    term: ArticleTerm | None,
    items: Sequence[Localized[Article]],
) -> Iterator[PlannedPage]:
    for page in list_pages(items, term.route("articles") if term else ARTICLES, localized):
        make = partial(_list_page, cards=cards, terms=terms, term=term, page=page)
        yield PlannedPage(localized, page.route, make, modified=_list_modified(page))


def _list_page(
    factory: PageFactory,
    cards: Mapping[str, ArticleCardView],
    terms: list[ArticleTerm],
    term: ArticleTerm | None,
    page: ListPage[Localized[Article]],
) -> Page:
    localized, pagination = factory.localized, page.pagination()
    heading = localized.text("title.articles_on", term=term.title) if term else localized.text("title.articles")
    name = localized.settings.name
    description = (
        localized.text("description.articles_on", term=term.title, name=name)
        if term
        else localized.text("description.articles", name=name)
    )
    filled = templates.ARTICLES.fill(
        articles=[cards[item.slug] for item in page.items],
        filters=filter_views(terms, "articles", localized, term),
        term=term_view(term, "articles", localized, current=True) if term else None,
        pagination=pagination,
    )
    return factory.page(
        filled,
        page.route,
        source="content/articles",
        meta=PageMeta(
            section="articles",
            title=page_title(heading, pagination, localized),
            heading=heading,
            description=page_title(description, pagination, localized),
            trail=[factory.section_link("articles")] if term else [],
            modified=_list_modified(page),
        ),
    )


def _list_modified(page: ListPage[Localized[Article]]) -> str | None:
    return max((modified(item.value) for item in page.items), default=None)


def modified(article: Article) -> str:
    """Return the day on which an article was last changed, according to its file."""
    return max(article.date.date(), article.updated or article.date.date()).isoformat()


def _article(
    factory: PageFactory,
    articles: Sequence[Localized[Article]],
    index: int,
    cards: Mapping[str, ArticleCardView],
    related: RelatedArticles,
) -> Page:
    localized, item = factory.localized, articles[index]
    article = item.value
    image = localized.shared_picture(article.picture)
    description = article.summary or article.title
    view = ArticleView(
        **cards[item.slug],
        updated=article.updated.isoformat() if article.updated else None,
        author=article.author or localized.settings.name,
        body=localized.body(article.body, item.file, with_videos=True, math=article.math),
        video=video_view(article.video, localized),
        previous=_neighbour(localized, articles, index + 1),
        next=_neighbour(localized, articles, index - 1),
        related=[cards[slug] for slug in related.of(index)],
    )
    node = structured_data.article(
        localized,
        {
            "headline": article.title[:110],
            "description": description,
            "url": localized.url(article_route(item.slug)),
            "image": image["url"] if image else None,
            "datePublished": article.date.isoformat(),
            "dateModified": modified(article),
        },
        own_author=article.author,
    )
    return factory.page(
        templates.ARTICLE.fill(article=view),
        article_route(item.slug),
        source=item.file,
        meta=PageMeta(
            section="articles",
            title=article.title,
            description=description,
            trail=[factory.section_link("articles")],
            image=image,
            card=PageCard(article.title, localized.text("card.article")),
            og_type="article",
            published=article.date.isoformat(),
            modified=modified(article),
            nodes=[node],
        ),
    )


def _neighbour(localized: LocalizedSite, articles: Sequence[Localized[Article]], index: int) -> LinkView | None:
    if not 0 <= index < len(articles):
        return None
    item = articles[index]
    return LinkView(title=item.value.title, url=localized.path(article_route(item.slug)))


class RelatedArticles:
    """Which articles share tags with which: every tag is looked up once, not every article for every other."""

    def __init__(self, articles: Sequence[Localized[Article]]) -> None:
        self._articles = articles
        self._tagged: defaultdict[str, list[int]] = defaultdict(list)
        for index, item in enumerate(articles):
            for tag in set(item.source.original.tags):
                self._tagged[tag].append(index)

    def of(self, index: int) -> list[str]:
        """Return the names of the articles that share the most tags with one; the newest of equal ones."""
        tags = set(self._articles[index].source.original.tags)
        shared = Counter(chain.from_iterable(self._tagged[tag] for tag in tags))
        del shared[index]
        best: list[int] = []
        for number in range(len(tags), 0, -1):
            if len(best) < RELATED:
                best += nsmallest(RELATED - len(best), (at for at, common in shared.items() if common == number))
        return [self._articles[at].slug for at in best]
