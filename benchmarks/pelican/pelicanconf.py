"""The settings of the corpus as a Pelican site."""

from __future__ import annotations

import json

SITENAME = "Anna Prat"
SITEURL = "https://example.com"
DESCRIPTION = "Faig que els comerços de barri omplin l’agenda amb xarxes ben portades."
PATH = "content"
ARTICLE_PATHS = ["cases"]
PAGE_PATHS = ["pages"]
THEME = "theme"
TIMEZONE = "Europe/Madrid"
DEFAULT_LANG = "ca"
DEFAULT_PAGINATION = 12
PAGINATION_PATTERNS = (
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)
RELATIVE_URLS = False
ARTICLE_URL = "cases/{slug}/"
ARTICLE_SAVE_AS = "cases/{slug}/index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
CATEGORY_URL = "niches/{slug}/"
CATEGORY_SAVE_AS = "niches/{slug}/index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = "tags/{slug}/index.html"
AUTHOR_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "cases", "sitemap", "404"]
PAGINATED_TEMPLATES = {"cases": None, "tag": None, "category": None}
CASES_SAVE_AS = "cases/index.html"
CASES_URL = "cases/"
SITEMAP_SAVE_AS = "sitemap.xml"
FEED_ALL_RSS = "index.xml"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS = 20
CACHE_CONTENT = LOAD_CONTENT_CACHE = True
CACHE_PATH = "cache"  # beside this file: without this line, where it is started
MARKDOWN: dict[str, object] = {"extensions": [], "output_format": "html5"}


def number(value: float, decimals: int = 0) -> str:
    return f"{value:,.{decimals}f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def quantity(value: float, unit: str | None = None) -> str:
    return f"{number(value, 2)} EUR" if unit == "EUR" else number(value)


def share(before: float, after: float) -> str:
    return f"{number(100 * (after - before) / before)} %"


JINJA_FILTERS = {"data": json.loads, "number": number, "quantity": quantity, "share": share}
