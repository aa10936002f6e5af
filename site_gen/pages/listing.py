"""Lists in pages of 12, complete and by term, with real addresses that work without scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from site_gen.pages.localized_site import LocalizedSite
from site_gen.pages.views.parts import FilterView, LinkView, PaginationView, TermView

T = TypeVar("T")

PAGE_SIZE: Final = 12


@dataclass(frozen=True, slots=True)
class Term(Generic[T]):
    """A value of a taxonomy, with the things that have it."""

    taxonomy: str
    slug: str
    title: str
    items: tuple[T, ...]
    icon: str | None = None

    def route(self, folder: str) -> str:
        return f"{folder}/{self.taxonomy}/{self.slug}/"


@dataclass(frozen=True, slots=True)
class ListPage(Generic[T]):
    """One page of a list. `links` lead to all its pages; this page is the one at `index`."""

    route: str
    items: Sequence[T]
    links: Sequence[LinkView]
    index: int

    def pagination(self) -> PaginationView:
        """Return the links to the other pages."""
        links, index = self.links, self.index
        return PaginationView(
            number=index + 1,
            total=len(links),
            previous=links[index - 1]["url"] if index else None,
            next=links[index + 1]["url"] if index + 1 < len(links) else None,
            pages=_window(links, index),
        )


def list_pages(items: Sequence[T], route: str, localized: LocalizedSite) -> Iterator[ListPage[T]]:
    """Yield the pages of a list; the first is at `route`, the next at `route` + page/2/."""
    total = max(1, -(-len(items) // PAGE_SIZE))
    routes = [route if number == 1 else f"{route}page/{number}/" for number in range(1, total + 1)]
    links = [LinkView(title=str(number), url=localized.path(to)) for number, to in enumerate(routes, start=1)]
    for index, to in enumerate(routes):
        yield ListPage(to, items[index * PAGE_SIZE : (index + 1) * PAGE_SIZE], links, index)


AROUND: Final = 2
"""How many page numbers are shown on each side of the current one."""


def _window(links: Sequence[LinkView], current: int) -> list[LinkView]:
    """Return the first, the last and the links around the current one, with '…' for gaps."""
    last = len(links) - 1
    shown = sorted({0, last, *range(max(0, current - AROUND), min(last, current + AROUND) + 1)})
    window: list[LinkView] = []
    for before, index in zip([-1, *shown], shown, strict=False):
        if index - before == 2:
            window.append(links[index - 1])  # a single page takes no more room than the '…'
        elif index - before > 2:
            window.append(LinkView(title="…", url=""))
        window.append(links[index])
    return window


def filter_views(
    terms: Sequence[Term[Any]], folder: str, localized: LocalizedSite, current: Term[Any] | None
) -> list[FilterView]:
    """Return the taxonomies with their terms, in the order given."""
    filters: dict[str, FilterView] = {}
    for term in terms:
        view = filters.setdefault(term.taxonomy, FilterView(taxonomy=term.taxonomy, terms=[]))
        view["terms"].append(term_view(term, folder, localized, current=term is current))
    return list(filters.values())


def term_view(term: Term[Any], folder: str, localized: LocalizedSite, *, current: bool) -> TermView:
    return TermView(
        title=term.title,
        url=localized.path(term.route(folder)),
        count=len(term.items),
        current=current,
        icon=term.icon,
    )


def page_title(title: str, pagination: PaginationView, localized: LocalizedSite) -> str:
    """Return the title of a page of a list; from the second on it includes the page number."""
    if pagination["number"] == 1:
        return title
    return localized.text("title.page", title=title, number=pagination["number"])
