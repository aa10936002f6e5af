"""The cases index with its filters, and each case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial

from site_gen.model.case import Case
from site_gen.model.networks import NETWORKS
from site_gen.model.routes import CASES, case_route, service_route
from site_gen.packed_dict import PackedDict
from site_gen.pages import structured_data, templates
from site_gen.pages.cards import PageCard
from site_gen.pages.chart import plain
from site_gen.pages.inputs import Basis
from site_gen.pages.listing import ListPage, Term, filter_views, list_pages, page_title, term_view
from site_gen.pages.localized_site import Localized, LocalizedSite, term_slug
from site_gen.pages.page_factory import Page, PageFactory, PageMeta
from site_gen.pages.shared_views import case_card, case_review, metric_view, tag_links
from site_gen.pages.site_plan import PlannedPage
from site_gen.pages.videos import video_view
from site_gen.pages.views.parts import LinkView
from site_gen.pages.views.work import BeforeAfterView, BudgetView, CaseCardView, CaseView
from site_gen.social.cards import case_number

CaseTerm = Term[Localized[Case]]


class _Cards:
    """The cards of cases, each made on first use and then kept: a card is in several lists."""

    def __init__(self, localized: LocalizedSite) -> None:
        self._localized = localized
        self._made: PackedDict[str, CaseCardView] = PackedDict()

    def __getitem__(self, slug: str) -> CaseCardView:
        card = self._made.get(slug)
        if card is None:
            card = self._made[slug] = case_card(self._localized.case_by_slug[slug], self._localized)
        return card


def pages(localized: LocalizedSite) -> Iterator[PlannedPage]:
    """Yield the index, a list for each term, and the cases."""
    if not localized.cases:
        return
    cards = _Cards(localized)
    terms = case_terms(localized)
    yield from _list(localized, cards, terms, None, localized.cases)
    for term in terms:
        yield from _list(localized, cards, terms, term, term.items)
    for index, item in enumerate(localized.cases):
        make = partial(_case, index=index, item=item, cards=cards)
        basis = Basis(templates.CASE, item.file, (item.source,))
        yield PlannedPage(localized, case_route(item.slug), make, modified=_modified(item.value), basis=basis)


def case_terms(localized: LocalizedSite) -> list[CaseTerm]:
    """Return the networks, niches and tags in use, the most frequent first."""
    titles: dict[tuple[str, str], str] = {}
    found: dict[tuple[str, str], list[Localized[Case]]] = {}
    for item in localized.cases:
        case, original = item.value, item.source.original
        originals = (original.niche, original.tags)
        for key, title in _terms_of(localized.lang, case.networks, case.niche, case.tags, *originals):
            if key in found:
                found[key].append(item)
            else:
                titles[key], found[key] = title, [item]
    order = {"network": 0, "niche": 1, "tag": 2}
    terms = [
        Term(taxonomy, slug, titles[taxonomy, slug], tuple(items), slug if taxonomy == "network" else None)
        for (taxonomy, slug), items in found.items()
    ]
    return sorted(terms, key=lambda term: (order[term.taxonomy], -len(term.items), term.title, term.slug))


@lru_cache(maxsize=10_000)  # preview requests the same ones after each change
def _terms_of(
    language: str,
    networks: tuple[str, ...],
    niche: str,
    tags: tuple[str, ...],
    original_niche: str,
    original_tags: tuple[str, ...],
) -> tuple[tuple[tuple[str, str], str], ...]:
    """Return taxonomy and slug of a case's terms, each with its title; of tags with the same slug the first."""
    terms = {("network", network): NETWORKS[network].name_in(language) for network in networks}
    terms["niche", term_slug(original_niche)] = niche
    for tag, original in zip(tags, original_tags, strict=True):
        terms.setdefault(("tag", term_slug(original)), tag)
    return tuple(terms.items())


def _list(
    localized: LocalizedSite,
    cards: _Cards,
    terms: list[CaseTerm],
    term: CaseTerm | None,
    items: Sequence[Localized[Case]],
) -> Iterator[PlannedPage]:
    route = term.route("cases") if term else CASES
    for page in list_pages(items, route, localized):
        make = partial(_list_page, cards=cards, terms=terms, term=term, page=page)
        yield PlannedPage(
            localized, page.route, make, modified=_list_modified(page), basis=Basis(templates.CASES, "cases")
        )


