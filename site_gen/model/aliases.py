"""Old addresses of pages (`aliases:`): where a page was before it moved, on this site or on the one before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from site_gen.messages import m
from site_gen.model.finding import Finding
from site_gen.model.routes import HOME, LISTS, NOT_FOUND
from site_gen.model.settings import Settings
from site_gen.model.site import Translated

_OWN: Final = frozenset({"assets", "images", "go", "audit", "proposal", "thanks"})
"""First segments of addresses below which the program makes all there is."""

_LISTS_BELOW: Final = re.compile(r"(?:cases|offers|articles)/(?:page|network|niche|tag)/.*")


def alias_language(alias: str, source: Translated[Any]) -> str:
    """Return the language of the page that an alias leads to: the one in whose folder it is, else the file's own."""
    first = alias.partition("/")[0]
    return first if first in source.versions else next(iter(source.versions))


@dataclass(frozen=True, slots=True)
class MovedPages:
    """Files whose pages may have aliases, by the route below which their pages are."""

    by_route: Mapping[str, Iterable[Translated[Any]]]

    def __iter__(self) -> Iterator[tuple[str, Translated[Any]]]:
        return ((f"{route}{source.slug}/", source) for route, sources in self.by_route.items() for source in sources)


def check_aliases(main: Settings, moved: MovedPages) -> Iterator[Finding]:
    """Find aliases at which there is a page, or which two pages claim."""
    if not any(source.original.aliases for _, source in moved):
        return
    pages = dict(_addresses(main, moved))
    claimed: dict[str, str] = {}
    for _, source in moved:
        for index, alias in enumerate(source.original.aliases):
            taken = _taken(alias, main, pages) or claimed.get(alias.casefold())
            if taken:
                hint = m("take the line out: one address can lead to one page only")
                yield Finding(
                    source.file, ("aliases", index), m("'/{alias}' is {taken}", alias=alias, taken=taken), hint
                )
            claimed.setdefault(alias.casefold(), m("also an alias in {file}", file=source.file))


def _addresses(main: Settings, moved: MovedPages) -> Iterator[tuple[str, str]]:
    for route, source in moved:
        for language in source.versions:
            yield _below(language, main) + route, source.file


def _below(language: str, main: Settings) -> str:
    return "" if language == main.language else f"{language}/"


def _taken(alias: str, main: Settings, pages: Mapping[str, str]) -> str | None:
    """Return what is at an address that is no alias's, if anything is."""
    file = pages.get(alias.casefold())
    return m("the address of {file}", file=file) if file else taken_by_site(alias, main.languages)


def taken_by_site(alias: str, languages: Sequence[str]) -> str | None:
    """Return what the site has at an address by itself, whatever its owner writes; None if it has nothing there."""
    first, _, rest = alias.partition("/")
    route = rest if first in languages[1:] else alias
    if route in {HOME, NOT_FOUND, *LISTS} or _LISTS_BELOW.fullmatch(route):
        return m("a page that the site has by itself")
    return m("in a folder that the site itself uses") if route.partition("/")[0] in _OWN else None
