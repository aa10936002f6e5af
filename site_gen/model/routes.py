"""Addresses of pages below a language: the one place that knows them.

A route is what stands behind the language: 'cases/bakery/', '' for the home page.
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
PRIVACY: Final = "privacy/"
CONSENT: Final = "privacy/consent/"
"""The consent as a document of its own, where a law asks for one."""

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
    """Return the place of a service on the page of all."""
    return f"{SERVICES}#{service}"


def tag_route(folder: str, tag: str) -> str:
    """Return the list of what has a tag; `folder` is a list's route, `tag` its slug."""
    return f"{folder}tag/{tag}/"


def thanks_route(slug: str) -> str:
    """Return the page after an offer's form."""
    return f"thanks/{slug}/"


def unlisted_route(kind: str, token: str) -> str:
    """Return the page of one client: 'audit/TOKEN/'. `kind` is of model.unlisted.FOLDERS."""
    return f"{kind}/{token}/"


def page_address(main: Settings, language: str, route: str) -> str:
    """Return the absolute address of a page; `main` is site.yaml in the site's first language."""
    prefix = "" if language == main.language else f"{language}/"
    return f"{main.origin}{main.base}{prefix}{route}"
