"""Finds what a new project came with and its owner has not replaced: sample names, keys, numbers, and sample cases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

from site_gen.load.locator import Locator
from site_gen.load.starter_samples import is_reserved, placeholder, plain, sample_review_findings, samples
from site_gen.model.finding import Path
from site_gen.model.rules import Finding
from site_gen.model.site import Site

_SETTINGS: Final = frozenset(
    {
        ("name",),
        ("url",),
        ("contact", "email"),
        ("contact", "phone"),
        ("contact", "booking"),
        ("contact", "booking", "url"),
        ("contact", "address"),
        ("contact", "area"),
        ("legal", "controller"),
        ("legal", "address"),
        ("legal", "tax_id"),
        ("legal", "email"),
        ("photo", "alt"),
        ("clients", "name"),
        ("numbers", "name"),
        ("credentials", "title"),
        ("credentials", "by"),
        ("statistics", "id"),
        ("links", "title"),
        ("links", "url"),
        ("form", "id"),
        ("form", "access_key"),
        ("form", "url"),
        ("form", "to"),
        ("form", "email"),
    }
)
"""The keys of site.yaml whose value in a starter is a sample; `networks` has others."""

_DOCUMENTED: Final = frozenset({"xwkgpqrd", "8f14e45f-ceea-467f-a9d0-3b1c2d4e5f60"})
"""Keys of form services that our documents and hints show."""


def placeholder_findings(site: Site, locator: Locator) -> Iterator[Finding]:
    """Find the placeholders that are left in a project, as warnings."""
    for settings, file in [(site.main, "site.yaml"), *_overlays(site)]:
        data = locator.data(file)
        if settings is not None and isinstance(data, dict):
            yield from _in_settings(file, data)
    for offer in site.offers:
        for key in ("book", "waiting_list"):
            value = getattr(offer.original, key, None)
            if isinstance(value, str) and (plain(value) in samples().settings["book"] or is_reserved(value)):
                yield placeholder(offer.file, (key,), value)
    for proposal in site.proposals:
        accept = proposal.original.accept
        if accept.link is not None and is_reserved(accept.link):
            yield placeholder(proposal.file, ("accept", "link"), accept.link)
    for case in site.cases:
        yield from case.samples
    for index, review in enumerate(site.reviews.get(site.main.language, ())):
        yield from sample_review_findings("content/reviews.yaml", ("reviews", index), review)


def _overlays(site: Site) -> Iterator[tuple[object, str]]:
    for language, settings in site.settings.items():
        if settings is not site.main:
            yield settings, f"site.{language}.yaml"


# --- site.yaml --------------------------------------------------------------------------------------------------------


def _in_settings(file: str, data: Mapping[str, Any]) -> Iterator[Finding]:
    for path, value in _texts(data, ()):
        if _is_sample(path, value):
            yield placeholder(file, path, value)


def _texts(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _texts(value, (*path, index))
    elif isinstance(data, str | int) and not isinstance(data, bool):
        yield path, str(data)


def _is_sample(path: Path, value: str) -> bool:
    keys = tuple(step for step in path if isinstance(step, str))
    if keys[-1:] == ("intro",) or path[:1] == ("go",) or is_reserved(value):
        return keys[-1:] != ("intro",) and is_reserved(value)
    if path[:1] == ("networks",):
        return _names_sample(value) or _number(value) in _numbers()
    if keys == ("contact", "phone"):
        return _number(value) in _numbers()
    if keys not in _SETTINGS:
        return False
    is_key = keys[:1] == ("form",)
    zeros = is_key or keys[-1] == "tax_id"
    return (
        plain(value) in samples().settings.get(keys[-1], frozenset())
        or (is_key and value.strip().casefold() in _DOCUMENTED)
        or (zeros and re.fullmatch(r"[0\W]*0[0\W]*", value) is not None)
        or (keys[-1] in {"booking", "url"} and _names_sample(value))
    )


def _names_sample(value: str) -> bool:
    """Whether a handle, or a part of an address, is one that stands for a name."""
    address = urlsplit(value.strip())
    parts = re.split(r"[/@\s]+", f"{address.netloc}/{address.path}")
    return not samples().names.isdisjoint(plain(part) for part in parts)


@cache
def _numbers() -> frozenset[str]:
    return frozenset(_number(phone) for phone in samples().settings["phone"])


def _number(text: str) -> str:
    """Return the last nine digits of a telephone number: countries are written in several ways."""
    return "".join(re.findall(r"\d", text))[-9:]
