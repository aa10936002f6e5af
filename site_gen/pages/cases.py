"""The cases index with its filters, and each case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from site_gen.model.case import Case
from site_gen.model.networks import NETWORKS
from site_gen.pages import structured_data
from site_gen.pages.cards import PageCard
from site_gen.pages.chart import plain
from site_gen.pages.listing import ListPage, Term, filter_views, list_pages, page_title, term_view
from site_gen.pages.localized_site import Edition, Item, term_slug
from site_gen.pages.page_factory import About, Draft, Frame, Leaf
from site_gen.pages.shared_views import case_card, case_review, metric_view, tag_links
from site_gen.pages.views import BudgetView, CaseCardView, CaseView, LinkView
from site_gen.social.cards import case_number

CaseTerm = Term[Item[Case]]


class _Cards(dict[str, CaseCardView]):
    """The cards of cases, each made when it is first looked at."""

    def __init__(self, edition: Edition) -> None:
        super().__init__()
        self._edition = edition

    def __missing__(self, slug: str) -> CaseCardView:
        card = self[slug] = case_card(self._edition.case_by_slug[slug], self._edition)
        return card


def pages(frame: Frame) -> Iterator[Leaf]:
    """Yield the index, a list for each term, and the cases."""
    edition = frame.edition
    if not edition.cases:
        return
    cards = _Cards(edition)
    terms = case_terms(edition)
    yield from _list(frame, cards, terms, None, edition.cases)
    for term in terms:
        yield from _list(frame, cards, terms, term, term.items)
    for index, item in enumerate(edition.cases):
        yield Leaf(edition, f"cases/{item.slug}/", partial(_case, frame, index, item, cards))


def case_terms(edition: Edition) -> list[CaseTerm]:
    """Return networks, niches and tags in use, those with the most cases first."""
    titles: dict[tuple[str, str], str] = {}
    found: dict[tuple[str, str], list[Item[Case]]] = {}
    for item in edition.cases:
        case, original = item.value, item.source.original
        for key, title in _terms_of(case.networks, case.niche, case.tags, original.niche, original.tags):
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


@lru_cache(maxsize=10_000)  # preview asks for the same ones after each change
def _terms_of(
    networks: tuple[str, ...], niche: str, tags: tuple[str, ...], original_niche: str, original_tags: tuple[str, ...]
) -> tuple[tuple[tuple[str, str], str], ...]:
    """Return taxonomy and slug of a case's terms, each with its title; of tags with one slug the first counts."""
    terms = {("network", network): NETWORKS[network].name for network in networks}
    terms["niche", term_slug(original_niche)] = niche
    for tag, original in zip(tags, original_tags, strict=True):
        terms.setdefault(("tag", term_slug(original)), tag)
    return tuple(terms.items())


def _list(
    frame: Frame,
    cards: Mapping[str, CaseCardView],
    terms: list[CaseTerm],
    term: CaseTerm | None,
    items: Sequence[Item[Case]],
) -> Iterator[Leaf]:
    tail = term.tail("cases") if term else "cases/"
    for page in list_pages(items, tail, frame.edition):
        yield Leaf(frame.edition, page.tail, partial(_list_page, frame, cards, terms, term, page))


def _list_page(
    frame: Frame,
    cards: Mapping[str, CaseCardView],
    terms: list[CaseTerm],
    term: CaseTerm | None,
    page: ListPage[Item[Case]],
) -> Draft:
    edition, pagination = frame.edition, page.pagination()
    trail = [frame.section_link("cases")] if term else []
    name = edition.settings.name
    heading, description = edition.text("title.cases"), edition.text("description.cases", name=name)
    if term:
        heading = edition.text("title.cases_in", term=term.title)
        description = edition.text("description.cases_in", term=term.title, name=name)
    own: dict[str, Any] = {
        "cases": [cards[item.slug] for item in page.items],
        "filters": filter_views(terms, "cases", edition, term),
        "term": term_view(term, "cases", edition, current=True) if term else None,
        "pagination": pagination,
    }
    return frame.page(
        "cases",
        page.tail,
        own,
        horizon=frame.horizon(),
        source="cases",
        about=About(
            section="cases",
            title=page_title(heading, pagination, edition),
            heading=heading,
            description=page_title(description, pagination, edition),
            trail=trail,
            modified=max((_modified(item.value) for item in page.items), default=None),
        ),
    )


def _modified(case: Case) -> str:
    return (case.updated or case.period.end).isoformat()


def _case(frame: Frame, index: int, item: Item[Case], cards: Mapping[str, CaseCardView]) -> Draft:
    edition, case = frame.edition, item.value
    view = _case_view(edition, index, item, cards[item.slug])
    image = edition.shared_picture(case.cover)
    description = case.summary or case.title
    modified = _modified(case)
    node = structured_data.article(
        edition,
        {
            "headline": case.title[:110],
            "description": description,
            "url": edition.url(f"cases/{item.slug}/"),
            "image": image["url"] if image else None,
            "datePublished": case.period.end.isoformat(),
            "dateModified": modified,
        },
    )
    return frame.page(
        "case",
        f"cases/{item.slug}/",
        {"case": view},
        horizon=frame.horizon(),
        source=item.file,
        about=About(
            section="cases",
            title=case.title,
            description=description,
            trail=[frame.section_link("cases")],
            image=image,
            card=_card(edition, case),
            og_type="article",
            published=case.period.end.isoformat(),
            modified=modified,
            nodes=[node],
        ),
    )


def _case_view(edition: Edition, index: int, item: Item[Case], card: CaseCardView) -> CaseView:
    case = item.value
    service = next((service for service in edition.services if service.id == case.service), None)
    # The headline leads; the others follow in the file's order.
    metrics = sorted(case.metrics, key=lambda metric: metric is not case.headline)
    return CaseView(
        **card,
        client_url=case.client_url,
        place=case.place,
        service=LinkView(title=service.name, url=edition.path(f"services/#{service.id}")) if service else None,
        tags=tag_links(case.tags, item.source.original.tags, "cases", edition),
        metrics=[metric_view(metric, case.period) for metric in metrics],
        budget=_budget(case, edition),
        body=edition.body(case.body, item.file),
        gallery=[view for photo in case.gallery if (view := edition.picture(photo))],
        review=case_review(item, edition),
        previous=_neighbour(edition, index - 1),
        next=_neighbour(edition, index + 1),
    )


def _card(edition: Edition, case: Case) -> PageCard:
    client = f"{case.client}, {case.place}" if case.place else case.client
    number = (case_number(case, edition.localizer), case.headline.name)
    return PageCard(case.title, edition.text("card.case"), client, number)


def _neighbour(edition: Edition, index: int) -> LinkView | None:
    if not 0 <= index < len(edition.cases):
        return None
    item = edition.cases[index]
    return LinkView(title=item.value.title, url=edition.path(f"cases/{item.slug}/"))


def _budget(case: Case, edition: Edition) -> BudgetView | None:
    budget = case.budget
    if budget is None:
        return None
    return BudgetView(
        amount=plain(budget.amount),
        revenue=plain(budget.revenue) if budget.revenue is not None else None,
        currency=budget.currency or edition.site.main.currency,
        romi=str(round(budget.romi * 100)) if budget.romi is not None else None,
        note=budget.note,
    )
