"""Addresses of pages below a language. No other module builds them.

A route is the part after the language: 'cases/bakery/', '' for the home page.
"""

from __future__ import annotations

from typing import Final

from site_gen.model.settings import Settings

HOME: Final = ""
CASES: Final = "cases/"
OFFERS: Final = "offers/"
ARTICLES: Final = "articles/"
SERVICES: Final = "services/"
PROFILE: Final = "profile/"
LINKS: Final = "links/"
SEARCH: Final = "search/"
PRIVACY: Final = "privacy/"
CONSENT: Final = "privacy/consent/"
"""The consent as a separate document, if a law requires one."""

NOT_FOUND: Final = "404.html"
LISTS: Final = frozenset({CASES, OFFERS, ARTICLES, SERVICES, PROFILE, LINKS, PRIVACY})
"""Pages that every language has."""


def case_route(slug: str) -> str:
    return f"{CASES}{slug}/"


def offer_route(slug: str) -> str:
    return f"{OFFERS}{slug}/"


def article_route(slug: str) -> str:
    return f"{ARTICLES}{slug}/"


def text_route(slug: str) -> str:
    return f"{slug}/"


def service_route(service: str) -> str:
    """Return the address of a service on the services page."""
    return f"{SERVICES}#{service}"


def tag_route(folder: str, tag: str) -> str:
    """Return the route of the list of entries with a tag; `folder` is the main list's route, `tag` a slug."""
    return f"{folder}tag/{tag}/"


def thanks_route(slug: str) -> str:
    """Return the route of the page after an offer's form."""
    return f"thanks/{slug}/"


def unlisted_route(kind: str, token: str) -> str:
    """Return the route of a page for one client: 'audit/TOKEN/'. `kind` is one of model.unlisted.FOLDERS."""
    return f"{kind}/{token}/"


def page_address(main: Settings, language: str, route: str) -> str:
    """Return the absolute address of a page; `main` is site.yaml in the site's first language."""
    prefix = "" if language == main.language else f"{language}/"
    return f"{main.origin}{main.base}{prefix}{route}"
