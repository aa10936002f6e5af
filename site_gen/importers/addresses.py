"""Old addresses of texts: patterns as generators have them in their settings, and names as they stand in addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final
from urllib.parse import quote, unquote, urlsplit

_FIELD: Final = re.compile(r":(\w+)(?:\[[^\]]*\])?|\{(\w+)(?::([^}]*))?\}")


def in_address(text: str) -> str:
    """Return a name as generators write it in addresses: small letters, hyphens for spaces, no other signs."""
    plain = re.sub(r"[^\w\s./+-]", "", text.strip().lower())
    return re.sub(r"-{2,}", "-", re.sub(r"\s+", "-", plain)).strip("-")


def filled(pattern: str, values: Mapping[str, str], day: date | None) -> str | None:
    """Return a pattern such as /:year/:slug/ or {date:%Y}/{slug}.html with its values; None if one is missing."""
    missing = False

    def field(found: re.Match[str]) -> str:
        nonlocal missing
        name = (found[1] or found[2]).lower()
        if name == "date" and found[3] and day:
            return day.strftime(re.sub(r"%-(\w)", r"%\1", found[3]))
        value = _dated(name, day) if name in _DATES else values.get(name)
        missing = missing or value is None
        return value or ""

    path = _FIELD.sub(field, pattern)
    return None if missing else re.sub(r"/{2,}", "/", f"/{path.lstrip('/')}")


_DATES_WORDS: Final = (
    "year month day i_month i_day short_year y_day yearday short_month monthname long_month hour minute second"
)
_DATES: Final = frozenset(_DATES_WORDS.split())


def _dated(name: str, day: date | None) -> str | None:
    if day is None:
        return None
    return {
        "year": f"{day:%Y}",
        "month": f"{day:%m}",
        "day": f"{day:%d}",
        "i_month": str(day.month),
        "i_day": str(day.day),
        "short_year": f"{day:%y}",
        "y_day": f"{day:%j}",
        "yearday": str(day.timetuple().tm_yday),
        "short_month": f"{day:%b}",
        "monthname": f"{day:%B}".lower(),
        "long_month": f"{day:%B}",
    }.get(name)


def path_of(address: str, base: str = "/") -> str:
    """Return the path of an address as it is compared: decoded, from the root, without a base, an index page, a slash
    at its end."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return ""
    path = re.sub(r"/{2,}", "/", f"/{path.lstrip('/')}")
    if base != "/" and (path + "/").startswith(base):
        path = "/" + path[len(base) :].lstrip("/")
    path = re.sub(r"(?:^|/)index\.html?$", "/", path)
    return path.rstrip("/") or "/"


def written(path: str) -> str:
    """Return a path as an address."""
    return quote(path, safe="/:@!$&'()*+,;=~-._")


def base_of(url: str) -> str:
    """Return the path of a site's address, with a slash at both ends."""
    try:
        path = unquote(urlsplit(url).path).strip("/")
    except ValueError:
        return "/"
    return f"/{path}/" if path else "/"


def host_of(url: str) -> str:
    """Return the host of an address without www., in small letters; '' without one."""
    try:
        return (urlsplit(url).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""
