"""The articles index, tag pages, each article, and the feeds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from site_gen.model.content import Article
from site_gen.model.routes import ARTICLES, article_route
from site_gen.pages import structured_data, templates
from site_gen.pages.cards import PageCard
from site_gen.pages.inputs import Basis
from site_gen.pages.leading_on import LeadingOn
from site_gen.pages.listing import ListPage, Term, filter_views, list_pages, page_title, term_view
from site_gen.pages.localized_site import Localized, LocalizedSite, term_slug
from site_gen.pages.page_factory import Page, PageFactory, PageMeta
from site_gen.pages.shared_views import article_card, case_card
from site_gen.pages.site_plan import PlannedPage
from site_gen.pages.videos import video_view
from site_gen.pages.views.articles import ArticleCardView, ArticleView
from site_gen.pages.views.parts import LinkView

ArticleTerm = Term[Localized[Article]]


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
    leading_on = LeadingOn(localized)
    for index, item in enumerate(articles):
        make = partial(_article, index=index, cards=cards, leading_on=leading_on)
        basis = Basis(templates.ARTICLE, item.file, (item.source,))
        yield PlannedPage(localized, article_route(item.slug), make, modified=modified(item.value), basis=basis)


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
        basis = Basis(templates.ARTICLES, "content/articles")
        yield PlannedPage(localized, page.route, make, modified=_list_modified(page), basis=basis)


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


def _article(factory: PageFactory, index: int, cards: Mapping[str, ArticleCardView], leading_on: LeadingOn) -> Page:
    localized, item = factory.localized, leading_on.articles[index]
    article = item.value
    series, offer = leading_on.series(item), leading_on.offer(item)
    image = localized.shared_picture(article.picture)
    description = article.summary or article.title
    view = ArticleView(
        **cards[item.slug],
        updated=article.updated.isoformat() if article.updated else None,
        author=article.author or localized.settings.name,
        body=localized.body(article.body, item.file, with_videos=True, math=article.math),
        video=video_view(article.video, localized),
        previous=series["previous"] if series else _neighbour(leading_on, index + 1),
        next=series["next"] if series else _neighbour(leading_on, index - 1),
        series=series,
        cases=[case_card(case, localized) for case in leading_on.cases(item)],
        offer=factory.line(offer) if offer else None,
        related=[cards[each.slug] for each in leading_on.related(index)],
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
            "timeRequired": f"PT{view['minutes']}M",
            "keywords": ", ".join(article.tags),
        },
        own_author=article.author,
        series=series,
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


def _neighbour(leading_on: LeadingOn, index: int) -> LinkView | None:
    return leading_on.link(leading_on.articles[index]) if 0 <= index < len(leading_on.articles) else None
