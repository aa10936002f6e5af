"""The languages in which each page exists, and the links between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from site_gen.pages.localized_site import LocalizedSite
from site_gen.pages.views.site import AlternateView


class Translations:
    """The languages of every route of a site, known before the first page is made."""

    def __init__(self, localized_sites: Mapping[str, LocalizedSite], routes: Iterable[tuple[str, str]]) -> None:
        """Take the routes of all pages as pairs of language and route."""
        self._localized_sites = localized_sites
        self._languages: dict[str, frozenset[str]] = {}
        combinations: dict[frozenset[str], frozenset[str]] = {}  # few, each of which many routes have
        for language, route in routes:
            found = self._languages.get(route, frozenset()) | {language}
            self._languages[route] = combinations.setdefault(found, found)

    def alternates(self, route: str, language: str) -> list[AlternateView]:
        """Return the page at a route in each of its languages, for hreflang; [] if it has only one."""
        found = [lang for lang in self._localized_sites if lang in self._languages.get(route, ())]
        return [self._view(lang, route, language) for lang in found] if len(found) > 1 else []

    def switch(self, route: str, language: str) -> list[AlternateView]:
        """Return the links of the language switch: this page in the other language, else its home page; [] if the site
        has only one language."""
        return list(self._ways(route, language)) if len(self._localized_sites) > 1 else []

    def _ways(self, route: str, language: str) -> Iterator[AlternateView]:
        known = self._languages.get(route, frozenset())
        for lang in self._localized_sites:
            yield self._view(lang, route if lang in known else "", language)

    def _view(self, lang: str, route: str, current: str) -> AlternateView:
        there = self._localized_sites[lang]
        return AlternateView(
            lang=lang,
            name=there.own_name,
            url=there.url(route),
            path=there.path(route),
            current=lang == current,
        )