def _list_page(
    factory: PageFactory,
    cards: _Cards,
    terms: list[CaseTerm],
    term: CaseTerm | None,
    page: ListPage[Localized[Case]],
) -> Page:
    localized, pagination = factory.localized, page.pagination()
    trail = [factory.section_link("cases")] if term else []
    name = localized.settings.name
    heading, description = localized.text("title.cases"), localized.text("description.cases", name=name)
    if term:
        heading = localized.text("title.cases_in", term=term.title)
        description = localized.text("description.cases_in", term=term.title, name=name)
    filled = templates.CASES.fill(
        cases=[cards[item.slug] for item in page.items],
        filters=filter_views(terms, "cases", localized, term),
        term=term_view(term, "cases", localized, current=True) if term else None,
        pagination=pagination,
    )
    return factory.page(
        filled,
        page.route,
        source="cases",
        meta=PageMeta(
            section="cases",
            title=page_title(heading, pagination, localized),
            heading=heading,
            description=page_title(description, pagination, localized),
            trail=trail,
            modified=_list_modified(page),
        ),
    )


def _list_modified(page: ListPage[Localized[Case]]) -> str | None:
    last = max((item.value.updated or item.value.period.end for item in page.items), default=None)
    return None if last is None else last.isoformat()


def _modified(case: Case) -> str:
    return (case.updated or case.period.end).isoformat()


def _case(factory: PageFactory, index: int, item: Localized[Case], cards: _Cards) -> Page:
    localized, case = factory.localized, item.value
    view = _case_view(localized, index, item, cards[item.slug])
    image = localized.shared_picture(case.cover)
    description = case.summary or case.title
    modified = _modified(case)
    node = structured_data.article(
        localized,
        {
            "headline": case.title[:110],
            "description": description,
            "url": localized.url(case_route(item.slug)),
            "image": image["url"] if image else None,
            "datePublished": case.period.end.isoformat(),
            "dateModified": modified,
        },
    )
    return factory.page(
        templates.CASE.fill(case=view),
        case_route(item.slug),
        source=item.file,
        meta=PageMeta(
            section="cases",
            title=case.title,
            description=description,
            trail=[factory.section_link("cases")],
            image=image,
            card=_card(localized, case),
            og_type="article",
            published=case.period.end.isoformat(),
            modified=modified,
            nodes=[node],
        ),
    )


def _case_view(localized: LocalizedSite, index: int, item: Localized[Case], card: CaseCardView) -> CaseView:
    case = item.value
    service = next((service for service in localized.services if service.id == case.service), None)
    # The headline metric comes first; the others follow in the file's order.
    metrics, headline = case.metrics, case.headline
    metrics = (headline, *(metric for metric in metrics if metric is not headline))
    return CaseView(
        **card,
        client_url=case.client_url,
        place=case.place,
        service=LinkView(title=service.name, url=localized.path(service_route(service.id))) if service else None,
        tags=tag_links(case.tags, item.source.original.tags, "cases", localized),
        metrics=[metric_view(metric, case.period) for metric in metrics],
        budget=_budget(case, localized),
        body=localized.body(case.body, item.file, with_videos=True),
        video=video_view(case.video, localized),
        gallery=[view for photo in case.gallery if (view := localized.picture(photo))],
        before_after=_before_after(case, localized),
        review=case_review(item, localized),
        previous=_neighbour(localized, index - 1),
        next=_neighbour(localized, index + 1),
    )


def _before_after(case: Case, localized: LocalizedSite) -> BeforeAfterView | None:
    pair = case.before_after
    if pair is None:
        return None
    before, after = localized.picture(pair.before), localized.picture(pair.after)
    return BeforeAfterView(before=before, after=after) if before and after else None


def _card(localized: LocalizedSite, case: Case) -> PageCard:
    client = f"{case.client}, {case.place}" if case.place else case.client
    number = (case_number(case, localized.localizer), case.headline.name)
    return PageCard(case.title, localized.text("card.case"), client, number)


def _neighbour(localized: LocalizedSite, index: int) -> LinkView | None:
    if not 0 <= index < len(localized.cases):
        return None
    item = localized.cases[index]
    return LinkView(title=item.value.title, url=localized.path(case_route(item.slug)))


def _budget(case: Case, localized: LocalizedSite) -> BudgetView | None:
    budget = case.budget
    if budget is None:
        return None
    return BudgetView(
        amount=plain(budget.amount),
        revenue=plain(budget.revenue) if budget.revenue is not None else None,
        currency=budget.currency or localized.site.main.currency,
        romi=str(round(budget.romi * 100)) if budget.romi is not None else None,
        note=budget.note,
    )
